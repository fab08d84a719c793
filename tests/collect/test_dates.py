from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect.dates import parse_date

LONDON = ZoneInfo("Europe/London")
ST_JOHNS = ZoneInfo("America/St_Johns")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        pytest.param("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC), id="day"),
        pytest.param("2026-3-2", datetime(2026, 3, 2, tzinfo=UTC), id="one-digit-month-and-day"),
        pytest.param("2026/03/02", datetime(2026, 3, 2, tzinfo=UTC), id="slashes"),
        pytest.param("2026-07-02", datetime(2026, 7, 1, 23, tzinfo=UTC), id="midnight-in-summer-time"),
        pytest.param("2026-03-02 8:05", datetime(2026, 3, 2, 8, 5, tzinfo=UTC), id="one-digit-hour"),
        pytest.param("2026-03-02 8:05 pm", datetime(2026, 3, 2, 20, 5, tzinfo=UTC), id="afternoon"),
        pytest.param("2026-03-02 12:05 am", datetime(2026, 3, 2, 0, 5, tzinfo=UTC), id="after-midnight"),
        pytest.param("2026-03-02 10:00:00 -4", datetime(2026, 3, 2, 14, tzinfo=UTC), id="one-digit-offset"),
        pytest.param("2026-03-02 10:00:00 +0100", datetime(2026, 3, 2, 9, tzinfo=UTC), id="offset-without-colon"),
        pytest.param("2026-03-02 10:00:00 +5:30", datetime(2026, 3, 2, 4, 30, tzinfo=UTC), id="half-hour-offset"),
        pytest.param("2026-03-02 10:00 UTC-03:00", datetime(2026, 3, 2, 13, tzinfo=UTC), id="utc-before-the-sign"),
        pytest.param("2026-03-02T10:00:00.5Z", datetime(2026, 3, 2, 10, 0, 0, 500000, tzinfo=UTC), id="fraction"),
        pytest.param("20260302", datetime(2026, 3, 2, tzinfo=UTC), id="no-hyphens"),
        pytest.param(20260302, datetime(2026, 3, 2, tzinfo=UTC), id="number"),
        pytest.param("March 2, 2026", datetime(2026, 3, 2, tzinfo=UTC), id="words"),
        pytest.param("2 Mar 2026 10:00", datetime(2026, 3, 2, 10, tzinfo=UTC), id="words-with-time"),
        pytest.param("Mon, 02 Mar 2026 10:00:00 +0100", datetime(2026, 3, 2, 9, tzinfo=UTC), id="mail"),
        pytest.param("Mon, 02 Mar 2026 10:00:00 EST", datetime(2026, 3, 2, 15, tzinfo=UTC), id="named-zone"),
        pytest.param("2 March 2026 10:00 UTC+3", datetime(2026, 3, 2, 7, tzinfo=UTC), id="words-utc-before-the-sign"),
        pytest.param("25/12/2026", datetime(2026, 12, 25, tzinfo=UTC), id="day-first-for-sure"),
        pytest.param("12/25/2026", datetime(2026, 12, 25, tzinfo=UTC), id="month-first-for-sure"),
        pytest.param(date(2026, 3, 2), datetime(2026, 3, 2, tzinfo=UTC), id="date-object"),
    ],
)
def test_a_date_means_what_its_author_meant(written: object, moment: datetime) -> None:
    assert parse_date(written, LONDON) == moment


@pytest.mark.parametrize(
    "written",
    [
        *("soon", "", "2026", "12", "10:30", "Friday", "March", "March 2026", "2 March", "May", "may 99"),
        *(
            "2026-13-45",
            "2026-02-30",
            "2026-00-10",
            "2026-03-02 25:00",
            "2026-03-02 13:00 pm",
            "2026-03-02 10:00 +99:00",
        ),
        *(
            "03/04/2026",
            "1.2.2026",
            "2 Mar 26",
            "2 March 2026 10:00 XYZ",
            "0001-01-01",
            "9999-12-31",
            "9" * 5000,
            "true",
        ),
        *("2026-03-02 and more", "next March 2026", "<script>"),
    ],
)
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the caller words the problem
        parse_date(written, LONDON)


def test_a_time_that_the_clocks_skipped_is_read_as_one_moment() -> None:
    moment = parse_date("2026-03-29 01:30", LONDON)

    assert moment == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_time_that_the_clocks_showed_twice_is_the_first() -> None:
    moment = parse_date("2026-11-01 01:30", ST_JOHNS)

    assert moment == datetime(2026, 11, 1, 4, 0, tzinfo=UTC)


@given(st.text(max_size=40) | st.from_regex(r"[0-9A-Za-z:+/., -]{0,40}", fullmatch=True))
def test_any_text_is_a_moment_or_refused(written: str) -> None:
    with suppress(ValueError):
        moment = parse_date(written, LONDON)

        assert moment.tzinfo is UTC


@given(st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)), st.timezones())
def test_a_moment_comes_back_as_it_was_from_any_zone(moment: datetime, zone: ZoneInfo) -> None:
    assert parse_date(moment.astimezone(zone).isoformat(" "), ST_JOHNS) == moment
