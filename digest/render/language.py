"""How dates are said in a language."""

from datetime import date, datetime, timedelta, tzinfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton

from digest.issue.period import Period


def locale_of(language: str) -> Locale:
    """Return Babel's nearest locale for *language*: subtags are dropped from the end; English where none is known."""
    parts = language.replace("_", "-").split("-")
    while parts:
        try:
            return Locale.parse("-".join(parts), sep="-")
        except (UnknownLocaleError, ValueError):
            parts.pop()
    return Locale("en")


def say_date(moment: object, style: str = "day", *, language: str, zone: tzinfo) -> str:
    """Return *moment* as *language* says it: "18 November".

    *style* is "day", one of CLDR's "full", "long", "medium", "short", or a CLDR pattern such as "d MMM y".
    """
    if not isinstance(moment, date):
        raise TypeError("`date` says dates, such as `post.date`, and nothing else")
    locale = locale_of(language)
    on = _day_of(moment, zone)
    if style == "day":
        return format_skeleton("MMMMd", on, locale=locale)
    return format_date(on, style, locale=locale)


def say_period(period: object, *, language: str, zone: tzinfo) -> str:
    """Return the days that *period* touches as *language* says a span of them: "13–20 Nov 2026"."""
    if not isinstance(period, Period):
        raise TypeError("`days` says periods, such as `issue.period`, and nothing else")
    # The period is half-open: one that ends at midnight does not touch the day that begins then.
    last = max(period.since, period.until - timedelta(microseconds=1))
    first_on, last_on = _day_of(period.since, zone), _day_of(last, zone)
    return format_interval(first_on, last_on, "yMMMd", locale=locale_of(language))


def _day_of(moment: date, zone: tzinfo) -> date:
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment
