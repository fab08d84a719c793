"""What the ledger remembers: for the choice of posts, for going on, and for `digest status`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select

from digest.deliver.freezing import read_waiting_since
from digest.deliver.ledger import Tally, read_tally
from digest.deliver.outcome import State
from digest.issue.history import History
from digest.issue.period import Period
from digest.store.tables import DELIVERIES, ISSUE_POSTS, ISSUES, SEEN_POSTS, VARIANTS


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRecord:
    """One issue that was frozen, as the ledger has it."""

    number: int
    period: Period
    subject: str
    message_date: datetime
    frozen_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRecord:
    """Where one person's copy of an issue stands. *at* is when that was heard, or when it is tried next."""

    address: str
    state: State
    reply: str | None
    at: datetime | None
    attempts: int


def read_history(engine: Engine | None) -> History:
    """Return what earlier issues did; an empty history where there is no database yet."""
    if engine is None:
        return History()
    with engine.begin() as connection:
        last = connection.execute(select(func.max(ISSUES.c.number), func.max(ISSUES.c.until))).one()
        return History(
            last_number=last[0] or 0,
            last_until=last[1],
            waiting_since=read_waiting_since(connection),
            mailed_ids=frozenset(connection.scalars(select(ISSUE_POSTS.c.post))),
            seen_ids=frozenset(connection.scalars(select(SEEN_POSTS.c.post))),
        )


def read_issues(engine: Engine) -> tuple[IssueRecord, ...]:
    """Return every frozen issue, oldest first."""
    with engine.begin() as connection:
        rows = connection.execute(select(ISSUES).order_by(ISSUES.c.number))
        return tuple(
            IssueRecord(
                number=row.number,
                period=Period(row.since, row.until),
                subject=row.subject,
                message_date=row.message_date,
                frozen_at=row.frozen_at,
                finished_at=row.finished_at,
            )
            for row in rows
        )


def tally_of(engine: Engine, issue: int) -> Tally:
    """Return how many people of *issue* stand where."""
    with engine.begin() as connection:
        return read_tally(connection, issue)


def read_variants(engine: Engine, issue: int) -> tuple[bytes, ...]:
    """Return the variants of *issue* as they were frozen, in the order that deliveries number them."""
    with engine.begin() as connection:
        mine = select(VARIANTS.c.parts).where(VARIANTS.c.issue == issue).order_by(VARIANTS.c.variant)
        return tuple(connection.scalars(mine))


def read_deliveries(engine: Engine, issue: int) -> Iterator[DeliveryRecord]:
    """Yield everybody of *issue*, in the order of the list. Holds a few at a time, however many there are."""
    columns = ("address", "state", "reply", "attempts", "settled_at", "next_try_at", "offered_at")
    mine = select(*(DELIVERIES.c[name] for name in columns)).where(DELIVERIES.c.issue == issue)
    with engine.begin() as connection:
        for row in connection.execution_options(yield_per=1_000).execute(mine.order_by(DELIVERIES.c.id)):
            waits_until = row.next_try_at if row.state == State.DEFERRED else None
            yield DeliveryRecord(
                address=row.address,
                state=State(row.state),
                reply=row.reply,
                at=row.settled_at or waits_until or row.offered_at,
                attempts=row.attempts,
            )
