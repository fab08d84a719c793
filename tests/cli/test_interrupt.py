"""Ctrl-C during `digest send`: what is in flight is finished, and the next run goes on."""

import signal
from collections import Counter
from pathlib import Path
from threading import Event

import pytest

from tests.cli.test_send_killed import Killer
from tests.cli.test_send_smtp import people, smtp_config
from tests.support.newsletters import FRIDAY, write_newsletter
from tests.support.processes import start_digest
from tests.support.smtp_server import SmtpServer

PEOPLE = 60


@pytest.mark.parametrize(
    ("number", "step"),
    [(signal.SIGINT, "MAIL"), (signal.SIGINT, "RCPT"), (signal.SIGINT, "DOT"), (signal.SIGTERM, "DATA")],
)
def test_what_is_in_flight_is_finished_and_the_next_run_does_the_rest(
    tmp_path: Path, number: signal.Signals, step: str
) -> None:
    interrupter = Killer(20, number)
    with SmtpServer(interrupter.script([step])) as server:
        config = smtp_config(server.port, connections=4)
        newsletter = write_newsletter(tmp_path / "ferry", subscribers=people(PEOPLE), more_config=config)
        process = start_digest("send", "--yes", "--at", FRIDAY, folder=newsletter.folder)
        interrupter.process_id.set_result(process.id)
        status = process.wait()
        got_before = len(server.messages)

        result = newsletter.digest("send", "--yes", "--at", FRIDAY)

    assert status == 3
    assert 20 <= got_before <= 28  # the one at whose step it was, and what four lines were at before it was heard
    assert "Stopping: what is in flight is finished first." in process.said
    left = PEOPLE - got_before
    assert f"Stopped: {left} people are still to get it. To go on: digest send" in process.said
    assert "unknown" not in process.said
    assert "Traceback" not in process.said
    assert result.exit_code == 0
    assert Counter(message.recipients[0] for message in server.messages) == Counter(
        f"reader{number}@example.org" for number in range(PEOPLE)
    )


def test_before_the_first_message_nothing_is_begun(tmp_path: Path) -> None:
    interrupter = Killer(1, signal.SIGINT)
    with SmtpServer(interrupter.script(["EHLO"])) as server:
        newsletter = write_newsletter(tmp_path / "ferry", more_config=smtp_config(server.port))
        process = start_digest("send", "--yes", "--at", FRIDAY, folder=newsletter.folder)
        interrupter.process_id.set_result(process.id)

        status = process.wait()

    assert status == 3
    assert "Stopped before anything was sent. To send it: digest send" in process.said
    assert newsletter.state() == {}


def test_a_second_one_ends_it_at_once(tmp_path: Path) -> None:
    over = Event()
    first = Killer(1, signal.SIGINT)

    def fall_silent(line: str) -> None:
        """Interrupt, and once that was heard interrupt again; say nothing meanwhile."""
        first.hear(line)
        while "Stopping" not in process.said:
            over.wait(0.01)
        second = Killer(1, signal.SIGINT)
        second.process_id = first.process_id
        second.hear(line)
        over.wait(30)

    with SmtpServer({"DOT": fall_silent}) as server:
        config = smtp_config(server.port, connections=1)
        newsletter = write_newsletter(tmp_path / "ferry", more_config=config)
        process = start_digest("send", "--yes", "--at", FRIDAY, folder=newsletter.folder)
        first.process_id.set_result(process.id)

        status = process.wait()
        over.set()

    assert status == 3
    assert "Ended at once. What came of it so far: digest status. To go on: digest send" in process.said
    assert "Traceback" not in process.said
    assert newsletter.digest("status").stdout.count("unknown") == 2  # in the counts, and beside the one person
