"""Issues are due at wall-clock times, once each, through both clock changes."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.config.words import Every
from digest.errors import ConfigError
from digest.issue.schedule import Schedule, Weekday, due_after, due_before, one_period_before, parse_schedule
from tests.issue.strategies import MOMENTS, SCHEDULES

NEW_YORK = "America/New_York"


def schedule_of(every: str, on: str | None, at: time = time(8), zone: str = "Europe/London") -> Schedule:
    return parse_schedule(every, on, at=at, zone=ZoneInfo(zone), late=timedelta(hours=12))


def dues(schedule: Schedule, start: str, count: int) -> list[str]:
    """Return the first *count* due moments after *start*, as clocks in the schedule's zone show them."""
    shown = []
    moment = datetime.fromisoformat(start).replace(tzinfo=schedule.zone)
    for _ in range(count):
        moment = due_after(schedule, moment)
        shown.append(f"{moment.astimezone(schedule.zone):%Y-%m-%d %H:%M %z}")
    return shown


@pytest.mark.parametrize(
    ("every", "on", "expected"),
    [
        pytest.param("day", None, ["2026-11-20 08:00", "2026-11-21 08:00", "2026-11-22 08:00"], id="day"),
        pytest.param("week", "friday", ["2026-11-20 08:00", "2026-11-27 08:00", "2026-12-04 08:00"], id="week"),
        pytest.param("week", " Sunday ", ["2026-11-22 08:00", "2026-11-29 08:00", "2026-12-06 08:00"], id="capital"),
        pytest.param("2 weeks", "friday", ["2026-11-27 08:00", "2026-12-11 08:00", "2026-12-25 08:00"], id="two-weeks"),
        pytest.param("month", "1", ["2026-12-01 08:00", "2027-01-01 08:00", "2027-02-01 08:00"], id="first"),
        pytest.param("month", "30", ["2026-11-30 08:00", "2026-12-30 08:00", "2027-01-30 08:00"], id="thirtieth"),
        pytest.param("month", "last", ["2026-11-30 08:00", "2026-12-31 08:00", "2027-01-31 08:00"], id="last-day"),
        pytest.param(
            "month", "Last Friday", ["2026-11-27 08:00", "2026-12-25 08:00", "2027-01-29 08:00"], id="last-friday"
        ),
    ],
)
def test_issues_are_due_on_the_days_the_schedule_says(every: str, on: str | None, expected: list[str]) -> None:
    schedule = schedule_of(every, on)

    found = dues(schedule, "2026-11-20 07:59", 3)

    assert found == [f"{moment} +0000" for moment in expected]


def test_a_month_that_is_too_short_is_due_on_its_last_day() -> None:
    schedule = schedule_of("month", "31")

    found = dues(schedule, "2028-01-15", 4)

    assert [moment[:10] for moment in found] == ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]


def test_the_wall_clock_time_stays_when_the_clocks_change() -> None:
    schedule = schedule_of("week", "friday")

    found = dues(schedule, "2026-03-22", 2)

    assert found == ["2026-03-27 08:00 +0000", "2026-04-03 08:00 +0100"]


def test_a_time_that_the_clocks_skip_comes_once_that_day_an_hour_later() -> None:
    schedule = schedule_of("day", None, time(2, 30), NEW_YORK)

    found = dues(schedule, "2026-03-07", 3)

    assert found == ["2026-03-07 02:30 -0500", "2026-03-08 03:30 -0400", "2026-03-09 02:30 -0400"]


def test_a_time_that_comes_twice_is_the_first_of_the_two() -> None:
    schedule = schedule_of("day", None, time(1, 30), NEW_YORK)

    found = dues(schedule, "2026-10-31", 3)

    assert found == ["2026-10-31 01:30 -0400", "2026-11-01 01:30 -0400", "2026-11-02 01:30 -0500"]


def test_a_day_that_the_calendar_skips_is_not_due_twice() -> None:
    schedule = schedule_of("day", None, zone="Pacific/Apia")  # went from 29 to 31 December 2011

    found = dues(schedule, "2011-12-29", 3)

    assert [moment[:16] for moment in found] == ["2011-12-29 08:00", "2011-12-31 08:00", "2012-01-01 08:00"]


@pytest.mark.parametrize(
    ("every", "on", "moment", "expected"),
    [
        pytest.param("day", None, "2026-03-29 12:00", "2026-03-28 12:00", id="day-over-the-clock-change"),
        pytest.param("week", "friday", "2026-04-01 09:15", "2026-03-25 09:15", id="week-over-the-clock-change"),
        pytest.param("2 weeks", "friday", "2026-04-01 09:15", "2026-03-18 09:15", id="two-weeks"),
        pytest.param("month", "1", "2026-03-31 09:15", "2026-02-28 09:15", id="month-into-a-shorter-one"),
        pytest.param("month", "1", "2026-01-15 09:15", "2025-12-15 09:15", id="month-over-new-year"),
        pytest.param("month", "last friday", "2026-11-27 08:00", "2026-10-30 08:00", id="from-a-due-moment"),
        pytest.param("month", "31", "2026-04-30 08:00", "2026-03-31 08:00", id="from-the-last-day"),
    ],
)
def test_one_period_back_is_the_same_time_or_the_due_moment_before(
    every: str, on: str | None, moment: str, expected: str
) -> None:
    schedule = schedule_of(every, on)
    end = datetime.fromisoformat(moment).replace(tzinfo=schedule.zone)

    start = one_period_before(schedule, end)

    assert f"{start.astimezone(schedule.zone):%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    ("every", "on", "named"),
    [
        pytest.param("fortnight", "friday", "schedule.every", id="unknown-turn"),
        pytest.param("week", "vendredi", "schedule.on", id="unknown-weekday"),
        pytest.param("week", None, "schedule.on", id="week-without-a-day"),
        pytest.param("2 weeks", "15", "schedule.on", id="number-for-weeks"),
        pytest.param("month", "0", "schedule.on", id="day-zero"),
        pytest.param("month", "32", "schedule.on", id="day-thirty-two"),
        pytest.param("month", "friday", "schedule.on", id="any-friday-of-a-month"),
        pytest.param("month", "last week", "schedule.on", id="last-of-what"),
        pytest.param("month", "9" * 5000, "schedule.on", id="five-thousand-digits"),
    ],
)
def test_a_schedule_that_says_nothing_is_a_problem_with_a_mend(every: str, on: str | None, named: str) -> None:
    with pytest.raises(ConfigError, match=named) as caught:
        schedule_of(every, on)

    assert caught.value.problems[0].mend


def test_what_was_written_is_kept_as_values() -> None:
    schedule = schedule_of("month", "last friday")

    assert (schedule.every, schedule.weekday, schedule.day) == (Every.MONTH, Weekday.FRIDAY, None)


@settings(deadline=None, max_examples=80)
@given(SCHEDULES, MOMENTS)
def test_every_moment_lies_between_two_neighbouring_due_moments(schedule: Schedule, moment: datetime) -> None:
    before, after = due_before(schedule, moment), due_after(schedule, moment)

    assert before <= moment < after
    assert due_before(schedule, before) == before
    assert due_before(schedule, after - timedelta.resolution) == before
    assert due_after(schedule, before) == after
    assert before.tzinfo is after.tzinfo is UTC


@settings(deadline=None, max_examples=80)
@given(SCHEDULES, MOMENTS)
def test_a_due_moment_shows_the_time_of_the_schedule_unless_the_clocks_skip_it(
    schedule: Schedule, moment: datetime
) -> None:
    due = due_after(schedule, moment)

    shown = due.astimezone(schedule.zone)
    skipped = shown.utcoffset() != (due - timedelta(hours=3)).astimezone(schedule.zone).utcoffset()
    assert shown.time() == schedule.at or skipped
    assert shown.fold == 0


@settings(deadline=None, max_examples=80)
@given(SCHEDULES, MOMENTS, st.booleans())
def test_one_period_back_lies_before(schedule: Schedule, moment: datetime, from_due: bool) -> None:  # noqa: FBT001
    end = due_before(schedule, moment) if from_due else moment

    start = one_period_before(schedule, end)

    assert end - timedelta(days=36) < start < end
