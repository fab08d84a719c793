"""Slots: stand-ins for one subscriber's values, which templates may print and ask about, but not change."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from jinja2 import StrictUndefined, TemplateRuntimeError, Undefined

from digest.render.rendered import SlotName, Variant

_LETTERS = {SlotName.NAME: "n", SlotName.ADDRESS: "a", SlotName.UNSUBSCRIBE_URL: "u"}
_SPELLED = {
    SlotName.NAME: "subscriber.name",
    SlotName.ADDRESS: "subscriber.address",
    SlotName.UNSUBSCRIBE_URL: "unsubscribe_url",
}


class SlotError(TemplateRuntimeError):
    """A template asks of a slot what only a known value could answer."""

    def __init__(self, fault: str, mend: str) -> None:
        super().__init__(fault)
        self.mend = mend


class Slot:
    """A text that holds tokens. True, and printed as it is; every other use raises SlotError.

    Printing is the environment's `finalize`, which asks `printed_text`: so a filter, which would ask for
    `str(slot)`, is told apart from `{{ slot }}`.
    """

    __slots__ = ("_text", "_what")

    def __init__(self, text: str, what: str) -> None:
        self._text = text
        self._what = what

    def __bool__(self) -> bool:
        return True

    def _refuse(self, *_arguments: object) -> NoReturn:
        raise SlotError(
            f"`{self._what}` differs by person and is filled in later, so it can't be changed or compared here",
            f"print it as it is, `{{{{ {self._what} }}}}`, or ask only whether there is one: `{{% if {self._what} %}}`",
        )

    __str__ = __html__ = __format__ = __int__ = __float__ = __len__ = __iter__ = __hash__ = _refuse
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __getitem__ = __call__ = _refuse
    __add__ = __radd__ = __mul__ = __rmul__ = __mod__ = __rmod__ = _refuse

    def __getattr__(self, name: str) -> NoReturn:
        # Probes of Jinja and Python themselves (`__html_format__`, `__deepcopy__`) must find nothing, not a fault.
        if name.startswith("__"):
            raise AttributeError(name)
        self._refuse()


class NoValue(StrictUndefined):
    """A value that this group of subscribers lacks: false, and good for `or` and `default`; printing it raises."""

    __slots__ = ()
    __bool__ = Undefined.__bool__  # type: ignore[assignment]  # the one thing it may be asked

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        what = self._undefined_name
        return f'`{what}` is empty for some subscribers\nsay what stands there instead: `{{{{ {what} or "…" }}}}`'


def printed_text(slot: Slot) -> str:
    """Return what stands in the mail for *slot*, tokens and all; templates have no way to it."""
    return slot._text


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one issue: letters and digits only, so that no step between template and message changes them."""

    stem: str
    of: Mapping[SlotName, str]

    def in_text(self, text: str) -> dict[str, SlotName]:
        """Return the tokens that occur in *text*."""
        return {token: name for name, token in self.of.items() if token in text}

    def count(self, text: str) -> int:
        """Return how many tokens *text* holds."""
        return sum(text.count(token) for token in self.of.values())

    def are_whole(self, text: str) -> bool:
        """Return whether every token in *text* is as it was printed: none cut, none in capitals."""
        return text.lower().count(self.stem) == self.count(text)

    def slot(self, name: SlotName) -> Slot:
        """Return the slot *name*."""
        return Slot(self.of[name], _SPELLED[name])

    def wrapped(self, text: str, what: str) -> Slot | str:
        """Return *text* so that templates can't change it where it holds tokens."""
        return Slot(text, what) if self.count(text) else text


def tokens_for(content: str) -> Tokens:
    """Return the tokens for an issue of this *content*.

    The same content gets the same tokens; and as a token is made from a digest of the content, the content
    can't hold it.
    """
    stem = f"slot{hashlib.sha256(content.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
    return Tokens(stem, {name: f"{stem}{letter}" for name, letter in _LETTERS.items()})


@dataclass(slots=True)
class LookedAt:
    """What templates asked about the subscriber so far; grows while they render."""

    name: bool = False
    language: bool = False
    tags: set[str] = field(default_factory=set)

    def of(self, variant: Variant) -> Variant:
        """Return *variant* without what nobody asked."""
        return Variant(
            has_name=self.name and variant.has_name,
            language=variant.language if self.language else None,
            tags=variant.tags & self.tags,
        )

    def __or__(self, other: "LookedAt") -> "LookedAt":
        return LookedAt(self.name or other.name, self.language or other.language, self.tags | other.tags)


class SubscriberTags:
    """The tags of a group of subscribers: templates may ask `"members" in subscriber.tags`."""

    __slots__ = ("_looked_at", "_tags")

    def __init__(self, tags: frozenset[str], looked_at: LookedAt) -> None:
        self._tags = tags
        self._looked_at = looked_at

    def __contains__(self, tag: object) -> bool:
        if not isinstance(tag, str):
            return False
        self._looked_at.tags.add(tag)
        return tag in self._tags

    def _refuse(self, *_arguments: object) -> NoReturn:
        raise SlotError(
            "`subscriber.tags` differs by person, so it can't be listed, counted or printed",
            'ask for one tag at a time: `{% if "members" in subscriber.tags %}`',
        )

    __str__ = __html__ = __iter__ = __len__ = __bool__ = __getitem__ = __eq__ = __ne__ = __hash__ = _refuse


class SubscriberView:
    """The subscriber as templates see one: what a group of them has in common, and slots for the rest."""

    __slots__ = ("_looked_at", "_tokens", "_variant")

    def __init__(self, variant: Variant, tokens: Tokens, looked_at: LookedAt) -> None:
        self._variant = variant
        self._tokens = tokens
        self._looked_at = looked_at

    @property
    def name(self) -> Slot | NoValue:
        """Return the slot for the name, or what is false where the group has none."""
        self._looked_at.name = True
        return self._tokens.slot(SlotName.NAME) if self._variant.has_name else NoValue(name=_SPELLED[SlotName.NAME])

    @property
    def address(self) -> Slot:
        """Return the slot for the address."""
        return self._tokens.slot(SlotName.ADDRESS)

    @property
    def language(self) -> str | None:
        """Return the language that the group asked for."""
        self._looked_at.language = True
        return self._variant.language

    @property
    def tags(self) -> SubscriberTags:
        """Return the tags to ask about."""
        return SubscriberTags(self._variant.tags, self._looked_at)
