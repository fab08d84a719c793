"""Keep hostile or broken HTML from nesting so deep that parsers crawl and mail programs give up."""

import re
from dataclasses import dataclass

DEEPEST = 100

_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/<>]*+)(?:[^"'<>]++|"[^"]*+"|'[^']*+')*+>""")
# Parsers end them where the next begins, or they hold only text: they don't add up.
_SELF_ENDING = """
    p li dt dd tr td th tbody thead tfoot colgroup br hr img input wbr col area base embed link meta source track param
    script style textarea title xmp iframe noembed noframes plaintext html head body
"""
_NOT_COUNTED = frozenset(_SELF_ENDING.split())
# Often left open, and closed by what is round them; but nothing round them, they nest.
_LEFT_OPEN = frozenset({"rt", "rp", "option", "optgroup"})
_MOST_LEFT_OPEN = 500
# Inside SVG and MathML a tag may close itself; any of these ends the drawing (HTML §13.2.6.5).
_NO_PICTURE = "b blockquote br code dd div dl dt em h1 h2 h3 h4 h5 h6 hr i img li ol p pre s span strong table u ul"
_ENDS_DRAWING = frozenset(_NO_PICTURE.split())


def limit_nesting(html: str) -> str:
    """Return *html* without the tags beyond the hundredth that is open at once.

    It only counts, in linear time; the parser that knows better takes a minute for 100,000 open tags.
    """
    return _TAG.sub(_Counter().keep, html) if html.count("<") > DEEPEST else html


@dataclass(slots=True)
class _Counter:
    """How much is open at one place in the text."""

    open: int = 0
    left_open: int = 0
    in_drawing: bool = False

    def keep(self, tag: re.Match[str]) -> str:
        """Return *tag*, or nothing where too much is open."""
        name, is_end = tag[2].lower(), bool(tag[1])
        if name in ("svg", "math"):
            self.in_drawing = not is_end
        elif name in _ENDS_DRAWING:
            self.in_drawing = False
        if name in _NOT_COUNTED or (self.in_drawing and tag[0].endswith("/>")):
            return tag[0]
        if name in _LEFT_OPEN:
            self.left_open += -1 if is_end else 1
            return tag[0] if self.left_open <= _MOST_LEFT_OPEN else ""
        if is_end:
            self.open -= 1
            kept = self.open < DEEPEST
            self.open = max(self.open, 0)
            return tag[0] if kept else ""
        self.open += 1
        return tag[0] if self.open <= DEEPEST else ""
