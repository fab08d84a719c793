"""CSV files with people in them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.audience.subscriber import Subscriber
from digest.audience.subscriber_file import read_subscribers
from digest.errors import ConfigError, Place, Problem


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "subscribers.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def faults_of(path: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read_subscribers(path, "subscribers.csv")
    return [f"{problem.place}: {problem.fault}" for problem in caught.value.problems]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param('address,name,tags,language\nada@example.org,"Hopper, Grace",a b,en\n', id="commas"),
        pytest.param('address;name;tags;language\r\nada@example.org;Hopper, Grace;"a;b";en\r\n', id="semicolons"),
        pytest.param(
            "address\tname\ttags\tlanguage\nada@example.org\tHopper, Grace\ta,b\ten", id="tabs-no-last-line-end"
        ),
        pytest.param(
            '\ufeff Address ,NAME,tags,language\n\nada@example.org,"Hopper, Grace",a;b,en\n\n,,,\n',
            id="excel-and-blanks",
        ),
        pytest.param('language,tags,name,address\nen,a b,"Hopper, Grace",ada@example.org\n', id="in-another-order"),
    ],
)
def test_a_file_reads_the_same_however_a_spreadsheet_wrote_it(tmp_path: Path, content: str) -> None:
    (person,) = read_subscribers(written(tmp_path, content), "subscribers.csv")

    assert (person.address, person.name, person.tags, person.language) == (
        "ada@example.org",
        "Hopper, Grace",
        frozenset({"a", "b"}),
        "en",
    )


def test_only_the_address_is_needed(tmp_path: Path) -> None:
    people = read_subscribers(written(tmp_path, "address\nada@example.org\ngrace@example.org\n"), "list.csv")

    assert people == (
        Subscriber(address="ada@example.org", place=Place("list.csv", 2)),
        Subscriber(address="grace@example.org", place=Place("list.csv", 3)),
    )


def test_a_list_of_nobody_is_a_list(tmp_path: Path) -> None:
    assert read_subscribers(written(tmp_path, "address,name\n"), "subscribers.csv") == ()


def test_a_line_is_counted_as_an_editor_counts_it(tmp_path: Path) -> None:
    content = 'address,name\nada@example.org,"Ada\nLovelace"\nnobody,\n'

    assert [fault.partition(": ")[0] for fault in faults_of(written(tmp_path, content))] == [
        "subscribers.csv:2",
        "subscribers.csv:4",
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        pytest.param("", "subscribers.csv:1: the first line names no column `address`", id="empty"),
        pytest.param(
            "ada@example.org\n", "subscribers.csv:1: the first line names no column `address`", id="no-columns"
        ),
        pytest.param("address,nmae\n", "subscribers.csv:1: no column is called `nmae`", id="unknown-column"),
        pytest.param("address,name,name\n", "subscribers.csv:1: two columns are called `name`", id="twice"),
        pytest.param(
            "address,name\na@b.example,Hopper, Grace\n",
            "subscribers.csv:2: 3 columns, and the first line names 2",
            id="too-many-cells",
        ),
        pytest.param(
            "address\na@b.example\na@B.example\n", "subscribers.csv:3: a@b.example is on the list twice", id="twins"
        ),
        pytest.param(
            "address,name\na@b.example,Zoë\n".encode("latin-1"), "subscribers.csv:2: not UTF-8", id="another-encoding"
        ),
        pytest.param('address,name\na@b.example,"Zoe\n', "subscribers.csv:2: no CSV: unexpected end", id="open-quote"),
        pytest.param("address\na@b.example,\0\n", "subscribers.csv:2: 2 columns", id="nul"),
        pytest.param(
            "address,name\na@b.example," + "x" * 200_000, "subscribers.csv:2: no CSV: field larger", id="huge"
        ),
        pytest.param("address\ra@b.example\r", "subscribers.csv:1: ", id="lines-of-an-old-mac"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_line(tmp_path: Path, content: str | bytes, fault: str) -> None:
    (told,) = faults_of(written(tmp_path, content))

    assert told.startswith(fault)


def test_problems_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    content = "address,name\nx,\na@b.example,1,2\ny,\n"

    assert [fault.split(":")[1] for fault in faults_of(written(tmp_path, content))] == ["2", "3", "4"]


@pytest.mark.parametrize("path", ["missing.csv", "."])
def test_a_file_that_cannot_be_read_is_a_problem_with_a_mend(tmp_path: Path, path: str) -> None:
    with pytest.raises(ConfigError, match=r"list\.csv: can't be read: .*\n  mend: check subscribers\.file"):
        read_subscribers(tmp_path / path, "list.csv")


@given(content=st.one_of(st.binary(max_size=80), st.text('address,;\t"\n\r@.ab\0é', max_size=80).map(str.encode)))
def test_no_file_at_all_ends_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = written(tmp_path_factory.mktemp("lists"), b"address,name\n" + content)

    problems: tuple[Problem, ...] = ()
    try:
        read_subscribers(path, "subscribers.csv")
    except ConfigError as error:
        problems = error.problems

    assert all(problem.place and problem.place.line for problem in problems)
