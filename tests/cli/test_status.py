"""`digest status` tells what went to whom, and adds up to everybody the issue was for."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.test_send_smtp import people, smtp_config
from tests.support.newsletters import FRIDAY, Newsletter, write_newsletter
from tests.support.smtp_server import SmtpServer

COUNTS = ["planned", "accepted", "deferred", "refused", "unknown", "suppressed"]


@pytest.fixture
def sent(tmp_path: Path) -> Newsletter:
    """Return a newsletter whose first issue went to five: one refused, one deferred, three accepted."""
    with SmtpServer({"RCPT": ["550 5.1.1 gone", "450 4.2.1 later"]}) as server:
        config = smtp_config(server.port, connections=1)
        newsletter = write_newsletter(tmp_path, subscribers=people(5), more_config=config)
        assert newsletter.digest("send", "--yes", "--at", FRIDAY).exit_code == 3
    return newsletter


def test_before_the_first_issue_it_says_so(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    text, form = newsletter.digest("status"), newsletter.digest("status", "--json")

    assert (text.exit_code, text.stdout) == (0, "No issue has been sent yet.\n")
    assert (form.exit_code, json.loads(form.stdout)) == (0, None)
    assert newsletter.state() == {}


def test_in_words_every_person_has_a_line(sent: Newsletter) -> None:
    result = sent.digest("status")

    head, period, counts, gap, *lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert head == "Issue 1: The Weekly Ferry: The winter timetable"
    assert period == "  from Fri 13 Nov 2026, 08:00 until Fri 20 Nov 2026, 08:00; unfinished"
    assert (counts, gap) == ("  3 accepted, 1 deferred, 1 refused", "")
    assert [line.split()[:2] for line in lines] == [
        ["refused", "reader0@example.org"],
        ["deferred", "reader1@example.org"],
        ["accepted", "reader2@example.org"],
        ["accepted", "reader3@example.org"],
        ["accepted", "reader4@example.org"],
    ]
    assert lines[0].endswith("Fri 20 Nov 2026, 08:00  550 5.1.1 gone")


def test_json_adds_up_to_the_list_that_was_frozen(sent: Newsletter) -> None:
    sent.config_path.write_text(sent.config_path.read_text().replace("  - reader4@example.org\n", ""))

    facts = json.loads(sent.digest("status", "1", "--json").stdout)

    assert list(facts) == ["issue", "subject", "since", "until", "state", *COUNTS, "deliveries"]
    assert all(list(delivery) == ["address", "outcome", "reply", "at", "attempts"] for delivery in facts["deliveries"])
    assert Counter(delivery["outcome"] for delivery in facts["deliveries"]) == {
        name: facts[name] for name in COUNTS if facts[name]
    }
    assert sum(facts[name] for name in COUNTS) == len(facts["deliveries"]) == 5
    assert (facts["issue"], facts["state"]) == (1, "unfinished")
    assert (facts["since"], facts["until"]) == ("2026-11-13T08:00:00+00:00", "2026-11-20T08:00:00+00:00")
    assert facts["deliveries"][0]["attempts"] == 1


def test_when_everybody_has_an_answer_it_is_finished(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)
    newsletter.digest("send", "--yes", "--at", FRIDAY)

    facts = json.loads(newsletter.digest("status", "--json").stdout)

    assert (facts["state"], facts["accepted"]) == ("finished", 2)
    assert facts["deliveries"][0]["reply"] == "written to outbox/1/ada@example.org.eml"


def test_an_earlier_issue_can_be_asked_for(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)
    newsletter.digest("send", "--yes", "--now", "--at", "2026-11-17T12:00")
    newsletter.digest("send", "--yes", "--at", FRIDAY)

    last, first = newsletter.digest("status"), newsletter.digest("status", "1")

    assert last.stdout.startswith("Issue 2: The Weekly Ferry: The winter timetable\n")
    assert first.stdout.startswith("Issue 1: The Weekly Ferry: Fog on the river\n")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        pytest.param("2", "there is no issue 2; the last one is 1", id="not-yet"),
        pytest.param("0", "there is no issue 0; the last one is 1", id="none-at-all"),
        pytest.param("one", "'one' is not a valid integer", id="a-word"),
    ],
)
def test_an_issue_that_is_not_there_was_typed_wrongly(sent: Newsletter, number: str, said: str) -> None:
    result = sent.digest("status", number)

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_number_before_the_first_issue_was_typed_wrongly(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    result = newsletter.digest("status", "1")

    assert result.exit_code == 2
    assert "there is no issue 1; none has been sent yet" in result.stderr
