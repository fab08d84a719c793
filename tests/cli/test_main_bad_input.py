"""Whatever is wrong ends in words with a place and a mend, status 1, and nothing half-written."""

import os
from pathlib import Path

import pytest

from tests.support.newsletters import CONFIG, FRIDAY, POSTS, write_newsletter

BAD_CONFIGS = {
    "unknown-key": (CONFIG + "exerpt: {words: 50}\n", "config.yaml:8:1: exerpt: "),
    "wrong-type": (CONFIG + "excerpt: {words: many}\n", "config.yaml:8:18: excerpt.words: "),
    "key-twice": (CONFIG + "excerpt: {}\nexcerpt: {}\n", "config.yaml:9:1: excerpt: "),
    "tab": (CONFIG + "excerpt:\n\twords: 50\n", "config.yaml:9:1: "),
    "unclosed-quote": (CONFIG + 'state: "state/digest.db\n', "config.yaml:8:"),
    "brackets": (CONFIG + "subscribers: " + "[" * 30_000 + "\n", "config.yaml:8:"),
    "empty": ("", "config.yaml"),
    "a-list": ("- newsletter\n", "config.yaml:1:1: "),
    "not-utf-8": (b"newsletter: {name: \xff}\n", "config.yaml:1"),
}

BAD_POSTS = {
    "no-title": ("---\ndate: 2026-11-17\n---\nText.\n", "posts/bad.md:1"),
    "no-date": ("---\ntitle: When?\n---\nText.\n", "posts/bad.md:1"),
    "bad-date": ("---\ntitle: Soon\ndate: soon\n---\nText.\n", "posts/bad.md:3"),
    "broken-YAML": ("---\ntitle: 'unclosed\ndate: 2026-11-17\n---\nText.\n", "posts/bad.md:2"),
    "NUL": ("---\ntitle: NUL\ndate: 2026-11-17\n---\nTe\0xt.\n", "posts/bad.md:5"),
    "long-line": ("---\ntitle: Long\ndate: 2026-11-17\n---\n" + "x" * 10_000_000 + "\n", "posts/bad.md"),
    "not-utf-8": (b"---\ntitle: Latin\ndate: 2026-11-17\n---\n\xe9t\xe9\n", "posts/bad.md:5"),
}

BAD_TEMPLATES = {
    "syntax": ("{% if %}", "templates/issue.html.j2:1: "),
    "undefined-name": ("<p>\n{{ nobody.home }}</p>", "templates/issue.html.j2:2: "),
    "missing-file": ('{% extends "theirs.html.j2" %}', "templates/issue.html.j2:1: "),
    "slot-transformed": ("<p>{{ subscriber.name|upper }}</p>", "templates/issue.html.j2:1: "),
}


@pytest.mark.parametrize(("text", "place"), BAD_CONFIGS.values(), ids=BAD_CONFIGS)
@pytest.mark.parametrize("words", [("build",), ("send", "--yes"), ("check",), ("status",)], ids=lambda words: words[0])
def test_a_bad_config(tmp_path: Path, words: tuple[str, ...], text: str | bytes, place: str) -> None:
    newsletter = write_newsletter(tmp_path)
    newsletter.config_path.write_bytes(text if isinstance(text, bytes) else text.encode())

    result = newsletter.digest(*words)

    assert result.exit_code == 1
    assert f"{tmp_path}/{place}" in result.output
    assert "mend: " in result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.yaml", "posts"]


def test_a_missing_config_names_the_way_to_make_one(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)
    newsletter.config_path.unlink()

    result = newsletter.digest("build")

    assert result.exit_code == 1
    assert "digest init" in result.stderr


def test_a_config_that_is_a_folder(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)
    newsletter.config_path.unlink()
    newsletter.config_path.mkdir()

    result = newsletter.digest("build")

    assert result.exit_code == 1
    assert "mend: " in result.stderr


@pytest.mark.parametrize(("text", "place"), BAD_POSTS.values(), ids=BAD_POSTS)
def test_a_bad_post_is_named_and_the_others_go(tmp_path: Path, text: str | bytes, place: str) -> None:
    newsletter = write_newsletter(tmp_path, posts={**POSTS, "bad.md": text})

    build = newsletter.digest("build", "--at", FRIDAY, "-o", str(tmp_path / "out"))
    send = newsletter.digest("send", "--yes", "--at", FRIDAY)

    assert (build.exit_code, send.exit_code) == (1, 1)
    for said in (build.stderr, send.stderr):
        assert place in said
        assert said.count("mend: ") == 1
    assert "Fog on the river" in (tmp_path / "out" / "issue.html").read_text(encoding="utf-8")
    assert len(newsletter.messages()) == 2


def test_a_symlink_loop_is_named_and_not_followed(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)
    (tmp_path / "posts" / "again").symlink_to(tmp_path / "posts", target_is_directory=True)

    result = newsletter.digest("build", "--at", FRIDAY, "-o", str(tmp_path / "out"))

    assert result.exit_code in (0, 1)
    assert "again" in newsletter.digest("why", "--at", FRIDAY).stdout


@pytest.mark.parametrize(("text", "place"), BAD_TEMPLATES.values(), ids=BAD_TEMPLATES)
@pytest.mark.parametrize("words", [("build",), ("send", "--yes"), ("check",)], ids=lambda words: words[0])
def test_a_bad_template(tmp_path: Path, words: tuple[str, ...], text: str, place: str) -> None:
    newsletter = write_newsletter(tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "issue.html.j2").write_text(text, encoding="utf-8")

    result = newsletter.digest(*words, "--at", FRIDAY)

    assert result.exit_code == 1
    assert place in result.output
    assert "mend: " in result.output
    assert not (tmp_path / "state").exists()
    assert not (tmp_path / "outbox").exists()


def test_a_list_that_names_somebody_twice_stops_the_send(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, subscribers=["ada@example.org", "grace@example.org", "ada@EXAMPLE.org"])

    result = newsletter.digest("send", "--yes", "--at", FRIDAY)

    assert result.exit_code == 1
    assert "config.yaml:11:" in result.stderr
    assert "config.yaml:9:" in result.stderr


def test_a_state_folder_that_is_a_file(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)
    (tmp_path / "state").write_text("in the way")

    result = newsletter.digest("send", "--yes", "--at", FRIDAY)

    assert result.exit_code == 1
    assert "mend: " in result.stderr
    assert newsletter.messages() == {}


def test_a_full_disk_ends_in_words(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)
    (tmp_path / "outbox").symlink_to("/dev/full")

    result = newsletter.digest("send", "--yes", "--at", FRIDAY)

    assert result.exit_code == 1
    assert "mend: " in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_output_that_cannot_be_written(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)
    (tmp_path / "out").write_text("in the way")

    result = newsletter.digest("build", "--at", FRIDAY, "-o", str(tmp_path / "out"))

    assert result.exit_code != 0
    assert os.fspath(tmp_path / "out") in result.stderr
