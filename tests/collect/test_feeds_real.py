"""On feeds that other people wrote, where they are there: the project carries none of them."""

import json
import re
from pathlib import Path

import pytest

from digest.collect.feeds.feed_xml import parse_xml_feed
from digest.collect.feeds.feeds import read_feeds
from digest.collect.post import Found
from digest.collect.reading import Reading
from tests.collect.feeding import feed_at, rss

FEEDS = Path(__file__).parents[3] / "shared" / "corpora" / "feeds"

pytestmark = pytest.mark.skipif(not FEEDS.is_dir(), reason="the feeds of other people are not part of the project")

UNSAFE = re.compile(r"<(?:script|style|iframe|object|embed|form)\b|<[^>]*\son\w+\s*=|<[^>]*javascript:", re.IGNORECASE)
# Kinds of dates that are not read: Korean and Hungarian blog services of 2004, and the first century.
NOT_READ = {
    "2004-július-13T9:15-05:00",
    "2004-05-25 오후 11:23:17",
    "2004년 05월 28일  01:31:15",
    "Thu, 01 Jan 0100 00:00:01 +0100",
}
# feedparser refuses it; to us it is one o'clock.
READ_ALL_THE_SAME = {"2013-01-27-01"}


def everything() -> list[Path]:
    return sorted(path for path in FEEDS.rglob("*") if path.suffix in (".xml", ".atom", ".rss", ".json", ".html"))


def vectors() -> list[tuple[str, list[int] | None]]:
    path = FEEDS / "feedparser" / "date-vectors.json"
    rows = json.loads(path.read_text()) if path.exists() else []
    return [(row["input"], row["utc_struct_time"] and row["utc_struct_time"][:6]) for row in rows]


def pairs() -> list[tuple[Path, list[dict[str, str]]]]:
    both = [
        (path.with_suffix(".xml"), json.loads(path.read_text())) for path in FEEDS.glob("gofeed/translator/*/*.json")
    ]
    return sorted((content, wanted["items"]) for content, wanted in both if content.exists() and wanted.get("items"))


@pytest.mark.parametrize("folder", sorted({path.parent for path in everything()}), ids=lambda folder: folder.name)
def test_every_feed_is_read_or_named_and_every_text_is_safe(folder: Path, reading: Reading) -> None:
    for path in (path for path in everything() if path.parent == folder):
        found = read_feeds([feed_at(path)], reading=reading, before=Found())

        assert len(found.problems) <= 1
        assert not (found.problems and found.posts)
        for post in found.posts:
            body = found.texts[post.id]()
            assert not UNSAFE.search(body.html + (body.lead_html or "")), path
            assert post.title
            assert post.url.startswith(("http://", "https://"))


@pytest.mark.parametrize(("written", "expected"), vectors())
def test_dates_are_those_that_feedparser_promises(written: str, expected: list[int] | None) -> None:
    feed = parse_xml_feed(rss(f"<title>x</title><pubDate>{written}</pubDate>").encode(), url="", content_type="")

    date = feed.posts[0].published_at
    if written in NOT_READ:
        assert date is None
    elif written not in READ_ALL_THE_SAME:
        assert (date and list(date.timetuple()[:6])) == expected


@pytest.mark.parametrize(("content", "wanted"), pairs(), ids=lambda part: getattr(part, "stem", ""))
def test_titles_links_and_dates_are_those_that_gofeed_finds(content: Path, wanted: list[dict[str, str]]) -> None:
    posts = parse_xml_feed(content.read_bytes(), url="", content_type="").posts

    for post, want in zip(posts, wanted, strict=True):
        date = post.published_at.strftime("%Y-%m-%dT%H:%M:%SZ") if post.published_at else None
        assert (post.title, post.link) == (want.get("title", ""), want.get("link", ""))
        assert want.get("publishedParsed", want.get("updatedParsed", date)) == date
