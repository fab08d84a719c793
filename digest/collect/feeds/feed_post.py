"""What a feed says of a post, to a Post: its name in the ledger, its place on the web, whom it quotes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2s

from digest.collect.body import id_prefix
from digest.collect.feeds.feed import Feed
from digest.collect.feeds.feed_tail import Told, drop_tail
from digest.collect.feeds.feed_text import FeedPost, FeedText, one_line
from digest.collect.links import WEB, absolute_url
from digest.collect.marker import cut_at_marker
from digest.collect.nesting import limit_nesting
from digest.collect.page import host_of, page_of, without_counters
from digest.collect.post import Body, LeftOut, Post, Source
from digest.collect.sanitise import sanitise
from digest.collect.tidy import parse_html

LONG_AGO = datetime(1000, 1, 2, tzinfo=UTC)
"""Stands where a post has no date."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_PROTECTED = re.compile(r"protected:\s", re.IGNORECASE)
_PASSWORD_FORM = "action=postpass"  # noqa: S105 - WordPress's own
_LONGEST_ID = 1000
_LONGEST_MADE_TITLE = 60
_ENOUGH_FOR_A_TITLE = 10_000
_WORDPRESS_MORE = re.compile(r"""<span id=["']more-\d+["']>\s*</span>""")
_TAG_OR_SPACE = re.compile(r"<[^>]*>|&nbsp;|\s+")
_SHOWN_WITHOUT_TEXT = re.compile(r"<(?:img|iframe|video|audio|object|embed)\b", re.IGNORECASE)


def home_of(text: FeedText, *, url: str, site_url: str) -> str:
    """Return the page that a feed is of: what it says, else where it was found, *url*; else, for a file, *site_url*."""
    return absolute_url(text.home, url or site_url, schemes=WEB) or url or site_url


def posts_of(text: FeedText, feed: Feed, *, home: str, site_url: str) -> list[tuple[Post | LeftOut, FeedPost]]:
    """Return what becomes of each post in *text*, beside what the feed says of it; *site_url* is the newsletter's."""
    links = [_link(said, home) for said in text.posts]
    shared = _shared_pages(zip(links, text.posts, strict=True), home)
    place = _Place(feed=feed, text=text, home=home, site_url=site_url, shared=shared)
    return [(_post(said, link, place), said) for link, said in zip(links, text.posts, strict=True)]


def feed_body(said: FeedPost, post: Post, home: str) -> Body:
    """Return the text of *post* as *said*, made safe and without its feed's tail."""
    base = absolute_url(said.base, post.url, schemes=WEB) or post.url
    prefix = id_prefix(post.id)
    html = limit_nesting(_WORDPRESS_MORE.sub("<!--more-->", said.html))
    lead = cut_at_marker(html)
    html, goes_on = drop_tail(html, Told(url=post.url, home=home, base=base, is_beginning=said.is_beginning))
    return Body(
        html=sanitise(html, base=base, prefix=prefix),
        lead_html=(sanitise(lead, base=base, prefix=prefix).strip() or None) if lead else None,
        goes_on=goes_on,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a feed's posts belong."""

    feed: Feed
    text: FeedText
    home: str
    site_url: str
    shared: frozenset[str]  # pages that are no one post's own


def _link(said: FeedPost, home: str) -> str | None:
    url = absolute_url(said.link, home, schemes=WEB)
    return without_counters(url) if url else None


def _shared_pages(posts: Iterable[tuple[str | None, FeedPost]], home: str) -> frozenset[str]:
    """Return the pages that name no post, since several of the feed stand there: a podcast's, or a list of changes.

    Two of them that nothing but a guid tells apart are one post, which its author published anew.
    """
    guids: dict[str, set[str]] = {}
    fragments: dict[str, set[str]] = {}
    for link, said in posts:
        if link:
            guids.setdefault(page_of(link), set()).add(said.guid)
            fragments.setdefault(page_of(link), set()).add(link.partition("#")[2])
    return frozenset(page for page in guids if len(guids[page]) > 2 or len(fragments[page] - {""}) > 1) | {
        page_of(home)
    }


def _post(said: FeedPost, link: str | None, place: _Place) -> Post | LeftOut:
    feed, home = place.feed, place.home
    page = page_of(link or home)
    own_link = None if page in place.shared else link
    own_id = _id(said, own_link, page)
    path = own_link or f"{feed.shown_as}#{own_id}"
    if reason := _why_left_out(said):
        return LeftOut(path, said.title, reason)
    points_to, source = _quotes(said, link or home, place)
    return Post(
        id=own_id,
        path=path,
        title=said.title or _made_title(said.html) or place.text.title or host_of(home),
        published_at=said.published_at or LONG_AGO,
        url=link or home,
        authors=_unique(said.authors),
        tags=_unique((*said.tags, *feed.tags)),
        language=_language(feed.language, said.language, place.text.language),
        link=points_to,
        source=source,
        feed=feed.shown_as,
        other_ids=(own_link,) if own_link and own_link != own_id else (),
        is_dated=said.published_at is not None,
    )


def _id(said: FeedPost, link: str | None, page: str) -> str:
    """Return the name under which the post is mailed once: its guid, else its link, else what its title and date make.

    A guid that is only a number is no name in the whole wide world: the link is, else the number on its *page*.
    """
    guid = one_line(said.guid)
    if len(guid) > _LONGEST_ID:
        return _fingerprint(guid)
    if guid and not guid.isdecimal():
        return guid
    if link:
        return link
    return f"{page}#{guid}" if guid else _fingerprint(page, said.title or said.html, str(said.published_at or ""))


def _fingerprint(*parts: str) -> str:
    return blake2s("\n".join(parts).encode(errors="replace"), digest_size=16).hexdigest()


def _why_left_out(said: FeedPost) -> str | None:
    if _PROTECTED.match(said.title) or _PASSWORD_FORM in said.html:
        return "protected by a password"
    if not said.title and not _TAG_OR_SPACE.sub("", said.html) and not _SHOWN_WITHOUT_TEXT.search(said.html):
        return "empty: it has neither title nor text"
    return None


def _quotes(said: FeedPost, url: str, place: _Place) -> tuple[str | None, Source | None]:
    """Return what the post points to and whom it quotes; neither where it is the newsletter's own."""
    home, named = place.home, place.feed.source
    target = absolute_url(said.target, url, schemes=WEB) if said.target else None
    if named or host_of(home) != host_of(place.site_url):
        return target or url, Source(name=named or place.text.title or host_of(home), url=home)
    points_to = target or url
    if host_of(points_to) == host_of(place.site_url):
        return None, None
    return points_to, Source(name=host_of(points_to))


def _made_title(html: str) -> str:
    """Return the first words of a post that came without a title."""
    words = one_line(parse_html(html[:_ENOUGH_FOR_A_TITLE]).text(deep=True, separator=" "))
    if len(words) <= _LONGEST_MADE_TITLE:
        return words
    return f"{words[: _LONGEST_MADE_TITLE + 1].rpartition(' ')[0] or words[:_LONGEST_MADE_TITLE]}…"


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name.casefold(), name)
    return tuple(name for name in first.values() if name)


def _language(*named: str | None) -> str | None:
    tags = ((name or "").replace("_", "-") for name in named)
    return next((tag for tag in tags if _LANGUAGE.fullmatch(tag)), None)
