"""Read RSS, RDF and Atom, broken ones too; feedparser knows their ways."""

import io
import re
from datetime import datetime
from typing import Any
from xml.sax import SAXException, SAXParseException

import feedparser

from digest.collect.feeds.feed_date import parse_feed_date
from digest.collect.feeds.feed_text import FeedPost, FeedText, NoFeedError, as_html, one_line
from digest.collect.keys import plain_text
from digest.collect.tidy import parse_html

_MAILBOX = re.compile(r"[^\s()<>]+@[^\s()<>]+")
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def parse_xml_feed(content: bytes, *, url: str, content_type: str) -> FeedText:
    """Return what the feed *content* says, which stands at *url* ("" where it is a file); raises NoFeedError."""
    # A stream, because feedparser would take text for a URL or a path, and open it.
    said = feedparser.parse(
        io.BytesIO(content),
        response_headers={"content-location": url, "content-type": content_type} if url else {},
        resolve_relative_uris=False,  # done for chosen posts only, with all other links
        sanitize_html=False,
    )
    fault = said.get("bozo_exception")
    if not said.entries and (not said.version or isinstance(fault, SAXException)):
        line = fault.getLineNumber() if isinstance(fault, SAXParseException) else None
        if line and b"<?xml" not in content[:100]:
            line = max(line - 1, 1)  # feedparser put a line of its own first
        reason = (
            f"the XML is broken: {fault.getMessage()}"
            if isinstance(fault, SAXException)
            else "it is neither RSS nor Atom"
        )
        raise NoFeedError(reason, line)
    feed = said.feed
    is_atom = said.version.startswith("atom")
    authors = _authors(feed) if is_atom else ()  # RFC 4287 §4.2.1: a feed's author is that of its posts
    return FeedText(
        title=_title(feed, is_atom=is_atom),
        home=_text(feed, "link"),
        language=_text(feed, "language"),
        posts=tuple(_post(each, authors, url, is_atom=is_atom) for each in said.entries),
    )


def _post(keys: Any, authors: tuple[str, ...], url: str, *, is_atom: bool) -> FeedPost:  # noqa: ANN401 - feedparser has no types
    content, is_beginning = _content(keys)
    written, base = _text(content, "value"), _text(content, "base")
    tags = (one_line(_text(tag, "term") or _text(tag, "label")) for tag in dict.get(keys, "tags") or ())
    return FeedPost(
        guid=_text(keys, "id"),
        link=_text(keys, "feedburner_origlink") or _text(keys, "link"),
        title=_title(keys, is_atom=is_atom),
        html=written if _text(content, "type") in _HTML_TYPES else as_html(written),
        is_beginning=is_beginning,
        base=base if base != url else "",
        published_at=_date(keys),
        authors=_authors(keys) or authors,
        tags=tuple(tag for tag in tags if tag),
        language=_text(content, "language"),
    )


def _text(keys: Any, name: str) -> str:  # noqa: ANN401 - feedparser has no types
    # feedparser's own look-up gives one key's value for another, and warns that it won't for ever.
    value = dict.get(keys, name)
    return value.strip() if isinstance(value, str) else ""


def _title(keys: Any, *, is_atom: bool) -> str:  # noqa: ANN401
    detail = dict.get(keys, "title_detail") or {}
    title, kind = _text(keys, "title"), _text(detail, "type")
    if is_atom and kind == "text/plain":
        return one_line(title)
    if is_atom and kind in _HTML_TYPES:
        return one_line(parse_html(title).text())
    return plain_text(title)  # RSS never says which of the two it is


def _content(keys: Any) -> tuple[Any, bool]:  # noqa: ANN401
    """Return the post's text, and whether it is only a summary; the content comes first, and HTML before plain text."""
    contents = [part for part in dict.get(keys, "content") or () if _is_text(part)]
    contents.sort(key=lambda part: _text(part, "type") not in _HTML_TYPES)
    summary = dict.get(keys, "summary_detail") or {}
    return next(iter(contents), summary if _is_text(summary) else {}), not contents


def _is_text(part: Any) -> bool:  # noqa: ANN401
    kind = _text(part, "type")
    return bool(_text(part, "value")) and (not kind or kind.startswith("text/") or kind in _HTML_TYPES)


def _authors(keys: Any) -> tuple[str, ...]:  # noqa: ANN401
    listed, written = dict.get(keys, "authors") or (), _text(keys, "author")
    # feedparser knows no mailbox behind a long top-level domain, and takes the rest of its address for the name.
    names = [_text(author, "name") for author in listed] if len(listed) > 1 or "@" not in written else [written]
    people = (one_line(_MAILBOX.sub("", name)).strip(" ()<>") for name in names)
    return tuple(person for person in people if person)


def _date(keys: Any) -> datetime | None:  # noqa: ANN401
    names = ("published", "updated", "created")
    dates = (parse_feed_date(_text(keys, name), dict.get(keys, f"{name}_parsed")) for name in names)
    return next((date for date in dates if date), None)
