"""A scripted SMTP server on 127.0.0.1: says what a test tells it to, records every byte it hears.

    with SmtpServer({"RCPT": ["550 5.1.1 who?", None], "DOT": HANG_UP}) as server:
        …  # talk to 127.0.0.1, server.port, from this thread, another one or another process
    server.messages  # what was stored: envelope and raw bytes, dots still stuffed
    server.commands  # every command line of every session, in order

The script maps a step to an answer, or to a list of answers that are used up one by one. Steps: CONNECT, EHLO,
STARTTLS, AUTH, MAIL, RCPT, DATA, DOT (after the final dot), RSET, QUIT. An answer is a reply, None for the usual
one, an `Answer` (what happens after the reply), or a function from the command line to one of these. A message is
stored when its dot is answered with 2xx or with silence, unless the answer says `stores=False`.
"""

import asyncio
import base64
import re
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import KW_ONLY, dataclass, field
from enum import Enum
from itertools import chain, repeat
from types import TracebackType
from typing import Self


class Then(Enum):
    """What the server does after an answer."""

    GO_ON = "go on"
    HANG_UP = "hang up"
    FALL_SILENT = "fall silent"


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply (None: not a word), and what follows it."""

    reply: str | None
    then: Then = Then.GO_ON
    stores: bool = True


HANG_UP = Answer(None, Then.HANG_UP)
FALL_SILENT = Answer(None, Then.FALL_SILENT)
SAYS_BYE = Answer("421 4.3.2 closing", Then.HANG_UP)

Said = str | Answer | None | Callable[[str], "str | Answer | None"]
Script = Mapping[str, Said | Sequence[Said]]


@dataclass(slots=True, kw_only=True)
class Stored:
    """A message that the server took."""

    session: int
    encrypted: bool
    sender: str
    recipients: list[str] = field(default_factory=list)
    parameters: str = ""  # what followed the path in MAIL FROM
    data: bytes = b""


@dataclass
class SmtpServer:
    """The server; a context manager that serves from a thread of its own."""

    script: Script = field(default_factory=dict)
    _: KW_ONLY
    extensions: tuple[str, ...] = ("8BITMIME", "SMTPUTF8", "SIZE 10000000")
    starttls: ssl.SSLContext | None = None
    tls: ssl.SSLContext | None = None  # from the first byte
    login: tuple[str, str] | None = None
    login_ways: str = "PLAIN LOGIN"
    strict: bool = True  # refuses messages with a bare CR or LF
    messages: list[Stored] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    sessions: int = 0
    port: int = 0

    def __enter__(self) -> Self:
        self._answers = {step: _one_by_one(answers) for step, answers in self.script.items()}
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._ready.wait(10), "the SMTP server did not start"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._over = asyncio.Event()
        self._lines: set[asyncio.StreamWriter] = set()
        server = await asyncio.start_server(self._converse, "127.0.0.1", 0, ssl=self.tls, limit=2**26)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._over.wait()
        server.close()
        for writer in self._lines:
            writer.transport.abort()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.sessions += 1
        self._lines.add(writer)
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            await _Conversation(self, self.sessions, reader, writer).run()
        writer.close()

    def answer_to(self, step: str, line: str, usual: str) -> Answer:
        """Return what the script has for *step* now."""
        answer = next(self._answers.get(step, repeat(None)))
        if callable(answer):
            answer = answer(line)
        if answer is None:
            answer = usual
        return answer if isinstance(answer, Answer) else Answer(answer)


class _LineClosedError(ConnectionError):
    """The script said so, or QUIT."""


class _Conversation:
    def __init__(
        self, server: SmtpServer, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.server, self.number, self.reader, self.writer = server, number, reader, writer
        self.message: Stored | None = None

    async def run(self) -> None:
        await self.answer("CONNECT", "", "220 test ESMTP")
        while line := (await self.reader.readuntil(b"\r\n")).decode().removesuffix("\r\n"):
            self.server.commands.append(line)
            words = line.upper().split() or [""]
            step = {"HELO": "EHLO"}.get(words[0], words[0])
            handle = getattr(self, f"on_{step.lower()}", None)
            await (handle(line) if handle else self.answer(step, line, "250 2.0.0 fine"))

    async def answer(self, step: str, line: str, usual: str) -> str:
        answer = self.server.answer_to(step, line, usual)
        if step == "DOT" and self.message and answer.stores and (answer.reply or "2").startswith("2"):
            self.server.messages.append(self.message)
        if answer.reply is not None:
            self.writer.write(answer.reply.encode() + b"\r\n")
            await self.writer.drain()
        if answer.then is Then.HANG_UP:
            raise _LineClosedError
        if answer.then is Then.FALL_SILENT:
            await asyncio.Event().wait()
        return answer.reply or ""

    @property
    def encrypted(self) -> bool:
        return self.writer.get_extra_info("sslcontext") is not None

    async def on_ehlo(self, line: str) -> None:
        offers = ["test", *self.server.extensions]
        if self.server.starttls and not self.encrypted:
            offers.append("STARTTLS")
        if self.server.login:
            offers.append(f"AUTH {self.server.login_ways}")
        await self.answer("EHLO", line, "\r\n".join([*(f"250-{offer}" for offer in offers[:-1]), f"250 {offers[-1]}"]))

    async def on_starttls(self, line: str) -> None:
        reply = await self.answer("STARTTLS", line, "220 go ahead" if self.server.starttls else "502 no")
        if self.server.starttls and reply.startswith("220"):
            await self.writer.start_tls(self.server.starttls)

    async def on_auth(self, line: str) -> None:
        way, *given = line.split()[1:]
        if way == "PLAIN":
            _, username, password = base64.b64decode(given[0]).decode().split("\0")
        else:
            username = base64.b64decode(given[0]).decode()
            self.writer.write(b"334 UGFzc3dvcmQ6\r\n")
            password = base64.b64decode(await self.reader.readuntil(b"\r\n")).decode()
        fits = (username, password) == self.server.login
        await self.answer("AUTH", line, "235 2.7.0 welcome" if fits else "535 5.7.8 no such name and password")

    async def on_mail(self, line: str) -> None:
        if self.message is not None:
            await self.answer("MAIL", line, "503 5.5.1 nested MAIL")
            return
        path = re.fullmatch(r"MAIL FROM:<(.*?)>\s*(.*)", line)
        reply = await self.answer("MAIL", line, "250 2.1.0 fine" if path else "501 5.5.4 syntax")
        if path and reply.startswith("2"):
            self.message = Stored(session=self.number, encrypted=self.encrypted, sender=path[1], parameters=path[2])

    async def on_rcpt(self, line: str) -> None:
        path = re.fullmatch(r"RCPT TO:<(.*?)>", line)
        reply = await self.answer("RCPT", line, "250 2.1.5 fine" if path and self.message else "503 5.5.1 no")
        if path and self.message and reply.startswith("2"):
            self.message.recipients.append(path[1])

    async def on_data(self, line: str) -> None:
        ready = self.message is not None and self.message.recipients
        reply = await self.answer("DATA", line, "354 go on" if ready else "554 5.5.1 no valid recipients")
        if reply.startswith("354") and self.message:
            self.message.data = data = await self.read_data()
            bare = self.server.strict and re.search(rb"(?<!\r)\n|\r(?!\n)", data)
            await self.answer("DOT", line, "550 5.6.0 bare line end" if bare else "250 2.0.0 kept")
            self.message = None

    async def read_data(self) -> bytes:
        data = bytearray()
        while data != b".\r\n" and not data.endswith(b"\r\n.\r\n"):
            data += await self.reader.readuntil(b".\r\n")
        return bytes(data[:-3])

    async def on_rset(self, line: str) -> None:
        self.message = None
        await self.answer("RSET", line, "250 2.0.0 forgotten")

    async def on_quit(self, line: str) -> None:
        await self.answer("QUIT", line, "221 2.0.0 bye")
        raise _LineClosedError


def _one_by_one(answers: Said | Sequence[Said]) -> Iterator[Said]:
    if isinstance(answers, str | Answer) or answers is None or callable(answers):
        return repeat(answers)
    return chain(answers, repeat(None))
