"""Why and when a run ends before everybody was mailed: a person stopped it, or it can't go on."""

import asyncio
from collections.abc import Awaitable

from digest.errors import DigestError


class Ending:
    """Shared by all conversations of a run. True as soon as nothing new is to be begun."""

    def __init__(self, stop: asyncio.Event) -> None:
        self._stop = stop
        self._has_fault = asyncio.Event()
        self.fault: DigestError | None = None

    def __bool__(self) -> bool:
        return self._stop.is_set() or self._has_fault.is_set()

    def because(self, fault: DigestError) -> None:
        """End the run. The first *fault* is the one that is told."""
        self.fault = self.fault or fault
        self._has_fault.set()

    async def cuts_short(self, pause: Awaitable[None]) -> None:
        """Return when *pause* is over, or at once when the run ends."""
        waits = [asyncio.ensure_future(wait) for wait in (pause, self._stop.wait(), self._has_fault.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
