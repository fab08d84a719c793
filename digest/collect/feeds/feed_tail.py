"""Drop what a feed puts under each post: "[…] Continue reading", "The post X appeared first on Y"."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from selectolax.lexbor import LexborNode

from digest.collect.links import absolute_url
from digest.collect.page import page_of
from digest.collect.tidy import parse_html

# How a link says "go on reading"; what follows the words may be the post's title.
_READ_ON = re.compile(
    r"(?:"
    r"(?:click here to |please )?(?:continue|keep) reading"
    r"|(?:click here to )?read (?:the )?(?:more|rest|full|whole|entire|on|original|complete)"
    r"|view (?:the )?(?:full|original|entire|whole)"
    r"|weiter ?lesen|mehr (?:lesen|erfahren)|(?:den )?(?:ganzen|vollständigen) (?:artikel|beitrag)"
    r"|lire (?:la suite|plus|l.article)|continuer (?:à lire|la lecture)|en savoir plus"
    r"|leer más|(?:seguir|sigue|continuar|continúa) (?:leyendo|la lectura)"
    r"|(?:continue|continuar) (?:lendo|a ler)|(?:leia|ler|saiba) mais"
    r"|continua a leggere|leggi (?:tutto|di più|ancora)|lees (?:meer|verder)|verder lezen"
    r"|czytaj (?:dalej|więcej)|číst (?:dál|dále|více)|läs (?:mer|hela)|les (?:mer|videre)|læs (?:mere|videre)|lue lisää"
    r"|devamını oku|читать (?:далее|дальше|полностью)|читати далі"
    r")\b.*"
    r"|(?:続きを読む|もっと読む|阅读(?:全文|更多)|继续阅读|閱讀(?:全文|更多)|繼續閱讀|계속 읽기|더 ?보기).*"
    r"|(?:اقرأ المزيد|ادامه مطلب|קרא עוד).*"
    r"|more|read|full (?:story|text|article|post)",
    re.IGNORECASE | re.DOTALL,
)
_APPEARED_FIRST = re.compile(
    r"(?:the )?post .{0,300}? (?:first appeared|appeared first) (?:on|at) .{1,200}", re.IGNORECASE | re.DOTALL
)
_DOTS = r"(?:…|\.{3,}|(?:\. ){2}\.)"
_IN_BRACKETS = rf"\[\s*{_DOTS}\s*\]?|\(\s*{_DOTS}\s*\)"
_CUT = re.compile(rf"\s*(?:{_IN_BRACKETS}|{_DOTS})$")
_CUT_IN_BRACKETS = re.compile(rf"\s*(?:{_IN_BRACKETS})$")
_PLAIN_TAIL = re.compile(rf"(?P<cut>{_DOTS}|\]|^)\s*(?P<tail>[^….\]]{{2,60}}?)\s*(?:{_DOTS}|[\]→»>.]|\s)*$")
_SENTENCE_ENDS = (".", "!", "?", "。", "！", "？")
_EDGES = " \t\r\n\u00a0[]()…→➔⇒»›>.:|-–—&↩★∞#"
_TEXT_BLOCKS = frozenset(
    {"p", "div", "blockquote", "li", "body", "section", "article", "footer", "em", "small", "span"}
)
_LONGEST_TAIL = 400
_LONGEST_PLAIN_TAIL = 200
_MOST_TAILS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a feed told about a text besides."""

    url: str  # the post's
    home: str  # the page that the feed is of
    base: str  # what links in the text are relative to
    is_beginning: bool  # the feed says that there may be more of it


def drop_tail(html: str, told: Told) -> tuple[str, bool]:
    """Return *html* without its feed's tail, and whether it goes on at the post's URL.

    Where a text breaks off, it ends with "…". FeedBurner's buttons go too, and the pictures of one pixel by which a
    feed's host counts readers.
    """
    body = parse_html(html)
    has_changed, goes_on = _drop_foreign_parts(body), False
    for _ in range(_MOST_TAILS):
        last = _last(body)
        dropped = _drop_one(last, told) if last is not None else _Tail.NONE
        if dropped is _Tail.NONE:
            break
        has_changed, goes_on = True, goes_on or dropped is _Tail.LEADS_ON
    if _mark_cut(body, breaks_off=goes_on or told.is_beginning):
        has_changed = goes_on = True
    return ((body.inner_html or "") if has_changed else html), goes_on


class _Tail(Enum):
    """What was found under a text."""

    NONE = auto()
    LEADS_ON = auto()  # to the rest of the text
    OTHER = auto()


def _drop_foreign_parts(body: LexborNode) -> bool:
    """Return whether there was anything that the author never wrote; it is gone then."""
    sides = ("width", "height")
    pictures = [image for image in body.css("img") if any(_is_nothing(image.attributes.get(side)) for side in sides)]
    parts = [*body.css("div.feedflare"), *pictures]
    for part in reversed(parts):  # pictures may be inside the others
        part.decompose()
    return bool(parts)


def _is_nothing(length: str | None) -> bool:
    return (length or "").strip() in ("0", "1", "0px", "1px")


def _last(body: LexborNode) -> LexborNode | None:
    """Return the last node that shows something, taking out the empty ones behind it."""
    node = body.last_child
    while node is not None:
        if node.is_comment_node or _shows_nothing(node):
            previous = node.prev  # there is one, but in an empty body: what shows nothing is never looked into
            node.decompose()
            node = previous
        elif node.is_element_node and node.last_child is not None and node.tag not in ("a", "pre", "table"):
            node = node.last_child
        else:
            return node
    return None


def _shows_nothing(node: LexborNode) -> bool:
    if node.is_text_node:
        return not (node.text_content or "").strip()
    shows_itself = ("img", "hr", "iframe", "video", "audio", "object", "embed", "input", "table", "pre")
    if node.tag in shows_itself or node.css_first(", ".join(shows_itself)) is not None:
        return False
    return not node.text(deep=True).strip()


def _drop_one(last: LexborNode, told: Told) -> _Tail:
    """Return which tail stood at *last*, the end of the text, and take it away."""
    block = _block_of(last)
    text = block.text(deep=True).strip() if block.tag != "body" else ""
    if 0 < len(text) <= _LONGEST_TAIL and _is_signature(block, text, told):
        block.decompose()
        return _Tail.OTHER
    if (link := _link_of(last) or _link_before(last)) is not None:
        kind = _kind_of(link, told)
        if kind is not _Tail.NONE:
            _take_out(link)
        return kind
    written = (last.text_content or "").rstrip() if last.is_text_node else ""
    match = _PLAIN_TAIL.search(written, max(len(written) - _LONGEST_PLAIN_TAIL, 0))
    if match and (match["cut"] or last.prev is None) and _READ_ON.fullmatch(match["tail"].strip(_EDGES)):
        _write(last, written[: match.end("cut")])
        return _Tail.LEADS_ON
    return _Tail.NONE


def _take_out(link: LexborNode) -> None:
    """Take out *link* with what follows it, and the bracket that opens before it."""
    while link.next is not None:
        link.next.decompose()
    before = link.prev
    link.decompose()
    if before is not None and before.is_text_node and (text := before.text_content or "").rstrip().endswith(("[", "(")):
        _write(before, text.rstrip()[:-1])


def _block_of(node: LexborNode) -> LexborNode:
    while node.parent is not None and node.tag not in ("p", "div", "li", "footer", "section", "blockquote", "body"):
        node = node.parent
    return node


def _is_signature(block: LexborNode, text: str, told: Told) -> bool:
    """Return whether *block* only says where the post first stood: in English, or with links to it and to its site."""
    if _APPEARED_FIRST.fullmatch(text):
        return True
    led_to = {page_of(url) for link in block.css("a") if (url := _href(link, told))}
    return len(led_to) == 2 and led_to == {page_of(told.url), page_of(told.home)} and block.prev is not None


def _link_of(node: LexborNode) -> LexborNode | None:
    above: LexborNode | None = node
    while above is not None and above.tag not in ("a", "body"):
        above = above.parent
    return above if above is not None and above.tag == "a" else None


def _link_before(last: LexborNode) -> LexborNode | None:
    """Return the link right before *last* where that is only punctuation: the bracket of "[more]"."""
    before = last.prev
    is_mark = last.is_text_node and not (last.text_content or "").strip(_EDGES)
    return before if is_mark and before is not None and before.tag == "a" else None


def _kind_of(link: LexborNode, told: Told) -> _Tail:
    text = link.text(deep=True).strip(_EDGES)
    url = _href(link, told)
    is_self = url is not None and page_of(url) == page_of(told.url)
    if (link.attributes.get("href") or "").startswith("#") or "#fn" in (url or ""):
        return _Tail.NONE  # a footnote's way back
    if _READ_ON.fullmatch(text) and (is_self or len(text) <= _LONGEST_PLAIN_TAIL):
        return _Tail.LEADS_ON
    if not is_self or len(text) > _LONGEST_TAIL:
        return _Tail.NONE
    before = link.prev
    while before is not None and (before.tag == "br" or (before.is_text_node and _shows_nothing(before))):
        before = before.prev
    if before is not None and before.is_text_node and _CUT.search((before.text_content or "").rstrip(" \n[(")[-50:]):
        return _Tail.LEADS_ON
    is_alone = before is None and link.parent is not None and link.parent.prev is not None
    if not text or (is_alone and link.parent is not None and link.parent.tag in _TEXT_BLOCKS):
        return _Tail.LEADS_ON if text and told.is_beginning else _Tail.OTHER
    return _Tail.NONE


def _href(link: LexborNode, told: Told) -> str | None:
    return absolute_url(link.attributes.get("href") or "", told.base)


def _mark_cut(body: LexborNode, *, breaks_off: bool) -> bool:
    """Return whether the text breaks off; end it with "…" then, however its feed wrote that."""
    last = _last(body)
    if last is None or not last.is_text_node:
        return False
    written = (last.text_content or "").rstrip()
    # An author may well end a whole text with three dots; nobody ends one with "[…]".
    match = (_CUT if breaks_off else _CUT_IN_BRACKETS).search(written, max(len(written) - _LONGEST_PLAIN_TAIL, 0))
    if match is None:
        return False
    kept = written[: match.start()]
    _write(last, kept if kept.endswith(_SENTENCE_ENDS) else f"{kept}…")
    return True


def _write(node: LexborNode, text: str) -> None:
    if text.strip():
        node.replace_with(text)
    else:
        node.decompose()
