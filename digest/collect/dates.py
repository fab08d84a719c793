"""Dates as blogs write them, made aware and UTC; what is no date is refused, never guessed."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

_LONGEST = 64

_BLOG_DATE = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
    r"(?:[ \t]*[T \t][ \t]*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?"
    r"[ \t]*(?P<half>[ap]\.?m\.?)?"
    r"[ \t]*(?P<offset>Z|UTC|GMT|(?:UTC|GMT)?[ \t]*[+-]\d{1,2}(?::?\d{2})?)?)?",
    re.IGNORECASE | re.ASCII,
)
_PARTS_OF_BLOG_DATE = ("year", "month", "day", "hour", "minute", "second", "fraction", "half", "offset")
_OFFSET = re.compile(r"([+-])(\d{1,2})(?::?(\d{2}))?$", re.ASCII)
_NUMBERS_ONLY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}(?!\d)", re.ASCII)
_MONTH_NAME = re.compile(r"(?<![a-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
# POSIX turns the sign of "UTC+3" round, and dateutil follows POSIX; people mean three hours ahead.
_UTC_BEFORE_SIGN = re.compile(r"\b(?:UTC|GMT)\s*(?=[+-]\d)", re.IGNORECASE)

# Names that mean one offset only; RFC 5322 §4.3 fixes the American ones.
_AHEAD_OF_UTC = (
    "Z=0 UTC=0 GMT=0 EST=-5 EDT=-4 CST=-6 CDT=-5 MST=-7 MDT=-6 PST=-8 PDT=-7 WEST=1 CET=1 CEST=2 EET=2 EEST=3"
)
_ZONE_HOURS = {name: int(hours) for name, _, hours in (zone.partition("=") for zone in _AHEAD_OF_UTC.split())}


def parse_date(value: object, zone: ZoneInfo) -> datetime:
    """Return the moment that *value* names, aware and in UTC.

    A date without a time is midnight in *zone*, a time without an offset is in *zone*. Raises ValueError for what
    names no moment, or more than one (`03/04/2026`).
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    moment = value if isinstance(value, datetime) else _parse_text(str(value).strip())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    if not 1000 <= moment.year <= 9000:  # near the ends of the calendar, zones lead out of it
        raise ValueError("no year that a post can have")
    return moment.astimezone(UTC)


def _parse_text(text: str) -> datetime:
    if len(text) > _LONGEST:
        raise ValueError("too long for a date")
    if match := _BLOG_DATE.fullmatch(text):
        return _from_numbers(match)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return _from_words(text)


def _from_numbers(match: re.Match[str]) -> datetime:
    *numbers, fraction, half, offset = match.group(*_PARTS_OF_BLOG_DATE)
    year, month, day, hour, minute, second = [int(number or 0) for number in numbers]
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("no hour of a twelve-hour clock")
        hour = hour % 12 + (12 if half.lower().startswith("p") else 0)
    microsecond = int(fraction[:6].ljust(6, "0")) if fraction else 0
    return datetime(year, month, day, hour, minute, second, microsecond, tzinfo=_zone_of(offset))


@lru_cache(maxsize=64)
def _zone_of(offset: str | None) -> tzinfo | None:
    if offset is None:
        return None
    match = _OFFSET.search(offset)
    if match is None:
        return UTC
    ahead = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(ahead if match[1] == "+" else -ahead)


def _from_words(text: str) -> datetime:
    """Return what `March 2, 2026` and `Mon, 02 Mar 2026 08:00 GMT` name."""
    numbers = _NUMBERS_ONLY.match(text)
    if numbers is None and not _MONTH_NAME.search(text):
        raise ValueError("no month is named")
    if numbers and numbers[1] != numbers[2] and max(int(numbers[1]), int(numbers[2])) <= 12:
        raise ValueError("day and month could be either way round")
    if not re.search(r"(?<!\d)\d{4}(?!\d)", text):
        raise ValueError("the year has no four digits")
    from dateutil import parser  # slow to import, and seldom needed

    plain = _UTC_BEFORE_SIGN.sub("", text)
    try:
        # What the text leaves out comes from the default: two defaults show whether it leaves out a day, month or year.
        moments = [parser.parse(plain, default=default, tzinfos=_named_zone) for default in _DEFAULTS]
    except (OverflowError, TypeError, AttributeError, ArithmeticError) as error:  # dateutil's own faults on odd text
        raise ValueError(str(error)) from error
    if moments[0] != moments[1]:
        raise ValueError("day, month or year is missing")
    return moments[0]


_DEFAULTS = (datetime(2000, 1, 1), datetime(2001, 2, 2))  # noqa: DTZ001 - the text or the newsletter names the zone


def _named_zone(name: str | None, offset_seconds: int | None) -> tzinfo | None:
    if offset_seconds is not None:
        return timezone(timedelta(seconds=offset_seconds))
    if name is None:
        return None
    if name.upper() not in _ZONE_HOURS:
        raise ValueError(f"`{name}` names no zone for sure")
    return timezone(timedelta(hours=_ZONE_HOURS[name.upper()]))
