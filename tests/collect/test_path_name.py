from datetime import date

import pytest

from digest.collect.path_name import is_html, parse_path_name, stem_of


@pytest.mark.parametrize(
    ("relative", "published_on", "slug"),
    [
        pytest.param("2026-03-02-tea.md", date(2026, 3, 2), "tea", id="jekyll"),
        pytest.param("_posts/2026-3-2-Tea_time.markdown", date(2026, 3, 2), "Tea_time", id="one-digit"),
        pytest.param("2026/03/02/tea.md", date(2026, 3, 2), "tea", id="folders"),
        pytest.param("blog/2026/03/02/tea/index.md", date(2026, 3, 2), "tea", id="folders-and-index"),
        pytest.param("2026-03-02-tea/index.html", date(2026, 3, 2), "tea", id="bundle"),
        pytest.param("2026-03-02.md", date(2026, 3, 2), None, id="date-only"),
        pytest.param("2026-13-45-tea.md", None, "2026-13-45-tea", id="no-such-day"),
        pytest.param("2026/03/tea.md", None, "tea", id="month-only"),
        pytest.param("tea.html.md", None, "tea", id="two-endings"),
        pytest.param("v1.0.md", None, "v1.0", id="dot-in-name"),
        pytest.param("index.md", None, None, id="index-at-the-top"),
        pytest.param("٢٠٢٦-03-02-tea.md", None, "٢٠٢٦-03-02-tea", id="other-digits"),
    ],
)
def test_a_path_tells_date_and_slug(relative: str, published_on: date | None, slug: str | None) -> None:
    named = parse_path_name(relative)

    assert (named.published_on, named.slug) == (published_on, slug)


def test_only_endings_of_posts_are_taken_off() -> None:
    assert stem_of("a/b.old.MD") == "b.old"


def test_htm_is_html_and_markdown_is_not() -> None:
    assert (is_html("a.HTM"), is_html("a.html"), is_html("a.markdown")) == (True, True, False)
