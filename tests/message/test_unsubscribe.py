"""The unsubscribe button: both ways out, and one click only where RFC 8058 allows it."""

import pytest

from digest.message.unsubscribe import compose_unsubscribe_fields, find_unsafe_url, unsubscribe_mailto
from tests.message.builders import read_back

URL = "https://news.ferry.example/u/k1.abc"
MAILTO = "mailto:leave@ferry.example?subject=unsubscribe%20k1.abc"


def test_both_ways_stand_in_one_field_folded_only_between_them() -> None:
    fields = compose_unsubscribe_fields(URL, MAILTO)

    assert fields == (
        b"List-Unsubscribe: <https://news.ferry.example/u/k1.abc>,\r\n"
        b" <mailto:leave@ferry.example?subject=unsubscribe%20k1.abc>\r\n"
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    )


@pytest.mark.parametrize("length", [40, 75, 76, 77, 120, 400, 900])
def test_a_url_of_any_length_reads_back_unchanged(length: int) -> None:
    url = URL.ljust(length, "x")

    fields = compose_unsubscribe_fields(url, None)

    assert find_unsafe_url("the unsubscribe URL", url) == []
    assert read_back(fields + b"\r\n")["List-Unsubscribe"] == f"<{url}>"


@pytest.mark.parametrize(
    ("url", "mailto"),
    [pytest.param(None, MAILTO, id="no-url"), pytest.param("http://localhost/u/k1.abc", None, id="not-https")],
)
def test_one_click_is_not_promised_without_an_https_url(url: str | None, mailto: str | None) -> None:
    fields = compose_unsubscribe_fields(url, mailto)

    assert b"List-Unsubscribe:" in fields
    assert b"List-Unsubscribe-Post" not in fields


def test_there_is_no_field_where_there_is_no_way() -> None:
    assert compose_unsubscribe_fields(None, None) == b""


def test_a_mailto_url_carries_the_token_in_its_subject() -> None:
    assert unsubscribe_mailto("leave@ferry.example", "k1.abc") == MAILTO
    assert unsubscribe_mailto("a&b?c@ferry.example", "=") == "mailto:a%26b%3Fc@ferry.example?subject=unsubscribe%20%3D"


@pytest.mark.parametrize(
    "url", ["", "ftp://x/", "https://", "https://a/ b", "https://a/>,<b", "https://a/\r\nBcc: e", "https://bücher/",
            "https://a/" + "x" * 900]
)  # fmt: skip
def test_a_url_that_the_field_cannot_carry_is_refused(url: str) -> None:
    [problem] = find_unsafe_url("the unsubscribe URL", url)

    assert problem.fault.startswith("the unsubscribe URL is ")
