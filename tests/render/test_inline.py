"""CSS is inlined, and nothing of the page is lost or fetched."""

import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from digest.errors import TemplateError
from digest.render.inline import inline_css

_WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=20)


def inlined(body: str, css: str = "") -> str:
    """Return the page with *body* and *css*, inlined."""
    return inline_css(
        f"<!DOCTYPE html>\n<html><head><style>{css}</style></head><body>{body}</body></html>",
        path="templates/issue.html.j2",
    )


def test_rules_become_style_attributes() -> None:
    page = inlined("<p class='a'>x</p>", ".a { color: #123456; }")

    assert '<p class="a" style="color:#123456">' in page


@pytest.mark.parametrize("doctype", ["<!doctype html>", "<!-- hi --><!DOCTYPE html>", ""])
def test_doctype_is_always_there(doctype: str) -> None:
    page = inline_css(f"{doctype}<html><head></head><body><p>x</p></body></html>", path="x")

    assert page.startswith("<!DOCTYPE html>\n<html>")


def test_media_rules_survive_word_for_word_each_in_a_style_of_its_own() -> None:
    small = "@media (max-width: 600px) { .c { width: 100% !important; color: #ff0000 } }"
    dark = "@media (prefers-color-scheme: dark) { .c { color: #fff !important } }"

    page = inlined('<p class="c">x</p>', f"/* ; @ */ .c {{ width: 600px; }} {small}\n p {{ margin: 0 }} {dark}")

    assert f"<style>{small}</style>\n<style>{dark}</style>" in page
    assert '<p class="c" style="margin:0; width:600px">' in page


def test_style_that_asks_to_be_ignored_stays_as_it_is() -> None:
    rule = "u + .body a { color: red !important } @media print { p { color: #000 } }"

    page = inline_css(f"<style data-premailer='ignore'>{rule}</style><p>x</p>", path="x")

    assert f"<style>{rule}</style>" in page


def test_important_wins_over_a_nearer_rule() -> None:
    page = inlined('<p class="a">x</p>', "p { color: #00f !important } .a { color: #f00 }")

    assert 'style="color:#00f !important"' in page


@pytest.mark.parametrize("levels", [90, 255, 300, 1000])
def test_deep_nesting_keeps_what_follows(levels: int) -> None:
    page = inlined(
        "<div>" * levels + "deep" + "</div>" * levels + '<a href="https://a.example/leave">leave</a>',
        "a { color: red }",
    )

    assert '<a href="https://a.example/leave" style="color:red">leave</a>' in page


def test_nesting_beyond_all_measure_is_a_fault_never_a_shorter_mail() -> None:
    levels = 6000

    with pytest.raises(TemplateError, match=r"^templates/issue\.html\.j2: a part of the page would be lost"):
        inlined("<div>" * levels + "deep" + "</div>" * levels + "<p>end</p>")


def test_half_a_character_is_a_fault_never_a_shorter_mail() -> None:
    with pytest.raises(TemplateError, match=r"holds half of a character \(U\+D800\)"):
        inlined("<p>a\ud800b</p><p>leave</p>")


@pytest.mark.parametrize(
    "rule", ["@import url(http://127.0.0.1:9/x.css);", "@IMPORT 'x';", "@\\69mport 'x';", "p{} @import 'x';"]
)
def test_import_is_refused(rule: str) -> None:
    with pytest.raises(TemplateError, match="has no place in a mail"):
        inlined("<p>x</p>", rule)


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_arguments: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    (tmp_path / "x.css").write_text("p { color: red }")

    page = inline_css(
        f"<link rel=stylesheet href='http://a.example/x.css'><link rel=stylesheet href='{tmp_path}/x.css'>"
        "<style>p { background: url(http://a.example/x.png) }</style><p>x</p><img src='http://a.example/y.png'>",
        path="x",
    )

    assert "color:red" not in page


@pytest.mark.parametrize(
    "body",
    [
        pytest.param('<p style="p">x</p>', id="style-that-is-a-selector"),
        pytest.param('<p style="}{;:">x</p>', id="style-that-is-nothing"),
        pytest.param('<p style="color:red;;color">x</p>', id="broken-style"),
    ],
)
def test_odd_style_of_one_post_does_not_stop_the_issue(body: str) -> None:
    assert ">x</p>" in inlined(body, "p { margin: 0 } color: red")


def test_css_that_cannot_be_read_is_a_fault_with_the_template() -> None:
    with pytest.raises(TemplateError, match=r"^templates/issue\.html\.j2: the CSS can't be inlined"):
        inlined("<a title='x'>x</a>", "a[title='x,y'] { color: red }")


def test_cssutils_is_quiet(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    inlined("<p>x</p>", "p { mso-line-height-rule: exactly; colour: red; color: notacolour } ::-moz-x { a: b }")

    assert capfd.readouterr().err == ""
    assert caplog.records == []


def test_comments_go_and_outlooks_stay() -> None:
    ghost = "<!--[if mso]><table width=600><tr><td><![endif]-->"
    other = "<!--[if !mso]><!--><p>y</p><!--<![endif]-->"

    page = inlined(f"a<!-- secret -->b<p>c</p><!--x-->d{ghost}{other}")

    assert "secret" not in page
    assert "ab<p>c</p>d" in page
    assert ghost in page
    assert other in page


def test_marks_of_ours_are_gone() -> None:
    assert inlined("<p>x</p>").endswith("<body><p>x</p></body></html>")


def test_picture_keeps_its_width_in_pixels() -> None:
    page = inlined('<img src="a" width="520">', "img { width: 100%; height: auto }")

    assert '<img src="a" width="520" style="width:100%; height:auto">' in page


@pytest.mark.parametrize(
    ("url", "written"),
    [
        pytest.param(" https://a.example/b ", "https://a.example/b", id="spaces"),
        pytest.param("https://bücher.example/a?b=ü", "https://xn--bcher-kva.example/a?b=%C3%BC", id="idn"),
        pytest.param("https://a.example/?b=1&amp;c=2#d", "https://a.example/?b=1&amp;c=2#d", id="query"),
        pytest.param("slot123abcn", "slot123abcn", id="token"),
        pytest.param("mailto:a@b.example?subject=x%20y", "mailto:a@b.example?subject=x%20y", id="mailto"),
        pytest.param("#fn-1", "#fn-1", id="inside"),
    ],
)
def test_addresses_survive(url: str, written: str) -> None:
    assert f'<a href="{written}">' in inlined(f'<a href="{url}">x</a>')


@given(st.lists(_WORDS, min_size=1, max_size=10))
def test_no_word_is_lost(words: list[str]) -> None:
    escaped = [word.replace("&", "&amp;").replace("<", "&lt;") for word in words]
    body = "".join(f"<p>{word}</p>" for word in escaped)

    page = inlined(body, "p { margin: 0 }")

    assert [node.text() for node in LexborHTMLParser(page).css("p")] == words
