"""Dates as feeds write them; one that can only be guessed at is none."""

import re
from calendar import timegm
from datetime import UTC, datetime
from time import struct_time
from zoneinfo import ZoneInfo

from digest.collect.dates import parse_date

# RSS and Atom ask for an offset (RFC 822 §5.1, RFC 3339 §5.6); programs that leave it out mostly mean UTC.
_UTC = ZoneInfo("UTC")
_YEAR_OR_MONTH = re.compile(r"\d{4}(?:-\d{2})?", re.ASCII)
_MONTH_NAME = re.compile(r"(?<![a-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_FROM_THE_YEAR = re.compile(r"\d{4}\W", re.ASCII)
_SHORT_ISO = re.compile(r"\d\d-?\d\d-?\d\d|\d{5}", re.ASCII)
_GREEK_DAY = re.compile(r"[Α-ώ]{3},")


def parse_feed_date(written: str, guessed: struct_time | None = None) -> datetime | None:
    """Return the moment that *written* names, aware and in UTC; None where it names none.

    *guessed* is what feedparser makes of it. It knows more kinds than we do, but fills in what is missing from today:
    it is believed only for kinds where it can't.
    """
    if _YEAR_OR_MONTH.fullmatch(written):  # W3C's short forms (NOTE-datetime)
        written = f"{written}-01-01"[:10]
    try:
        return parse_date(written, _UTC)
    except (ValueError, OverflowError):
        pass
    is_known = _MONTH_NAME.search(written) and not _FROM_THE_YEAR.match(written)
    if guessed is None or not (is_known or _SHORT_ISO.fullmatch(written) or _GREEK_DAY.match(written)):
        return None
    try:
        return parse_date(datetime.fromtimestamp(timegm(guessed), UTC), _UTC)
    except (ValueError, OverflowError, OSError):
        return None
