"""Why a post is in an issue, or not: one reason for each file that was found."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """The reasons there are."""

    IN_PERIOD = "in period"
    LATECOMER = "latecomer"
    LEFT_OUT = "left out"  # the post's own front matter says so
    MAILED = "mailed"
    BEFORE = "before"  # dated before the first issue's period
    SEEN = "seen"  # dated before the period, and the last issue had its choice of it
    AFTER = "after"
    OVER_MAXIMUM = "over maximum"
    SAME_ID = "same id"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What became of one file."""

    id: str  # the path, for a file that never became a post
    path: str
    title: str  # "" where it can't be read
    date: datetime | None  # aware, in the newsletter's zone; None for what never became a post, or has no date
    kind: Kind
    reason: str  # a sentence that begins with "in: " or "out: "

    @property
    def included(self) -> bool:
        """Return whether the issue takes the post."""
        return self.kind in (Kind.IN_PERIOD, Kind.LATECOMER)
