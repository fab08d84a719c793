"""What an issue shows of a post, and that it is well-formed, a prefix, and short enough."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from digest.collect.post import Body
from digest.issue.excerpt import Excerpt, excerpt
from digest.issue.prose import read_prose

URL = "https://ferry.example/tea/"
LEFT_OUT = "h2, img, pre, figure, table, hr, .footnote-ref"
pieces = st.sampled_from(
    ["<p>", "</p>", "<em>", "</em>", '<a href="/x?a=1&amp;b">', "</a>", "<ul><li>", "</li></ul>", "<blockquote>",
     "</blockquote>", "<br>", "<h2>", "</h2>", "<img src=i>", "<pre>x", "</pre>", "<table><tr><td>", "</table>",
     "<figure>", "</figure>", "<sup class=footnote-ref>1</sup>", "<div>", "</div>", "<hr>",
     "word ", "Tea. ", "two", " ", "\n", "&amp;", "&lt;b&gt; ", "&nbsp;", "“Go!” ", "日本語です。", "👨‍👩‍👧", "<", "…"]
)  # fmt: skip
soups = st.lists(pieces, max_size=60).map("".join)
limits = st.integers(0, 20)


def shown_of(body: Body, words: int = 5, language: str | None = "en") -> Excerpt:
    return excerpt(body, read_prose(body.html, url=URL), url=URL, words=words, language=language)


def automatic(html: str, words: int = 5, language: str | None = "en") -> Excerpt:
    return shown_of(Body(html=html), words, language)


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
            "<p>One two three <em>four five</em>…</p>",
            id="a-link-without-room-is-text-where-little-else-is-left",
        ),
        pytest.param(
            '<p>One two three four five <a href="/">six</a> seven.</p>',
            "<p>One two three four five…</p>",
            id="a-link-without-room-is-dropped",
        ),
        pytest.param(
            '<p>One two three <a href="/">four five six</a> seven eight.</p>',
            "<p>One two three…</p>",
            id="a-cut-is-before-a-link",
        ),
        pytest.param(
            '<p>One two <a href="/">three four five, </a>six seven eight.</p>',
            '<p>One two <a href="/">three four five</a>…</p>',
            id="or-behind-it",
        ),
        pytest.param(
            "<p>日本<ruby>国民<rt>こくみん</rt></ruby>は正しい</p>",
            "<p>日本<ruby>国民</ruby>は…</p>",
            id="readings-above-letters-go",
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
        pytest.param("<p>One two. (Three four.) Five six seven.</p>", "<p>One two. (Three four.)</p>", id="brackets"),
        pytest.param(
            '<p><a href="https://film.example/1">▶ film.example</a></p><p>One two three four five six seven.</p>',
            "<p>One two three four five…</p>",
            id="embeds-go",
        ),
        pytest.param(
            f'<ul><li><a href="{URL}#a">One</a><ul><li><a href="#b">Two</a></li></ul></li></ul>'
            "<p>One two three four five six seven.</p>",
            "<p>One two three four five…</p>",
            id="tables-of-contents-go",
        ),
        pytest.param(
            '<ul><li><a href="https://b.example/#a">One two</a></li></ul><p>Three four five six seven.</p>',
            '<ul><li><a href="https://b.example/#a">One two</a></li></ul><p>Three four five…</p>',
            id="lists-of-other-links-stay",
        ),
        pytest.param(
            "<h2>Head</h2><pre>one two three four five six seven</pre>", "", id="nothing-but-headings-and-code"
        ),
        pytest.param("<p>" + "x" * 400 + "</p>", "", id="nothing-but-one-endless-word"),
    ],
)
def test_an_automatic_excerpt_is_running_text_cut_where_it_reads_well(html: str, expected: str) -> None:
    shown = automatic(html)

    assert shown == Excerpt(expected, is_shortened=True)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("", id="empty"),
        pytest.param(" <p> </p>", id="blank"),
        pytest.param("<pre><code>one two</code></pre>", id="code"),
        pytest.param("<div><pre>one</pre></div>\n<pre>two</pre>", id="more-code"),
        pytest.param('<p><img src="i" alt="One two"></p><p><img src="j"></p>', id="pictures"),
        pytest.param('<figure><img src="i"><figcaption>One</figcaption></figure>', id="picture-with-its-caption"),
        pytest.param("<script>one()</script>", id="script"),
    ],
)
def test_nothing_is_shown_of_a_text_without_words_and_there_is_a_way_to_it(html: str) -> None:
    assert automatic(html) == Excerpt("", is_shortened=True)


@pytest.mark.parametrize("mark", ["[TOC]", "[[toc]]", "[[_TOC_]]", "{:toc}", "TOC {:toc}", "{{< toc >}}", "${toc}"])
def test_a_mark_that_asks_for_a_table_of_contents_is_not_shown(mark: str) -> None:
    shown = automatic(f"<ul><li>{mark}</li></ul><p>{mark}</p><p>One two three four five six.</p>")

    assert shown == Excerpt("<p>One two three four five…</p>", is_shortened=True)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<p>One two three four five six.</p>", id="a-fifth-more"),
        pytest.param('<h2>A</h2><table><tbody><tr><td>b</td></tr></tbody></table><img src="i">', id="as-it-is"),
        pytest.param('<p>Go:</p><pre>one()</pre><p><a href="#a">A</a></p>', id="code-and-words"),
    ],
)
def test_a_text_hardly_longer_than_the_limit_is_shown_whole(html: str) -> None:
    assert automatic(html) == Excerpt(html, is_shortened=False)


def test_the_beginning_that_the_author_chose_comes_before_counting() -> None:
    body = Body(html="<p>a b c d e f g h</p><p>i</p>", lead_html="<p>a b c d e f g h</p>")

    assert shown_of(body, words=2) == Excerpt("<p>a b c d e f g h</p>", is_shortened=True)


@pytest.mark.parametrize("nothing", ["", " ", "<p></p>", "<p>&nbsp;</p>", '<ol><li id="x-fn1">note</li></ol>'])
def test_an_empty_beginning_is_none(nothing: str) -> None:
    body = Body(html="<p>a</p>", lead_html=nothing)

    assert shown_of(body) == Excerpt("<p>a</p>", is_shortened=False)


@pytest.mark.parametrize(
    ("lead", "whole", "is_shortened"),
    [
        pytest.param("<p>a b</p>", "<p>a <b>b</b></p>\n", False, id="the-same-text"),
        pytest.param("<p>a b</p>", "<p>a b c</p>", True, id="more-text"),
        pytest.param("<p>a b</p>", '<p>a b</p><img src="i">', True, id="a-picture-more"),
        pytest.param('<p>a</p><img src="i">', '<img src="i">', False, id="everything-and-more"),
        pytest.param("<p>a</p>", "", False, id="there-is-no-more"),
    ],
)
def test_a_chosen_beginning_is_shortened_when_the_body_has_more(lead: str, whole: str, *, is_shortened: bool) -> None:
    shown = shown_of(Body(html=whole, lead_html=lead))

    assert shown.is_shortened is is_shortened


def test_a_chosen_beginning_keeps_its_pictures_and_loses_what_only_works_in_the_whole() -> None:
    lead = (
        f'<ul><li><a href="{URL}#a">A</a></li></ul><h2>Head</h2><img src="i"><p>a<sup><a href="{URL}#fn1">1</a></sup> b'
        '<sup class="footnote-ref"><a href="#x">[2]</a></sup></p>'
    )

    shown = shown_of(Body(html=f"{lead}<p>c</p>", lead_html=lead))

    assert shown == Excerpt('<h2>Head</h2><img src="i"><p>a b</p>', is_shortened=True)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<" * 60_000, id="angle-brackets"),
        pytest.param("&lt; " * 60_000, id="entities"),
        pytest.param("<div>" * 10_000 + "word " * 100, id="nested-blocks"),
        pytest.param("<ul><li>" * 10_000 + '<a href="#a">x</a>', id="nested-lists"),
        pytest.param('<a href="#a">x</a> ' * 20_000, id="links"),
        pytest.param("(" * 30_000 + "one. " + ".)" * 30_000, id="brackets"),
        pytest.param("<b>" * 10_000 + " </b>" * 10_000 + "word " * 100, id="nested-blanks"),
        pytest.param("ก" * 100_000, id="one-thai-run"),
    ],
)
def test_hostile_bodies_end_in_well_formed_html(html: str) -> None:
    shown = automatic(html, words=60)

    assert settled(shown.html) == shown.html
