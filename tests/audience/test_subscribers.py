"""Lines of a list, sorted into people and problems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.audience.subscriber import Subscriber
from digest.audience.subscribers import Line, parse_subscribers, sort_out
from digest.errors import ConfigError, Place


def at(line: int) -> Place:
    return Place("config.yaml", line)


def test_a_line_becomes_a_subscriber_without_the_space_around_things() -> None:
    line = Line(
        address=" ada@Example.ORG ", name="  Ada Lovelace ", tags=(" members ", ""), language=" pt_BR ", place=at(3)
    )

    people, problems = sort_out([line])

    assert problems == ()
    assert people == (
        Subscriber(
            address="ada@example.org",
            name="Ada Lovelace",
            tags=frozenset({"members"}),
            language="pt-BR",
            place=at(3),
        ),
    )


def test_what_is_left_empty_is_left_out() -> None:
    people, problems = sort_out([Line(address="ada@example.org", name="  ", language=" ", tags=("",))])

    assert (people, problems) == ((Subscriber(address="ada@example.org"),), ())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("ada@example.org", "ada@example.org", id="same-text"),
        pytest.param("ada@example.org", "ada@EXAMPLE.org", id="case-of-the-domain"),
        pytest.param("ada@example.org", "Ada@example.org", id="case-of-the-rest"),
        pytest.param("ada@example.org", "  ada@example.org ", id="spaces"),
        pytest.param("ada@münchen.example", "ada@xn--mnchen-3ya.example", id="two-forms-of-a-domain"),
        pytest.param("z\u0307@example.org", "ż@example.org", id="two-forms-of-a-letter"),
    ],
)
def test_somebody_named_twice_is_one_problem_that_names_both_lines(first: str, second: str) -> None:
    people, problems = sort_out([Line(address=first, place=at(12)), Line(address=second, place=at(40))])

    (person,), (problem,) = people, problems
    assert person.place == at(12)
    assert problem.place == at(40)
    assert f"{person.address} is on the list twice, first at config.yaml:12" in problem.fault


@pytest.mark.parametrize(
    ("address", "fault", "mend"),
    [
        pytest.param("", "a subscriber without an address", "add an address", id="none"),
        pytest.param("ada", "`ada` is not an address", "correct it", id="no-at"),
        pytest.param("Ada <ada@example.org>", "display name", "`name:`", id="with-a-name"),
        pytest.param("a@example.org, b@example.org", "is not an address", "one address a line", id="two"),
        pytest.param(
            "a@example.org\nBcc: b@x.example", r"`a@example.org\u000aBcc", "one address a line", id="injected"
        ),
    ],
)
def test_a_line_without_a_good_address_says_what_and_how_to_mend_it(address: str, fault: str, mend: str) -> None:
    people, (problem,) = sort_out([Line(address=address, place=at(7))])

    assert people == ()
    assert problem.place == at(7)
    assert fault in problem.fault
    assert mend in problem.mend
    assert problem.fault.isprintable()


@pytest.mark.parametrize(
    ("spoiler", "called"),
    [
        ("\n", "a line break"),
        ("\r", "a line break"),
        ("\0", "a NUL"),
        ("\t", "a tab"),
        ("\x1b", "U+001B"),
        ("\x85", "U+0085"),
        ("\u2028", "U+2028"),
        ("\ud800", "U+D800"),
    ],
)
def test_a_name_that_would_break_a_header_is_refused_and_shown_harmlessly(spoiler: str, called: str) -> None:
    line = Line(address="ada@example.org", name=f"Ada{spoiler}Bcc: eve@example.org", place=at(7))

    people, (problem,) = sort_out([line])

    assert people == ()
    assert called in problem.fault
    assert str(problem).replace("\n  mend: ", "").isprintable()


def test_tags_are_held_to_the_same_rule() -> None:
    _, (problem,) = sort_out([Line(address="ada@example.org", tags=("mem\nbers",))])

    assert "the tag of ada@example.org holds a line break" in problem.fault


@pytest.mark.parametrize("name", ["Zoë Ångström", "李小龍", 'O\'Neill, "Jo"', "👩‍👩‍👧 family", "جان", "=SUM(A1)"])
def test_names_of_all_kinds_are_kept(name: str) -> None:
    (person,), problems = sort_out([Line(address="ada@example.org", name=name)])

    assert (person.name, problems) == (name, ())


@pytest.mark.parametrize(("language", "is_one"), [("en", True), ("zh-Hant-TW", True), ("english", False), ("e", False)])
def test_a_language_looks_like_a_tag(language: str, is_one: bool) -> None:  # noqa: FBT001 - a table
    _, problems = sort_out([Line(address="ada@example.org", language=language)])

    assert (not problems) is is_one


@given(st.lists(st.integers(min_value=0, max_value=20)))
def test_every_line_is_a_person_or_a_problem_and_the_order_stays(numbers: list[int]) -> None:
    lines = [Line(address=f"p{number}@example.org", place=at(place)) for place, number in enumerate(numbers)]

    people, problems = sort_out(lines)

    assert len(people) + len(problems) == len(lines)
    assert [person.address for person in people] == [f"p{number}@example.org" for number in dict.fromkeys(numbers)]


def test_good_lines_become_people_in_list_order() -> None:
    people = parse_subscribers(Line(address=f"{name}@example.org") for name in ("grace", "ada"))

    assert [person.address for person in people] == ["grace@example.org", "ada@example.org"]


def test_every_bad_line_is_told_at_once() -> None:
    lines = [
        Line(address=text, place=Place("config.yaml", number)) for number, text in enumerate(["x", "a@b.example", ""])
    ]

    with pytest.raises(ConfigError) as caught:
        parse_subscribers(lines)

    assert [problem.place for problem in caught.value.problems] == [Place("config.yaml", 0), Place("config.yaml", 2)]
