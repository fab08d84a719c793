"""Nikola's front matter: lines `.. title: …` at the top of the post, or in an HTML comment there."""

import re

from digest.collect.front_matter.block import Block, Form, again, line_at
from digest.collect.front_matter.front_matter_pelican import listed
from digest.config.strict import Keys, Spot
from digest.errors import Place, PostError, Problem

OPENING = re.compile(r"(?:[ \t]*\n)*[ \t]*(?P<comment><!--\s*)?(?P<first>\.\. [A-Za-z][\w-]*:(?!:))")

_LINE = re.compile(r"[ \t]*\.\. (?P<key>[A-Za-z][\w-]*):(?!:)[ \t]*(?P<value>.*)$")
_COMMENT_END = re.compile(r"-->[ \t]*\n?")
_LISTS = {"tags": ",", "category": "", "categories": ","}
_ALSO = {"previewimage": "image"}


def read_nikola(text: str, path: str) -> Block | None:
    """Return the lines that open *text*; None where it opens with none.

    Raises PostError with every key that comes twice, and with what is no such line in the comment.
    """
    opening = OPENING.match(text)
    if opening is None:
        return None
    start = opening.start("first")
    first_line = line_at(text, start)
    block, end = _cut(text, opening, Place(path, first_line))
    values: dict[str, str] = {}
    places: dict[Keys, Spot] = {}
    problems: list[Problem] = []
    for line, written in enumerate(block.split("\n"), first_line):
        match = _LINE.match(written)
        if match:
            key = _ALSO.get(match["key"].lower(), match["key"].lower())
            if (key,) in places:
                problems.append(again(path, match["key"], places[key,][0], line))
            places.setdefault((key,), (line, match.start("key") + 1))
            values[key] = match["value"].strip()
        elif written.strip():
            mend = "write `.. key: value`, in one line; the text goes below the line `-->`"
            problems.append(Problem(Place(path, line), "this is no line of Nikola's front matter", mend))
    PostError.gather(problems)
    return Block(
        form=Form.NIKOLA,
        first_line=first_line,
        end=end,
        values={key: listed([value], _LISTS[key]) if key in _LISTS else value for key, value in values.items()},
        written={},
        find_key_places=lambda: places,
    )


def _cut(text: str, opening: re.Match[str], place: Place) -> tuple[str, int]:
    """Return the lines of the front matter, and where the body begins."""
    start = end = opening.start("first")
    if opening["comment"]:
        closing = _COMMENT_END.search(text, start)
        if closing is None:
            fault = "the comment with the front matter is never closed"
            raise PostError(Problem(place, fault, "write `-->` on a line of its own after its last key"))
        return text[start : closing.start()], closing.end()
    while end < len(text):
        stop = text.find("\n", end) + 1 or len(text)
        if not _LINE.match(text[end:stop].rstrip("\n")):
            break
        end = stop
    return text[start:end], end
