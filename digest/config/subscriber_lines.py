"""The people whom config.yaml lists, each with the place where they stand, or the file it names instead."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digest.config.addresses import parse_language
from digest.config.faults import Whereabouts
from digest.config.strict import Keys
from digest.config.values import Unfit, parse_text
from digest.errors import Place, Problem

_TEXT = {"type": "string"}
SUBSCRIBERS_SCHEMA: dict[str, object] = {
    "anyOf": [
        {
            "type": "array",
            "items": {
                "anyOf": [
                    _TEXT,
                    {
                        "type": "object",
                        "properties": {
                            "address": {**_TEXT, "description": "Where the issue goes."},
                            "name": {**_TEXT, "description": "For templates: {{ subscriber.name }}."},
                            "tags": {"type": "array", "items": _TEXT, "description": "For templates, any words."},
                            "language": {**_TEXT, "description": "BCP 47 tag. Left out: the newsletter's."},
                        },
                        "required": ["address"],
                        "additionalProperties": False,
                    },
                ]
            },
        },
        {
            "type": "object",
            "properties": {"file": {**_TEXT, "description": "A CSV file: address,name,tags,language."}},
            "required": ["file"],
            "additionalProperties": False,
        },
    ]
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriberLine:
    """One person as the list names them. Whether the address can be mailed is judged in audience/."""

    address: str
    name: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    place: Place


@dataclass(frozen=True, slots=True)
class SubscriberFile:
    """A CSV file that names the people; audience/ reads it."""

    path: Path


def parse_subscribers(
    value: object, where: Whereabouts, folder: Path
) -> tuple[tuple[SubscriberLine, ...] | SubscriberFile, list[Problem]]:
    """Return the people that *value*, the config's `subscribers`, lists, or the file below *folder* that it names.

    Who can't be read is left out, and is a problem.
    """
    if isinstance(value, list):
        return _parse_lines(value, where)
    keys: Keys = ("subscribers",)
    if isinstance(value, dict):
        return _parse_file(value, keys, where, folder)
    if value is None:
        return (), []
    mend = "list addresses in lines that begin with `- `, or name a file: {file: subscribers.csv}"
    return (), [where.problem_of(Unfit("{value} is not a list", mend), keys, value)]


def _parse_file(
    value: dict[str, object], keys: Keys, where: Whereabouts, folder: Path
) -> tuple[tuple[SubscriberLine, ...] | SubscriberFile, list[Problem]]:
    problems = [where.unknown_key((*keys, key), ["file"]) for key in value if key != "file"]
    if problems or "file" not in value:
        missing = where.problem(keys, "names no file", "write {file: subscribers.csv}, or a list of addresses")
        return (), problems or [missing]
    try:
        return SubscriberFile(folder / parse_text(value["file"])), []
    except Unfit as unfit:
        return (), [where.problem_of(unfit, (*keys, "file"), value["file"])]


def _parse_lines(people: list[object], where: Whereabouts) -> tuple[tuple[SubscriberLine, ...], list[Problem]]:
    lines: list[SubscriberLine] = []
    found: list[Problem] = []
    for number, person in enumerate(people):
        keys: Keys = ("subscribers", number)
        cells = person if isinstance(person, dict) else {"address": person}
        problems = [where.unknown_key((*keys, key), _PARSERS) for key in cells if key not in _PARSERS]
        fields, faults = _parse_cells(cells)
        for key, unfit in faults.items():
            inner = (*keys, key) if isinstance(person, dict) else keys
            problems.append(where.problem_of(unfit, inner, cells[key]))
        if "address" not in cells and not problems:
            problems.append(where.problem(keys, "has no address", "add one: {address: ada@example.org, name: Ada}"))
        if not problems:
            place = Place(where.path, *where.marked.places.get(keys, (1, 1)))
            lines.append(SubscriberLine(place=place, **fields))
        found.extend(problems)
    return tuple(lines), found


def _parse_cells(cells: Mapping[str, object]) -> tuple[dict[str, Any], dict[str, Unfit]]:
    """Return what the cells with known names hold, and the faults of those that can't be used."""
    fields, faults = {}, {}
    for key, cell in cells.items():
        if parse := _PARSERS.get(key):
            try:
                fields[key] = parse(cell)
            except Unfit as unfit:
                faults[key] = unfit
    return fields, faults


def _parse_tags(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise Unfit("{value} is not a list", "write a list: [members]")
    tags = []
    for number, tag in enumerate(value):
        try:
            tags.append(parse_text(tag))
        except Unfit as unfit:
            raise Unfit(unfit.fault, unfit.mend, inside=(number,)) from None
    return tuple(tags)


_PARSERS: dict[str, Callable[[object], object]] = {
    "address": parse_text,
    "name": parse_text,
    "tags": _parse_tags,
    "language": parse_language,
}
