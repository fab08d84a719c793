"""Write a part of a body's running text as HTML."""

from html import escape

from digest.issue.cut import cuts_into
from digest.issue.elements import BLOCKS
from digest.issue.prose import Closing, Opening, Prose, Void, Words


def write_prose(prose: Prose, *, end: int, mark: str = "") -> str:
    """Return the running text up to *end* as well-formed HTML without empty elements.

    *mark* follows the last word, in its block but outside links and emphasis. A link of which only a part is shown
    is written as text.
    """
    writing = _Writing()
    cut_links = {link.step for link in prose.links if cuts_into(prose.text, end, (link.start, link.end))}
    for index, step in enumerate(prose.steps):
        if index in cut_links:
            continue
        if isinstance(step, Words):
            if step.start < end:
                writing.write(step.text[: end - step.start])
            if step.start + len(step.text) >= end:
                break
        else:
            writing.take(step)
    return writing.finish(mark)


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
