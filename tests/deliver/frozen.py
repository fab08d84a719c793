"""A frozen issue to send, a clock to set, and a relay that answers as a test says."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select

from digest.audience.subscriber import Subscriber
from digest.deliver.claims import Claimed
from digest.deliver.freezing import FrozenIssue, FrozenPost, freeze
from digest.deliver.history import IssueRecord, read_issues
from digest.deliver.mailing import Mailing
from digest.deliver.outcome import Outcome, State
from digest.deliver.relay import Message
from digest.issue.period import Period
from digest.store.tables import DELIVERIES

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
WEEK = timedelta(days=7)
ACCEPTED = Outcome(State.ACCEPTED, "250 ok")
BUSY = Outcome(State.DEFERRED, "451 later")
NO_SUCH_PERSON = Outcome(State.REFUSED, "550 nobody here by that name")
LINE_LOST = Outcome(State.UNKNOWN, "the line was lost after the message")


@dataclass(slots=True)
class Clock:
    """A clock that stands still until it is set."""

    moment: datetime = NOON

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.moment

    def pass_by(self, **time: float) -> None:
        """Let time pass."""
        self.moment += timedelta(**time)


def addresses(count: int) -> list[str]:
    return [f"reader{number}@ferry.example" for number in range(count)]


def an_issue(number: int = 1, *, posts: Collection[str] = (), seen: Collection[str] = ()) -> FrozenIssue:
    until = NOON + number * WEEK
    return FrozenIssue(
        number=number,
        period=Period(until - WEEK, until),
        subject=f"The Weekly Ferry, {number}",
        message_date=NOON,
        frozen_at=NOON,
        posts=tuple(FrozenPost(post, post.title(), f"https://ferry.example/{post}") for post in posts),
        seen_ids=seen,
    )


def freeze_for(engine: Engine, people: Iterable[str], number: int = 1) -> int:
    return freeze(engine, an_issue(number), [b"parts"], [(Subscriber(address=each), 0) for each in people])


def unfinished_issue(engine: Engine) -> IssueRecord | None:
    """Return the oldest issue that somebody still has to get."""
    return next((issue for issue in read_issues(engine) if issue.finished_at is None), None)


def states(engine: Engine, issue: int = 1) -> dict[str, State]:
    with engine.connect() as connection:
        rows = connection.execute(
            select(DELIVERIES.c.address, DELIVERIES.c.state)
            .where(DELIVERIES.c.issue == issue)
            .order_by(DELIVERIES.c.id)
        )
        return {address: State(state) for address, state in rows}


def compose(claimed: Claimed) -> Message:
    return Message("bounces@ferry.example", claimed.address, b"Subject: Ferries\r\n\r\nAt eight.\r\n")


def the_mailing(issue: int = 1) -> Mailing:
    return Mailing(issue=issue, compose=compose, retry_for=timedelta(days=2))


async def no_pause(_: float) -> None:
    await asyncio.sleep(0)


@dataclass(slots=True)
class ScriptedRelay:
    """A relay that does what *answer* says, and remembers whom it got messages for."""

    answer: Callable[[Message], Outcome] = lambda _: ACCEPTED
    on_opening: Callable[[], None] = lambda: None
    after_mark: Callable[[Message], Exception | None] = lambda _: None  # what it returns is raised, before the dot
    before_answer: Callable[[], Awaitable[None]] = lambda: asyncio.sleep(0)
    connections: int = 3
    messages_per_session: int = 1_000
    repeatable: bool = False
    name: str = "relay.example:25"
    got: list[str] = field(default_factory=list)
    sessions: list["ScriptedSession"] = field(default_factory=list)

    async def open(self) -> "ScriptedSession":
        await asyncio.sleep(0)
        self.on_opening()
        session = ScriptedSession(self)
        self.sessions.append(session)
        return session


@dataclass(slots=True)
class ScriptedSession:
    """A session of it. *answer* may raise, too: that is before the dot."""

    relay: ScriptedRelay
    carried: int = 0
    is_closed: bool = False

    async def offer(self, message: Message, before_dot: Callable[[], Awaitable[None]]) -> Outcome:
        assert not self.is_closed
        outcome = self.relay.answer(message)
        await before_dot()
        if lost := self.relay.after_mark(message):
            raise lost
        self.carried += 1
        if outcome.state in (State.ACCEPTED, State.UNKNOWN):
            self.relay.got.append(message.recipient)
        await self.relay.before_answer()
        return outcome

    async def close(self) -> None:
        self.is_closed = True
