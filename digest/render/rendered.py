"""A rendered issue: what goes into a message, once per variant, with slots still open."""

from dataclasses import dataclass, field
from enum import StrEnum


class SlotName(StrEnum):
    """The values that differ by person."""

    NAME = "name"
    ADDRESS = "address"
    UNSUBSCRIBE_URL = "unsubscribe_url"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """What a group of subscribers has in common, as far as the templates look at it."""

    has_name: bool
    language: str | None = None  # None: the templates don't ask for it
    tags: frozenset[str] = frozenset()  # of the tags that the templates look at, those this group has


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedIssue:
    """Subject, preheader, HTML part and text part of one variant.

    Slots stand in the texts as tokens of letters and digits; *tokens* maps each to the value it waits for.
    Tokens in *html* wait for an HTML-escaped value, those elsewhere for a plain one.
    """

    subject: str
    preheader: str
    html: str
    text: str
    tokens: dict[str, SlotName] = field(default_factory=dict)
