"""What happens at the relay's door: TLS, logging in, and the words for what goes wrong."""

import asyncio
import base64
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.config.words import Security
from digest.deliver.door import RelaySettings, Timeouts
from digest.deliver.outcome import State
from digest.deliver.relay import Message, SessionLost
from digest.deliver.smtp import SmtpRelay
from digest.errors import Place, Problem, RelayError
from tests.support.certificates import server_certificate, write_authority
from tests.support.smtp_server import FALL_SILENT, HANG_UP, SAYS_BYE, Said, SmtpServer

pytestmark = pytest.mark.anyio

SECRET = "jalapeño & sons"
LOGIN = ("ferry", SECRET)
LETTER = Message("bounces@ferry.example", "ada@example.org", b"Subject: x\r\n\r\nx\r\n")


@pytest.fixture
def _trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(write_authority(tmp_path)))


@pytest.fixture
def closed_port() -> Iterator[int]:
    with socket.socket() as bound:  # bound, and nobody listens
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


def relay_at(
    port: int,
    security: Security = Security.STARTTLS,
    *,
    host: str = "localhost",
    login: tuple[str, str] | None = None,
    seconds: float = 30,
) -> SmtpRelay:
    return SmtpRelay(
        RelaySettings(
            host=host,
            port=port,
            security=security,
            username=login[0] if login else None,
            password=login[1] if login else None,
            ehlo_name="desk.ferry.example",
            timeouts=Timeouts(connect=seconds, command=seconds, data=seconds, block=seconds, dot=seconds, quit=seconds),
            place=Place("config.yaml"),
        )
    )


async def nothing() -> None:
    """Commit nothing."""


def patience(answer: Said) -> float:
    """Return seconds that a slow machine needs, and few where nothing will be heard."""
    return 1 if answer is FALL_SILENT else 30


async def fault_of(relay: SmtpRelay) -> Problem:
    with pytest.raises(RelayError) as caught:
        await relay.probe()
    (problem,) = caught.value.problems
    assert problem.place == Place("config.yaml")
    return problem


@pytest.mark.usefixtures("_trusted")
@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
async def test_a_message_goes_over_an_encrypted_line_after_logging_in(security: Security) -> None:
    certificate = server_certificate()
    starttls, tls = (certificate, None) if security is Security.STARTTLS else (None, certificate)

    with SmtpServer(starttls=starttls, tls=tls, login=LOGIN) as server:
        session = await relay_at(server.port, security, login=LOGIN).open()
        outcome = await session.offer(LETTER, nothing)
        await session.close()

    assert outcome.state is State.ACCEPTED
    assert server.messages[0].encrypted
    assert [line.split()[0] for line in server.commands if line != "STARTTLS"][-6:] == [
        "EHLO",
        "AUTH",
        "MAIL",
        "RCPT",
        "DATA",
        "QUIT",
    ]


@pytest.mark.usefixtures("_trusted")
@pytest.mark.parametrize(
    ("offered", "way"),
    [
        pytest.param("CRAM-MD5 LOGIN PLAIN", "PLAIN", id="plain-first"),
        pytest.param("LOGIN XOAUTH2", "LOGIN", id="login-where-there-is-no-plain"),
    ],
)
async def test_the_password_is_sent_once_and_right(offered: str, way: str) -> None:
    with SmtpServer(starttls=server_certificate(), login=LOGIN, login_ways=offered) as server:
        await relay_at(server.port, login=LOGIN).probe()

    assert [line.split()[1] for line in server.commands if line.startswith("AUTH")] == [way]


@pytest.mark.usefixtures("_trusted")
async def test_a_wrong_password_is_tried_once_and_never_shown() -> None:
    encoded = base64.b64encode(b"\0ferry\0wrong guess").decode()
    echo = f"535 5.7.8 bad line: AUTH PLAIN {encoded} wrong guess"

    with SmtpServer({"AUTH": echo}, starttls=server_certificate(), login=LOGIN, login_ways="PLAIN LOGIN") as server:
        problem = await fault_of(relay_at(server.port, login=("ferry", "wrong guess")))

    assert "didn't take the username and password: 535 5.7.8" in problem.fault
    assert "smtp.password" in problem.mend
    assert "wrong guess" not in str(problem)
    assert encoded not in str(problem)
    assert sum(line.startswith("AUTH") for line in server.commands) == 1


def test_the_password_is_not_part_of_how_settings_print() -> None:
    assert SECRET not in repr(RelaySettings(host="smtp.example.net", username="ferry", password=SECRET))


@pytest.mark.usefixtures("_trusted")
@pytest.mark.parametrize("answer", ["454 4.7.0 try again", SAYS_BYE, HANG_UP, FALL_SILENT])
async def test_a_login_that_cannot_be_checked_now_may_be_tried_again(answer: Said) -> None:
    with SmtpServer({"AUTH": answer}, starttls=server_certificate(), login=LOGIN) as server:
        relay = relay_at(server.port, login=LOGIN, seconds=patience(answer))
        with pytest.raises(SessionLost) as caught:
            await relay.open()

    assert caught.value.problem is not None


@pytest.mark.usefixtures("_trusted")
async def test_where_no_known_way_to_log_in_is_offered_nothing_is_guessed() -> None:
    with SmtpServer(starttls=server_certificate(), login=LOGIN, login_ways="GSSAPI CRAM-MD5") as server:
        problem = await fault_of(relay_at(server.port, login=LOGIN))

    assert "GSSAPI, CRAM-MD5" in problem.fault
    assert not any(line.startswith("AUTH") for line in server.commands)


async def test_a_relay_whose_starttls_was_taken_away_hears_no_password_and_no_message() -> None:
    with SmtpServer(login=LOGIN) as server:
        problem = await fault_of(relay_at(server.port, login=LOGIN))

    assert "doesn't offer STARTTLS" in problem.fault
    assert server.commands == ["EHLO desk.ferry.example"]


@pytest.mark.usefixtures("_trusted")
async def test_what_was_slipped_in_before_tls_is_forgotten() -> None:
    slipped_in = "220 go ahead\r\n250-test\r\n250 AUTH PLAIN"

    with SmtpServer({"STARTTLS": slipped_in}, starttls=server_certificate(), login=LOGIN) as server:
        session = await relay_at(server.port, login=LOGIN).open()
        outcome = await session.offer(LETTER, nothing)
        await session.close()

    assert outcome.state is State.ACCEPTED
    assert server.messages[0].encrypted


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
async def test_a_certificate_nobody_knows_is_refused_in_words(security: Security) -> None:
    certificate = server_certificate()
    starttls, tls = (certificate, None) if security is Security.STARTTLS else (None, certificate)

    with SmtpServer(starttls=starttls, tls=tls, login=LOGIN) as server:
        problem = await fault_of(relay_at(server.port, security, login=LOGIN))

    assert problem.fault.startswith(f"the certificate of localhost:{server.port} can't be trusted: ")
    assert "SSL_CERT_FILE" in problem.mend
    assert not any(line.startswith("AUTH") for line in server.commands)


@pytest.mark.usefixtures("_trusted")
@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
async def test_a_certificate_for_another_name_is_refused_in_words(security: Security) -> None:
    certificate = server_certificate("smtp.example.net")
    starttls, tls = (certificate, None) if security is Security.STARTTLS else (None, certificate)

    with SmtpServer(starttls=starttls, tls=tls) as server:
        problem = await fault_of(relay_at(server.port, security))

    assert "Hostname mismatch" in problem.fault
    assert "smtp.host is the name in the certificate" in problem.mend


async def test_tls_to_a_port_that_starts_in_clear_names_the_ports() -> None:
    with SmtpServer() as server:
        problem = await fault_of(relay_at(server.port, Security.TLS))

    assert "doesn't speak TLS" in problem.fault
    assert "`starttls` goes with port 587, `tls` with port 465" in problem.mend


async def test_starttls_to_a_port_that_starts_with_tls_names_the_ports() -> None:
    with SmtpServer(tls=server_certificate()) as server:
        problem = await fault_of(relay_at(server.port, seconds=0.3))

    assert "doesn't answer" in problem.fault
    assert "`tls` with port 465" in problem.mend


async def test_clear_text_goes_to_this_machine_only() -> None:
    problem = await fault_of(relay_at(25, Security.NONE, host="192.0.2.1"))

    assert "smtp.security is `none`" in problem.fault
    assert "allow_plaintext" in problem.mend


@pytest.mark.parametrize(
    ("host", "is_let_through"),
    [
        pytest.param("127.0.0.1", True, id="ipv4"),
        pytest.param("::1", True, id="ipv6"),
        pytest.param("LOCALHOST", True, id="by-name"),
        pytest.param("localhost.example.net", False, id="a-name-that-looks-so"),
        pytest.param("10.0.0.1", False, id="private-is-not-here"),
    ],
)
async def test_clear_text_knows_this_machine(host: str, is_let_through: bool, closed_port: int) -> None:  # noqa: FBT001
    problem = await fault_of(relay_at(closed_port, Security.NONE, host=host))

    assert ("smtp.security is `none`" not in problem.fault) is is_let_through


async def test_clear_text_goes_elsewhere_where_a_person_allowed_it() -> None:
    with SmtpServer(login=LOGIN) as server:
        relay = SmtpRelay(
            RelaySettings(
                host="0.0.0.0",  # noqa: S104 - reaches this machine, without being known as it
                port=server.port,
                security=Security.NONE,
                allow_plaintext=True,
                username="ferry",
                password=SECRET,
            )
        )
        await relay.probe()

    assert any(line.startswith("AUTH PLAIN") for line in server.commands)


async def test_a_port_where_nobody_listens_may_be_tried_again_and_is_said_in_words(closed_port: int) -> None:
    relay = relay_at(closed_port)

    with pytest.raises(SessionLost):
        await relay.open()
    problem = await fault_of(relay)

    assert problem.fault == f"localhost:{closed_port} can't be reached: Connection refused"
    assert "smtp.port" in problem.mend


async def test_a_name_that_does_not_exist_is_said_in_words() -> None:
    problem = await fault_of(relay_at(587, host="smtp.ferry.invalid"))

    assert problem.fault.startswith("no address is known for smtp.ferry.invalid")
    assert "smtp.host" in problem.mend


async def test_a_host_that_no_name_may_look_like_is_said_in_words() -> None:
    problem = await fault_of(relay_at(587, host="smtp..ferry.example"))

    assert problem.fault == "smtp..ferry.example can't be a host's name"


async def test_what_is_no_mail_server_is_said_in_words() -> None:
    with SmtpServer({"CONNECT": "SSH-2.0-OpenSSH_9.2"}) as server:
        problem = await fault_of(relay_at(server.port))

    assert "isn't a mail server" in problem.fault
    assert "SSH-2.0-OpenSSH_9.2" in problem.fault


@pytest.mark.parametrize(
    ("step", "answer", "may_be_tried_again"),
    [
        pytest.param("CONNECT", "554 5.7.1 you are on a list", False, id="turned-away"),
        pytest.param("CONNECT", SAYS_BYE, True, id="too-busy"),
        pytest.param("CONNECT", "450 later", True, id="later"),
        pytest.param("CONNECT", HANG_UP, True, id="hangs-up"),
        pytest.param("CONNECT", FALL_SILENT, True, id="falls-silent"),
        pytest.param("EHLO", SAYS_BYE, True, id="too-busy-at-ehlo"),
        pytest.param("EHLO", "550 5.7.1 bad name", False, id="name-not-liked"),
        pytest.param("EHLO", HANG_UP, True, id="hangs-up-at-ehlo"),
    ],
)
async def test_being_turned_away_for_good_and_for_now_are_told_apart(
    step: str,
    answer: Said,
    may_be_tried_again: bool,  # noqa: FBT001
) -> None:
    with SmtpServer({step: answer}) as server, pytest.raises((SessionLost, RelayError)) as caught:
        await relay_at(server.port, Security.NONE, seconds=patience(answer)).open()

    assert isinstance(caught.value, SessionLost) is may_be_tried_again


@pytest.mark.usefixtures("_trusted")
@pytest.mark.parametrize(
    ("answer", "may_be_tried_again"),
    [
        pytest.param("454 4.7.0 TLS not available now", True, id="not-now"),
        pytest.param("502 5.5.1 no", False, id="never"),
        pytest.param(HANG_UP, True, id="hangs-up"),
        pytest.param(FALL_SILENT, True, id="falls-silent"),
    ],
)
async def test_a_starttls_that_fails_never_goes_on_in_clear(
    answer: Said,
    may_be_tried_again: bool,  # noqa: FBT001
) -> None:
    certificate = server_certificate()

    with (
        SmtpServer({"STARTTLS": answer}, starttls=certificate, login=LOGIN) as server,
        pytest.raises((SessionLost, RelayError)) as caught,
    ):
        await relay_at(server.port, login=LOGIN, seconds=patience(answer)).open()

    assert isinstance(caught.value, SessionLost) is may_be_tried_again
    assert server.commands == ["EHLO desk.ferry.example", "STARTTLS"]


async def test_opening_can_be_cancelled_and_leaves_no_line_behind() -> None:
    with SmtpServer({"CONNECT": FALL_SILENT}) as server:
        opening = asyncio.ensure_future(relay_at(server.port).open())
        while not server.sessions:  # noqa: ASYNC110 - the server is in another thread
            await asyncio.sleep(0)
        opening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await opening


def test_a_relay_on_an_ipv6_address_is_called_as_urls_call_it() -> None:
    assert RelaySettings(host="::1", port=25).name == "[::1]:25"
