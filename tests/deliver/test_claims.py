"""Who may mail whom, and what happens to a dead run's people."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine

from digest.audience.suppressions import Reason, Suppression, add_suppression
from digest.deliver.claims import Claimed, TakenBack, claim, give_back, leave, take_back
from digest.deliver.ledger import mark_offered, record
from digest.deliver.outcome import State
from digest.deliver.retries import Settlement
from digest.deliver.workers import Worker, at_work
from digest.store.database import open_database
from tests.deliver.frozen import NOON, Clock, addresses, freeze_for, states


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(tmp_path / "digest.db")
    yield engine
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workers(engine: Engine, clock: Clock) -> Iterator[tuple[Worker, Worker]]:
    """Two runs on two machines: there is no lock between them."""
    with ExitStack() as stack:
        first, second = (stack.enter_context(at_work(engine, clock, locking=False)) for _ in range(2))
        yield first, second


def claim_some(engine: Engine, worker: Worker, limit: int = 50) -> tuple[Claimed, ...]:
    with engine.begin() as connection:
        people, _ = claim(connection, worker, 1, limit)
        return people


def offer_to(engine: Engine, worker: Worker, *people: Claimed) -> frozenset[int]:
    with engine.begin() as connection:
        return mark_offered(connection, worker.id, [person.id for person in people], worker.clock())


def test_people_are_claimed_in_list_order_and_by_one_run_only(engine: Engine, workers: tuple[Worker, Worker]) -> None:
    freeze_for(engine, addresses(5))

    batches = [claim_some(engine, workers[turn % 2], 2) for turn in range(4)]

    assert [[person.address for person in batch] for batch in batches] == [
        addresses(5)[:2],
        addresses(5)[2:4],
        addresses(5)[4:],
        [],
    ]


def test_another_issues_people_are_not_claimed(engine: Engine, workers: tuple[Worker, Worker]) -> None:
    freeze_for(engine, addresses(1), 1)
    freeze_for(engine, addresses(1), 2)

    claim_some(engine, workers[0])

    assert states(engine, 2) == {"reader0@ferry.example": State.PLANNED}


def test_planned_people_can_be_claimed_by_a_clock_that_was_set_back(engine: Engine, clock: Clock) -> None:
    freeze_for(engine, addresses(1))
    clock.pass_by(hours=-8)

    with at_work(engine, clock, locking=False) as worker:
        assert len(claim_some(engine, worker)) == 1


def test_the_deferred_wait_for_their_time(engine: Engine, clock: Clock, workers: tuple[Worker, Worker]) -> None:
    freeze_for(engine, addresses(1))
    [person] = claim_some(engine, workers[0])
    due_at = NOON.replace(hour=13)
    later = Settlement(id=person.id, state=State.DEFERRED, reply="451 later", at=NOON, next_try_at=due_at)
    with engine.begin() as connection:
        record(connection, workers[0].id, [later])

    clock.pass_by(minutes=59)
    too_early = claim_some(engine, workers[1])
    clock.pass_by(minutes=1)
    [again] = claim_some(engine, workers[1])

    assert too_early == ()
    assert (again.id, again.attempts, again.first_tried_at) == (person.id, 1, NOON)


def test_who_left_meanwhile_is_passed_over(engine: Engine, workers: tuple[Worker, Worker]) -> None:
    freeze_for(engine, addresses(5))
    with engine.begin() as connection:
        for address in ("READER0@ferry.example", "reader1@ferry.example", "reader3@ferry.example"):
            add_suppression(connection, Suppression(address=address, reason=Reason.UNSUBSCRIBED, at=NOON))

    with engine.begin() as connection:
        people, passed_over = claim(connection, workers[0], 1, 2)

    assert [person.address for person in people] == ["reader2@ferry.example"]
    assert passed_over == 3
    assert list(states(engine).values()) == [
        State.SUPPRESSED,
        State.SUPPRESSED,
        State.CLAIMED,
        State.SUPPRESSED,
        State.PLANNED,
    ]


def test_a_run_whose_lease_holds_keeps_its_people(engine: Engine, clock: Clock, workers: tuple[Worker, Worker]) -> None:
    freeze_for(engine, addresses(1))
    claim_some(engine, workers[0])
    clock.pass_by(seconds=59)

    with engine.begin() as connection:
        taken = take_back(connection, workers[1], 1, repeatable=False)

    assert taken == TakenBack(planned=0, unknown=0)


def test_a_run_that_renews_its_lease_keeps_its_people(
    engine: Engine, clock: Clock, workers: tuple[Worker, Worker]
) -> None:
    freeze_for(engine, addresses(1))
    claim_some(engine, workers[0])
    clock.pass_by(seconds=40)
    with engine.begin() as connection:
        workers[0].renew(connection)
    clock.pass_by(seconds=40)

    with engine.begin() as connection:
        taken = take_back(connection, workers[1], 1, repeatable=False)

    assert taken == TakenBack(planned=0, unknown=0)


@pytest.mark.parametrize(
    ("repeatable", "taken", "left"),
    [
        (False, TakenBack(planned=1, unknown=1), [State.UNKNOWN, State.PLANNED]),
        (True, TakenBack(planned=2, unknown=0), [State.PLANNED, State.PLANNED]),
    ],
    ids=["smtp", "outbox"],
)
def test_a_dead_runs_people_are_planned_again_unless_the_relay_may_have_their_message(
    engine: Engine,
    clock: Clock,
    workers: tuple[Worker, Worker],
    repeatable: bool,  # noqa: FBT001
    taken: TakenBack,
    left: list[State],
) -> None:
    freeze_for(engine, addresses(2))
    offered_to, _ = claim_some(engine, workers[0])
    offer_to(engine, workers[0], offered_to)
    clock.pass_by(seconds=61)
    with engine.begin() as connection:
        workers[1].renew(connection)

    with engine.begin() as connection:
        found = take_back(connection, workers[1], 1, repeatable=repeatable)

    assert found == taken
    assert list(states(engine).values()) == left


def test_who_was_taken_for_dead_may_not_offer_any_more(
    engine: Engine, clock: Clock, workers: tuple[Worker, Worker]
) -> None:
    freeze_for(engine, addresses(3))
    mine, theirs, nobodys = claim_some(engine, workers[0])
    clock.pass_by(seconds=61)
    with engine.begin() as connection:
        workers[1].renew(connection)
        take_back(connection, workers[1], 1, repeatable=False)
    claim_some(engine, workers[1], 2)

    marked = offer_to(engine, workers[0], mine, theirs, nobodys)

    assert marked == frozenset()
    assert list(states(engine).values()) == [State.CLAIMED, State.CLAIMED, State.PLANNED]


def test_only_what_is_still_held_is_marked(engine: Engine, workers: tuple[Worker, Worker]) -> None:
    freeze_for(engine, addresses(2))
    [mine] = claim_some(engine, workers[0], 1)
    [theirs] = claim_some(engine, workers[1], 1)

    marked = offer_to(engine, workers[0], mine, theirs)

    assert marked == {mine.id}
    assert list(states(engine).values()) == [State.OFFERED, State.CLAIMED]


def test_who_is_given_back_can_be_claimed_at_once(engine: Engine, workers: tuple[Worker, Worker]) -> None:
    freeze_for(engine, addresses(2))
    people = claim_some(engine, workers[0])
    offer_to(engine, workers[0], people[0])

    with engine.begin() as connection:
        give_back(connection, workers[0], [person.id for person in people])

    assert claim_some(engine, workers[1]) == people


def test_a_run_gives_back_its_own_people_only(engine: Engine, workers: tuple[Worker, Worker]) -> None:
    freeze_for(engine, addresses(3))
    offered_to, _ = claim_some(engine, workers[0], 2)
    claim_some(engine, workers[1], 1)
    offer_to(engine, workers[0], offered_to)

    with engine.begin() as connection:
        leave(connection, workers[0], 1, repeatable=False)

    assert list(states(engine).values()) == [State.UNKNOWN, State.PLANNED, State.CLAIMED]


def test_who_became_unknown_is_not_offered_again_by_the_run_that_lost_them(
    engine: Engine, clock: Clock, workers: tuple[Worker, Worker]
) -> None:
    freeze_for(engine, addresses(1))
    [person] = claim_some(engine, workers[0])
    offer_to(engine, workers[0], person)
    clock.pass_by(seconds=61)
    with engine.begin() as connection:
        take_back(connection, workers[1], 1, repeatable=False)

    marked = offer_to(engine, workers[0], person)

    assert marked == frozenset()
    assert list(states(engine).values()) == [State.UNKNOWN]
