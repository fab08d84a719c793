"""Pelican's front matter: lines `Title: …` at the top of the post, up to a blank line."""

import re

from digest.collect.front_matter.block import Block, Form, again, line_at
from digest.config.strict import Keys, Spot
from digest.errors import PostError, Problem

_KNOWN = "title|date|modified|category|tags|slug|authors?|summary|lang|status"

OPENING = re.compile(rf"(?:[ \t]*\n)*(?P<first>[ ]{{0,3}}(?:{_KNOWN}):(?=\s|\Z))", re.IGNORECASE)

# As Python-Markdown reads them, whose "meta-data" these are.
_LINE = re.compile(r" {0,3}(?P<key>[A-Za-z0-9_-]+):(?:[ \t]+(?P<value>.*))?$")
_MORE = re.compile(r"(?: {4,}|\t)[ \t]*(?P<value>\S.*)$")
_LISTS = {"tags": ";,", "authors": ";,", "category": "", "categories": ","}


def read_pelican(text: str, path: str) -> Block | None:
    """Return the lines that open *text*; None where the first has no key that Pelican knows.

    Raises PostError with every key that comes twice.
    """
    opening = OPENING.match(text)
    if opening is None:
        return None
    end = opening.start("first")
    first_line = line = line_at(text, end)
    lines: dict[str, list[str]] = {}
    places: dict[Keys, Spot] = {}
    problems: list[Problem] = []
    key = ""
    while end < len(text):
        stop = text.find("\n", end) + 1 or len(text)
        written = text[end:stop].rstrip()
        if key and (more := _MORE.match(written)):
            lines[key].append(more["value"])
        elif match := _LINE.match(written):
            key = match["key"].lower()
            if (key,) in places:
                problems.append(again(path, match["key"], places[key,][0], line))
            places.setdefault((key,), (line, match.start("key") + 1))
            lines[key] = [match["value"] or ""]
        else:
            end = end if written else stop
            break
        end, line = stop, line + 1
    PostError.gather(problems)
    return Block(
        form=Form.PELICAN,
        first_line=first_line,
        end=end,
        values={key: listed(told, _LISTS[key]) if key in _LISTS else "\n".join(told) for key, told in lines.items()},
        written={},
        find_key_places=lambda: places,
    )


def listed(lines: list[str], marks: str) -> list[str]:
    """Return the names in *lines*: each is cut at the first of *marks* that it holds."""
    cut = (line.split(next((mark for mark in marks if mark in line), "\n")) for line in lines)
    return [name for parts in cut for part in parts if (name := part.strip())]
