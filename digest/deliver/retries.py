"""What an outcome means for the next attempt. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.deliver.claims import Claimed
from digest.deliver.outcome import Outcome, State

# Greylisting lets people through after 4 to 25 minutes, sometimes hours (RFC 6647 §5).
_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
_LONGEST_WAIT = timedelta(hours=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What the ledger is told about one delivery."""

    id: int
    state: State
    reply: str
    at: datetime
    next_try_at: datetime | None = None


def settle(claimed: Claimed, outcome: Outcome, at: datetime, retry_for: timedelta) -> Settlement:
    """Return what *outcome*, heard *at* that moment, makes of a delivery.

    Deferred ones wait 1, 5, 15 and 60 minutes, then 4 hours each time. The last attempt is *retry_for* after the
    first; when that is deferred too, it counts as refused.
    """
    if outcome.state is not State.DEFERRED:
        return Settlement(id=claimed.id, state=outcome.state, reply=outcome.reply, at=at)
    give_up_at = (claimed.first_tried_at or at) + retry_for
    if at >= give_up_at:
        return Settlement(id=claimed.id, state=State.REFUSED, reply=outcome.reply, at=at)
    wait = _WAITS[claimed.attempts] if claimed.attempts < len(_WAITS) else _LONGEST_WAIT
    next_try_at = min(at + wait, give_up_at)
    return Settlement(id=claimed.id, state=State.DEFERRED, reply=outcome.reply, at=at, next_try_at=next_try_at)
