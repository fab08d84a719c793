from datetime import UTC, datetime
from time import gmtime

import pytest

from digest.collect.feeds.feed_date import parse_feed_date
from digest.collect.feeds.feed_xml import parse_xml_feed
from tests.collect.feeding import rss


def date_in_rss(written: str) -> str | None:
    feed = parse_xml_feed(rss(f"<title>x</title><pubDate>{written}</pubDate>").encode(), url="", content_type="")
    date = feed.posts[0].published_at
    return date.isoformat(" ", "minutes") if date else None


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("Mon, 16 Nov 2026 07:30:00 +0100", "2026-11-16 06:30+00:00"),
        ("Mon, 16 Nov 2026 07:30:00 GMT", "2026-11-16 07:30+00:00"),
        ("16 Nov 26 07:30 EST", "2026-11-16 12:30+00:00"),
        ("Mon, 16 Nov, 2026 07:30:00 UTC", "2026-11-16 07:30+00:00"),
        ("Mon Nov 16 2026 07:30:00 +0200", "2026-11-16 05:30+00:00"),
        ("2026-11-16T07:30:00Z", "2026-11-16 07:30+00:00"),
        ("2026-11-16T07:30:00.123-08:00", "2026-11-16 15:30+00:00"),
        ("2026-11-16 07:30:00", "2026-11-16 07:30+00:00"),
        ("2026-11-16", "2026-11-16 00:00+00:00"),
        ("2026-11", "2026-11-01 00:00+00:00"),
        ("2026", "2026-01-01 00:00+00:00"),
        ("November 16, 2026", "2026-11-16 00:00+00:00"),
    ],
)
def test_dates_are_read_as_feeds_write_them(written: str, date: str) -> None:
    assert date_in_rss(written) == date


@pytest.mark.parametrize(
    "written", ["", "soon", "2026-xx-27", "2026-13-45", "2026-11-16T07:61:00Z", "03/04/2026", "1700000000", "Nov"]
)
def test_what_names_no_moment_is_no_date(written: str) -> None:
    assert date_in_rss(written) is None


def test_what_feedparser_fills_in_from_today_is_not_believed() -> None:
    assert parse_feed_date("2026-xx-27", gmtime(0)) is None


def test_what_feedparser_alone_knows_is_believed() -> None:
    assert parse_feed_date("Thu, 01 Jan 70 00:00:00 AT", gmtime(0)) == datetime(1970, 1, 1, tzinfo=UTC)
