"""The ledger's promises, one by one and against a relay that any run may die on."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, delete

from digest.deliver.claims import Claimed, claim, take_back
from digest.deliver.history import read_deliveries, read_issues, tally_of
from digest.deliver.ledger import Tally, finish, mark_offered, record, resend_unknown
from digest.deliver.outcome import Outcome, State
from digest.deliver.retries import Settlement, settle
from digest.deliver.workers import Worker, at_work
from digest.store.database import open_database
from digest.store.tables import DELIVERIES, WORKERS
from tests.deliver.frozen import (
    ACCEPTED,
    BUSY,
    LINE_LOST,
    NO_SUCH_PERSON,
    NOON,
    Clock,
    addresses,
    freeze_for,
    unfinished_issue,
)

TWO_DAYS = timedelta(days=2)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(tmp_path / "digest.db")
    yield engine
    engine.dispose()


def answer(engine: Engine, clock: Clock, *outcomes: Outcome) -> None:
    """Claim somebody for each of *outcomes*, offer the issue, and record it."""
    with at_work(engine, clock) as worker, engine.begin() as connection:
        people, _ = claim(connection, worker, 1, len(outcomes))
        mark_offered(connection, worker.id, [person.id for person in people], clock())
        pairs = zip(people, outcomes, strict=True)
        record(connection, worker.id, [settle(person, outcome, clock(), TWO_DAYS) for person, outcome in pairs])


def test_the_tally_adds_up_to_the_frozen_list(engine: Engine) -> None:
    freeze_for(engine, addresses(7))

    answer(engine, Clock(), ACCEPTED, ACCEPTED, BUSY, NO_SUCH_PERSON, LINE_LOST)

    tally = tally_of(engine, 1)
    assert tally == Tally(
        planned=2, accepted=2, deferred=1, refused=1, unknown=1, next_try_at=NOON + timedelta(minutes=1)
    )
    assert (tally.total, tally.still_open) == (7, 3)


def test_every_answer_is_kept_with_its_time_and_attempts(engine: Engine) -> None:
    clock = Clock()
    freeze_for(engine, addresses(1))
    answer(engine, clock, BUSY)
    clock.pass_by(minutes=2)

    answer(engine, clock, NO_SUCH_PERSON)

    [row] = read_deliveries(engine, 1)
    assert (row.address, row.state, row.attempts, row.at) == ("reader0@ferry.example", State.REFUSED, 2, clock())
    assert row.reply == "550 nobody here by that name"
    with engine.begin() as connection:
        assert connection.execute(DELIVERIES.select()).one().first_tried_at == NOON


def test_the_deferred_say_when_they_are_tried_again(engine: Engine) -> None:
    freeze_for(engine, addresses(1))

    answer(engine, Clock(), BUSY)

    [row] = read_deliveries(engine, 1)
    assert row.at == NOON + timedelta(minutes=1)


@pytest.mark.parametrize("outcome", [ACCEPTED, NO_SUCH_PERSON, LINE_LOST])
def test_an_issue_is_finished_when_everybody_is_settled_unknowns_too(engine: Engine, outcome: Outcome) -> None:
    freeze_for(engine, addresses(1))
    answer(engine, Clock(), outcome)

    with engine.begin() as connection:
        is_finished = finish(connection, 1, NOON)

    assert is_finished
    assert unfinished_issue(engine) is None
    assert [issue.finished_at for issue in read_issues(engine)] == [NOON]


def test_an_issue_with_somebody_deferred_is_unfinished(engine: Engine) -> None:
    freeze_for(engine, addresses(2))
    answer(engine, Clock(), ACCEPTED, BUSY)

    with engine.begin() as connection:
        is_finished = finish(connection, 1, NOON)

    unfinished = unfinished_issue(engine)
    assert not is_finished
    assert unfinished is not None
    assert unfinished.number == 1


def test_an_issue_is_finished_once(engine: Engine) -> None:
    freeze_for(engine, [])
    with engine.begin() as connection:
        finish(connection, 1, NOON)

    with engine.begin() as connection:
        finish(connection, 1, NOON + TWO_DAYS)

    assert [issue.finished_at for issue in read_issues(engine)] == [NOON]


def test_unknowns_are_planned_again_when_that_is_asked_for(engine: Engine) -> None:
    freeze_for(engine, addresses(2))
    answer(engine, Clock(), LINE_LOST, ACCEPTED)
    with engine.begin() as connection:
        finish(connection, 1, NOON)

    with engine.begin() as connection:
        resent = resend_unknown(connection, 1)

    assert resent == 1
    assert tally_of(engine, 1) == Tally(planned=1, accepted=1)
    assert unfinished_issue(engine) is not None


def test_an_answer_that_comes_after_all_ends_an_unknown(engine: Engine) -> None:
    clock = Clock()
    freeze_for(engine, addresses(1))
    with at_work(engine, clock, locking=False) as slow, engine.begin() as connection:
        [person], _ = claim(connection, slow, 1, 1)
        mark_offered(connection, slow.id, [person.id], clock())
        clock.pass_by(seconds=61)
        take_back(connection, slow, 1, repeatable=False)

        record(connection, slow.id, [settle(person, ACCEPTED, clock(), TWO_DAYS)])

    assert tally_of(engine, 1) == Tally(accepted=1)


def test_an_answer_does_not_touch_a_person_whom_another_run_has(engine: Engine) -> None:
    clock = Clock()
    freeze_for(engine, addresses(1))
    with at_work(engine, clock, locking=False) as slow, at_work(engine, clock, locking=False) as other:
        with engine.begin() as connection:
            [person], _ = claim(connection, slow, 1, 1)
            connection.execute(delete(WORKERS).where(WORKERS.c.id == slow.id))
            take_back(connection, other, 1, repeatable=False)
            claim(connection, other, 1, 1)

            record(connection, slow.id, [Settlement(id=person.id, state=State.REFUSED, reply="550", at=NOON)])

        assert tally_of(engine, 1) == Tally(claimed=1)


class AnyRunMayDie(RuleBasedStateMachine):
    """Runs that claim, offer, hear answers, and die at any point, while a clock ticks."""

    numbers = count(1)
    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.issue = next(self.numbers)
        self.copies: Counter[str] = Counter()  # what the relay has accepted, whether we heard it or not
        self.claimed: list[tuple[Worker, Claimed]] = []
        self.offered: list[tuple[Worker, Claimed, Outcome]] = []

    @initialize(people=st.integers(min_value=1, max_value=8))
    def freeze(self, people: int) -> None:
        self.people = [f"reader{number}@ferry.example" for number in range(people)]
        freeze_for(self.engine, self.people, self.issue)
        self.workers = [self.new_worker(), self.new_worker()]

    def new_worker(self) -> Worker:
        entering = at_work(self.engine, self.clock, locking=False)
        worker = entering.__enter__()
        self.keep_alive = [*getattr(self, "keep_alive", []), entering]  # never left: that is what dying is
        return worker

    @rule(turn=st.integers(0, 1), limit=st.integers(1, 3))
    def claim(self, turn: int, limit: int) -> None:
        with self.engine.begin() as connection:
            people, _ = claim(connection, self.workers[turn], self.issue, limit)
        self.claimed += [(self.workers[turn], person) for person in people]

    @precondition(lambda self: self.claimed)
    @rule(data=st.data(), outcome=st.sampled_from([ACCEPTED, BUSY, NO_SUCH_PERSON]))
    def offer(self, data: st.DataObject, outcome: Outcome) -> None:
        worker, person = self.claimed.pop(data.draw(st.integers(0, len(self.claimed) - 1)))
        with self.engine.begin() as connection:
            marked = mark_offered(connection, worker.id, [person.id], self.clock())
        if marked:
            self.copies[person.address] += outcome is ACCEPTED
            self.offered.append((worker, person, outcome))

    @precondition(lambda self: self.offered)
    @rule(data=st.data(), is_heard=st.booleans())
    def hear(self, data: st.DataObject, *, is_heard: bool) -> None:
        worker, person, outcome = self.offered.pop(data.draw(st.integers(0, len(self.offered) - 1)))
        heard = outcome if is_heard else LINE_LOST
        with self.engine.begin() as connection:
            record(connection, worker.id, [settle(person, heard, self.clock(), TWO_DAYS)])

    @rule(turn=st.integers(0, 1))
    def die(self, turn: int) -> None:
        dead, self.workers[turn] = self.workers[turn], self.new_worker()
        self.claimed = [each for each in self.claimed if each[0] is not dead]
        self.offered = [each for each in self.offered if each[0] is not dead]

    @rule(turn=st.integers(0, 1), seconds=st.sampled_from([1, 30, 61, 3_600]), is_renewed=st.booleans())
    def tick(self, turn: int, seconds: int, *, is_renewed: bool) -> None:
        self.clock.pass_by(seconds=seconds)
        with self.engine.begin() as connection:
            if is_renewed:
                self.workers[turn].renew(connection)
            take_back(connection, self.workers[turn], self.issue, repeatable=False)

    @invariant()
    def nobody_gets_two_and_nobody_is_missing(self) -> None:
        if not hasattr(self, "people"):
            return
        tally = tally_of(self.engine, self.issue)
        assert tally.total == len(self.people)
        assert all(copies <= 1 for copies in self.copies.values())

    def teardown(self) -> None:
        if hasattr(self, "people"):
            self.send_to_the_end()
            for row in read_deliveries(self.engine, self.issue):
                possible = {State.ACCEPTED: (1,), State.REFUSED: (0,), State.UNKNOWN: (0, 1)}
                assert self.copies[row.address] in possible[row.state]

    def send_to_the_end(self) -> None:
        """What the runs still hold is lost with them; one more run has all the time it needs."""
        self.clock.pass_by(days=3)
        worker = self.new_worker()
        with self.engine.begin() as connection:
            take_back(connection, worker, self.issue, repeatable=False)
            people, _ = claim(connection, worker, self.issue, 100)
            mark_offered(connection, worker.id, [person.id for person in people], self.clock())
            self.copies.update(person.address for person in people)
            record(connection, worker.id, [settle(person, ACCEPTED, self.clock(), TWO_DAYS) for person in people])
            assert finish(connection, self.issue, self.clock())


def test_whoever_dies_whenever_nobody_gets_two_and_nobody_is_missing() -> None:
    with TemporaryDirectory() as folder:
        AnyRunMayDie.engine = open_database(Path(folder, "digest.db"))
        try:
            run_state_machine_as_test(
                AnyRunMayDie, settings=settings(max_examples=40, stateful_step_count=25, deadline=None)
            )
        finally:
            AnyRunMayDie.engine.dispose()
