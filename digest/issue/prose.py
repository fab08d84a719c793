"""A post's body as running text: what of it an automatic excerpt may show."""

from dataclasses import dataclass
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest.issue.contents import find_contents
from digest.issue.elements import BLOCKS, MEDIA, SILENT, VOIDS, gap, is_left_out, is_note
from digest.issue.walk import walk

_NO_PROSE = frozenset(("pre", "figcaption"))
_LINE_SPACES = str.maketrans("\t\n\f\r", "    ")


@dataclass(frozen=True, slots=True)
class Opening:
    """A start tag as it stood in the body."""

    tag: str
    html: str


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of the innermost open element."""

    tag: str


@dataclass(frozen=True, slots=True)
class Void:
    """An element without content: a line break."""

    html: str


@dataclass(frozen=True, slots=True)
class Words:
    """A text node that stands at *start* in the running text."""

    text: str
    start: int


Step = Opening | Closing | Void | Words


@dataclass(frozen=True, slots=True)
class Link:
    """A link, opened by step number *step*."""

    step: int
    start: int  # in the running text
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A body read once: as it is, and as what an automatic excerpt may show of it."""

    html: str  # the whole, well-formed
    whole_text: str  # all its text, an empty line between blocks
    text: str  # the running text that may be shown, an empty line between blocks
    steps: tuple[Step, ...]
    links: tuple[Link, ...]  # of the running text, in order
    media: frozenset[str]  # pictures, tables and embeds, to tell whether something isn't shown
    has_words: bool  # besides code and captions

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to see in it."""
        return not self.media and not self.whole_text.strip()

    def holds(self, other: "Prose") -> bool:
        """Return whether everything that *other* shows stands here too; white space doesn't count."""
        return "".join(other.whole_text.split()) in "".join(self.whole_text.split()) and other.media <= self.media


def read_prose(html: str, *, url: str) -> Prose:
    """Return *html*, the body of the post at *url*, as prose.

    Headings, pictures and captions, tables, code blocks, rules, footnotes, embeds and tables of contents don't belong
    to the running text.
    """
    parser = LexborHTMLParser(html, is_fragment=True)
    reading = _Reading(find_contents(parser.root, url))
    for node, is_opening in walk(parser.root):
        reading.take(node, is_opening=is_opening)
    return Prose(
        html=parser.inner_html if parser.root else "",
        whole_text="".join(reading.whole),
        text="".join(reading.running),
        steps=tuple(reading.steps),
        links=tuple(sorted(reading.links, key=lambda link: link.step)),
        media=frozenset(reading.media),
        has_words=reading.has_words,
    )


def drop_notes(html: str, *, url: str) -> str:
    """Return *html* without what only works in the whole page at *url*: footnotes, their marks, tables of contents."""
    parser = LexborHTMLParser(html, is_fragment=True)
    contents = find_contents(parser.root, url)
    dropped: list[LexborNode] = []
    inside = 0
    for node, is_opening in walk(parser.root):
        if not node.is_element_node:
            continue
        if not is_opening:
            inside -= bool(inside)
        elif inside:
            inside += 1
        elif node.mem_id in contents or is_note(node):
            inside = 1
            dropped.append(node)
    for node in dropped:
        node.decompose()
    return parser.inner_html if parser.root else ""


class _Reading:
    """The state of one walk through a body."""

    def __init__(self, contents: frozenset[int]) -> None:
        self.whole: list[str] = []
        self.running: list[str] = []
        self.steps: list[Step] = []
        self.links: list[Link] = []
        self.media: set[str] = set()
        self.has_words = False
        self._contents = contents  # ids of the nodes that are one
        self._begun: list[tuple[int, int]] = []  # of each open link, its step and its start
        self._no_prose = 0
        self._length = 0  # of the running text
        self._left_out = 0  # how many of the open elements don't belong to it
        self._silent = 0

    def take(self, node: LexborNode, *, is_opening: bool) -> None:
        tag = node.tag or ""
        if node.is_text_node and is_opening:
            self._take_text((node.text_content or "").translate(_LINE_SPACES))
        elif node.is_element_node:
            self._silent += (tag in SILENT) * (1 if is_opening else -1)
            self._no_prose += (tag in _NO_PROSE) * (1 if is_opening else -1)
            if is_opening and tag in MEDIA:
                self.media.add(f"{tag} {node.attributes.get('src')}")
            self.whole.append(gap(tag))
            if self._left_out or (is_opening and self._is_left_out(node)):
                self._left_out += 1 if is_opening else -1
                if not self._left_out and gap(tag) and self._is_in_line():
                    self._add("\n", gap(tag))  # the text before it doesn't run into the text after
            else:
                self._take_element(node, tag, is_opening=is_opening)

    def _is_left_out(self, node: LexborNode) -> bool:
        return node.mem_id in self._contents or is_left_out(node)

    def _take_text(self, text: str) -> None:
        if not self._silent:
            self.whole.append(text)
            self.has_words |= not self._no_prose and bool(text) and not text.isspace()
        if not self._left_out:
            self._add(text, text)

    def _take_element(self, node: LexborNode, tag: str, *, is_opening: bool) -> None:
        self._run_on(gap(tag) if is_opening or tag != "br" else "")
        if tag == "a" and is_opening:
            self._begun.append((len(self.steps), self._length))
        elif tag == "a":
            self.links.append(Link(*self._begun.pop(), self._length))
        if tag in VOIDS:
            self.steps.extend([Void(f"<{tag}>")] * is_opening)
        else:
            self.steps.append(Opening(tag, _start_tag(node, tag)) if is_opening else Closing(tag))

    def _is_in_line(self) -> bool:
        match self.steps[-1:]:
            case [Words(text)]:
                return not text.isspace()
            case [Opening(tag) | Closing(tag)]:
                return tag not in BLOCKS
        return False

    def _add(self, shown: str, running: str) -> None:
        self.steps.append(Words(shown, self._length))
        self._run_on(running)

    def _run_on(self, text: str) -> None:
        self.running.append(text)
        self._length += len(text)


def _start_tag(node: LexborNode, tag: str) -> str:
    attributes = (f' {name}="{_escape(value or "")}"' for name, value in node.attributes.items())
    return f"<{tag}{''.join(attributes)}>"


def _escape(text: str) -> str:
    return escape(text, quote=False).replace('"', "&quot;").replace("\u00a0", "&nbsp;")
