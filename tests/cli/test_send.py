"""`digest send` shows its plan, asks, and sends an issue once."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.cli.test_send_smtp import people, smtp_config
from tests.support.newsletters import FRIDAY, Newsletter, write_newsletter
from tests.support.smtp_server import HANG_UP, SmtpServer


def last_line(said: str) -> dict[str, object]:
    """Return what `--json` promises in the last line."""
    facts: dict[str, object] = json.loads(said.splitlines()[-1])
    return facts


def titles(messages: Iterable[bytes]) -> set[bytes]:
    """Return the subjects of *messages*."""
    return {line for message in messages for line in re.findall(rb"^Subject: (.*?)\r\n", message, re.MULTILINE)}


def test_the_plan_says_what_to_whom_and_through_what(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    result = newsletter.digest("send", "--dry-run", "--at", FRIDAY)

    assert (result.exit_code, result.stdout) == (0, "")
    plan = re.sub(r"\d+ kB", "9 kB", result.stderr)
    assert plan.splitlines() == [
        "The Weekly Ferry, issue 1: The Weekly Ferry: The winter timetable",
        "  2 posts from Fri 13 Nov 2026, 08:00 until Fri 20 Nov 2026, 08:00",
        "  9 kB to 2 subscribers, through outbox/1",
        "Nothing was sent: --dry-run.",
    ]
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["config.yaml", "posts"]


def test_without_a_terminal_it_refuses_unless_it_was_told_yes(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    result = newsletter.digest("send", "--at", FRIDAY, input="y\n")

    assert result.exit_code == 2
    assert "The Weekly Ferry, issue 1" in result.stderr
    assert "add --yes" in result.stderr
    assert newsletter.state() == {}


def test_everybody_is_sent_their_own_and_the_table_counts_them(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    result = newsletter.digest("send", "--yes", "--at", FRIDAY)

    assert result.exit_code == 0
    assert sorted(newsletter.messages()) == ["ada@example.org.eml", "grace@example.org.eml"]
    assert re.fullmatch(r" *2 +accepted +the relay took it *\n", result.stdout)
    assert re.search(r"^in \d+\.\d s$", result.stderr, re.MULTILINE)


def test_the_last_line_of_json_adds_up(tmp_path: Path) -> None:
    with SmtpServer({"RCPT": ["550 5.1.1 gone", "450 4.2.1 later"]}) as server:
        newsletter = write_newsletter(tmp_path, subscribers=people(5), more_config=smtp_config(server.port))

        result = newsletter.digest("send", "--yes", "--json", "--at", FRIDAY)

    facts = last_line(result.stdout)
    assert result.exit_code == 3
    assert list(facts) == [
        *("issue", "planned", "accepted", "deferred", "refused", "unknown", "suppressed"),
        "seconds",
    ]
    assert isinstance(facts.pop("seconds"), float)
    assert facts == {
        "issue": 1,
        "planned": 0,
        "accepted": 3,
        "deferred": 1,
        "refused": 1,
        "unknown": 0,
        "suppressed": 0,
    }
    assert (
        "Sent in part: 1 person is still to get it. Next try after Fri 20 Nov 2026, 08:01. To go on: digest send"
        in result.stderr
    )


def test_a_newsletter_that_nobody_asked_for_yet_finishes_its_issue(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, subscribers=())

    result = newsletter.digest("send", "--yes", "--json", "--at", FRIDAY)

    assert (result.exit_code, last_line(result.stdout)["accepted"]) == (0, 0)
    assert "to 0 subscribers" in result.stderr


def test_when_nothing_is_due_it_says_when_something_is(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    result = newsletter.digest("send", "--yes", "--at", "2026-11-19T12:00")

    assert (result.exit_code, result.stdout) == (0, "")
    assert (
        result.stderr == "Nothing is due until Fri 20 Nov 2026, 08:00.\nTo send what there is now: digest send --now\n"
    )
    assert not (tmp_path / "state").exists()


def test_a_start_that_came_too_late_waits_for_the_next_issue(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    result = newsletter.digest("send", "--yes", "--at", "2026-11-20T20:01")

    assert result.exit_code == 0
    assert result.stderr.startswith("Nothing is due until Fri 27 Nov 2026, 08:00.\n")


def test_now_sends_what_there_is(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    result = newsletter.digest("send", "--yes", "--now", "--at", "2026-11-17T12:00")

    assert result.exit_code == 0
    assert "1 post from Tue 10 Nov 2026, 12:00 until Tue 17 Nov 2026, 12:00" in result.stderr
    assert titles(newsletter.messages().values()) == {b"The Weekly Ferry: Fog on the river"}


def test_what_was_sent_early_is_not_sent_again_when_it_is_due(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)
    newsletter.digest("send", "--yes", "--now", "--at", "2026-11-17T12:00")

    newsletter.digest("send", "--yes", "--at", FRIDAY)

    assert titles(newsletter.messages(2).values()) == {b"The Weekly Ferry: The winter timetable"}
    assert not any(b"Fog on the river" in message for message in newsletter.messages(2).values())


def test_a_second_send_says_that_it_is_done(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)
    newsletter.digest("send", "--yes", "--at", FRIDAY)
    before = newsletter.state()

    result = newsletter.digest("send", "--yes", "--at", FRIDAY)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "Issue 1 has gone out, with the posts from Fri 13 Nov 2026, 08:00 until Fri 20 Nov 2026, 08:00.\n"
        "Nothing is due until Fri 27 Nov 2026, 08:00.\n"
    )
    assert newsletter.state() == before


def test_too_few_posts_wait_and_are_in_the_next_issue(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, more_config="posts: {minimum: 3}\n")
    too_few = newsletter.digest("send", "--yes", "--at", FRIDAY)
    (tmp_path / "posts" / "2026-11-25-more.md").write_text("---\ntitle: More\n---\nMore.\n")

    result = newsletter.digest("send", "--yes", "--at", "2026-11-27T08:00")

    assert (too_few.exit_code, result.exit_code) == (0, 0)
    assert "No issue: 2 posts " in too_few.stderr
    assert "3 posts from Fri 13 Nov 2026, 08:00 until Fri 27 Nov 2026, 08:00" in result.stderr


def test_a_dry_run_remembers_nothing_of_posts_that_wait(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, more_config="posts: {minimum: 3}\n")

    newsletter.digest("send", "--dry-run", "--at", FRIDAY)

    assert not (tmp_path / "state").exists()


def test_a_post_that_cannot_be_read_is_told_when_it_may_be_what_is_missing(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, posts={"2026-11-18-bad.md": "---\ntitle: [\n---\n"})

    due = newsletter.digest("send", "--yes", "--at", FRIDAY)
    not_due = newsletter.digest("send", "--yes", "--at", "2026-11-21T08:00")

    assert (due.exit_code, due.stderr.count("mend: ")) == (1, 1)
    assert (not_due.exit_code, not_due.stderr.count("mend: ")) == (0, 0)


def begin_and_fail(newsletter: Newsletter) -> None:
    """Send an issue of which one person's copy is deferred."""
    result = newsletter.digest("send", "--yes", "--at", FRIDAY)
    assert result.exit_code == 3


def test_an_unfinished_issue_is_gone_on_with_as_it_was_and_then_comes_the_one_that_is_due(tmp_path: Path) -> None:
    with SmtpServer({"RCPT": ["450 4.2.1 later", None]}) as server:
        newsletter = write_newsletter(tmp_path, more_config=smtp_config(server.port, connections=1))
        begin_and_fail(newsletter)
        (tmp_path / "posts" / "2026-11-18-timetable.md").write_text("---\ntitle: Changed\n---\nAll changed.\n")
        (tmp_path / "posts" / "2026-11-24-new.md").write_text("---\ntitle: New\n---\nNews.\n")

        going_on = newsletter.digest("send", "--yes", "--at", "2026-11-27T08:00")

        in_one_run = len(server.messages)
        done = newsletter.digest("send", "--yes", "--at", "2026-11-27T08:01")

    first, second, *others = [message.data for message in server.messages]
    strip = re.compile(rb"(?m)^(To|Message-ID|List-Unsubscribe): .*\r\n(?:[ \t].*\r\n)*|=\r\n")
    assert (going_on.exit_code, in_one_run, len(server.messages)) == (0, 4, 4)
    assert "Issue 2 has gone out" in done.stderr
    assert "goes on: 1 subscriber of 2 still to get it, through 127.0.0.1:" in going_on.stderr
    assert b"Last boat at nine." in strip.sub(b"", second)
    assert titles([first, second]) == {b"The Weekly Ferry: The winter timetable"}
    assert titles(others) == {b"The Weekly Ferry: New"}


def test_the_date_of_a_message_is_that_of_its_issue_at_every_try(tmp_path: Path) -> None:
    with SmtpServer({"RCPT": ["450 4.2.1 later", None]}) as server:
        newsletter = write_newsletter(tmp_path, more_config=smtp_config(server.port, connections=1))
        begin_and_fail(newsletter)

        newsletter.digest("send", "--yes", "--at", "2026-11-20T09:30")

    assert {re.findall(rb"^Date: (.*)\r$", message.data, re.MULTILINE)[0] for message in server.messages} == {
        b"Fri, 20 Nov 2026 08:00:00 +0000"
    }


def test_a_dry_run_of_an_unfinished_issue_sends_nothing(tmp_path: Path) -> None:
    with SmtpServer({"RCPT": ["450 4.2.1 later", None]}) as server:
        newsletter = write_newsletter(tmp_path, more_config=smtp_config(server.port, connections=1))
        begin_and_fail(newsletter)
        before = newsletter.state()

        result = newsletter.digest("send", "--dry-run", "--at", "2026-11-20T09:30")

    assert (result.exit_code, len(server.messages), newsletter.state()) == (0, 1, before)
    assert "goes on: 1 subscriber of 2" in result.stderr


def test_unknown_people_of_an_older_issue_are_left_be(tmp_path: Path) -> None:
    with SmtpServer({"DOT": [HANG_UP, None]}) as server:
        newsletter = write_newsletter(
            tmp_path, subscribers=["ada@example.org"], more_config=smtp_config(server.port, connections=1)
        )
        held = newsletter.digest("send", "--yes", "--at", FRIDAY)
        (tmp_path / "posts" / "2026-11-24-new.md").write_text("---\ntitle: New\n---\nNews.\n")
        newsletter.digest("send", "--yes", "--at", "2026-11-27T08:00")

        result = newsletter.digest("send", "--yes", "--unknown", "resend", "--at", "2026-11-27T08:00")

    assert (held.exit_code, result.exit_code, len(server.messages)) == (0, 0, 2)
    assert "Of 1 person the relay's answer is unknown" in held.stderr
    assert "Nothing is due until" in result.stderr


@pytest.mark.parametrize("word", ["perhaps", ""])
def test_an_unheard_of_way_with_unknowns_was_typed_wrongly(tmp_path: Path, word: str) -> None:
    newsletter = write_newsletter(tmp_path)

    result = newsletter.digest("send", "--yes", "--unknown", word)

    assert result.exit_code == 2
    assert "'hold', 'resend'" in result.stderr


def test_keys_that_nothing_is_done_about_are_told_before_it_is_sent(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, more_config="email: {utm: {source: digest, medium: email}}\n")

    result = newsletter.digest("send", "--yes", "--at", FRIDAY)

    assert result.exit_code == 0
    assert result.stderr.index("email.utm") < result.stderr.index("issue 1")
