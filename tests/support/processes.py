"""`digest` in a process of its own, forked from one that is warm: a fifth of a second, not two.

    process = start_digest("send", "--yes", folder=tmp_path)
    os.kill(process.id, signal.SIGINT)
    process.wait()  # exit status; below 0 the signal that ended it
    process.said  # what it wrote on stdout and stderr

The process it is forked from is this module, run as a program: it reads one order a line, and answers each with a line.
It has sent an issue, so everything is imported, and it has no threads. A test's own process has some, servers', and a
fork of it might hold a lock for ever.
"""

import atexit
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkstemp
from typing import Any

from digest.cli.main import main
from tests.support.newsletters import FRIDAY, write_newsletter


@dataclass(frozen=True, slots=True)
class DigestProcess:
    """A running `digest`."""

    id: int
    said_path: Path

    @property
    def said(self) -> str:
        """Return what it has written to stdout and stderr so far."""
        return self.said_path.read_text(encoding="utf-8")

    def wait(self) -> int:
        """Return its exit status when it has ended; below 0, the signal that ended it."""
        return _order(wait=self.id)


def start_digest(*words: str, folder: Path) -> DigestProcess:
    """Return `digest WORDS`, started in *folder* with nothing on its stdin."""
    handle, name = mkstemp(dir=folder.parent, prefix="said-")
    os.close(handle)
    number = _order(words=words, folder=str(folder), said=name, environment=dict(os.environ))
    return DigestProcess(number, Path(name))


def _order(**order: object) -> int:
    stem = _stem()
    assert stem.stdin is not None
    assert stem.stdout is not None
    stem.stdin.write(json.dumps(order) + "\n")
    stem.stdin.flush()
    return int(stem.stdout.readline())


@cache
def _stem() -> "subprocess.Popen[str]":
    """Return the process that others are forked from."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", __spec__.name]
    stem = subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(stem.communicate)  # no more orders: it ends
    return stem


def _fork_on_order() -> None:
    with TemporaryDirectory() as folder:
        write_newsletter(Path(folder)).digest("send", "--yes", "--at", FRIDAY)
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            answer = os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1])
        else:
            answer = os.fork() or _become_digest(order)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


def _become_digest(order: dict[str, Any]) -> int:
    nothing = os.open(os.devnull, os.O_RDONLY)
    said = os.open(order["said"], os.O_WRONLY | os.O_APPEND)
    for given, taken in ((nothing, 0), (said, 1), (said, 2)):
        os.dup2(given, taken)
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    sys.exit(main(order["words"], prog_name="digest"))


if __name__ == "__main__":
    _fork_on_order()
