"""A run of a mailing: offer an issue to everyone who is still to get it, over as many sessions as the relay allows."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Engine

from digest.deliver.claims import Claimed, leave, take_back
from digest.deliver.conversation import Conversation, Line
from digest.deliver.ending import Ending
from digest.deliver.ledger import Tally, finish, read_tally
from digest.deliver.outcome import State
from digest.deliver.pace import Limit, Pace
from digest.deliver.pile import Pile
from digest.deliver.relay import Message, Relay
from digest.deliver.scribe import Scribe
from digest.deliver.workers import Worker, at_work


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """What is to be sent, and how each person's message is made."""

    issue: int
    compose: Callable[[Claimed], Message]
    retry_for: timedelta  # from a person's first attempt to their last
    limits: tuple[Limit, ...] = ()  # what the relay's owner allows


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What a run is governed by from outside."""

    clock: Callable[[], datetime]  # aware
    stop: asyncio.Event = field(default_factory=asyncio.Event)  # set it: what is in flight is finished, no more
    progress: Callable[[State], None] = lambda _: None  # called once for every outcome, and for every suppressed
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep


async def run_mailing(mailing: Mailing, relay: Relay, engine: Engine, watch: Watch) -> Tally:
    """Return where everybody of the issue stands when there is nobody left for this run to mail, or it was stopped.

    Nobody is offered a message that isn't marked as offered on the disk first. Takes back what dead runs held, and
    leaves nothing claimed behind: claimed and offered in the tally are another run's, which is still at work.
    Raises `RelayError` or `StoreError` where the run had to stop, after what was in flight has its outcome; nobody is
    blamed for that.
    """
    ending = Ending(watch.stop)
    with at_work(engine, watch.clock) as worker:
        async with _writing(engine, worker, mailing.issue, relay) as scribe:
            pile = Pile(scribe, worker, mailing.issue, watch.progress)
            line = Line(
                relay=relay,
                compose=mailing.compose,
                retry_for=mailing.retry_for,
                worker=worker,
                scribe=scribe,
                pile=pile,
                pace=Pace(mailing.limits, watch.clock),
                ending=ending,
                progress=watch.progress,
                pause=watch.pause,
            )
            await _work_off(line, mailing.issue)
    if ending.fault:
        raise ending.fault
    with engine.begin() as connection:
        finish(connection, mailing.issue, watch.clock())
        return read_tally(connection, mailing.issue)


async def _work_off(line: Line, issue: int) -> None:
    """Mail everyone who can be claimed, those included whom a run that dies meanwhile leaves behind."""
    while not line.ending:
        await line.scribe.do(partial(take_back, worker=line.worker, issue=issue, repeatable=line.relay.repeatable))
        if not await line.pile.fetch():
            return
        async with asyncio.TaskGroup() as conversations:
            for _ in range(line.relay.connections):
                conversations.create_task(Conversation(line).hold())


@asynccontextmanager
async def _writing(engine: Engine, worker: Worker, issue: int, relay: Relay) -> AsyncIterator[Scribe]:
    """Give the run its scribe; in the end, however it comes, write every outcome and let go of every claim."""
    scribe = Scribe(engine, worker)
    try:
        yield scribe
    finally:
        try:
            await scribe.do(partial(leave, worker=worker, issue=issue, repeatable=relay.repeatable))
        finally:
            await scribe.close()
