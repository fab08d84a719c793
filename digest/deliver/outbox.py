"""A relay that is a folder: one .eml file per person, byte for byte what an SMTP server would have got."""

import asyncio
import hashlib
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase, digits

from digest.deliver.outcome import Outcome, State
from digest.deliver.relay import Message
from digest.errors import Place, Problem, RelayError

_PLAIN = frozenset(f"{ascii_lowercase}{digits}@+-_=.")
_LONGEST_STEM = 180  # file systems take 255 bytes; room for what we add


@dataclass(frozen=True, slots=True)
class Outbox:
    """The folder of one issue. To write a file twice does no harm."""

    folder: Path
    name: str  # as messages call it: "outbox/12"
    connections: int = 4  # files that are being synced to the disk at once
    messages_per_session: int = 1_000_000
    repeatable: bool = True

    async def open(self) -> "OutboxSession":
        """Return a session that writes into the folder, which is made where it is missing."""
        try:
            await asyncio.to_thread(self.folder.mkdir, parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(self.folder, error) from error
        return OutboxSession(self.folder, self.name)


@dataclass(frozen=True, slots=True)
class OutboxSession:
    """Writes messages into a folder."""

    folder: Path
    name: str

    async def offer(self, message: Message, before_dot: Callable[[], Awaitable[None]]) -> Outcome:
        """Return ACCEPTED when the message is on the disk."""
        path = self.folder / file_name(message.recipient)
        await before_dot()
        try:
            await asyncio.to_thread(_write, path, message.data)
        except OSError as error:
            raise _unwritable(path, error) from error
        return Outcome(State.ACCEPTED, f"written to {self.name}/{path.name}")

    async def close(self) -> None:
        """Have nothing left to do."""


def file_name(address: str) -> str:
    """Return the name of the file for *address*: safe on every file system, and nobody else's.

    Whatever isn't a small letter, a digit or one of `@ + - _ = .` is percent-encoded, capitals too, since some file
    systems take `Ada` and `ada` for one name. A long name is cut, and ends in a digest of the address.
    """
    stem = "".join(letter if letter in _PLAIN else _percent_encoded(letter) for letter in address)
    if len(stem) > _LONGEST_STEM:
        # "#" is encoded elsewhere, so no short name can look like this one.
        stem = f"{stem[:_LONGEST_STEM]}#{hashlib.sha256(address.encode()).hexdigest()[:16]}"
    return f"{stem}.eml"


def _percent_encoded(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode())


def _write(path: Path, data: bytes) -> None:
    """Write the file whole or not at all. A half one left by a killed run is written over by the next."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _unwritable(path: Path, error: OSError) -> RelayError:
    mend = "make room on the disk, or give yourself the right to write there; then run `digest send` again"
    return RelayError(Problem(Place(str(path)), f"can't be written ({error.strerror})", mend))
