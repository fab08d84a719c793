"""Who is at work on the ledger, and who of them is still alive."""

import os
import socket
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, insert, select, update

from digest.deliver.byte_lock import ByteLock
from digest.store.tables import WORKERS

LEASE = timedelta(seconds=60)  # how long a run that gives no sign of life keeps what it has claimed

Clock = Callable[[], datetime]


class Worker:
    """This run, as the ledger knows it."""

    def __init__(self, worker_id: int, clock: Clock, lock: ByteLock | None) -> None:
        self.id = worker_id
        self.clock = clock
        self._lock = lock

    def renew(self, connection: Connection) -> None:
        """Say that this run is alive."""
        alive_until = self.clock() + LEASE
        connection.execute(update(WORKERS).where(WORKERS.c.id == self.id).values(alive_until=alive_until))

    def living(self, connection: Connection, worker_ids: Collection[int]) -> frozenset[int]:
        """Return those of *worker_ids* that may still be sending, this run included.

        On one machine the lock says so at once: a process that was killed holds none. Where there is no lock, a
        worker is alive until its lease has run out.
        """
        if self._lock is not None:
            return frozenset(number for number in worker_ids if self._lock.is_held(number))
        alive = select(WORKERS.c.id).where(WORKERS.c.id.in_(worker_ids), WORKERS.c.alive_until > self.clock())
        return frozenset(connection.scalars(alive))


@contextmanager
def at_work(engine: Engine, clock: Clock, *, locking: bool = True) -> Iterator[Worker]:
    """Enter this process as a worker, and take it off the list at the end."""
    lock = _open_lock(engine) if locking else None
    try:
        with engine.begin() as connection:
            worker_id = _enter(connection, clock())
            # Before the commit: nobody may see this worker without its lock, and take it for a dead one.
            if lock is not None:
                lock.hold(worker_id)
        yield Worker(worker_id, clock, lock)
        with engine.begin() as connection:
            connection.execute(delete(WORKERS).where(WORKERS.c.id == worker_id))
    finally:
        if lock is not None:
            lock.close()


def _open_lock(engine: Engine) -> ByteLock | None:
    """Return the lock beside an SQLite file. Several machines have no file in common: there it's the lease alone."""
    if engine.dialect.name != "sqlite" or engine.url.database is None or sys.platform == "win32":
        return None
    return ByteLock.open(Path(engine.url.database).with_suffix(".lock"))


def _enter(connection: Connection, now: datetime) -> int:
    row = {"host": socket.gethostname(), "pid": os.getpid(), "started_at": now, "alive_until": now + LEASE}
    worker_id: int = connection.execute(insert(WORKERS).values(row).returning(WORKERS.c.id)).scalar_one()
    return worker_id
