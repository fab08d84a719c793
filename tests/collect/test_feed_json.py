import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect.feeds.feed_json import parse_json_feed
from digest.collect.feeds.feed_text import FeedPost, NoFeedError

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from(
    [
        "id",
        "url",
        "external_url",
        "title",
        "content_html",
        "content_text",
        "summary",
        "date_published",
        "authors",
        "tags",
    ]
)


def one_post(**keys: object) -> FeedPost:
    (post,) = parse_json_feed(json.dumps({"version": "1.1", "items": [keys]}).encode()).posts
    return post


def test_a_json_feed_is_read() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Gazette",
        "home_page_url": "https://gazette.example/",
        "language": "en",
        "authors": [{"name": "Nell Ashdown"}, {"url": "x"}],
        "items": [
            {
                "id": 7,
                "url": "https://gazette.example/fog",
                "external_url": "https://other.example/fog",
                "title": "Fog &\n1",
                "content_html": "<p>Fog.</p>",
                "content_text": "no",
                "date_published": "2026-11-16T07:30:00Z",
                "tags": ["river", 7],
                "language": "de",
            }
        ],
    }

    read = parse_json_feed(b"\xef\xbb\xbf" + json.dumps(feed).encode())

    assert (read.title, read.home, read.language) == ("The Gazette", "https://gazette.example/", "en")
    assert read.posts == (
        FeedPost(
            guid="7",
            link="https://gazette.example/fog",
            target="https://other.example/fog",
            title="Fog & 1",
            html="<p>Fog.</p>",
            published_at=datetime(2026, 11, 16, 7, 30, tzinfo=UTC),
            authors=("Nell Ashdown",),
            tags=("river",),
            language="de",
        ),
    )


def test_text_that_is_no_html_becomes_html() -> None:
    assert one_post(content_text="a < b\nc\n\nd").html == "<p>a &lt; b<br>c</p>\n<p>d</p>\n"


def test_a_summary_stands_in_for_the_text_and_is_known_as_one() -> None:
    post = one_post(summary="Fog.")

    assert (post.html, post.is_beginning) == ("<p>Fog.</p>\n", True)


def test_version_1_has_one_author_and_a_post_may_have_been_changed_only() -> None:
    post = one_post(author={"name": "Nell"}, date_published="soon", date_modified="2026-11-16")

    assert post.authors == ("Nell",)
    assert post.published_at == datetime(2026, 11, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        (b'{"items": [\n}', "the JSON is broken", 2),
        (b'{"version": "1"}', "no list `items`", None),
        (b"[1]", "no list `items`", None),
        (b'{"items": {}}', "no list `items`", None),
        (b'{"items": [' + b"[" * 100_000, "broken", None),
        (b'{"items": [{"id": ' + b"9" * 5000 + b"}]}", "broken", None),
        (b'{"items": "\xff"}', "broken", None),
    ],
)
def test_what_is_no_json_feed_is_named(content: bytes, reason: str, line: int | None) -> None:
    with pytest.raises(NoFeedError, match=reason) as caught:
        parse_json_feed(content)

    assert caught.value.line == line


@given(st.dictionaries(KEYS, ANYTHING, max_size=6))
def test_values_of_any_type_are_read_or_passed_over(keys: dict[str, object]) -> None:
    post = one_post(**keys)

    assert all(isinstance(value, str) for value in (post.guid, post.link, post.title, post.html, *post.tags))
