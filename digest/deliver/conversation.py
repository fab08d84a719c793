"""One of a run's lines to the relay: message after message, and a new session where one ends."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from digest.deliver.claims import Claimed, give_back
from digest.deliver.ending import Ending
from digest.deliver.outcome import Outcome, State
from digest.deliver.pace import Pace
from digest.deliver.pile import Pile
from digest.deliver.relay import Message, Relay, Session, SessionLost
from digest.deliver.retries import settle
from digest.deliver.scribe import ClaimLost, Scribe
from digest.deliver.workers import Worker
from digest.errors import DigestError, MessageError, Problem, RelayError

# Waits after the first, second … lost session in a row. One more, and the run stops.
BACK_OFF_SECONDS = (1.0, 2.0, 4.0, 8.0, 16.0)
_BEFORE_ANY_SESSION = 2  # a relay that was never reached is more likely misspelt than busy


@dataclass(slots=True, kw_only=True)
class Line:
    """What all conversations of a run have in common."""

    relay: Relay
    compose: Callable[[Claimed], Message]
    retry_for: timedelta
    worker: Worker
    scribe: Scribe
    pile: Pile
    pace: Pace
    ending: Ending
    progress: Callable[[State], None]
    pause: Callable[[float], Awaitable[None]]
    was_open: bool = False
    first_opening: asyncio.Lock = field(default_factory=asyncio.Lock)

    def now(self) -> datetime:
        """Return the moment, by the clock that was passed in."""
        return self.worker.clock()


class Conversation:
    """Offers the issue to one person after the other until the pile is empty or the run ends."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._session: Session | None = None
        self._carried = 0  # messages, in this session
        self._losses = 0  # sessions, in a row

    async def hold(self) -> None:
        """Return when there is nobody left, or the run has ended. What was in flight has its outcome."""
        try:
            while await self._may_go_on() and (claimed := await self._line.pile.take()) is not None:
                await self._carry(claimed)
        except DigestError as fault:  # the pile couldn't be filled from the ledger
            self._line.ending.because(fault)
        finally:
            await self._hang_up()

    async def _may_go_on(self) -> bool:
        line = self._line
        await line.pace.turn(lambda seconds: line.ending.cuts_short(line.pause(seconds)))
        return not line.ending

    async def _carry(self, claimed: Claimed) -> None:
        line = self._line
        try:
            outcome = await self._offer(await self._open_session(), claimed)
        except ClaimLost:
            await self._hang_up()
        except SessionLost as lost:
            line.pile.put_back(claimed)
            await self._lose(str(lost), lost.problem)
        except DigestError as fault:
            line.pile.put_back(claimed)
            line.ending.because(fault)
        else:
            line.scribe.settle(settle(claimed, outcome, line.now(), line.retry_for))
            line.progress(outcome.state)
            if outcome.state is State.UNKNOWN:
                await self._lose(outcome.reply, None)
            else:
                await self._go_on()

    async def _open_session(self) -> Session:
        line = self._line
        if self._session is None:
            async with AsyncExitStack() as alone:
                # The first goes alone: a wrong password is tried once, not by every connection at once.
                if not line.was_open:
                    await alone.enter_async_context(line.first_opening)
                if line.ending:
                    raise SessionLost("the run has ended")
                self._session = await line.relay.open()
            line.was_open = True
            self._carried = 0
        return self._session

    async def _offer(self, session: Session, claimed: Claimed) -> Outcome:
        line = self._line
        is_marked = False
        try:
            message = line.compose(claimed)
        except MessageError as fault:  # about this person alone: what all messages share was written before
            return Outcome(State.REFUSED, f"not offered: {fault.problems[0].fault}")

        async def before_dot() -> None:
            nonlocal is_marked
            await line.scribe.offered(claimed.id)
            is_marked = True

        try:
            return await session.offer(message, before_dot)
        except (SessionLost, RelayError):
            if is_marked:  # the relay is known not to have it
                await line.scribe.do(partial(give_back, worker=line.worker, ids=[claimed.id]))
            raise

    async def _go_on(self) -> None:
        self._losses = 0
        self._carried += 1
        if self._carried >= self._line.relay.messages_per_session:
            await self._hang_up()

    async def _lose(self, what: str, problem: Problem | None) -> None:
        """Wait before the next session, or end the run where it has come to that."""
        line = self._line
        await self._hang_up()
        if line.ending:
            return
        self._losses += 1
        if self._losses > (len(BACK_OFF_SECONDS) if line.was_open else _BEFORE_ANY_SESSION):
            fault = f"{line.relay.name}: {self._losses} sessions in a row were lost ({what})"
            mend = "look whether the relay is up and takes mail from here; then run `digest send` again: it goes on"
            line.ending.because(RelayError(problem or Problem(None, fault, mend)))
        else:
            await line.ending.cuts_short(line.pause(BACK_OFF_SECONDS[self._losses - 1]))

    async def _hang_up(self) -> None:
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()
