"""Each post goes out once or has one reason why not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from digest.collect.post import Found, LeftOut, Post, Role
from digest.config.words import Order
from digest.errors import Place, Problem
from digest.issue.history import History
from digest.issue.period import Period
from digest.issue.reason import Kind
from digest.issue.selection import Rules, Selection, choose

RULES = Rules(zone=ZoneInfo("Europe/London"))
PERIOD = Period(datetime(2026, 11, 13, 8, tzinfo=UTC), datetime(2026, 11, 20, 8, tzinfo=UTC))
NONE_YET = History()
AFTER_ISSUE_3 = History(last_number=3, last_until=PERIOD.since)


def post(name: str, date: str = "2026-11-16 09:00", role: Role = Role.NORMAL) -> Post:
    return Post(
        id=name,
        path=f"posts/{name}.md",
        title=name.capitalize(),
        published_at=datetime.fromisoformat(date).replace(tzinfo=UTC),
        url=f"https://ferry.example/{name}/",
        role=role,
    )


def names(posts: Sequence[Post]) -> list[str]:
    return [each.id for each in posts]


def why(selection: Selection, name: str) -> str:
    return next(reason.reason for reason in selection.reasons if reason.id == name)


@pytest.mark.parametrize(
    ("date", "history", "sentence"),
    [
        pytest.param("2026-11-13 08:00", NONE_YET, "in: dated in the period", id="first-moment"),
        pytest.param("2026-11-20 07:59", NONE_YET, "in: dated in the period", id="last-moment"),
        pytest.param("2026-11-20 08:00", NONE_YET, "out: dated 20 Nov 08:00, after the period", id="end"),
        pytest.param("2026-11-27 00:00", NONE_YET, "out: dated 27 Nov, after the period", id="next-week"),
        pytest.param("2027-01-01 00:00", NONE_YET, "out: dated 1 Jan 2027, after the period", id="next-year"),
        pytest.param(
            "2026-11-13 07:59", NONE_YET, "out: dated before the period (13 Nov 08:00)", id="before-the-first"
        ),
        pytest.param(
            "2020-01-01 00:00", AFTER_ISSUE_3, "in: latecomer, not there when issue 3 was frozen", id="latecomer"
        ),
        pytest.param(
            "2020-01-01 00:00",
            replace(AFTER_ISSUE_3, seen_ids=frozenset({"tea"})),
            "out: dated before the period (13 Nov 08:00), and there when issue 3 was frozen",
            id="seen",
        ),
        pytest.param(
            "2026-11-16 09:00",
            replace(AFTER_ISSUE_3, mailed_ids=frozenset({"tea"})),
            "out: went out in an earlier issue",
            id="mailed-and-dated-anew",
        ),
        pytest.param(
            "2026-11-16 09:00",
            replace(AFTER_ISSUE_3, seen_ids=frozenset({"tea"})),
            "in: dated in the period",
            id="seen-before-its-time-came",
        ),
    ],
)
def test_a_post_is_in_or_out_by_its_date_and_what_went_before(date: str, history: History, sentence: str) -> None:
    selection = choose(Found(posts=(post("tea", date),)), PERIOD, history, RULES)

    assert why(selection, "tea") == sentence
    assert names(selection.chosen) == (["tea"] if sentence.startswith("in: ") else [])
    assert selection.reasons[0].included is sentence.startswith("in: ")


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        pytest.param(Order.NEWEST, ["new", "a", "b", "old"], id="newest"),
        pytest.param(Order.OLDEST, ["old", "a", "b", "new"], id="oldest"),
    ],
)
def test_posts_stand_in_the_order_asked_for_and_by_path_within_a_moment(order: Order, expected: list[str]) -> None:
    found = Found(posts=(post("b"), post("old", "2026-11-14 09:00"), post("a"), post("new", "2026-11-18 09:00")))

    selection = choose(found, PERIOD, NONE_YET, replace(RULES, order=order))

    assert names(selection.chosen) == expected


def test_the_intro_opens_the_issue_and_leads_come_before_the_rest() -> None:
    found = Found(
        posts=(
            post("lead", "2026-11-14 09:00", Role.LEAD),
            post("hello", "2026-11-15 09:00", Role.INTRO),
            post("tea", "2026-11-18 09:00", Role.FULL),
        )
    )

    selection = choose(found, PERIOD, NONE_YET, RULES)

    assert names(selection.chosen) == ["hello", "lead", "tea"]


def test_of_several_intros_the_newest_opens_and_the_others_are_normal_posts() -> None:
    found = Found(
        posts=(post("monday", "2026-11-16 09:00", Role.INTRO), post("tuesday", "2026-11-17 09:00", Role.INTRO))
    )

    selection = choose(found, PERIOD, NONE_YET, RULES)

    assert [(each.id, each.role) for each in selection.chosen] == [("tuesday", Role.INTRO), ("monday", Role.NORMAL)]


def test_the_maximum_spares_leads_and_then_the_newest_in_either_order() -> None:
    posts = (
        post("lead", "2026-11-14 09:00", Role.LEAD),
        post("older", "2026-11-15 09:00"),
        post("newer", "2026-11-16 09:00"),
        post("newest", "2026-11-17 09:00"),
    )

    selection = choose(Found(posts=posts), PERIOD, NONE_YET, replace(RULES, maximum=2, order=Order.OLDEST))

    assert names(selection.chosen) == ["lead", "newest"]
    assert names(selection.left_over) == ["older", "newer"]
    assert why(selection, "newer") == "out: over the maximum of 2"


def test_a_heap_of_latecomers_does_not_push_the_week_out() -> None:
    heap = tuple(post(f"old{number:02}", "2019-05-05 05:05") for number in range(40))

    selection = choose(Found(posts=(*heap, post("tea"))), PERIOD, AFTER_ISSUE_3, RULES)

    assert names(selection.chosen)[0] == "tea"
    assert len(selection.left_over) == 11


def test_an_intro_counts_neither_as_enough_nor_as_too_many() -> None:
    intro, tea = post("hello", role=Role.INTRO), post("tea")

    alone = choose(Found(posts=(intro,)), PERIOD, NONE_YET, RULES)
    full = choose(Found(posts=(intro, tea)), PERIOD, NONE_YET, replace(RULES, maximum=1))

    assert alone.too_few
    assert names(full.chosen) == ["hello", "tea"]


def test_too_few_posts_wait_and_name_the_minimum() -> None:
    found = Found(posts=(post("tea"), post("late", "2020-01-01 00:00")))

    selection = choose(found, PERIOD, AFTER_ISSUE_3, replace(RULES, minimum=3))

    assert selection.too_few
    assert why(selection, "tea") == "in: dated in the period; waits, under the minimum of 3"
    assert why(selection, "late").endswith("issue 3 was frozen; waits, under the minimum of 3")


def test_of_two_posts_with_one_id_the_one_dated_first_counts() -> None:
    first = replace(post("tea", "2026-11-15 09:00"), path="posts/z.md")
    copy = replace(post("tea", "2026-11-16 09:00"), path="posts/a.md")

    selection = choose(Found(posts=(copy, first)), PERIOD, NONE_YET, RULES)

    assert selection.chosen == (first,)
    assert {reason.path: reason.reason for reason in selection.reasons} == {
        "posts/z.md": "in: dated in the period",
        "posts/a.md": "out: same id as posts/z.md",
    }


def test_every_file_has_one_reason_with_the_posts_first() -> None:
    found = Found(
        posts=(post("tea"),),
        left_out=(LeftOut("posts/draft.md", "Draft", "draft"),),
        problems=(
            Problem(Place("posts/bad.md", 3), '`date` is "soon"', "write a date"),
            Problem(Place("posts/bad.md", 4), "`title` is missing", "write one"),
            Problem(Place("posts/worse.md"), "it isn't text", "write it as UTF-8"),
        ),
    )

    selection = choose(found, PERIOD, NONE_YET, RULES)

    assert [(reason.path, reason.kind, reason.reason) for reason in selection.reasons] == [
        ("posts/tea.md", Kind.IN_PERIOD, "in: dated in the period"),
        ("posts/draft.md", Kind.LEFT_OUT, "out: draft"),
        ("posts/bad.md", Kind.UNREADABLE, 'out: can\'t be read: `date` is "soon" (and 1 more)'),
        ("posts/worse.md", Kind.UNREADABLE, "out: can't be read: it isn't text"),
    ]


def test_a_post_dated_later_has_not_been_seen_yet() -> None:
    found = Found(posts=(post("tea"), post("old", "2020-01-01 00:00"), post("later", "2026-12-01 00:00")))

    selection = choose(found, PERIOD, NONE_YET, RULES)

    assert selection.seen_ids == {"tea", "posts/tea.md", "old", "posts/old.md"}


def test_reasons_show_dates_as_the_newsletters_clocks_do() -> None:
    rules = replace(RULES, zone=ZoneInfo("Asia/Kathmandu"))

    selection = choose(Found(posts=(post("tea", "2026-11-20 18:15"),)), PERIOD, NONE_YET, rules)

    assert selection.reasons[0].date == datetime(2026, 11, 21, tzinfo=rules.zone)
    assert why(selection, "tea") == "out: dated 21 Nov, after the period"


@pytest.mark.parametrize("zone", ["America/St_Johns", "Pacific/Auckland"])
def test_dates_at_the_ends_of_the_calendar_are_no_trouble(zone: str) -> None:
    posts = (post("undated", "0001-01-01 00:00"), post("evergreen", "9999-12-31 23:59"))

    selection = choose(Found(posts=posts), PERIOD, AFTER_ISSUE_3, replace(RULES, zone=ZoneInfo(zone)))

    assert names(selection.chosen) == ["undated"]
    assert why(selection, "evergreen").startswith("out: dated 31 Dec 9999 ")
