"""Find where code stands in a text: what is written there means itself."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

_LINE_END = re.compile(r"\r\n?|\n")
_BACKTICKS = re.compile("`+")
_TAG = re.compile(r"<!--|-->|<(/?)(pre|code|script|style|textarea)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CodePlaces:
    """The places of code in one text, in order, none touching another."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def end_of(self, position: int) -> int | None:
        """Return where the code ends that *position* is in; None where it is in none."""
        index = bisect_right(self.starts, position) - 1
        return self.ends[index] if index >= 0 and position < self.ends[index] else None

    def touches(self, start: int, end: int) -> bool:
        """Return whether there is code between *start* and *end*."""
        return bisect_left(self.starts, end) != bisect_right(self.ends, start)


def code_places(text: str, *, is_html: bool) -> CodePlaces:
    """Return the fences, indented code, code spans, code elements and comments in *text*; in HTML only the last two."""
    markdown = _joined(set() if is_html else set(_in_markdown(text)))
    return _joined({*zip(markdown.starts, markdown.ends, strict=True), *_in_elements(text, markdown)})


def _joined(places: set[tuple[int, int]]) -> CodePlaces:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return CodePlaces(tuple(start for start, _ in joined), tuple(end for _, end in joined))


def _in_markdown(text: str) -> Iterator[tuple[int, int]]:
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    with_spans = set()
    for block in _blocks().parse(text):
        if block.map is None:
            continue
        start, end = (starts[line] if line < len(starts) else len(text) for line in block.map)
        if block.type in ("fence", "code_block"):
            yield start, end
        elif block.type in ("inline", "html_block"):
            with_spans.add((start, end))
    for start, end in with_spans:
        yield from _spans(text, start, end)


@lru_cache(maxsize=1)
def _blocks() -> MarkdownIt:
    engine = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
    engine.core.ruler.enableOnly(["normalize", "block"])
    return engine


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Return the code spans of one block (CommonMark §6.1)."""
    runs = [match.span() for match in _BACKTICKS.finditer(text, start, end)]
    by_length: defaultdict[int, list[int]] = defaultdict(list)
    for opening, after in runs:
        by_length[after - opening].append(opening)
    reached = start
    for opening, after in runs:
        if opening < reached:
            continue
        before = text[max(start, opening - 20) : opening]
        length = after - opening - (len(before) - len(before.rstrip("\\"))) % 2
        same = by_length.get(length, [])
        if length and (index := bisect_left(same, after)) < len(same):
            reached = same[index] + length
            yield after - length, reached


def _in_elements(text: str, markdown: CodePlaces) -> Iterator[tuple[int, int]]:
    opened: tuple[str, int] | None = None
    for tag in _TAG.finditer(text):
        name = (tag[2] or "comment").lower()
        is_end = tag[1] == "/" or tag[0] == "-->"
        if opened is None and not is_end and markdown.end_of(tag.start()) is None:
            opened = (name, tag.start())
        elif opened is not None and is_end and opened[0] == name:
            yield opened[1], tag.end()
            opened = None
