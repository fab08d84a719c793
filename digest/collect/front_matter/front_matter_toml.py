"""TOML front matter: between `+++` and `+++`, as Hugo and Zola have it, or after `---toml`."""

import re
import tomllib
from functools import partial

from digest.collect.front_matter.block import Block, Form, fenced, spelling
from digest.config.strict import Keys, Spot
from digest.errors import Place, PostError, Problem

OPENING = re.compile(r"(?:[ \t]*\n)*(?P<fence>\+\+\+|---(?=[ \t]*toml))(?:[ \t]*toml)?[ \t]*(?:\n|\Z)")

_CLOSINGS = {fence: re.compile(rf"^{re.escape(fence)}[ \t]*(?:\n|\Z)", re.MULTILINE) for fence in ("+++", "---")}
_TOLD_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_LONG_TEXT = re.compile(r'"""(?:[^\\]|\\.)*?"""' + r"|'''.*?'''", re.DOTALL)
_TABLE = re.compile(r'[ \t]*\[[ \t]*"?(?P<name>[\w-]+)"?[ \t]*\]')
_KEY = re.compile(r"""[ \t]*["']?(?P<key>[\w-]+)["']?(?:[ \t]*\.[ \t]*["']?(?P<inner>[\w-]+)["']?)?[ \t]*=""")

_LINE_MEND = "write one key a line, a text in quotes, and a date as `2026-03-02` or `2026-03-02T08:00:00`"

# What tomllib says, what is wrong then, and what mends it; the first that fits.
_RULES = (
    ("Expected '=' after a key", "a key stands here without `=`", 'write `key = "value"`'),
    ("Invalid value", "no value of TOML stands here", 'put a text in quotes: `title = "Tea"`; dates as `2026-03-02`'),
    ("Invalid date", "there is no such day or time", "write `date = 2026-03-02` or `date = 2026-03-02T08:00:00`"),
    ("Cannot overwrite", "a key that stands here stood above already", "keep one of the two"),
    ("Cannot declare", "a table that stands here stood above already", "keep one of the two"),
    ("Unclosed array", "the bracket `[` that opens above is not closed, or a comma is missing", "close it"),
    ("Expected newline", "something follows the value in its line", _LINE_MEND),
    ("Illegal character", "a quote is not closed in its line, or a control character stands here", "close the quote"),
    ("Unterminated string", "a quote that opens above is never closed", "close it with the same kind of quote"),
    ('Expected "\'"', "a quote that opens here or above is never closed", "close it with the same kind of quote"),
    ("Unescaped '\\'", "a backslash stands here that escapes nothing", "write it twice, or put the text in '…'"),
    ("", "this can't be read as TOML", "look at quotes, brackets and `=` here and in the line above"),
)


def read_toml(text: str, path: str) -> Block | None:
    """Return the TOML that opens *text*; None where it opens with none.

    Raises PostError with the first fault in it, for nothing certain can be said of what follows that.
    """
    opening = OPENING.match(text)
    if opening is None:
        return None
    first_line, block, end = fenced(text, opening, _CLOSINGS[opening["fence"]], path)
    try:
        values = tomllib.loads(block, parse_float=str)  # as it is written: 1.10 is not 1.1
        written = spelling(values)
    except tomllib.TOMLDecodeError as error:
        raise PostError(_problem(str(error), block, Place(path, first_line))) from error
    except RecursionError as error:
        mend = "remove some of the brackets or levels"
        raise PostError(Problem(Place(path, first_line), "too many levels, one in the other", mend)) from error
    except ValueError as error:  # of `int`, and of `spelling`
        fault = "the front matter holds a number of thousands of digits, or too many levels, one in the other"
        raise PostError(Problem(Place(path, first_line), fault, "remove it; no post needs it")) from error
    return Block(
        form=Form.TOML,
        first_line=first_line,
        end=end,
        values=values,
        written=written,
        find_key_places=partial(_key_places, block, first_line + 1),
    )


def _problem(said: str, block: str, fence: Place) -> Problem:
    told = _TOLD_PLACE.search(said)
    line, column = block.rstrip("\n").count("\n") + 1, None
    if told and told["line"]:
        line, column = int(told["line"]), int(told["column"])
    _, fault, mend = next(rule for rule in _RULES if rule[0] in said)
    return Problem(Place(fence.path, (fence.line or 1) + line, column), fault, mend)


def _key_places(block: str, first_line: int) -> dict[Keys, Spot]:
    places: dict[Keys, Spot] = {}
    table: tuple[str, ...] = ()
    plain = _LONG_TEXT.sub(lambda match: "\n" * match[0].count("\n"), block)
    for number, line in enumerate(plain.split("\n"), first_line):
        if header := _TABLE.match(line):
            table = (header["name"],)
            places.setdefault(table, (number, header.start("name") + 1))
        elif line.lstrip().startswith("["):
            table = ("", "")  # deeper than anybody asks
        elif key := _KEY.match(line):
            names = (*table, *(name for name in key.groups() if name))
            places.setdefault(names, (number, key.start("key") + 1))
            places.setdefault(names[:1], (number, key.start("key") + 1))
    return places
