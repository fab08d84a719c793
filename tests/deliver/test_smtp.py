"""Sessions with a server that does as it is told, and records what it hears."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.config.words import Security
from digest.deliver.door import RelaySettings, Timeouts
from digest.deliver.outcome import Outcome, State
from digest.deliver.relay import Message, Relay, SessionLost
from digest.deliver.smtp import SmtpRelay, StepByStep
from digest.errors import RelayError
from tests.support.aiosmtpd_server import AiosmtpdServer
from tests.support.smtp_server import FALL_SILENT, HANG_UP, SAYS_BYE, Answer, Said, SmtpServer, Then

pytestmark = pytest.mark.anyio

DATA = b"Subject: Ferries\r\n\r\nThe ferry leaves at eight.\r\n"
PATIENT = Timeouts(connect=30, command=30, data=30, block=30, dot=30, quit=30)
AT_THE_DOT = replace(PATIENT, dot=0.1)
IN_THE_BLOCK = replace(PATIENT, block=0.1)
AT_QUIT = replace(PATIENT, quit=0.1)
AT_EVERY_STEP = replace(PATIENT, command=1, data=1)
OUR_FAULT = "5.7.1 your domain fails DMARC"


def letter_to(recipient: str, data: bytes = DATA) -> Message:
    return Message("bounces@ferry.example", recipient, data)


def relay_at(port: int, timeouts: Timeouts = PATIENT) -> SmtpRelay:
    return SmtpRelay(
        RelaySettings(
            host="127.0.0.1", port=port, security=Security.NONE, ehlo_name="desk.ferry.example", timeouts=timeouts
        )
    )


@asynccontextmanager
async def session_with(server: SmtpServer, timeouts: Timeouts = PATIENT) -> AsyncIterator[StepByStep]:
    session = await relay_at(server.port, timeouts).open()
    try:
        yield session
    finally:
        await session.close()


async def nothing() -> None:
    """Commit nothing."""


async def test_a_message_arrives_byte_for_byte_with_its_envelope_and_nobody_elses() -> None:
    with SmtpServer() as server:
        async with session_with(server) as session:
            outcome = await session.offer(letter_to("ada@example.org"), nothing)

    assert outcome == Outcome(State.ACCEPTED, "250 2.0.0 kept")
    (stored,) = server.messages
    assert (stored.sender, stored.recipients) == ("bounces@ferry.example", ["ada@example.org"])
    assert stored.data == DATA
    assert server.commands == [
        "EHLO desk.ferry.example",
        f"MAIL FROM:<bounces@ferry.example> SIZE={len(DATA)}",
        "RCPT TO:<ada@example.org>",
        "DATA",
        "QUIT",
    ]


async def test_one_session_takes_many_messages_and_each_gets_its_own_answer() -> None:
    people = [f"person{number}@example.org" for number in range(5)]

    with SmtpServer({"RCPT": lambda line: "550 5.1.1 who?" if "person2" in line else None}) as server:
        async with session_with(server) as session:
            outcomes = [await session.offer(letter_to(person), nothing) for person in people]

    assert [outcome.state for outcome in outcomes] == [
        State.ACCEPTED,
        State.ACCEPTED,
        State.REFUSED,
        State.ACCEPTED,
        State.ACCEPTED,
    ]
    assert [stored.recipients for stored in server.messages] == [[person] for person in people if "2" not in person]
    assert server.sessions == 1


async def test_the_ledger_is_told_after_354_and_before_the_dot() -> None:
    seen: list[tuple[str, int]] = []

    with SmtpServer() as server:

        async def look() -> None:
            seen.append((server.commands[-1], len(server.messages)))

        async with session_with(server) as session:
            await session.offer(letter_to("ada@example.org"), look)

    assert seen == [("DATA", 0)]


async def test_the_ledger_is_not_told_of_what_was_refused_before_the_message() -> None:
    told: list[str] = []

    async def tell() -> None:
        told.append("offered")

    with SmtpServer({"RCPT": "550 5.1.1 who?"}) as server:
        async with session_with(server) as session:
            await session.offer(letter_to("ada@example.org"), tell)

    assert told == []


async def test_when_the_ledger_cannot_be_written_the_dot_is_never_sent_and_the_line_is_dropped() -> None:
    async def fail() -> None:
        raise OSError("disk full")

    with SmtpServer() as server:
        session = await relay_at(server.port).open()
        with pytest.raises(OSError, match="disk full"):
            await session.offer(letter_to("ada@example.org"), fail)
        with pytest.raises(SessionLost):
            await session.offer(letter_to("grace@example.org"), nothing)
        await session.close()

    assert server.messages == []


@pytest.mark.parametrize(
    ("step", "reply", "state"),
    [
        pytest.param("RCPT", "450 4.2.0 busy", State.DEFERRED, id="rcpt-later"),
        pytest.param("RCPT", "552 too many recipients", State.DEFERRED, id="rcpt-552"),
        pytest.param("RCPT", "550-5.1.1 no\r\n550 5.1.1 nobody", State.REFUSED, id="rcpt-never"),
        pytest.param("DATA", "451 4.3.0 later", State.DEFERRED, id="data-later"),
        pytest.param("DATA", "554 5.5.0 no", State.REFUSED, id="data-never"),
        pytest.param("DOT", "452 4.3.1 no space", State.DEFERRED, id="dot-later"),
        pytest.param("DOT", "554 5.6.0 no", State.REFUSED, id="dot-never"),
    ],
)
async def test_a_no_to_one_person_leaves_the_session_fit_for_the_next(step: str, reply: str, state: State) -> None:
    with SmtpServer({step: [reply, None]}) as server:
        async with session_with(server) as session:
            first = await session.offer(letter_to("ada@example.org"), nothing)
            second = await session.offer(letter_to("grace@example.org"), nothing)

    assert (first.state, second.state) == (state, State.ACCEPTED)
    assert [stored.recipients for stored in server.messages] == [["grace@example.org"]]
    assert server.sessions == 1


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(HANG_UP, id="hangs-up"),
        pytest.param(FALL_SILENT, id="falls-silent"),
        pytest.param(SAYS_BYE, id="says-bye"),
        pytest.param("421 4.3.2 wait a bit", id="421-and-stays"),
        pytest.param("¡hola!", id="talks-no-smtp"),
    ],
)
async def test_a_line_lost_before_the_dot_is_nobodys_outcome(step: str, answer: Said) -> None:
    with SmtpServer({step: answer}) as server:
        async with session_with(server, AT_EVERY_STEP) as session:
            with pytest.raises(SessionLost):
                await session.offer(letter_to("ada@example.org"), nothing)

    assert server.messages == []


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(HANG_UP, id="hangs-up-with-the-message"),
        pytest.param(Answer(None, Then.HANG_UP, stores=False), id="hangs-up-without-it"),
        pytest.param(FALL_SILENT, id="falls-silent"),
        pytest.param("354 what?", id="out-of-step"),
        pytest.param("¡hola!", id="talks-no-smtp"),
    ],
)
async def test_no_clear_answer_after_the_dot_is_unknown_and_ends_the_session(answer: Said) -> None:
    with SmtpServer({"DOT": answer}) as server:
        async with session_with(server, AT_THE_DOT) as session:
            outcome = await session.offer(letter_to("ada@example.org"), nothing)
            with pytest.raises(SessionLost):
                await session.offer(letter_to("grace@example.org"), nothing)

    assert outcome.state is State.UNKNOWN
    assert outcome.reply.endswith("after the final dot")
    assert server.commands.count("DATA") == 1


async def test_421_after_the_dot_is_a_clear_no_that_counts_against_nobody() -> None:
    with SmtpServer({"DOT": SAYS_BYE}) as server:
        async with session_with(server) as session:
            with pytest.raises(SessionLost, match="421"):
                await session.offer(letter_to("ada@example.org"), nothing)

    assert server.messages == []


async def test_a_line_that_dies_while_the_ledger_writes_is_no_unknown() -> None:
    closed = asyncio.Event()

    async def wait_for_the_end() -> None:
        await closed.wait()

    with SmtpServer({"DATA": Answer("354 go on", Then.HANG_UP)}) as server:
        session = await relay_at(server.port).open()
        line = session._smtp.transport  # the test must know when the loop has heard of it
        offering = asyncio.ensure_future(session.offer(letter_to("ada@example.org"), wait_for_the_end))
        while line is not None and not line.is_closing():  # noqa: ASYNC110 - nobody is told when a line closes
            await asyncio.sleep(0)
        closed.set()
        with pytest.raises(SessionLost, match="before the final dot"):
            await offering


@pytest.mark.parametrize(
    ("step", "reply"),
    [
        pytest.param("MAIL", "550 5.1.8 not your domain", id="mail-from-refused"),
        pytest.param("MAIL", "530 5.7.0 log in first", id="no-login"),
        pytest.param("MAIL", "552 5.3.4 too big", id="too-big"),
        pytest.param("RCPT", f"550 {OUR_FAULT}", id="policy-at-rcpt"),
        pytest.param("DATA", f"550 {OUR_FAULT}", id="policy-at-data"),
        pytest.param("DOT", f"550 {OUR_FAULT}", id="policy-after-the-dot"),
    ],
)
async def test_a_no_to_everybody_stops_the_run_and_blames_nobody(step: str, reply: str) -> None:
    with SmtpServer({step: reply}) as server:
        async with session_with(server) as session:
            with pytest.raises(RelayError, match=reply):
                await session.offer(letter_to("ada@example.org"), nothing)


@pytest.mark.parametrize("answer", [FALL_SILENT, HANG_UP, "421 bye", "500 what?"])
async def test_a_reset_that_fails_costs_the_session_but_not_the_outcome_before_it(answer: Said) -> None:
    with SmtpServer({"RCPT": "550 5.1.1 who?", "RSET": answer}) as server:
        async with session_with(server, AT_EVERY_STEP) as session:
            first = await session.offer(letter_to("ada@example.org"), nothing)
            with pytest.raises(SessionLost, match="RSET"):
                await session.offer(letter_to("grace@example.org"), nothing)

    assert first == Outcome(State.REFUSED, "550 5.1.1 who?")


async def test_a_cancelled_offer_closes_the_session_so_that_no_late_answer_is_mistaken() -> None:
    offered = asyncio.Event()

    async def tell() -> None:
        offered.set()

    with SmtpServer({"DOT": [FALL_SILENT]}) as server:
        session = await relay_at(server.port).open()
        offering = asyncio.ensure_future(session.offer(letter_to("ada@example.org"), tell))
        await offered.wait()
        offering.cancel()
        with pytest.raises(asyncio.CancelledError):
            await offering
        with pytest.raises(SessionLost):
            await session.offer(letter_to("grace@example.org"), nothing)
        await session.close()


@pytest.mark.parametrize("answer", [HANG_UP, FALL_SILENT, "500 what?", SAYS_BYE])
async def test_closing_never_complains_about_how_the_relay_says_goodbye(answer: Said) -> None:
    with SmtpServer({"QUIT": answer}) as server:
        session = await relay_at(server.port, AT_QUIT).open()
        await session.close()
        await session.close()

    assert server.commands[-1] == "QUIT"


async def test_a_message_over_the_relays_limit_stops_the_run_before_the_first_mail_from() -> None:
    with SmtpServer(extensions=("SIZE 1000",)) as server:
        async with session_with(server) as session:
            with pytest.raises(RelayError, match=r"2000 bytes, and 127.0.0.1:\d+ takes at most 1000"):
                await session.offer(letter_to("ada@example.org", b"x" * 1998 + b"\r\n"), nothing)

    assert server.commands == ["EHLO desk.ferry.example", "QUIT"]


@pytest.mark.parametrize(
    ("extensions", "command"),
    [
        pytest.param(("SIZE",), f"MAIL FROM:<bounces@ferry.example> SIZE={len(DATA)}", id="a-limit-not-told"),
        pytest.param(("SIZE 0",), f"MAIL FROM:<bounces@ferry.example> SIZE={len(DATA)}", id="no-limit"),
        pytest.param((), "MAIL FROM:<bounces@ferry.example>", id="nothing-offered"),
    ],
)
async def test_the_size_is_declared_where_the_relay_wants_it(extensions: tuple[str, ...], command: str) -> None:
    with SmtpServer(extensions=extensions) as server:
        async with session_with(server) as session:
            outcome = await session.offer(letter_to("ada@example.org"), nothing)

    assert outcome.state is State.ACCEPTED
    assert command in server.commands


async def test_an_address_in_other_letters_goes_where_smtputf8_is_offered() -> None:
    with SmtpServer() as server:
        async with session_with(server) as session:
            outcome = await session.offer(letter_to("żółw@example.org", "To: żółw\r\n\r\n".encode()), nothing)

    assert outcome.state is State.ACCEPTED
    assert server.messages[0].recipients == ["żółw@example.org"]
    assert server.messages[0].parameters == "SIZE=15 BODY=8BITMIME SMTPUTF8"


async def test_without_smtputf8_only_that_person_is_refused() -> None:
    with SmtpServer(extensions=()) as server:
        async with session_with(server) as session:
            refused = await session.offer(letter_to("żółw@example.org"), nothing)
            accepted = await session.offer(letter_to("ada@example.org"), nothing)

    assert refused == Outcome(State.REFUSED, "the relay can't take żółw@example.org: it doesn't offer SMTPUTF8")
    assert accepted.state is State.ACCEPTED


async def test_without_smtputf8_an_envelope_sender_in_other_letters_stops_the_run() -> None:
    with SmtpServer(extensions=()) as server:
        async with session_with(server) as session:
            with pytest.raises(RelayError, match=r"żółw@ferry\.example"):
                await session.offer(Message("żółw@ferry.example", "ada@example.org", DATA), nothing)


@pytest.mark.parametrize("address", ["a@b.example> SIZE=1", "a@b.example\r\nRCPT TO:<eve@example.org", "a b@c.example"])
async def test_an_address_that_would_end_its_path_early_never_reaches_the_line(address: str) -> None:
    with SmtpServer() as server:
        async with session_with(server) as session:
            with pytest.raises(ValueError, match="not an address"):
                await session.offer(letter_to(address), nothing)

    assert not any(line.startswith("RCPT") for line in server.commands)


async def test_a_message_of_many_blocks_arrives_whole() -> None:
    data = b"".join(b"%08d The ferry leaves at eight.\r\n" % number for number in range(60_000))

    with SmtpServer() as server:
        async with session_with(server) as session:
            outcome = await session.offer(letter_to("ada@example.org", data), nothing)

    assert outcome.state is State.ACCEPTED
    assert server.messages[0].data == data


async def test_a_relay_that_stops_reading_in_mid_message_is_a_lost_session() -> None:
    with SmtpServer({"DATA": Answer("354 go on", Then.FALL_SILENT)}, extensions=()) as server:
        async with session_with(server, IN_THE_BLOCK) as session:
            with pytest.raises(SessionLost, match="no answer in time in the middle of the message"):
                await session.offer(letter_to("ada@example.org", b"x" * 200_000_000), nothing)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.sampled_from([b"", b".", b"..", b". a", b"a.", b"\x2e\x2e\x2e", b"b"]), max_size=8))
def test_lines_that_start_with_a_dot_arrive_as_they_were_at_an_independent_server(lines: list[bytes]) -> None:
    data = b"Subject: x\r\n\r\n" + b"".join(line + b"\r\n" for line in lines)

    async def send(port: int) -> Outcome:
        session = await relay_at(port).open()
        outcome = await session.offer(letter_to("ada@example.org", data), nothing)
        await session.close()
        return outcome

    with AiosmtpdServer() as server:
        outcome = asyncio.run(send(server.port))

    assert outcome.state is State.ACCEPTED
    assert [received.content for received in server.received] == [data]


def test_the_relay_is_one_for_the_seam() -> None:
    relay: Relay = relay_at(2525)

    assert (relay.name, relay.connections, relay.messages_per_session, relay.repeatable) == (
        "127.0.0.1:2525",
        10,
        100,
        False,
    )
