import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.collect.body import read_body
from digest.collect.folder import read_posts
from digest.collect.post import LeftOut
from digest.collect.reading import Reading
from digest.errors import PostError

TEA = "---\ntitle: Tea\ndate: 2026-03-02\n---\nText.\n"


@contextmanager
def not_as_root() -> Iterator[None]:
    """Be somebody without rights where the tests run as root, who may read everything."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(was)


def write(folder: Path, files: dict[str, str]) -> None:
    for relative, text in files.items():
        (folder / relative).parent.mkdir(parents=True, exist_ok=True)
        (folder / relative).write_text(text)


def test_posts_come_oldest_first_then_by_path(tmp_path: Path, reading: Reading) -> None:
    write(tmp_path, {"b.md": TEA, "a.md": TEA, "c/2025-01-01-x.HTML": "---\ntitle: X\n---\n"})

    found = read_posts(tmp_path, reading=reading)

    assert [post.path for post in found.posts] == ["posts/c/2025-01-01-x.HTML", "posts/a.md", "posts/b.md"]
    assert not found.left_out
    assert not found.problems


def test_what_is_no_post_is_left_out_with_a_reason(tmp_path: Path, reading: Reading) -> None:
    names = ["_drafts/a.md", "node_modules/x/a.md", ".git/a.md", ".a.md", "_index.md", "a.rst"]
    write(tmp_path, dict.fromkeys(names, TEA) | {"README.md": "# About\n", "a.png": "", ".DS_Store": ""})

    found = read_posts(tmp_path, reading=reading)

    assert {left.path: left.reason.split()[0] for left in found.left_out} == {
        "posts/_drafts": "draft,",
        "posts/node_modules": "`node_modules`",
        "posts/.git": "hidden:",
        "posts/.a.md": "hidden:",
        "posts/_index.md": "`_index`",
        "posts/a.rst": "not",
        "posts/README.md": "a",
    }
    assert not found.posts
    assert not found.problems


def test_a_bad_post_keeps_no_other_out(tmp_path: Path, reading: Reading) -> None:
    write(
        tmp_path,
        {"a.md": "---\ntitle: 'x\n---\n", "b.md": TEA, "c.md": "no front matter", "d.md": "---\ndraft: true\n---\n"},
    )

    found = read_posts(tmp_path, reading=reading)

    assert [post.path for post in found.posts] == ["posts/b.md"]
    assert [problem.place.path for problem in found.problems if problem.place] == ["posts/a.md", "posts/c.md"]
    assert found.left_out == (LeftOut("posts/d.md", "", "draft"),)


def test_a_link_in_circles_is_one_problem(tmp_path: Path, reading: Reading) -> None:
    write(tmp_path, {"a/b.md": TEA})
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "out").symlink_to(tmp_path.parent)
    (tmp_path / "self.md").symlink_to("self.md")
    (tmp_path / "gone.md").symlink_to("nowhere.md")

    found = read_posts(tmp_path, reading=reading)

    assert [post.path for post in found.posts] == ["posts/a/b.md"]
    assert [problem.place.path for problem in found.problems if problem.place] == [
        *("posts/a/out", "posts/a/up", "posts/gone.md", "posts/self.md"),
    ]


def test_what_is_reached_twice_is_read_once(tmp_path: Path, reading: Reading) -> None:
    write(tmp_path, {"posts/real/b.md": TEA, "elsewhere/c.md": TEA})
    (tmp_path / "posts" / "also").symlink_to(tmp_path / "posts" / "real")
    (tmp_path / "posts" / "a.md").symlink_to(tmp_path / "posts" / "real" / "b.md")
    (tmp_path / "posts" / "more").symlink_to(tmp_path / "elsewhere")

    found = read_posts(tmp_path / "posts", reading=reading)

    assert [post.path for post in found.posts] == ["posts/more/c.md", "posts/real/b.md"]
    assert [(left.path, left.reason) for left in found.left_out] == [
        ("posts/a.md", "the same as posts/real/b.md, to which it is a link"),
        ("posts/also", "the same as posts/real, to which it is a link"),
    ]


def test_a_pipe_is_not_waited_for(tmp_path: Path, reading: Reading) -> None:
    os.mkfifo(tmp_path / "a.md")

    assert [left.path for left in read_posts(tmp_path, reading=reading).left_out] == ["posts/a.md"]


def test_a_name_that_is_no_utf_8_is_a_problem_that_can_be_printed(tmp_path: Path, reading: Reading) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/t\xe9.md")).write_text(TEA)

    (problem,) = read_posts(tmp_path, reading=reading).problems

    assert str(problem).encode().startswith(b"posts/t\\udce9.md: the name is not UTF-8")


def test_what_may_not_be_read_is_a_problem(tmp_path: Path, reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.md": TEA, "b/c.md": TEA, "d.md": TEA})
    (tmp_path / "a.md").chmod(0)
    (tmp_path / "b").chmod(0)
    (tmp_path / "d.md").chmod(0o644)
    tmp_path.chmod(0o755)
    monkeypatch.chdir(tmp_path)  # from within, it does not matter whom the folders above let in

    with not_as_root():
        found = read_posts(Path(), reading=reading)
    (tmp_path / "b").chmod(0o700)

    assert [str(problem.place) for problem in found.problems] == ["posts/a.md", "posts/b"]
    assert ["Permission denied" in problem.fault for problem in found.problems] == [True, True]
    assert [post.path for post in found.posts] == ["posts/d.md"]


def test_a_missing_folder_says_where_it_is_named(tmp_path: Path, reading: Reading) -> None:
    with pytest.raises(PostError, match=r"posts: there is no such folder(?s:.*)posts\.folder"):
        read_posts(tmp_path / "nowhere", reading=reading)


def test_a_file_is_no_folder(tmp_path: Path, reading: Reading) -> None:
    write(tmp_path, {"posts": TEA})

    with pytest.raises(PostError, match="posts: is a file"):
        read_posts(tmp_path / "posts", reading=reading)


def test_a_pattern_with_an_unknown_field_is_told_once(tmp_path: Path, reading: Reading) -> None:
    with pytest.raises(PostError, match=r"names \{yeer\}"):
        read_posts(tmp_path, reading=replace(reading, permalink="{url}{yeer}/{slug}/"))


@given(
    content=st.binary(max_size=200)
    | st.tuples(
        st.sampled_from([b"---\n", b"\xef\xbb\xbf---\r\n", b"+++\n", b"{", b""]),
        st.binary(max_size=60) | st.from_regex(rb"(title|date|tags|image|link|url|source|author|draft): [ -~]{0,20}\n"),
        st.sampled_from([b"\n---\n", b"\n...\n", b""]),
        st.binary(max_size=60),
    ).map(b"".join)
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_file_holds_it_is_in_out_or_a_problem(content: bytes, tmp_path: Path, reading: Reading) -> None:
    (tmp_path / "2026-03-02-tea.md").write_bytes(content)

    found = read_posts(tmp_path, reading=reading)

    assert found.posts or found.left_out or found.problems
    for post in found.posts:
        assert read_body(post, folder=tmp_path, reading=reading).html is not None
