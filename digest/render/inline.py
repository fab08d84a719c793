"""Inline CSS by premailer, and make sure that not a word of the page is lost on the way."""

import functools
import logging
import os
import re
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit
from xml.dom import DOMException

import idna
from cssselect import SelectorError
from lxml import etree

from digest.errors import Place, Problem, TemplateError

_END = "endofpage7c31d0"
_OPTIONS: dict[str, Any] = {
    "strip_important": False,  # else `@media` rules lose to the inlined ones
    "allow_network": False,
    "disable_validation": True,
    "disable_basic_attributes": ["width", "height"],  # Outlook needs the template's pixels, not "100%"
    "align_floating_images": False,
    "remove_classes": False,  # `@media` rules need them
    "cssutils_logging_level": logging.CRITICAL,
}
# cssutils and cssselect raise these on rules that they can't read; premailer passes them on.
_CSS_FAULTS = (DOMException, SelectorError, AttributeError, TypeError, ValueError, LookupError)
_CONDITIONAL = re.compile(r"^\[if\b|<!\[endif\]$|^<!\[endif\]$")
_BODY_END = re.compile(r"</body", re.IGNORECASE)
_LINK = re.compile(r"<a\s[^>]*?href", re.IGNORECASE)
_CSS_PART = re.compile(r"""/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};]|@|[^"'/{};@]+|.""", re.DOTALL)


def inline_css(html: str, *, path: str) -> str:
    """Return the page *html* with the rules of its `<style>`s in `style` attributes.

    @-rules (`@media` …) can't be inlined: each moves to a `<style>` of its own, word for word, because Gmail drops
    a whole block for one rule that it doesn't know. A `<style data-premailer="ignore">` stays as it is. Comments go,
    Outlook's conditional ones stay. Nothing is fetched. Raises TemplateError, which names *path*, where CSS can't be
    read, or where anything of the page would be lost.
    """
    marked = _with_end(html)
    root = _parse(marked, path)
    _split_styles(root, path)
    _drop_comments(root)
    for element in root.iter("a", "img"):
        _mend_url(element)
    try:
        _premailer().Premailer(**_OPTIONS).transform(root)
    except _CSS_FAULTS as error:
        fault = f"the CSS can't be inlined: {error}"
        raise _fault(path, fault, "mend the rule; docs/templates.md says which CSS there is") from error
    page: str = etree.tostring(root, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    if page.count(_END) != marked.count(_END) or len(_LINK.findall(page)) < len(_LINK.findall(html)):
        raise _fault(
            path, "a part of the page would be lost", "look for tags that are not closed, or nested too deeply"
        )
    return "".join(page.rpartition(_END)[::2])


@functools.cache
def _premailer() -> ModuleType:
    """Return premailer, loaded with its traps closed."""
    # Its three caches share one key space: `<p style="p">` would get a selector for a style. Read at import.
    os.environ.setdefault("PREMAILER_CACHE_MAXSIZE", "0")
    import cssutils.util
    import premailer.premailer

    # `allow_network` does not reach cssutils, which fetches http:// and opens file:// for an `@import`.
    cssutils.util._defaultFetcher = lambda _url: None
    module: ModuleType = premailer.premailer
    return module


def _with_end(html: str) -> str:
    """Return *html* with a mark as the last word of its body."""
    ends = [found.start() for found in _BODY_END.finditer(html)]
    at = ends[-1] if ends else len(html)
    return html[:at] + _END + html[at:]


def _parse(html: str, path: str) -> Any:  # noqa: ANN401 — lxml's stubs know no HTML root
    try:
        # libxml2 cuts the page at what it can't encode, in silence: Python's encoder doesn't.
        page = html.encode("utf-8")
    except UnicodeEncodeError as error:
        fault = f"holds half of a character (U+{ord(html[error.start]):04X}), which no mail can carry"
        raise _fault(path, fault, "write the character anew") from error
    root = etree.fromstring(page, etree.HTMLParser(huge_tree=True, encoding="utf-8"))
    if root is None or root.find("body") is None:
        raise _fault(path, "makes an empty page", "write at least a line into it")
    return root


def _split_styles(root: Any, path: str) -> None:  # noqa: ANN401
    """Move the @-rules of each style into styles that premailer leaves alone."""
    for style in list(root.iter("style")):
        if style.get("data-premailer") == "ignore":
            continue
        plain, at_rules = _split_css(style.text or "")
        for rule in at_rules:
            if not re.match(r"@(media|supports|font-face|keyframes|-webkit-keyframes)\b", rule, re.IGNORECASE):
                name = rule.split(None, 1)[0][:30]
                fault = f"the CSS rule `{name}` has no place in a mail"
                raise _fault(path, fault, "take it out: mail programs load no style sheets")
        style.text = plain
        for rule in reversed(at_rules):
            kept = etree.Element("style", {"data-premailer": "ignore"})
            kept.text, kept.tail = rule, "\n"
            style.addnext(kept)


def _split_css(css: str) -> tuple[str, list[str]]:
    """Return the plain rules of *css*, without comments, and its @-rules one by one."""
    plain: list[str] = []
    at_rules: list[str] = []
    rule: list[str] | None = None
    depth = 0
    for part in _CSS_PART.findall(css):
        if part.startswith("/*"):
            continue
        if part == "@" and rule is None and depth == 0:
            rule = []
        (plain if rule is None else rule).append(part)
        depth += (part == "{") - (part == "}")
        if rule is not None and depth <= 0 and part in {"}", ";"}:
            at_rules.append("".join(rule).strip())
            rule = None
    if rule:
        at_rules.append("".join(rule).strip())
    return "".join(plain), at_rules


def _drop_comments(root: Any) -> None:  # noqa: ANN401
    for comment in list(root.iter(etree.Comment)):
        if _CONDITIONAL.search(comment.text or "") or comment.getparent() is None:
            continue
        before, tail = comment.getprevious(), comment.tail or ""
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            comment.getparent().text = (comment.getparent().text or "") + tail
        comment.getparent().remove(comment)


def _mend_url(element: Any) -> None:  # noqa: ANN401
    """Write an address so that libxml2, which escapes what is not ASCII, leaves the host alone."""
    name = "href" if element.tag == "a" else "src"
    url = (element.get(name) or "").strip()
    if not url:
        return
    if not url.isascii():
        try:
            host = urlsplit(url).hostname or ""
            url = url if host.isascii() else url.replace(host, idna.encode(host, uts46=True).decode("ascii"), 1)
        except (ValueError, idna.IDNAError):
            pass  # a link that can't be followed is a finding of check/, not a reason to keep the issue back
    element.set(name, url)


def _fault(path: str, fault: str, mend: str) -> TemplateError:
    return TemplateError(Problem(Place(path), fault, mend))
