from collections.abc import Callable
from contextlib import suppress
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.config import values
from digest.config.values import Rate, Unfit
from digest.config.words import Every

Parse = Callable[[object], object]
RIGHT: list[tuple[Parse, object, object]] = [
    (values.parse_text, "  Tea at noon ", "Tea at noon"),
    (values.parse_lines, "1 Quay Street\n\n  Bristol\n", "1 Quay Street\nBristol"),
    (values.parse_secret, " pa$$ word ", " pa$$ word "),
    (values.parse_whole, 587, 587),
    (values.parse_whole, "587", 587),
    (values.parse_switch, True, True),
    (values.parse_switch, "false", False),
    (values.parse_clock, "08:00", time(8)),
    (values.parse_clock, "8:05", time(8, 5)),
    (values.parse_clock, "23:59", time(23, 59)),
    (values.parse_duration, "12h", timedelta(hours=12)),
    (values.parse_duration, "1d 12h", timedelta(hours=36)),
    (values.parse_duration, "2W", timedelta(weeks=2)),
    (values.parse_duration, "90s", timedelta(seconds=90)),
    (values.parse_duration, "5m", timedelta(minutes=5)),
    (values.parse_duration, "0h", timedelta()),
    (values.parse_size, "100kB", 100_000),
    (values.parse_size, "100 KiB", 102_400),
    (values.parse_size, "1MB", 1_000_000),
    (values.parse_size, "2mib", 2_097_152),
    (values.parse_size, 102_400, 102_400),
    (values.parse_size, "Off", None),
    (values.parse_rate, "14/second", Rate(14, 1)),
    (values.parse_rate, "300 / Minute", Rate(300, 60)),
    (values.parse_rate, "1000/hour", Rate(1000, 3600)),
    (values.parse_rate, "50000/day", Rate(50_000, 86_400)),
    (values.parse_zone, "Europe/London", ZoneInfo("Europe/London")),
    (values.parse_permalink, "{url}{year}/{month}/{slug}/", "{url}{year}/{month}/{slug}/"),
    (values.parse_permalink, "/{path}.html", "/{path}.html"),
    (values.parse_template_name, "issue-2", "issue-2"),
]


@pytest.mark.parametrize(("parse", "written", "value"), RIGHT)
def test_values_are_read_as_they_are_meant(parse: Parse, written: object, value: object) -> None:
    assert parse(written) == value


@pytest.mark.parametrize(
    ("parse", "written", "fault"),
    [
        (values.parse_text, 1984, "is a number to YAML"),
        (values.parse_text, True, "is true or false to YAML"),
        (values.parse_text, ["a"], "stands where text belongs"),
        (values.parse_text, "  ", "is empty"),
        (values.parse_text, "a\r\nBcc: b@example.org", "U+000D"),
        (values.parse_text, "a\u2028b", "U+2028"),
        (values.parse_text, "a\udce9", "U+DCE9"),
        (values.parse_lines, "a\n\x07", "U+0007"),
        (values.parse_secret, 123456, "is a number"),
        (values.parse_secret, "", "is empty"),
        (values.parse_secret, "hunter2\n", "holds a line break"),
        (values.parse_whole, True, "is not a whole number"),
        (values.parse_whole, 1.5, "is not a whole number"),
        (values.parse_whole, "many", "is not a whole number"),
        (values.parse_whole, "١", "is not a whole number"),
        (values.parse_whole, 0, "is out of bounds"),
        (values.parse_switch, "yes", "is neither true nor false"),
        (values.parse_switch, 1, "is neither true nor false"),
        (values.parse_clock, "24:00", "is not a time of day"),
        (values.parse_clock, "8am", "is not a time of day"),
        (values.parse_clock, 8, "is not a time of day"),
        (values.parse_duration, "12", "is not a span of time"),
        (values.parse_duration, 12, "is not a span of time"),
        (values.parse_duration, "twelve hours", "is not a span of time"),
        (values.parse_duration, "999999w 999999w", "is longer than a year"),
        (values.parse_size, "100kg", "is not a size"),
        (values.parse_size, "0", "is not a size"),
        (values.parse_size, None, "is not a size"),
        (values.parse_rate, "14", "is not a rate"),
        (values.parse_rate, "14/week", "is not a rate"),
        (values.parse_rate, "0/second", "is not a rate"),
        (values.parse_rate, 14, "is not a rate"),
        (values.parse_zone, "Europe", "is not a time zone"),
        (values.parse_zone, "../../etc/passwd", "is not a time zone"),
        (values.parse_zone, "/etc/passwd", "is not a time zone"),
        (values.parse_permalink, "{url}{year}/", "gives several posts one URL"),
        (values.parse_permalink, "{url}{slug", "has a brace too many or too few"),
        (values.parse_permalink, "{slug}{week}", "{week} is not a part of a permalink"),
        (values.parse_permalink, "{slug!r}", "is not a part of a permalink"),
        (values.parse_template_name, "../issue", "is not the name of a template"),
    ],
)
def test_what_cannot_be_meant_is_unfit(parse: Parse, written: object, fault: str) -> None:
    with pytest.raises(Unfit) as caught:
        parse(written)

    assert fault in caught.value.fault
    assert caught.value.mend


def test_a_word_is_known_whatever_its_case_and_spaces() -> None:
    assert values.parse_word(" 2  Weeks", Every) is Every.TWO_WEEKS


@pytest.mark.parametrize(
    ("written", "mend"),
    [("weekly", "did you mean `week`?"), ("fortnight", "write day, week, 2 weeks or month")],
)
def test_a_word_that_is_not_known_is_answered_with_the_nearest_or_all(written: str, mend: str) -> None:
    with pytest.raises(Unfit) as caught:
        values.parse_word(written, Every)

    assert caught.value.mend == mend


def test_a_misspelled_zone_is_answered_with_the_nearest() -> None:
    with pytest.raises(Unfit) as caught:
        values.parse_zone("europe/londn")

    assert caught.value.mend == "did you mean `Europe/London`?"


@pytest.mark.parametrize(
    ("written", "day"),
    [("1", "1"), ("07", "7"), ("31", "31"), ("last", "last"), ("last friday", "last friday")],
)
def test_days_of_a_month_are_numbers_or_last_ones(written: str, day: str) -> None:
    assert values.parse_day_of_month(written) == day


@pytest.mark.parametrize("written", ["0", "32", "friday", "first friday", "last fryday", "last last", "-1"])
def test_other_days_of_a_month_are_unfit(written: str) -> None:
    with pytest.raises(Unfit):
        values.parse_day_of_month(written)


@settings(deadline=None)
@given(
    st.sampled_from([parse for parse, _, _ in RIGHT]),
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.lists(st.text())
    | st.dictionaries(st.text(), st.text()),
)
def test_no_value_does_more_than_be_unfit(parse: Parse, written: object) -> None:
    with suppress(Unfit):
        parse(written)


@settings(deadline=None)
@given(st.integers(0, 366 * 24 - 1), st.integers(0, 59), st.integers(0, 59))
def test_a_span_of_time_is_the_sum_of_its_parts(hours: int, minutes: int, seconds: int) -> None:
    span = values.parse_duration(f"{hours}h{minutes}m {seconds}s")

    assert span == timedelta(hours=hours, minutes=minutes, seconds=seconds)
