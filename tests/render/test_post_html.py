"""A post's HTML is made to fit below the post's title."""

import pytest

from digest.render.post_html import fit_post_html


@pytest.mark.parametrize(
    ("html", "fitted"),
    [
        pytest.param("<h1>a</h1><h2 id='x'>b</h2>", "<h3>a</h3><h4 id='x'>b</h4>", id="moved-down"),
        pytest.param("<h5>a</h5><h6>b</h6>", "<h3>a</h3><h4>b</h4>", id="moved-up"),
        pytest.param("<h1>a</h1><h6>b</h6>", "<h3>a</h3><h6>b</h6>", id="never-below-h6"),
        pytest.param('<h2>a</h2><p title="<h2>">b</p>', '<h3>a</h3><p title="<h2>">b</p>', id="not-in-attributes"),
        pytest.param("<hr><p>h1</p>", "<hr><p>h1</p>", id="no-headings"),
    ],
)
def test_headings_begin_below_the_title(html: str, fitted: str) -> None:
    assert fit_post_html(html, top_level=3, picture_width=520) == fitted


def test_headings_begin_where_they_are_told_to() -> None:
    assert fit_post_html("<h1>a</h1><h2>b</h2>", top_level=4, picture_width=520) == "<h4>a</h4><h5>b</h5>"


@pytest.mark.parametrize(
    ("html", "fitted"),
    [
        pytest.param('<p><img src="a"></p>', '<p><img width="520" src="a"></p>', id="lone"),
        pytest.param(
            '<p><a href="b"><img src="a"></a></p>', '<p><a href="b"><img width="520" src="a"></a></p>', id="linked"
        ),
        pytest.param('<p><img src="a" width="40"></p>', '<p><img src="a" width="40"></p>', id="has-a-width"),
        pytest.param('<p>Hi <img src="a"></p>', '<p>Hi <img src="a"></p>', id="among-words"),
    ],
)
def test_lone_picture_gets_a_width_for_outlook(html: str, fitted: str) -> None:
    assert fit_post_html(html, top_level=3, picture_width=520) == fitted
