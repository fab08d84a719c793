"""Lay a post's HTML out as plain text: wrapped, with every link's address below it."""

import re
from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest.render.wrap import WIDTH, display_width, underline, wrap

_BREAKS = re.compile(r" *\n *")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_SUPERSCRIPTS = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_SUBSCRIPTS = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_SILENT = frozenset({"script", "style", "template", "head", "title", "_comment", "-comment"})
_CODE_INDENT = "    "
_COLUMN_GAP = "  "


def text_of(html: str, width: int = WIDTH) -> str:
    """Return the text of *html*, wrapped at *width*, the addresses of its links numbered below it.

    "See the tide table[1]." … "[1] https://…": the sentence stays readable and no URL is broken. A link whose text is
    its address is not said twice, and links inside the post (footnotes) have no number.
    """
    body = LexborHTMLParser(html).body
    if body is None:
        return ""
    reader = _Reader()
    blocks = reader.blocks(body, width)
    if reader.urls:
        blocks.append([f"[{number}] {url}" for url, number in reader.urls.items()])
    return _joined(blocks)


class _Reader:
    """Reads one fragment from top to bottom and numbers the links it meets."""

    def __init__(self) -> None:
        self.urls: dict[str, int] = {}

    def blocks(self, parent: LexborNode, width: int) -> list[list[str]]:
        """Return the blocks inside *parent*, each as its lines."""
        found: list[list[str]] = []
        run = ""
        for node in _children(parent):
            tag = node.tag or ""
            if tag in _BLOCKS or (tag not in {"a", *_SILENT} and _holds_blocks(node)):
                found += _paragraph(run, width)
                run = ""
                found += _BLOCKS.get(tag, _Reader.blocks)(self, node, width)
            else:
                run += self.inline(node)
        return found + _paragraph(run, width)

    def inline(self, node: LexborNode) -> str:
        """Return the text of *node* as it stands in a line; a line break is where `<br>` is."""
        tag = node.tag or ""
        if tag == "-text":
            return _SPACES.sub(" ", node.text_content or "")
        if tag in _SILENT:
            return ""
        if tag == "br":
            return "\n"
        if tag == "img":
            alt = (node.attributes.get("alt") or "").strip()
            return f"[{alt}]" if alt else ""
        inner = "".join(self.inline(child) for child in _children(node))
        if tag in _BLOCKS:  # inside a link or a table's cell
            return f"\n{inner}\n"
        return _INLINE[tag](self, node, inner) if tag in _INLINE else inner

    def link(self, node: LexborNode, inner: str) -> str:
        """Return a link's text with its number."""
        url = (node.attributes.get("href") or "").strip()
        said = inner.strip()
        if url.startswith("#"):
            # An arrow back from a footnote leads nowhere in plain text.
            return inner if any(letter.isalnum() for letter in said) else ""
        if not url:
            return inner
        if said.rstrip("/") in {
            form.rstrip("/") for form in (url, url.partition("://")[2], url.removeprefix("mailto:"))
        }:
            return url if "://" in url else said
        number = self.urls.setdefault(url, len(self.urls) + 1)
        return f"{inner.rstrip()}[{number}]{' ' if inner.endswith(' ') else ''}"

    def raised(self, _node: LexborNode, inner: str) -> str:
        """Return raised text: "²", and "¹" for a footnote's "[1]"."""
        said = inner.strip().strip("[]")
        return _shifted(said, _SUPERSCRIPTS, "^")

    def lowered(self, _node: LexborNode, inner: str) -> str:
        """Return lowered text: "₂"."""
        return _shifted(inner.strip(), _SUBSCRIPTS, "")

    def struck(self, _node: LexborNode, inner: str) -> str:
        """Return struck-out text, marked: without its line it would say the opposite."""
        return f"~~{inner}~~"

    def quoted(self, _node: LexborNode, inner: str) -> str:
        """Return an inline quotation in the quotes that `<q>` shows."""
        return f"“{inner}”"

    def heading(self, node: LexborNode, width: int) -> list[list[str]]:
        """Return a heading, underlined."""
        said = _clean(self.inline(node))
        return [underline(said, "-", width).split("\n")] if said else []

    def quotation(self, node: LexborNode, width: int) -> list[list[str]]:
        """Return a quotation, each line behind "> "."""
        lines = _joined(self.blocks(node, width - 2)).split("\n")
        return [[f"> {line}".rstrip() for line in lines]] if any(lines) else []

    def code(self, node: LexborNode, _width: int) -> list[list[str]]:
        """Return code as it was written, indented and not wrapped."""
        lines = (node.text(deep=True) or "").strip("\n").split("\n")
        return [[f"{_CODE_INDENT}{line}".rstrip() for line in lines]]

    def rule(self, _node: LexborNode, _width: int) -> list[list[str]]:
        """Return a thematic break."""
        return [["* * *"]]

    def bullets(self, node: LexborNode, width: int) -> list[list[str]]:
        """Return a list with its bullets."""
        return self._list(node, width, lambda _index: "- ")

    def numbers(self, node: LexborNode, width: int) -> list[list[str]]:
        """Return a list with its numbers."""
        start = node.attributes.get("start") or ""
        first = int(start) if start.isdecimal() and start.isascii() else 1
        last_width = len(f"{first + sum(child.tag == 'li' for child in _children(node)) - 1}. ")
        return self._list(node, width, lambda index: f"{first + index}. ".rjust(last_width))

    def _list(self, node: LexborNode, width: int, marker: Callable[[int], str]) -> list[list[str]]:
        points = [child for child in _children(node) if child.tag == "li"]
        laid_out: list[str] = []
        is_loose = False
        for index, point in enumerate(points):
            first = marker(index)
            inner = self.blocks(point, width - len(first))
            # As in Markdown, a list is loose where its points have paragraphs; a list in a list is none.
            has_paragraphs = any(child.tag == "p" for child in _children(point))
            is_loose = is_loose or (has_paragraphs and len(inner) > 1)
            lines = [line for block in inner for line in block] if not has_paragraphs else _joined(inner).split("\n")
            laid_out.append("\n".join((first if at == 0 else " " * len(first)) + line for at, line in enumerate(lines)))
        text = ("\n\n" if is_loose else "\n").join(laid_out)
        return [[line.rstrip() for line in text.split("\n")]] if text else []

    def explained(self, node: LexborNode, width: int) -> list[list[str]]:
        """Return an explanation under its term, indented."""
        lines = _joined(self.blocks(node, width - len(_CODE_INDENT))).split("\n")
        return [[f"{_CODE_INDENT}{line}".rstrip() for line in lines]]

    def table(self, node: LexborNode, width: int) -> list[list[str]]:
        """Return a table in columns, or row by row with its headings where columns would be too wide."""
        rows = [[_clean(self.inline(cell)) for cell in row.css("th, td")] for row in node.css("tr")]
        rows = [row for row in rows if any(row)]
        if not rows:
            return []
        columns = max(len(row) for row in rows)
        rows = [row + [""] * (columns - len(row)) for row in rows]
        has_heads = node.css_first("th") is not None
        caption = node.css_first("caption")
        above = _paragraph(self.inline(caption), width) if caption else []
        return above + (_in_columns(rows, width, has_heads=has_heads) or _row_by_row(rows, width, has_heads=has_heads))


_Layout = Callable[[_Reader, LexborNode, int], list[list[str]]]
_BLOCKS: dict[str, _Layout] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _Reader.heading),
    **dict.fromkeys(("p", "div", "section", "aside", "address", "header", "footer", "main", "center"), _Reader.blocks),
    **dict.fromkeys(("figure", "figcaption", "details", "summary", "dl", "dt", "li", "caption"), _Reader.blocks),
    **dict.fromkeys(("article", "nav"), _Reader.blocks),
    "blockquote": _Reader.quotation,
    "pre": _Reader.code,
    "hr": _Reader.rule,
    "ul": _Reader.bullets,
    "ol": _Reader.numbers,
    "dd": _Reader.explained,
    "table": _Reader.table,
}
_INLINE: dict[str, Callable[[_Reader, LexborNode, str], str]] = {
    "a": _Reader.link,
    "sup": _Reader.raised,
    "sub": _Reader.lowered,
    "del": _Reader.struck,
    "s": _Reader.struck,
    "strike": _Reader.struck,
    "q": _Reader.quoted,
}


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def _holds_blocks(node: LexborNode) -> bool:
    return any(child.tag in _BLOCKS for child in _children(node))


def _clean(run: str) -> str:
    return _BREAKS.sub("\n", re.sub(r" +", " ", run)).strip(" \n")


def _paragraph(run: str, width: int) -> list[list[str]]:
    said = _clean(run)
    return [wrap(said, width).split("\n")] if said else []


def _joined(blocks: list[list[str]]) -> str:
    return "\n\n".join("\n".join(lines) for lines in blocks)


def _shifted(said: str, table: dict[int, int], otherwise: str) -> str:
    shifted = said.translate(table)
    is_whole = all(ord(letter) in table for letter in said)
    return shifted if is_whole else otherwise + said


def _in_columns(rows: list[list[str]], width: int, *, has_heads: bool) -> list[list[str]]:
    widths = [max(display_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    is_too_wide = sum(widths) + len(_COLUMN_GAP) * (len(widths) - 1) > width
    if is_too_wide or any("\n" in cell for row in rows for cell in row):
        return []
    lines = [
        _COLUMN_GAP.join(cell + " " * (room - display_width(cell)) for cell, room in zip(row, widths, strict=True))
        for row in rows
    ]
    if has_heads:
        lines.insert(1, _COLUMN_GAP.join("-" * room for room in widths))
    return [[line.rstrip() for line in lines]]


def _row_by_row(rows: list[list[str]], width: int, *, has_heads: bool) -> list[list[str]]:
    heads, shown = (rows[0], rows[1:] or rows) if has_heads else ([""] * len(rows[0]), rows)
    return [
        [
            line
            for head, cell in zip(heads, row, strict=True)
            if cell
            for line in wrap(f"{head}: {cell}" if head and head != cell else cell, width, rest="  ").split("\n")
        ]
        for row in shown
    ]
