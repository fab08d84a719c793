"""A web server on loopback that says what a test has it say, and remembers what it was asked."""

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

RSS = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel>
<title>The Harbour Gazette</title><link>https://gazette.example/</link><language>en</language>
<item><title>Fog</title><link>https://gazette.example/fog</link><guid>urn:fog</guid>
<pubDate>Mon, 16 Nov 2026 07:30:00 +0000</pubDate><description>The boat waited.</description></item>
</channel></rss>
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says."""

    code: int = 200
    fields: Mapping[str, str] = field(default_factory=dict)
    body: bytes = RSS.encode()


@dataclass(frozen=True, slots=True)
class Asked:
    """What the server was asked."""

    path: str
    fields: Mapping[str, str]


@dataclass(slots=True)
class FeedServer:
    """The server: answers by path, and what was asked so far."""

    port: int
    answers: dict[str, Answer | Callable[[Asked], Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    scheme: str = "http"

    def url(self, path: str = "/feed", host: str = "127.0.0.1") -> str:
        """Return the URL of *path*."""
        return f"{self.scheme}://{host}:{self.port}{path}"


@contextmanager
def feed_server(tls: ssl.SSLContext | None = None) -> Iterator[FeedServer]:
    """Run a server that answers everything with one RSS feed until it is told otherwise."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()})
            server.asked.append(asked)
            said = server.answers.get(self.path, Answer())
            answer = said if isinstance(said, Answer) else said(asked)
            self.send_response(answer.code)
            body = b"" if answer.code == 304 else answer.body
            for name, value in {"Content-Length": str(len(body)), **answer.fields}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def handle(self) -> None:
            with suppress(ConnectionError, ssl.SSLError):  # who asked hung up
                super().handle()

        def log_message(self, format: str, *values: object) -> None:
            pass

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        web.socket = tls.wrap_socket(web.socket, server_side=True, do_handshake_on_connect=False)
    server = FeedServer(port=web.server_port, scheme="https" if tls else "http")
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        web.shutdown()
        thread.join()
        web.server_close()
