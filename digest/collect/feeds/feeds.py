"""Feeds to posts: from the web and from files, each post once, and one bad feed keeps no other out."""

import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from digest.collect.feeds.feed import LARGEST_BYTES, Feed, shown_url
from digest.collect.feeds.feed_json import parse_json_feed
from digest.collect.feeds.feed_memory import Said, recall
from digest.collect.feeds.feed_post import feed_body, home_of, posts_of
from digest.collect.feeds.feed_text import FeedText, NoFeedError
from digest.collect.feeds.feed_web import ask_all
from digest.collect.feeds.feed_xml import parse_xml_feed
from digest.collect.links import WEB, absolute_url
from digest.collect.post import Body, Found, LeftOut, Post
from digest.collect.reading import Reading
from digest.collect.same_post import keep_first
from digest.collect.tidy import parse_html
from digest.errors import PostError, Problem

_FEED_LINK = "link[rel~=alternate][type='application/rss+xml'], link[rel~=alternate][type='application/atom+xml']"
_WEB_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_FEED_ROOT = re.compile(rb"<(?:rss|feed|rdf:rdf|channel)[\s>]", re.IGNORECASE)
_ENOUGH_OF_A_PAGE = 100_000


def read_feeds(
    feeds: Sequence[Feed], *, reading: Reading, before: Found, memory: Path | None = None, offline: bool = False
) -> Found:
    """Return what was found *before*, in the folder of posts, and in *feeds*: a post that comes again is left out.

    A feed that can't be read is one problem; the posts of the others are there. What feeds say is kept in the folder
    *memory*, so that one that has not changed need not say it again. *offline*: nobody is asked, that has to do.
    """
    answers = _answers(feeds, memory, offline=offline)
    found = [_read(feed, answer, reading) for feed, answer in zip(feeds, answers, strict=True)]
    return keep_first((before, *found))


def _answers(feeds: Sequence[Feed], memory: Path | None, *, offline: bool) -> list[Said | PostError]:
    on_the_web = [feed for feed in feeds if not feed.file]
    said: Iterable[Said | PostError] = ()
    if offline:
        said = [recall(memory, feed) or _unknown(feed) for feed in on_the_web]
    elif on_the_web:
        said = ask_all(on_the_web, memory)
    from_web = iter(said)
    return [_read_file(feed, feed.file) if feed.file else next(from_web) for feed in feeds]


def _unknown(feed: Feed) -> PostError:
    return feed.broken("is not known yet, and nobody was asked", "run the command once without --offline")


def _read_file(feed: Feed, path: Path) -> Said | PostError:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        mend = "put the feed there, or name the right file under `posts.feeds`"
        return feed.broken(f"can't be read: {error.strerror or error}", mend)
    if len(content) > LARGEST_BYTES:
        return feed.broken(f"is larger than {LARGEST_BYTES // 1_000_000} MB, too large for a feed", "make it shorter")
    return Said(url="", content=content)


def _read(feed: Feed, answer: Said | PostError, reading: Reading) -> Found:
    """Return the posts of one feed; the first of two that are the same."""
    if isinstance(answer, PostError):
        return Found(problems=answer.problems)
    # Some feeds open like a web page, and are one inside.
    if _WEB_PAGE.match(answer.content[:_ENOUGH_OF_A_PAGE]) and not _FEED_ROOT.search(answer.content):
        return Found(problems=(_web_page(feed, answer),))
    try:
        text = parse_feed(answer)
    except NoFeedError as error:
        return Found(problems=(_no_feed(feed, error),))
    home = home_of(text, url=answer.url, site_url=reading.site_url)
    posts: list[Post] = []
    left_out: list[LeftOut] = []
    texts: dict[str, Callable[[], Body]] = {}
    for made, said in posts_of(text, feed, home=home, site_url=reading.site_url):
        if isinstance(made, LeftOut):
            left_out.append(made)
        else:
            posts.append(made)
            texts.setdefault(made.id, partial(feed_body, said, made, home))
    moved = answer.moved_to
    mend = f"write {shown_url(moved or '')} in its place"
    notices = (feed.problem("has moved for good", mend),) if moved else ()
    return Found(posts=tuple(posts), left_out=tuple(left_out), texts=texts, notices=notices)


def parse_feed(said: Said) -> FeedText:
    """Return what a feed says, whichever kind it is; raises NoFeedError."""
    content = said.content
    if content[:2] == b"\x1f\x8b":  # packed, and sent or kept as if it weren't
        content = _unpacked(content)
    if not content.strip():
        raise NoFeedError("it is empty")
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return parse_json_feed(content)
    return parse_xml_feed(content, url=said.url, content_type=said.content_type)


def _unpacked(content: bytes) -> bytes:
    unpacker = zlib.decompressobj(47)
    try:
        unpacked = unpacker.decompress(content, LARGEST_BYTES)
    except zlib.error as error:
        raise NoFeedError("it is packed in a way that can't be unpacked") from error
    if unpacker.unconsumed_tail:
        raise NoFeedError(f"it is larger than {LARGEST_BYTES // 1_000_000} MB")
    return unpacked


def _no_feed(feed: Feed, error: NoFeedError) -> Problem:
    fault = f"is no feed that can be read: {error}"
    return feed.problem(fault, "open it in a browser; a feed is RSS, Atom or JSON Feed", error.line)


def _web_page(feed: Feed, said: Said) -> Problem:
    """Return the problem that the feed is a web page, with the feed that the page names, if it does, as its mend."""
    page = parse_html(said.content[:_ENOUGH_OF_A_PAGE].decode(errors="replace"))
    link = page.css_first(_FEED_LINK)
    url = absolute_url((link.attributes.get("href") or "") if link else "", said.url, schemes=WEB)
    mend = f"its feed is {shown_url(url)}" if url else "look there for a link to RSS, Atom or a feed, and write that"
    return feed.problem("is a web page, not a feed", mend)
