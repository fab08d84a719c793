"""What opens a post, whatever its form: its keys, their places, and what follows it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from digest.config.strict import DEEPEST, Keys, Spot
from digest.errors import Place, PostError, Problem


class Form(StrEnum):
    """Whose way of writing front matter it is."""

    YAML = "YAML"
    TOML = "TOML"
    JSON = "JSON"
    PELICAN = "Pelican's"
    NIKOLA = "Nikola's"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What opens a post, and what follows it."""

    path: str  # as messages name it
    values: Mapping[str, object]  # keys in lower case
    written: Mapping[Keys, str]  # values that are no text, as they are spelled: `1.10`
    body: str
    block: "Block"

    @property
    def form(self) -> Form:
        """Return how it is written."""
        return self.block.form

    @property
    def first_line(self) -> int:
        """Return the line where it opens."""
        return self.block.first_line

    def find_spots(self) -> dict[str, Spot]:
        """Return where each key stands.

        It takes a second reading: few posts have problems, and to note all places would slow down all the others.
        """
        places = self.block.find_key_places()
        spots = {keys[1].lower(): spot for keys, spot in places.items() if len(keys) == 2 and isinstance(keys[1], str)}
        return spots | {str(keys[0]).lower(): spot for keys, spot in places.items() if len(keys) == 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The front matter as its form has it."""

    form: Form
    first_line: int
    end: int  # where the body begins
    values: Mapping[str, object]  # keys as they are spelled
    written: Mapping[Keys, str]
    find_key_places: Callable[[], Mapping[Keys, Spot]]


def fenced(text: str, opening: re.Match[str], closing: re.Pattern[str], path: str) -> tuple[int, str, int]:
    """Return the line of the fence, what stands between the fences, and where the body begins.

    Raises PostError where *closing* is nowhere.
    """
    first_line = line_at(text, opening.start("fence"))
    end = closing.search(text, opening.end())
    if end is None:
        fence = opening["fence"]
        fault = "the front matter that opens here is never closed"
        mend = f"write `{fence}` on a line of its own after its last key"
        raise PostError(Problem(Place(path, first_line), fault, mend))
    return first_line, text[opening.end() : end.start()], end.end()


def line_at(text: str, position: int) -> int:
    """Return the line of *text* that *position* is in."""
    return text.count("\n", 0, position) + 1


def spelling(values: Mapping[str, object]) -> dict[Keys, str]:
    """Return all in *values* that is no text, as files spell it.

    Raises ValueError where the values lie too deep, or a text holds half a character.
    """
    written: dict[Keys, str] = {}
    _spell(values, (), written)
    return written


def again(path: str, key: str, first: int, line: int) -> Problem:
    """Return the problem of a *key* that stands at *line*, after *first*."""
    return Problem(Place(path, line, 1), f"{key}: stands here again, after line {first}", "keep one of the two")


_EXAMPLE = re.compile(r"`(?P<key>[a-z_]+): (?P<value>[^`]+)`")
_BARE = re.compile(r"true|false|\d{4}-\d\d-\d\d")


def in_form(mend: str, form: Form) -> str:
    """Return *mend*, whose examples are YAML, with examples as *form* has them."""
    return mend if form is Form.YAML else _EXAMPLE.sub(lambda match: f"`{_example(form, *match.groups())}`", mend)


def _example(form: Form, key: str, value: str) -> str:
    match form:
        case Form.TOML:
            return f"{key} = {value}" if _BARE.fullmatch(value) else f'{key} = "{value}"'
        case Form.JSON:
            return f'"{key}": {value}' if value in ("true", "false") else f'"{key}": "{value}"'
        case Form.PELICAN:
            return f"{key.capitalize()}: {value}"
        case Form.NIKOLA:
            return f".. {key}: {value}"
    return f"{key}: {value}"


def _spell(value: object, keys: Keys, written: dict[Keys, str]) -> None:
    if len(keys) > DEEPEST:
        raise ValueError(f"more than {DEEPEST} levels, one in the other")
    inner: Iterable[tuple[str | int, object]]
    if isinstance(value, str):
        if not value.isprintable() and re.search("[\ud800-\udfff]", value):
            raise ValueError("an escape that names only half of a character")
        return
    if isinstance(value, Mapping):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    elif value is not None:
        written[keys] = str(value).lower() if isinstance(value, bool) else str(value)
        return
    else:
        return
    for key, one in inner:
        _spell(key, keys, written)
        _spell(one, (*keys, key), written)
