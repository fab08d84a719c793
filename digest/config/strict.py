"""Strict YAML: values with the place of each, or every fault with its own; nothing is guessed, nothing is run."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml

from digest.config.scalars import resolve
from digest.config.syntax import first_unreadable_character, problem_in_syntax
from digest.errors import ConfigError, DigestError, Place, Problem

Keys = tuple[str | int, ...]
"""The way to a value: `("schedule", "on")`, `("subscribers", 4, "name")`; `()` is the whole."""

Spot = tuple[int, int]
"""Line and column, both from 1."""

DEEPEST = 32

# libyaml, and PyYAML's own reader where libyaml could not be built in: the same events, only slower.
_LOADER: type[yaml.CSafeLoader] | type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT_TAG = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedMapping:
    """What a YAML mapping says, and where."""

    values: dict[str, object]
    places: dict[Keys, Spot]  # where each value begins
    key_places: dict[Keys, Spot]  # where the key of each value stands
    written: dict[Keys, str]  # as it is spelled: each value that is no text, `1.10` or `012` or `true`


def parse_mapping(
    text: str, *, path: str, first_line: int = 1, lenient: bool = False, error: type[DigestError] = ConfigError
) -> MarkedMapping:
    """Return the mapping that *text* holds.

    *path* is how messages name the file, *first_line* the line of it where *text* begins. Keys are text as written.
    Values are text, int, float, bool, None, lists and mappings by YAML 1.2's core schema: `NO`, `2026-11-20` and
    `08:00` are text. Tags, anchors, aliases, merge keys, a key that comes twice, a second document and more than 32
    levels are faults. *lenient*, for front matter, lets `!` and `!!str` pass and takes emptiness for an empty mapping.
    Raises *error* with every fault that can be seen.
    """
    reader = _Reader(path=path, first_line=first_line, lenient=lenient)
    with collector_off():
        values = reader.read(text.removeprefix("\ufeff"))
    error.gather(reader.problems)
    return MarkedMapping(values=values, places=reader.places, key_places=reader.key_places, written=reader.written)


@contextmanager
def collector_off() -> Iterator[None]:
    """Keep the garbage collector still: it would walk a growing tree again and again, and find nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def dotted(keys: Keys) -> str:
    """Return *keys* as messages write them: `subscribers.4.name`."""
    return ".".join(str(key) for key in keys)


class _TooDeepError(Exception):
    """Ends the reading; its problem is already noted."""


@dataclass(slots=True, kw_only=True)
class _Reader:
    """One pass over libyaml's events, so that depth is known before anything is built on it."""

    path: str
    first_line: int
    lenient: bool
    problems: list[Problem] = field(default_factory=list)
    places: dict[Keys, Spot] = field(default_factory=dict)
    key_places: dict[Keys, Spot] = field(default_factory=dict)
    written: dict[Keys, str] = field(default_factory=dict)
    next_event: Callable[[], Any] = field(init=False)

    def read(self, text: str) -> dict[str, object]:
        """Return the values of the mapping in *text*; what is wrong with it is in `problems` afterwards."""
        if unreadable := first_unreadable_character(text):
            line, column, fault, mend = unreadable
            self._note((line + self.first_line - 1, column), fault, mend)
            return {}
        self.next_event = _LOADER(text).get_event  # yaml.parse() asks twice for each event
        try:
            return self._document()
        except _TooDeepError:
            return {}
        except yaml.MarkedYAMLError as error:
            line, column, fault, mend = problem_in_syntax(error, text)
            self._note((line + self.first_line - 1, column), fault, mend)
            return {}

    def _document(self) -> dict[str, object]:
        self.next_event()  # the stream's start
        event = self.next_event()
        value: object = None
        if isinstance(event, yaml.DocumentStartEvent):
            event = self.next_event()
            value = self._value(event, ())
            self.next_event()  # the document's end
            following = self.next_event()
            if isinstance(following, yaml.DocumentStartEvent):
                fault = "a second document begins here; only one is read"
                self._note(self._spot(following), fault, "remove the line `---`, or what comes after it")
        if isinstance(value, dict):
            return value
        if not (self.lenient and value is None):
            self._note_no_mapping(value, self._spot(event))
        return {}

    def _value(self, event: yaml.NodeEvent, keys: Keys) -> object:
        spot = self.places[keys] = self._spot(event)
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor is not None or event.tag is not None:
                self._note_anchor_and_tag(event, keys)
            text: str = event.value
            if not event.implicit[0] or event.tag is not None:  # quoted, a block, or tagged as text
                return text
            value = resolve(text)
            if value is not text:
                self.written[keys] = text
            return value
        if isinstance(event, yaml.CollectionStartEvent):
            if event.anchor is not None or event.tag is not None:
                self._note_anchor_and_tag(event, keys)
            if len(keys) >= DEEPEST:
                self._give_up_on_depth(event, keys)
            return self._mapping(keys) if isinstance(event, yaml.MappingStartEvent) else self._sequence(keys)
        mend = 'write the value out; a text that begins with "*" goes in quotes'
        self._note(spot, f"{_named(keys)}the alias `*{event.anchor}` is not followed", mend)
        return None

    def _mapping(self, keys: Keys) -> dict[str, object]:
        values: dict[str, object] = {}
        while not isinstance(event := self.next_event(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._note_odd_key(event, keys)
                continue
            key: str = event.value
            inner = (*keys, key)
            spot = self._spot(event)
            if event.anchor is not None or event.tag is not None:
                self._note_anchor_and_tag(event, inner)
            if key == "<<" and event.implicit[0]:
                self._note(spot, f"{_named(inner)}merge keys are not read", "write the keys out where they belong")
            if key in values:
                line = self.key_places[inner][0]
                self._note(spot, f"{_named(inner)}stands here again, after line {line}", "keep one of the two")
                self._value(self.next_event(), inner)
                continue
            self.key_places[inner] = spot
            values[key] = self._value(self.next_event(), inner)
        return values

    def _sequence(self, keys: Keys) -> list[object]:
        values: list[object] = []
        while not isinstance(event := self.next_event(), yaml.SequenceEndEvent):
            values.append(self._value(event, (*keys, len(values))))
        return values

    def _spot(self, event: yaml.Event) -> Spot:
        mark: Any = event.start_mark
        return mark.line + self.first_line, mark.column + 1

    def _note(self, spot: Spot, fault: str, mend: str) -> None:
        self.problems.append(Problem(Place(self.path, *spot), fault, mend))

    def _note_no_mapping(self, value: object, spot: Spot) -> None:
        kind = {list: "a list", type(None): "nothing"}.get(type(value), "plain text")
        example = "title: Tea at noon" if self.lenient else "newsletter:"
        fault = f"{kind} stands here, where keys with values belong"
        self._note(spot, fault, f"begin with a key and a colon, like `{example}`")

    def _note_anchor_and_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, keys: Keys) -> None:
        if event.anchor is not None:
            mend = 'remove it; a text that begins with "&" goes in quotes'
            self._note(self._spot(event), f"{_named(keys)}the anchor `&{event.anchor}` is not read", mend)
        allowed = ("!", _TEXT_TAG) if isinstance(event, yaml.ScalarEvent) else ("!",)
        if event.tag is None or (self.lenient and event.tag in allowed):
            return
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        mend = 'remove it; a text that begins with "!" goes in quotes'
        self._note(self._spot(event), f"{_named(keys)}the tag `{tag}` is not read", mend)

    def _give_up_on_depth(self, event: yaml.Event, keys: Keys) -> NoReturn:
        fault = f"{_named(keys[:1])}more than {DEEPEST} levels, one in the other"
        self._note(self._spot(event), fault, "remove some of the brackets or levels")
        raise _TooDeepError

    def _note_odd_key(self, event: yaml.NodeEvent, keys: Keys) -> None:
        """Note what stands where a key belongs, and leave it behind with its value."""
        if isinstance(event, yaml.AliasEvent):
            self._value(event, keys)
        else:
            fault = f"{_named(keys)}braces or brackets stand where a key belongs"
            mend = 'a value that begins with "{" or "[" goes in quotes, for example `subject: "{{ newsletter.name }}"`'
            self._note(self._spot(event), fault, mend)
            self._skip(event, keys)
        self._skip(self.next_event(), keys)

    def _skip(self, event: yaml.Event, keys: Keys) -> None:
        depth = len(keys)
        while True:
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth == len(keys):
                return
            if depth > DEEPEST:
                self._give_up_on_depth(event, keys)
            event = self.next_event()


def _named(keys: Keys) -> str:
    return f"{dotted(keys)}: " if keys else ""
