"""Open the database: to write, or to read without leaving a trace."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.pool import NullPool, Pool, QueuePool

from digest.errors import Place, Problem, StoreError
from digest.store.faults import mendable
from digest.store.revision import bring_up_to_date, check_revision, is_empty


def open_database(state: str | Path, *, patience_seconds: float = 30.0) -> Engine:
    """Return the database at *state*, made or brought up to date where it has to be.

    A transaction on it (`engine.begin()`) is the only writer from its first statement on. What is committed is on the
    disk. Waits *patience_seconds* for another writer. Every fault that a person can mend, here and in every statement
    later, is a `StoreError`. Call `engine.dispose()` at the end: it leaves one tidy file.
    """
    path = _path_of(state)
    _make_file(path)

    def connect() -> sqlite3.Connection:
        return _connect_to_write(path, patience_seconds)

    engine = _engine(path, connect, begin="BEGIN IMMEDIATE", pool=QueuePool)
    try:
        bring_up_to_date(engine, str(path))
    except BaseException:
        engine.dispose()
        raise
    return engine


def open_database_for_reading(state: str | Path) -> Engine | None:
    """Return the database at *state* for reading, or None where nothing has been written yet.

    No file in its folder is changed, made or removed by reading, also when a writer was killed, or is at work.
    """
    path = _path_of(state)
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _unreachable(path, error) from error
    engine = _engine(path, lambda: _connect_to_read(path), begin="BEGIN", pool=NullPool)
    if is_empty(engine):
        return None
    check_revision(engine, str(path))
    return engine


def _path_of(state: str | Path) -> Path:
    if "://" not in str(state):
        return Path(state)
    scheme = str(state).partition("://")[0]
    fault = f"a database at `{scheme}://…` can't be used yet"
    mend = "name a file, for example `state: state/digest.db`; PostgreSQL comes in a later release"
    raise StoreError(Problem(Place("config.yaml"), fault, mend))


def _make_file(path: Path) -> None:
    """Make the file and its folder where they are missing, for nobody else to read: it holds people's addresses."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise _unreachable(path, error) from error


def _unreachable(path: Path, error: OSError) -> StoreError:
    mend = "give yourself the right to write the file and its folder, or name another one under `state:`"
    return StoreError(Problem(Place(str(path)), f"the database can't be opened ({error.strerror})", mend))


def _engine(path: Path, connect: Callable[[], sqlite3.Connection], *, begin: str, pool: type[Pool]) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), creator=connect, poolclass=pool)

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        # Python's sqlite3 would begin late and for reading only, and then fail at once with "locked" on the first
        # write, patience or not. So it is told to leave transactions alone (isolation_level=None).
        connection.exec_driver_sql(begin)

    @event.listens_for(engine, "handle_error")
    def translate(context: ExceptionContext) -> StoreError | None:
        return mendable(context.original_exception, str(path))

    return engine


def _connect_to_write(path: Path, patience_seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=patience_seconds, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL, not WAL's usual NORMAL: *offered* must outlive a power cut, or a person is mailed twice.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """Return a connection that only looks.

    SQLite itself leaves `-shm` and `-wal` files behind when it reads: `immutable` keeps it from that where nobody has
    written since the file was closed; `readonly_shm` where a writer is at work or was killed.
    """
    journal, shared = path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")
    if not journal.exists():
        return _connect(path, "mode=ro&immutable=1")
    if shared.exists():
        return _connect(path, "mode=ro&readonly_shm=1")
    return _read_copy(path, journal)


def _connect(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None, check_same_thread=False)


def _read_copy(path: Path, journal: Path) -> sqlite3.Connection:
    """Return what is in *path* and its *journal*, from memory: without a `-shm` file SQLite would have to make one."""
    memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    with tempfile.TemporaryDirectory(prefix="digest-") as folder:
        copy = Path(folder, path.name)
        shutil.copyfile(path, copy)
        shutil.copyfile(journal, copy.with_name(journal.name))
        source = sqlite3.connect(copy)
        try:
            source.backup(memory)
        finally:
            source.close()
    return memory
