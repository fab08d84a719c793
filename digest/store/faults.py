"""From what SQLite says to what a person can mend."""

import sqlite3

from digest.errors import Place, Problem, StoreError

# By primary result code (https://sqlite.org/rescode.html). What isn't here is a bug, and keeps its traceback.
_FAULTS = {
    sqlite3.SQLITE_FULL: ("the disk is full", "make room on the disk, then run the command again: it goes on"),
    sqlite3.SQLITE_READONLY: (
        "the database can't be written to",
        "give yourself the right to write the file and its folder (chmod u+w), or name another one under `state:`",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "the database can't be opened",
        "look at the rights of the file and its folder, or name another one under `state:`",
    ),
    sqlite3.SQLITE_PERM: ("the database can't be opened", "give yourself the right to read and write the file"),
    sqlite3.SQLITE_BUSY: (
        "another process has kept the database locked for too long",
        "wait until that `digest` has ended, or end it; then run the command again",
    ),
    sqlite3.SQLITE_LOCKED: (
        "another process has kept the database locked for too long",
        "wait until that `digest` has ended, or end it; then run the command again",
    ),
    sqlite3.SQLITE_NOTADB: (
        "this is not a database",
        "name another file under `state:`, or move this one away",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "the database is damaged",
        "put back a copy from before; `sqlite3 FILE .recover` saves what can be read",
    ),
    sqlite3.SQLITE_IOERR: ("the disk can't be read or written", "look after the disk; then run the command again"),
}


def mendable(error: BaseException, path: str) -> StoreError | None:
    """Return what a person can do about *error*, met in the database at *path*; None where it is a bug of ours."""
    if not isinstance(error, sqlite3.Error):
        return None
    code = getattr(error, "sqlite_errorcode", None)  # absent where Python, not SQLite, complains
    if code is None or code & 0xFF not in _FAULTS:
        return None
    fault, mend = _FAULTS[code & 0xFF]
    return StoreError(Problem(Place(path), f"{fault} ({error})", mend))
