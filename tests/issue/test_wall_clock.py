"""Moments are shown, and named, as the newsletter's clocks have them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from digest.issue.wall_clock import in_words, local

LONDON = ZoneInfo("Europe/London")
BESIDE = datetime(2026, 11, 20, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        pytest.param("2026-11-13T08:00Z", "13 Nov 08:00", id="time"),
        pytest.param("2026-07-31T23:00Z", "1 Aug", id="midnight-in-the-zone-is-a-date"),
        pytest.param("2025-12-31T23:59Z", "31 Dec 2025 23:59", id="another-year"),
        pytest.param("0987-01-02T00:00Z", "1 Jan 0987 23:58", id="long-ago"),
    ],
)
def test_a_moment_is_named_no_longer_than_it_must_be(moment: str, words: str) -> None:
    assert in_words(datetime.fromisoformat(moment), LONDON, beside=BESIDE) == words


@pytest.mark.parametrize("zone", ["America/St_Johns", "Pacific/Auckland"])
@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar_are_shown_all_the_same(zone: str, year: int) -> None:
    moment = datetime(year, 1, 1, tzinfo=UTC) if year == 1 else datetime(year, 12, 31, 23, 59, tzinfo=UTC)

    shown = local(moment, ZoneInfo(zone))

    assert shown == moment
