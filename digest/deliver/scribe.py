"""Group commit: one writer for all sessions of a run, many marks in one transaction."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from digest.deliver.ledger import mark_offered, record
from digest.deliver.retries import Settlement
from digest.deliver.workers import LEASE, Worker

_Result = TypeVar("_Result")

# An outcome nobody waits for rides along with the next *offered*; this is how long it waits for one at most.
_OUTCOME_WAIT_SECONDS = 0.05


class ClaimLost(Exception):  # noqa: N818 - no fault: another run took this one for dead and has the person now
    """The person isn't this run's to mail any more: don't offer."""


@dataclass(slots=True)
class _Batch:
    """What the next transaction is to write, and who waits for it."""

    offers: list[tuple[int, asyncio.Future[None]]] = field(default_factory=list)
    settlements: list[Settlement] = field(default_factory=list)
    errands: list[tuple[Callable[[Connection], Any], asyncio.Future[Any]]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.offers or self.settlements or self.errands)


class Scribe:
    """Writes what sessions tell it. Belongs to one event loop; the database is touched by its one thread only.

    Whatever was told while a transaction was being written goes into the next. So an fsync serves all sessions, and
    what a session heard is on the disk before its next message can be offered.
    """

    def __init__(self, engine: Engine, worker: Worker, *, heartbeat_seconds: float = LEASE.total_seconds() / 3) -> None:
        self._engine = engine
        self._worker = worker
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="digest-scribe")
        self._next = _Batch()
        self._is_writing = False
        self._timer: asyncio.TimerHandle | None = None
        self._heartbeat_seconds = heartbeat_seconds
        self._heartbeat = self._loop.call_later(heartbeat_seconds, self._beat)

    async def offered(self, delivery_id: int) -> None:
        """Return when it is on the disk that the delivery is being offered: the final dot may follow.

        Raises `ClaimLost` where it isn't this run's any more, `StoreError` where it couldn't be written.
        """
        waiter: asyncio.Future[None] = self._loop.create_future()
        self._next.offers.append((delivery_id, waiter))
        self._write_soon()
        await waiter

    def settle(self, settlement: Settlement) -> None:
        """Have an outcome written; `close` tells where that wasn't possible."""
        self._next.settlements.append(settlement)
        if self._timer is None:
            self._timer = self._loop.call_later(_OUTCOME_WAIT_SECONDS, self._write)

    async def do(self, errand: Callable[[Connection], _Result]) -> _Result:
        """Return what *errand* returns, when what it wrote is on the disk."""
        waiter: asyncio.Future[_Result] = self._loop.create_future()
        self._next.errands.append((errand, waiter))
        self._write_soon()
        return await waiter

    async def close(self) -> None:
        """Write what is left; raise `StoreError` where it can't be: those outcomes will be unknown."""
        self._heartbeat.cancel()
        try:
            await self.do(lambda _: None)
        finally:
            self._cancel_timer()
            self._thread.shutdown(wait=False)

    def _write_soon(self) -> None:
        # Not at once: the other sessions that this turn of the loop wakes have something to write, too.
        if not self._is_writing:
            self._loop.call_soon(self._write)

    def _write(self) -> None:
        self._cancel_timer()
        if self._is_writing or not self._next:
            return
        batch, self._next = self._next, _Batch()
        self._is_writing = True
        written = self._loop.run_in_executor(self._thread, self._commit, batch)
        written.add_done_callback(partial(self._answer, batch))

    def _commit(self, batch: _Batch) -> tuple[frozenset[int], list[object]]:
        """Write *batch* in one transaction; return which offers were marked, and what the errands returned."""
        with self._engine.begin() as connection:
            record(connection, self._worker.id, batch.settlements)
            results = [errand(connection) for errand, _ in batch.errands]
            ids = [delivery_id for delivery_id, _ in batch.offers]
            marked = mark_offered(connection, self._worker.id, ids, self._worker.clock())
        return marked, results

    def _answer(self, batch: _Batch, written: asyncio.Future[tuple[frozenset[int], list[object]]]) -> None:
        self._is_writing = False
        if fault := written.exception():
            # Kept for the next try: the disk may have room again by then. Who waits to offer must not.
            self._next.settlements[:0] = batch.settlements
            for _, waiter in (*batch.offers, *batch.errands):
                _fail(waiter, fault)
            return
        marked, results = written.result()
        for delivery_id, waiter in batch.offers:
            if delivery_id in marked:
                _resume(waiter, None)
            else:
                _fail(waiter, ClaimLost())
        for (_, waiter), result in zip(batch.errands, results, strict=True):
            _resume(waiter, result)
        if self._next.offers or self._next.errands:
            self._write()
        elif self._next.settlements and self._timer is None:
            self._timer = self._loop.call_later(_OUTCOME_WAIT_SECONDS, self._write)

    def _beat(self) -> None:
        self._heartbeat = self._loop.call_later(self._heartbeat_seconds, self._beat)
        # Where it can't be written, the sessions hear of it; nobody waits for the heartbeat.
        nobody: asyncio.Future[None] = self._loop.create_future()
        nobody.add_done_callback(lambda beaten: beaten.exception())
        self._next.errands.append((self._worker.renew, nobody))
        self._write_soon()

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _resume(waiter: asyncio.Future[Any], result: object) -> None:
    if not waiter.done():  # its session may have been cancelled meanwhile
        waiter.set_result(result)


def _fail(waiter: asyncio.Future[Any], fault: BaseException) -> None:
    if not waiter.done():
        waiter.set_exception(fault)
