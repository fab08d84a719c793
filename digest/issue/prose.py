"""A post's body as running text: what of it an automatic excerpt may show, and how to write a part of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest.issue.elements import BLOCKS, MEDIA, SILENT, VOIDS, gap, is_left_out

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A body read once: as it is, and as what an automatic excerpt may show of it."""

    html: str  # the whole, well-formed
    whole_text: str  # all its text, an empty line between blocks
    text: str  # the running text that may be shown, an empty line between blocks
    steps: tuple[Step, ...]
    media: frozenset[str]  # pictures, tables and embeds, to tell whether something isn't shown

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to see in it."""
        return not self.media and not self.whole_text.strip()

    def holds(self, other: "Prose") -> bool:
        """Return whether everything that *other* shows stands here too; white space doesn't count."""
        return "".join(other.whole_text.split()) in "".join(self.whole_text.split()) and other.media <= self.media


def read_prose(html: str) -> Prose:
    """Return *html* as prose.

    Headings, pictures and captions, tables, code blocks, rules, footnotes and embeds don't belong to the running text.
    """
    parser = LexborHTMLParser(html, is_fragment=True)
    reading = _Reading()
    for node, is_opening in _walk(parser.root):
        reading.take(node, is_opening=is_opening)
    return Prose(
        html=parser.inner_html if parser.root else "",
        whole_text="".join(reading.whole),
        text="".join(reading.running),
        steps=tuple(reading.steps),
        media=frozenset(reading.media),
    )


def write_prose(prose: Prose, *, end: int, mark: str = "") -> str:
    """Return the running text up to *end* as well-formed HTML without empty elements.

    *mark* follows the last word, in its block but outside links and emphasis.
    """
    writing = _Writing()
    for step in prose.steps:
        if isinstance(step, Words):
            if step.start < end:
                writing.write(step.text[: end - step.start])
            if step.start + len(step.text) >= end:
                break
        else:
            writing.take(step)
    return writing.finish(mark)


def _walk(root: LexborNode | None) -> Iterator[tuple[LexborNode, bool]]:
    """Yield every node when it opens (True) and when it closes, without recursion: trees may be deep."""
    above: list[LexborNode] = []
    node = root
    while node is not None:
        yield node, True
        if (child := node.child) is not None:
            above.append(node)
            node = child
            continue
        yield node, False
        while node.next is None:
            if not above:
                return
            node = above.pop()
            yield node, False
        node = node.next


class _Reading:
    """The state of one walk through a body."""

    def __init__(self) -> None:
        self.whole: list[str] = []
        self.running: list[str] = []
        self.steps: list[Step] = []
        self.media: set[str] = set()
        self._length = 0  # of the running text
        self._left_out = 0  # how many of the open elements don't belong to it
        self._silent = 0

    def take(self, node: LexborNode, *, is_opening: bool) -> None:
        tag = node.tag or ""
        if node.is_text_node and is_opening:
            self._take_text((node.text_content or "").translate(_LINE_SPACES))
        elif node.is_element_node:
            self._silent += (tag in SILENT) * (1 if is_opening else -1)
            if is_opening and tag in MEDIA:
                self.media.add(f"{tag} {node.attributes.get('src')}")
            self.whole.append(gap(tag))
            if self._left_out or (is_opening and is_left_out(node)):
                self._left_out += 1 if is_opening else -1
                if not self._left_out and gap(tag) and self._is_in_line():
                    self._add("\n", gap(tag))  # the text before it doesn't run into the text after
            else:
                self._take_element(node, tag, is_opening=is_opening)

    def _take_text(self, text: str) -> None:
        if not self._silent:
            self.whole.append(text)
        if not self._left_out:
            self._add(text, text)

    def _take_element(self, node: LexborNode, tag: str, *, is_opening: bool) -> None:
        self._run_on(gap(tag) if is_opening or tag != "br" else "")
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


class _Writing:
    """HTML being written: start tags wait until there is text for them."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._open: list[str] = []
        self._pending: list[str] = []
        self._waiting: list[tuple[str, int]] = []  # tags in *pending*, and where
        self._waiting_blocks = 0

    def write(self, text: str) -> None:
        if not text or text.isspace():
            self._pending.append(text.replace("\u00a0", "&nbsp;"))
            return
        self._written += self._pending
        self._pending.clear()
        self._open += [tag for tag, _ in self._waiting]
        self._waiting.clear()
        self._waiting_blocks = 0
        self._written.append(escape(text, quote=False).replace("\u00a0", "&nbsp;"))

    def take(self, step: Opening | Closing | Void) -> None:
        match step:
            case Opening(tag, html):
                self._waiting.append((tag, len(self._pending)))
                self._waiting_blocks += tag in BLOCKS
                self._pending.append(html)
            case Void(html) if self._written and not self._waiting_blocks:  # no block begins with a line break
                self._pending.append(html)
            case Closing():
                self._close()

    def finish(self, mark: str) -> str:
        if not self._written:
            return ""
        for tag in reversed(self._open):
            if tag in BLOCKS:
                self._written.append(mark)
                mark = ""
            self._written.append(f"</{tag}>")
        return "".join([*self._written, mark]).strip()

    def _close(self) -> None:
        if self._waiting:
            tag, index = self._waiting.pop()
            if tag in BLOCKS:
                self._waiting_blocks -= 1
                del self._pending[index:]
            else:
                self._pending[index] = ""  # the white space in it parts words
            return
        tag = self._open.pop()
        if tag in BLOCKS:
            self._pending.clear()
        self._written.append(f"</{tag}>")
