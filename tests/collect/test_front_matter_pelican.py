import pytest

from digest.collect.front_matter.front_matter import split_front_matter
from digest.collect.parse import parse_post
from digest.collect.post import LeftOut, Post
from digest.collect.reading import Reading
from digest.errors import Place, PostError


def test_a_post_says_everything_in_its_lines(reading: Reading) -> None:
    text = """Title: Tea: at noon
Date: 2026-03-02 10:20
Modified: 2026-03-05
Category: News from the quay
Tags: tea, boats of the ferry
Slug: noon
Authors: Ashdown, Nell; Brown, Ada
Lang: en-GB
Summary: Tea is
    late.

Note: this is text.
"""

    post = parse_post(text, "tea.md", reading)

    assert isinstance(post, Post)
    assert (post.title, post.url) == ("Tea: at noon", "https://ferry.example/2026/03/noon/")
    assert (post.authors, post.language) == (("Ashdown, Nell", "Brown, Ada"), "en-GB")
    assert post.tags == ("tea", "boats of the ferry", "News from the quay")
    front = split_front_matter(text, post.path)
    assert (front.values["summary"], front.body) == ("Tea is\nlate.", "Note: this is text.\n")


@pytest.mark.parametrize(
    ("state", "is_out"), [("draft", True), ("hidden", True), ("Draft", True), ("published", False)]
)
def test_a_draft_and_a_hidden_post_are_left_out(state: str, is_out: bool, reading: Reading) -> None:  # noqa: FBT001 - a table's column
    outcome = parse_post(f"Title: Tea\nDate: 2026-03-02\nStatus: {state}\n", "tea.md", reading)

    assert isinstance(outcome, LeftOut) is is_out


@pytest.mark.parametrize("body", ["Body.\n", "# Body\n", "https://ferry.example/\n", "\n---\nBody\n---\n"])
def test_the_first_other_line_ends_it(body: str) -> None:
    front = split_front_matter(f"Title: Tea\n{body}", "posts/tea.md")

    assert (front.values, front.body) == ({"title": "Tea"}, body.removeprefix("\n"))


@pytest.mark.parametrize("text", ["Note: tea is late.\n", "Titles: many\n", "Title:Tea\n", "    Title: code\n"])
def test_prose_with_a_colon_is_no_front_matter(text: str) -> None:
    with pytest.raises(PostError, match="there is no front matter"):
        split_front_matter(text, "posts/tea.md")


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("\nTitle: Tea\nDate: 2026-03-02\ntitle: Boats\n", "again, after line 2", 4),
        ("Title: Tea\nDate: soon\n", "not a calendar date", 2),
        ("\n\nTitle: Tea\nUrl: //evil.example/\nDate: 2026-03-02\n", "leads to another site", 4),
        ("\nDate: 2026-03-02\n\nText\n", "`title` is missing", 2),
    ],
)
def test_what_is_wrong_is_one_problem_with_its_line(text: str, words: str, line: int, reading: Reading) -> None:
    with pytest.raises(PostError) as caught:
        parse_post(text, "tea.md", reading)

    (problem,) = caught.value.problems
    assert words in problem.fault
    assert isinstance(problem.place, Place)
    assert problem.place.line == line
