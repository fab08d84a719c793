"""Find the tables of contents in a body: a mail needs none, and their links would lead out of it."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from digest.issue.walk import walk

# What generators of sites fill in: Python-Markdown, GitLab, kramdown, markdown-it, Hugo.
_MARK = re.compile(
    r"@?\[{1,2}_*toc_*\]{1,2}|[\w ]*\{:[^{}]*\btoc\b[^{}]*\}|\{\{[<%]?\s*toc\s*[>%]?\}\}|\$?\{toc\}",
    re.IGNORECASE,
)
_LONGEST_MARK = 60  # characters
_LISTS = frozenset(("ul", "ol"))
_HOLDERS = _LISTS | {"p", "div", "nav"}


@dataclass(slots=True)
class _Holder:
    """An open element that may turn out to be a table of contents."""

    links: int = 0  # into the page itself
    is_more: bool = False  # there is text beside them
    text: str = ""  # of the latter, as much as a mark may have

    def take(self, inner: "_Holder") -> None:
        """Add what an element inside of this one holds."""
        self.links += inner.links
        self.is_more |= inner.is_more
        self.add(inner.text)

    def add(self, text: str) -> None:
        """Add *text* that is no link into the page."""
        self.is_more |= bool(text) and not text.isspace()
        self.text = " ".join((self.text, *text[: _LONGEST_MARK + 1].split())).strip()[: _LONGEST_MARK + 1]


def find_contents(root: LexborNode | None, url: str) -> frozenset[int]:
    """Return the ids of the nodes below *root* that are a table of contents, or the mark that asks for one.

    Such a list has nothing in it but links to places in the same page, which stands at *url*.
    """
    found: set[int] = set()
    holders = [_Holder()]
    link: LexborNode | None = None
    for node, is_opening in walk(root):
        if node.tag == "a" and _leads_inside(node.attributes.get("href") or "", url):
            link = node if is_opening else None
            holders[-1].links += is_opening
        elif node.is_text_node and is_opening and link is None:
            holders[-1].add(node.text_content or "")
        elif node.tag in _HOLDERS and is_opening:
            holders.append(_Holder())
        elif node.tag in _HOLDERS:
            holder = holders.pop()
            if _is_contents(node, holder):
                found.add(node.mem_id)
            holders[-1].take(holder)
    return frozenset(found)


def _is_contents(node: LexborNode, holder: _Holder) -> bool:
    if node.tag in _LISTS and holder.links and not holder.is_more:
        return True
    return not holder.links and len(holder.text) <= _LONGEST_MARK and _MARK.fullmatch(holder.text) is not None


def _leads_inside(href: str, url: str) -> bool:
    page, sign, _ = href.partition("#")
    return bool(sign) and (not page or _place(page) == _place(url))


def _place(url: str) -> str:
    return url.partition("://")[2].rstrip("/")
