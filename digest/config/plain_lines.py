"""Mappings of plain lines, as most front matter is: read in a third of the time, where their meaning is certain."""

import re
from dataclasses import dataclass, field

from digest.config.scalars import resolve
from digest.config.strict import Keys

# A plain scalar opens with no sign that YAML has a use for, and holds neither ": " nor " #"; between brackets it is
# held shorter than YAML would. Repetitions are possessive (`*+`): no text makes the match go back and try again.
_OPENING = r"""(?: [^\s\-?:,\[\]{}\#&*!|>'"%@`] | -(?=[0-9.]) )"""
_PLAIN = rf"{_OPENING} (?: [^:\#] | :(?=[^ ]) | (?<=[^ ])\# )*+"
_QUOTED = r"""'(?:[^']|'')*+' | "[^"\\]*+" """
_IN_BRACKETS = rf"(?: {_QUOTED} | {_OPENING} [^,?:\[\]{{}}\#]*+ )"
_LIST = rf"\[ [ ]*+ (?: {_IN_BRACKETS} [ ]*+ (?: , [ ]*+ {_IN_BRACKETS} [ ]*+ )*+ )?+ \]"
_VALUE = rf"(?P<value> (?: {_QUOTED} | {_LIST} ) [ ]*+ | {_PLAIN} )"
_KEY = r"(?P<key> [A-Za-z_][A-Za-z0-9_-]{0,99} )"
_LINE = re.compile(rf"(?: {_KEY} : | (?P<indent> [ ]*+ ) - (?=[ ]) ) (?: [ ]++ {_VALUE} | [ ]*+ )", re.VERBOSE)
_SCALARS_IN_BRACKETS = re.compile(_IN_BRACKETS, re.VERBOSE)
_BLANK_OR_COMMENT = re.compile(r" *+(?:#.*)?")


@dataclass(slots=True)
class PlainMapping:
    """What plain lines say; places are for `parse_mapping` to tell, where anybody asks."""

    values: dict[str, object] = field(default_factory=dict)
    written: dict[Keys, str] = field(default_factory=dict)  # as it is spelled: each value that is no text


def parse_plain_lines(text: str) -> PlainMapping | None:
    """Return the mapping that *text* holds, the same as `parse_mapping` would; None where only that one can tell.

    Plain lines are `key: scalar`, `key: [a, b]`, and `key:` with nothing or with `- scalar` lines below it. Scalars
    are plain, or quoted without a backslash. Blank lines and comments may stand between.
    """
    if not text.replace("\n", "").isprintable():  # tabs, odd spaces, other line ends, and what YAML refuses
        return None
    reader = _Reader(PlainMapping())
    for line in text.split("\n"):
        match = _LINE.fullmatch(line)
        if match is None and _BLANK_OR_COMMENT.fullmatch(line):
            continue
        if match is None or not reader.read_line(*match.groups()):
            return None
    return reader.mapping if reader.mapping.values else None


@dataclass(slots=True)
class _Reader:
    """What the lines have said so far."""

    mapping: PlainMapping
    open_key: str | None = None  # the last key, while the lines of a list may follow it
    open_list: list[object] = field(default_factory=list)
    indent: str = ""  # of that list

    def read_line(self, key: str | None, indent: str, written: str | None) -> bool:
        """Return whether the line has one certain meaning here; `mapping` holds it then."""
        if key is None:
            return written is not None and self._read_list_line(indent, written)
        values = self.mapping.values
        if key in values:
            return False
        if written is None:
            self.open_key, self.open_list, written = key, [], ""
        else:
            self.open_key = None
        values[key] = self._value(written, (key,))
        return True

    def _read_list_line(self, indent: str, written: str) -> bool:
        key, values = self.open_key, self.open_list
        if key is None or (values and indent != self.indent):
            return False
        if not values:
            self.indent = indent
            self.mapping.values[key] = values
            del self.mapping.written[key,]
        values.append(self._value(written, (key, len(values))))
        return True

    def _value(self, written: str, keys: Keys) -> object:
        written = written.rstrip(" ")
        match written[:1]:
            case "[":
                scalars = _SCALARS_IN_BRACKETS.findall(written, 1)
                return [self._value(scalar, (*keys, number)) for number, scalar in enumerate(scalars)]
            case '"':
                return written[1:-1]
            case "'":
                return written[1:-1].replace("''", "'")
        value = resolve(written)
        if value is not written:
            self.mapping.written[keys] = written
        return value
