import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest.collect.sanitise import sanitise
from digest.collect.tidy import parse_html
from digest.collect.typeset import typeset

SITE = "https://ferry.example/"
BASE = "https://ferry.example/2026/tea/"


def clean(html: str) -> str:
    return sanitise(html, base=BASE, prefix="p1")


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        pytest.param("<p onclick=x>a<script>b</script></p>", "<p>a</p>", id="script"),
        pytest.param("<style>p{}</style><p style='color:red'>a</p>", "<p>a</p>", id="style"),
        pytest.param('<td style="text-align:right;color:red">', "", id="stray-cell"),
        pytest.param('<a href="javascript:x">a</a>', "a", id="javascript"),
        pytest.param('<a href="&#106;avascript:x">a</a>', "a", id="javascript-in-entities"),
        pytest.param('<a href="#x">a</a>', f'<a href="{BASE}#x">a</a>', id="fragment"),
        pytest.param('<img src="a.png">', f'<img src="{BASE}a.png">', id="picture"),
        pytest.param('<img src="data:image/png;base64,A" alt="x">', "", id="data-picture"),
        pytest.param('<img src="data:x" data-src="/a.png">', f'<img src="{SITE}a.png">', id="late-picture"),
        pytest.param('<img src="/a.png" width="9px" height="5%">', f'<img src="{SITE}a.png" width="9">', id="size"),
        pytest.param('<svg><a href="javascript:x">a</a></svg>b', "b", id="svg"),
        pytest.param("<form><input>a</form>b", "b", id="form"),
        pytest.param("<noscript><p>a</p></noscript>b", "b", id="noscript"),
        pytest.param('<p id="x">a</p>', '<p id="p1-x">a</p>', id="id"),
        pytest.param('<p class="x footnote-y" dir="RTL" lang="!">a', '<p class="footnote-y" dir="rtl">a</p>', id="dir"),
        pytest.param("<details><summary>a</summary>b</details>", "<div><div>a</div>b</div>", id="sections"),
        pytest.param("<strike>a</strike><tt>b</tt>", "<s>a</s><code>b</code>", id="old-tags"),
        pytest.param("<!-- a --><p>b<!--more--></p>", "<p>b</p>", id="comments"),
        pytest.param("<p>a\x00\x08\ud800&#1;b</p>", "<p>ab</p>", id="controls"),
        pytest.param("<p></p><p> </p><p>a</p>", " <p>a</p>", id="empty-paragraphs"),
        pytest.param("<pre>\n\n\n a</pre>", "<pre> a</pre>", id="line-ends-of-pre"),
        pytest.param("<a href=/x>a<button><a href=/y>b</button></a>", f'<a href="{SITE}x">a</a>', id="links"),
        pytest.param("<frameset><frame src=x></frameset><p>a", "<p>a</p>", id="frameset"),
        pytest.param("<html><head><title>t</title></head><body><p>a</body></html>", "<p>a</p>", id="whole-page"),
        pytest.param("<p>a &amp; b &nbsp; &lt;c&gt;</p>", "<p>a &amp; b &nbsp; &lt;c&gt;</p>", id="entities"),
    ],
)  # fmt: skip
def test_only_what_a_mail_may_carry_is_left(html: str, cleaned: str) -> None:
    assert clean(html) == cleaned


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ('<iframe src="//f.example/1" title="A film"></iframe>', '<p><a href="https://f.example/1">▶ A film</a></p>'),
        ('<p>a <iframe src="//f.example/"></iframe>', '<p>a <a href="https://f.example/">▶ f.example</a></p>'),
        ('<video><source src="/a.mp4">no video</video>', f'<p><a href="{SITE}a.mp4">▶ ferry.example</a></p>'),
        ('<audio src="a.mp3"></audio>', f'<p><a href="{BASE}a.mp3">▶ ferry.example</a></p>'),
        ('<iframe src="javascript:x"></iframe>', ""),
        ('<iframe srcdoc="<script>x</script>"></iframe>', ""),
        ('<iframe src="/x" title="<script>x"></iframe>', f'<p><a href="{SITE}x">▶ &lt;script&gt;x</a></p>'),
    ],
)  # fmt: skip
def test_what_a_mail_can_not_show_becomes_a_link_to_it(html: str, cleaned: str) -> None:
    assert clean(html) == cleaned


def test_the_alignment_of_a_tables_column_stays() -> None:
    html = clean(typeset("|a|\n|-:|\n|b|\n", language="en", prefix="p1"))

    assert '<td style="text-align:right">b</td>' in html


def test_nothing_stands_deeper_than_a_hundred_levels_and_nothing_is_lost() -> None:
    html = clean("<ul><li><table><tr><td>" * 60 + "deep" + "</td></tr></table></li></ul>" * 60 + "<p>after</p>")

    assert depth_of(parse_html(html)) <= 100
    assert "deep" in html
    assert html.endswith("<p>after</p>")


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *(
                "<p>",
                "</p>",
                "<div>",
                "</div>",
                "<b>",
                "</b>",
                "<a href='/x'>",
                "</a>",
                "<table>",
                "<tr>",
                "<td>",
                "</table>",
            ),
            *(
                "<ul>",
                "<li>",
                "</ul>",
                "<pre>\n\n",
                "</pre>",
                "<svg>",
                "</svg>",
                "<math>",
                "<mtext>",
                "<mglyph>",
                "</math>",
            ),
            *(
                "<style>",
                "</style>",
                "<script>",
                "</script>",
                "<title>",
                "</title>",
                "<noscript>",
                "<template>",
                "<select>",
            ),
            *(
                "<iframe src=/x>",
                "</iframe>",
                "<object data=/y>",
                "</object>",
                "<form>",
                "</form>",
                "<option>",
                "<xmp>",
            ),
            *(
                "<img src=x onerror=alert(1)>",
                "<a href=javascript:alert(1)>",
                "<!--",
                "-->",
                "<![CDATA[",
                "]]>",
                "<plaintext>",
            ),
            *(
                "<p id=x title='<script>'>",
                "<foreignObject>",
                "<annotation-xml encoding=text/html>",
                "<h1>",
                "<caption>",
            ),
            *(
                "text",
                " ",
                "\n",
                "&lt;script&gt;",
                "&",
                "<",
                ">",
                '"',
                "'",
                "\x00",
                "&#xD800;",
                "日本",
                "<section>",
                "<rt>",
            ),
        ]
    )
    | st.text(max_size=5),
    max_size=25,
).map("".join)


@given(FRAGMENTS)
@settings(max_examples=400, deadline=None)
def test_whatever_is_written_the_result_is_safe_and_well_formed(html: str) -> None:
    assert_safe_and_well_formed(clean(html))


@given(FRAGMENTS | st.text(alphabet="*_`[]()!<>#|-~^:\n ax1\"'\\&", max_size=60))
@settings(max_examples=200, deadline=None)
def test_whatever_markdown_is_written_the_result_is_safe_and_well_formed(markdown: str) -> None:
    assert_safe_and_well_formed(clean(typeset(markdown, language="en", prefix="p1")))


def assert_safe_and_well_formed(html: str) -> None:
    page = LexborHTMLParser(f"<!doctype html><body>{html}")
    assert page.body is not None
    # The parser takes white space after <body> as it is; only then is every byte accounted for.
    assert page.body.inner_html == html
    for node in page.css("body *"):
        assert node.tag not in {"script", "style", "iframe", "object", "embed", "form", "svg", "math", "base", "meta"}
        for name, value in node.attributes.items():
            assert not name.startswith("on")
            assert name != "style" or re.fullmatch(r"text-align:(left|right|center|justify)", value or "")
            assert name not in ("href", "src") or re.match(r"https?://|mailto:|tel:", value or "")
    assert depth_of(page.body) <= 100


def depth_of(body: LexborNode) -> int:
    deepest, waiting = 0, [(body, 0)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in node.iter()]
    return deepest
