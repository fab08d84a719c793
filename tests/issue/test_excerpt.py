"""What an issue shows of a post, and that it is well-formed, a prefix, and short enough."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from digest.collect.post import Body
from digest.issue.excerpt import Excerpt, excerpt

LEFT_OUT = "h2, img, pre, figure, table, hr, .footnote-ref"
pieces = st.sampled_from(
    ["<p>", "</p>", "<em>", "</em>", '<a href="/x?a=1&amp;b">', "</a>", "<ul><li>", "</li></ul>", "<blockquote>",
     "</blockquote>", "<br>", "<h2>", "</h2>", "<img src=i>", "<pre>x", "</pre>", "<table><tr><td>", "</table>",
     "<figure>", "</figure>", "<sup class=footnote-ref>1</sup>", "<div>", "</div>", "<hr>",
     "word ", "Tea. ", "two", " ", "\n", "&amp;", "&lt;b&gt; ", "&nbsp;", "“Go!” ", "日本語です。", "👨‍👩‍👧", "<", "…"]
)  # fmt: skip
soups = st.lists(pieces, max_size=60).map("".join)
limits = st.integers(0, 20)


def automatic(html: str, words: int = 5, language: str | None = "en") -> Excerpt:
    return excerpt(Body(html=html), own_html=None, words=words, language=language)


def settled(html: str) -> str:
    parser = LexborHTMLParser(html, is_fragment=True)
    return parser.inner_html if parser.root else ""


def bare_text(html: str) -> str:
    """Return the text of *html* without blocks that an excerpt leaves out, without white space."""
    parser = LexborHTMLParser(f"<main>{html}</main>", is_fragment=True)
    for node in parser.css(LEFT_OUT):
        node.decompose()
    return "".join("".join(node.text() for node in parser.css("main")).split())


def count(html: str) -> int:
    spaced = re.sub(r"</?(?!(?:a|em|img|sup)\b)[a-z][^>]*>", " ", html)
    text = unescape(re.sub(r"<[^>]*>", "", spaced))
    by_character = re.findall("[日本語です。]", text)
    return len(re.sub("[日本語です。]+", " ", text).split()) + len(by_character)


@given(soups, limits)
def test_an_excerpt_is_well_formed(html: str, words: int) -> None:
    shown = automatic(html, words)

    assert settled(shown.html) == shown.html


@given(soups, limits)
def test_a_shortened_text_is_a_prefix_of_the_running_text(html: str, words: int) -> None:
    shown = automatic(html, words)

    if shown.is_shortened:
        text = bare_text(shown.html)
        whole = bare_text(settled(html))
        assert whole.startswith((text, text.removesuffix("…")))


@given(soups, limits)
def test_a_shortened_text_keeps_the_limit_and_a_whole_one_a_fifth_more(html: str, words: int) -> None:
    shown = automatic(html, words)

    ellipsis = shown.html.count("…") and 1
    assert count(shown.html) <= (words + ellipsis if shown.is_shortened else words * 6 // 5)


@given(soups, limits)
def test_no_shortened_text_has_empty_elements_or_what_is_left_out(html: str, words: int) -> None:
    shown = automatic(html, words)

    if shown.is_shortened:
        assert not re.search(r"<([a-z]+)[^>]*>(?:\s|&nbsp;|<br>)*</\1>", shown.html)
        assert not LexborHTMLParser(shown.html, is_fragment=True).css(LEFT_OUT)
        assert not shown.html.endswith("<br>")


@given(soups, limits)
def test_a_text_is_shown_whole_as_it_is_or_shortened(html: str, words: int) -> None:
    shown = automatic(html, words)

    assert shown.is_shortened or shown.html == settled(html)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(
            "<p>One two three four. Five six seven eight.</p>", "<p>One two three four.</p>", id="at-a-sentence"
        ),
        pytest.param("<p>One two three four five six seven.</p>", "<p>One two three four five…</p>", id="at-a-word"),
        pytest.param(
            '<p>One <a href="/?a=1&amp;b">two three <em>four five six</em> seven</a> eight.</p>',
            '<p>One <a href="/?a=1&amp;b">two three <em>four five</em></a>…</p>',
            id="a-link-is-shortened-and-closed",
        ),
        pytest.param(
            '<p>One two three four five <a href="/">six</a> seven.</p>',
            "<p>One two three four five…</p>",
            id="a-link-without-room-is-dropped",
        ),
        pytest.param(
            "<p>One <b>bo</b>ld two.</p><ul><li>three four</li><li>five six seven</li></ul>",
            "<p>One <b>bo</b>ld two.</p><ul><li>three four</li></ul>",
            id="a-word-runs-on-through-tags-and-lists-stay",
        ),
        pytest.param(
            "<blockquote><p>One two three four.</p></blockquote><p>Five six seven eight.</p>",
            "<blockquote><p>One two three four.</p></blockquote>",
            id="quotes-stay",
        ),
        pytest.param(
            "<h2>Head</h2><p>One two.</p><figure><img src=i><figcaption>Cap</figcaption></figure><pre>code</pre>"
            "<table><tr><td>cell</table><p>Three four.</p><hr><p>Five six seven.</p>",
            "<p>One two.</p><p>Three four.</p>",
            id="only-running-text",
        ),
        pytest.param(
            '<p>One two<sup class="footnote-ref"><a href="#fn1">[1]</a></sup>.</p><p>Three four five six seven.</p>',
            "<p>One two.</p><p>Three four five…</p>",
            id="footnote-marks-go",
        ),
        pytest.param(
            '<p>One two<sup><a href="https://a.example/#fn:1">1</a></sup>.</p><ol><li id="tea-fn1">a note</li></ol>'
            "<p>Three four five six seven.</p>",
            "<p>One two.</p><p>Three four five…</p>",
            id="footnotes-without-classes-go",
        ),
        pytest.param("one<h2>Head</h2>two three four five six seven", "one\ntwo three four five…", id="no-glued-words"),
        pytest.param(
            "<p>One two</p><p><img src=i><br></p><p>three four five six seven</p>",
            "<p>One two</p><p>three four five…</p>",
            id="nothing-empty-stays",
        ),
        pytest.param("<p>日本語。今日は。</p>", "<p>日本語。</p>", id="by-character"),
        pytest.param("<pre>one two three four five six seven</pre>", "", id="nothing-but-code"),
    ],
)
def test_an_automatic_excerpt_is_running_text_cut_where_it_reads_well(html: str, expected: str) -> None:
    shown = automatic(html)

    assert shown == Excerpt(expected, is_shortened=True)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<p>One two three four five six.</p>", id="a-fifth-more"),
        pytest.param('<h2>A</h2><table><tbody><tr><td>b</td></tr></tbody></table><img src="i">', id="as-it-is"),
        pytest.param("", id="empty"),
    ],
)
def test_a_text_hardly_longer_than_the_limit_is_shown_whole(html: str) -> None:
    assert automatic(html) == Excerpt(html, is_shortened=False)


def test_the_authors_own_excerpt_comes_before_the_marker_and_the_marker_before_counting() -> None:
    body = Body(html="<p>a</p><p>b</p>", lead_html="<p>a</p>")

    own = excerpt(body, own_html="<p>mine</p>", words=5, language="en")
    marked = excerpt(body, own_html=None, words=5, language="en")

    assert own == Excerpt("<p>mine</p>", is_shortened=True)
    assert marked == Excerpt("<p>a</p>", is_shortened=True)


@pytest.mark.parametrize("nothing", ["", " ", "<p></p>", "<p>&nbsp;</p>"])
def test_an_empty_excerpt_of_the_authors_is_none(nothing: str) -> None:
    body = Body(html="<p>a</p>", lead_html=nothing)

    assert excerpt(body, own_html=nothing, words=5, language="en") == Excerpt("<p>a</p>", is_shortened=False)


@pytest.mark.parametrize(
    ("own", "whole", "is_shortened"),
    [
        pytest.param("<p>a b</p>", "<p>a <b>b</b></p>\n", False, id="the-same-text"),
        pytest.param("<p>a b</p>", "<p>a b c</p>", True, id="more-text"),
        pytest.param("<p>a b</p>", '<p>a b</p><img src="i">', True, id="a-picture-more"),
        pytest.param('<p>a</p><img src="i">', '<img src="i">', False, id="everything-and-more"),
        pytest.param("<p>a</p>", "", False, id="there-is-no-more"),
    ],
)
def test_an_own_excerpt_is_shortened_when_the_body_has_more(own: str, whole: str, *, is_shortened: bool) -> None:
    shown = excerpt(Body(html=whole), own_html=own, words=5, language="en")

    assert shown.is_shortened is is_shortened


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<" * 60_000, id="angle-brackets"),
        pytest.param("&lt; " * 60_000, id="entities"),
        pytest.param("<div>" * 10_000 + "word " * 100, id="nested-blocks"),
        pytest.param("<b>" * 10_000 + " </b>" * 10_000 + "word " * 100, id="nested-blanks"),
        pytest.param("ก" * 100_000, id="one-thai-run"),
    ],
)
def test_hostile_bodies_end_in_well_formed_html(html: str) -> None:
    shown = automatic(html, words=60)

    assert settled(shown.html) == shown.html
