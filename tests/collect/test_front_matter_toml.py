from datetime import UTC, datetime

import pytest

from digest.collect.front_matter.front_matter import split_front_matter
from digest.collect.parse import parse_post
from digest.collect.post import Image, Post
from digest.collect.reading import Reading
from digest.errors import Place, PostError


def post_from(keys: str, reading: Reading) -> Post:
    post = parse_post(f"+++\n{keys}\n+++\nText.\n", "tea.md", reading)
    assert isinstance(post, Post)
    return post


def test_a_post_of_zola_says_everything_in_its_tables(reading: Reading) -> None:
    keys = """
title = "Tea at noon"
date = 2026-03-02T10:00:00+01:00
authors = ["Ada"]
[taxonomies]
tags = ["tea", "boats"]
categories = ["news"]
[extra]
image = "/tea.jpg"
image_alt = "A cup"
"""

    post = post_from(keys, reading)

    assert (post.title, post.authors, post.tags) == ("Tea at noon", ("Ada",), ("tea", "boats", "news"))
    assert post.published_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert post.image == Image(url="https://ferry.example/tea.jpg", alt="A cup")


@pytest.mark.parametrize(
    ("date", "published_at"),
    [
        pytest.param("2026-07-02", datetime(2026, 7, 1, 23, tzinfo=UTC), id="day"),
        pytest.param("2026-07-02 08:00:00", datetime(2026, 7, 2, 7, tzinfo=UTC), id="local"),
        pytest.param("2026-07-02T08:00:00Z", datetime(2026, 7, 2, 8, tzinfo=UTC), id="utc"),
        pytest.param("'2026-07-02T08:00:00-04:00'", datetime(2026, 7, 2, 12, tzinfo=UTC), id="text"),
    ],
)
def test_dates_may_be_toml_or_text(date: str, published_at: datetime, reading: Reading) -> None:
    assert post_from(f"title = 'Tea'\ndate = {date}", reading).published_at == published_at


@pytest.mark.parametrize(
    ("title", "read"), [("1984", "1984"), ("1.10", "1.10"), ("true", "true"), ("2026-03-02", "2026-03-02")]
)
def test_a_title_that_is_no_text_is_read_as_it_is_written(title: str, read: str, reading: Reading) -> None:
    assert post_from(f"title = {title}\ndate = 2026-03-02", reading).title == read


def test_the_fence_may_name_toml() -> None:
    front = split_front_matter("---toml\ntitle = 'Tea'\n---\n+++\n", "posts/tea.md")

    assert (front.values, front.body) == ({"title": "Tea"}, "+++\n")


@pytest.mark.parametrize(
    ("keys", "words", "line"),
    [
        pytest.param("\ntitle = Tea", "no value of TOML", 3, id="no-quotes"),
        pytest.param("title = 'Tea", "never closed", 2, id="open-quote"),
        pytest.param('title = "Tea\ndate = 2026-03-02', "not closed", 2, id="open-double-quote"),
        pytest.param('title = """Tea', "never closed", 2, id="open-long-text"),
        pytest.param("title: Tea", "without `=`", 2, id="colon"),
        pytest.param("title = 'Tea'\ntitle = 'Boats'", "stood above already", 3, id="twice"),
        pytest.param("[extra]\na = 1\n[extra]", "stood above already", 4, id="table-twice"),
        pytest.param("date = 2026-03-02 08:00", "follows the value", 2, id="no-seconds"),
        pytest.param("tags = ['tea'", "not closed", 2, id="open-bracket"),
        pytest.param('title = "C:\\Tea"', "backslash", 2, id="backslash"),
        pytest.param(f"x = {'[' * 30_000}", "too many levels", 1, id="levels"),
        pytest.param(f"x = {'[' * 60}{']' * 60}", "too many levels", 1, id="sixty-levels"),
        pytest.param(f"x = {'9' * 5_000}", "thousands of digits", 1, id="digits"),
        pytest.param(
            "\n\n[extra]\ntext = '''\ntitle = 5\n'''\n[extra.author]\nname = [[]]", "is missing", 1, id="none"
        ),
        pytest.param("title = 'Tea'\ndate = 'soon'", "not a calendar date", 3, id="no-date"),
        pytest.param("title = 'Tea'\ndate = 08:00:00", "not a calendar date", 3, id="only-a-time"),
        pytest.param("date = 2026-03-02\n\n[title]\nen = 'Tea'", "is a mapping", 4, id="table-for-a-title"),
    ],
)
def test_what_is_wrong_has_its_line_and_its_mend(keys: str, words: str, line: int, reading: Reading) -> None:
    with pytest.raises(PostError) as caught:
        parse_post(f"+++\n{keys}\n+++\n", "tea.md", reading)

    problem = caught.value.problems[0]
    assert words in problem.fault
    assert problem.mend
    assert isinstance(problem.place, Place)
    assert problem.place.line == line


def test_a_fence_that_is_never_closed_is_named_as_it_is_written() -> None:
    with pytest.raises(PostError) as caught:
        split_front_matter("\n+++\ntitle = 'Tea'\n---\n", "posts/tea.md")

    (problem,) = caught.value.problems
    assert (problem.place, "`+++`" in problem.mend) == (Place("posts/tea.md", 2), True)
