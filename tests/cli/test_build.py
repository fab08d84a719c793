"""`digest build` writes the next issue to look at, and nothing else."""

import email
import email.policy
import json
from datetime import datetime
from pathlib import Path

import pytest

from tests.support.newsletters import FRIDAY, POSTS, Newsletter, write_newsletter


def build(newsletter: Newsletter, *words: str, at: str = FRIDAY) -> tuple[int, str, str]:
    """Return how `digest build` into out/ ended: status, stdout, stderr."""
    result = newsletter.digest("build", "--at", at, "-o", str(newsletter.folder / "out"), *words)
    return result.exit_code, result.stdout, result.stderr


def test_it_writes_the_four_files_and_says_where(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    status, said, _ = build(newsletter)

    assert status == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "issue.eml",
        "issue.html",
        "issue.json",
        "issue.txt",
    ]
    assert said.splitlines()[:2] == [
        "Issue 1: The Weekly Ferry: The winter timetable",
        "2 posts from Fri 13 Nov 2026, 08:00 until Fri 20 Nov 2026, 08:00; due since Fri 20 Nov 2026, 08:00",
    ]
    assert f"written to {tmp_path}/out/issue.html" in said


def test_issue_json_has_what_the_docs_promise_in_that_order(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    build(newsletter)

    facts = json.loads((tmp_path / "out" / "issue.json").read_text(encoding="utf-8"))
    posts = facts.pop("posts")
    sizes = facts.pop("bytes")
    assert list(facts.items()) == [
        ("number", 1),
        ("subject", "The Weekly Ferry: The winter timetable"),
        ("preheader", facts["preheader"]),
        ("since", "2026-11-13T08:00:00+00:00"),
        ("until", "2026-11-20T08:00:00+00:00"),
    ]
    assert sizes == {
        "html": (tmp_path / "out" / "issue.html").stat().st_size,
        "text": (tmp_path / "out" / "issue.txt").stat().st_size,
        "message": (tmp_path / "out" / "issue.eml").stat().st_size,
    }
    assert [list(post.items()) for post in posts] == [
        [
            ("id", "https://ferry.example/2026/11/timetable/"),
            ("title", "The winter timetable"),
            ("url", "https://ferry.example/2026/11/timetable/"),
            ("date", "2026-11-18T09:30:00+00:00"),
        ],
        [
            ("id", "https://ferry.example/2026/11/fog/"),
            ("title", "Fog on the river"),
            ("url", "https://ferry.example/2026/11/fog/"),
            ("date", "2026-11-16T00:00:00+00:00"),
        ],
    ]


def test_issue_json_keeps_the_order_of_its_keys(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    build(newsletter)

    facts = json.loads((tmp_path / "out" / "issue.json").read_text(encoding="utf-8"))
    assert list(facts) == ["number", "subject", "preheader", "since", "until", "bytes", "posts"]


def test_json_on_stdout_is_what_issue_json_says(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    status, said, _ = build(newsletter, "--json")

    assert status == 0
    assert json.loads(said) == json.loads((tmp_path / "out" / "issue.json").read_text(encoding="utf-8"))


def test_the_message_holds_the_two_parts_that_lie_beside_it(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    build(newsletter)

    out = tmp_path / "out"
    message = email.message_from_bytes((out / "issue.eml").read_bytes(), policy=email.policy.default)
    for kind, name in (("html", "issue.html"), ("plain", "issue.txt")):
        body = message.get_body((kind,))
        assert body is not None
        written = (out / name).read_text(encoding="utf-8").rstrip("\n")
        assert body.get_content().replace("\r\n", "\n").rstrip("\n") == written
    assert message["Subject"] == "The Weekly Ferry: The winter timetable"


def test_no_subscriber_is_named_in_what_is_only_to_look_at(tmp_path: Path) -> None:
    people = ["{address: ada@example.org, name: Augusta}", "{address: grace@example.org, name: Grace Hopper}"]
    newsletter = write_newsletter(tmp_path, subscribers=people)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "issue.html.j2").write_text(
        '{% extends "default/issue.html.j2" %}'
        "{% block greeting %}<p>Dear {{ subscriber.name }} ({{ subscriber.address }})</p>{% endblock %}"
    )

    status, *_ = build(newsletter)

    everything = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    assert status == 0
    assert not any(name in everything for name in (b"ada@", b"Augusta", b"grace@", b"Hopper"))


def test_it_writes_beside_where_one_stands_when_not_told_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newsletter = write_newsletter(tmp_path / "ferry")
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")

    result = newsletter.digest("build", "--at", FRIDAY)

    assert result.exit_code == 0
    assert (tmp_path / "desk" / "issue-preview" / "issue.html").exists()


def test_no_posts_no_issue_and_no_files(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    status, said, explained = build(newsletter, at="2026-12-25T08:00")

    assert (status, said) == (0, "")
    assert explained == (
        "No issue: 0 posts from Fri 18 Dec 2026, 08:00 until Fri 25 Dec 2026, 08:00, "
        "and it takes 1 (posts.minimum). `digest why` tells of every post.\n"
    )
    assert not (tmp_path / "out").exists()


def test_too_few_posts_are_counted_against_the_minimum(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, more_config="posts: {minimum: 3}\n")

    status, said, explained = build(newsletter, at="2026-11-19T12:00")

    assert (status, said) == (0, "")
    assert "No issue: 2 posts " in explained
    assert "it takes 3 (posts.minimum)" in explained
    assert "the next issue is due on Fri 20 Nov 2026, 08:00." in explained


def test_right_after_an_issue_there_is_no_time_to_cover(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)
    newsletter.digest("send", "--yes", "--at", FRIDAY)

    status, said, explained = build(newsletter)

    assert (status, said) == (0, "")
    assert explained.startswith("No issue: issue 1 took everything up to ")
    assert explained.endswith("The next is due on Fri 27 Nov 2026, 08:00.\n")


def test_a_post_that_cannot_be_read_keeps_no_other_out(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, posts={**POSTS, "2026-11-17-bad.md": "---\ntitle: [\n---\n"})

    status, said, explained = build(newsletter)

    assert status == 1
    assert "2 posts" in said
    assert "posts/2026-11-17-bad.md:" in explained
    assert (tmp_path / "out" / "issue.html").exists()


def test_an_issue_that_gmail_would_cut_is_told(tmp_path: Path) -> None:
    long = "---\ntitle: Long\ndate: 2026-11-17\ndigest: full\n---\n" + "Water and more water. " * 6_000
    newsletter = write_newsletter(tmp_path, posts={"long.md": long})

    status, _, explained = build(newsletter)

    assert status == 0
    assert "Gmail cuts it off" in explained


def test_the_hours_of_an_issue_are_told_in_the_newsletters_zone(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, posts={"a.md": "---\ntitle: Summer\ndate: 2026-07-02 12:00\n---\nx\n"})

    _, said, _ = build(newsletter, "--json", at="2026-07-03T08:00")

    facts = json.loads(said)
    assert datetime.fromisoformat(facts["until"]).isoformat() == facts["until"] == "2026-07-03T08:00:00+01:00"
    assert facts["posts"][0]["date"] == "2026-07-02T12:00:00+01:00"


def test_files_are_replaced_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)
    build(newsletter)

    build(newsletter, at="2026-11-17T08:00")

    assert len(list((tmp_path / "out").iterdir())) == 4
    assert "The winter timetable" not in (tmp_path / "out" / "issue.html").read_text(encoding="utf-8")


def test_a_file_that_cannot_be_replaced_is_told_in_words(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)
    (tmp_path / "out" / "issue.txt").mkdir(parents=True)

    status, said, explained = build(newsletter)

    assert (status, said) == (1, "")
    assert explained.startswith(f"{tmp_path}/out/issue.txt: can't be written: Is a directory\n  mend: ")
    assert not list((tmp_path / "out").glob(".*"))
