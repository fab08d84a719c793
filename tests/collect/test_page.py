from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect.page import host_of, page_of, without_counters

PATHS = st.lists(st.text("abcXYZ019-_.", min_size=1), max_size=3).map("/".join)
QUERIES = st.lists(st.sampled_from(["p=1", "q=a+b", "x", "utm_id=3", "UTM_SOURCE=rss", "fbclid=1"]), max_size=3)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/tea",
        "http://a.example/tea",
        "https://A.Example/tea/",
        "https://a.example:443/tea#comments",
        "https://a.example/tea?utm_source=rss&utm_medium=feed",
        "https://a.example/tea/?fbclid=1#x",
    ],
)
def test_one_page_has_many_urls(url: str) -> None:
    assert page_of(url) == "a.example/tea"


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/Tea",
        "https://a.example/tea?p=1",
        "https://b.example/tea",
        "https://a.example:8443/tea",
        "https://a.example/tea/2",
        "https://www.a.example/tea",
    ],
)
def test_another_page_is_another(url: str) -> None:
    assert page_of(url) != "a.example/tea"


@given(PATHS, QUERIES)
def test_what_counts_visitors_goes_and_the_page_stays(path: str, query: list[str]) -> None:
    url = f"https://a.example/{path}" + (f"?{'&'.join(query)}" if query else "")

    cleaned = without_counters(url)

    assert page_of(cleaned) == page_of(url) == page_of(f"{url}#here")
    assert without_counters(cleaned) == cleaned
    assert "utm_" not in urlsplit(cleaned).query.lower()


def test_a_url_without_counters_stays_as_it_is() -> None:
    url = "https://a.example/tea?b=2&a=1&empty=#x"

    assert without_counters(url) == url


def test_a_host_is_one_with_and_without_www() -> None:
    assert host_of("https://WWW.Ferry.example/x") == host_of("https://ferry.example") == "ferry.example"
