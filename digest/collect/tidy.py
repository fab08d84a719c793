"""Tidy a parsed body: links and pictures absolute, embeds as links, ids apart, nothing nested too deep."""

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest.collect.links import WEB, absolute_url

# Gone with all they hold. Forms can't be filled in a mail; a <noscript> repeats what stands beside it.
_NOT_FOR_MAIL = """
    script style template noscript title meta link base head svg math canvas map area form input select textarea button
    option optgroup datalist meter progress output dialog frame frameset noframes noembed xmp plaintext listing applet
    source track param
"""
_DROPPED = frozenset(_NOT_FOR_MAIL.split())
_EMBEDS = frozenset({"iframe", "video", "audio", "embed", "object"})
_BLOCKS = frozenset({"body", "div", "figure", "blockquote", "li", "td", "dd", "section", "article", "center"})
# What mail programs don't know as a block would run into its neighbours.
_SECTIONS = "section article aside main header footer nav hgroup search details summary address center fieldset legend"
_RENAMED = {**dict.fromkeys(_SECTIONS.split(), "div"), "strike": "s", "tt": "code", "acronym": "abbr"}
_RENAMED_TAG = re.compile(rf"<(/?)({'|'.join(_RENAMED)})(?=[\s>])")

_CLASS = re.compile(r"footnote[\w-]*|language-[\w+#-]+")
_TEXT_ALIGN = re.compile(r"(?:^|;)\s*text-align\s*:\s*(left|right|center|justify)\s*(?:;|$)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_PIXELS = re.compile(r"\s*(\d{1,4})\s*(?:px)?\s*", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,6}", re.ASCII)


def parse_html(html: str) -> LexborNode:
    """Return the body of the page that *html* makes."""
    # The open body keeps a stray <frameset> from taking the page over.
    body = LexborHTMLParser(f"<!doctype html><body>{html}").body
    if body is None:
        raise AssertionError("a page has a body")
    return body


def tidy(html: str, *, base: str, prefix: str, deepest: int) -> str:
    """Return *html* rewritten for a mail: see the module. What must not be mailed for safety's sake, nh3 takes out."""
    body = parse_html(html)
    waiting = [(body, 0)]
    while waiting:
        parent, depth = waiting.pop()
        child = parent.first_child
        while child is not None:
            following = child.next
            if child.is_element_node:
                if (child.tag or "") in _DROPPED:
                    child.decompose()
                elif child.tag in _EMBEDS:
                    _link_instead(child, parent, base)
                elif depth >= deepest or not _tidy_element(child, base, prefix):
                    following = _unwrap(child) or following
                else:
                    waiting.append((child, depth + 1))
            child = following
    return _RENAMED_TAG.sub(lambda tag: f"<{tag[1]}{_RENAMED[tag[2]]}", body.inner_html or "")


def _link_instead(embed: LexborNode, parent: LexborNode, base: str) -> None:
    """Put a link in the place of a film, a sound or a page within the page."""
    attributes = embed.attributes
    address = attributes.get("src") or attributes.get("data")
    if not address and (source := embed.css_first("source[src]")) is not None:
        address = source.attributes.get("src")
    url = absolute_url(address or "", base, schemes=WEB)
    if url is None:
        embed.decompose()
        return
    link = embed.parser.create_node("a")
    link.attrs["href"] = url
    link.insert_child(f"▶ {attributes.get('title') or urlsplit(url).hostname}")
    if parent.tag in _BLOCKS:
        paragraph = embed.parser.create_node("p")
        paragraph.insert_child(link)
        link = paragraph
    embed.replace_with(link)


def _tidy_element(node: LexborNode, base: str, prefix: str) -> bool:
    """Return whether *node* stays; where not, its children do."""
    attributes = node.attributes
    match node.tag:
        case "img":
            src = attributes.get("src") or ""
            if not src or src.startswith("data:"):
                src = attributes.get("data-src") or ""  # where pictures are loaded late
            url = absolute_url(src, base, schemes=WEB)
            if url is None:
                return False
            node.attrs["src"] = url
        case "a":
            url = absolute_url(attributes.get("href") or "", base)
            if url is None:
                return False
            node.attrs["href"] = url
        case "p" if node.first_child is None or (
            node.last_child == node.first_child and node.first_child.is_empty_text_node
        ):
            return False  # what was in it is gone; its margins would stay
        case "pre":
            _strip_first_line_ends(node)
    for name, value in attributes.items():
        _tidy_attribute(node, name, value or "", prefix)
    return True


def _strip_first_line_ends(pre: LexborNode) -> None:
    """Take away what a parser would: the line end right after `<pre>`, and the next one when it is parsed again."""
    first = pre.first_child
    if first is not None and first.is_text_node and (first.text_content or "").startswith("\n"):
        text = (first.text_content or "").lstrip("\n")
        if text:
            first.replace_with(text)
        else:
            first.decompose()


def _tidy_attribute(node: LexborNode, name: str, value: str, prefix: str) -> None:
    tidied: str | None = value
    match name:
        case "id":
            own = "".join(value.split())
            tidied = own if prefix in own else f"{prefix}-{own}" if own else None
        case "class":
            tidied = " ".join(word for word in value.split() if _CLASS.fullmatch(word)) or None
        case "style":
            align = _TEXT_ALIGN.search(value)
            tidied = f"text-align:{align[1].lower()}" if align else None
        case "dir":
            tidied = value.lower() if value.lower() in ("ltr", "rtl", "auto") else None
        case "lang":
            tidied = value if _LANGUAGE.fullmatch(value) else None
        case "width" | "height":
            pixels = _PIXELS.fullmatch(value)
            tidied = pixels[1] if pixels else None
        case "colspan" | "rowspan" | "span" | "start" | "value":
            tidied = value if _NUMBER.fullmatch(value) else None
    if tidied is None:
        del node.attrs[name]
    elif tidied != value:
        node.attrs[name] = tidied


def _unwrap(node: LexborNode) -> LexborNode | None:
    """Leave *node*'s children in its place; return the first of them."""
    first = node.first_child
    if first is None:
        node.decompose()
    else:
        node.unwrap()
    return first
