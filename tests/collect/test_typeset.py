import pytest

from digest.collect.typeset import typeset


def english(markdown: str) -> str:
    return typeset(markdown, language="en", prefix="p1")


@pytest.mark.parametrize(
    ("language", "quoted"),
    [
        ("en", "“tea”"),
        ("en-GB", "“tea”"),
        ("de", "„tea“"),
        ("de_CH", "„tea“"),
        ("de-CH", "«tea»"),
        ("fr", "«\u00a0tea\u00a0»"),
        ("sv", "”tea”"),
        ("xx", "“tea”"),
    ],
)
def test_quotes_curl_as_the_language_has_them(language: str, quoted: str) -> None:
    assert typeset('"tea"', language=language, prefix="p") == f"<p>{quoted}</p>\n"


@pytest.mark.parametrize(
    ("written", "typeset_as"),
    [
        ("tea---late", "tea—late"),
        ("tea -- late", "tea – late"),
        ("1--2", "1–2"),
        ("wait...", "wait…"),
        ("use --help", "use --help"),
        ("(c) is (c)", "(c) is (c)"),
        ("`a--b`", "<code>a--b</code>"),
        ("----", "----"),
    ],
)
def test_dashes_are_set_and_options_left_alone(written: str, typeset_as: str) -> None:
    assert english(f"x {written} y") == f"<p>x {typeset_as} y</p>\n"


def test_a_bare_url_is_a_link_and_a_file_name_is_not() -> None:
    html = english("https://a.example/b--c README.md //x ada@example.org")

    assert html == '<p><a href="https://a.example/b--c">https://a.example/b--c</a> README.md //x ada@example.org</p>\n'


def test_footnotes_of_two_posts_never_share_an_id() -> None:
    first, second = (typeset("a[^1]\n\n[^1]: b", language="en", prefix=prefix) for prefix in ("p1", "p2"))

    assert 'id="fn-p1-1"' in first
    assert 'id="fn-p2-1"' in second
    assert "↩" not in first


def test_tables_strikethrough_and_heading_ids_are_known() -> None:
    html = english("## Tea Time\n\n~~no~~\n\n|a|\n|-|\n|b|\n")

    assert '<h2 id="tea-time">' in html
    assert "<s>no</s>" in html
    assert "<td>b</td>" in html
