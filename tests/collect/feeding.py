"""Feeds for tests, and what was found in them."""

from pathlib import Path

from digest.collect.feeds.feed import Feed, shown_url
from digest.errors import Place

RSS_OPENS = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'


def feed_at(address: str | Path, *, allow_private: bool = True, source: str | None = None) -> Feed:
    """Return the feed at *address*; one on the web may be on this machine."""
    shown = shown_url(address) if isinstance(address, str) else address.name
    return Feed(
        address=str(address),
        shown_as=shown,
        place=Place("config.yaml"),
        source=source,
        allow_private=allow_private,
    )


def rss(*posts: str, title: str = "The Harbour Gazette", home: str = "https://gazette.example/") -> str:
    """Return an RSS feed with *posts*, the insides of its items."""
    items = "".join(f"<item>{post}</item>" for post in posts)
    return f"{RSS_OPENS}<title>{title}</title><link>{home}</link>{items}</channel></rss>"


def write(path: Path, text: str) -> Path:
    """Return *path*, with *text* in it."""
    path.write_text(text, encoding="utf-8")
    return path
