from datetime import UTC, datetime

import pytest

from digest.collect.feeds.feed_text import FeedPost, FeedText, NoFeedError
from digest.collect.feeds.feed_xml import parse_xml_feed
from tests.collect.feeding import rss

FOG_AT = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
HTML = "&lt;p&gt;Fog.&lt;/p&gt;"


def parse(text: str | bytes, *, url: str = "", content_type: str = "") -> FeedText:
    return parse_xml_feed(text if isinstance(text, bytes) else text.encode(), url=url, content_type=content_type)


def post_in(text: str | bytes, *, url: str = "", content_type: str = "") -> FeedPost:
    (post,) = parse(text, url=url, content_type=content_type).posts
    return post


def atom(inside: str, *, more: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {more}><title>Gazette</title><entry>{inside}</entry></feed>'


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f'<rss version="0.91"><channel><title>Gazette</title><link>https://a.example/</link><item><title>Fog</title>'
            f"<link>https://a.example/fog</link><description>{HTML}</description></item></channel></rss>",
            id="rss-0.91",
        ),
        pytest.param(
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
            '<channel rdf:about="https://a.example/"><title>Gazette</title><link>https://a.example/</link></channel>'
            '<item rdf:about="https://a.example/fog"><title>Fog</title><link>https://a.example/fog</link>'
            f"<description>{HTML}</description></item></rdf:RDF>",
            id="rss-1.0",
        ),
        pytest.param(
            rss(
                f"<title>Fog</title><link>https://a.example/fog</link><description>{HTML}</description>",
                title="Gazette",
                home="https://a.example/",
            ),
            id="rss-2.0",
        ),
        pytest.param(
            '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Gazette</title>'
            '<link rel="alternate" type="text/html" href="https://a.example/"/><entry><title>Fog</title>'
            '<link rel="alternate" type="text/html" href="https://a.example/fog"/>'
            f'<summary type="text/html" mode="escaped">{HTML}</summary></entry></feed>',
            id="atom-0.3",
        ),
        pytest.param(
            atom(
                f'<title>Fog</title><link href="https://a.example/fog"/><summary type="html">{HTML}</summary>'
            ).replace("<entry>", '<link href="https://a.example/"/><entry>'),
            id="atom-1.0",
        ),
    ],
)
def test_every_kind_of_feed_is_read(text: str) -> None:
    feed = parse(text)
    (post,) = feed.posts

    assert (feed.title, feed.home) == ("Gazette", "https://a.example/")
    assert (post.title, post.link, post.html, post.is_beginning) == (
        "Fog",
        "https://a.example/fog",
        "<p>Fog.</p>",
        True,
    )


def test_all_that_is_told_of_a_post_is_read() -> None:
    post = post_in(
        rss(
            "<title>Fog</title><link>https://a.example/r?x=1</link><guid isPermaLink='false'>urn:fog</guid>"
            "<pubDate>Mon, 16 Nov 2026 07:30:00 GMT</pubDate><author>nell@a.example (Nell Ashdown)</author>"
            "<category>river</category><category>fog &amp; mist</category><description>Short.</description>"
            "<content:encoded><![CDATA[<p>Whole.</p>]]></content:encoded>"
            '<f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">https://a.example/fog</f:origLink>'
        )
    )

    assert post == FeedPost(
        guid="urn:fog",
        link="https://a.example/fog",
        title="Fog",
        html="<p>Whole.</p>",
        published_at=FOG_AT,
        authors=("Nell Ashdown",),
        tags=("river", "fog & mist"),
    )


def test_a_post_that_was_only_updated_has_that_date() -> None:
    assert post_in(atom("<title>x</title><updated>2026-11-16T07:30:00Z</updated>")).published_at == FOG_AT


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("<title>Fog &amp;amp; &lt;b&gt;mist&lt;/b&gt;</title>", "Fog & mist"),
        ('<title type="html">Fog &amp;lt;div&amp;gt; &lt;em&gt;x&lt;/em&gt;</title>', "Fog <div> x"),
        ('<title type="text">Use &lt;b&gt;</title>', "Use <b>"),
        ('<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Fog <b>x</b></div></title>', "Fog x"),
    ],
)
def test_a_title_is_plain_text(title: str, plain: str) -> None:
    text = atom(title) if "type" in title else rss(title)

    assert post_in(text).title == plain


def test_plain_text_is_no_html() -> None:
    assert post_in(atom("<content>a &lt;b&gt; c</content>")).html == "<p>a &lt;b&gt; c</p>\n"


def test_of_several_contents_html_is_taken_and_pictures_are_none() -> None:
    contents = '<content type="image/png">aGk=</content><content type="text">no</content>'
    post = post_in(atom(f'{contents}<content type="html">&lt;p&gt;Fog.&lt;/p&gt;</content><summary>no</summary>'))

    assert (post.html, post.is_beginning) == ("<p>Fog.</p>", False)


@pytest.mark.parametrize(
    ("more", "url", "base"),
    [
        ('xml:base="https://b.example/deep/"', "https://a.example/feed", "https://b.example/deep/"),
        ("", "https://a.example/feed", ""),
        ("", "", ""),
    ],
)
def test_links_have_the_base_that_the_feed_gives(more: str, url: str, base: str) -> None:
    assert post_in(atom('<content type="html">x</content>', more=more), url=url).base == base


def test_the_feeds_author_is_that_of_its_posts_in_atom() -> None:
    text = atom("<title>x</title>").replace("<entry>", "<author><name>Nell</name></author><entry>")

    assert post_in(text).authors == ("Nell",)


def test_nobody_is_called_by_a_mail_address() -> None:
    assert post_in(rss("<title>x</title><author>nell@a.example</author>")).authors == ()


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (rss("<title>Høst</title>").encode("latin-1"), "text/xml; charset=iso-8859-1"),
        (b'<?xml version="1.0" encoding="windows-1252"?>' + rss("<title>Høst</title>").encode("cp1252"), ""),
        (rss("<title>Høst</title>").encode("utf-16"), ""),
        (rss("<title>H&oslash;st</title>").encode(), ""),
        (b"\n\n" + rss("<title>Høst</title>").encode() + b"<junk", ""),
    ],
)
def test_broken_feeds_and_other_encodings_are_read(content: bytes, content_type: str) -> None:
    url = "https://a.example/feed" if content_type else ""

    assert post_in(content, url=url, content_type=content_type).title == "Høst"


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + rss("<title>x&a;y</title>").encode(),
        b'<!DOCTYPE rss [<!ENTITY a "z"><!ENTITY b "&a;&a;&a;&a;">]>' + rss("<title>x&b;y</title>").encode(),
    ],
)
def test_entities_of_its_own_lead_nowhere(content: bytes) -> None:
    assert post_in(content).title in ("xy", "x&a;y", "x&b;y")


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        (b"just words", "not well-formed|syntax error", 1),
        (b"<opml><body/></opml>", "neither RSS nor Atom", None),
        (b"<rss version='2.0'>\n<channel>\n<title>x", "the XML is broken", 3),
    ],
)
def test_what_is_no_feed_is_named(content: bytes, reason: str, line: int | None) -> None:
    with pytest.raises(NoFeedError, match=reason) as caught:
        parse(content)

    assert caught.value.line == line


def test_a_feed_without_posts_is_a_feed() -> None:
    assert parse(rss()).posts == ()
