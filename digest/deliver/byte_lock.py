"""A file whose byte N is locked for as long as worker N lives: the system lets go of it when a process dies."""

import os
import sys
from pathlib import Path
from typing import Self

from digest.errors import Place, Problem, StoreError

if sys.platform != "win32":
    import fcntl

# A process never conflicts with its own locks, and probing one would drop it; so it has to know which are its own.
_OWN: set[tuple[Path, int]] = set()


class ByteLock:
    """The open lock file."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor
        self._held: set[tuple[Path, int]] = set()

    @classmethod
    def open(cls, path: Path) -> Self | None:
        """Return the lock at *path*, or None where the file system has no locks."""
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            mend = "give yourself the right to write the file and its folder"
            raise StoreError(Problem(Place(str(path)), f"can't be opened ({error.strerror})", mend)) from error
        lock = cls(path.absolute(), descriptor)
        if not lock._has_locks():
            os.close(descriptor)
            return None
        return lock

    def hold(self, number: int) -> None:
        """Hold byte *number* until `close`, or until the process dies."""
        fcntl.lockf(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
        self._held.add((self._path, number))
        _OWN.add((self._path, number))

    def is_held(self, number: int) -> bool:
        """Return whether any process, this one included, holds byte *number*."""
        if (self._path, number) in _OWN:
            return True
        try:
            fcntl.lockf(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
        except OSError:
            return True
        fcntl.lockf(self._descriptor, fcntl.LOCK_UN, 1, number)
        return False

    def close(self) -> None:
        """Let go of every byte held."""
        os.close(self._descriptor)
        _OWN.difference_update(self._held)

    def _has_locks(self) -> bool:
        # Byte 0 belongs to nobody: workers count from 1. Shared, so that two runs may look at the same moment.
        try:
            fcntl.lockf(self._descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB, 1, 0)
        except OSError:
            return False
        return True
