"""Single values of config.yaml: text, numbers, words, times, sizes and rates, each from what YAML makes of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time, timedelta
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

Word = TypeVar("Word", bound=StrEnum)

# What collect/ can fill in; a pattern needs one of the second lot, or all posts of a day would share a URL.
_PARTS_OF_A_DATE = ("url", "year", "month", "day", "i_month", "i_day", "section", "categories")
_NAMES_OF_A_POST = ("slug", "title", "name", "path")

# Also the line separators of Unicode: any of these could end a header line. Lone surrogates can't be encoded at all.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_LONGEST_SECONDS = 366 * 86_400
_PERIODS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
_SIZES = {"": 1, "b": 1, "kb": 1000, "mb": 1_000_000, "kib": 1024, "mib": 1_048_576}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Unfit(ValueError):  # noqa: N818 - never raised at a person: faults.py makes a Problem of it
    """A value that can't be used.

    *fault* may say `{value}`, *mend* `{written}`: they are filled in where they are known. *inside* is the
    number of the place in a list that it is about.
    """

    def __init__(self, fault: str, mend: str, inside: tuple[int, ...] = ()) -> None:
        super().__init__(fault)
        self.fault = fault
        self.mend = mend
        self.inside = inside


@dataclass(frozen=True, slots=True)
class Rate:
    """At most *count* messages in any *seconds*."""

    count: int
    seconds: int


def parse_text(value: object) -> str:
    """Return *value* as one line of text without spaces around it; raise Unfit where it is none or empty."""
    text = _text(value)
    if match := _CONTROL.search(text):
        raise Unfit(f"holds a line break or a control character (U+{ord(match[0]):04X})", "write it on one line")
    return text


def parse_lines(value: object) -> str:
    """Return *value* as text of one or more lines; raise Unfit where it is none or empty."""
    lines = _text(value).splitlines()
    return "\n".join(parse_text(line) for line in lines if line.strip())


def parse_secret(value: object) -> str:
    """Return *value* as it is, spaces too; no fault ever shows it."""
    if isinstance(value, (bool, int, float)):
        raise Unfit("is a number or a word of YAML's own, which may change it", "put it in quotes")
    if not isinstance(value, str) or not value:
        raise Unfit("is empty, or no text", "write it as ${NAME}, and set that variable")
    if _CONTROL.search(value):
        raise Unfit("holds a line break or a control character", "copy it again, without the end of its line")
    return value


def parse_whole(value: object, *, lowest: int = 1, highest: int = 1_000_000) -> int:
    """Return *value* as a whole number from *lowest* to *highest*, also where `${NAME}` gave it as text."""
    number = value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value.strip()):
        number = int(value)
    if isinstance(number, bool) or not isinstance(number, int):
        raise Unfit("{value} is not a whole number", f"write a number from {lowest} to {highest}, without quotes")
    if not lowest <= number <= highest:
        raise Unfit("{value} is out of bounds", f"write a number from {lowest} to {highest}")
    return number


def parse_switch(value: object) -> bool:
    """Return *value* as true or false, also where `${NAME}` gave it as text."""
    switch = {"true": True, "false": False}.get(value.strip().lower()) if isinstance(value, str) else value
    if not isinstance(switch, bool):
        raise Unfit("{value} is neither true nor false", "write `true` or `false`")
    return switch


def parse_word(value: object, words: type[Word]) -> Word:
    """Return which of *words* the text *value* is, whatever its case."""
    text = " ".join(parse_text(value).lower().split())
    try:
        return words(text)
    except ValueError:
        raise Unfit(f"{{value}} is not one of {in_words(words)}", _choice(text, words)) from None


def parse_weekday(text: str) -> str:
    """Return the weekday that *text* names, in lower case; raise Unfit where it names none."""
    if text not in _WEEKDAYS:
        raise Unfit("{value} is not a day of the week", _choice(text, _WEEKDAYS))
    return text


def parse_day_of_month(text: str) -> str:
    """Return *text* as "1" to "31", "last", or "last" and a weekday."""
    words = text.split()
    if words[0] == "last" and len(words) == 2:
        return f"last {parse_weekday(words[1])}"
    if text == "last":
        return text
    if re.fullmatch(r"0?[1-9]|[12][0-9]|3[01]", text):
        return str(int(text))
    raise Unfit(
        "{value} is not a day of the month", "write a number from 1 to 31, `last`, or for example `last friday`"
    )


def parse_clock(value: object) -> time:
    """Return *value*, like "08:00", as a time of day."""
    match = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", value.strip()) if isinstance(value, str) else None
    if match is None:
        raise Unfit("{value} is not a time of day", 'write hours and minutes, from "00:00" to "23:59"')
    return time(int(match[1]), int(match[2]))


def parse_duration(value: object) -> timedelta:
    """Return *value*, like "12h" or "1d 12h", as a span of time; units are s, m, h, d and w."""
    text = value.strip().lower() if isinstance(value, str) else ""
    if not re.fullmatch(r"(?:[0-9]{1,6}\s*[smhdw]\s*)+", text):
        raise Unfit("{value} is not a span of time", "write a number and one of s, m, h, d or w, for example `12h`")
    parts = re.findall(r"([0-9]+)\s*([smhdw])", text)
    seconds = sum(int(count) * _UNITS[unit] for count, unit in parts)
    if seconds > _LONGEST_SECONDS:
        raise Unfit("{value} is longer than a year", "write a shorter time")
    return timedelta(seconds=seconds)


def parse_size(value: object) -> int | None:
    """Return *value*, like "100kB" or 102400, in bytes; None for "off"."""
    text = str(value).strip().lower()
    if text == "off":
        return None
    match = re.fullmatch(r"([0-9]{1,9})\s*([a-z]*)", text)
    if match is None or match[2] not in _SIZES or not int(match[1]):
        raise Unfit("{value} is not a size", "write a number with kB or MB, for example `100kB`, or `off`")
    return int(match[1]) * _SIZES[match[2]]


def parse_rate(value: object) -> Rate:
    """Return *value*, like "14/second", as a rate."""
    match = re.fullmatch(r"([0-9]{1,9})\s*/\s*([a-z]+)", value.strip().lower()) if isinstance(value, str) else None
    if match is None or match[2] not in _PERIODS or not int(match[1]):
        mend = f"write a number, a slash and {in_words(_PERIODS)}, for example `14/second`"
        raise Unfit("{value} is not a rate", mend)
    return Rate(int(match[1]), _PERIODS[match[2]])


def parse_zone(value: object) -> ZoneInfo:
    """Return the time zone that *value* names, like "Europe/London"."""
    name = parse_text(value)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zones = available_timezones()
        if not zones:
            raise Unfit("this machine knows no time zones", "install them: pip install tzdata") from None
        raise Unfit(
            "{value} is not a time zone", _choice(name, zones, or_else="write one like Europe/London")
        ) from None


def parse_permalink(value: object) -> str:
    """Return *value* as a pattern that gives each post its own URL."""
    pattern = parse_text(value)
    names = re.findall(r"\{([^{}]*)\}", pattern)
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", pattern)):
        raise Unfit("{value} has a brace too many or too few", "write names in single braces, like {slug}")
    for name in names:
        if name not in (*_PARTS_OF_A_DATE, *_NAMES_OF_A_POST):
            allowed = in_words(f"{{{known}}}" for known in ("url", "year", "month", "day", "slug", "title", "path"))
            raise Unfit(f"{{{name}}} is not a part of a permalink", f"use {allowed}")
    if not set(names) & set(_NAMES_OF_A_POST):
        raise Unfit("{value} gives several posts one URL", "put {slug} into it")
    return pattern


def parse_template_name(value: object) -> str:
    """Return *value* as the name that templates/NAME.html.j2 and NAME.txt.j2 share."""
    name = parse_text(value)
    if not re.fullmatch(r"[\w-]+", name):
        mend = "write letters, digits, `-` and `_`: `issue` stands for templates/issue.html.j2"
        raise Unfit("{value} is not the name of a template", mend)
    return name


def nearest(text: str, known: Iterable[str]) -> str | None:
    """Return which of *known* was probably meant by *text*, if one is near."""
    spelled = {word.lower(): word for word in known}
    found = get_close_matches(text[:60].lower(), spelled, n=1, cutoff=0.6)
    return spelled[found[0]] if found else None


def in_words(words: Iterable[str]) -> str:
    """Return *words* as a person lists them: "day, week or month"."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def _text(value: object) -> str:
    if isinstance(value, (bool, int, float)):
        kind = "true or false" if isinstance(value, bool) else "a number"
        raise Unfit(f"{{value}} is {kind} to YAML, not text", 'put it in quotes: "{written}"')
    if not isinstance(value, str):
        raise Unfit("{value} stands where text belongs", "write the text behind the colon, on the same line")
    if not value.strip():
        raise Unfit("is empty", "write something, or leave the key out")
    return value.strip()


def _choice(text: str, known: Iterable[str], *, or_else: str = "") -> str:
    words = tuple(known)
    guess = nearest(text, words)
    return f"did you mean `{guess}`?" if guess else or_else or f"write {in_words(words)}"
