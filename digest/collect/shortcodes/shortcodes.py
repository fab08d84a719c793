"""Settle what a site's program would have filled in a post's text: dropped, turned into its text, or left visible."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from digest.collect.shortcodes.code_places import CodePlaces, code_places
from digest.collect.shortcodes.constructs import Construct, Constructs, Kind, parse_parameters
from digest.collect.shortcodes.shortcode_kinds import Site, replaced, visible

_MAY_HOLD_SOME = re.compile(r"\{[{%#:./]|\[\[?_?toc_?\]|^(?:import|export)\s", re.IGNORECASE | re.MULTILINE)
_ATTRIBUTE = r"""(?:[.#][\w:-]++|[\w:-]++=(?:"[^"\n]*+"|'[^'\n]*+'|[^\s"'{}]++))"""
# kramdown's attribute lists, with the list that its table of contents takes the place of; ids of headings; [TOC].
_MARKUP = re.compile(
    rf"(?:^[ ]{{0,3}}(?:[-*+]|\d{{1,9}}[.)])[ \t]+[^\n]*\n[ \t]*\{{:[ \t]*+toc\b[^{{}}\n]*\}})"
    rf"|\{{::?(?:[ \t]*+(?:{_ATTRIBUTE}|toc\b|footnotes\b))++[ \t]*+\}}"
    rf"|(?<!\S)(?P<bare>\{{[.#][\w:-]++(?:[ \t]++{_ATTRIBUTE})*+[ \t]*+\}})(?=[ \t]*$)"
    r"|^[ ]{0,3}(?:\[TOC\]|\[\[_?(?i:toc)_?\]\])(?=[ \t]*$)",
    re.MULTILINE,
)
_TO_BLANK_LINE = r"[^\n]*(?:\n(?![ \t]*\n)[^\n]*)*(?:\n|\Z)"
_IMPORTS = re.compile(
    r"(?:(?:[ \t]*\n)*+(?:"
    r"""import\s(?:[\w*{}, \t\n$]{1,500}\sfrom\s)?[ \t]*(?:"[^"\n]+"|'[^'\n]+')[ \t]*;?[ \t]*(?:\n|\Z)"""
    rf"|export[ \t]+(?:const|let|var)[ \t]+\w+[ \t]*={_TO_BLANK_LINE}"
    rf"|export[ \t]+default[ \t]+(?:function|class|\(|\w+;){_TO_BLANK_LINE}))+"
)
_REST_OF_LINE = re.compile(r"[ \t]*(?:\r?\n|\Z)")
_TEXT_FOLLOWS = re.compile(r"[ \t]*\n(?=[ \t]*[^\s])")
_PAIRS = frozenset({"raw", "verbatim", "comment", "highlight", "quote"})
_FENCE_PREFIX = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?")


@dataclass(frozen=True, slots=True)
class Settled:
    """A text, and what in it only a site's program could have filled."""

    text: str
    left: tuple[tuple[int, str], ...] = ()  # the line, and the construct as it is written


def settle_shortcodes(text: str, *, site_url: str, is_html: bool = False) -> Settled:
    """Return *text* without what only a site's program understands, as far as its sense is known; nothing is run.

    What isn't known stays to be read as it was written; of a link whose address it was, only the text stays.
    """
    if not _MAY_HOLD_SOME.search(text):
        return Settled(text)
    parts = urlsplit(site_url)
    site = Site(root=f"{parts.scheme}://{parts.netloc}", path=parts.path.rstrip("/"), is_html=is_html)
    code = code_places(text, is_html=is_html)
    return _Settling(text, site, code, Constructs(text, code)).settled()


@dataclass(slots=True)
class _Settling:
    text: str
    site: Site
    code: CodePlaces
    constructs: Constructs
    position: int = 0
    pieces: list[str] = field(default_factory=list)
    left: list[tuple[int, str]] = field(default_factory=list)
    line: int = 1
    line_at: int = 0
    closings: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def settled(self) -> Settled:
        """Return the text with everything in it settled."""
        imports = None if self.site.is_html else _IMPORTS.match(self.text)
        if imports and not self.code.touches(0, imports.end()):
            self.position = imports.end()
        while construct := self.constructs.next_from(self.position):
            self._keep_until(construct.start)
            self._settle(construct)
        self._keep_until(len(self.text))
        return Settled("".join(self.pieces), tuple(self.left))

    def _settle(self, construct: Construct) -> None:
        name = construct.name.lower()
        if name in _PAIRS and construct.kind is not Kind.VALUE and (ending := self._ending_of(construct, name)):
            self._settle_pair(construct, name, ending)
            return
        replacement = replaced(construct, self.site, self.text)
        if replacement is None:
            self._find_line(construct.start)
            self.left.append((self.line, self.text[construct.start : construct.end]))
            self._put(visible(construct, self.text), construct.end)
        elif replacement == "":
            self._drop(construct.start, construct.end)
        else:
            self._put(replacement, construct.end)
            if replacement.startswith("<figure") and _TEXT_FOLLOWS.match(self.text, self.position):
                self.pieces.append("\n")  # else Markdown takes the next line for more of the HTML

    def _settle_pair(self, construct: Construct, name: str, ending: tuple[int, int]) -> None:
        inside = self.text[construct.end : ending[0]]
        match name:
            case "comment":
                self._drop(construct.start, ending[1])
            case "highlight":
                language = re.match(r"""[\s"'(]*(?:lang=["']?)?([\w+#.-]*)""", construct.arguments)
                self._put_code(inside, language[1] if language else "", construct.start, ending)
            case "quote":
                author = parse_parameters(construct.arguments).first("author")
                by = f"\n\n— {author}" if author else ""
                self._put(f"<blockquote>\n\n{inside.strip()}{by}\n\n</blockquote>\n\n", ending[1])
            case _:
                self._drop(construct.start, construct.end)
                self._put(self.text[self.position : ending[0]], ending[0])
                self._drop(*ending)

    def _put_code(self, inside: str, language: str, start: int, ending: tuple[int, int]) -> None:
        before = self.text[max(0, start - 200) : start].rpartition("\n")[2]
        last = inside.rpartition("\n")[2]
        if self.site.is_html:
            self._put(self.site.code(inside.strip("\r\n"), language), ending[1])
            return
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", inside)), default=0))
        opening = fence if _FENCE_PREFIX.fullmatch(before) else f"\n\n{fence}"
        closing = fence if "\n" in inside and not last.strip(" \t>") else f"\n{fence}"
        first, line_end, rest = inside.partition("\n")
        body = rest if not first.strip() and line_end else inside
        self._put(f"{opening}{language}\n{body}{closing}", ending[1])
        if self.text[ending[1] : ending[1] + 1] not in ("", "\n", "\r"):
            self.pieces.append("\n")

    def _ending_of(self, construct: Construct, name: str) -> tuple[int, int] | None:
        """Return where the pair of *construct* ends: its tag's start and end."""
        if construct.kind is Kind.TAG:
            called = "end" if name == "quote" else f"end{name}"  # the first is Zola's
            pattern = rf"\{{%[-~]?\s{{0,9}}{called}\s{{0,9}}[-~]?%\}}"
        else:
            pattern = rf"\{{\{{[<%]\s{{0,9}}/\s{{0,9}}{name}\s{{0,9}}[>%]\}}\}}"
        if pattern not in self.closings:
            found = (match.span() for match in re.finditer(pattern, self.text))
            self.closings[pattern] = [
                span for span in found if name == "highlight" or self.code.end_of(span[0]) is None
            ]
        endings = self.closings[pattern]
        index = bisect_left(endings, (construct.end, 0))
        return endings[index] if index < len(endings) else None

    def _keep_until(self, end: int) -> None:
        """Take over what stands before *end*, but for the marks that Markdown's dialects have."""
        search_from = self.position
        while not self.site.is_html and (mark := _MARKUP.search(self.text, search_from, end)):
            search_from = self.code.end_of(mark.start()) or mark.end()
            if not self.code.touches(mark.start(), mark.end()) and not (mark["bare"] and not self._is_attached(mark)):
                self._drop(mark.start(), mark.end())
                search_from = max(search_from, self.position)
        if self.position < end:
            self._put(self.text[self.position : end], end)

    def _is_attached(self, mark: re.Match[str]) -> bool:
        """Return whether `{#id}` belongs to a heading, or to the block above."""
        before = self.text[self.text.rfind("\n", 0, mark.start()) + 1 : mark.start()].strip()
        return not before or before.startswith("#")

    def _drop(self, start: int, end: int) -> None:
        """Leave out what stands between *start* and *end*, with its line where nothing else is on it."""
        self._put(self.text[self.position : start], start)
        after = _REST_OF_LINE.match(self.text, end)
        begin = start
        while begin and self.text[begin - 1] in " \t":
            begin -= 1
        if after and (begin == 0 or self.text[begin - 1] == "\n") and begin >= 0:
            blank = start - begin
            if blank and self.pieces and self.pieces[-1].endswith(self.text[begin:start]):
                self.pieces[-1] = self.pieces[-1][:-blank]
            end = after.end()
        self.position = end

    def _put(self, piece: str, end: int) -> None:
        if piece:
            self.pieces.append(piece)
        self.position = end

    def _find_line(self, position: int) -> None:
        self.line += self.text.count("\n", self.line_at, position)
        self.line_at = position
