"""How fast a run may offer: no more messages in any span of time than the relay's owner allows."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """At most *count* messages in any *span*."""

    count: int
    span: timedelta


class Pace:
    """Shared by the sessions of one run. Remembers its own offers only, not those of earlier runs."""

    def __init__(self, limits: Sequence[Limit], clock: Callable[[], datetime]) -> None:
        self._clock = clock
        # Of each limit the moments of its last offers, as many as it allows: the first of them has to be old enough.
        self._offers = [(limit, deque[datetime](maxlen=limit.count)) for limit in limits]
        self._first_come = asyncio.Lock()

    async def turn(self, pause: Callable[[float], Awaitable[None]]) -> None:
        """Return when another message may be offered; *pause* waits so many seconds, or less where the run ends."""
        if not self._offers:
            return
        async with self._first_come:
            if (wait := self._wait()) > timedelta(0):
                await pause(wait.total_seconds())
            for _, moments in self._offers:
                moments.append(self._clock())

    def _wait(self) -> timedelta:
        now = self._clock()
        full = (moments[0] + limit.span - now for limit, moments in self._offers if len(moments) == limit.count)
        return max(full, default=timedelta(0))
