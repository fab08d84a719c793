"""kill -9 in the middle of a run: the next one misses nobody, and mails nobody twice."""

import asyncio
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Engine

from digest.deliver.history import tally_of
from digest.deliver.ledger import Tally, resend_unknown
from digest.deliver.outcome import State
from digest.store.database import open_database
from tests.deliver import sending
from tests.deliver.frozen import addresses, freeze_for, states

PEOPLE = addresses(60)
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    engine = open_database(tmp_path / "digest.db")
    freeze_for(engine, PEOPLE)
    engine.dispose()
    return tmp_path / "digest.db"


def send_and_kill(database: Path, place: Path, kind: str, after_lines: int) -> None:
    command = [sys.executable, "-m", sending.__name__, str(database), str(place), kind]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY) as process:
        assert process.stdout is not None
        for _ in range(after_lines):
            process.stdout.readline()
        process.kill()
    assert process.returncode == -signal.SIGKILL


def send_to_the_end(database: Path, place: Path, kind: str) -> Engine:
    asyncio.run(sending.send(str(database), str(place), kind))
    return open_database(database)


@pytest.mark.parametrize("after_lines", [1, 6, 57, 130, 203])
def test_after_a_kill_nobody_is_missing_and_nobody_gets_two(database: Path, tmp_path: Path, after_lines: int) -> None:
    mailboxes = tmp_path / "mailboxes"
    send_and_kill(database, mailboxes, "mailboxes", after_lines)

    engine = send_to_the_end(database, mailboxes, "mailboxes")

    outcomes = states(engine)
    copies = Counter(mailboxes.read_text().splitlines())
    unknown = {address for address, state in outcomes.items() if state is State.UNKNOWN}
    assert list(outcomes) == PEOPLE
    assert set(outcomes.values()) <= {State.ACCEPTED, State.UNKNOWN}
    assert set(copies.values()) == {1}
    assert set(PEOPLE) - set(copies) <= unknown
    assert len(unknown) <= 2 * sending.Mailboxes(mailboxes).connections
    engine.dispose()


def test_unknowns_that_are_resent_are_the_only_ones_who_may_get_two(database: Path, tmp_path: Path) -> None:
    mailboxes = tmp_path / "mailboxes"
    send_and_kill(database, mailboxes, "mailboxes", 100)
    engine = send_to_the_end(database, mailboxes, "mailboxes")
    unknown = {address for address, state in states(engine).items() if state is State.UNKNOWN}
    with engine.begin() as connection:
        resend_unknown(connection, 1)
    engine.dispose()

    engine = send_to_the_end(database, mailboxes, "mailboxes")

    copies = Counter(mailboxes.read_text().splitlines())
    assert tally_of(engine, 1) == Tally(accepted=len(PEOPLE))
    assert set(copies) == set(PEOPLE)
    assert {address for address, number in copies.items() if number > 1} <= unknown
    engine.dispose()


@pytest.mark.parametrize("after_lines", [1, 60])
def test_after_a_kill_the_outbox_is_completed_and_nobody_is_unknown(
    database: Path, tmp_path: Path, after_lines: int
) -> None:
    outbox = tmp_path / "outbox"
    send_and_kill(database, outbox, "outbox", after_lines)

    engine = send_to_the_end(database, outbox, "outbox")

    assert tally_of(engine, 1) == Tally(accepted=len(PEOPLE))
    assert {each.name for each in outbox.iterdir()} == {f"{address}.eml" for address in PEOPLE}
    engine.dispose()
