"""Run as a process of its own, to be killed: sends issue 1 to a relay that keeps what it gets.

Arguments: the database, the folder, and "outbox" or "mailboxes". Says a line at every step.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from digest.deliver.claims import Claimed
from digest.deliver.mailing import Watch, run_mailing
from digest.deliver.outbox import Outbox
from digest.deliver.outcome import Outcome
from digest.deliver.relay import Message, Relay
from digest.store.database import open_database
from tests.deliver.frozen import ACCEPTED, compose, the_mailing


@dataclass(slots=True)
class Mailboxes:
    """A relay that adds a line for each message it gets: two copies show."""

    file: Path
    name: str = "mailboxes"
    repeatable: bool = False
    connections: int = 4
    messages_per_session: int = 7

    async def open(self) -> "MailboxSession":
        return MailboxSession(self.file)


@dataclass(slots=True)
class MailboxSession:
    file: Path

    async def offer(self, message: Message, before_dot: Callable[[], Awaitable[None]]) -> Outcome:
        await before_dot()
        say("marked")
        descriptor = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(descriptor, f"{message.recipient}\n".encode())
        os.close(descriptor)
        say("taken")
        return ACCEPTED

    async def close(self) -> None:
        return


def say(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def compose_aloud(claimed: Claimed) -> Message:
    say("composed")
    return compose(claimed)


async def send(database: str, place: str, kind: str) -> None:
    relay: Relay = Outbox(Path(place), "outbox/1") if kind == "outbox" else Mailboxes(Path(place))
    engine = open_database(database)
    watch = Watch(clock=lambda: datetime.now(UTC), progress=say)
    await run_mailing(replace(the_mailing(), compose=compose_aloud), relay, engine, watch)
    engine.dispose()


if __name__ == "__main__":
    asyncio.run(send(*sys.argv[1:]))
