"""A real terminal around code in this process: something is typed, and what it shows can be read."""

import fcntl
import os
import pty
import re
import struct
import sys
import termios
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest

_LINES, _COLUMNS = 40, 120
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


@dataclass(slots=True)
class Terminal:
    """What was shown on a terminal."""

    raw: bytearray = field(default_factory=bytearray)

    @property
    def shown(self) -> str:
        """Return everything that was ever shown, without colours and cursor movements."""
        return _ESCAPES.sub("", self.raw.decode(errors="replace")).replace("\r", "\n")


@contextmanager
def terminal(monkeypatch: pytest.MonkeyPatch, *, types: str = "") -> Iterator[Terminal]:
    """Put stdin, stdout and stderr on a terminal on which *types* is typed; what it showed is known at the end."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", _LINES, _COLUMNS, 0, 0))
    screen = Terminal()
    reader = threading.Thread(target=_read_all, args=(ours, screen))
    reader.start()
    os.write(ours, types.encode())
    with (
        monkeypatch.context() as patched,
        os.fdopen(theirs, encoding="utf-8") as keyboard,
        os.fdopen(os.dup(theirs), "w", encoding="utf-8", buffering=1) as paper,
    ):
        patched.setenv("TERM", "xterm")
        for name, stream in (("stdin", keyboard), ("stdout", paper), ("stderr", paper)):
            patched.setattr(sys, name, stream)
        yield screen
    reader.join(10)
    os.close(ours)


def _read_all(ours: int, screen: Terminal) -> None:
    # Linux says EIO when the last writer is gone, others say that the file has ended.
    with suppress(OSError):
        while piece := os.read(ours, 65_536):
            screen.raw += piece
