"""A whole newsletter that has posts from feeds, from config.yaml to the outbox."""

import json
from pathlib import Path

import pytest

from tests.support.feed_server import RSS, Answer, Asked, FeedServer, feed_server
from tests.support.newsletters import FRIDAY, Newsletter, write_newsletter

SUMMARY = RSS.replace("https://gazette.example/", "https://ferry.example/").replace("waited.", "waited […]")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def newsletter_with(folder: Path, server: FeedServer, **keys: object) -> Newsletter:
    feed = json.dumps({"url": server.url(), "allow_private": True, **keys})
    return write_newsletter(folder / "ferry", posts={}, more_config=f"posts: {{feeds: [{feed}]}}\n")


def reasons(newsletter: Newsletter, at: str = FRIDAY) -> dict[str, str]:
    rows = json.loads(newsletter.digest("why", "--json", "--at", at).stdout)
    return {row["id"]: row["reason"] for row in rows}


def test_a_feeds_post_is_built_into_the_issue(tmp_path: Path) -> None:
    with feed_server() as server:
        newsletter = newsletter_with(tmp_path, server, tags=["news"])

        result = newsletter.digest("build", "--json", "--at", FRIDAY, "-o", str(tmp_path / "out"))

    (post,) = json.loads(result.stdout)["posts"]
    html = (tmp_path / "out" / "issue.html").read_text()
    assert (post["id"], post["title"], post["url"]) == ("urn:fog", "Fog", "https://gazette.example/fog")
    assert result.exit_code == 0
    assert "The boat waited." in html
    assert "The Harbour Gazette" in html


def test_looking_leaves_the_state_alone_and_asks_for_what_changed_only(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Answer:
        return Answer(304) if "if-none-match" in asked.fields else Answer(fields={"ETag": '"1"'})

    with feed_server() as server:
        newsletter = newsletter_with(tmp_path, server)
        server.answers["/feed"] = answer
        newsletter.digest("send", "--yes", "--at", FRIDAY)
        before = newsletter.state()

        told = reasons(newsletter, "2026-11-24T08:00")
        for command in (("build", "-o", str(tmp_path / "out")), ("check",), ("send", "--dry-run")):
            newsletter.digest(*command, "--at", "2026-11-24T08:00")

    assert before
    assert newsletter.state() == before
    assert told == {"urn:fog": "out: went out in an earlier issue"}
    assert [("if-none-match" in asked.fields) for asked in server.asked] == [False] + [True] * 4


def test_a_feeds_post_is_sent_once(tmp_path: Path) -> None:
    with feed_server() as server:
        newsletter = newsletter_with(tmp_path, server)
        newsletter.digest("send", "--yes", "--at", FRIDAY)
        newsletter.digest("send", "--yes", "--at", "2026-11-27T08:00")

    assert len(newsletter.messages(1)) == 2
    assert newsletter.messages(2) == {}


def test_a_post_without_a_date_goes_into_the_issue_after_it_is_first_seen(tmp_path: Path) -> None:
    undated = RSS.replace("<pubDate>Mon, 16 Nov 2026 07:30:00 +0000</pubDate>", "")
    with feed_server() as server:
        newsletter = newsletter_with(tmp_path, server)
        newsletter.digest("send", "--yes", "--at", FRIDAY)
        server.answers["/feed"] = Answer(body=undated.replace("urn:fog", "urn:mist").replace("/fog", "/mist").encode())

        told = reasons(newsletter, "2026-11-27T08:00")
        result = newsletter.digest("build", "--json", "--at", "2026-11-27T08:00", "-o", str(tmp_path / "out"))

    (post,) = json.loads(result.stdout)["posts"]
    assert told == {"urn:mist": "in: without a date, so it counts as new, not there when issue 1 was frozen"}
    assert post["date"].startswith("2026-11-27T07:59")


def test_a_dead_feed_is_a_problem_and_the_issue_is_built(tmp_path: Path) -> None:
    with feed_server() as server:
        newsletter = newsletter_with(tmp_path, server)
        server.answers["/feed"] = Answer(500)
        (newsletter.folder / "posts").mkdir()
        (newsletter.folder / "posts" / "tea.md").write_text("---\ntitle: Tea\ndate: 2026-11-18\n---\nTea.\n")

        result = newsletter.digest("build", "--json", "--at", FRIDAY, "-o", str(tmp_path / "out"))

    assert [post["title"] for post in json.loads(result.stdout)["posts"]] == ["Tea"]
    assert "answers 500" in result.stderr
    assert result.exit_code == 1


def test_a_private_address_is_refused_where_config_does_not_allow_it(tmp_path: Path) -> None:
    with feed_server() as server:
        newsletter = newsletter_with(tmp_path, server, allow_private=False)

        result = newsletter.digest("build", "--at", FRIDAY, "-o", str(tmp_path / "out"))

    assert "inside a private network" in result.stderr
    assert server.asked == []


def test_a_text_of_which_the_feed_has_the_beginning_only_goes_on_at_the_site(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path / "ferry", posts={}, more_config="posts: {feeds: [own.xml]}\n")
    (newsletter.folder / "own.xml").write_text(SUMMARY)

    newsletter.digest("build", "--at", FRIDAY, "-o", str(tmp_path / "out"))

    html = (tmp_path / "out" / "issue.html").read_text()
    assert "The boat waited…" in html
    assert html.count('href="https://ferry.example/fog"') == 2  # the title, and the way to read on


def test_a_folder_that_is_named_has_to_be_there_though_there_are_feeds(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path / "ferry", posts={}, more_config="posts: {folder: blog, feeds: [own.xml]}\n")
    (newsletter.folder / "own.xml").write_text(RSS)

    result = newsletter.digest("build", "--at", FRIDAY, "-o", str(tmp_path / "out"))

    assert "blog: there is no such folder of posts" in result.stderr
