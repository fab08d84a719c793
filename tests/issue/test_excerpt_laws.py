"""Whatever people write, an excerpt of it is well-formed, safe, a beginning, and short enough."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from digest.collect.body import parse_body
from digest.collect.post import Body, Post
from digest.collect.reading import Reading
from digest.collect.sanitise import sanitise
from digest.issue.characters import split_graphemes
from digest.issue.cut import count_words
from digest.issue.excerpt import Excerpt, excerpt
from digest.issue.prose import read_prose

URL = "https://ferry.example/tea/"
READING = Reading(
    shown_as="posts", zone=ZoneInfo("UTC"), site_url="https://ferry.example/", permalink="{url}{slug}/", language="en"
)
TEXTS = ["word ", "Tea. ", "(One two.) ", "“Go!” ", "Dr. ", "日本語です。", "สวัสดี", "👨‍👩‍👧", "e\u0301", "שלום ",
         "مرحبا، ", "a & b ", "3 < 4 ", "&amp; ", "&lt;b&gt; ", "&nbsp;", "\n", "\n\n", "x" * 120, " "]  # fmt: skip
MARKDOWN = ["# Head\n\n", "- point\n", "1. first\n", "> said\n\n", "    code\n", "```\ncode\n```\n", "**bold** ",
            "*it* ", "[link](/there) ", "[see][ref] ", "\n\n[ref]: /far\n\n", "![alt](/p.png) ", "`code` ",
            "Note[^1]. ", "\n\n[^1]: What it says.\n\n", "| a | b |\n|---|---|\n| c | d |\n\n", "---\n\n", "[TOC]\n\n",
            "https://a.example ", "[a link of *five* words](/five) "]  # fmt: skip
HTML = ["<p>", "</p>", "<div>", "</div>", "<em>", "</em>", '<a href="/there">', '<a href="#here">', "</a>", "<ul><li>",
        "</li></ul>", "<br>", "<h2>Head</h2>", "<pre>code</pre>", "<img src=i alt=x>", "<script>evil()</script>",
        "<style>a{}</style>", "<iframe src=https://f.example/></iframe>", '<p onclick="evil()">', "<!-- no -->",
        '<a href="javascript:evil()">', "<figure><img src=i><figcaption>Cap</figcaption></figure>",
        "<table><tr><td>c</table>",
        '<a href="/six">of six words and no fewer</a> ', "<ruby>漢<rt>かん</rt></ruby>", "<"]  # fmt: skip

words = st.integers(1, 20)
written = st.one_of(
    st.tuples(st.just("md"), st.lists(st.sampled_from(TEXTS + MARKDOWN + HTML), max_size=50).map("".join)),
    st.tuples(st.just("html"), st.lists(st.sampled_from(TEXTS + HTML), max_size=50).map("".join)),
)


def body_of(kind: str, text: str) -> Body:
    post = Post(id=URL, path=f"posts/tea.{kind}", title="T", published_at=datetime(2026, 11, 18, tzinfo=UTC), url=URL)
    return parse_body(f"---\ntitle: T\n---\n\n{text}", post, READING)


def shown_of(body: Body, words: int) -> Excerpt:
    return excerpt(body, read_prose(body.html, url=URL), url=URL, words=words, language="en")


def running(html: str) -> str:
    """Return the running text of *html*, without white space."""
    return "".join(read_prose(html, url=URL).text.split())


def whole(html: str) -> str:
    """Return all text of *html*, without white space."""
    return "".join(read_prose(html, url=URL).whole_text.split())


@given(written, words)
def test_it_is_well_formed_and_sanitised(given_text: tuple[str, str], words: int) -> None:
    shown = shown_of(body_of(*given_text), words)

    parser = LexborHTMLParser(shown.html, is_fragment=True)
    assert (parser.inner_html if parser.root else "") == shown.html
    assert sanitise(shown.html, base=URL, prefix="p") == shown.html
    assert "evil" not in shown.html


@given(written, words)
def test_its_text_is_the_beginning_of_the_running_text_or_the_whole(given_text: tuple[str, str], words: int) -> None:
    body = body_of(*given_text)

    shown = shown_of(body, words)

    text = whole(shown.html)
    if shown.is_shortened:
        assert running(body.html).startswith((text, text.removesuffix("…")))
    else:
        assert shown.html == body.html


@given(written, words)
def test_it_is_at_most_the_limit_or_whole_and_a_fifth_more(given_text: tuple[str, str], words: int) -> None:
    shown = shown_of(body_of(*given_text), words)

    text = read_prose(shown.html, url=URL).whole_text
    most = words if shown.is_shortened else words * 6 // 5
    assert count_words(text.removesuffix("…"), at_most=10_000) <= most


@given(written, words)
def test_it_ends_between_graphemes_and_never_inside_a_link(given_text: tuple[str, str], words: int) -> None:
    body = body_of(*given_text)

    shown = shown_of(body, words)

    graphemes = split_graphemes(running(body.html))
    ends = {"".join(graphemes[:at]) for at in range(len(graphemes) + 1)}
    links = [(link.attributes.get("href"), link.text()) for link in LexborHTMLParser(body.html).css("a")]
    text = whole(shown.html)
    assert not shown.is_shortened or {text, text.removesuffix("…")} & ends
    assert all(
        any(href == link.attributes.get("href") and _same(said, link.text()) for href, said in links)
        for link in LexborHTMLParser(shown.html).css("a")
    )


def _same(said: str, shown: str) -> bool:
    """Return whether *shown* has all letters and digits of *said*; notes, pictures and commas may be gone from it."""
    return re.sub(r"\W|かん|code", "", said) == re.sub(r"\W|かん|code", "", shown)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "See [the *tide* tables][t], please.\n\n" + "More words here. " * 20 + "\n\n[t]: /tides\n",
            '<p>See <a href="https://ferry.example/tides">the <em>tide</em> tables</a>, please.</p>\n',
            id="reference-links-survive",
        ),
        pytest.param(
            "- [One](#one)\n- [Two](#two)\n\nTea at four. Bring cups.[^1] And more words for it.\n\n[^1]: A note.\n",
            "<p>Tea at four. Bring cups.</p>",
            id="contents-and-footnotes-go",
        ),
        pytest.param(
            "* TOC\n{:toc}\n\n## Head\n\n![A cup](cup.png)\n\nTea at four. Bring cups. And more words for it.\n",
            "<p>Tea at four. Bring cups.</p>",
            id="marks-headings-and-pictures-go",
        ),
        pytest.param(
            '<iframe src="https://film.example/1"></iframe>\n\nTea at four. Bring cups. And more words for it.\n',
            "<p>Tea at four. Bring cups.</p>",
            id="embeds-go",
        ),
        pytest.param("```\nprint()\n```\n", "", id="all-code"),
        pytest.param("![A cup](cup.png)\n\n![A pot](pot.png)\n", "", id="all-pictures"),
        pytest.param("", "", id="empty"),
    ],
)
def test_markdown_as_people_write_it(text: str, expected: str) -> None:
    shown = shown_of(body_of("md", text), 5)

    assert shown.is_shortened
    assert re.sub(r"\s+", " ", shown.html).strip() == re.sub(r"\s+", " ", expected).strip()


@pytest.mark.parametrize("kind", ["md", "html"])
@pytest.mark.parametrize(
    ("text", "is_empty"),
    [
        pytest.param("<" * 60_000, True, id="angle-brackets"),
        pytest.param("< " * 60_000, False, id="angle-brackets-as-words"),
        pytest.param("<div>" * 10_000 + "word " * 100, False, id="nested-blocks"),
        pytest.param("<b>" * 10_000 + "word " * 100 + "</b>" * 10_000, False, id="nested-emphasis"),
    ],
)
def test_hostile_posts_get_an_excerpt_too(kind: str, text: str, is_empty: bool) -> None:  # noqa: FBT001
    shown = shown_of(body_of(kind, text), 60)

    assert shown.is_shortened
    assert (shown.html == "") is is_empty
    assert len(whole(shown.html)) <= 60 * len("word") + len("…")
