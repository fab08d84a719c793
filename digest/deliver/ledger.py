"""The ledger of an issue: what was offered, what came of it, who is left."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, func, or_, select, update

from digest.deliver.outcome import State
from digest.deliver.retries import Settlement
from digest.store.prepared import Prepared
from digest.store.tables import ANY_TIME, DELIVERIES, ISSUES, Moment

OPEN_STATES = (State.PLANNED, State.CLAIMED, State.OFFERED, State.DEFERRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many people of one issue stand where; their sum is the frozen list."""

    planned: int = 0
    claimed: int = 0
    offered: int = 0
    accepted: int = 0
    deferred: int = 0
    refused: int = 0
    unknown: int = 0
    suppressed: int = 0
    next_try_at: datetime | None = None  # when the first of the deferred falls due

    @property
    def total(self) -> int:
        """Return how many people the issue is for."""
        return self.still_open + self.accepted + self.refused + self.unknown + self.suppressed

    @property
    def still_open(self) -> int:
        """Return how many people may still be offered the issue, or are being offered it."""
        return self.planned + self.claimed + self.offered + self.deferred


def mark_offered(connection: Connection, worker_id: int, ids: Collection[int], at: datetime) -> frozenset[int]:
    """Mark deliveries as offered; return those that were marked.

    One that is missing isn't this worker's any more: it was taken for dead, and somebody else may have offered it.
    """
    if not ids:
        return frozenset()
    rows = [{"its_id": delivery_id, "its_worker": worker_id, "new_offered_at": at} for delivery_id in ids]
    if _MARK_OFFERED.run(connection, rows) == len(rows):
        return frozenset(ids)
    mine = (DELIVERIES.c.id.in_(ids), DELIVERIES.c.worker == worker_id, DELIVERIES.c.state == State.OFFERED)
    return frozenset(connection.scalars(select(DELIVERIES.c.id).where(*mine)))


def record(connection: Connection, worker_id: int, settlements: Collection[Settlement]) -> None:
    """Record what relays answered to *worker_id*.

    An answer also ends an *unknown*: this worker was taken for dead, and is back with what it heard.
    """
    if settlements:
        _RECORD.run(connection, [_row(worker_id, settlement) for settlement in settlements])


def read_tally(connection: Connection, issue: int) -> Tally:
    """Return where the people of *issue* stand."""
    mine = DELIVERIES.c.issue == issue
    rows = connection.execute(select(DELIVERIES.c.state, func.count()).where(mine).group_by(DELIVERIES.c.state))
    counts = {state: count for state, count in rows}  # noqa: C416 - a Row is no tuple to dict()'s types
    waiting = (mine, DELIVERIES.c.next_try_at.is_not(None), DELIVERIES.c.state == State.DEFERRED)
    next_try_at = connection.scalar(select(func.min(DELIVERIES.c.next_try_at)).where(*waiting))
    return Tally(**counts, next_try_at=next_try_at)


def finish(connection: Connection, issue: int, now: datetime) -> bool:
    """Return whether nobody of *issue* is left to mail, and note that it's finished. Unknowns don't hold it up."""
    left = exists().where(DELIVERIES.c.issue == issue, DELIVERIES.c.state.in_(OPEN_STATES))
    if connection.scalar(select(left)):
        return False
    unfinished = (ISSUES.c.number == issue, ISSUES.c.finished_at.is_(None))
    connection.execute(update(ISSUES).where(*unfinished).values(finished_at=now))
    return True


def resend_unknown(connection: Connection, issue: int) -> int:
    """Plan to offer *issue* again to everyone whose outcome is unknown; return how many that are.

    They may get it twice, with the same Message-ID. The issue is unfinished again.
    """
    unknown = (DELIVERIES.c.issue == issue, DELIVERIES.c.state == State.UNKNOWN)
    again = {"state": State.PLANNED, "worker": None, "next_try_at": ANY_TIME, "settled_at": None, "offered_at": None}
    count = connection.execute(update(DELIVERIES).where(*unknown).values(**again)).rowcount
    if count:
        connection.execute(update(ISSUES).where(ISSUES.c.number == issue).values(finished_at=None))
    return count


def _row(worker_id: int, settlement: Settlement) -> dict[str, object]:
    is_settled = settlement.state is not State.DEFERRED
    return {
        "its_id": settlement.id,
        "its_worker": worker_id,
        "new_state": settlement.state,
        "new_reply": settlement.reply,
        "tried_at": settlement.at,
        "new_settled_at": settlement.at if is_settled else None,
        "new_next_try_at": settlement.next_try_at,
    }


# `or_` and not `in_`: a list can't be spelt out once for many rows.
_MARK_OFFERED = Prepared(
    update(DELIVERIES)
    .where(
        DELIVERIES.c.id == bindparam("its_id"),
        DELIVERIES.c.worker == bindparam("its_worker"),
        or_(DELIVERIES.c.state == State.CLAIMED, DELIVERIES.c.state == State.OFFERED),
    )
    .values(state=State.OFFERED, offered_at=bindparam("new_offered_at"))
)
_RECORD = Prepared(
    update(DELIVERIES)
    .where(
        DELIVERIES.c.id == bindparam("its_id"),
        DELIVERIES.c.worker == bindparam("its_worker"),
        or_(
            DELIVERIES.c.state == State.CLAIMED,
            DELIVERIES.c.state == State.OFFERED,
            DELIVERIES.c.state == State.UNKNOWN,
        ),
    )
    .values(
        state=bindparam("new_state"),
        reply=bindparam("new_reply"),
        settled_at=bindparam("new_settled_at"),
        next_try_at=bindparam("new_next_try_at"),
        attempts=DELIVERIES.c.attempts + 1,
        first_tried_at=func.coalesce(DELIVERIES.c.first_tried_at, bindparam("tried_at", type_=Moment)),
    )
)
