"""What a relay answered, and what that means for the person it was for."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where one person's copy of one issue stands in the ledger."""

    PLANNED = "planned"
    CLAIMED = "claimed"  # a run has taken it, nothing was said to the relay
    OFFERED = "offered"  # committed before the final dot: the relay may have it
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    REFUSED = "refused"
    UNKNOWN = "unknown"  # offered, and the line was lost before the answer
    SUPPRESSED = "suppressed"


class Phase(StrEnum):
    """The step of an SMTP conversation that a reply, or a lost line, belongs to."""

    CONNECT = "connect"
    AUTH = "auth"
    MAIL = "MAIL FROM"
    RCPT = "RCPT TO"
    DATA = "DATA"
    BODY = "message"  # after the final dot


@dataclass(frozen=True, slots=True)
class Reply:
    """An SMTP reply: RFC 5321 code, RFC 3463 enhanced code where given, text on one line."""

    code: int
    text: str
    enhanced: str | None = None

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The relay's answer about one message."""

    state: State  # ACCEPTED, DEFERRED, REFUSED or UNKNOWN
    reply: str
