"""JSON front matter: an object that opens the post, as Hugo has it, or stands between `---json` and `---`."""

import json
import re
from functools import partial

from digest.collect.front_matter.block import Block, Form, again, fenced, line_at, spelling
from digest.config.strict import Keys, Spot
from digest.errors import Place, PostError, Problem

OPENING = re.compile(
    r'(?:[ \t]*\n)*(?:(?P<fence>---)[ \t]*json[ \t]*(?:\n|\Z)|[ \t]*(?P<brace>\{)(?=[ \t]*(?:\n|"|\}[ \t]*(?:\n|\Z))))'
)

_CLOSING = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE)
_REST_OF_LINE = re.compile(r"[ \t]*\n?")
_TOKEN = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*+)"(?P<colon>\s*+:)?|(?P<opens>[{\[])|[}\]]', re.DOTALL)

# What the decoder says, what is wrong then, and what mends it; the first that fits.
_RULES = (
    ("property name", "no key in double quotes stands here", 'write `"key": "value"`, and no comma after the last'),
    ("Illegal trailing comma", "a comma stands after the last value", "remove the comma"),
    ("',' delimiter", "a comma or a bracket is missing here", "put commas between values, and close each bracket"),
    ("':' delimiter", "a key stands here without a colon", 'write `"key": "value"`'),
    ("Expecting value", "no value of JSON stands here", 'put a text in double quotes: `"title": "Tea"`'),
    ("Unterminated string", "the quote that opens here is never closed", 'close it with `"`'),
    (
        "control character",
        "a text goes on in the next line, or holds a control character",
        'close its quote, or write "\\n"',
    ),
    ("escape", "a backslash stands here that escapes nothing", "write it twice"),
    ("Extra data", "something follows after the closing brace", "remove it, or put it under the line `---`"),
    ("", "this can't be read as JSON", "look at quotes, brackets and commas here and in the line above"),
)


def read_json(text: str, path: str) -> Block | None:
    """Return the JSON that opens *text*; None where it opens with none.

    Raises PostError with the first fault in it, or with every key that comes twice.
    """
    opening = OPENING.match(text)
    if opening is None:
        return None
    if opening["fence"]:
        first_line, block, end = fenced(text, opening, _CLOSING, path)
        opened_at = first_line + 1
        values, written, _ = _decode(block, Place(path, opened_at), is_whole=True)
    else:
        start = opening.start("brace")
        first_line = opened_at = line_at(text, start)
        values, written, length = _decode(text[start:], Place(path, opened_at), is_whole=False)
        block = text[start : start + length]
        rest = _REST_OF_LINE.match(text, start + length)
        end = rest.end() if rest else len(text)
    PostError.gather(again(path, *twice) for twice in _scan(block, opened_at)[1])
    return Block(
        form=Form.JSON,
        first_line=first_line,
        end=end,
        values=values,
        written=written,
        find_key_places=partial(_key_places, block, opened_at),
    )


def _decode(block: str, place: Place, *, is_whole: bool) -> tuple[dict[str, object], dict[Keys, str], int]:
    """Return what the object at *place* holds, how it is spelled, and how long it is."""
    decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)  # as they are written
    value: object
    try:
        value, length = (decoder.decode(block), len(block)) if is_whole else decoder.raw_decode(block)
        if isinstance(value, dict):
            return value, spelling(value), length
        problem = Problem(place, "keys with values belong here, between braces", 'begin with `{"title": "…",`')
    except json.JSONDecodeError as error:
        _, fault, mend = next(rule for rule in _RULES if rule[0] in error.msg)
        problem = Problem(Place(place.path, (place.line or 1) + error.lineno - 1, error.colno), fault, mend)
    except RecursionError:
        problem = Problem(place, "too many levels, one in the other", "remove some of the brackets")
    except ValueError as error:  # of `spelling`
        problem = Problem(place, f"the front matter holds {error}", "remove it, or write it out")
    raise PostError(problem)


def _key_places(block: str, first_line: int) -> dict[Keys, Spot]:
    return _scan(block, first_line)[0]


def _scan(block: str, first_line: int) -> tuple[dict[Keys, Spot], list[tuple[str, int, int]]]:
    """Return the places of the keys at the first two levels, and which of the first level come twice, and where."""
    places: dict[Keys, Spot] = {}
    twice: list[tuple[str, int, int]] = []
    depth, outer, line, counted, line_start = 0, "", first_line, 0, 0
    for token in _TOKEN.finditer(block):
        if token["opens"]:
            depth += 1
        elif token["text"] is None:
            depth -= 1
        elif token["colon"] and depth in (1, 2):
            line_start = max(line_start, block.rfind("\n", counted, token.start()) + 1)
            line, counted = line + block.count("\n", counted, token.start()), token.start()
            spot = (line, token.start() - line_start + 1)
            outer = token["text"] if depth == 1 else outer
            keys = (outer,) if depth == 1 else (outer, token["text"])
            if depth == 1 and keys in places:
                twice.append((outer, places[keys][0], line))
            places.setdefault(keys, spot)
    return places, twice
