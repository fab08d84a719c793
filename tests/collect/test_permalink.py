from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect.permalink import Facts, own_permalink, permalink, slugify, unknown_fields

SITE = "https://ferry.example/"


def facts(slug: str | None = "tea", relative: str = "notes/2026-03-02-tea.md") -> Facts:
    return Facts(
        relative=relative,
        title="Tea & Ferries",
        slug=slug,
        categories=("Long Reads", "Tea"),
        published_at=datetime(2026, 3, 2, tzinfo=ZoneInfo("Europe/London")),
    )


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        ("{url}{year}/{month}/{slug}/", "https://ferry.example/2026/03/tea/"),
        ("{url}{year}/{i_month}/{i_day}/{title}.html", "https://ferry.example/2026/3/2/tea-ferries.html"),
        ("{url}{path}/", "https://ferry.example/notes/2026-03-02-tea/"),
        ("{url}{section}/{name}/", "https://ferry.example/notes/2026-03-02-tea/"),
        ("{url}{categories}/{slug}/", "https://ferry.example/long-reads/tea/tea/"),
        ("/posts/{slug}", "https://ferry.example/posts/tea"),
        ("https://other.example//{slug}", "https://other.example/tea"),
        ("{url}über/{slug}", "https://ferry.example/%C3%BCber/tea"),
    ],
)
def test_a_pattern_is_filled_with_what_a_post_is(pattern: str, url: str) -> None:
    assert permalink(pattern, facts(), SITE) == url


@pytest.mark.parametrize(
    ("slug", "url"),
    [
        ("Tea_Time", "https://ferry.example/Tea_Time/"),
        ("tea time", "https://ferry.example/tea-time/"),
        ("茶", "https://ferry.example/%E8%8C%B6/"),
        ("caf%C3%A9", "https://ferry.example/caf%C3%A9/"),
        ("/2026/tea/", "https://ferry.example/2026/tea/"),
        ("..tea", "https://ferry.example/..tea/"),
        (None, "https://ferry.example/tea-ferries/"),
        (" / ", "https://ferry.example/tea-ferries/"),
    ],
)
def test_a_slug_stands_in_the_address_as_it_is(slug: str | None, url: str) -> None:
    assert permalink("{url}{slug}/", facts(slug), SITE) == url


@pytest.mark.parametrize("slug", ["..", "../up", "%2e%2e", "a/%252e%252e/b", "a\\b", "a/./b"])
def test_a_slug_that_climbs_out_is_refused(slug: str) -> None:
    with pytest.raises(ValueError, match="climbs"):
        permalink("{url}{slug}/", facts(slug), SITE)


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("/tea/", "https://ferry.example/tea/"),
        ("tea.html", "https://ferry.example/tea.html"),
        ("/tee & co/", "https://ferry.example/tee%20&%20co/"),
        ("https://ferry.example/a/", "https://ferry.example/a/"),
        ("http://www.ferry.example/a", "http://www.ferry.example/a"),
        ("/:year/:month/:title:output_ext", "https://ferry.example/2026/03/tea.html"),
        ("/:categories/:slug.html", "https://ferry.example/long-reads/tea/tea.html"),
        ("pretty", "https://ferry.example/long-reads/tea/2026/03/02/tea/"),
    ],
)
def test_a_posts_own_address_is_below_the_site(written: str, url: str) -> None:
    assert own_permalink(written, facts(), SITE) == url


@pytest.mark.parametrize("written", ["", "/{{ page.fileSlug }}/", "{% if x %}", "/:unheard_of/:title/"])
def test_an_address_for_another_program_is_no_address(written: str) -> None:
    assert own_permalink(written, facts(), SITE) is None


@pytest.mark.parametrize(
    "written",
    [
        *("//evil.example/", "https://evil.example/", "https://ferry.example.evil.example/", "javascript:alert(1)"),
        *(
            "/%2e%2e/%2e%2e/baddie",
            "/a/../../b",
            "/\\evil.example",
            "/a\nb",
            "data:text/html,x",
            "ftp://ferry.example/",
        ),
    ],
)
def test_an_address_that_leaves_the_site_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"leads|climbs|is no|holds"):
        own_permalink(written, facts(), SITE)


def test_a_site_below_a_path_keeps_it_once() -> None:
    urls = {
        own_permalink(written, facts(), "https://ferry.example/blog") for written in ("/tea/", "/blog/tea/", "tea/")
    }

    assert urls == {"https://ferry.example/blog/tea/"}


def test_an_unknown_field_is_named() -> None:
    assert unknown_fields("{url}{yeer}/{slug}/{}") == ("yeer", "")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("It’s Tea o’clock!", "its-tea-oclock"),
        ("Straße & Łódź", "straße-łódź"),
        ("नमस्ते दुनिया", "नमस्ते-दुनिया"),
        ("  --  ", "post"),
        ("می‌خواهم", "میخواهم"),
    ],
)
def test_a_slug_keeps_letters_of_any_script(title: str, slug: str) -> None:
    assert slugify(title) == slug


@given(st.text())
def test_whatever_is_written_stays_on_the_site(written: str) -> None:
    try:
        url = own_permalink(written, facts(), SITE)
    except ValueError:
        return

    assert url is None or url.startswith(
        ("https://ferry.example/", "http://ferry.example", "https://www.ferry.example")
    )
    assert url is None or "/../" not in url
