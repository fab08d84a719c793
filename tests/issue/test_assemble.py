"""An issue shows each post as its role asks, with one way to read on where there is something to read."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from digest.collect.post import Body, Image, Post, Role, Source
from digest.issue.assemble import Showing, assemble
from digest.issue.issue import Issue, IssuePost
from digest.issue.period import Period
from digest.issue.sections import TagSection
from digest.issue.selection import Selection

PERIOD = Period(datetime(2026, 11, 13, 8, tzinfo=UTC), datetime(2026, 11, 20, 8, tzinfo=UTC))
SHOWING = Showing(words=5, zone=ZoneInfo("Asia/Kathmandu"), language="en")
SHORT = Body(html="<p>The boat waited.</p>")
LONG = Body(html=f"<p>{'The early boat waited in the fog. ' * 20}</p>")
TEA = Post(
    id="tea",
    path="posts/tea.md",
    title="Tea",
    published_at=datetime(2026, 11, 16, 18, 15, tzinfo=UTC),
    url="https://ferry.example/tea/",
    authors=("Ada",),
    tags=("river",),
    image=Image(url="https://ferry.example/tea.jpg", alt="A cup"),
)
QUOTED = replace(TEA, link="https://paper.example/1", source=Source(name="Al-Manar"), via=Source(name="Ben"))


def issue_of(*posts: Post, body: Body = LONG, showing: Showing = SHOWING, left_over: tuple[Post, ...] = ()) -> Issue:
    selection = Selection(
        chosen=posts, left_over=left_over, too_few=False, seen_ids=frozenset(post.id for post in posts)
    )
    return assemble(selection, {post.id: body for post in posts}, number=4, period=PERIOD, showing=showing)


def shown(post: Post, body: Body = LONG, showing: Showing = SHOWING) -> IssuePost:
    return issue_of(post, body=body, showing=showing).posts[0]


def test_an_issue_keeps_the_order_and_says_how_many_posts_had_no_room() -> None:
    fog = replace(TEA, id="fog")

    issue = issue_of(fog, TEA, left_over=(QUOTED, QUOTED))

    assert (issue.number, issue.period, issue.left_over) == (4, PERIOD, 2)
    assert [post.id for post in issue.posts] == ["fog", "tea"]
    assert issue.intro is None


def test_posts_are_parted_into_the_sections_of_config_and_read_in_that_order() -> None:
    showing = replace(SHOWING, sections=(TagSection("By the water", ("River",)),))
    fog = replace(TEA, id="fog", tags=())

    issue = issue_of(fog, TEA, showing=showing)

    assert [(section.title, [post.id for post in section.posts]) for section in issue.sections] == [
        ("By the water", ["tea"]),
        (None, ["fog"]),
    ]
    assert [post.id for post in issue.posts] == ["tea", "fog"]


def test_the_intro_stands_apart_with_its_whole_text() -> None:
    hello = replace(TEA, id="hello", role=Role.INTRO)

    issue = issue_of(hello, TEA)

    assert [post.id for post in issue.posts] == ["tea"]
    assert issue.intro is not None
    assert (issue.intro.html, issue.intro.continue_url) == (LONG.html, None)


@pytest.mark.parametrize(
    ("post", "body", "continue_url"),
    [
        pytest.param(TEA, LONG, TEA.url, id="shortened"),
        pytest.param(TEA, SHORT, None, id="whole-text-fits"),
        pytest.param(TEA, Body(html=""), TEA.url, id="empty"),
        pytest.param(replace(TEA, role=Role.LEAD), LONG, TEA.url, id="lead"),
        pytest.param(replace(TEA, role=Role.FULL), LONG, None, id="full"),
        pytest.param(replace(TEA, role=Role.TITLE), LONG, None, id="the-title-is-the-link"),
        pytest.param(QUOTED, LONG, QUOTED.link, id="link-post-shortened"),
        pytest.param(QUOTED, SHORT, QUOTED.link, id="the-quoted-paper-lies-behind-a-whole-text"),
        pytest.param(replace(QUOTED, role=Role.FULL), LONG, QUOTED.link, id="and-behind-a-full-one"),
        pytest.param(replace(QUOTED, role=Role.TITLE), LONG, None, id="link-post-whose-title-is-the-link"),
    ],
)
def test_there_is_a_way_to_read_on_where_something_lies_behind(
    post: Post, body: Body, continue_url: str | None
) -> None:
    assert shown(post, body).continue_url == continue_url


@pytest.mark.parametrize(
    ("role", "is_whole"),
    [
        pytest.param(Role.NORMAL, False, id="normal"),
        pytest.param(Role.LEAD, False, id="lead"),
        pytest.param(Role.FULL, True, id="full"),
    ],
)
def test_a_role_asks_for_an_excerpt_or_the_whole_text(role: Role, is_whole: bool) -> None:  # noqa: FBT001
    post = shown(replace(TEA, role=role))

    assert (post.html == LONG.html) is is_whole
    assert post.is_shortened is not is_whole


def test_a_title_only_post_shows_no_text() -> None:
    post = shown(replace(TEA, role=Role.TITLE))

    assert (post.html, post.is_shortened) == ("", False)


def test_a_link_post_points_outward_and_keeps_its_permalink() -> None:
    post = shown(QUOTED)

    assert (post.url, post.permalink, post.is_link) == (QUOTED.link, TEA.url, True)
    assert (post.source, post.via) == (QUOTED.source, QUOTED.via)


def test_an_own_post_points_to_its_permalink_and_keeps_what_its_front_matter_says() -> None:
    post = shown(TEA)

    assert (post.url, post.permalink, post.is_link) == (TEA.url, TEA.url, False)
    assert (post.title, post.authors, post.tags, post.image) == ("Tea", ("Ada",), ("river",), TEA.image)


def test_dates_are_those_of_the_newsletters_zone() -> None:
    post = shown(TEA)

    assert post.date.isoformat() == "2026-11-17T00:00:00+05:45"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param(None, None, id="none"),
        pytest.param("EN", None, id="the-newsletters-own-in-capitals"),
        pytest.param("ar", "ar", id="another"),
        pytest.param("en-GB", "en-GB", id="closer"),
    ],
)
def test_a_language_is_named_only_where_it_is_not_the_newsletters(language: str | None, expected: str | None) -> None:
    assert shown(replace(TEA, language=language)).language == expected


@pytest.mark.parametrize(
    ("title", "html", "language", "written_in", "runs"),
    [
        pytest.param("הנמל בבוקר", "<p>המעבורת הגיעה לפני הזריחה.</p>", None, "he", "rtl", id="hebrew"),
        pytest.param("الميناء في الصباح", "<p>وصلت العبّارة قبل الفجر.</p>", None, "und-Arab", "rtl", id="arabic"),
        pytest.param("صبح در بندر", "<p>کشتی پیش از سپیده رسید.</p>", "fa", "fa", "rtl", id="persian-that-says-so"),
        pytest.param("港の朝", "<p>フェリーは夜明け前に着いた。</p>", None, "ja", "ltr", id="japanese"),
        pytest.param("הנמל", "<pre>first = second(third)</pre>", None, "he", "rtl", id="code-is-no-english"),
        pytest.param("Tea", "<p>The boat waited.</p>", None, "en", "ltr", id="the-newsletters-own"),
        pytest.param("Shalom", "<p>Toda raba.</p>", "he-Latn", "he-Latn", "ltr", id="hebrew-in-latin-letters"),
    ],
)
def test_language_and_direction_are_what_the_post_says_or_its_letters_tell(
    title: str, html: str, language: str | None, written_in: str, runs: str
) -> None:
    post = shown(replace(TEA, title=title, language=language), Body(html=html))

    assert (post.language, post.written_in, post.direction) == (language, written_in, runs)


@pytest.mark.parametrize(
    ("post", "body", "minutes"),
    [
        pytest.param(TEA, Body(html=f"<p>{'word ' * 920}</p>"), 4, id="shortened"),
        pytest.param(TEA, Body(html=f"<p>{'word ' * 920}</p>", lead_html="<p>In short.</p>"), 4, id="by-its-author"),
        pytest.param(replace(TEA, role=Role.TITLE), LONG, 1, id="behind-the-title"),
        pytest.param(replace(TEA, role=Role.FULL), LONG, None, id="full"),
        pytest.param(TEA, SHORT, None, id="whole-text-fits"),
        pytest.param(QUOTED, LONG, None, id="nobody-knows-how-long-the-quoted-paper-is"),
        pytest.param(TEA, Body(html="<pre>code</pre>"), None, id="code"),
    ],
)
def test_reading_time_is_that_of_the_whole_text_where_more_of_it_is_on_the_site(
    post: Post, body: Body, minutes: int | None
) -> None:
    assert shown(post, body).reading_minutes == minutes


@pytest.mark.parametrize(
    ("language", "newsletters"),
    [pytest.param("de", "en", id="the-posts-own"), pytest.param(None, "de", id="else-the-newsletters")],
)
def test_an_excerpt_ends_where_sentences_end_in_its_language(language: str | None, newsletters: str) -> None:
    body = Body(html="<p>Das Boot fährt nach Norden, bzw. Süden, und wartet dann lange im Nebel bis zum Morgen.</p>")

    post = shown(replace(TEA, language=language), body, replace(SHOWING, words=9, language=newsletters))

    assert not post.html.endswith("bzw.</p>")  # an abbreviation in German, the end of a sentence in English


def test_the_authors_own_excerpt_goes_before_an_automatic_one() -> None:
    post = shown(TEA, replace(LONG, lead_html="<p>In short: fog.</p>"))

    assert post.html == "<p>In short: fog.</p>"
    assert post.continue_url == TEA.url
