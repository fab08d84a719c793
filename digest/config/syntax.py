"""Plain words for what is wrong with a file's YAML before it says anything: quotes, tabs, brackets, odd characters."""

import json
import re
from dataclasses import dataclass

import yaml

Faulty = tuple[int, int, str, str]
"""Line and column from 1, fault, mend."""

# What YAML's reader refuses (YAML 1.2 §5.1), told here because only here is the place known.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # as libyaml counts lines
_HALVES = re.compile(r"\\u[dD][89aAbB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """What libyaml says, and what we say instead; `{mark}` is the character at the place."""

    problem: str
    fault: str
    mend: str
    context: str = ""
    at: str = ""  # the character at the place, where that tells rules apart
    from_start: bool = False  # the place is where the quote or bracket opens, not where libyaml gave up


_CONTROL_MEND = "remove it; if there are many, the file is no text and was named by mistake"
_RULES = (
    _Rule(
        problem="cannot start any token",
        at="\t",
        fault="a tab stands where the line is indented",
        mend="indent with spaces; YAML takes no tabs there",
    ),
    _Rule(
        problem="tab character",
        fault="a tab stands where the line is indented",
        mend="indent with spaces; YAML takes no tabs there",
    ),
    _Rule(
        problem="cannot start any token",
        fault="a value can't begin with `{mark}`",
        mend="put the value in quotes",
    ),
    _Rule(
        problem="unexpected",
        context="quoted scalar",
        fault="the quote that opens here is never closed",
        mend="close it with the same kind of quote; inside '…' write an apostrophe twice",
        from_start=True,
    ),
    _Rule(
        problem="mapping values are not allowed",
        fault="a colon too many, or a line that is indented too far",
        mend='a value with ": " in it goes in quotes; otherwise line its key up with the keys beside it',
    ),
    _Rule(
        problem="did not find expected ',' or",
        fault="the bracket `{mark}` that opens here is not closed, or a comma is missing after it",
        mend="close the bracket, and put commas between what it holds",
        from_start=True,
    ),
    _Rule(
        problem="did not find expected key",
        fault="this doesn't go on from the lines above",
        mend="line it up with its neighbours, and look for a quote above that closes too early",
    ),
    _Rule(
        problem="did not find expected '-' indicator",
        fault="this stands in a list, and does not begin with `- `",
        mend="begin it with `- `, or indent it as far as the key it belongs to",
    ),
    _Rule(
        problem="could not find expected ':'",
        fault="a key stands here without a colon",
        mend="write `key: value`, with a space after the colon",
        from_start=True,
    ),
    _Rule(
        problem="unknown escape character",
        fault="a backslash is followed by a character that it can't escape",
        mend="write the backslash twice, or put the value in '…', where backslashes are only backslashes",
    ),
    _Rule(
        problem="alphabetic or numeric character",
        fault="a value can't begin with `*` or `&`",
        mend="put the value in quotes",
        from_start=True,
    ),
    _Rule(
        problem="expected node content",
        fault="`{mark}` stands where a value belongs",
        mend="remove it, or put the value in quotes",
    ),
    _Rule(
        problem="expected <document start>",
        fault="text follows after the end of the document",
        mend="remove the line `...`, or what comes after it",
    ),
    _Rule(
        problem="incompatible YAML document",
        fault="the line `%YAML` asks for a YAML that is not known",
        mend="remove the line; YAML 1.2 is read anyway",
    ),
    _Rule(
        problem="",
        fault="this can't be read as YAML",
        mend="look at quotes, brackets and indentation here and in the line above",
    ),
)


def first_unreadable_character(text: str) -> Faulty | None:
    """Return the place and the name of the first character in *text* that no YAML file may hold, if there is one."""
    match = _UNREADABLE.search(text)
    if match is None:
        return None
    lines = _LINE_END.split(text[: match.start()])
    code = ord(match[0])
    name = {0: "a NUL character (U+0000)", 0xFEFF: "a byte order mark (U+FEFF) inside the text"}.get(code)
    if name is None:
        kind = "half of a surrogate pair" if 0xD800 <= code <= 0xDFFF else "a control character"
        name = f"{kind} (U+{code:04X})"
    return len(lines), len(lines[-1]) + 1, f"{name} stands here", _CONTROL_MEND


def problem_in_syntax(error: yaml.MarkedYAMLError, text: str) -> Faulty:
    """Return where *text* stops being YAML, what is wrong there, and how to mend it."""
    said = error.problem or ""
    mark = error.problem_mark or error.context_mark
    if "Unicode character escape" in said or "hexdecimal" in said or "hexadecimal" in said:
        return _half_an_emoji(mark, text)
    found = _character_at(mark, text)
    rule = next(
        rule
        for rule in _RULES
        if rule.problem in said and rule.context in (error.context or "") and rule.at in ("", found)
    )
    if rule.from_start and error.context_mark:
        mark = error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return line, column, rule.fault.replace("{mark}", _character_at(mark, text) or "nothing"), rule.mend


def _half_an_emoji(mark: yaml.Mark | None, text: str) -> Faulty:
    line = _line_at(mark, text)
    number, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    pair = _HALVES.search(line)
    if pair is None:
        return number, column, "an escape names no character", "write the character itself, or the backslash twice"
    whole = json.loads(f'"{pair[0]}"')
    fault = f"`{pair[0]}` is JSON's way to write one character as two halves; YAML doesn't have it"
    return number, pair.start() + 1, fault, f'write {whole} itself, or "\\U{ord(whole):08X}"'


def _character_at(mark: yaml.Mark | None, text: str) -> str:
    line = _line_at(mark, text)
    return line[mark.column : mark.column + 1] if mark else ""


def _line_at(mark: yaml.Mark | None, text: str) -> str:
    lines = _LINE_END.split(text)
    return lines[mark.line] if mark and mark.line < len(lines) else ""
