"""The secret that tokens and Message-IDs are made with: one small file beside the database."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from digest.errors import Place, Problem, StoreError


def read_key(path: Path) -> bytes | None:
    """Return the key in use, None where there is no file yet."""
    keys = read_keys(path)
    return keys[-1] if keys else None


def read_keys(path: Path) -> tuple[bytes, ...]:
    """Return every key, the one in use last; () where there is no file yet.

    The file holds one key a line. A line may be added, and tokens made with the ones before it keep working.
    """
    try:
        lines = path.read_bytes().split()
    except FileNotFoundError:
        return ()
    except OSError as error:
        fault = f"the key file can't be read: {error.strerror}"
        raise StoreError(Problem(Place(str(path)), fault, "see that who runs digest may read it")) from error
    if not lines or any(len(line) != _DIGITS or not _is_hexadecimal(line) for line in lines):
        fault = f"the key file is damaged: it should have lines of {_DIGITS} hexadecimal digits"
        mend = "bring it back from a backup; without it, unsubscribe links that are already out stop working"
        raise StoreError(Problem(Place(str(path)), fault, mend))
    return tuple(bytes.fromhex(line.decode()) for line in lines)


def make_key(path: Path) -> bytes:
    """Return the key in use, made now if there is none: two runs that start together get the same one.

    The file appears whole or not at all, and only its owner may read it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _create(path, secrets.token_hex(_DIGITS // 2).encode() + b"\n")
    except OSError as error:
        fault = f"the key file can't be written: {error.strerror}"
        raise StoreError(Problem(Place(str(path)), fault, "see that the folder can be written to")) from error
    return read_keys(path)[-1]


_DIGITS = 64


def _is_hexadecimal(line: bytes) -> bool:
    return not line.strip(b"0123456789abcdefABCDEF")


def _create(path: Path, content: bytes) -> None:
    """Write *content* to *path* unless there is a file already; a link, as a rename would replace another run's key."""
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123 - a mode
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)
