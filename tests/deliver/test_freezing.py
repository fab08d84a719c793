"""Freezing: all of an issue or nothing of it, and by one run only."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from digest.audience.subscriber import Subscriber
from digest.deliver.freezing import AlreadyFrozen, FrozenIssue, freeze, note_waiting
from digest.deliver.history import read_deliveries, read_history, read_issues, read_variants, tally_of
from digest.deliver.outcome import State
from digest.errors import Problem, StoreError
from digest.issue.history import History
from digest.store.database import open_database
from digest.store.tables import METADATA
from tests.deliver.frozen import NOON, WEEK, addresses, an_issue, freeze_for, states


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(tmp_path / "digest.db")
    yield engine
    engine.dispose()


def rows_per_table(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in METADATA.tables.items()
        }


def test_a_frozen_issue_has_its_content_and_everybody_planned_in_list_order(engine: Engine) -> None:
    people = [(Subscriber(address="zoe@ferry.example", name="Zoë"), 1), (Subscriber(address="ada@ferry.example"), 0)]

    number = freeze(engine, an_issue(4, posts=["tea"], seen=["tea", "coal"]), [b"first\0", b"second"], people)

    [issue] = read_issues(engine)
    assert (number, issue.number, issue.subject, issue.message_date) == (4, 4, "The Weekly Ferry, 4", NOON)
    assert (issue.period, issue.finished_at) == (an_issue(4).period, None)
    assert read_variants(engine, 4) == (b"first\0", b"second")
    assert [row.address for row in read_deliveries(engine, 4)] == ["zoe@ferry.example", "ada@ferry.example"]
    assert tally_of(engine, 4).planned == 2


def test_a_fault_among_the_people_leaves_nothing_behind(engine: Engine) -> None:
    note_waiting(engine, NOON)
    before = rows_per_table(engine)

    def people() -> Iterator[tuple[Subscriber, int]]:
        for address in addresses(5_000):
            yield Subscriber(address=address), 0
        raise StoreError(Problem(None, "line 5001 can't be read", "mend it"))

    with pytest.raises(StoreError, match="line 5001"):
        freeze(engine, an_issue(posts=["tea"], seen=["tea"]), [b"parts"], people())

    assert rows_per_table(engine) == before


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(an_issue(1), id="the-same-number"),
        pytest.param(
            FrozenIssue(
                number=2,
                period=an_issue(1).period,
                subject="",
                message_date=NOON,
                frozen_at=NOON,
                posts=(),
                seen_ids=(),
            ),
            id="the-same-period",
        ),
    ],
)
def test_an_issue_is_frozen_once(engine: Engine, second: FrozenIssue) -> None:
    freeze_for(engine, addresses(2))
    before = rows_per_table(engine)

    with pytest.raises(AlreadyFrozen, match="run `digest send` again"):
        freeze(engine, second, [b"other parts"], [(Subscriber(address="late@ferry.example"), 0)])

    assert rows_per_table(engine) == before


def test_of_many_runs_at_once_one_freezes(engine: Engine) -> None:
    told: list[str] = []

    def try_to_freeze(name: str) -> None:
        try:
            freeze_for(engine, [f"{name}@ferry.example"])
            told.append("frozen")
        except AlreadyFrozen:
            told.append("already frozen")

    threads = [threading.Thread(target=try_to_freeze, args=[f"run{number}"]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == ["already frozen"] * 3 + ["frozen"]
    assert list(states(engine).values()) == [State.PLANNED]


def test_an_issue_for_nobody_can_be_frozen(engine: Engine) -> None:
    freeze(engine, an_issue(), [], [])

    assert tally_of(engine, 1).total == 0


def test_history_remembers_every_post_mailed_and_every_post_seen(engine: Engine) -> None:
    freeze(engine, an_issue(1, posts=["tea"], seen=["tea", "coal"]), [], [])
    freeze(engine, an_issue(2, posts=["rain"], seen=["tea", "rain", "salt"]), [], [])

    history = read_history(engine)

    assert history == History(
        last_number=2,
        last_until=NOON + 2 * WEEK,
        mailed_ids=frozenset({"tea", "rain"}),
        seen_ids=frozenset({"tea", "coal", "rain", "salt"}),
    )


def test_history_is_empty_before_the_first_issue(engine: Engine) -> None:
    assert read_history(engine) == History() == read_history(None)


def test_posts_wait_since_the_first_period_that_had_too_few(engine: Engine) -> None:
    note_waiting(engine, NOON)

    note_waiting(engine, NOON + timedelta(days=7))

    assert read_history(engine).waiting_since == NOON


def test_nobody_waits_once_an_issue_is_frozen(engine: Engine) -> None:
    note_waiting(engine, NOON)

    freeze(engine, an_issue(), [], [])

    assert read_history(engine).waiting_since is None
