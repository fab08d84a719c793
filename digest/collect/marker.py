"""The author's mark for the end of the excerpt: `<!--more-->` and its kin."""

import re

from selectolax.lexbor import LexborNode

from digest.collect.tidy import parse_html

# WordPress, Hugo, Hexo, Zola, Pelican; Jekyll and Eleventy by custom; Docusaurus; Nikola; Pelican's own.
_WORDS = frozenset(
    {
        *("more", "read more", "readmore"),
        *("excerpt", "excerpt end", "end excerpt", "endexcerpt"),
        *("truncate", "teaser end", "end teaser", "pelican end summary"),
    }
)
_WITH_LABEL = re.compile(r"more[ \t]+\S|\s*teaser_end:", re.IGNORECASE)  # WordPress's `<!--more Read on-->`; Nikola's
_NOT_TEXT = frozenset({"pre", "code", "textarea", "script", "style", "title", "svg", "math", "template"})


def cut_at_marker(html: str) -> str | None:
    """Return what stands before the first marker in *html*; None where there is no marker, or nothing before it."""
    if "<!--" not in html:
        return None
    body = parse_html(html)
    for node in body.traverse(include_text=True):
        if node.is_comment_node and _is_marker((node.html or "")[4:-3]) and _is_among_text(node):
            _cut_from(node)
            return (body.inner_html or "") if body.text().strip() or body.css_first("img, iframe, video") else None
    return None


def _is_marker(comment: str) -> bool:
    return " ".join(re.split(r"[\s_-]+", comment.strip().lower())) in _WORDS or bool(_WITH_LABEL.match(comment))


def _is_among_text(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None and parent.tag != "body":
        if parent.tag in _NOT_TEXT:
            return False
        parent = parent.parent
    return True


def _cut_from(marker: LexborNode) -> None:
    """Take *marker* out of its tree, with all that follows it and what is empty for want of it."""
    node: LexborNode | None = marker
    while node is not None and node.tag != "body":
        while (following := node.next) is not None:
            following.decompose()
        parent = node.parent
        if node.is_comment_node or (node.first_child is None and not node.is_text_node):
            node.decompose()
        node = parent
