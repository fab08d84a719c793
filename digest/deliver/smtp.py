"""Offers messages to an SMTP server, one step of the conversation at a time."""

import asyncio
import re
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import cast

from aiosmtplib import SMTP
from aiosmtplib.errors import SMTPException

from digest.deliver.door import RelaySettings, in_words, open_door, slam, trusted_authorities
from digest.deliver.outcome import Outcome, Phase, Reply, State
from digest.deliver.relay import Message, SessionLost
from digest.deliver.replies import outcome_of, parse_reply
from digest.errors import Problem, RelayError


class SmtpRelay:
    """The relay that *settings* describe. See `digest.deliver.relay.Relay`."""

    repeatable = False  # what the relay took is out of our hands

    def __init__(self, settings: RelaySettings) -> None:
        self._settings = settings
        self._tls: ssl.SSLContext | None = None

    @property
    def name(self) -> str:
        """Return host and port."""
        return self._settings.name

    @property
    def connections(self) -> int:
        """Return how many sessions to keep open at once."""
        return self._settings.connections

    @property
    def messages_per_session(self) -> int:
        """Return after how many messages to close a session and open another: some relays insist."""
        return self._settings.messages_per_connection

    async def open(self) -> "StepByStep":
        """Return a session that is ready for a message. Raises RelayError, or SessionLost where trying again may do."""
        if self._tls is None:  # reading the authorities takes 20 ms, too long for every connection and for the loop
            self._tls = await asyncio.to_thread(trusted_authorities)
        return StepByStep(await open_door(self._settings, self._tls), self._settings)

    async def probe(self) -> None:
        """Connect, log in and leave again; raise RelayError, with words for a person, if that can't be done now."""
        try:
            session = await self.open()
        except SessionLost as lost:
            raise RelayError(lost.problem or Problem(self._settings.place, str(lost), "try again")) from lost
        await session.close()


class StepByStep:
    """A session that awaits each reply before it takes the next step, so that a lost line is lost at a known step.

    Works with every server. *smtp* is connected, encrypted and logged in.
    """

    def __init__(self, smtp: SMTP, settings: RelaySettings) -> None:
        self._smtp = smtp
        self._settings = settings
        self._timeouts = settings.timeouts
        self._extensions = smtp.esmtp_extensions
        self._needs_reset = False
        # aiosmtplib's protocol has the flow control that StreamWriter.drain() asks for.
        line = cast(asyncio.WriteTransport, smtp.transport)
        self._writer = asyncio.StreamWriter(
            line, cast(asyncio.Protocol, smtp.protocol), None, asyncio.get_running_loop()
        )

    async def offer(self, message: Message, before_dot: Callable[[], Awaitable[None]]) -> Outcome:
        """Return the relay's answer about *message*. See `digest.deliver.relay.Session`."""
        self._refuse_for_everybody(message)
        if not message.recipient.isascii() and "smtputf8" not in self._extensions:
            return Outcome(State.REFUSED, f"the relay can't take {message.recipient}: it doesn't offer SMTPUTF8")
        try:
            return await self._envelope(message) or await self._body(message, before_dot)
        except BaseException:
            # Whatever it was, cancelling included: a late reply would be taken for the next message's.
            slam(self._smtp)
            raise

    async def close(self) -> None:
        """Say QUIT where the line still stands. Some relays hang up instead of answering: all the same to us."""
        try:
            with suppress(SMTPException, OSError):
                await self._smtp.quit(timeout=self._timeouts.quit)
        finally:
            slam(self._smtp)

    def _refuse_for_everybody(self, message: Message) -> None:
        limit = self._extensions.get("size", "")
        if limit.isdecimal() and 0 < int(limit) < len(message.data):  # SIZE 0: no limit told, RFC 1870 §3
            fault = f"the message has {len(message.data)} bytes, and {self._settings.name} takes at most {limit}"
            mend = "lower posts.maximum, excerpt.words or email.fit, or ask for a higher limit; nobody was marked"
            raise RelayError(Problem(self._settings.place, fault, mend))
        if not message.envelope_sender.isascii() and "smtputf8" not in self._extensions:
            fault = f"{self._settings.name} can't send as {message.envelope_sender}: it doesn't offer SMTPUTF8"
            raise RelayError(Problem(self._settings.place, fault, "choose an ASCII smtp.envelope_sender"))

    async def _envelope(self, message: Message) -> Outcome | None:
        """Return the outcome if the relay says no before the message, None once it waits for it."""
        if self._needs_reset:
            await self._reset()
        mail = (b"MAIL", b"FROM:" + _path(message.envelope_sender), *self._parameters(message))
        steps = (
            (Phase.MAIL, mail, self._timeouts.command),
            (Phase.RCPT, (b"RCPT", b"TO:" + _path(message.recipient)), self._timeouts.command),
            (Phase.DATA, (b"DATA",), self._timeouts.data),
        )
        for phase, words, seconds in steps:
            reply = await self._command(*words, seconds=seconds)
            outcome = outcome_of(reply, phase, message, self._settings.place)
            if outcome is not None:
                self._needs_reset = True  # MAIL FROM still stands, and a second one would be out of order
                return outcome
        return None

    async def _reset(self) -> None:
        reply = await self._command(b"RSET", seconds=self._timeouts.command)
        if reply.code != 250:
            raise SessionLost(f"the relay answered {reply} to RSET")
        self._needs_reset = False

    def _parameters(self, message: Message) -> list[bytes]:
        parameters = []
        if "size" in self._extensions:
            parameters.append(b"SIZE=%d" % len(message.data))
        if not message.data.isascii() and "8bitmime" in self._extensions:
            parameters.append(b"BODY=8BITMIME")
        if not (message.envelope_sender + message.recipient).isascii():
            parameters.append(b"SMTPUTF8")
        return parameters

    async def _command(self, *words: bytes, seconds: float) -> Reply:
        try:
            response = await self._smtp.execute_command(*words, timeout=seconds)
        except (SMTPException, OSError) as error:
            raise SessionLost(f"{in_words(error)} after {words[0].decode()}") from error
        return parse_reply(response.code, response.message)

    async def _body(self, message: Message, before_dot: Callable[[], Awaitable[None]]) -> Outcome:
        *blocks, last = _blocks(message.data)
        for block in blocks:
            await self._write_block(block)
        await before_dot()
        protocol = self._smtp.protocol
        if protocol is None or not protocol.is_connected:  # the dot was never written, so this is no unknown
            raise SessionLost("the relay closed the line before the final dot")
        try:
            # Nothing may be awaited in between: aiosmtplib drops a reply that nobody waits for.
            protocol.write(last + b".\r\n")
            response = await protocol.read_response(timeout=self._timeouts.dot)
        except (SMTPException, OSError) as error:
            slam(self._smtp)
            return Outcome(State.UNKNOWN, f"{in_words(error)} after the final dot")
        return self._verdict(parse_reply(response.code, response.message), message)

    async def _write_block(self, block: bytes) -> None:
        self._writer.write(block)
        try:
            async with asyncio.timeout(self._timeouts.block):
                await self._writer.drain()
        except OSError as error:  # TimeoutError is one
            raise SessionLost(f"{in_words(error)} in the middle of the message") from error

    def _verdict(self, reply: Reply, message: Message) -> Outcome:
        outcome = outcome_of(reply, Phase.BODY, message, self._settings.place)
        if outcome is None or outcome.state is State.UNKNOWN:
            slam(self._smtp)
            return Outcome(State.UNKNOWN, f"{reply} after the final dot")
        return outcome


_BLOCK = 256 * 1024  # so that one that Gmail wouldn't clip goes out in a single write
_NOT_IN_A_PATH = re.compile(r"[\x00-\x20\x7f<>]")


def _path(address: str) -> bytes:
    """Return *address* as MAIL FROM and RCPT TO want it. Whoever parsed it let nothing in that could end it early."""
    if _NOT_IN_A_PATH.search(address):
        raise ValueError(f"not an address: {address!r}")
    return f"<{address}>".encode()


def _blocks(data: bytes) -> list[bytes]:
    """Return *data* as it goes over the line, cut into blocks; the last one ends a line."""
    if data.startswith(b".") or b"\n." in data:  # messages are written so that this never is; it may not go wrong
        data = re.sub(rb"(?m)^\.", b"..", data)
    if not data.endswith(b"\r\n"):
        data += b"\r\n"
    return [data[start : start + _BLOCK] for start in range(0, len(data), _BLOCK)]
