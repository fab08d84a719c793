import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect.front_matter.front_matter import has_front_matter, split_front_matter
from digest.collect.parse import parse_post
from digest.collect.post import Post
from digest.collect.reading import Reading
from digest.errors import Place, PostError, Problem


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

    assert (front.first_line, front.find_spots()) == (3, {"title": (5, 1)})


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        pytest.param("", "is empty", 1, id="empty"),
        pytest.param("\n \n", "is empty", 1, id="blank"),
        pytest.param("# Tea\n", "there is no front matter", 1, id="none"),
        pytest.param("----\ntitle: Tea\n----\n", "there is no front matter", 1, id="four-hyphens"),
        pytest.param("{% include x %}\n", "there is no front matter", 1, id="liquid"),
        pytest.param("---js\n{title: process.exit()}\n---\n", "`---js`), which digest never runs", 1, id="javascript"),
        pytest.param(
            "\n--- javascript\nx\n---\n", "`---javascript`), which digest never runs", 2, id="by-its-long-name"
        ),
        pytest.param("---ini\ntitle=Tea\n---\n", "`---ini`, and can't be read", 1, id="another-language"),
        pytest.param("---\n\nTea was late.\n\n---\n\nMore.\n", "there is no front matter", 1, id="rule-above-prose"),
        pytest.param("---\nTea was late.\n", "there is no front matter", 1, id="one-rule-above-prose"),
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
    [
        ("---\ntitle: Tea\n---\n", True),
        ("+++\n+++\n", True),
        ('{"title": "Tea"}', True),
        ("Title: Tea\n", True),
        ("<!--\n.. title: Tea\n-->\n", True),
        ("---js\n---\n", True),
        ("# About these posts\n", False),
        ("---\n\nAbout these posts\n", False),
        ("Note: these are posts\n", False),
        ("{% include posts %}\n", False),
    ],
)
def test_front_matter_of_any_kind_is_seen(text: str, is_there: bool) -> None:  # noqa: FBT001 - a table's column
    assert has_front_matter(text) is is_there


def test_the_mend_for_a_post_without_front_matter_shows_every_form() -> None:
    with pytest.raises(PostError) as caught:
        split_front_matter("Tea was late.\n", "posts/tea.md")

    (problem,) = caught.value.problems
    assert all(form in problem.mend for form in ("`---`", "`+++`", "`{…}`", "`Title: …`", "`.. title: …`"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\ntitle: Tea\ndate: 2026-03-02\ntags: [tea, boats]\n---\nBody\n", id="yaml"),
        pytest.param("+++\ntitle = 'Tea'\ndate = 2026-03-02\ntags = ['tea', 'boats']\n+++\nBody\n", id="toml"),
        pytest.param('{"title": "Tea", "date": "2026-03-02", "tags": ["tea", "boats"]}\nBody\n', id="json"),
        pytest.param("Title: Tea\nDate: 2026-03-02\nTags: tea, boats\n\nBody\n", id="pelican"),
        pytest.param(".. title: Tea\n.. date: 2026-03-02\n.. tags: tea, boats\n\nBody\n", id="nikola"),
    ],
)
def test_a_post_is_the_same_in_every_form(text: str, reading: Reading) -> None:
    post = parse_post(text, "tea.md", reading)

    assert isinstance(post, Post)
    assert (post.title, f"{post.published_at:%Y-%m-%d}", post.tags) == ("Tea", "2026-03-02", ("tea", "boats"))
    assert split_front_matter(text, "posts/tea.md").body.strip() == "Body"


@pytest.mark.parametrize("fence", ["---", "+++"])
def test_a_body_may_begin_with_a_rule(fence: str) -> None:
    front = split_front_matter(f"{fence}\n{fence}\n---\nProse.\n\n---\n", "posts/tea.md")

    assert (front.values, front.body) == ({}, "---\nProse.\n\n---\n")


@pytest.mark.parametrize("table", ["extra", "params", "taxonomies"])
def test_what_a_table_of_zola_or_hugo_holds_counts_as_if_it_stood_outside(table: str) -> None:
    front = split_front_matter(
        f"+++\ntitle = 'Tea'\n[{table}]\nImage = '/tea.jpg'\ntags = ['tea', 1.10]\ntitle = 'Boats'\n+++\n",
        "posts/tea.md",
    )

    assert (front.values["title"], front.values["image"], front.values["tags"]) == ("Tea", "/tea.jpg", ["tea", "1.10"])
    assert front.find_spots()["image"] == (4, 1)


def test_a_key_outside_a_table_wins_over_the_one_in_it() -> None:
    front = split_front_matter("---\ntags: [tea]\nextra:\n  tags: [boats]\n---\n", "posts/tea.md")

    assert front.values["tags"] == ["tea"]


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        pytest.param("---\ntitle: Tea\n---\n", "write `date: 2026-03-02`, or `draft: true`", id="yaml"),
        pytest.param("+++\ntitle = 'Tea'\n+++\n", "write `date = 2026-03-02`, or `draft = true`", id="toml"),
        pytest.param('{"title": "Tea"}', 'write `"date": "2026-03-02"`, or `"draft": true`', id="json"),
        pytest.param("Title: Tea\n", "write `Date: 2026-03-02`, or `Draft: true`", id="pelican"),
        pytest.param(".. title: Tea\n", "write `.. date: 2026-03-02`, or `.. draft: true`", id="nikola"),
    ],
)
def test_a_mend_is_written_as_the_front_matter_is(text: str, mend: str, reading: Reading) -> None:
    with pytest.raises(PostError) as caught:
        parse_post(text, "tea.md", reading)

    assert caught.value.problems[0].mend.startswith(mend)


_OPENINGS = ("---\n", "---json\n", "---toml\n", "+++\n", "{", "Title: ", ".. title: ", "<!--\n.. title: ", "")
_PARTS = st.sampled_from(
    [
        *("title", "date", "tags", "url", "path", "image", "source", "lang", "extra", "slug", "id", "digest", "status"),
        *(
            " = ",
            ": ",
            ":",
            ",",
            "\n",
            "\n",
            "\n    ",
            ".. ",
            "-->",
            "---\n",
            "+++\n",
            "\n\n",
            "\t",
            "\\ud83d",
            "\\u0000",
        ),
        *(
            '"',
            "'",
            '"""',
            "[",
            "]",
            "{",
            "}",
            "[extra]",
            "2026-03-02",
            "1e999",
            "nan",
            "0x1f",
            "true",
            "null",
            "//x/..",
            "%2e",
        ),
    ]
)


@given(st.sampled_from(_OPENINGS), st.lists(_PARTS | st.text(max_size=8), max_size=24))
def test_whatever_opens_a_file_it_is_a_post_or_has_problems_with_places(
    reading: Reading, opening: str, parts: list[str]
) -> None:
    text = opening + "".join(parts)

    problems = _problems_of(text, reading)

    assert all(problem.place and problem.place.line and problem.fault and problem.mend for problem in problems)


def _problems_of(text: str, reading: Reading) -> tuple[Problem, ...]:
    try:
        parse_post(text, "2026-03-02-tea.md", reading)
    except PostError as error:
        return error.problems
    return ()
