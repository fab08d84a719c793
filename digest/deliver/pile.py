"""The people a run has claimed and not yet offered the issue to."""

import asyncio
from collections import deque
from collections.abc import Callable
from functools import partial

from digest.deliver.claims import Claimed, claim
from digest.deliver.outcome import State
from digest.deliver.scribe import Scribe
from digest.deliver.workers import Worker

_BATCH = 50  # what is lost to others for a lease where a run dies on another machine


class Pile:
    """Shared by the sessions of one run; fetches more from the ledger when it runs out."""

    def __init__(self, scribe: Scribe, worker: Worker, issue: int, progress: Callable[[State], None]) -> None:
        self._scribe = scribe
        self._progress = progress
        self._claim = partial(claim, worker=worker, issue=issue, limit=_BATCH)
        self._people: deque[Claimed] = deque()
        self._fetching = asyncio.Lock()

    async def fetch(self) -> bool:
        """Return whether there is anyone to mail."""
        async with self._fetching:
            if not self._people:
                people, passed_over = await self._scribe.do(self._claim)
                self._people.extend(people)
                for _ in range(passed_over):
                    self._progress(State.SUPPRESSED)
        return bool(self._people)

    async def take(self) -> Claimed | None:
        """Return the next person, or None where nobody is left to claim."""
        while not self._people:
            if not await self.fetch():
                return None
        return self._people.popleft()

    def put_back(self, claimed: Claimed) -> None:
        """Put back a person whose session was lost. Last in line: if it was about them, the others go first."""
        self._people.append(claimed)
