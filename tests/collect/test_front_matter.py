import pytest

from digest.collect.front_matter import has_front_matter, split_front_matter
from digest.errors import Place, PostError


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\ntitle: Tea\n---\nBody\n", id="plain"),
        pytest.param("\ufeff---\ntitle: Tea\n---\nBody\n", id="byte-order-mark"),
        pytest.param("\n  \n---\ntitle: Tea\n---\nBody\n", id="blank-lines-above"),
        pytest.param("---  \ntitle: Tea\n---\t\nBody\n", id="spaces-after-the-fence"),
        pytest.param("---\ntitle: Tea\n...\nBody\n", id="dots"),
        pytest.param("---yaml\ntitle: Tea\n---\nBody\n", id="yaml-by-name"),
        pytest.param("---\nTitle: Tea\n---\nBody\n", id="capital-key"),
        pytest.param("---\ntitle: ! 'Tea'\n---\nBody\n", id="tag-of-text"),
    ],
)
def test_front_matter_and_body_are_told_apart(text: str) -> None:
    front = split_front_matter(text, "posts/tea.md")

    assert (front.values, front.body) == ({"title": "Tea"}, "Body\n")


def test_a_rule_in_the_body_is_no_fence() -> None:
    front = split_front_matter("---\ntitle: Tea\n---\nOne\n\n---\n\nauthor: two\n---\n", "posts/tea.md")

    assert front.body == "One\n\n---\n\nauthor: two\n---\n"


def test_empty_front_matter_has_no_values() -> None:
    front = split_front_matter("---\n---\nBody", "posts/tea.md")

    assert (front.values, front.body) == ({}, "Body")


def test_places_count_from_the_top_of_the_file() -> None:
    front = split_front_matter("\n\n---\n# a comment\ntitle: Tea\n---\n", "posts/tea.md")

    assert (front.first_line, front.places["title",]) == (3, (5, 1))


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        pytest.param("", "is empty", 1, id="empty"),
        pytest.param("\n \n", "is empty", 1, id="blank"),
        pytest.param("# Tea\n", "there is no front matter", 1, id="none"),
        pytest.param("----\ntitle: Tea\n----\n", "there is no front matter", 1, id="four-hyphens"),
        pytest.param("{% include x %}\n", "there is no front matter", 1, id="liquid"),
        pytest.param("\n\n+++\ntitle = 'Tea'\n+++\n", "is TOML", 3, id="toml"),
        pytest.param('{\n"title": "Tea"\n}\n', "is JSON", 1, id="json"),
        pytest.param('{"title": "Tea"}\nBody', "is JSON", 1, id="json-on-one-line"),
        pytest.param('---json\n{"title": "Tea"}\n---\n', "is JSON", 1, id="json-by-name"),
        pytest.param("---js\n{title: process.exit()}\n---\n", "another language than YAML", 1, id="javascript"),
        pytest.param("Title: Tea\nDate: 2026-03-02\n\nBody", "Pelican's", 1, id="pelican"),
        pytest.param(".. title: Tea\n.. date: 2026-03-02\n\nBody", "Nikola's", 1, id="nikola"),
        pytest.param("<!--\n.. title: Tea\n-->\nBody", "Nikola's", 1, id="nikola-in-a-comment"),
        pytest.param("\n---\ntitle: Tea\n\nBody", "never closed", 2, id="open"),
        pytest.param("---\n- a list\n---\n", "a list stands here", 2, id="list"),
        pytest.param("---\ntitle: Tea\n\tdate: 2026-03-02\n---\n", "tab", 3, id="tab"),
        pytest.param("---\ntitle: 'Tea\n---\n", "quote", 2, id="quote"),
        pytest.param("---\ntitle: Tea\ntitle: Coffee\n---\n", "again", 3, id="twice"),
        pytest.param("---\ntitle: !!python/object:os.system x\n---\n", "tag", 2, id="tag"),
        pytest.param("---\ntitle: " + "[" * 30_000 + "\n---\n", "levels", 2, id="brackets"),
    ],
)
def test_what_is_wrong_is_one_problem_with_its_line(text: str, words: str, line: int) -> None:
    with pytest.raises(PostError) as caught:
        split_front_matter(text, "posts/tea.md")

    (problem,) = caught.value.problems
    assert words in problem.fault
    assert problem.mend
    assert isinstance(problem.place, Place)
    assert (problem.place.path, problem.place.line) == ("posts/tea.md", line)


@pytest.mark.parametrize(
    ("text", "is_there"),
    [("---\ntitle: Tea\n---\n", True), ("+++\n+++\n", True), ("Title: Tea\n", True), ("# About these posts\n", False)],
)
def test_front_matter_of_any_kind_is_seen(text: str, is_there: bool) -> None:  # noqa: FBT001 - a table's column
    assert has_front_matter(text) is is_there
