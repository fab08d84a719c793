"""Markdown to HTML, with the quotes and dashes that a typesetter would put. Not yet safe: see sanitise.py."""

import re
from collections.abc import Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.footnote import footnote_plugin

from digest.collect.permalink import slugify

# Opening and closing, double then single. French ones carry their no-break spaces.
_QUOTES: dict[str, tuple[str, str, str, str]] = {
    "en": ("“", "”", "‘", "’"),
    **dict.fromkeys(("de", "cs", "sk", "sl", "lt", "is"), ("„", "“", "‚", "‘")),
    **dict.fromkeys(("es", "it", "pt", "ca", "gl", "eu", "el"), ("«", "»", "“", "”")),
    **dict.fromkeys(("ru", "uk", "be", "bg"), ("«", "»", "„", "“")),
    **dict.fromkeys(("pl", "ro", "hr", "hu"), ("„", "”", "‚", "’")),
    **dict.fromkeys(("sv", "fi"), ("”", "”", "’", "’")),
    **dict.fromkeys(("nb", "nn", "no"), ("«", "»", "‘", "’")),
    "fr": ("«\u00a0", "\u00a0»", "“", "”"),
    "da": ("»", "«", "›", "‹"),
    "pt-br": ("“", "”", "‘", "’"),
    "de-ch": ("«", "»", "‹", "›"),
}

_DASHES = (
    (re.compile(r"(?<!-)---(?!-)"), "—"),
    (re.compile(r"(?<![-\s])--(?=[^-\s]|$)|(?<!\S)--(?!\S)"), "–"),  # `--help` stays as it is
    (re.compile(r"(?<!\.)\.{3}(?!\.)"), "…"),
)


def typeset(markdown: str, *, language: str, prefix: str) -> str:
    """Return *markdown* as HTML; *prefix* keeps its footnotes' ids apart from those of other posts.

    CommonMark with tables, strikethrough, footnotes, ids on headings and bare URLs as links; quotes curl as *language*
    does it.
    """
    quotes = _QUOTES.get(language.lower()) or _QUOTES.get(re.split("[-_]", language.lower())[0], _QUOTES["en"])
    return str(_engine(quotes).render(markdown, {"docId": prefix}))


@lru_cache(maxsize=32)
def _engine(quotes: tuple[str, str, str, str]) -> MarkdownIt:
    engine = MarkdownIt("commonmark", {"html": True, "linkify": True, "typographer": True, "quotes": list(quotes)})
    engine.enable(["table", "strikethrough", "linkify", "smartquotes"])
    if engine.linkify is not None:
        # `README.md` is a file, and "//" a comment, in most posts that say so.
        engine.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
        engine.linkify.add("//", None)
    engine.validateLink = _any_link  # type: ignore[method-assign,assignment]  # the library's own way to set it
    engine.use(footnote_plugin)
    engine.use(anchors_plugin, max_level=6, slug_func=slugify)
    engine.core.ruler.before("smartquotes", "dashes", _set_dashes)
    engine.add_render_rule("footnote_anchor", _no_way_back)
    return engine


def _any_link(_url: str) -> bool:
    """Return True: sanitise.py takes out what must not be followed, and then no brackets are left of it."""
    return True


def _set_dashes(state: StateCore) -> None:
    for block in state.tokens:
        in_bare_url = False
        for token in block.children or ():
            if token.type in ("link_open", "link_close"):
                in_bare_url = token.type == "link_open" and token.info == "auto"
            elif token.type == "text" and not in_bare_url:
                for pattern, typeset_as in _DASHES:
                    token.content = pattern.sub(typeset_as, token.content)


def _no_way_back(
    _renderer: RendererProtocol, _tokens: Sequence[Token], _index: int, _options: object, _environment: object
) -> str:
    """Return nothing for a footnote's arrow: in a mail it would lead out to the site, not back to the text."""
    return ""
