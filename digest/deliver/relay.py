"""The seam between a mailing and whatever takes its messages: an SMTP server, or the outbox folder."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from digest.deliver.outcome import Outcome
from digest.errors import Problem


@dataclass(frozen=True, slots=True)
class Message:
    """One person's message and its envelope. *data* has CRLF line ends and no line that starts with a dot."""

    envelope_sender: str  # MAIL FROM
    recipient: str  # RCPT TO
    data: bytes


class SessionLost(Exception):  # noqa: N818 - it is no fault of the message's, nor yet of the run's
    """The line died, or the relay closed it, before the final dot: the relay does not have the message.

    Says in words what happened: "connection reset after MAIL FROM", "421 try again later". *problem* is what a person
    is told when it happens too often in a row.
    """

    def __init__(self, what: str, problem: Problem | None = None) -> None:
        super().__init__(what)
        self.problem = problem


class Session(Protocol):
    """One open conversation with a relay. Takes one message at a time."""

    async def offer(self, message: Message, before_dot: Callable[[], Awaitable[None]]) -> Outcome:
        """Return the relay's answer about *message*.

        Awaits *before_dot* once, right before the first byte that would let the relay keep the message. A line lost
        after that is an Outcome of UNKNOWN; before it, it is `SessionLost`. An answer that says no to everybody
        (auth, MAIL FROM refused, 5.7.x) is a `RelayError`. What *before_dot* raises goes through to the caller, and
        the dot is not sent. After any exception, and after UNKNOWN, the session is only good for `close`.
        """
        ...

    async def close(self) -> None:
        """Say goodbye where that is still possible; never raise for what the line does."""
        ...


class Relay(Protocol):
    """Where messages go. Opens sessions; holds none itself."""

    @property
    def name(self) -> str:
        """Return what messages call the relay: "smtp.example.net:587", "outbox/12"."""
        ...

    @property
    def repeatable(self) -> bool:
        """Return whether offering one message twice does no harm, so that no outcome is ever unknown."""
        ...

    @property
    def connections(self) -> int:
        """Return how many sessions to keep open at once."""
        ...

    @property
    def messages_per_session(self) -> int:
        """Return after how many messages a session is closed and another one opened."""
        ...

    async def open(self) -> Session:
        """Return a session that is ready for a message.

        Raises `RelayError` where trying again won't help (wrong password, no TLS) and `SessionLost` where it may
        (refused connection, timeout, 421).
        """
        ...
