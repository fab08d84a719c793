"""The heading that opens a body: the post's title, where its front matter has none."""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt

from digest.collect.keys import plain_text

_HASHES = re.compile(r"(?:[ \t]*\n)* {0,3}#[ \t]+(?P<title>[^\n]*?)(?:[ \t]+#+)?[ \t]*(?:\n|\Z)")
_UNDERLINED = re.compile(r"(?:[ \t]*\n)* {0,3}(?P<title>[^\s#>*+`=-][^\n]*)\n {0,3}=+[ \t]*(?:\n|\Z)")
_ELEMENT = re.compile(r"\s*<h1(?:\s[^<>]*)?>(?P<title>[^\n]{0,500}?)</h1\s*>[ \t]*\n?", re.IGNORECASE)
_OWN_ID = re.compile(r"[ \t]*\{[:#.][^{}]*\}$")
_TITLE_MARKDOWN = MarkdownIt("commonmark")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first level with nothing above it."""

    title: str  # plain text
    end: int  # where the rest of the body begins


def opening_heading(body: str, *, is_html: bool) -> Heading | None:
    """Return the heading that *body* opens with, if it does."""
    shapes = (_ELEMENT,) if is_html else (_HASHES, _UNDERLINED, _ELEMENT)
    match = next((match for shape in shapes if (match := shape.match(body))), None)
    if match is None:
        return None
    written = _OWN_ID.sub("", match["title"])
    title = plain_text(written if match.re is _ELEMENT else _without_markdown(written))
    return Heading(title, match.end()) if title else None


def _without_markdown(text: str) -> str:
    tokens = _TITLE_MARKDOWN.parseInline(text)[0].children or []
    return "".join(" " if token.type == "softbreak" else token.content for token in tokens)
