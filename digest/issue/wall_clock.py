"""Moments as the clock on the newsletter's wall shows them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

# Not strftime: what it writes depends on the machine's locale.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the moment, in UTC, when clocks in *zone* show *at* on *day*: there is exactly one.

    A time that a clock change leaves out is read with the offset from before the change, so that 02:30 happens at
    03:30 of that day. A time that comes twice is the first of the two. Both are rules of RFC 5545 §3.3.5.
    """
    return datetime.combine(day, at.replace(fold=0), tzinfo=zone).astimezone(UTC)


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return *moment* as clocks in *zone* show it; unchanged where the calendar has no such day."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        # 0001-01-01T00:00Z is how some tools write "no date"; west of Greenwich that is before the first day there is.
        return moment


def in_words(moment: datetime, zone: ZoneInfo, *, beside: datetime) -> str:
    """Return *moment* as "13 Nov 08:00": no time at midnight, and the year only where it isn't that of *beside*."""
    shown = local(moment, zone)
    parts = [str(shown.day), _MONTHS[shown.month - 1]]
    if shown.year != local(beside, zone).year:
        parts.append(f"{shown.year:04}")
    if shown.time() != time.min:
        parts.append(f"{shown.hour:02}:{shown.minute:02}")
    return " ".join(parts)
