from datetime import UTC, datetime

import pytest

from digest.collect.front_matter.front_matter import split_front_matter
from digest.collect.parse import parse_post
from digest.collect.post import LeftOut, Post
from digest.collect.reading import Reading
from digest.errors import Place, PostError

KEYS = """.. title: Tea: at noon
.. slug: noon
.. date: 2026-03-02 23:00:00 UTC-03:00
.. tags: tea, boats of the ferry
.. category: News from the quay
.. link:
.. description:
.. author: Ada
.. previewimage: /tea.jpg
"""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{KEYS}\nBody\n", id="lines"),
        pytest.param(f"\n<!--\n{KEYS}-->\nBody\n", id="comment"),
        pytest.param(f"<!-- \n{KEYS}\n-->\n\nBody\n", id="comment-with-blanks"),
        pytest.param(f"<!-- {KEYS} -->\nBody\n", id="comment-in-its-first-line"),
    ],
)
def test_a_post_says_everything_in_its_lines(text: str, reading: Reading) -> None:
    post = parse_post(text, "tea.md", reading)

    assert isinstance(post, Post)
    assert (post.title, post.url) == ("Tea: at noon", "https://ferry.example/2026/03/noon/")
    assert post.published_at == datetime(2026, 3, 3, 2, tzinfo=UTC)
    assert (post.authors, post.tags) == (("Ada",), ("tea", "boats of the ferry", "News from the quay"))
    assert post.image is not None
    assert (post.image.url, post.link) == ("https://ferry.example/tea.jpg", None)
    assert split_front_matter(text, post.path).body.strip() == "Body"


def test_a_link_makes_a_link_post(reading: Reading) -> None:
    post = parse_post(f"{KEYS}.. link: https://paper.example/\n".replace(".. link:\n", ""), "tea.md", reading)

    assert isinstance(post, Post)
    assert post.link == "https://paper.example/"


@pytest.mark.parametrize("state", ["draft", "private"])
def test_a_draft_and_a_private_post_are_left_out(state: str, reading: Reading) -> None:
    outcome = parse_post(f".. status: {state}\n{KEYS}", "tea.md", reading)

    assert outcome == LeftOut("posts/tea.md", "Tea: at noon", f"`status: {state}`")


@pytest.mark.parametrize(
    "text", ["<!-- a comment -->\n", ".. image:: tea.jpg\n", ".. _tea: https://tea.example/\n", "..\n"]
)
def test_other_comments_and_directives_are_no_front_matter(text: str) -> None:
    with pytest.raises(PostError, match="there is no front matter"):
        split_front_matter(text, "posts/tea.md")


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("\n.. title: Tea\n.. date: 2026-03-02\n.. Title: Boats\n", "again, after line 2", 4),
        ("<!--\n.. title: Tea\n.. date: soon\n-->\n", "not a calendar date", 3),
        ("<!--\n.. title: Tea\nat noon\n.. date: 2026-03-02\n-->\n", "no line of Nikola's", 3),
        ("\n<!--\n.. title: Tea\n\nBody\n", "never closed", 3),
    ],
)
def test_what_is_wrong_is_one_problem_with_its_line(text: str, words: str, line: int, reading: Reading) -> None:
    with pytest.raises(PostError) as caught:
        parse_post(text, "tea.md", reading)

    (problem,) = caught.value.problems
    assert words in problem.fault
    assert isinstance(problem.place, Place)
    assert problem.place.line == line
