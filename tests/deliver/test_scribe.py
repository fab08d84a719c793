"""Group commit: what is promised is on the disk, and what can't be written reaches everybody who waits for it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, select, text

from digest.deliver.claims import Claimed, claim
from digest.deliver.history import tally_of
from digest.deliver.ledger import Tally
from digest.deliver.outcome import State
from digest.deliver.retries import Settlement
from digest.deliver.scribe import ClaimLost, Scribe
from digest.deliver.workers import LEASE, Worker, at_work
from digest.errors import StoreError
from digest.store.database import open_database, open_database_for_reading
from digest.store.tables import WORKERS
from tests.deliver.frozen import NOON, Clock, addresses, freeze_for

pytestmark = pytest.mark.anyio

LATER = NOON + timedelta(seconds=20)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "digest.db"


@pytest.fixture
def engine(path: Path) -> Iterator[Engine]:
    engine = open_database(path, patience_seconds=0)
    yield engine
    engine.dispose()


@pytest.fixture
def worker(engine: Engine) -> Iterator[Worker]:
    freeze_for(engine, addresses(20))
    clock = Clock()
    with at_work(engine, clock) as worker:
        clock.moment = LATER
        yield worker


@pytest.fixture
def people(engine: Engine, worker: Worker) -> tuple[Claimed, ...]:
    with engine.begin() as connection:
        return claim(connection, worker, 1, 20)[0]


@asynccontextmanager
async def writing(engine: Engine, worker: Worker) -> AsyncIterator[Scribe]:
    scribe = Scribe(engine, worker)
    yield scribe
    await scribe.close()


def accepted(person: Claimed) -> Settlement:
    return Settlement(id=person.id, state=State.ACCEPTED, reply="250 ok", at=NOON)


def as_others_see_it(path: Path) -> Tally:
    reading = open_database_for_reading(path)
    assert reading is not None
    return tally_of(reading, 1)


async def test_offered_is_committed_when_it_returns(
    path: Path, engine: Engine, worker: Worker, people: tuple[Claimed, ...]
) -> None:
    async with writing(engine, worker) as scribe:
        await scribe.offered(people[0].id)

        assert as_others_see_it(path) == Tally(claimed=19, offered=1)


async def test_an_answer_is_committed_before_the_next_message_is_offered(
    path: Path, engine: Engine, worker: Worker, people: tuple[Claimed, ...]
) -> None:
    async with writing(engine, worker) as scribe:
        await scribe.offered(people[0].id)
        scribe.settle(accepted(people[0]))

        await scribe.offered(people[1].id)

        assert as_others_see_it(path) == Tally(claimed=18, offered=1, accepted=1)


async def test_an_answer_is_committed_though_nothing_more_is_offered(
    path: Path, engine: Engine, worker: Worker, people: tuple[Claimed, ...]
) -> None:
    async with writing(engine, worker) as scribe:
        await scribe.offered(people[0].id)

        scribe.settle(accepted(people[0]))

    assert as_others_see_it(path) == Tally(claimed=19, accepted=1)


async def test_one_commit_serves_all_sessions(engine: Engine, worker: Worker, people: tuple[Claimed, ...]) -> None:
    commits: list[Connection] = []
    async with writing(engine, worker) as scribe:
        event.listen(engine, "commit", commits.append)

        await asyncio.gather(*(scribe.offered(person.id) for person in people))

        assert len(commits) == 1
        assert tally_of(engine, 1) == Tally(offered=20)


async def test_who_is_not_this_runs_any_more_is_not_offered_and_the_others_are(
    engine: Engine, worker: Worker, people: tuple[Claimed, ...]
) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE deliveries SET worker = 4711 WHERE id = 1"))
    async with writing(engine, worker) as scribe:
        told = await asyncio.gather(*(scribe.offered(person.id) for person in people[:3]), return_exceptions=True)

    assert [type(each) for each in told] == [ClaimLost, type(None), type(None)]


async def test_an_errand_returns_what_it_found(engine: Engine, worker: Worker) -> None:
    async with writing(engine, worker) as scribe:
        found = await scribe.do(lambda connection: connection.execute(text("SELECT 42")).scalar_one())

    assert found == 42


async def test_what_cannot_be_written_reaches_everybody_who_waits_and_nobody_is_marked(
    path: Path, engine: Engine, worker: Worker, people: tuple[Claimed, ...]
) -> None:
    other = open_database(path)
    async with writing(engine, worker) as scribe:
        with other.begin():
            told = await asyncio.gather(*(scribe.offered(person.id) for person in people), return_exceptions=True)

    assert {type(each) for each in told} == {StoreError}
    assert tally_of(other, 1) == Tally(claimed=20)
    other.dispose()


async def test_an_answer_that_could_not_be_written_is_written_as_soon_as_that_is_possible(
    path: Path, engine: Engine, worker: Worker, people: tuple[Claimed, ...]
) -> None:
    other = open_database(path)
    async with writing(engine, worker) as scribe:
        await scribe.offered(people[0].id)
        with other.begin():
            scribe.settle(accepted(people[0]))
            with pytest.raises(StoreError):
                await scribe.offered(people[1].id)

        await scribe.offered(people[2].id)

    assert tally_of(other, 1) == Tally(claimed=18, offered=1, accepted=1)
    other.dispose()


async def test_an_answer_that_can_not_be_written_is_told_at_the_end(
    path: Path, engine: Engine, worker: Worker, people: tuple[Claimed, ...]
) -> None:
    other = open_database(path)
    scribe = Scribe(engine, worker)
    await scribe.offered(people[0].id)

    with other.begin():
        scribe.settle(accepted(people[0]))
        with pytest.raises(StoreError, match="locked for too long"):
            await scribe.close()

    assert tally_of(other, 1) == Tally(claimed=19, offered=1)
    other.dispose()


async def test_the_lease_is_renewed_while_nothing_else_happens(engine: Engine, worker: Worker) -> None:
    is_renewed = asyncio.Event()
    loop = asyncio.get_running_loop()

    def heard(_: Connection) -> None:
        loop.call_soon_threadsafe(is_renewed.set)

    event.listen(engine, "commit", heard)
    scribe = Scribe(engine, worker, heartbeat_seconds=0)

    await is_renewed.wait()

    await scribe.close()
    event.remove(engine, "commit", heard)
    with engine.connect() as connection:
        alive_until = connection.scalar(select(WORKERS.c.alive_until))
    assert alive_until == LATER + LEASE


async def test_a_bug_of_ours_reaches_who_waits_as_it_is(engine: Engine, worker: Worker) -> None:
    def stumble(connection: Connection) -> None:
        raise ZeroDivisionError(connection.closed)

    async with writing(engine, worker) as scribe:
        with pytest.raises(ZeroDivisionError):
            await scribe.do(stumble)
