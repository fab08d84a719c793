"""Take people from the ledger to mail them, and give back those who weren't reached."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Integer, bindparam, case, func, select, update

from digest.audience.suppressions import suppressed_among
from digest.deliver.outcome import State
from digest.deliver.workers import Worker
from digest.store.tables import ANY_TIME, DELIVERIES, Moment


@dataclass(frozen=True, slots=True)
class Claimed:
    """One person whom this run, and nobody else, may now offer the issue to."""

    id: int
    address: str
    name: str | None
    variant: int
    attempts: int  # how often a relay has answered for this person and issue
    first_tried_at: datetime | None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What dead workers left behind."""

    planned: int  # nothing was said to the relay, or it does no harm to say it again
    unknown: int  # the relay may have it


def claim(connection: Connection, worker: Worker, issue: int, limit: int) -> tuple[tuple[Claimed, ...], int]:
    """Return up to *limit* people to mail now, in list order, and how many were passed over as suppressed.

    Nobody is left to claim when no people are returned. Suppressions are looked up here, at the last moment.
    """
    passed_over = 0
    while rows := _take(connection, worker, issue, limit):
        barred = suppressed_among(connection, [row.address for row in rows])
        if not barred:
            return rows, passed_over
        passed_over += len(barred)
        _suppress(connection, [row.id for row in rows if row.address in barred], worker.clock())
        kept = tuple(row for row in rows if row.address not in barred)
        if kept:
            return kept, passed_over
    return (), passed_over


def give_back(connection: Connection, worker: Worker, ids: Collection[int]) -> None:
    """Give back people whom *worker* holds and who are known not to have got the issue."""
    mine = (DELIVERIES.c.id.in_(ids), DELIVERIES.c.worker == worker.id, _state_in(State.CLAIMED, State.OFFERED))
    connection.execute(update(DELIVERIES).where(*mine).values(**_claimable(worker.clock())))


def take_back(connection: Connection, worker: Worker, issue: int, *, repeatable: bool) -> TakenBack:
    """Take back what dead workers hold of *issue*.

    Whom they had only claimed is planned again. Whom they had offered it to is unknown, since the relay may have
    the message, unless offering it again does no harm (*repeatable*).
    """
    held = (DELIVERIES.c.issue == issue, _state_in(State.CLAIMED, State.OFFERED))
    holders = frozenset(connection.scalars(select(DELIVERIES.c.worker).where(*held).distinct()))
    dead = holders - worker.living(connection, holders)
    return _free(connection, issue, dead, worker.clock(), repeatable=repeatable) if dead else TakenBack(0, 0)


def leave(connection: Connection, worker: Worker, issue: int, *, repeatable: bool) -> TakenBack:
    """Give back everything that *worker* still holds of *issue*, by the rules of `take_back`."""
    return _free(connection, issue, {worker.id}, worker.clock(), repeatable=repeatable)


def _free(
    connection: Connection, issue: int, holders: Collection[int], now: datetime, *, repeatable: bool
) -> TakenBack:
    theirs = (DELIVERIES.c.issue == issue, DELIVERIES.c.worker.in_(holders))
    safe = _state_in(State.CLAIMED, State.OFFERED) if repeatable else DELIVERIES.c.state == State.CLAIMED
    planned = connection.execute(update(DELIVERIES).where(*theirs, safe).values(**_claimable(now))).rowcount
    lost = {
        "state": State.UNKNOWN,
        "settled_at": now,
        "attempts": DELIVERIES.c.attempts + 1,
        "first_tried_at": func.coalesce(DELIVERIES.c.first_tried_at, DELIVERIES.c.offered_at),
        "reply": "digest was stopped before the relay answered",
    }
    offered = (*theirs, DELIVERIES.c.state == State.OFFERED)
    unknown = connection.execute(update(DELIVERIES).where(*offered).values(**lost)).rowcount
    return TakenBack(planned, unknown)


def _take(connection: Connection, worker: Worker, issue: int, limit: int) -> tuple[Claimed, ...]:
    values = {"its_issue": issue, "now": worker.clock(), "most": limit, "new_worker": worker.id}
    # RETURNING promises no order.
    return tuple(Claimed(*row) for row in sorted(connection.execute(_TAKE, values)))


def _suppress(connection: Connection, ids: Collection[int], now: datetime) -> None:
    where = DELIVERIES.c.id.in_(ids)
    connection.execute(update(DELIVERIES).where(where).values(state=State.SUPPRESSED, settled_at=now))


def _claimable(now: datetime) -> dict[str, object]:
    # Who was deferred before and is claimable again is still deferred to a person who reads the ledger.
    was_tried = DELIVERIES.c.attempts > 0
    return {
        "state": case((was_tried, State.DEFERRED), else_=State.PLANNED),
        "next_try_at": case((was_tried, bindparam("now", now, Moment)), else_=bindparam("any_time", ANY_TIME, Moment)),
        "worker": None,
        "offered_at": None,
    }


def _state_in(*states: State) -> ColumnElement[bool]:
    return DELIVERIES.c.state.in_(states)


# Built once: to put a statement together takes SQLAlchemy longer than to run it.
_DUE = (
    select(DELIVERIES.c.id)
    .where(DELIVERIES.c.issue == bindparam("its_issue"), DELIVERIES.c.next_try_at <= bindparam("now"))
    .order_by(DELIVERIES.c.next_try_at, DELIVERIES.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)  # left out on SQLite, where the whole transaction is the only writer
    .cte("due")  # without it PostgreSQL may run the LIMIT twice
)
_TAKE = (
    update(DELIVERIES)
    .where(DELIVERIES.c.id.in_(select(_DUE.c.id)))
    .values(state=State.CLAIMED, worker=bindparam("new_worker"), next_try_at=None)
    .returning(*(DELIVERIES.c[name] for name in Claimed.__slots__))
)
