"""`digest test` sends marked copies to anybody, and leaves no trace of it."""

import email
import email.policy
import re
from pathlib import Path

import pytest

from tests.cli.test_send_smtp import smtp_config
from tests.support.newsletters import FRIDAY, write_newsletter
from tests.support.smtp_server import HANG_UP, SmtpServer


def subject(message: bytes) -> str:
    """Return the subject of *message*."""
    return str(email.message_from_bytes(message, policy=email.policy.default)["Subject"])


def test_anybody_may_have_a_copy_marked_as_one(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    result = newsletter.digest("test", "me@elsewhere.example", "--at", FRIDAY)

    copies = {path.name: path.read_bytes() for path in (tmp_path / "outbox" / "test").iterdir()}
    assert result.exit_code == 0
    assert result.stdout == ("accepted  me@elsewhere.example  written to outbox/test/me@elsewhere.example.eml\n")
    assert list(copies) == ["me@elsewhere.example.eml"]
    assert subject(copies["me@elsewhere.example.eml"]) == "[Test] The Weekly Ferry: The winter timetable"


def test_neither_the_state_nor_an_issue_in_the_outbox_is_touched(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    newsletter.digest("test", "ada@example.org", "--at", FRIDAY)

    assert not (tmp_path / "state").exists()
    assert [path.name for path in (tmp_path / "outbox").iterdir()] == ["test"]


def test_a_subscriber_gets_the_copy_that_the_issue_will_be(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, more_config="email: {subject: 'For {{ subscriber.name or \"you\" }}'}\n")

    newsletter.digest("test", "GRACE@example.org", "me@elsewhere.example", "--at", FRIDAY)

    copies = tmp_path / "outbox" / "test"
    assert subject((copies / "grace@example.org.eml").read_bytes()) == "[Test] For Grace Hopper"
    assert subject((copies / "me@elsewhere.example.eml").read_bytes()) == "[Test] For you"


def test_an_address_that_is_given_twice_gets_one_copy(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    result = newsletter.digest("test", "me@here.example", "ME@HERE.example", "me@here.example", "--at", FRIDAY)

    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)


def test_what_is_no_address_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    result = newsletter.digest("test", "me@here.example", "nobody", "two words@here.example", "--at", FRIDAY)

    assert (result.exit_code, result.stdout) == (1, "")
    assert re.search(r"^'nobody': .*\n  mend: ", result.stderr, re.MULTILINE)
    assert re.search(r"^'two words@here.example': .*\n  mend: ", result.stderr, re.MULTILINE)
    assert not (tmp_path / "outbox").exists()


def test_without_an_address_it_was_typed_wrongly(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    result = newsletter.digest("test")

    assert result.exit_code == 2


def test_without_posts_there_is_no_copy(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    result = newsletter.digest("test", "me@here.example", "--at", "2026-12-25T08:00")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("No issue: 0 posts ")


def test_a_refused_copy_is_told_and_the_next_address_still_gets_its_own(tmp_path: Path) -> None:
    with SmtpServer({"RCPT": ["550 5.1.1 no such person", None]}) as server:
        newsletter = write_newsletter(tmp_path, more_config=smtp_config(server.port))

        result = newsletter.digest("test", "gone@here.example", "me@here.example", "--at", FRIDAY)

    assert result.exit_code == 1
    assert [line.split()[:2] for line in result.stdout.splitlines()] == [
        ["refused", "gone@here.example"],
        ["accepted", "me@here.example"],
    ]


@pytest.mark.parametrize("step", ["MAIL", "DATA"])
def test_a_lost_session_ends_in_words(tmp_path: Path, step: str) -> None:
    with SmtpServer({step: HANG_UP}) as server:
        newsletter = write_newsletter(tmp_path, more_config=smtp_config(server.port))

        result = newsletter.digest("test", "me@here.example", "--at", FRIDAY)

    assert result.exit_code == 1
    assert re.search(r"the session was lost: .*\n  mend: ", result.stderr)


def test_a_relay_that_cannot_be_reached_ends_in_words(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, more_config=smtp_config(1))

    result = newsletter.digest("test", "me@here.example", "--at", FRIDAY)

    assert result.exit_code == 1
    assert re.search(r"127\.0\.0\.1:1 can't be reached.*\n  mend: ", result.stderr)
