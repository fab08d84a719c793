"""Find the marks in a post's text that a site's program would have filled: Liquid, Hugo, Zola, MDX."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from digest.collect.shortcodes.code_places import CodePlaces


class Kind(StrEnum):
    """How a construct is written, by its opening."""

    SHORTCODE = "{{<"  # Hugo's
    MARKDOWN_SHORTCODE = "{{%"  # Hugo's too
    VALUE = "{{"
    TAG = "{%"
    REMARK = "{#"
    MDX_REMARK = "{/*"


_CLOSINGS = {
    Kind.SHORTCODE: ">}}",
    Kind.MARKDOWN_SHORTCODE: "%}}",
    Kind.VALUE: "}}",
    Kind.TAG: "%}",
    Kind.REMARK: "#}",
    Kind.MDX_REMARK: "*/}",
}
_LONGEST = 2000
_OPENING = re.compile(r"\{\{[<%]?|\{%|\{#(?=[\s-])|\{/\*")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_NAME = re.compile(r"[-~\s]*(/?\s*[\w.-]*[\w.])")
_PARAMETER = re.compile(
    r"""[\s,(]*+(?:(?P<name>[\w-]+)\s*[=:]\s*)?(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|`(?P<raw>[^`]*)`"""
    r"""|(?P<bare>[^\s,"'`=()]+))"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Construct:
    """One of them, and where it stands."""

    kind: Kind
    name: str  # its first word: "include", "figure", "/highlight"; "" where it has none
    arguments: str  # what follows its name
    inside: str  # what stands between its brackets
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a construct was given."""

    plain: tuple[str, ...]  # in quotes or without, in order
    named: Mapping[str, str]
    quoted: tuple[str, ...]  # the plain ones in quotes: they're no variables

    def first(self, *names: str) -> str | None:
        """Return the first that is called one of *names*."""
        return next((self.named[name] for name in names if self.named.get(name)), None)


@dataclass(slots=True)
class Constructs:
    """The constructs of one text, but for its code; asked for from front to back, it takes linear time."""

    text: str
    code: CodePlaces
    _closings: dict[str, int] = field(default_factory=dict)

    def next_from(self, position: int) -> Construct | None:
        """Return the first that begins at *position* or behind it."""
        while opening := _OPENING.search(self.text, position):
            if (end_of_code := self.code.end_of(opening.start())) is not None:
                position = end_of_code
            elif construct := self._construct(opening):
                return construct
            else:
                position = opening.end()
        return None

    def _construct(self, opening: re.Match[str]) -> Construct | None:
        kind = Kind(opening[0])
        closing = _CLOSINGS[kind]
        found = self._closings.get(closing, 0)
        if 0 <= found < opening.end():
            found = self._closings[closing] = self.text.find(closing, opening.end())
        if found < 0 or found - opening.end() > _LONGEST or self.code.touches(opening.start(), found):
            return None
        inside = self.text[opening.end() : found]
        is_remark = kind in (Kind.REMARK, Kind.MDX_REMARK) or inside.startswith("/*")
        if not is_remark and _BLANK_LINE.search(inside):
            return None
        name = _NAME.match(inside)
        return Construct(
            kind=kind,
            name="".join(name[1].split()) if name else "",
            arguments=inside[name.end() :].strip(" \t\r\n-/") if name else inside,
            inside=inside,
            start=opening.start(),
            end=found + len(closing),
        )


def parse_parameters(arguments: str) -> Parameters:
    """Return what `"a" b c="d"` says: Hugo's, Liquid's and Zola's ways to write it."""
    plain: list[str] = []
    quoted: list[str] = []
    named: dict[str, str] = {}
    position = 0
    while match := _PARAMETER.match(arguments, position):
        position = match.end()
        in_quotes = next((match[group] for group in ("double", "single", "raw") if match[group] is not None), None)
        value = match["bare"] if in_quotes is None else in_quotes
        if match["name"]:
            named.setdefault(match["name"].lower(), value)
        else:
            plain.append(value)
            quoted += [value] if in_quotes is not None else []
    return Parameters(tuple(plain), named, tuple(quoted))
