import pytest

from digest.collect.front_matter.front_matter import split_front_matter
from digest.collect.parse import parse_post
from digest.collect.post import Post
from digest.collect.reading import Reading
from digest.errors import Place, PostError


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"title": "Tea {at} \\"noon\\""}\nBody\n', id="one-line"),
        pytest.param('\n{\n\t"title": "Tea {at} \\"noon\\""\n}  \nBody\n', id="several-lines"),
        pytest.param('---json\n{\n  "title": "Tea {at} \\"noon\\""\n}\n---\nBody\n', id="fenced"),
        pytest.param('{ "Title": "Tea {at} \\"noon\\"" }\nBody\n', id="capital"),
    ],
)
def test_front_matter_and_body_are_told_apart(text: str) -> None:
    front = split_front_matter(text, "posts/tea.md")

    assert (front.values, front.body) == ({"title": 'Tea {at} "noon"'}, "Body\n")


def test_numbers_and_truths_are_read_as_they_are_written(reading: Reading) -> None:
    post = parse_post(
        '{"title": 1.10, "date": "2026-03-02", "tags": [2026, true], "draft": false}\n', "tea.md", reading
    )

    assert isinstance(post, Post)
    assert (post.title, post.tags) == ("1.10", ("2026", "true"))


def test_places_are_those_of_the_keys() -> None:
    text = '{"title": "a: {",\n  "date" :1, "slug": "x",\n\n"extra": {"image": [{"lang": 1}],\n "tags": 2}}'

    front = split_front_matter(text, "posts/tea.md")

    assert front.find_spots() == {
        "title": (1, 2),
        "date": (2, 3),
        "slug": (2, 14),
        "extra": (4, 1),
        "image": (4, 11),
        "tags": (5, 2),
    }


def test_code_of_a_template_is_no_json() -> None:
    with pytest.raises(PostError, match="there is no front matter"):
        split_front_matter('{{ "tea" }}\n', "posts/tea.md")


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        pytest.param('{\n "title": "Tea",\n}', "no key in double quotes", 3, id="comma-at-the-end"),
        pytest.param("{\n title: 'Tea'\n}", "no key in double quotes", 2, id="javascript"),
        pytest.param('{\n "title": "Tea"\n "date": 1}', "a comma or a bracket is missing", 3, id="no-comma"),
        pytest.param('{\n "title" "Tea"}', "without a colon", 2, id="no-colon"),
        pytest.param('{\n "title": Tea}', "no value of JSON", 2, id="no-quotes"),
        pytest.param('{\n "title": "Tea\n}', "goes on in the next line", 2, id="open-quote"),
        pytest.param('{"title": "Tea', "never closed", 1, id="open-quote-at-the-end"),
        pytest.param('{"title": "C:\\Tea"}', "backslash", 1, id="backslash"),
        pytest.param('{\n "title": "Tea",\n "title": "Boats"}', "stands here again, after line 2", 3, id="twice"),
        pytest.param('\n---json\n{"title": "Tea"}\n\nBody', "never closed", 2, id="open-fence"),
        pytest.param('---json\n["Tea"]\n---\n', "between braces", 2, id="list"),
        pytest.param('---json\n\n{"title": "Tea"} Body\n---\n', "after the closing brace", 3, id="text-after-it"),
        pytest.param(f'{{"title": {"[" * 40_000}', "levels", 1, id="levels"),
        pytest.param(f'{{"title": {"[" * 60}{"]" * 60}}}', "levels", 1, id="sixty-levels"),
        pytest.param('{"title": "\\ud83d"}', "half of a character", 1, id="half-an-emoji"),
        pytest.param('{"title": "Tea",\n\n "date": "soon"}', "not a calendar date", 3, id="date"),
        pytest.param('---json\n{\n "date": "2026-03-02", "title": {"date": 1}}\n---', "is a mapping", 3, id="mapping"),
    ],
)
def test_what_is_wrong_is_one_problem_with_its_line(text: str, words: str, line: int, reading: Reading) -> None:
    with pytest.raises(PostError) as caught:
        parse_post(text, "tea.md", reading)

    (problem,) = caught.value.problems
    assert words in problem.fault
    assert problem.mend
    assert isinstance(problem.place, Place)
    assert problem.place.line == line
