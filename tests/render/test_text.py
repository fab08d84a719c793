"""The text part says what the HTML says."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.render.text import text_of
from digest.render.wrap import display_width

_URLS = st.from_regex(r"https://[a-z]{1,12}\.example/[a-z0-9/-]{0,80}", fullmatch=True)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<p>One <em>two</em></p><p>three</p>", "One two\n\nthree", id="paragraphs"),
        pytest.param("<p>a<br>b</p>", "a\nb", id="line-break"),
        pytest.param("<h3>Head</h3><p>x</p>", "Head\n----\n\nx", id="heading"),
        pytest.param("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b", id="quotation"),
        pytest.param("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c", id="list-in-list"),
        pytest.param('<ol start="9"><li>a</li><li>b</li></ol>', " 9. a\n10. b", id="numbers-line-up"),
        pytest.param("<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>", "- a\n\n  b\n\n- c", id="loose-list"),
        pytest.param("<pre><code>if x:\n    y\n\nz\n</code></pre>", "    if x:\n        y\n\n    z", id="code"),
        pytest.param("<p>H<sub>2</sub>O, m<sup>2</sup>, 1<sup>st</sup></p>", "H₂O, m², 1^st", id="raised-and-lowered"),
        pytest.param('<p>So<sup><a href="#fn-1">[1]</a></sup>.</p>', "So¹.", id="footnote"),
        pytest.param('<p>Note. <a href="#ref-1">↩︎</a></p>', "Note.", id="arrow-back"),
        pytest.param("<p>not <del>never</del> <q>now</q></p>", "not ~~never~~ “now”", id="struck-and-quoted"),
        pytest.param('<p><img src="x" alt="The quay"></p>', "[The quay]", id="picture"),
        pytest.param('<p>a<img src="x" alt=""></p>', "a", id="decoration"),
        pytest.param("<p>a</p><hr><p>b</p>", "a\n\n* * *\n\nb", id="rule"),
        pytest.param("<dl><dt>T</dt><dd>why</dd></dl>", "T\n\n    why", id="definition"),
        pytest.param("&lt;b&gt; &amp; 5&nbsp;km", "<b> & 5\xa0km", id="entities"),
        pytest.param("<style>p{}</style><p>a</p><!-- b -->", "a", id="what-nobody-sees"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_html_reads_as_text(html: str, text: str) -> None:
    assert text_of(html) == text


def test_links_are_numbered_below_the_text() -> None:
    html = '<p>The <a href="https://a.example/x">one</a>, <a href="https://b.example/">two</a>, <a href="https://a.example/x">one</a>.</p>'

    assert text_of(html) == "The one[1], two[2], one[1].\n\n[1] https://a.example/x\n[2] https://b.example/"


@pytest.mark.parametrize("words", ["https://a.example/x/", "https://a.example/x", "a.example/x/"])
def test_link_that_says_its_address_says_it_once(words: str) -> None:
    assert text_of(f'<p>At <a href="https://a.example/x/">{words}</a>.</p>') == "At https://a.example/x/."


def test_link_around_blocks_keeps_its_address() -> None:
    assert text_of('<a href="https://a.example"><h4>Head</h4></a>').endswith("[1] https://a.example")


@given(st.lists(_URLS, min_size=1, max_size=8))
def test_every_address_stands_whole_in_the_text(urls: list[str]) -> None:
    html = "".join(f'<p>some words and <a href="{url}">a link</a></p>' for url in urls)

    words = text_of(html).split()

    assert set(urls) <= set(words)


@given(st.lists(st.sampled_from(["ferry", "港", "the", "日本語の文", "a", "quay,"]), min_size=1, max_size=80))
def test_quotations_in_lists_stay_within_72_columns(words: list[str]) -> None:
    html = f"<ul><li><blockquote><p>{' '.join(words)}</p></blockquote></li></ul>"

    assert all(display_width(line) <= 72 for line in text_of(html).split("\n"))


def test_table_stands_in_columns_by_display_width() -> None:
    html = "<table><tr><th>Port</th><th>Boats</th></tr><tr><td>東京</td><td>2</td></tr><tr><td>Oslo</td></tr></table>"

    assert text_of(html) == "Port  Boats\n----  -----\n東京  2\nOslo"


def test_wide_table_is_read_row_by_row() -> None:
    html = f"<table><tr><th>Port</th><th>Why</th></tr><tr><td>Oslo</td><td>{'because ' * 20}</td></tr></table>"

    lines = text_of(html).split("\n")

    assert lines[0] == "Port: Oslo"
    assert lines[1].startswith("Why: because")
    assert all(len(line) <= 72 for line in lines)


def test_deep_nesting_keeps_its_text() -> None:
    assert text_of("<div>" * 120 + "deep" + "</div>" * 120) == "deep"


def test_text_holds_the_same_words_as_the_html() -> None:
    html = "<p>All <b>of</b> it, <i>every</i> <code>word</code>.</p><table><tr><td>in</td><td>cells</td></tr></table>"

    assert re.findall(r"\w+", text_of(html)) == ["All", "of", "it", "every", "word", "in", "cells"]
