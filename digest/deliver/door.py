"""The relay's door: connect, agree on TLS, say who we are, log in. What goes wrong is said in plain words."""

import asyncio
import os
import re
import socket
import ssl
from base64 import b64encode
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import cast

from aiosmtplib import SMTP
from aiosmtplib.errors import (
    SMTPConnectError,
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from digest.config.words import Security
from digest.deliver.outcome import Phase
from digest.deliver.relay import SessionLost
from digest.deliver.replies import Verdict, classify, parse_reply
from digest.errors import Place, Problem, RelayError


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Seconds to wait at each step (RFC 5321 §4.5.3.2).

    For *connect* the RFC allows five minutes. Who hears nothing for one has the wrong host or port, and a person waits.
    """

    connect: float = 60
    command: float = 300
    data: float = 120
    block: float = 180
    dot: float = 600
    quit: float = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RelaySettings:
    """All that is needed to reach a relay. *place* is where a person set it: every fault names it."""

    host: str
    port: int = 587
    security: Security = Security.STARTTLS
    allow_plaintext: bool = False
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    connections: int = 10
    messages_per_connection: int = 100
    ehlo_name: str = "localhost.localdomain"
    timeouts: Timeouts = Timeouts()
    place: Place | None = None

    @property
    def name(self) -> str:
        """Return what messages call the relay."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def trusted_authorities() -> ssl.SSLContext:
    """Return the rules for TLS: this machine's certificate authorities, or those that SSL_CERT_FILE names."""
    return ssl.create_default_context()


async def open_door(settings: RelaySettings, tls: ssl.SSLContext) -> SMTP:
    """Return a connection that is ready for MAIL FROM.

    Raises RelayError where another try won't help, SessionLost where it may; both carry what a person should look at.
    Never logs in on a line that others can read, unless that was allowed, and sends the password once: relays lock
    accounts after a few wrong ones.
    """
    _refuse_plaintext(settings)
    smtp = SMTP(
        hostname=settings.host,
        port=settings.port,
        local_hostname=settings.ehlo_name,
        timeout=settings.timeouts.connect,
        use_tls=settings.security == Security.TLS,
        start_tls=settings.security not in {Security.TLS, Security.NONE},
        tls_context=tls,
    )
    try:
        await _connect(smtp, settings)
        await _greet(smtp, settings)
        if settings.username is not None:
            await _authenticate(smtp, settings)
    except BaseException:
        slam(smtp)
        raise
    return smtp


def slam(smtp: SMTP) -> None:
    """Drop the line at once: nothing that still waits to be written is sent."""
    if smtp.transport is not None:
        cast(asyncio.WriteTransport, smtp.transport).abort()
    smtp.close()


def in_words(error: Exception) -> str:
    """Return what happened to the line, in words."""
    if isinstance(error, SMTPTimeoutError | TimeoutError):
        return "no answer in time"
    if isinstance(error, SMTPResponseException):
        return f"an answer that isn't SMTP ({parse_reply(error.code, error.message).text})"
    if isinstance(error, SMTPServerDisconnected | EOFError):
        return "the relay closed the line"
    return f"the line broke ({_clean(error)})"


def _refuse_plaintext(settings: RelaySettings) -> None:
    if settings.security == Security.NONE and not (settings.allow_plaintext or _is_loopback(settings.host)):
        raise RelayError(
            Problem(
                settings.place,
                f"smtp.security is `none`: everything would cross the network to {settings.name} in clear",
                "set smtp.security to `starttls` or `tls`, or add `allow_plaintext: true` if the way is safe",
            )
        )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


async def _connect(smtp: SMTP, settings: RelaySettings) -> None:
    try:
        await smtp.connect()
    except (SMTPException, OSError) as error:
        raise _explain(error, settings) from error
    except UnicodeError as error:  # two dots in a row, a label of 64 letters
        fault = f"{settings.host} can't be a host's name"
        raise RelayError(Problem(settings.place, fault, "check smtp.host")) from error


def _explain(error: SMTPException | OSError, settings: RelaySettings) -> RelayError | SessionLost:
    """Return the fault behind *error*; aiosmtplib wraps some and lets others through as they are."""
    cause = error.__cause__ if isinstance(error, SMTPConnectError) and error.__cause__ else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return _bad_certificate(cause, settings)
    if isinstance(error, SMTPResponseException):
        return _turned_away(error, settings)
    if isinstance(cause, ssl.SSLError):
        fault = f"{settings.name} doesn't speak TLS as smtp.security `{settings.security}` asks ({cause.reason})"
        return RelayError(Problem(settings.place, fault, _PORTS))
    if isinstance(cause, socket.gaierror):
        return _no_such_host(cause, settings)
    if isinstance(cause, SMTPTimeoutError | TimeoutError):
        fault = f"{settings.name} doesn't answer"
        return _not_now(Problem(settings.place, fault, f"{_PORTS}; a firewall may be in the way, too"))
    if isinstance(cause, SMTPServerDisconnected | OSError):
        fault = f"{settings.name} can't be reached: {_clean(cause)}"
        return _not_now(Problem(settings.place, fault, "check smtp.host and smtp.port, and that the relay runs"))
    fault = f"{settings.name} doesn't offer STARTTLS, and without it nothing is sent"
    return RelayError(Problem(settings.place, fault, _PORTS))


def _not_now(problem: Problem) -> SessionLost:
    return SessionLost(problem.fault, problem)


_PORTS = "check smtp.port and smtp.security: `starttls` goes with port 587, `tls` with port 465"


def _bad_certificate(error: ssl.SSLCertVerificationError, settings: RelaySettings) -> RelayError:
    return RelayError(
        Problem(
            settings.place,
            f"the certificate of {settings.name} can't be trusted: {error.verify_message}",
            "check that smtp.host is the name in the certificate; where an authority of your own signed it, "
            "let the environment's SSL_CERT_FILE name the authority's file",
        )
    )


def _turned_away(error: SMTPResponseException, settings: RelaySettings) -> RelayError | SessionLost:
    reply = parse_reply(error.code, error.message)
    if reply.code < 0:  # what aiosmtplib says for a line without a code
        fault = f"what answers at {settings.name} isn't a mail server: {reply.text}"
        return RelayError(Problem(settings.place, fault, "check smtp.host and smtp.port"))
    problem = Problem(
        settings.place,
        f"{settings.name} turned us away: {reply}",
        "check smtp.host and smtp.port, and that this machine may send through the relay",
    )
    return _not_now(problem) if classify(reply, Phase.CONNECT) is Verdict.LEAVE else RelayError(problem)


def _no_such_host(error: socket.gaierror, settings: RelaySettings) -> RelayError | SessionLost:
    problem = Problem(
        settings.place,
        f"no address is known for {settings.host} ({error.strerror})",
        "check smtp.host, and that this machine is online",
    )
    return _not_now(problem) if error.errno == socket.EAI_AGAIN else RelayError(problem)


async def _greet(smtp: SMTP, settings: RelaySettings) -> None:
    """Say EHLO: after STARTTLS again, as RFC 3207 §4.2 wants what was said before forgotten."""
    try:
        await smtp.ehlo(timeout=settings.timeouts.command)
    except (SMTPException, OSError) as error:
        raise _explain(error, settings) from error


async def _authenticate(smtp: SMTP, settings: RelaySettings) -> None:
    ways = {"plain": smtp.auth_plain, "login": smtp.auth_login}
    offered = [way for way in ways if way in smtp.server_auth_methods]
    if not offered:
        others = ", ".join(smtp.server_auth_methods).upper() or "none"
        fault = f"{settings.name} offers no way to log in that digest knows (AUTH PLAIN or LOGIN; offered: {others})"
        mend = f"{_PORTS}; or leave out smtp.username if the relay wants no password"
        raise RelayError(Problem(settings.place, fault, mend))
    username, password = settings.username or "", settings.password or ""
    try:
        await ways[offered[0]](username, password, timeout=settings.timeouts.command)
    except SMTPResponseException as error:
        raise _not_let_in(error, settings) from None  # the error's own text may repeat what we sent
    except (SMTPException, OSError) as error:
        fault = f"{settings.name} broke off while logging in: {in_words(error)}"
        raise _not_now(Problem(settings.place, fault, "try again, or ask who runs the relay")) from error


def _not_let_in(error: SMTPResponseException, settings: RelaySettings) -> RelayError | SessionLost:
    reply = parse_reply(error.code, _without_secrets(error.message, settings))
    problem = Problem(
        settings.place,
        f"{settings.name} didn't take the username and password: {reply}",
        "check smtp.username and smtp.password; some relays want a password made for this program",
    )
    return _not_now(problem) if classify(reply, Phase.AUTH) is Verdict.LEAVE else RelayError(problem)


def _without_secrets(text: str, settings: RelaySettings) -> str:
    """Return *text* without the password, in clear or as AUTH sends it: some servers repeat the line they refuse."""
    username, password = (settings.username or "").encode(), (settings.password or "").encode()
    encoded = (b64encode(password), b64encode(b"\0" + username + b"\0" + password))
    for secret in filter(None, (password, *encoded)):
        text = text.replace(secret.decode("utf-8", "replace"), "•••")
    return text


def _clean(error: BaseException) -> str:
    """Return the system's own words for *error*: asyncio wraps them, once for each address that it tried."""
    number = _ERROR_NUMBER.search(str(error))
    return os.strerror(int(number[1])) if number else parse_reply(0, str(error)).text or type(error).__name__


_ERROR_NUMBER = re.compile(r"\[Errno (\d+)\]")
