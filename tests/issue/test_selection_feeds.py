"""What is chosen of posts that come from feeds: some have no date, and a feed may be new."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from digest.collect.post import Found, Post
from digest.issue.history import History
from digest.issue.period import Period
from digest.issue.reason import Kind
from digest.issue.selection import Rules, Selection, choose

RULES = Rules(zone=ZoneInfo("Europe/London"))
PERIOD = Period(datetime(2026, 11, 13, 8, tzinfo=UTC), datetime(2026, 11, 20, 8, tzinfo=UTC))
FEED = "https://gazette.example/feed"
FIRST = History()
KNOWN = History(last_number=3, last_until=PERIOD.since, seen_ids=frozenset({FEED}))
NEW = replace(KNOWN, seen_ids=frozenset({"https://other.example/feed"}))


def fed(name: str, date: str | None, *, other_ids: tuple[str, ...] = ()) -> Post:
    return Post(
        id=name,
        path=f"https://gazette.example/{name}",
        title=name.capitalize(),
        published_at=datetime.fromisoformat(date or "1000-01-02").replace(tzinfo=UTC),
        url=f"https://gazette.example/{name}",
        feed=FEED,
        other_ids=other_ids,
        is_dated=date is not None,
    )


def chosen_from(*posts: Post, history: History) -> Selection:
    return choose(Found(posts=posts), PERIOD, history, RULES)


@pytest.mark.parametrize(
    ("date", "history", "sentence"),
    [
        pytest.param(None, FIRST, "out: without a date", id="no-date-first-issue"),
        pytest.param(
            None,
            KNOWN,
            "in: without a date, so it counts as new, not there when issue 3 was frozen",
            id="no-date-first-seen",
        ),
        pytest.param(
            None,
            replace(KNOWN, seen_ids=frozenset({FEED, "fog"})),
            "out: without a date, and there when issue 3 was frozen",
            id="no-date-seen",
        ),
        pytest.param(None, NEW, f"out: without a date, and {FEED} is new here", id="no-date-new-feed"),
        pytest.param("2026-11-16", NEW, "in: dated in the period", id="in-period-new-feed"),
        pytest.param(
            "2020-01-01", NEW, f"out: dated before the period (13 Nov 08:00), and {FEED} is new here", id="old-new-feed"
        ),
        pytest.param("2020-01-01", KNOWN, "in: latecomer, not there when issue 3 was frozen", id="latecomer"),
        pytest.param("2020-01-01", FIRST, "out: dated before the period (13 Nov 08:00)", id="old-first-issue"),
        pytest.param(
            "2026-11-16",
            replace(KNOWN, mailed_ids=frozenset({"https://ferry.example/fog/"})),
            "out: went out in an earlier issue",
            id="mailed-as-a-file",
        ),
        pytest.param(
            "2020-01-01",
            replace(KNOWN, seen_ids=frozenset({FEED, "https://ferry.example/fog/"})),
            "out: dated before the period (13 Nov 08:00), and there when issue 3 was frozen",
            id="seen-under-another-guid",
        ),
    ],
)
def test_a_feeds_post_is_in_or_out_by_its_date_and_what_went_before(
    date: str | None, history: History, sentence: str
) -> None:
    selection = chosen_from(fed("fog", date, other_ids=("https://ferry.example/fog/",)), history=history)

    (reason,) = selection.reasons
    assert reason.reason == sentence
    assert reason.included == bool(selection.chosen)
    assert (reason.date is None) == (date is None)


def test_a_post_without_a_date_counts_as_the_newest_of_the_period() -> None:
    selection = chosen_from(fed("fog", None), fed("mist", "2026-11-20 07:59"), history=KNOWN)

    assert [post.id for post in selection.chosen] == ["fog", "mist"]
    assert selection.chosen[0].published_at == PERIOD.until - timedelta(microseconds=1)


def test_a_feed_is_known_by_a_post_of_its_own_too_for_feeds_move() -> None:
    history = replace(NEW, seen_ids=frozenset({"mist"}))

    selection = chosen_from(fed("fog", "2020-01-01"), fed("mist", "2020-01-01"), history=history)

    assert [post.id for post in selection.chosen] == ["fog"]


def test_a_feeds_posts_are_seen_by_all_their_names_and_so_is_the_feed() -> None:
    selection = chosen_from(fed("fog", None, other_ids=("x",)), fed("next", "2026-11-27"), history=FIRST)

    assert selection.seen_ids == {"fog", "x", FEED}


def test_posts_without_a_date_go_once_however_often_issues_are_frozen() -> None:
    history, mailed, period = FIRST, [], PERIOD
    for number, there in enumerate([("a",), ("a", "b"), ("b", "c"), ("c", "a")], 1):
        selection = choose(Found(posts=tuple(fed(name, None) for name in there)), period, history, RULES)
        mailed += [post.id for post in selection.chosen]
        history = History(
            last_number=number,
            last_until=period.until,
            mailed_ids=frozenset(mailed),
            seen_ids=history.seen_ids | selection.seen_ids,
        )
        period = Period(period.until, period.until + timedelta(days=7))

    assert mailed == ["b", "c"]


def test_reasons_keep_their_kinds() -> None:
    selection = chosen_from(fed("fog", None), fed("old", "2020-01-01"), history=NEW)

    assert [reason.kind for reason in selection.reasons] == [Kind.BEFORE, Kind.BEFORE]
