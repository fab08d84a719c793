"""A run of a mailing, against a relay that answers as it is told."""

import asyncio
import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from digest.audience.suppressions import Reason, Suppression, add_suppression
from digest.deliver.claims import Claimed
from digest.deliver.conversation import BACK_OFF_SECONDS
from digest.deliver.history import read_deliveries, tally_of
from digest.deliver.ledger import Tally
from digest.deliver.mailing import Mailing, Watch, run_mailing
from digest.deliver.outbox import Outbox
from digest.deliver.outcome import Outcome, State
from digest.deliver.pace import Limit
from digest.deliver.relay import Message, Relay, SessionLost
from digest.errors import MessageError, Place, Problem, RelayError, StoreError
from digest.store.database import open_database, open_database_for_reading
from tests.deliver.frozen import (
    ACCEPTED,
    BUSY,
    LINE_LOST,
    NO_SUCH_PERSON,
    NOON,
    Clock,
    ScriptedRelay,
    addresses,
    compose,
    freeze_for,
    no_pause,
    states,
    the_mailing,
    unfinished_issue,
)

NO_TO_ALL = RelayError(Problem(None, "535 wrong password", "look at smtp.password"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "digest.db"


@pytest.fixture
def engine(path: Path) -> Iterator[Engine]:
    engine = open_database(path, patience_seconds=1)
    yield engine
    engine.dispose()


def run(
    engine: Engine,
    relay: Relay,
    *,
    clock: Clock | None = None,
    progress: Callable[[State], None] = lambda _: None,
    mailing: Mailing | None = None,
) -> Tally:
    async def send() -> Tally:
        watch = Watch(clock=clock or Clock(), progress=progress, pause=no_pause)
        return await run_mailing(mailing or the_mailing(), relay, engine, watch)

    return asyncio.run(send())


def by_name(answers: dict[str, Outcome]) -> Callable[[Message], Outcome]:
    return lambda message: answers.get(message.recipient.partition("@")[0], ACCEPTED)


def test_everybody_gets_one_and_the_issue_is_finished(engine: Engine) -> None:
    freeze_for(engine, addresses(230))
    relay = ScriptedRelay()

    tally = run(engine, relay)

    assert tally == Tally(accepted=230)
    assert sorted(relay.got) == sorted(addresses(230))
    assert unfinished_issue(engine) is None
    assert all(session.is_closed for session in relay.sessions)


def test_a_second_run_has_nothing_to_do_and_calls_nobody(engine: Engine) -> None:
    freeze_for(engine, addresses(3))
    run(engine, ScriptedRelay())
    relay = ScriptedRelay()

    tally = run(engine, relay)

    assert tally == Tally(accepted=3)
    assert relay.sessions == []


def test_every_answer_is_recorded_and_shown(engine: Engine) -> None:
    freeze_for(engine, addresses(4))
    shown: Counter[State] = Counter()
    with engine.begin() as connection:
        add_suppression(connection, Suppression(address=addresses(1)[0], reason=Reason.BOUNCED, at=NOON))

    tally = run(
        engine,
        ScriptedRelay(answer=by_name({"reader1": BUSY, "reader2": NO_SUCH_PERSON})),
        progress=lambda state: shown.update([state]),
    )

    assert tally == Tally(accepted=1, deferred=1, refused=1, suppressed=1, next_try_at=NOON + timedelta(minutes=1))
    assert shown == Counter([State.ACCEPTED, State.DEFERRED, State.REFUSED, State.SUPPRESSED])


def test_the_deferred_are_tried_again_by_a_later_run(engine: Engine) -> None:
    freeze_for(engine, addresses(2))
    clock = Clock()
    run(engine, ScriptedRelay(answer=by_name({"reader1": BUSY})), clock=clock)
    clock.pass_by(minutes=1)
    relay = ScriptedRelay()

    tally = run(engine, relay, clock=clock)

    assert tally == Tally(accepted=2)
    assert relay.got == ["reader1@ferry.example"]


def test_nothing_is_offered_that_is_not_on_the_disk(engine: Engine, path: Path) -> None:
    """The relay looks into the database, as another program would, when it has the message."""
    freeze_for(engine, addresses(30))
    states_then: list[State] = []

    def look(message: Message) -> None:
        reading = open_database_for_reading(path)
        assert reading is not None
        states_then.append(states(reading)[message.recipient])

    run(engine, ScriptedRelay(after_mark=look))

    assert states_then == [State.OFFERED] * 30


def test_a_session_carries_only_so_many_messages(engine: Engine) -> None:
    freeze_for(engine, addresses(25))
    relay = ScriptedRelay(connections=1, messages_per_session=10)

    run(engine, relay)

    assert [session.carried for session in relay.sessions] == [10, 10, 5]


def test_there_are_no_more_sessions_at_once_than_allowed(engine: Engine) -> None:
    freeze_for(engine, addresses(200))
    relay = ScriptedRelay(connections=4)

    run(engine, relay)

    assert len(relay.sessions) == 4


def test_a_session_lost_before_the_dot_blames_nobody_and_another_one_goes_on(engine: Engine) -> None:
    freeze_for(engine, addresses(40))
    lost: set[str] = set()

    def answer(message: Message) -> Outcome:
        if message.recipient not in lost and "5@" in message.recipient:
            lost.add(message.recipient)
            raise SessionLost("421 come back")
        return ACCEPTED

    relay = ScriptedRelay(answer=answer)

    tally = run(engine, relay)

    assert tally == Tally(accepted=40)
    assert sorted(relay.got) == sorted(addresses(40))
    assert len(lost) == 4


def test_a_session_lost_between_the_mark_and_the_dot_leaves_nobody_unknown(engine: Engine) -> None:
    freeze_for(engine, addresses(2))
    losses = [SessionLost("reset"), SessionLost("reset")]
    relay = ScriptedRelay(after_mark=lambda _: losses.pop() if losses else None)

    tally = run(engine, relay)

    assert tally == Tally(accepted=2)
    assert losses == []


def test_a_line_lost_after_the_dot_is_unknown_and_is_not_offered_again(engine: Engine) -> None:
    freeze_for(engine, addresses(3))
    relay = ScriptedRelay(answer=by_name({"reader1": LINE_LOST}), connections=1)
    run(engine, relay)

    tally = run(engine, relay)

    assert tally == Tally(accepted=2, unknown=1)
    assert sorted(relay.got) == addresses(3)
    assert unfinished_issue(engine) is None


def test_a_relay_that_loses_session_after_session_stops_the_run_by_name(engine: Engine) -> None:
    freeze_for(engine, addresses(5))
    pauses: list[float] = []
    gets_through = iter([ACCEPTED])

    def answer(_: Message) -> Outcome:
        for outcome in gets_through:
            return outcome
        raise SessionLost("421 too many connections")

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    async def send() -> Tally:
        relay = ScriptedRelay(answer=answer, connections=1)
        return await run_mailing(the_mailing(), relay, engine, Watch(clock=Clock(), pause=pause))

    with pytest.raises(RelayError, match=r"relay\.example:25: 6 sessions in a row were lost \(421 too many"):
        asyncio.run(send())

    assert pauses == list(BACK_OFF_SECONDS)
    assert tally_of(engine, 1) == Tally(accepted=1, planned=4)


def test_a_relay_that_takes_messages_and_never_answers_stops_the_run_before_many_are_unknown(engine: Engine) -> None:
    freeze_for(engine, addresses(100))

    with pytest.raises(RelayError, match="sessions in a row"):
        run(engine, ScriptedRelay(answer=lambda _: LINE_LOST, connections=2))

    tally = tally_of(engine, 1)
    assert tally.total == 100
    assert tally.unknown <= 2 * (len(BACK_OFF_SECONDS) + 1)


def test_a_relay_that_was_never_reached_is_given_up_soon_and_in_its_own_words(engine: Engine) -> None:
    freeze_for(engine, addresses(50))
    openings: list[None] = []

    def refuse() -> None:
        openings.append(None)
        problem = Problem(Place("config.yaml", 30), "relay.example:25: connection refused", "look at smtp.port")
        raise SessionLost("connection refused", problem)

    with pytest.raises(RelayError, match=r"look at smtp\.port"):
        run(engine, ScriptedRelay(on_opening=refuse, connections=1))

    assert len(openings) == 3
    assert tally_of(engine, 1) == Tally(planned=50)


def test_a_wrong_password_is_tried_once(engine: Engine) -> None:
    freeze_for(engine, addresses(50))
    openings: list[None] = []

    def refuse() -> None:
        openings.append(None)
        raise NO_TO_ALL

    with pytest.raises(RelayError, match=r"smtp\.password"):
        run(engine, ScriptedRelay(on_opening=refuse, connections=10))

    assert len(openings) == 1
    assert tally_of(engine, 1) == Tally(planned=50)


def test_an_answer_that_says_no_to_everybody_stops_the_run_and_blames_nobody(engine: Engine) -> None:
    freeze_for(engine, addresses(200))

    def answer(message: Message) -> Outcome:
        if message.recipient == "reader100@ferry.example":
            raise NO_TO_ALL
        return ACCEPTED

    relay = ScriptedRelay(answer=answer)

    with pytest.raises(RelayError, match="wrong password"):
        run(engine, relay)

    tally = tally_of(engine, 1)
    assert tally == Tally(accepted=len(relay.got), planned=200 - len(relay.got))
    assert all(session.is_closed for session in relay.sessions)


def test_a_no_to_everybody_after_the_mark_leaves_nobody_unknown(engine: Engine) -> None:
    freeze_for(engine, addresses(1))

    with pytest.raises(RelayError, match="wrong password"):
        run(engine, ScriptedRelay(after_mark=lambda _: NO_TO_ALL))

    assert tally_of(engine, 1) == Tally(planned=1)


def test_a_message_that_cannot_be_written_for_one_person_does_not_keep_the_others_from_it(engine: Engine) -> None:
    freeze_for(engine, ["ré@ferry.example", *addresses(2)])

    def compose_plain(claimed: Claimed) -> Message:
        if not claimed.address.isascii():
            raise MessageError(Problem(None, "the address has letters beyond ASCII", "ask for another one"))
        return compose(claimed)

    tally = run(engine, ScriptedRelay(), mailing=dataclasses.replace(the_mailing(), compose=compose_plain))

    assert tally == Tally(accepted=2, refused=1)
    refused = next(delivery for delivery in read_deliveries(engine, 1) if delivery.state is State.REFUSED)
    assert refused.reply == "not offered: the address has letters beyond ASCII"


def test_a_run_keeps_to_the_pace_that_the_relay_allows(engine: Engine) -> None:
    freeze_for(engine, addresses(7))
    clock, waits = Clock(), list[float]()

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        clock.pass_by(seconds=seconds)

    async def send() -> Tally:
        mailing = dataclasses.replace(the_mailing(), limits=(Limit(3, timedelta(seconds=1)),))
        return await run_mailing(mailing, ScriptedRelay(), engine, Watch(clock=clock, pause=wait))

    tally = asyncio.run(send())

    assert tally.accepted == 7
    assert sum(waits) == 2 or sum(waits) == 3  # a turn is also taken to find out that nobody is left


def test_a_run_that_is_stopped_finishes_what_is_in_flight_and_gives_back_the_rest(engine: Engine) -> None:
    freeze_for(engine, addresses(200))
    relay = ScriptedRelay()

    async def send() -> Tally:
        watch = Watch(clock=Clock(), pause=no_pause)

        def answer(_: Message) -> Outcome:
            if len(relay.got) >= 20:
                watch.stop.set()
            return ACCEPTED

        relay.answer = answer
        return await run_mailing(the_mailing(), relay, engine, watch)

    tally = asyncio.run(send())

    assert tally == Tally(accepted=len(relay.got), planned=200 - len(relay.got))
    assert 20 < len(relay.got) <= 23
    assert run(engine, relay) == Tally(accepted=200)
    assert len(relay.got) == 200


def test_a_run_that_is_cancelled_holds_as_unknown_only_who_was_being_offered_to(engine: Engine) -> None:
    freeze_for(engine, addresses(30))
    relay = ScriptedRelay()

    async def send() -> None:
        answered = asyncio.Event()

        async def wait_for_ever() -> None:
            if len(relay.got) > 10:
                answered.set()
                await asyncio.Event().wait()

        relay.before_answer = wait_for_ever
        sending = asyncio.create_task(run_mailing(the_mailing(), relay, engine, Watch(clock=Clock())))
        await answered.wait()
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending

    asyncio.run(send())

    tally = tally_of(engine, 1)
    assert (tally.claimed, tally.offered) == (0, 0)
    assert 1 <= tally.unknown <= 3
    assert tally.accepted <= len(relay.got) <= tally.accepted + tally.unknown


def test_two_runs_at_once_share_the_work_and_nobody_gets_two(engine: Engine, path: Path) -> None:
    freeze_for(engine, addresses(300))
    relay = ScriptedRelay()
    other_engine = open_database(path)

    async def send() -> None:
        await asyncio.gather(
            *(run_mailing(the_mailing(), relay, each, Watch(clock=Clock())) for each in (engine, other_engine))
        )

    asyncio.run(send())

    assert sorted(relay.got) == sorted(addresses(300))
    assert tally_of(engine, 1) == Tally(accepted=300)
    other_engine.dispose()


@pytest.mark.parametrize("got", [pytest.param(10, id="while-offering"), pytest.param(50, id="while-claiming")])
def test_a_database_that_cannot_be_written_stops_the_run_and_nothing_more_is_offered(
    engine: Engine, path: Path, got: int
) -> None:
    freeze_for(engine, addresses(100))
    impatient = open_database(path, patience_seconds=0)
    blocker = engine.connect()

    async def block() -> None:
        if len(relay.got) >= got and not blocker.in_transaction():
            blocker.begin()

    relay = ScriptedRelay(before_answer=block, connections=1)

    with pytest.raises(StoreError, match="locked for too long"):
        run(impatient, relay)

    blocker.close()
    assert len(relay.got) == got
    assert run(impatient, ScriptedRelay()).total == 100
    impatient.dispose()


def test_the_outbox_gets_a_file_for_everybody(engine: Engine, tmp_path: Path) -> None:
    freeze_for(engine, addresses(120))

    tally = run(engine, Outbox(tmp_path / "outbox" / "1", "outbox/1"))

    assert tally == Tally(accepted=120)
    assert {path.name for path in (tmp_path / "outbox" / "1").iterdir()} == {f"{each}.eml" for each in addresses(120)}
