"""`digest send`, killed with SIGKILL at any step of its conversation with the relay, and run again."""

import json
import os
import random
import re
import signal
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import Future
from pathlib import Path

import pytest

from tests.cli.test_send_smtp import people, smtp_config
from tests.support.newsletters import FRIDAY, Newsletter, write_newsletter
from tests.support.processes import start_digest
from tests.support.smtp_server import Script, SmtpServer

PEOPLE = 60
STEPS = ("EHLO", "MAIL", "RCPT", "DATA", "DOT")
# A send to 60 people over 4 connections says about 4 × 60 things to the relay.
MOMENTS = sorted(random.Random(7).sample(range(1, 4 * PEOPLE), 20))


class Killer:
    """Sends a process *number*, a signal, at the *moment*-th command that the server hears."""

    def __init__(self, moment: int, number: int = signal.SIGKILL) -> None:
        self.left = moment
        self.number = number
        self.process_id: Future[int] = Future()

    def hear(self, _: str) -> None:
        """Count a command; the usual answer follows, if anybody is left to read it."""
        self.left -= 1
        if self.left == 0:
            os.kill(self.process_id.result(10), self.number)

    def script(self, steps: Iterable[str] = STEPS) -> Script:
        """Return a server's script: the usual answers, and the commands at *steps* counted."""
        return dict.fromkeys(steps, self.hear)


def send_and_be_killed(newsletter: Newsletter, killer: Killer) -> int:
    """Return the exit status of a send in a process of its own."""
    process = start_digest("send", "--yes", "--at", FRIDAY, folder=newsletter.folder)
    killer.process_id.set_result(process.id)
    return process.wait()


@pytest.mark.parametrize("moment", MOMENTS)
def test_after_a_kill_nobody_is_missing_and_nobody_got_two(tmp_path: Path, moment: int) -> None:
    killer = Killer(moment)
    with SmtpServer(killer.script()) as server:
        config = smtp_config(server.port, connections=4)
        newsletter = write_newsletter(tmp_path, subscribers=people(PEOPLE), more_config=config)
        status_of_killed = send_and_be_killed(newsletter, killer)
        (newsletter.folder / "posts" / "2026-11-19-new.md").write_text("---\ntitle: New\n---\nToo late for it.\n")

        result = newsletter.digest("send", "--yes", "--at", FRIDAY)
        deliveries = json.loads(newsletter.digest("status", "--json").stdout)["deliveries"]

    got = Counter(message.recipients[0] for message in server.messages)
    unknown = {delivery["address"] for delivery in deliveries if delivery["outcome"] == "unknown"}
    accepted = {delivery["address"] for delivery in deliveries if delivery["outcome"] == "accepted"}
    assert (status_of_killed, result.exit_code) == (-signal.SIGKILL, 0), result.stderr
    assert max(got.values()) == 1
    assert accepted | unknown == {f"reader{number}@example.org" for number in range(PEOPLE)}
    assert accepted <= got.keys()
    assert len(unknown) <= 4
    assert not any(b"Too late" in message.data for message in server.messages)


def test_people_whose_outcome_is_unknown_are_offered_it_again_when_asked(tmp_path: Path) -> None:
    killer = Killer(5)
    with SmtpServer(killer.script(["DOT"])) as server:  # stores what it hears, and its answer finds nobody
        config = smtp_config(server.port, connections=1)
        newsletter = write_newsletter(tmp_path, subscribers=people(PEOPLE), more_config=config)
        send_and_be_killed(newsletter, killer)
        newsletter.digest("send", "--yes", "--at", FRIDAY)
        held = json.loads(newsletter.digest("status", "--json").stdout)

        result = newsletter.digest("send", "--yes", "--unknown", "resend", "--at", FRIDAY)

    ids = [re.findall(rb"^Message-ID: (\S+)", message.data, re.MULTILINE)[0] for message in server.messages]
    assert (held["unknown"], held["accepted"], result.exit_code) == (1, PEOPLE - 1, 0)
    assert json.loads(newsletter.digest("status", "--json").stdout)["accepted"] == PEOPLE
    assert (len(ids), len(set(ids))) == (PEOPLE + 1, PEOPLE)  # the second copy has the same Message-ID
