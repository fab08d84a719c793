"""aiosmtpd on 127.0.0.1: an SMTP server by other people, against which ours can't agree with its own mistakes.

    with AiosmtpdServer() as server:
        …  # send to 127.0.0.1, server.port, from this process or another
    server.received  # one `Received` a message: sender, recipients, content as it was before dots were stuffed

It runs in a thread and keeps what it took in memory, so it outlives a sender that is killed.
"""

import socket
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller


@dataclass(frozen=True, slots=True)
class Received:
    """A message that the server took."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass
class AiosmtpdServer:
    """The server; a context manager."""

    size_limit: int = 2**25
    received: list[Received] = field(default_factory=list)
    port: int = 0

    def __enter__(self) -> Self:
        self.port = _free_port()  # aiosmtpd knocks at the port it was given, so it can't be 0
        self._controller = Controller(
            _Keeper(self.received),
            hostname="127.0.0.1",
            port=self.port,
            data_size_limit=self.size_limit,
            enable_SMTPUTF8=True,
        )
        self._controller.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._controller.stop()


@dataclass
class _Keeper:
    received: list[Received]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ANN401, N802 - aiosmtpd's
        self.received.append(Received(envelope.mail_from, tuple(envelope.rcpt_tos), envelope.original_content))
        return "250 2.0.0 kept"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
