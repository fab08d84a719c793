from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.config.environment import fill_in, parse_variables, read_variables


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("${NAME}", "ferry"),
        ("<${NAME}>", "<ferry>"),
        ("${NAME}${OTHER}", "ferrytea"),
        ("${NAME:-boat}", "ferry"),
        ("${UNSET:-boat}", "boat"),
        ("${EMPTY:-boat}", "boat"),
        ("${UNSET:-}", ""),
        ("${EMPTY}", ""),
        ("$${NAME}", "${NAME}"),
        ("pa$$word", "pa$$word"),
        ("$NAME", "$NAME"),
        ("{{ newsletter.name }}", "{{ newsletter.name }}"),
        ("${NUMBER}", "587"),
        ("${DOLLARS}", "${NAME}"),
    ],
)
def test_variables_are_filled_in_as_text(written: str, value: str) -> None:
    variables = {"NAME": "ferry", "OTHER": "tea", "EMPTY": "", "NUMBER": "587", "DOLLARS": "${NAME}"}

    filled = fill_in({"key": written}, variables)

    assert filled.values == {"key": value}
    assert filled.faults == {}


def test_variables_are_filled_in_at_any_depth_and_remembered() -> None:
    values = {"smtp": {"port": "${PORT}", "rate": ["${A}/${B}", "1/day"]}, "count": 3}

    filled = fill_in(values, {"PORT": "25", "A": "14", "B": "second"})

    assert filled.values == {"smtp": {"port": "25", "rate": ["14/second", "1/day"]}, "count": 3}
    assert filled.names == {("smtp", "port"): ("PORT",), ("smtp", "rate", 0): ("A", "B")}


def test_a_key_without_value_is_as_if_left_out() -> None:
    filled = fill_in({"smtp": None, "posts": {"folder": None}, "feeds": [None]}, {})

    assert filled.values == {"posts": {}, "feeds": [None]}


@pytest.mark.parametrize("written", ["${NAME}", "a ${UNSET:-x} ${NAME}"])
def test_a_variable_that_is_not_set_is_a_fault_that_names_it(written: str) -> None:
    filled = fill_in({"key": written}, {})

    assert filled.faults[("key",)].fault == "the variable NAME is not set"
    assert "${NAME:-…}" in filled.faults[("key",)].mend
    assert filled.values == {"key": written}


@pytest.mark.parametrize("written", ["${", "${}", "${SMTP-PASSWORD}", "${NAME", "${NAME:-${OTHER}}", "${1}"])
def test_a_variable_that_is_not_written_right_is_a_fault(written: str) -> None:
    filled = fill_in({"key": written}, {"NAME": "ferry", "OTHER": "tea"})

    assert "is not followed by the name of a variable" in filled.faults[("key",)].fault
    assert filled.values == {"key": written}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("NAME=ferry", "ferry"),
        ("export NAME=ferry", "ferry"),
        ("  NAME = ferry  ", "ferry"),
        ("NAME=", ""),
        ("NAME= # later", ""),
        ("NAME=ferry # the old one", "ferry"),
        ("NAME=pa#ss", "pa#ss"),
        ("NAME=a=b", "a=b"),
        ("NAME='a # b' # c", "a # b"),
        ("NAME='a\\n$b'", "a\\n$b"),
        ('NAME="a # b"', "a # b"),
        ('NAME="a\\n\\"b\\" \\$c \\d"', 'a\n"b" $c \\d'),
        ("\ufeffNAME=ferry\r", "ferry"),
    ],
)
def test_lines_set_variables(tmp_path: Path, line: str, value: str) -> None:
    path = tmp_path / ".env"
    path.write_bytes(f"{line}\n\n# the end\n".encode())

    variables, problems = read_variables(path, {})

    assert variables == {"NAME": value}
    assert problems == []


@pytest.mark.parametrize("line", ["hunter2", "1A=hunter2", "A='hunter2", 'A="hunter2" hunter2', "A B=hunter2"])
def test_other_lines_are_problems_that_show_nothing_of_them(line: str) -> None:
    variables, problems = parse_variables(f"GOOD=1\n{line}\n", path=".env")

    assert variables == {"GOOD": "1"}
    assert [str(problem.place) for problem in problems] == [".env:2"]
    assert "hunter2" not in str(problems)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("A=file\nB=file\n")

    variables, _ = read_variables(path, {"A": "environment", "C": "environment"})

    assert variables == {"A": "environment", "B": "file", "C": "environment"}


def test_without_a_file_there_is_the_environment(tmp_path: Path) -> None:
    assert read_variables(tmp_path / ".env", {"A": "1"}) == ({"A": "1"}, [])


def test_a_folder_of_that_name_is_no_file_of_variables(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()

    assert read_variables(tmp_path / ".env", {"A": "1"}) == ({"A": "1"}, [])


def test_a_file_that_is_not_text_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_bytes(b"A=1\nB=\xe9\n")

    variables, problems = read_variables(path, {"C": "1"})

    assert variables == {"C": "1"}
    assert str(problems[0]).startswith(f"{path}:2:3: is not UTF-8: the byte 0xE9")


@settings(deadline=None)
@given(st.text())
def test_text_without_a_variable_stays_as_it_is(text: str) -> None:
    filled = fill_in({"key": text.replace("${", "")}, {})

    assert filled.values == {"key": text.replace("${", "")}


@settings(deadline=None)
@given(st.text().filter(lambda value: "\0" not in value))
def test_what_a_variable_holds_is_not_looked_into(value: str) -> None:
    filled = fill_in({"key": "${A}"}, {"A": value})

    assert filled.values == {"key": value}
