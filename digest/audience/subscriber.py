"""A person who asked for the newsletter."""

from dataclasses import dataclass

from digest.errors import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """One person on the list."""

    address: str  # as it is written to: domain in lower case and as A-labels, local part as given
    name: str | None = None
    tags: frozenset[str] = frozenset()
    language: str | None = None
    place: Place | None = None  # where the list names this person
