from datetime import UTC, datetime

import pytest

from digest.collect.parse import parse_post
from digest.collect.post import Image, LeftOut, Post, Role, Source
from digest.collect.reading import Reading
from digest.errors import Place, PostError, Problem


def post_from(keys: str, reading: Reading, *, relative: str = "2026-03-02-tea.md", body: str = "Text.\n") -> Post:
    post = parse_post(f"---\n{keys}\n---\n{body}", relative, reading)
    assert isinstance(post, Post)
    return post


def problems_of(
    keys: str, reading: Reading, *, relative: str = "2026-03-02-tea.md", body: str = ""
) -> tuple[Problem, ...]:
    with pytest.raises(PostError) as caught:
        parse_post(f"---\n{keys}\n---\n{body}", relative, reading)
    return caught.value.problems


def test_a_post_says_everything_in_its_front_matter(reading: Reading) -> None:
    keys = """
title: Tea at noon
date: 2026-03-02 10:00 +0100
authors: [Ada, {name: Grace, url: /grace}]
tags: [tea, Boats]
categories: tea
slug: noon
lang: en-GB
image: {src: /tea.jpg, alt: A cup}
excerpt: Tea is *late*.
id: tea-1
link: https://paper.example/tea
source: {name: The Paper, url: https://paper.example/, author: Lin}
via: A friend
digest: lead
"""

    post = post_from(keys, reading)

    assert post == Post(
        id="tea-1",
        path="posts/2026-03-02-tea.md",
        title="Tea at noon",
        published_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
        url="https://ferry.example/2026/03/noon/",
        authors=("Ada", "Grace"),
        tags=("tea", "Boats"),
        language="en-GB",
        image=Image(url="https://ferry.example/tea.jpg", alt="A cup"),
        role=Role.LEAD,
        link="https://paper.example/tea",
        source=Source(name="The Paper", url="https://paper.example/", author="Lin"),
        via=Source(name="A friend"),
    )


def test_a_post_can_say_nearly_nothing(reading: Reading) -> None:
    post = post_from("", reading, body="# Tea *at* noon\n\nText.")

    assert post == Post(
        id="https://ferry.example/2026/03/tea/",
        path="posts/2026-03-02-tea.md",
        title="Tea at noon",
        published_at=datetime(2026, 3, 2, tzinfo=UTC),
        url="https://ferry.example/2026/03/tea/",
    )


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("title: 1984", "1984"),
        ("title: 1.10", "1.10"),
        ("title: 007", "007"),
        ("title: true", "true"),
        ("title: [Tea]", "Tea"),
        ('title: "Tea\\nand  scones"', "Tea and scones"),
        ("title: Tea &amp; <em>scones</em>", "Tea & scones"),
        ("title: a < b > c & d", "a < b > c & d"),
        ('title: "Tea\\u0007\\u0085"', "Tea"),
        ("TITLE: Tea", "Tea"),
    ],
)
def test_a_title_of_any_type_is_plain_text(written: str, title: str, reading: Reading) -> None:
    assert post_from(written, reading).title == title


def test_a_null_title_is_a_missing_one(reading: Reading) -> None:
    assert post_from("title: null", reading, body="# From the text\n").title == "From the text"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("draft: true", "draft"),
        ("draft: yes", "draft"),
        ("published: false", "`published: false`"),
        ("digest: skip", "`digest: skip`"),
        ("digest: false", "`digest: false`"),
        ("newsletter: false", "`newsletter: false`"),
        ("draft: true\ndate: soon", "draft"),
    ],
)
def test_what_its_author_holds_back_is_left_out(written: str, reason: str, reading: Reading) -> None:
    left_out = parse_post(f"---\ntitle: Tea\n{written}\n---\n", "tea.md", reading)

    assert left_out == LeftOut("posts/tea.md", "Tea", reason)


def test_a_post_that_is_not_held_back_goes(reading: Reading) -> None:
    post = post_from("title: Tea\ndraft: false\npublished: true\nnewsletter: weekly\ndigest: true", reading)

    assert post.role is Role.NORMAL


@pytest.mark.parametrize("role", list(Role))
def test_each_role_can_be_asked_for(role: Role, reading: Reading) -> None:
    assert post_from(f"title: Tea\ndigest: {role.value}", reading).role is role


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("author: Ada", ("Ada",)),
        ("author: null", ()),
        ("author: [Ada, null, ada, Grace]", ("Ada", "Grace")),
        ("author: {name: Ada}", ("Ada",)),
        ("authors: []\nauthor: Ada", ("Ada",)),
        ("author: King, Jr.", ("King, Jr.",)),
    ],
)
def test_authors_are_names(written: str, names: tuple[str, ...], reading: Reading) -> None:
    assert post_from(f"title: Tea\n{written}", reading).authors == names


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ("tags: tea boats", ("tea", "boats")),
        ("tags: green tea, boats", ("green tea", "boats")),
        ("tags: [green tea, 2026, 1.10]", ("green tea", "2026", "1.10")),
        ("tags: null\ncategories: [boats]", ("boats",)),
        ("tags: [tea]\ncategories: [Tea, boats]", ("tea", "boats")),
    ],
)
def test_tags_and_categories_are_one_list(written: str, tags: tuple[str, ...], reading: Reading) -> None:
    assert post_from(f"title: Tea\n{written}", reading).tags == tags


@pytest.mark.parametrize(
    ("written", "image"),
    [
        ("image: tea.jpg\nimage_alt: A cup", Image(url="https://ferry.example/2026/03/tea/tea.jpg", alt="A cup")),
        ("image: {url: /tea.jpg}", Image(url="https://ferry.example/tea.jpg")),
        ("image: [/a.jpg, /b.jpg]", Image(url="https://ferry.example/a.jpg")),
        ("image: {credit: Ada}", None),
        ("image: data:image/png;base64,AAAA", None),
        ("image: ''", None),
    ],
)
def test_the_image_is_absolute(written: str, image: Image | None, reading: Reading) -> None:
    assert post_from(f"title: Tea\n{written}", reading).image == image


@pytest.mark.parametrize("key", ["link", "link_url", "external_url", "source_url"])
def test_a_link_post_points_outward(key: str, reading: Reading) -> None:
    assert post_from(f"title: Tea\n{key}: https://paper.example/tea", reading).link == "https://paper.example/tea"


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("source: The Paper", Source(name="The Paper")),
        ("source: https://www.paper.example/a", Source(name="paper.example", url="https://www.paper.example/a")),
        ("source: {url: https://paper.example/a}", Source(name="paper.example", url="https://paper.example/a")),
        ("source: {author: Lin}", None),
    ],
)
def test_a_source_has_a_name(written: str, source: Source | None, reading: Reading) -> None:
    assert post_from(f"title: Tea\n{written}", reading).source == source


def test_its_own_address_wins_over_the_pattern(reading: Reading) -> None:
    assert post_from("title: Tea\npermalink: /tea/", reading).url == "https://ferry.example/tea/"


def test_an_address_of_false_is_none(reading: Reading) -> None:
    assert post_from("title: Tea\npermalink: false", reading).url == "https://ferry.example/2026/03/tea/"


def test_a_date_near_midnight_is_in_the_newsletters_month(reading: Reading) -> None:
    post = post_from("title: Tea\ndate: 2026-05-31T23:30:00Z", reading)

    assert post.url == "https://ferry.example/2026/06/tea/"


@pytest.mark.parametrize(
    ("written", "words", "line", "column"),
    [
        ("date: soon", '`date` is "soon", not a calendar date', 3, 1),
        ("date: 2026-13-45", '"2026-13-45"', 3, 1),
        ("date: [2026, 3, 2]", "`date`", 3, 1),
        ("draft: maybe", "neither `true` nor `false`", 3, 1),
        ("digest: sometimes", "`digest`", 3, 1),
        ("lang: Klingon please", "no language tag", 3, 1),
        ("title: [a, b]", "is a list", 3, 1),
        ("summary: [a, b]", "is a list", 3, 1),
        ("author: [[a]]", "without a name", 3, 1),
        ("link: javascript:alert(1)", "no address on the web", 3, 1),
        ("image: mailto:a@b.example", "no address on the web", 3, 1),
        ("source: {name: x, url: 'javascript:x'}", "no address on the web", 3, 1),
        ("permalink: //evil.example/", "leads to another site", 3, 1),
        ("url: /%2e%2e/x", "climbs", 3, 1),
        ("slug: ../x", "climbs", 3, 1),
    ],
)
def test_what_a_key_can_not_mean_is_named_with_its_place(
    written: str, words: str, line: int, column: int, reading: Reading
) -> None:
    other = "date: 2026-03-02" if written.startswith("title") else "title: Tea"

    (problem,) = problems_of(f"{other}\n{written}", reading)

    assert words in problem.fault
    assert problem.place == Place("posts/2026-03-02-tea.md", line, column)
    assert problem.mend


def test_all_problems_come_at_once(reading: Reading) -> None:
    problems = problems_of("draft: maybe\nlink: 'data:x'", reading, relative="tea.md")

    assert [problem.fault.split("`")[1] for problem in problems] == ["draft", "title", "date", "link"]


def test_a_missing_date_says_how_to_leave_the_post_out(reading: Reading) -> None:
    (problem,) = problems_of("title: Tea", reading, relative="tea.md")

    assert problem.place == Place("posts/tea.md", 1)
    assert "draft: true" in problem.mend


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        pytest.param("date: 2026-01-05\npublishDate: 2026-03-09", 9, id="later"),
        pytest.param("date: 2026-03-08\npublishDate: 2026-01-05", 8, id="earlier"),
        pytest.param("publishDate: 2026-03-07", 7, id="alone"),
        pytest.param("pubDate: Mar 06 2026", 6, id="astro"),
        pytest.param("date:\npublishDate:", 2, id="neither"),
    ],
)
def test_the_later_of_two_dates_of_publishing_counts(keys: str, day: int, reading: Reading) -> None:
    post = post_from(f"title: Tea\n{keys}", reading)

    assert post.published_at == datetime(2026, 3, day, tzinfo=UTC)


def test_a_date_of_publishing_that_is_none_is_named_by_its_own_key(reading: Reading) -> None:
    (problem,) = problems_of("title: Tea\ndate: 2026-03-02\npublishDate: soon", reading)

    assert (problem.place, problem.fault) == (
        Place("posts/2026-03-02-tea.md", 4, 1),
        '`publishdate` is "soon", not a calendar date',
    )


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("2026/03/02/Tea-1.0", "https://ferry.example/2026/03/02/Tea-1.0/"),
        ("/quay/2026/03/02/tea/", "https://ferry.example/quay/2026/03/02/tea/"),
    ],
)
def test_the_path_that_a_post_asks_for_is_its_url_and_its_last_source_of_a_date(
    path: str, url: str, reading: Reading
) -> None:
    post = post_from(f"title: Tea\npath: {path}", reading, relative="tea.md")

    assert (post.url, post.published_at) == (url, datetime(2026, 3, 2, tzinfo=UTC))


def test_the_date_in_a_file_name_wins_over_the_one_in_the_path_it_asks_for(reading: Reading) -> None:
    post = post_from("title: Tea\npath: 2020/01/01/tea", reading, relative="2026-03-02-tea.md")

    assert post.published_at == datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize("path", ["../tea", "%2e%2e/tea", "2026/03/02/..\\tea"])
def test_a_path_that_climbs_is_a_problem(path: str, reading: Reading) -> None:
    (problem,) = problems_of(f"title: Tea\npath: '{path}'", reading)

    assert (problem.place, problem.fault.startswith("`path` is")) == (Place("posts/2026-03-02-tea.md", 3, 1), True)


@pytest.mark.parametrize(
    ("state", "is_out"), [("draft", True), ("Hidden", True), ("published", False), ("evergreen", False), ("[a]", False)]
)
def test_a_post_whose_status_is_not_public_is_left_out(state: str, is_out: bool, reading: Reading) -> None:  # noqa: FBT001 - a table's column
    outcome = parse_post(f"---\ntitle: Tea\nstatus: {state}\n---\n", "2026-03-02-tea.md", reading)

    assert isinstance(outcome, LeftOut) is is_out
