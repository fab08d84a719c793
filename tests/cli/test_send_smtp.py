"""Whole issues to real SMTP servers, from the command line."""

import email
import email.policy
import re
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from pathlib import Path

import pytest

from tests.support.aiosmtpd_server import AiosmtpdServer, Received
from tests.support.newsletters import FRIDAY, Newsletter, write_newsletter
from tests.support.smtp_server import SmtpServer


def smtp_config(port: int, *, connections: int = 10) -> str:
    """Return the section that sends to a server on this machine."""
    return (
        f"smtp: {{host: 127.0.0.1, port: {port}, security: none, connections: {connections}}}\n"
        "unsubscribe: {url: https://news.ferry.example, mailto: leave@ferry.example}\n"
    )


def people(count: int) -> list[str]:
    """Return *count* lines of a subscriber list, every third person with a name."""
    return [
        f"{{address: reader{number}@example.org, name: 'Réader {number}'}}"
        if number % 3 == 0
        else f"reader{number}@example.org"
        for number in range(count)
    ]


def read(received: Received) -> EmailMessage:
    """Return what the standard library's parser makes of a message."""
    return email.message_from_bytes(received.content, policy=email.policy.default)


# aiosmtpd awaits each line of a message; the 200 of the shipped design would take it ten seconds. All slots are here.
PLAIN_HTML = """\
<!DOCTYPE html><html><body><p>{{ issue.posts[0].title }} for {{ subscriber.name or "you" }}</p>
<p><a href="{{ unsubscribe_url }}">Leave</a> {{ subscriber.address }}</p></body></html>
"""
PLAIN_TEXT = """\
{{ issue.posts[0].title }} for {{ subscriber.name or "you" }}

Leave: {{ unsubscribe_url }} ({{ subscriber.address }})
"""


def test_each_of_two_thousand_gets_one_message_that_names_nobody_else(tmp_path: Path) -> None:
    with AiosmtpdServer() as server:
        newsletter = write_newsletter(tmp_path, subscribers=people(2_000), more_config=smtp_config(server.port))
        (tmp_path / "templates").mkdir()
        (tmp_path / "templates" / "issue.html.j2").write_text(PLAIN_HTML)
        (tmp_path / "templates" / "issue.txt.j2").write_text(PLAIN_TEXT)

        result = newsletter.digest("send", "--yes", "--at", FRIDAY)

    assert result.exit_code == 0, result.stderr
    assert sorted(message.recipients for message in server.received) == sorted(
        (f"reader{number}@example.org",) for number in range(2_000)
    )
    message_ids = set()
    for received in server.received:
        (address,) = received.recipients
        assert set(re.findall(rb"reader\d+@example\.org", received.content)) == {address.encode()}
        fields = BytesHeaderParser(policy=email.policy.default).parsebytes(received.content)
        assert fields["To"].addresses[0].addr_spec == address
        message_ids.add(fields["Message-ID"])
        assert not re.search(rb"\r(?!\n)|(?<!\r)\n", received.content)
        assert max(map(len, received.content.split(b"\r\n"))) <= 998
    assert len(message_ids) == 2_000


def test_an_independent_parser_reads_every_field_back(tmp_path: Path) -> None:
    with AiosmtpdServer() as server:
        newsletter = write_newsletter(
            tmp_path,
            subscribers=["{address: zoe@example.org, name: 'Zoë, of “the hut”'}"],
            more_config=smtp_config(server.port) + 'email: {subject: "Ünïcode 🎉 for {{ subscriber.name }}"}\n',
        )

        newsletter.digest("send", "--yes", "--at", FRIDAY)

    message = read(server.received[0])
    assert message["Subject"] == "Ünïcode 🎉 for Zoë, of “the hut”"
    assert message["To"].addresses[0].display_name == "Zoë, of “the hut”"
    assert message["From"].addresses[0].addr_spec == "post@ferry.example"
    assert message["Date"].datetime.isoformat() == "2026-11-20T08:00:00+00:00"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = re.fullmatch(r"<(https://news\.ferry\.example/u/[\w.-]+)>, <mailto:.+>", message["List-Unsubscribe"])
    assert url
    for part in ("plain", "html"):
        body = message.get_body((part,))
        assert body is not None
        assert url[1] in body.get_content()
    assert not message.defects


def test_a_second_send_says_that_it_is_done_and_mails_nobody(tmp_path: Path) -> None:
    with AiosmtpdServer() as server:
        newsletter = write_newsletter(tmp_path, more_config=smtp_config(server.port))
        newsletter.digest("send", "--yes", "--at", FRIDAY)

        result = newsletter.digest("send", "--yes", "--at", "2026-11-20T09:00")

    assert (result.exit_code, len(server.received)) == (0, 2)
    assert "Issue 1 has gone out" in result.stderr
    assert "Fri 27 Nov 2026, 08:00" in result.stderr


def test_a_deferred_person_is_tried_again_by_a_later_run(tmp_path: Path) -> None:
    with SmtpServer({"RCPT": ["450 4.2.1 later", None]}) as server:
        newsletter = write_newsletter(tmp_path, more_config=smtp_config(server.port, connections=1))

        first = newsletter.digest("send", "--yes", "--at", FRIDAY)
        second = newsletter.digest("send", "--yes", "--at", "2026-11-20T08:10")

    assert (first.exit_code, second.exit_code) == (3, 0)
    assert "1 person is still to get it" in first.stderr
    assert [message.recipients for message in server.messages] == [["grace@example.org"], ["ada@example.org"]]


def test_a_refused_person_does_not_keep_the_others_from_it(tmp_path: Path) -> None:
    with SmtpServer({"RCPT": ["550 5.1.1 no such person", None]}) as server:
        newsletter = write_newsletter(tmp_path, more_config=smtp_config(server.port, connections=1))

        result = newsletter.digest("send", "--yes", "--json", "--at", FRIDAY)

    assert result.exit_code == 0
    assert '"accepted": 1, "deferred": 0, "refused": 1' in result.stdout.splitlines()[-1]
    assert [message.recipients for message in server.messages] == [["grace@example.org"]]


@pytest.mark.parametrize(
    ("script", "said"),
    [
        pytest.param({"MAIL": "550 5.7.1 sender not allowed"}, "sender not allowed", id="MAIL-FROM-refused"),
        pytest.param({"RCPT": "550 5.7.515 unauthenticated"}, "unauthenticated", id="policy"),
        pytest.param({"CONNECT": "554 5.7.1 go away"}, "go away", id="turned-away"),
    ],
)
def test_a_no_to_everybody_stops_the_run_and_blames_nobody(tmp_path: Path, script: dict[str, str], said: str) -> None:
    with SmtpServer(script) as server:
        newsletter = write_newsletter(tmp_path, more_config=smtp_config(server.port))

        result = newsletter.digest("send", "--yes", "--at", FRIDAY)
        status = newsletter.digest("status", "--json")

    assert result.exit_code == 1
    assert said in result.stderr
    assert "mend:" in result.stderr
    assert '"refused": 0' in status.stdout or status.stdout == "null\n"


def test_a_relay_that_cannot_be_reached_freezes_nothing(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, more_config=smtp_config(1))

    result = newsletter.digest("send", "--yes", "--at", FRIDAY)

    assert result.exit_code == 1
    assert "127.0.0.1:1 can't be reached" in result.stderr
    assert newsletter.state() == {}


def test_a_wrong_password_ends_in_words_without_the_password(tmp_path: Path) -> None:
    with SmtpServer(login=("ferry", "right")) as server:
        newsletter = write_newsletter(tmp_path, more_config=_with_login(server.port, "wr0ng-one"))

        result = newsletter.digest("send", "--yes", "--at", FRIDAY)

    assert result.exit_code == 1
    assert "didn't take the username and password" in result.stderr
    assert "wr0ng-one" not in result.output
    assert server.messages == []


def _with_login(port: int, password: str) -> str:
    return (
        f"smtp: {{host: 127.0.0.1, port: {port}, security: none, allow_plaintext: true, "
        f"username: ferry, password: {password}}}\n"
    )


def test_a_test_copy_goes_to_anybody_and_leaves_no_trace(tmp_path: Path) -> None:
    with AiosmtpdServer() as server:
        newsletter: Newsletter = write_newsletter(tmp_path, more_config=smtp_config(server.port))

        result = newsletter.digest("test", "me@elsewhere.example", "--at", FRIDAY)

    assert result.exit_code == 0, result.stderr
    assert read(server.received[0])["Subject"].startswith("[Test] The Weekly Ferry")
    assert newsletter.state() == {}
