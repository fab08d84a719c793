"""When issues are due: wall-clock times in the newsletter's zone, which survive both clock changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from digest.config.words import Every
from digest.errors import ConfigError, Problem
from digest.issue.wall_clock import local, moment_of

# Weeks are counted from this Monday, so that "2 weeks" means the same weeks on every machine and after every restart.
_FIRST_MONDAY = date(1970, 1, 5)
_LAST_DAY = 31


class Weekday(IntEnum):
    """Days as `date.weekday()` counts them."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When issues are due, and how late one may still start by itself."""

    every: Every
    weekday: Weekday | None = None  # for weeks: that day; for months: the last such day
    day: int | None = None  # for months without a weekday: 1–31; 31 is the last day of any month
    at: time  # as clocks in *zone* show it
    zone: ZoneInfo
    late: timedelta


def parse_schedule(every: str, on: str | None, *, at: time, zone: ZoneInfo, late: timedelta) -> Schedule:
    """Return the schedule that `schedule:` of config.yaml describes; raise ConfigError where it describes none.

    *on* is a weekday's English name for weeks; for months 1–31 (its last day where the month is shorter), "last", or
    "last friday" with any weekday; for days it says nothing and is not looked at.
    """
    try:
        turn = Every(every)
    except ValueError:
        allowed = ", ".join(Every)
        raise ConfigError(Problem(None, f'`schedule.every` is "{every}"', f"write one of: {allowed}")) from None
    weekday, day = None, None
    if turn is Every.MONTH:
        weekday, day = _parse_day_of_month(on or "")
    elif turn is not Every.DAY:
        weekday = _parse_weekday(on or "")
    return Schedule(every=turn, weekday=weekday, day=day, at=at, zone=zone, late=late)


def due_before(schedule: Schedule, moment: datetime) -> datetime:
    """Return the latest due moment that is not after *moment*, in UTC."""
    turn = _turn(schedule.every, local(moment, schedule.zone).date()) + 1
    while (due := _due(schedule, turn)) > moment:
        turn -= 1
    return due


def due_after(schedule: Schedule, moment: datetime) -> datetime:
    """Return the first due moment after *moment*, in UTC."""
    turn = _turn(schedule.every, local(moment, schedule.zone).date()) - 1
    while (due := _due(schedule, turn)) <= moment:
        turn += 1
    return due


def due_moments(schedule: Schedule, moment: datetime) -> Iterator[datetime]:
    """Yield every due moment after *moment*, in UTC."""
    while True:
        moment = due_after(schedule, moment)
        yield moment


def one_period_before(schedule: Schedule, moment: datetime) -> datetime:
    """Return where a period that ends at *moment* begins, in UTC, when no earlier issue says so.

    Before a due moment that is the due moment before it ("last friday" may be four weeks or five); before any other
    it is the same wall-clock time a day, a week, two weeks or a month earlier.
    """
    if due_before(schedule, moment) == moment:
        return due_before(schedule, moment - timedelta.resolution)
    shown = local(moment, schedule.zone)
    return moment_of(_day_before(schedule.every, shown.date()), shown.time(), schedule.zone)


def _parse_weekday(on: str) -> Weekday:
    try:
        return Weekday[on.strip().upper()]
    except KeyError:
        mend = "write a day of the week, for example `on: friday`"
        raise ConfigError(Problem(None, f'`schedule.on` is "{on}", not a day of the week', mend)) from None


def _parse_day_of_month(on: str) -> tuple[Weekday | None, int | None]:
    match on.lower().split():
        case ["last"]:
            return None, _LAST_DAY
        case ["last", name]:
            return _parse_weekday(name), None
        case [number] if number in {str(day + 1) for day in range(_LAST_DAY)}:
            return None, int(number)
    mend = "write a number from 1 to 31, `last`, or a last weekday, for example `on: last friday`"
    raise ConfigError(Problem(None, f'`schedule.on` is "{on}", not a day of the month', mend))


def _turn(every: Every, day: date) -> int:
    """Return which day, week, pair of weeks or month *day* is in, counted from wherever is handy."""
    match every:
        case Every.DAY:
            return day.toordinal()
        case Every.WEEK:
            return (day - _FIRST_MONDAY).days // 7
        case Every.TWO_WEEKS:
            return (day - _FIRST_MONDAY).days // 14
        case Every.MONTH:
            return day.year * 12 + day.month - 1


def _due(schedule: Schedule, turn: int) -> datetime:
    return moment_of(_due_day(schedule, turn), schedule.at, schedule.zone)


def _due_day(schedule: Schedule, turn: int) -> date:
    match schedule.every:
        case Every.DAY:
            return date.fromordinal(turn)
        case Every.WEEK:
            return _FIRST_MONDAY + timedelta(weeks=turn, days=schedule.weekday or 0)
        case Every.TWO_WEEKS:
            return _FIRST_MONDAY + timedelta(weeks=2 * turn, days=schedule.weekday or 0)
        case Every.MONTH:
            last = _last_day_of_month(turn)
            if schedule.weekday is None:
                return last.replace(day=min(schedule.day or _LAST_DAY, last.day))
            return last - timedelta(days=(last.weekday() - schedule.weekday) % 7)


def _last_day_of_month(turn: int) -> date:
    year, month = divmod(turn + 1, 12)
    return date(year, month + 1, 1) - timedelta(days=1)


def _day_before(every: Every, day: date) -> date:
    match every:
        case Every.DAY:
            return day - timedelta(days=1)
        case Every.WEEK:
            return day - timedelta(weeks=1)
        case Every.TWO_WEEKS:
            return day - timedelta(weeks=2)
        case Every.MONTH:
            last = _last_day_of_month(_turn(every, day) - 1)
            return last.replace(day=min(day.day, last.day))
