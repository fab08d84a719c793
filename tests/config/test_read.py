from collections.abc import Callable
from pathlib import Path

import pytest

from digest.config.read import find_config, read_config
from digest.errors import ConfigError
from tests.config.reading import RIGHT, config_from, problems_from


def test_the_nearest_config_above_is_found(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(RIGHT)
    deep = tmp_path / "posts" / "2026"
    deep.mkdir(parents=True)
    (tmp_path / "posts" / "config.yaml").mkdir()

    assert find_config(deep) == tmp_path / "config.yaml"


def test_no_config_anywhere_says_how_to_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="digest init"):
        find_config(tmp_path)


def test_a_variable_comes_from_the_environment_then_from_the_file_beside(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("HOST=file.example\nSMTP_PASSWORD='from file'\n")
    text = f"{RIGHT}smtp:\n  host: ${{HOST}}\n  port: ${{PORT:-2525}}\n  username: a\n  password: ${{SMTP_PASSWORD}}\n"

    config = config_from(tmp_path, text, {"HOST": "environment.example"})

    assert config.smtp is not None
    assert config.smtp.host == "environment.example"
    assert config.smtp.port == 2525
    assert config.smtp.password is not None
    assert config.smtp.password.get_secret_value() == "from file"


def test_a_variable_that_is_not_set_is_one_problem_that_names_it(tmp_path: Path) -> None:
    text = f"{RIGHT}smtp:\n  host: a.example\n  port: ${{SMTP_PORT}}\n  username: a\n  password: ${{SMTP_PASSWORD}}\n"

    assert [problem.partition("\n")[0] for problem in problems_from(tmp_path, text)] == [
        "config.yaml:7:9: smtp.port: the variable SMTP_PORT is not set",
        "config.yaml:9:13: smtp.password: the variable SMTP_PASSWORD is not set",
    ]


def test_faults_of_the_file_of_variables_are_told_with_the_others(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("what is this\n")

    problems = problems_from(tmp_path, f"{RIGHT}state: 5\n")

    assert [problem.partition("\n")[0] for problem in problems] == [
        ".env:1: is not a line like `NAME=value`",
        "config.yaml:5:8: state: `5` is a number to YAML, not text",
    ]


def write(raw: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(raw)


@pytest.mark.parametrize(
    ("prepare", "told"),
    [
        pytest.param(lambda path: None, "config.yaml: there is no such file", id="missing"),
        pytest.param(Path.mkdir, "config.yaml: is a folder", id="folder"),
        pytest.param(lambda path: path.symlink_to(path), "config.yaml: can't be read", id="unreadable"),
        pytest.param(write(b""), "config.yaml:1:1: nothing stands here", id="empty"),
        pytest.param(write(b"- a\n"), "config.yaml:1:1: a list stands here", id="list"),
        pytest.param(write(b"hello\n"), "config.yaml:1:1: plain text stands here", id="text"),
        pytest.param(write(b"a: \xe9\n"), "config.yaml:1:4: is not UTF-8", id="not-utf-8"),
        pytest.param(write("a: b".encode("utf-16")), "config.yaml:1:1: is not UTF-8", id="utf-16"),
        pytest.param(write(b"a: \0\n"), "config.yaml:1:4: a NUL character", id="nul"),
        pytest.param(write(b"a:\n\tb: c\n"), "config.yaml:2:1: a tab stands", id="tab"),
        pytest.param(write(b"a: 'b\n"), "config.yaml:1:4: the quote", id="quote"),
        pytest.param(write(b"a: b\na: c\n"), "config.yaml:2:1: a: stands here again", id="twice"),
        pytest.param(write(b"a: " + b"[" * 30_000), "config.yaml:1:35: a: more than 32 levels", id="brackets"),
        pytest.param(write(b"a: b\n---\nc: d\n"), "config.yaml:2:1: a second document", id="two-documents"),
        pytest.param(write(b'a: "\\ud83c\\udf89"\n'), "config.yaml:1:5: `\\ud83c\\udf89` is JSON's", id="emoji"),
    ],
)
def test_a_file_that_is_no_config_is_told_in_words(
    tmp_path: Path, prepare: Callable[[Path], object], told: str
) -> None:
    path = tmp_path / "config.yaml"
    prepare(path)

    with pytest.raises(ConfigError) as caught:
        read_config(path, {})

    (problem,) = caught.value.problems
    assert str(problem).replace(f"{tmp_path}/", "").startswith(told)
    assert problem.mend


@pytest.mark.parametrize("text", ["\ufeff" + RIGHT, RIGHT.replace("\n", "\r\n"), f"---\n{RIGHT}...\n"])
def test_marks_that_editors_leave_do_no_harm(tmp_path: Path, text: str) -> None:
    config = config_from(tmp_path, text)

    assert config.newsletter.name == "The Weekly Ferry"


def test_a_section_whose_keys_are_all_commented_out_is_as_if_left_out(tmp_path: Path) -> None:
    config = config_from(tmp_path, f"{RIGHT}smtp:\n  # host: a.example\nschedule:\nsubscribers:\n")

    assert config.smtp is None
    assert config.schedule.on == "friday"
    assert config.subscribers == ()


def test_a_key_with_a_colon_in_its_value_needs_no_quotes_for_a_time(tmp_path: Path) -> None:
    config = config_from(tmp_path, f"{RIGHT}schedule:\n  at: 08:30\n")

    assert (config.schedule.at.hour, config.schedule.at.minute) == (8, 30)
