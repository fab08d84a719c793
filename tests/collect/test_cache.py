import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from digest.collect.folder import read_posts
from digest.collect.post import Found
from digest.collect.reading import Reading

EVERYTHING = """---
title: Tea
date: 2026-03-02 10:00 +0100
author: [Ada, Grace]
tags: tea
lang: en
image: {src: /a.png, alt: x}
excerpt: Late.
digest: full
link: https://paper.example/
source: {name: Paper, url: https://paper.example/, author: Lin}
via: Lin
---
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "a.md").write_text(EVERYTHING)
    (folder / "b.md").write_text("---\ndraft: true\n---\n")
    (folder / "c.md").write_text("---\ntitle: x\nlang: '!'\n---\n")
    (folder / "2026-03-02-d.md").write_text("---\ntitle: Plain\n---\n")
    return folder


def forge(cache_path: Path) -> None:
    """Change every title in the cache, so that one sees what is read from it."""
    cache_path.write_text(cache_path.read_text().replace('"Tea"', '"Remembered"'))


def titles(found: Found) -> list[str]:
    return [post.title for post in found.posts]


def test_what_is_remembered_equals_what_was_read(folder: Path, tmp_path: Path, reading: Reading) -> None:
    read = read_posts(folder, reading=reading, cache_path=tmp_path / "new" / "cache.json")

    remembered = read_posts(folder, reading=reading, cache_path=tmp_path / "new" / "cache.json")

    assert remembered == read == read_posts(folder, reading=reading)
    assert (len(read.posts), len(read.left_out), len(read.problems)) == (2, 1, 2)


def test_an_unchanged_file_is_not_read_again(folder: Path, tmp_path: Path, reading: Reading) -> None:
    read_posts(folder, reading=reading, cache_path=tmp_path / "cache.json")
    forge(tmp_path / "cache.json")

    assert "Remembered" in titles(read_posts(folder, reading=reading, cache_path=tmp_path / "cache.json"))


def test_a_changed_file_is_read_again_and_remembered(folder: Path, tmp_path: Path, reading: Reading) -> None:
    read_posts(folder, reading=reading, cache_path=tmp_path / "cache.json")
    (folder / "a.md").write_text(EVERYTHING.replace("Tea", "Scones"))

    again = read_posts(folder, reading=reading, cache_path=tmp_path / "cache.json")

    assert "Scones" in titles(again)
    assert "Scones" in (tmp_path / "cache.json").read_text()


def test_a_file_of_the_same_size_and_time_is_read_again_all_the_same(
    folder: Path, tmp_path: Path, reading: Reading
) -> None:
    about = (folder / "a.md").stat()
    read_posts(folder, reading=reading, cache_path=tmp_path / "cache.json")
    (folder / "new.md").write_text(EVERYTHING.replace("Tea", "Pie"))
    os.utime(folder / "new.md", ns=(about.st_atime_ns, about.st_mtime_ns))
    (folder / "new.md").replace(folder / "a.md")

    assert "Pie" in titles(read_posts(folder, reading=reading, cache_path=tmp_path / "cache.json"))


def test_a_deleted_file_is_forgotten(folder: Path, tmp_path: Path, reading: Reading) -> None:
    read_posts(folder, reading=reading, cache_path=tmp_path / "cache.json")
    (folder / "a.md").unlink()

    assert titles(read_posts(folder, reading=reading, cache_path=tmp_path / "cache.json")) == ["Plain"]
    assert "a.md" not in json.loads((tmp_path / "cache.json").read_text())["files"]


def test_another_way_of_reading_remembers_nothing(folder: Path, tmp_path: Path, reading: Reading) -> None:
    read_posts(folder, reading=reading, cache_path=tmp_path / "cache.json")
    forge(tmp_path / "cache.json")
    other = replace(reading, site_url="https://other.example/")

    found = read_posts(folder, reading=other, cache_path=tmp_path / "cache.json")

    assert [post.url for post in found.posts if post.title == "Tea"] == ["https://other.example/2026/03/a/"]


def test_a_cache_that_is_still_true_is_not_written_again(folder: Path, tmp_path: Path, reading: Reading) -> None:
    read_posts(folder, reading=reading, cache_path=tmp_path / "cache.json")
    inode = (tmp_path / "cache.json").stat().st_ino

    read_posts(folder, reading=reading, cache_path=tmp_path / "cache.json")

    assert (tmp_path / "cache.json").stat().st_ino == inode


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"[]", b'{"fingerprint": 1}', b'{"files": []}', b"[" * 100_000, b"null"],
)
def test_a_broken_cache_is_no_cache(content: bytes, folder: Path, tmp_path: Path, reading: Reading) -> None:
    (tmp_path / "cache.json").write_bytes(content)

    assert read_posts(folder, reading=reading, cache_path=tmp_path / "cache.json") == read_posts(
        folder, reading=reading
    )


@pytest.mark.parametrize("row", [None, 1, [], ["x"], {"post": 1}, "STAMP", "POST"])
def test_a_broken_row_is_read_from_its_file(row: object, folder: Path, tmp_path: Path, reading: Reading) -> None:
    whole = read_posts(folder, reading=reading, cache_path=tmp_path / "cache.json")
    content = json.loads((tmp_path / "cache.json").read_text())
    stamp = content["files"]["a.md"][0]
    content["files"]["a.md"] = {"STAMP": [stamp], "POST": [stamp, "post", 1, 2]}.get(str(row), row)
    (tmp_path / "cache.json").write_text(json.dumps(content))

    assert read_posts(folder, reading=reading, cache_path=tmp_path / "cache.json") == whole


def test_a_cache_that_can_not_be_written_is_in_nobodys_way(folder: Path, tmp_path: Path, reading: Reading) -> None:
    (tmp_path / "file").write_text("")

    found = read_posts(folder, reading=reading, cache_path=tmp_path / "file" / "cache.json")

    assert len(found.posts) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "posts"]
