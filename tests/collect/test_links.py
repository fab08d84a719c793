import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect.links import WEB, absolute_url

BASE = "https://ferry.example/blog/2026/tea/"


@pytest.mark.parametrize(
    ("written", "absolute"),
    [
        ("/img/a.png", "https://ferry.example/img/a.png"),
        ("a.png", "https://ferry.example/blog/2026/tea/a.png"),
        ("../", "https://ferry.example/blog/2026/"),
        ("/a/../b", "https://ferry.example/b"),
        ("#fn1", "https://ferry.example/blog/2026/tea/#fn1"),
        ("?x=1&y=ä", "https://ferry.example/blog/2026/tea/?x=1&y=%C3%A4"),
        ("//cdn.example/a.js", "https://cdn.example/a.js"),
        (" https://a.example/b c ", "https://a.example/b%20c"),
        ("https://a.example/b%20c", "https://a.example/b%20c"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example/\n\tb", "https://a.example/b"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("https://faß.example:8080/", "https://xn--fa-hia.example:8080/"),
        ("https://[::1]/a", "https://[::1]/a"),
        ("HTTPS://A.example/", "https://A.example/"),
        ("mailto:ada@example.org?subject=a b", "mailto:ada@example.org?subject=a%20b"),
        ("tel:+44 20", "tel:+44%2020"),
        ("https:\\\\a.example\\b", "https://a.example/b"),
    ],
)
def test_a_link_becomes_absolute(written: str, absolute: str) -> None:
    assert absolute_url(written, BASE) == absolute


@pytest.mark.parametrize(
    "written",
    [
        *("", "  ", "javascript:alert(1)", "java\nscript:alert(1)", " \x01javascript:x", "JaVaScRiPt:x", "vbscript:x"),
        *("data:text/html,x", "file:///etc/passwd", "blob:x", "http://", "http://[::1", "mailto:"),
        *("https://exa mple/", "https://a\x00b/", "https://\ud800.example/", 'https://a"b.example/', "https://..ü../"),
    ],
)
def test_a_link_that_no_mail_should_carry_is_none(written: str) -> None:
    assert absolute_url(written, BASE) is None


def test_a_picture_is_on_the_web_or_nowhere() -> None:
    assert absolute_url("mailto:a@b.example", BASE, schemes=WEB) is None


@given(st.text() | st.text(alphabet="ahtps:/\\.#?%&@[]ü \t\n'\"<>"))
def test_what_comes_out_is_ascii_without_quotes_and_stays_as_it_is(written: str) -> None:
    url = absolute_url(written, BASE)

    if url is not None:
        assert url.isascii()
        assert not set(url) & set(' \t\n<>"')
        assert url.startswith(("https://", "http://", "mailto:", "tel:"))
        assert absolute_url(url, BASE) == url
