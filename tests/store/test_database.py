"""Opening the database: what is made, what is left alone, and what is said when it can't be."""

import hashlib
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import alembic.command  # noqa: F401 - while the folder it lies in can still be read
import pytest
from sqlalchemy import Engine, insert, select, text

from digest.errors import StoreError
from digest.store.database import open_database, open_database_for_reading
from digest.store.tables import ANY_TIME, MARKS

KILLED_WRITER = """
import os, signal, sys
from digest.store.database import open_database
from digest.store.tables import ANY_TIME, MARKS
from sqlalchemy import insert
engine = open_database(sys.argv[1])
with engine.begin() as connection:
    connection.execute(insert(MARKS).values(name="written", at=ANY_TIME))
with engine.begin() as connection:
    connection.execute(insert(MARKS).values(name="never committed", at=ANY_TIME))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def mark(engine: Engine, name: str) -> None:
    with engine.begin() as connection:
        connection.execute(insert(MARKS).values(name=name, at=ANY_TIME))


def marks(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(select(MARKS.c.name).order_by(MARKS.c.name)))


def fingerprints(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def leave_killed_writer(path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED_WRITER, str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert (path.parent / f"{path.name}-wal").stat().st_size > 0


@contextmanager
def as_an_ordinary_person(folder: Path) -> Iterator[None]:
    """Give up root's right to write everywhere, standing in *folder*."""
    before = Path.cwd()
    os.chdir(folder)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        os.chdir(before)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "digest.db"


def test_a_new_database_is_made_with_its_folder_and_for_nobody_else_to_read(path: Path) -> None:
    engine = open_database(path)

    mark(engine, "ferry")

    modes = {stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    engine.dispose()
    assert modes == {0o600}


def test_what_was_written_is_there_the_next_time(path: Path) -> None:
    first = open_database(path)
    mark(first, "ferry")
    first.dispose()

    second = open_database(str(path))

    assert marks(second) == ["ferry"]
    second.dispose()


@pytest.mark.parametrize("name", ["a b.db", "50% off?.db", "#1.db", "naïve ⛴.db"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    engine = open_database(tmp_path / name)
    mark(engine, "ferry")
    engine.dispose()

    reading = open_database_for_reading(tmp_path / name)

    assert reading is not None
    assert marks(reading) == ["ferry"]
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_commits_wait_for_the_disk(path: Path) -> None:
    engine = open_database(path)

    with engine.connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()

    engine.dispose()
    assert (mode, synchronous) == ("wal", 2)


def test_a_transaction_that_reads_first_and_writes_later_is_alone_from_its_first_statement(path: Path) -> None:
    engine = open_database(path)
    impatient = open_database(path, patience_seconds=0)

    with engine.begin() as connection:
        connection.execute(select(MARKS))
        with pytest.raises(StoreError, match="locked for too long"):
            mark(impatient, "too early")
        connection.execute(insert(MARKS).values(name="first", at=ANY_TIME))

    assert marks(engine) == ["first"]
    impatient.dispose()
    engine.dispose()


def test_many_may_open_a_new_database_at_once(path: Path) -> None:
    faults: list[BaseException] = []

    def open_and_mark(number: int) -> None:
        try:
            engine = open_database(path)
            mark(engine, f"{number}")
            engine.dispose()
        except BaseException as fault:
            faults.append(fault)
            raise

    threads = [threading.Thread(target=open_and_mark, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    engine = open_database(path)
    assert faults == []
    assert marks(engine) == [str(number) for number in range(8)]
    engine.dispose()


def test_a_database_that_is_up_to_date_opens_without_alembic(path: Path) -> None:
    open_database(path).dispose()
    code = (
        "import sys; from digest.store.database import open_database; open_database(sys.argv[1]); "
        "print('alembic' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


def test_reading_where_nothing_was_written_makes_nothing(path: Path) -> None:
    reading = open_database_for_reading(path)

    assert reading is None
    assert not path.parent.exists()


def test_a_file_whose_maker_was_stopped_before_the_first_table_counts_as_nothing(tmp_path: Path) -> None:
    (tmp_path / "digest.db").touch()

    reading = open_database_for_reading(tmp_path / "digest.db")

    assert reading is None
    assert [each.name for each in tmp_path.iterdir()] == ["digest.db"]


def leave_closed(path: Path) -> None:
    engine = open_database(path)
    mark(engine, "written")
    engine.dispose()


def leave_without_shared_memory(path: Path) -> None:
    leave_killed_writer(path)
    path.with_name(f"{path.name}-shm").unlink()


@pytest.mark.parametrize("leave", [leave_closed, leave_killed_writer, leave_without_shared_memory])
def test_reading_changes_and_makes_no_file(path: Path, leave: Callable[[Path], None]) -> None:
    leave(path)
    before = fingerprints(path.parent)

    reading = open_database_for_reading(path)

    assert reading is not None
    assert marks(reading) == ["written"]
    assert fingerprints(path.parent) == before


def test_reading_while_somebody_writes_sees_what_is_committed_and_changes_nothing(path: Path) -> None:
    engine = open_database(path)
    mark(engine, "committed")
    with engine.begin() as connection:
        connection.execute(insert(MARKS).values(name="not yet", at=ANY_TIME))
        before = fingerprints(path.parent)

        reading = open_database_for_reading(path)

        assert reading is not None
        assert marks(reading) == ["committed"]
        assert fingerprints(path.parent) == before
    engine.dispose()


def test_a_writer_goes_on_where_another_was_killed(path: Path) -> None:
    leave_killed_writer(path)

    engine = open_database(path)

    assert marks(engine) == ["written"]
    engine.dispose()


def test_what_was_opened_for_reading_refuses_to_write(path: Path) -> None:
    open_database(path).dispose()
    reading = open_database_for_reading(path)
    assert reading is not None

    with pytest.raises(StoreError, match="can't be written to"):
        mark(reading, "no")


@pytest.mark.parametrize("opening", [open_database, open_database_for_reading])
def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path, opening: Callable[[Path], Engine]) -> None:
    (tmp_path / "digest.db").write_text("Dear diary, " * 500)

    with pytest.raises(StoreError) as caught:
        opening(tmp_path / "digest.db")

    [problem] = caught.value.problems
    assert problem.place is not None
    assert problem.place.path == str(tmp_path / "digest.db")
    assert "not a database" in problem.fault
    assert "state:" in problem.mend


@pytest.mark.parametrize("opening", [open_database, open_database_for_reading])
def test_another_programs_database_is_left_alone(tmp_path: Path, opening: Callable[[Path], Engine]) -> None:
    theirs = sqlite3.connect(tmp_path / "photos.db")
    theirs.execute("CREATE TABLE photos (id INTEGER)")
    theirs.close()

    with pytest.raises(StoreError, match="belongs to another program"):
        opening(tmp_path / "photos.db")


@pytest.mark.parametrize("opening", [open_database, open_database_for_reading])
def test_a_database_of_a_newer_digest_is_refused(path: Path, opening: Callable[[Path], Engine]) -> None:
    engine = open_database(path)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    with pytest.raises(StoreError, match="upgrade digest"):
        opening(path)


def test_a_database_of_an_older_digest_is_not_changed_by_reading(path: Path) -> None:
    engine = open_database(path)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    engine.dispose()

    with pytest.raises(StoreError, match="older digest"):
        open_database_for_reading(path)


def test_a_full_disk_is_said_to_be_full_and_leaves_nothing_half_written(path: Path) -> None:
    engine = open_database(path)
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")

    with pytest.raises(StoreError, match="the disk is full"), engine.begin() as connection:
        connection.execute(insert(MARKS), [{"name": f"{number:040}", "at": ANY_TIME} for number in range(1000)])

    assert marks(engine) == []
    engine.dispose()


def test_a_disk_that_is_full_from_the_start_is_said_to_be_full(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40k", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a disk small enough to fill")

    try:
        with pytest.raises(StoreError, match="make room on the disk"):
            open_database(disk / "digest.db")
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_folder_that_is_no_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")

    with pytest.raises(StoreError, match=r"state/digest\.db: the database can't be opened"):
        open_database(tmp_path / "state" / "digest.db")


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)

    with as_an_ordinary_person(tmp_path), pytest.raises(StoreError) as caught:
        open_database("digest.db")

    assert str(caught.value).startswith("digest.db: the database can't be opened (Permission denied)")


def test_a_file_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    open_database(tmp_path / "digest.db").dispose()
    (tmp_path / "digest.db").chmod(0o444)
    tmp_path.chmod(0o555)

    with as_an_ordinary_person(tmp_path), pytest.raises(StoreError) as caught:
        open_database("digest.db")

    assert "digest.db: the database can't be opened" in str(caught.value)


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    open_database(tmp_path / "digest.db").dispose()
    (tmp_path / "digest.db").chmod(0o000)
    tmp_path.chmod(0o555)

    with as_an_ordinary_person(tmp_path), pytest.raises(StoreError, match=r"digest\.db: the database can't be opened"):
        open_database_for_reading("digest.db")


def test_a_folder_that_may_not_be_looked_into_is_named(tmp_path: Path) -> None:
    open_database(tmp_path / "state" / "digest.db").dispose()
    tmp_path.chmod(0o555)

    with as_an_ordinary_person(tmp_path), pytest.raises(StoreError, match=r"state/digest\.db: the database can't be"):
        open_database_for_reading("state/digest.db")


@pytest.mark.parametrize("opening", [open_database, open_database_for_reading])
def test_a_database_server_is_for_a_later_release(opening: Callable[[str], Engine]) -> None:
    with pytest.raises(StoreError) as caught:
        opening("postgresql://ferry:secret@db.example/ferry")

    assert "comes in a later release" in str(caught.value)
    assert "secret" not in str(caught.value)
