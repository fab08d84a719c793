"""Whether a run is seen to be alive, and seen to be dead at once when it was killed."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from digest.deliver.byte_lock import ByteLock
from digest.deliver.workers import at_work
from digest.errors import StoreError
from digest.store.database import open_database
from digest.store.tables import WORKERS
from tests.deliver.frozen import Clock

WORKING = """
import sys
from datetime import UTC, datetime
from digest.deliver.workers import at_work
from digest.store.database import open_database
with at_work(open_database(sys.argv[1]), lambda: datetime.now(UTC)) as worker:
    print(worker.id, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "digest.db"


@pytest.fixture
def engine(path: Path) -> Iterator[Engine]:
    engine = open_database(path)
    yield engine
    engine.dispose()


@contextmanager
def another_process(path: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    command = [sys.executable, "-c", WORKING, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline()), process
        process.kill()


def test_a_run_on_this_machine_is_alive_as_long_as_its_process(engine: Engine, path: Path) -> None:
    clock = Clock()
    with another_process(path) as (other, process), at_work(engine, clock) as worker:
        clock.pass_by(days=1_000)  # past any lease
        with engine.begin() as connection:
            while_it_works = worker.living(connection, [other, worker.id])

        process.kill()
        process.wait()

        with engine.begin() as connection:
            after = worker.living(connection, [other, worker.id])
        assert process.returncode == -signal.SIGKILL
        assert while_it_works == {other, worker.id}
        assert after == {worker.id}


def test_two_runs_in_one_process_see_each_other(engine: Engine) -> None:
    with at_work(engine, Clock()) as first, at_work(engine, Clock()) as second, engine.begin() as connection:
        assert first.living(connection, [first.id, second.id]) == {first.id, second.id}


def test_a_run_that_has_ended_is_off_the_list(engine: Engine) -> None:
    with at_work(engine, Clock()) as ended:
        pass

    with at_work(engine, Clock()) as worker, engine.begin() as connection:
        living = worker.living(connection, [ended.id])
        listed = list(connection.scalars(select(WORKERS.c.id)))

        assert living == frozenset()
        assert listed == [worker.id]


def test_a_number_never_comes_back(engine: Engine) -> None:
    with at_work(engine, Clock()) as first:
        pass

    with at_work(engine, Clock()) as second:
        assert second.id > first.id


def test_the_lock_file_is_for_nobody_else_to_read(engine: Engine, path: Path) -> None:
    with at_work(engine, Clock()):
        mode = path.with_suffix(".lock").stat().st_mode

    assert mode & 0o777 == 0o600


def test_a_lock_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "digest.lock").mkdir()

    with pytest.raises(StoreError, match=r"digest\.lock: can't be opened"):
        ByteLock.open(tmp_path / "digest.lock")
