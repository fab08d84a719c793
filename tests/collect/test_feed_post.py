from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect.feeds.feed import Feed
from digest.collect.feeds.feed_post import LONG_AGO, feed_body, home_of, posts_of
from digest.collect.feeds.feed_text import FeedPost, FeedText
from digest.collect.post import LeftOut, Post, Source
from digest.errors import Place

HOME = "https://gazette.example/"
DATE = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
FEED = Feed(address=f"{HOME}feed", shown_as=f"{HOME}feed", place=Place("config.yaml"))


def made(*said: FeedPost, feed: Feed = FEED, text: FeedText | None = None, home: str = HOME) -> list[Post | LeftOut]:
    text = text or FeedText(title="The Harbour Gazette", home=home, language="en", posts=said)
    return [post for post, _ in posts_of(text, feed, home=home, site_url="https://ferry.example/")]


def only(said: FeedPost, *, feed: Feed = FEED, home: str = HOME) -> Post:
    (post,) = made(said, feed=feed, home=home)
    assert isinstance(post, Post)
    return post


def fog(guid: str = "urn:fog", link: str = "/fog", title: str = "Fog") -> FeedPost:
    return FeedPost(guid=guid, link=link, title=title, html="<p>Fog.</p>", published_at=DATE)


def test_a_post_of_another_site_is_a_link_post() -> None:
    said = FeedPost(
        guid="urn:fog",
        link="/fog?utm_source=rss&p=1",
        title="Fog",
        published_at=DATE,
        authors=("Nell", "Nell"),
        tags=("River",),
    )
    feed = Feed(address=FEED.address, shown_as=FEED.shown_as, place=FEED.place, tags=("news", "river"), language="de")

    assert only(said, feed=feed) == Post(
        id="urn:fog",
        path="https://gazette.example/fog?p=1",
        title="Fog",
        published_at=DATE,
        url="https://gazette.example/fog?p=1",
        authors=("Nell",),
        tags=("River", "news"),
        language="de",
        link="https://gazette.example/fog?p=1",
        source=Source(name="The Harbour Gazette", url=HOME),
        feed="https://gazette.example/feed",
        other_ids=("https://gazette.example/fog?p=1",),
    )


def test_a_post_of_the_newsletters_own_site_is_its_own() -> None:
    post = only(fog(link="https://www.ferry.example/fog"), home="https://ferry.example/blog/")

    assert (post.link, post.source) == (None, None)


def test_a_link_in_the_newsletters_own_feed_names_its_host() -> None:
    post = only(fog(link="https://www.gazette.example/fog"), home="https://ferry.example/")

    assert (post.link, post.source) == ("https://www.gazette.example/fog", Source(name="gazette.example"))


def test_a_source_that_is_named_is_quoted() -> None:
    feed = Feed(address="x", shown_as="x", place=Place("config.yaml"), source="Our archive")

    assert only(fog(), feed=feed, home="https://ferry.example/").source == Source(
        name="Our archive", url="https://ferry.example/"
    )


def test_what_a_json_feeds_post_points_to_is_its_link() -> None:
    post = only(FeedPost(guid="urn:1", link="/fog", target="https://other.example/", title="Fog"))

    assert (post.url, post.link) == ("https://gazette.example/fog", "https://other.example/")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        pytest.param(fog(), "urn:fog", id="guid"),
        pytest.param(fog(guid=" a\tb\x00 "), "a b", id="guid-tidied"),
        pytest.param(fog(guid=""), "https://gazette.example/fog", id="link"),
        pytest.param(fog(guid="17"), "https://gazette.example/fog", id="a-number-is-no-name"),
        pytest.param(fog(guid="17", link=""), "gazette.example#17", id="a-number-and-no-link"),
        pytest.param(fog(guid="17", link="/"), "gazette.example#17", id="a-number-and-the-home-page"),
    ],
)
def test_a_post_is_mailed_once_under_its_guid_else_its_link(said: FeedPost, name: str) -> None:
    assert only(said).id == name


def test_without_guid_and_link_title_and_date_are_the_name() -> None:
    names = {only(fog(guid="", link="", title=title)).id for title in ("Fog", "Mist", "Fog")}

    assert len(names) == 2


def test_a_guid_of_any_length_makes_a_name_of_few_letters() -> None:
    assert len(only(fog(guid="x" * 5000)).id) == 32


@pytest.mark.parametrize(
    "links",
    [
        pytest.param(("/changes#1", "/changes#2"), id="parts-of-a-page"),
        pytest.param(("/show", "/show", "/show"), id="a-podcast"),
        pytest.param(("/", "/"), id="the-home-page"),
    ],
)
def test_a_page_of_several_posts_names_none_of_them(links: tuple[str, ...]) -> None:
    posts = made(*(fog(guid=f"urn:{number}", link=link) for number, link in enumerate(links)))

    assert [isinstance(post, Post) and post.other_ids for post in posts] == [()] * len(links)
    assert len({post.path for post in posts}) == len(links)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (FeedPost(title="Protected: The crew list", html="<p>x</p>"), "protected by a password"),
        (FeedPost(title="Geschützt: x", html="<form action='/wp-login.php?action=postpass'>"), "protected by a"),
        (FeedPost(link="/fog", html="<p>&nbsp;<br></p>"), "empty: it has neither title nor text"),
    ],
)
def test_what_is_not_for_everybody_or_nothing_is_left_out(said: FeedPost, reason: str) -> None:
    (left,) = made(said)

    assert isinstance(left, LeftOut)
    assert left.reason.startswith(reason)


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<p>The early boat</p><p>waited.</p>", "The early boat waited."),
        ("<p>" + "fog and " * 20 + "</p>", "fog and fog and fog and fog and fog and fog and fog and fog…"),
        ("<p>" + "霧" * 100 + "</p>", "霧" * 60 + "…"),
        ("<img src='/x.jpg'>", "The Harbour Gazette"),
    ],
)
def test_a_post_without_a_title_is_called_by_its_first_words(html: str, title: str) -> None:
    assert only(FeedPost(guid="urn:1", html=html)).title == title


def test_a_post_without_a_date_says_so() -> None:
    post = only(FeedPost(guid="urn:1", title="Fog"))

    assert (post.published_at, post.is_dated) == (LONG_AGO, False)


@pytest.mark.parametrize(
    ("home", "url", "found"),
    [
        ("/blog/", "https://a.example/feed", "https://a.example/blog/"),
        ("", "https://a.example/feed", "https://a.example/feed"),
        ("javascript:alert(1)", "https://a.example/feed", "https://a.example/feed"),
        ("", "", "https://ferry.example/"),
    ],
)
def test_a_feeds_home_is_what_it_says_else_where_it_is(home: str, url: str, found: str) -> None:
    assert home_of(FeedText(home=home), url=url, site_url="https://ferry.example/") == found


def body_html(html: str, *, base: str = "") -> str:
    said = FeedPost(guid="urn:1", link="/2026/fog", title="Fog", html=html, base=base)
    return feed_body(said, only(said), HOME).html


@pytest.mark.parametrize(
    ("base", "href"),
    [("", "https://gazette.example/2026/x"), ("https://b.example/y/", "https://b.example/y/x"), ("/z/", HOME + "z/x")],
)
def test_links_are_relative_to_the_base_else_to_the_post(base: str, href: str) -> None:
    assert body_html("<a href=x>x</a>", base=base) == f'<a href="{href}">x</a>'


def test_a_text_is_made_safe() -> None:
    assert body_html("<script>1</script><p onclick=x><a href='javascript:1'>a</a>") == "<p>a</p>"


def test_the_authors_mark_ends_the_excerpt() -> None:
    said = FeedPost(guid="urn:1", title="x", html='<p>One.</p><p><span id="more-7"></span></p><p>Two.</p>')
    body = feed_body(said, only(said), HOME)

    assert body.lead_html == "<p>One.</p>"
    assert "Two." in body.html


@given(st.lists(st.builds(fog, st.sampled_from(["", "1", "urn:1", "urn:2"]), st.sampled_from(["", "/", "/1", "/2#x"]))))
def test_the_same_words_make_the_same_post(said: list[FeedPost]) -> None:
    posts = made(*said)

    assert posts == made(*said)
    assert all(isinstance(post, Post) and post.id and post.url.startswith(HOME) for post in posts)
