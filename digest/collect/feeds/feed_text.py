"""What a feed says, whatever it is written in: its own name, and its posts one by one."""

import html
import re
from dataclasses import dataclass
from datetime import datetime

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class NoFeedError(ValueError):
    """The text is no feed that can be read."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPost:
    """One post as its feed says it: nothing is checked yet, and *html* is not safe."""

    guid: str = ""
    link: str = ""  # may be relative
    target: str = ""  # what a link post of a JSON Feed points to
    title: str = ""  # plain text
    html: str = ""
    is_beginning: bool = False  # the feed has only a summary, and the whole text may be elsewhere
    base: str = ""  # what links in *html* are relative to, where the feed says so
    published_at: datetime | None = None  # aware, UTC
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedText:
    """A whole feed."""

    title: str = ""
    home: str = ""  # the page of which it is the feed; may be relative
    language: str = ""
    posts: tuple[FeedPost, ...] = ()


def one_line(text: str) -> str:
    """Return *text* on one line, without characters that can't be printed."""
    return " ".join(_CONTROL.sub("", text).split())


def as_html(text: str) -> str:
    """Return *text*, which is no HTML, as HTML: an empty line parts paragraphs."""
    paragraphs = (html.escape(part.strip(), quote=False) for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")))
    return "".join(f"<p>{part.replace(chr(10), '<br>')}</p>\n" for part in paragraphs if part)
