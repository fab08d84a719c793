"""What each HTML element is to running text: a block, a gap in a line, or no part of it."""

import re

from selectolax.lexbor import LexborNode

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt", "footer", "header",
    "li", "main", "ol", "p", "section", "summary", "ul",
))  # fmt: skip
VOIDS = frozenset(("br", "wbr"))
# Pictures, tables and embeds: an excerpt without them doesn't show everything.
MEDIA = frozenset((
    "img", "picture", "svg", "audio", "video", "iframe", "object", "embed", "table",
))  # fmt: skip
# What a browser doesn't show as text.
SILENT = frozenset((
    "script", "style", "template", "noscript", "noembed", "noframes", "iframe", "textarea",
))  # fmt: skip
_LEFT_OUT = frozenset((
    "h1", "h2", "h3", "h4", "h5", "h6", "hgroup", "nav", "hr", "pre", "listing", "xmp", "plaintext", "table",
    "caption", "colgroup", "col", "tbody", "thead", "tfoot", "tr", "td", "th", "img", "picture", "figure",
    "figcaption", "map", "area", "svg", "math", "canvas", "audio", "video", "source", "track", "iframe", "frame",
    "frameset", "object", "embed", "applet", "param", "marquee", "noscript", "noembed", "noframes", "script", "style",
    "template", "form", "fieldset", "legend", "label", "input", "button", "select", "option", "optgroup", "datalist",
    "textarea", "output", "progress", "meter", "dialog", "rt", "rp",
))  # fmt: skip
_LEFT_OUT_IN_LINE = frozenset((
    "img", "picture", "svg", "math", "map", "area", "audio", "video", "canvas", "button", "input", "select", "label",
    "output", "rt", "rp",
))  # fmt: skip
_LEFT_OUT_BLOCKS = _LEFT_OUT - _LEFT_OUT_IN_LINE
_NOTE_ROLES = frozenset(("doc-noteref", "doc-endnotes", "doc-endnote", "doc-footnote", "doc-backlink"))
_NOTE_ANCHOR = re.compile(r"(?:^|[-_:.])(?:fn|footnote|endnote)", re.IGNORECASE)
_NOTE_ID = re.compile(r"(?:^|[-_:.])(?:fn|footnote|endnote)[-_:.]?\d+$", re.IGNORECASE)
_LONGEST_NOTE_MARK = 5  # "[12]", "↩︎"
_EMBED_MARK = "▶ "  # how collect/tidy.py begins the link that it puts in the place of a film


def gap(tag: str) -> str:
    """Return what parts the text before an element's start or end from the text after: an empty line between blocks."""
    if tag == "br":
        return "\n"
    return "\n\n" if tag in BLOCKS or tag in _LEFT_OUT_BLOCKS else ""


def is_left_out(node: LexborNode) -> bool:
    """Return whether running text goes on without *node*: headings, pictures, tables, code blocks, rules, notes."""
    return node.tag in _LEFT_OUT or is_note(node) or (node.tag == "a" and node.text().startswith(_EMBED_MARK))


def is_note(node: LexborNode) -> bool:
    """Return whether *node* is a footnote, its mark, or the way back; class, role, or else the id tells."""
    attributes = node.attributes
    marks = (attributes.get("class") or "").split()
    if any(mark.startswith("footnote") for mark in marks) or attributes.get("role") in _NOTE_ROLES:
        return True
    if node.tag == "a":
        _, _, anchor = (attributes.get("href") or "").partition("#")
        return bool(_NOTE_ANCHOR.search(anchor)) and len(node.text().strip()) <= _LONGEST_NOTE_MARK
    if node.tag == "sup":
        child = node.first_child
        return child is not None and child.tag == "a" and child == node.last_child and is_note(child)
    return node.tag == "li" and bool(_NOTE_ID.search(attributes.get("id") or ""))
