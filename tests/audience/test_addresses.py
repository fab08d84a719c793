"""Addresses as people write them, and what becomes of them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.audience import addresses
from digest.audience.addresses import AddressFault, address_key, parse_address

letters = st.sampled_from("aB3.-+_'@ \t\"<>,:[]{}éßżü\u0130\u200b\u212a０。\ud800\n\r\x00")
domains = st.sampled_from(
    [
        "example.org",
        "EXAMPLE.Org",
        "test",
        "x.test",
        "localhost",
        "x.local",
        "xlocal",
        "a.b--c.example",
        "ab--c.example",
        "xn--mnchen-3ya.example",
        "xn--0.example",
        "münchen.example",
        "example.c0m",
        "example.42",
        "-a.example",
        "a-.example",
        "a..example",
        "a." * 100 + "example",
        "a." * 124 + "example",
        "l" * 63 + ".example",
        "l" * 64 + ".example",
        "1.2.3.4",
        "home.arpa",
    ]
)
local_parts = st.sampled_from(
    ["ada", "Ada.Lovelace", "Info", "WWW", "x" * 64, "x" * 65, ".a", "a.", "a..b", "ż", "a'b{c}"]
)
texts = st.one_of(
    st.text(letters, max_size=12),
    st.builds("{}@{}".format, local_parts, domains),
    st.builds("{}@{}".format, st.text(letters, max_size=8), domains),
    st.builds("{}@{}".format, local_parts, st.text(letters, max_size=12)),
    st.builds("{}@{}.{}".format, local_parts, st.text("aB-0", max_size=70), domains),
    st.emails(),
)


def parsed(text: str) -> str | None:
    try:
        return parse_address(text)
    except AddressFault:
        return None


def parsed_the_long_way(text: str) -> str | None:
    try:
        return addresses._parse_any_address(text.strip())
    except AddressFault:
        return None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        pytest.param("ada@example.org", "ada@example.org", id="as-it-is"),
        pytest.param("  ada@example.org\n", "ada@example.org", id="space-around"),
        pytest.param("Ada.L@EXAMPLE.Org", "Ada.L@example.org", id="local-part-as-given"),
        pytest.param("ada@münchen.example", "ada@xn--mnchen-3ya.example", id="idn"),
        pytest.param("ada@MÜNCHEN.example", "ada@xn--mnchen-3ya.example", id="idn-in-capitals"),
        pytest.param("ada@straße.example", "ada@xn--strae-oqa.example", id="idna-2008-keeps-eszett"),
        pytest.param("żółw@example.org", "żółw@example.org", id="smtputf8"),
        pytest.param("ada@ferry.test", "ada@ferry.test", id="test-domain"),
    ],
)
def test_an_address_is_written_as_relays_want_it(text: str, address: str) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("", "@-sign", id="nothing"),
        pytest.param("ada", "@-sign", id="a-name"),
        pytest.param("@example.org", "before the @-sign", id="no-local-part"),
        pytest.param("ada@", "after the @-sign", id="no-domain"),
        pytest.param("ada@example", "period", id="no-dot"),
        pytest.param("ada@localhost", "period", id="this-machine"),
        pytest.param("Ada <ada@example.org>", "display name", id="with-a-name"),
        pytest.param("a@example.org, b@example.org", "invalid characters", id="two"),
        pytest.param("a@example.org\r\nBcc: b@example.org", "invalid characters", id="injection"),
        pytest.param("a b@example.org", "SPACE", id="space"),
        pytest.param('"a b"@example.org', "Quoting", id="quoted"),
        pytest.param("ada@[192.0.2.1]", "bracketed", id="literal"),
        pytest.param("x" * 65 + "@example.org", "too long before", id="long-local-part"),
        pytest.param("x" * 10_000_000 + "@example.org", "at most 254", id="ten-megabytes"),
        pytest.param("a\u200bda@example.org", "ZERO WIDTH SPACE", id="invisible"),
    ],
)
def test_what_is_no_address_is_told_why(text: str, why: str) -> None:
    with pytest.raises(AddressFault, match=why):
        parse_address(text)


@given(texts)
@example("ada@x.Local")
@example("INFO@example.org")
def test_the_short_way_and_the_long_way_agree_on_every_text(text: str) -> None:
    assert parsed(text) == parsed_the_long_way(text)


@given(texts)
def test_an_address_that_was_parsed_parses_as_itself(text: str) -> None:
    address = parsed(text)

    assert address is None or parse_address(address) == address


@given(texts)
def test_one_person_has_one_key_however_the_address_is_written(text: str) -> None:
    address = parsed(text)

    assert address is None or address_key(address) == address_key(text) == address_key(address_key(text))


@given(texts.filter(str.isascii))
def test_letter_case_makes_no_other_person(text: str) -> None:
    assert address_key(text.upper()) == address_key(text)


def test_different_people_have_different_keys() -> None:
    people = ["ada@example.org", "ada@example.net", "ada+x@example.org", "a.da@example.org", "ädä@example.org"]

    assert len({address_key(person) for person in people}) == len(people)
