import pytest

from digest.collect.marker import cut_at_marker


@pytest.mark.parametrize(
    "marker",
    [
        *("<!--more-->", "<!-- more -->", "<!--More-->", "<!-- read more -->", "<!--readmore-->", "<!-- excerpt -->"),
        *("<!-- end_excerpt -->", "<!-- excerpt-end -->", "<!--truncate-->", "<!-- TEASER_END -->"),
        *("<!-- TEASER_END: on and on -->", "<!--more But wait!-->", "<!-- PELICAN_END_SUMMARY -->"),
    ],
)
def test_each_spelling_in_use_cuts(marker: str) -> None:
    assert cut_at_marker(f"<p>one</p>\n{marker}\n<p>two</p>") == "<p>one</p>\n"


@pytest.mark.parametrize(
    ("html", "lead"),
    [
        pytest.param("<p>one <!--more-->two</p><p>three</p>", "<p>one </p>", id="in-a-paragraph"),
        pytest.param("<ul><li>1<li>2 <!--more--><li>3</ul>", "<ul><li>1</li><li>2 </li></ul>", id="in-a-list"),
        pytest.param("<ul><li>1<li><!--more-->2</ul>", "<ul><li>1</li></ul>", id="at-the-front-of-an-entry"),
        pytest.param("<p>one</p><!--more--><p>two</p><!--more--><p>3</p>", "<p>one</p>", id="twice"),
        pytest.param('<img src="a"><!--more-->two', '<img src="a">', id="behind-a-picture"),
    ],
)  # fmt: skip
def test_what_stands_before_the_marker_is_well_formed(html: str, lead: str) -> None:
    assert cut_at_marker(html) == lead


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<p>one</p>", id="none"),
        pytest.param("<!--more--><p>one</p>", id="nothing-before"),
        pytest.param("<p>one</p><!-- more on this later --><p>two</p>", id="a-remark"),
        pytest.param("<pre><code>&lt;!--more--&gt;</code></pre><p>two</p>", id="code"),
        pytest.param("<p>one</p><pre>a<!--more-->b</pre>", id="comment-in-pre"),
    ],
)
def test_what_is_no_marker_cuts_nothing(html: str) -> None:
    assert cut_at_marker(html) is None
