"""Read a JSON Feed (versions 1 and 1.1), passing over what has the wrong type."""

import json
from datetime import datetime
from typing import Any

from digest.collect.feeds.feed_date import parse_feed_date
from digest.collect.feeds.feed_text import FeedPost, FeedText, NoFeedError, as_html, one_line
from digest.collect.keys import plain_text


def parse_json_feed(content: bytes) -> FeedText:
    """Return what the JSON Feed *content* says; raises NoFeedError."""
    try:
        feed = json.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except json.JSONDecodeError as error:
        raise NoFeedError(f"the JSON is broken: {error.msg}", error.lineno) from error
    except (ValueError, RecursionError) as error:  # not UTF-8; numbers and nesting beyond all measure
        raise NoFeedError("the JSON is broken") from error
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise NoFeedError("it is JSON, but no JSON Feed: there is no list `items`")
    authors = _authors(feed)
    posts = (_post(each, authors) for each in feed["items"] if isinstance(each, dict))
    return FeedText(
        title=plain_text(_text(feed, "title")),
        home=_text(feed, "home_page_url"),
        language=_text(feed, "language"),
        posts=tuple(posts),
    )


def _post(keys: dict[str, Any], authors: tuple[str, ...]) -> FeedPost:
    written = _text(keys, "content_html") or as_html(_text(keys, "content_text"))
    tags = keys.get("tags")
    return FeedPost(
        guid=_text(keys, "id"),
        link=_text(keys, "url"),
        target=_text(keys, "external_url"),
        title=one_line(_text(keys, "title")),
        html=written or as_html(_text(keys, "summary")),
        is_beginning=not written,
        published_at=_date(keys),
        authors=_authors(keys) or authors,
        tags=tuple(one_line(tag) for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        language=_text(keys, "language"),
    )


def _text(keys: dict[str, Any], name: str) -> str:
    value = keys.get(name)
    # Version 1 asks for text, and for numbers to be read as text (§ "id").
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and name in ("id", "title")
    return str(value) if is_number else value.strip() if isinstance(value, str) else ""


def _authors(keys: dict[str, Any]) -> tuple[str, ...]:
    """Return the names in `authors` (version 1.1), else in `author` (version 1)."""
    several = keys.get("authors")
    listed = several if isinstance(several, list) else [keys.get("author")]
    names = (one_line(_text(author, "name")) for author in listed if isinstance(author, dict))
    return tuple(name for name in names if name)


def _date(keys: dict[str, Any]) -> datetime | None:
    dates = (parse_feed_date(_text(keys, name)) for name in ("date_published", "date_modified"))
    return next((date for date in dates if date), None)
