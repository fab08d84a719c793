"""The period of the next issue begins where the last one ended, whatever was missed."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.issue.history import History
from digest.issue.period import Period, Upcoming, next_period
from digest.issue.schedule import Schedule, due_after, due_before, parse_schedule
from tests.issue.strategies import MOMENTS, SCHEDULES

FRIDAYS = parse_schedule("week", "friday", at=time(8), zone=ZoneInfo("Europe/London"), late=timedelta(hours=12))
NONE_YET = History()


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def after_issue_3(until: str) -> History:
    return History(last_number=3, last_until=utc(until))


def shown(upcoming: Upcoming) -> tuple[str, str, str, bool]:
    moments = (upcoming.period.since, upcoming.period.until, upcoming.due_at)
    since, until, due_at = (f"{moment:%m-%d %H:%M}" for moment in moments)
    return since, until, due_at, upcoming.is_due


# In November 2026 the 6th, 13th, 20th and 27th are Fridays, and London is on UTC.
@pytest.mark.parametrize(
    ("history", "at", "expected"),
    [
        pytest.param(
            NONE_YET, "2026-11-18 10:00", ("11-11 10:00", "11-18 10:00", "11-20 08:00", False), id="first-run"
        ),
        pytest.param(
            NONE_YET, "2026-11-20 08:03", ("11-13 08:00", "11-20 08:00", "11-20 08:00", True), id="first-run-when-due"
        ),
        pytest.param(
            NONE_YET, "2026-10-30 08:00", ("10-23 07:00", "10-30 08:00", "10-30 08:00", True), id="clocks-went-back"
        ),
        pytest.param(
            History(waiting_since=utc("2026-11-06 08:00")),
            "2026-11-20 09:00",
            ("11-06 08:00", "11-20 08:00", "11-20 08:00", True),
            id="posts-were-waiting",
        ),
        pytest.param(
            History(waiting_since=utc("2026-11-06 08:00")),
            "2026-11-04 09:00",
            ("10-28 09:00", "11-04 09:00", "11-06 08:00", False),
            id="looked-at-before-posts-began-to-wait",
        ),
        pytest.param(
            after_issue_3("2026-11-13 08:00"),
            "2026-11-20 08:00",
            ("11-13 08:00", "11-20 08:00", "11-20 08:00", True),
            id="on-the-minute",
        ),
        pytest.param(
            after_issue_3("2026-11-13 08:00"),
            "2026-11-20 07:59",
            ("11-13 08:00", "11-20 07:59", "11-20 08:00", False),
            id="a-minute-before",
        ),
        pytest.param(
            after_issue_3("2026-11-20 08:00"),
            "2026-11-20 08:04",
            ("11-20 08:00", "11-20 08:04", "11-27 08:00", False),
            id="just-after-an-issue-went-out",
        ),
        pytest.param(
            after_issue_3("2026-11-13 08:00"),
            "2026-11-20 20:00",
            ("11-13 08:00", "11-20 08:00", "11-20 08:00", True),
            id="as-late-as-may-be",
        ),
        pytest.param(
            after_issue_3("2026-11-13 08:00"),
            "2026-11-20 20:01",
            ("11-13 08:00", "11-20 20:01", "11-27 08:00", False),
            id="too-late",
        ),
        pytest.param(
            after_issue_3("2026-10-30 08:00"),
            "2026-11-20 08:00",
            ("10-30 08:00", "11-20 08:00", "11-20 08:00", True),
            id="missed-weeks",
        ),
        pytest.param(
            after_issue_3("2026-11-20 15:30"),
            "2026-11-20 16:00",
            ("11-20 15:30", "11-20 16:00", "11-27 08:00", False),
            id="sent-by-hand-after-it-was-due",
        ),
    ],
)
def test_the_next_period_follows_the_clock_and_what_went_out(
    history: History, at: str, expected: tuple[str, str, str, bool]
) -> None:
    upcoming = next_period(FRIDAYS, history, utc(at))

    assert shown(upcoming) == expected
    assert upcoming.nothing is None


def test_an_issue_asked_for_now_is_due_at_once() -> None:
    upcoming = next_period(FRIDAYS, after_issue_3("2026-11-13 08:00"), utc("2026-11-18 10:00"), now=True)

    assert shown(upcoming) == ("11-13 08:00", "11-18 10:00", "11-18 10:00", True)


def test_asking_now_for_an_issue_that_is_due_changes_nothing() -> None:
    history, at = after_issue_3("2026-11-13 08:00"), utc("2026-11-20 08:30")

    upcoming = next_period(FRIDAYS, history, at, now=True)

    assert upcoming == next_period(FRIDAYS, history, at)


@pytest.mark.parametrize("now", [False, True])
@pytest.mark.parametrize("at", ["2026-11-18 10:00", "2026-11-20 08:00"])
def test_there_is_nothing_to_send_for_time_that_an_issue_already_took(at: str, now: bool) -> None:  # noqa: FBT001
    upcoming = next_period(FRIDAYS, after_issue_3("2026-11-20 08:00"), utc(at), now=now)

    assert upcoming.nothing == "issue 3 took everything up to 20 Nov 08:00"
    assert shown(upcoming) == (at[5:], at[5:], "11-27 08:00", False)


def test_a_period_holds_its_beginning_but_not_its_end() -> None:
    period = Period(utc("2026-11-13 08:00"), utc("2026-11-20 08:00"))

    assert period.since in period
    assert period.until not in period


@settings(deadline=None, max_examples=150)
@given(SCHEDULES, MOMENTS, st.none() | st.integers(-2000, 2000), st.booleans())
def test_periods_join_on_to_the_last_issue_and_never_reach_into_the_future(
    schedule: Schedule,
    at: datetime,
    hours_ago: int | None,
    now: bool,  # noqa: FBT001
) -> None:
    last_until = None if hours_ago is None else at - timedelta(hours=hours_ago)

    upcoming = next_period(schedule, History(last_number=1, last_until=last_until), at, now=now)

    assert upcoming.period.until <= at
    if upcoming.nothing is not None:
        assert last_until is not None
        assert last_until >= upcoming.period.until == upcoming.period.since
        assert not upcoming.is_due
    else:
        assert upcoming.period.since < upcoming.period.until
        assert last_until in (None, upcoming.period.since)
        assert upcoming.is_due or upcoming.due_at == due_after(schedule, at)
        assert not upcoming.is_due or upcoming.due_at == upcoming.period.until


@settings(deadline=None, max_examples=150)
@given(SCHEDULES, MOMENTS)
def test_an_issue_that_went_out_is_not_due_again(schedule: Schedule, at: datetime) -> None:
    due = due_before(schedule, at)
    sent = next_period(schedule, NONE_YET, due)

    again = next_period(schedule, History(last_number=1, last_until=sent.period.until), at)

    assert sent.is_due
    assert not again.is_due
