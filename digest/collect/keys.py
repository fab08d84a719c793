"""Read a post's keys as what they mean, whatever their type, and gather what can't be read."""

import html
import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from digest.collect.front_matter.block import FrontMatter, in_form
from digest.errors import Place, Problem

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|br|cite|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_YES = frozenset({"true", "yes", "on", "1", "y"})
_NO = frozenset({"false", "no", "off", "0", "n"})
_URL_KEYS = ("url", "src", "path", "href", "file", "feature")
_NAME_KEYS = ("name", "title", "display_name")


class Keys:
    """The keys of one post; what is wrong with them is in `problems` afterwards, their names in `refused`."""

    def __init__(self, front: FrontMatter) -> None:
        self._front = front
        self.problems: list[Problem] = []
        self.refused: set[str] = set()

    def text(self, *names: str) -> str | None:
        """Return the first of *names* that has a value, as one line of text."""
        for name, value in self._given(names):
            if (text := self._text(value, (name,))) is not None:
                return text
        return None

    def block(self, *names: str) -> str | None:
        """Return the first of *names* that has a value, as text whose lines and paragraphs stay."""
        for name, value in self._given(names):
            if isinstance(value, str) and (text := _CONTROL.sub("", value).strip()):
                return text
            if not isinstance(value, str) and (text := self._text(value, (name,)) or ""):
                return text
        return None

    def flag(self, name: str) -> bool | None:
        """Return whether *name* says yes or no; None where it is missing."""
        value = self._front.values.get(name)
        if value is None or isinstance(value, bool):
            return value
        word = str(value).strip().lower()
        if word not in _YES | _NO:
            self.refuse(
                name, f"is {self.spelled(name)}, neither `true` nor `false`", f"write `{name}: true` or `{name}: false`"
            )
            return None
        return word in _YES

    def raw(self, name: str) -> object:
        """Return what *name* holds as it stands; None where it is missing or empty."""
        value = self._front.values.get(name)
        return None if isinstance(value, str) and not value.strip() else value

    def people(self, *names: str) -> tuple[str, ...]:
        """Return the people that the first of *names* with a value lists."""
        for name, value in self._given(names):
            found = [self._name(one, (name, *at)) for one, at in _listed(value)]
            if people := _unique(found):
                return people
        return ()

    def tags(self, *names: str) -> tuple[str, ...]:
        """Return the tags that all of *names* list; a text is cut at its commas, else at its spaces, as Jekyll does."""
        tags: list[str | None] = []
        for name, value in self._given(names):
            if isinstance(value, str):
                tags += [_one_line(tag) for tag in (value.split(",") if "," in value else value.split())]
            else:
                tags += [self._name(one, (name, *at)) for one, at in _listed(value)]
        return _unique(tags)

    def address(self, *names: str) -> tuple[str, str] | None:
        """Return the first of *names* that has an address, and that address as it is written."""
        for name, value in self._given(names):
            address = (value or [None])[0] if isinstance(value, list) else value
            if isinstance(address, dict):
                address = next((address[key] for key in _URL_KEYS if address.get(key)), None)
            if (text := self._text(address, (name,))) is not None:
                return name, text
        return None

    def within(self, name: str, *inner: str) -> str | None:
        """Return the first of the keys *inner* of the mapping *name* that has a value, as one line of text."""
        value = self._front.values.get(name)
        if isinstance(value, list):
            value = value[0] if value else None
        if not isinstance(value, dict):
            return None
        return next((text for key in inner if (text := self._text(value.get(key), (name, key))) is not None), None)

    def spelled(self, name: str) -> str:
        """Return what *name* holds, in quotes for a message."""
        text = _one_line(self._front.written.get((name,), str(self._front.values.get(name))))
        return f'"{text if len(text) <= 60 else text[:59] + "…"}"'

    def refuse(self, name: str, fault: str, mend: str) -> None:
        """Note that the key *name* can't be used."""
        self.refused.add(name)
        spot = self._spots.get(name, (self._front.first_line, None))
        self.problems.append(
            Problem(Place(self._front.path, *spot), f"`{name}` {fault}", in_form(mend, self._front.form))
        )

    @cached_property
    def _spots(self) -> dict[str, tuple[int, int]]:
        return self._front.find_spots()

    def _given(self, names: Iterable[str]) -> Iterator[tuple[str, object]]:
        values = self._front.values
        for name in names:
            if (value := values.get(name)) is not None:
                yield name, value

    def _text(self, value: object, at: tuple[str | int, ...]) -> str | None:
        if isinstance(value, list) and len(value) == 1:
            value, at = value[0], (*at, 0)
        if isinstance(value, str):
            return _one_line(value) or None
        if value is None or value in ([], {}):
            return None
        if isinstance(value, (list, dict)):
            kind = "a list" if isinstance(value, list) else "a mapping"
            self.refuse(str(at[0]), f"is {kind}, where a text belongs", "write one text; in quotes if it has a colon")
            return None
        return _one_line(self._front.written.get(at, str(value))) or None

    def _name(self, value: object, at: tuple[str | int, ...]) -> str | None:
        if isinstance(value, str):
            return _one_line(value)
        if isinstance(value, dict):
            value, at = next(((value[key], (*at, key)) for key in _NAME_KEYS if value.get(key)), (value, at))
        if isinstance(value, (list, dict)):
            self.refuse(str(at[0]), "holds something without a name", "write a name, or a list of names")
            return None
        return self._text(value, at)


def plain_text(text: str) -> str:
    """Return *text*, a title, without the tags and entities that a web page would have resolved."""
    if "<" in text:
        text = _INLINE_TAG.sub(lambda match: " " if match[0].lower().startswith("<br") else "", text)
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return _one_line(text)


def _one_line(text: str) -> str:
    return " ".join((text if text.isprintable() else _CONTROL.sub("", text)).split())


def _listed(value: object) -> list[tuple[object, tuple[int, ...]]]:
    return [(one, (number,)) for number, one in enumerate(value)] if isinstance(value, list) else [(value, ())]


def _unique(names: Iterable[str | None]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for name in names:
        if name:
            seen.setdefault(name.casefold(), name)
    return tuple(seen.values())
