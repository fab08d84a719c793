from pathlib import Path

import pytest

from digest.config.subscriber_lines import SubscriberFile, SubscriberLine
from digest.errors import Place
from tests.config.reading import RIGHT, config_from, problems_from


def test_people_are_addresses_or_keys_with_values(tmp_path: Path) -> None:
    grace = "{address: grace@example.org, name: Grace Hopper, tags: [members], language: EN}"
    text = f"{RIGHT}subscribers:\n  - ada@example.org\n  - {grace}\n"
    path = str(tmp_path / "config.yaml")

    config = config_from(tmp_path, text)

    assert config.subscribers == (
        SubscriberLine(address="ada@example.org", place=Place(path, 6, 5)),
        SubscriberLine(
            address="grace@example.org", name="Grace Hopper", tags=("members",), language="en", place=Place(path, 7, 5)
        ),
    )


def test_people_may_stand_in_a_file_of_their_own(tmp_path: Path) -> None:
    config = config_from(tmp_path, f"{RIGHT}subscribers: {{file: people.csv}}\n")

    assert config.subscribers == SubscriberFile(tmp_path / "people.csv")


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ("ada@example.org", '5:14: subscribers: "ada@example.org" is not a list'),
        ("[5]", "5:15: subscribers.0: `5` is a number to YAML, not text"),
        ("[[a]]", "5:15: subscribers.0: a list stands where text belongs"),
        ("[~]", "5:15: subscribers.0: nothing stands where text belongs"),
        ("[{name: Ada}]", "5:15: subscribers.0: has no address"),
        (
            "[{adress: a@b.example}]",
            "5:16: subscribers.0.adress: there is no such key\n  mend: did you mean `address`?",
        ),
        ("[{address: a@b.example, tags: x}]", '5:44: subscribers.0.tags: "x" is not a list'),
        ("[{address: a@b.example, tags: [x, 5]}]", "5:48: subscribers.0.tags.1: `5` is a number"),
        ("[{address: a@b.example, language: english}]", '5:48: subscribers.0.language: "english" is not'),
        ("{}", "5:14: subscribers: names no file"),
        ("{fiel: a.csv}", "5:15: subscribers.fiel: there is no such key\n  mend: did you mean `file`?"),
        ("{file: 5}", "5:21: subscribers.file: `5` is a number"),
    ],
)
def test_people_who_cannot_be_read_are_problems(tmp_path: Path, people: str, told: str) -> None:
    (problem,) = problems_from(tmp_path, f"{RIGHT}subscribers: {people}\n")

    assert problem.startswith(f"config.yaml:{told}")


def test_all_people_are_looked_at(tmp_path: Path) -> None:
    problems = problems_from(
        tmp_path, f"{RIGHT}subscribers:\n  - 5\n  - ada@example.org\n  - {{name: 5, language: x}}\n"
    )

    assert [problem.split(": ")[1] for problem in problems] == [
        "subscribers.0",
        "subscribers.2.name",
        "subscribers.2.language",
    ]
