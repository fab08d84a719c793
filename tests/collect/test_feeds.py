import gzip
from pathlib import Path

import pytest

from digest.collect.feeds.feeds import read_feeds
from digest.collect.folder import read_posts
from digest.collect.post import Found
from digest.collect.reading import Reading
from tests.collect.feeding import feed_at, rss, write
from tests.support.feed_server import RSS, Answer, feed_server

FOG = "<title>Fog</title><link>https://gazette.example/fog</link><guid>urn:fog</guid><description>Fog.</description>"


def read(*addresses: str | Path, reading: Reading, memory: Path | None = None, offline: bool = False) -> Found:
    feeds = [feed_at(address) for address in addresses]
    return read_feeds(feeds, reading=reading, before=Found(), memory=memory, offline=offline)


def test_feeds_from_the_web_and_from_files_are_read_together(tmp_path: Path, reading: Reading) -> None:
    json_feed = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "a", "title": "Mist"}]}'
    file = write(tmp_path / "feed.json", json_feed)
    with feed_server() as server:
        found = read(server.url(), file, reading=reading)

    assert [post.title for post in found.posts] == ["Mist", "Fog"]
    assert found.problems == found.notices == ()
    assert found.texts["urn:fog"]().html == "The boat waited."


def test_of_a_file_and_a_feed_the_file_wins(tmp_path: Path, reading: Reading) -> None:
    (tmp_path / "posts").mkdir()
    write(tmp_path / "posts" / "fog.md", "---\ntitle: Fog\ndate: 2026-11-16\nurl: /fog\n---\nMine.\n")
    before = read_posts(tmp_path / "posts", reading=reading)
    feed = write(
        tmp_path / "own.xml", rss(FOG.replace("https://gazette", "http://FERRY"), home="https://ferry.example/")
    )

    found = read_feeds([feed_at(feed)], reading=reading, before=before)

    assert [post.path for post in found.posts] == ["posts/fog.md"]
    assert [left.reason for left in found.left_out] == ["same post as posts/fog.md"]
    assert found.texts == {}


def test_a_post_in_two_feeds_comes_from_the_first(tmp_path: Path, reading: Reading) -> None:
    first = write(tmp_path / "a.xml", rss(FOG))
    second = write(tmp_path / "b.xml", rss(FOG.replace("urn:fog", "urn:other").replace("/fog<", "/fog/?utm_medium=x<")))

    found = read(first, second, reading=reading)

    assert [post.id for post in found.posts] == ["urn:fog"]
    assert [left.reason for left in found.left_out] == ["same post as https://gazette.example/fog in a.xml"]


def test_a_feed_that_cannot_be_read_keeps_no_other_out(tmp_path: Path, reading: Reading) -> None:
    good = write(tmp_path / "good.xml", rss(FOG))
    with feed_server() as server:
        server.answers["/gone"] = Answer(410)
        found = read(server.url("/gone"), tmp_path / "none.xml", good, tmp_path, reading=reading)

    assert [post.title for post in found.posts] == ["Fog"]
    assert [str(problem.place) for problem in found.problems] == ["config.yaml", "none.xml", tmp_path.name]
    assert found.problems[0].fault == f"posts.feeds: {server.url('/gone')}: answers 410 Gone"
    assert all(problem.mend for problem in found.problems)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "feed.xml: is no feed that can be read: it is empty"),
        (b"<rss><channel>\n<title>", "feed.xml:2: is no feed that can be read: the XML is broken"),
        (b'{"items": 7}', "feed.xml: is no feed that can be read: it is JSON, but no JSON Feed"),
        (b"\x1f\x8b\x08nothing", "feed.xml: is no feed that can be read: it is packed in a way"),
        (gzip.compress(bytes(10_000_001)), "feed.xml: is no feed that can be read: it is larger than 10 MB"),
        (b" " * 10_000_001, "feed.xml: is larger than 10 MB"),
        (b"<!doctype html><title>x</title>", "feed.xml: is a web page, not a feed"),
    ],
)
def test_a_file_that_is_no_feed_is_one_problem(tmp_path: Path, reading: Reading, content: bytes, problem: str) -> None:
    (tmp_path / "feed.xml").write_bytes(content)

    found = read(tmp_path / "feed.xml", reading=reading)

    assert found.posts == ()
    (told,) = found.problems
    assert str(told).startswith(problem)


def test_a_web_page_that_names_its_feed_is_told_which(reading: Reading) -> None:
    page = (
        b"<?xml version='1.0'?><!-- x --><!DOCTYPE html><link rel='alternate' type='application/rss+xml' href='/rss'>"
    )
    with feed_server() as server:
        server.answers["/"] = Answer(body=page)

        (problem,) = read(server.url("/"), reading=reading).problems

    assert problem.mend == f"its feed is {server.url('/rss')}"


def test_a_feed_that_opens_like_a_web_page_is_a_feed(tmp_path: Path, reading: Reading) -> None:
    feed = write(tmp_path / "feed.xml", f"<!DOCTYPE html PUBLIC '-//x//EN' 'x'>{rss(FOG)}")

    assert len(read(feed, reading=reading).posts) == 1


def test_a_packed_file_is_unpacked(tmp_path: Path, reading: Reading) -> None:
    (tmp_path / "feed.xml.gz").write_bytes(gzip.compress(RSS.encode()))

    assert len(read(tmp_path / "feed.xml.gz", reading=reading).posts) == 1


def test_a_feed_that_has_moved_for_good_is_read_and_told(reading: Reading) -> None:
    with feed_server() as server:
        server.answers["/old"] = Answer(301, {"Location": "/feed?token=hunter2"})

        found = read(server.url("/old"), reading=reading)

    (notice,) = found.notices
    assert len(found.posts) == 1
    assert notice.fault.endswith("/old: has moved for good")
    assert notice.mend == f"write {server.url('/feed?token=…')} in its place"


def test_a_feed_that_has_not_changed_gives_its_posts_again(tmp_path: Path, reading: Reading) -> None:
    with feed_server() as server:
        server.answers["/feed"] = Answer(fields={"ETag": '"1"'})
        first = read(server.url(), reading=reading, memory=tmp_path)
        server.answers["/feed"] = Answer(304)

        again = read(server.url(), reading=reading, memory=tmp_path)

    assert again.posts == first.posts != ()


def test_offline_nobody_is_asked_and_what_was_said_last_has_to_do(tmp_path: Path, reading: Reading) -> None:
    with feed_server() as server:
        first = read(server.url(), reading=reading, memory=tmp_path)
        offline = read(server.url(), server.url("/other"), reading=reading, memory=tmp_path, offline=True)

    assert len(server.asked) == 1
    assert offline.posts == first.posts != ()
    (problem,) = offline.problems
    assert problem.fault.endswith("/other: is not known yet, and nobody was asked")


def test_relative_links_resolve_against_where_the_feed_was_found(reading: Reading) -> None:
    feed = rss("<title>Fog</title><link>/fog</link><description>&lt;a href='x'&gt;x&lt;/a&gt;</description>", home="/")
    with feed_server() as server:
        server.answers["/old"] = Answer(302, {"Location": "/deep/feed"})
        server.answers["/deep/feed"] = Answer(body=feed.encode())

        found = read(server.url("/old"), reading=reading)

    (post,) = found.posts
    assert post.url == server.url("/fog")
    assert found.texts[post.id]().html == f'<a href="{server.url("/x")}">x</a>'
