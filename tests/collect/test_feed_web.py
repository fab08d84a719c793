"""Against a real server on loopback; what is on the internet is never asked."""

import gzip
import threading
import zlib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from digest.collect.feeds import feed_web
from digest.collect.feeds.feed_memory import Said
from digest.collect.feeds.feed_web import ask_all
from digest.errors import PostError
from tests.collect.feeding import feed_at
from tests.support.certificates import server_certificate, write_authority
from tests.support.feed_server import RSS, Answer, Asked, feed_server

# All of them are this machine, however they are written.
HOSTS = ("127.0.0.1", "localhost", "127.1", "127.0.1", "0177.0.0.1", "0x7f.1", "2130706433", "0177.1")


def said_by(url: str, memory: Path | None = None, *, allow_private: bool = True) -> Said:
    (answer,) = ask_all([feed_at(url, allow_private=allow_private)], memory)
    assert isinstance(answer, Said), answer
    return answer


def fault_of(url: str, *, allow_private: bool = True) -> str:
    (answer,) = ask_all([feed_at(url, allow_private=allow_private)], None)
    assert isinstance(answer, PostError), answer
    (problem,) = answer.problems
    assert str(problem.place) == "config.yaml"
    assert problem.mend
    return problem.fault


def test_a_feed_says_what_it_says() -> None:
    with feed_server() as server:
        server.answers["/feed?a=1&b=%20"] = Answer(fields={"Content-Type": "text/xml; charset=utf-8", "ETag": '"1"'})

        said = said_by(server.url("/feed?a=1&b=%20#x"))

    assert said == Said(
        url=server.url("/feed?a=1&b=%20"), content=RSS.encode(), content_type="text/xml; charset=utf-8", etag='"1"'
    )
    (asked,) = server.asked
    assert asked.fields["host"] == f"127.0.0.1:{server.port}"
    assert asked.fields["user-agent"].startswith("digest")


@pytest.mark.parametrize(
    ("given", "asked_for"),
    [({"ETag": 'W/"1"'}, "if-none-match"), ({"Last-Modified": "Mon, 16 Nov 2026 07:30:00 GMT"}, "if-modified-since")],
)
def test_a_feed_that_has_not_changed_is_not_sent_again(tmp_path: Path, given: dict[str, str], asked_for: str) -> None:
    def answer(asked: Asked) -> Answer:
        return Answer(304) if asked.fields.get(asked_for) == next(iter(given.values())) else Answer(fields=given)

    with feed_server() as server:
        server.answers["/feed"] = answer

        first = said_by(server.url(), tmp_path)
        second = said_by(server.url(), tmp_path)

    assert first == second
    assert second.content == RSS.encode()
    assert asked_for in server.asked[1].fields


def test_without_a_memory_everything_is_sent_again() -> None:
    with feed_server() as server:
        server.answers["/feed"] = Answer(fields={"ETag": '"1"'})

        said_by(server.url())
        said_by(server.url())

    assert not any("if-none-match" in asked.fields for asked in server.asked)


@pytest.mark.parametrize(
    ("codes", "moved_to"),
    [
        ((301,), "/1"),
        ((308,), "/1"),
        ((302,), None),
        ((301, 308), "/2"),
        ((301, 307), "/1"),
        ((303, 301), None),
        ((302, 302, 302, 302, 302), None),
    ],
)
def test_redirects_are_followed_and_those_for_good_are_told(codes: tuple[int, ...], moved_to: str | None) -> None:
    with feed_server() as server:
        for number, code in enumerate(codes):
            server.answers[f"/{number}"] = Answer(code, {"Location": f"/{number + 1}"})

        said = said_by(server.url("/0"))

    assert said.url == server.url(f"/{len(codes)}")
    assert said.moved_to == (server.url(moved_to) if moved_to else None)


def test_redirects_do_not_go_on_for_ever() -> None:
    with feed_server() as server:
        server.answers["/feed"] = Answer(302, {"Location": "/feed"})

        fault = fault_of(server.url())

    assert fault.endswith("leads on and on: more than 5 redirects")
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    "to",
    ["ftp://gazette.example/", "file:///etc/passwd", "javascript:alert(1)", "http://[::1/", "http://a.example:99999/"],
)
def test_a_redirect_leads_to_the_web_or_nowhere(to: str) -> None:
    with feed_server() as server:
        server.answers["/feed"] = Answer(301, {"Location": to})

        assert "leads to what is no page on the web" in fault_of(server.url())


@pytest.mark.parametrize("host", [*HOSTS, "[::ffff:127.0.0.1]", "0.0.0.0", "[::1]"])  # noqa: S104 - it is refused
def test_this_machine_is_refused_however_it_is_written(host: str) -> None:
    with feed_server() as server:
        fault = fault_of(server.url(host=host), allow_private=False)

    assert "inside a private network" in fault
    assert server.asked == []


def test_a_redirect_into_a_private_network_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # The first hop has to be let through, and this test has no public address to offer.
    with feed_server() as server:
        monkeypatch.setattr(feed_web, "is_public", lambda address: len(server.asked) == 0)
        server.answers["/feed"] = Answer(302, {"Location": "/secret"})

        fault = fault_of(server.url(), allow_private=False)

    assert "inside a private network" in fault
    assert [asked.path for asked in server.asked] == ["/feed"]


def test_a_name_and_a_password_are_given_to_their_host_and_printed_nowhere() -> None:
    with feed_server() as server:
        server.answers["/feed"] = Answer(301, {"Location": "/new"})
        server.answers["/new"] = Answer(302, {"Location": server.url("/elsewhere", host="localhost")})
        server.answers["/elsewhere"] = Answer(404)
        url = server.url().replace("//", "//ada:hunter%402@")

        fault = fault_of(url)

    assert [asked.fields.get("authorization") for asked in server.asked] == ["Basic YWRhOmh1bnRlckAy"] * 2 + [None]
    assert "hunter" not in fault
    assert "ada" not in fault


def test_links_are_never_made_with_a_password() -> None:
    with feed_server() as server:
        server.answers["/feed"] = Answer(301, {"Location": "/new"})

        said = said_by(server.url().replace("//", "//ada:hunter2@"))

    assert said.url == said.moved_to == server.url("/new")


@pytest.mark.parametrize(
    ("code", "mend"),
    [(404, "look on the site"), (410, "look on the site"), (401, "password"), (503, "again later"), (304, "browser")],
)
def test_a_feed_that_is_not_there_says_so(code: int, mend: str) -> None:
    with feed_server() as server:
        server.answers["/feed"] = Answer(code)

        (answer,) = ask_all([feed_at(server.url())], None)

    assert isinstance(answer, PostError)
    assert f"answers {code}" in answer.problems[0].fault
    assert mend in answer.problems[0].mend


def test_a_host_that_nobody_knows_and_a_door_that_is_shut_are_problems() -> None:
    with feed_server() as server:
        shut = server.url()

    assert "can't be reached" in fault_of(shut)
    assert "can't be found" in fault_of("http://gazette.invalid/feed")
    assert "can't be found" in fault_of(f"http://{'a' * 70}.example/feed")


@pytest.mark.parametrize("body", [gzip.compress(RSS.encode()), gzip.compress(RSS.encode())[:40]], ids=["whole", "cut"])
def test_what_is_packed_is_unpacked(body: bytes) -> None:
    with feed_server() as server:
        server.answers["/feed"] = Answer(fields={"Content-Encoding": "gzip"}, body=body)

        assert RSS.encode().startswith(said_by(server.url()).content)


@pytest.mark.parametrize(
    ("fields", "body", "fault"),
    [
        pytest.param({}, b"x" * 10_000_001, "is larger than 10 MB", id="large"),
        pytest.param({"Content-Encoding": "gzip"}, gzip.compress(bytes(10_000_001)), "is larger than", id="bomb"),
        pytest.param({"Content-Encoding": "gzip"}, b"no gzip at all", "can't be unpacked", id="not-packed"),
        pytest.param({"Content-Encoding": "gzip, gzip"}, b"", "is packed as gzip, gzip", id="packed-twice"),
        pytest.param({"Content-Encoding": "deflate"}, zlib.compress(b"x"), "is packed as deflate", id="not-asked-for"),
        pytest.param({"Content-Length": "9"}, b"x", "can't be reached", id="cut-short"),
    ],
)
def test_what_is_too_large_or_odd_is_refused(fields: dict[str, str], body: bytes, fault: str) -> None:
    with feed_server() as server:
        server.answers["/feed"] = Answer(fields={**fields, "Connection": "close"}, body=body)

        assert fault in fault_of(server.url())


@pytest.mark.parametrize(("step", "in_all", "fault"), [(0.05, 30.0, "gave no answer"), (10.0, 0.05, "took longer")])
def test_a_feed_that_never_answers_is_left(
    monkeypatch: pytest.MonkeyPatch, step: float, in_all: float, fault: str
) -> None:
    monkeypatch.setattr(feed_web, "SECONDS_PER_STEP", step)
    monkeypatch.setattr(feed_web, "SECONDS_IN_ALL", in_all)
    over = threading.Event()

    def wait(asked: Asked) -> Answer:
        over.wait(5)
        return Answer()

    with feed_server() as server:
        server.answers["/feed"] = wait
        try:
            assert fault in fault_of(server.url())
        finally:
            over.set()


def test_one_bad_feed_keeps_no_other_out_and_answers_stay_in_order() -> None:
    with feed_server() as server:
        server.answers["/2"] = Answer(500)
        feeds = [feed_at(server.url(f"/{number}", host=host)) for number, host in enumerate(HOSTS)]

        answers = ask_all(feeds, None)

    assert [isinstance(answer, Said) for answer in answers] == [number != 2 for number in range(8)]
    assert [urlsplit(answer.url).path for answer in answers if isinstance(answer, Said)][:2] == ["/0", "/1"]


def test_four_are_asked_at_once_and_no_more() -> None:
    counting, most, together = threading.Lock(), [0], threading.Barrier(4, timeout=5)
    under_way = [0]

    def answer(asked: Asked) -> Answer:
        with counting:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        together.wait()  # breaks where fewer than four are asked at once
        with counting:
            under_way[0] -= 1
        return Answer()

    with feed_server() as server:
        server.answers["/feed"] = answer
        answers = ask_all([feed_at(server.url(host=host)) for host in HOSTS], None)

    assert all(isinstance(answer, Said) for answer in answers)
    assert most[0] == 4


def test_one_host_is_asked_one_thing_at_a_time() -> None:
    another, under_way, most = threading.Condition(), [0], [0]

    def answer(asked: Asked) -> Answer:
        with another:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
            another.notify_all()
            another.wait_for(lambda: under_way[0] > 1, timeout=0.1)
            under_way[0] -= 1
        return Answer()

    with feed_server() as server:
        for number in range(3):
            server.answers[f"/{number}"] = answer
        ask_all([feed_at(server.url(f"/{number}")) for number in range(3)], None)

    assert len(server.asked) == 3
    assert most[0] == 1


def test_a_certificate_has_to_name_the_host_though_its_address_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(write_authority(tmp_path)))
    with feed_server(server_certificate("localhost")) as server:
        said = said_by(server.url(host="localhost"))
        fault = fault_of(server.url(host="127.1"))

    assert said.content == RSS.encode()
    assert "certificate" in fault.lower()


def test_a_certificate_that_nobody_trusts_is_a_problem() -> None:
    with feed_server(server_certificate("localhost")) as server:
        assert "certificate" in fault_of(server.url(host="localhost")).lower()
