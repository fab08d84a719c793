from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect.page import page_of
from digest.collect.post import Body, Found, LeftOut, Post
from digest.collect.same_post import keep_first

DATE = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)


def file(name: str, *, link: str | None = None) -> Post:
    url = f"https://ferry.example/{name}/"
    return Post(id=url, path=f"posts/{name}.md", title=name, published_at=DATE, url=url, link=link)


def fed(guid: str, url: str, feed: str = "https://a.example/feed") -> Post:
    return Post(id=guid, path=url, title=guid, published_at=DATE, url=url, feed=feed)


def found(*posts: Post) -> Found:
    return Found(posts=posts, texts={post.id: partial(Body, html=post.path) for post in posts if post.feed})


def ids(everything: Found) -> list[str]:
    return [post.id for post in everything.posts]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(fed("urn:1", "https://a.example/other"), id="same-guid"),
        pytest.param(fed("urn:2", "http://A.example/fog/?utm_source=x#y"), id="same-page"),
        pytest.param(fed("urn:2", "https://a.example/fog", "https://b.example/feed"), id="another-feed"),
    ],
)
def test_the_same_post_goes_once_and_the_first_one_wins(second: Post) -> None:
    first = fed("urn:1", "https://a.example/fog")

    kept = keep_first([found(first), found(second)])

    assert kept.posts == (first,)
    (left,) = kept.left_out
    assert left.reason.startswith("same post as https://a.example/fog")
    assert kept.texts["urn:1"]().html == "https://a.example/fog"


def test_a_file_wins_over_a_feed_and_needs_no_text_from_it() -> None:
    kept = keep_first([found(file("fog")), found(fed("https://ferry.example/fog/", "https://ferry.example/fog/"))])

    assert ids(kept) == ["https://ferry.example/fog/"]
    assert kept.left_out == (
        LeftOut("https://ferry.example/fog/", "https://ferry.example/fog/", "same post as posts/fog.md"),
    )
    assert kept.texts == {}


def test_a_file_that_points_to_a_page_is_the_post_on_it() -> None:
    kept = keep_first([found(file("seen", link="https://a.example/fog")), found(fed("urn:1", "https://a.example/fog"))])

    assert ids(kept) == ["https://ferry.example/seen/"]


def test_a_page_that_is_not_its_own_tells_no_post_from_another() -> None:
    page = "https://a.example/changes"
    posts = [replace(fed(guid, page), path=f"feed#{guid}") for guid in ("urn:1", "urn:2")]

    assert ids(keep_first([found(*posts)])) == ["urn:1", "urn:2"]


def test_files_are_not_compared() -> None:
    twice = (file("fog"), replace(file("fog"), path="posts/other.md"))

    assert keep_first([found(*twice)]).posts == twice


POSTS = st.builds(
    fed,
    st.sampled_from(["urn:1", "urn:2", "urn:3", "4"]),
    st.sampled_from(
        [
            *("https://a.example/1", "http://a.example/1/", "https://A.example/1#x"),
            *("https://a.example/1?utm_source=rss", "https://a.example/2", "https://b.example/1?p=1"),
        ]
    ),
    st.sampled_from(["https://a.example/feed", "https://b.example/feed"]),
)
FEEDS = st.lists(st.lists(POSTS, max_size=5).map(tuple), max_size=4)


@given(FEEDS)
def test_every_post_is_kept_or_left_out_and_no_two_kept_are_the_same(feeds: list[tuple[Post, ...]]) -> None:
    kept = keep_first([found(*posts) for posts in feeds])

    assert len(kept.posts) + len(kept.left_out) == sum(map(len, feeds))
    assert len(set(ids(kept))) == len(kept.posts)
    assert len({page_of(post.url) for post in kept.posts}) == len(kept.posts)
    assert set(kept.texts) == set(ids(kept))


@given(FEEDS)
def test_what_was_kept_is_kept_again(feeds: list[tuple[Post, ...]]) -> None:
    once = keep_first([found(*posts) for posts in feeds])

    assert keep_first([found(*once.posts)]).posts == once.posts


@given(FEEDS, FEEDS)
def test_what_comes_later_changes_nothing_before_it(
    first: list[tuple[Post, ...]], later: list[tuple[Post, ...]]
) -> None:
    before = keep_first([found(*posts) for posts in first])

    after = keep_first([found(*posts) for posts in (*first, *later)])

    assert set(before.posts) <= set(after.posts)
