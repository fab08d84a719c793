"""Tokens: whose they are, and that nobody else can make them."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.audience.tokens import read_token, unsubscribe_token

OLD, NEW = b"o" * 32, b"n" * 32
TOKEN = unsubscribe_token(OLD, "ada@example.org", "post@ferry.example")


def test_a_token_leads_back_to_the_person_it_was_made_for() -> None:
    claim = read_token(TOKEN, [OLD], "post@ferry.example")

    assert claim is not None
    assert claim.is_for("ada@example.org")
    assert not claim.is_for("grace@example.org")


def test_a_token_stays_the_same_for_ever() -> None:
    # Links in people's inboxes are made of this. If this test fails, the change breaks them all.
    assert TOKEN == "9_f70zZHT9JnsO6O.eomsbBBgWeB7fT4egxFOZWup"


@pytest.mark.parametrize("address", ["ada@example.org", "Ada@EXAMPLE.org", " ada@example.org"])
def test_the_token_is_the_persons_however_the_address_is_written(address: str) -> None:
    assert unsubscribe_token(OLD, address, "post@ferry.example") == TOKEN


def test_a_token_that_was_made_before_the_key_changed_still_works() -> None:
    claim = read_token(TOKEN, [OLD, NEW], "post@ferry.example")

    assert claim is not None
    assert claim.is_for("ada@example.org")


@pytest.mark.parametrize(
    ("keys", "newsletter"),
    [
        pytest.param([NEW], "post@ferry.example", id="another-key"),
        pytest.param([], "post@ferry.example", id="no-key"),
        pytest.param([OLD], "post@train.example", id="another-newsletter"),
    ],
)
def test_a_token_from_elsewhere_says_nothing(keys: list[bytes], newsletter: str) -> None:
    assert read_token(TOKEN, keys, newsletter) is None


def test_a_token_shows_no_address_and_needs_no_escaping_in_a_url() -> None:
    assert set(TOKEN) <= set(string.ascii_letters + string.digits + "-_.")
    assert "ada" not in TOKEN.lower()


def test_a_claim_prints_without_its_secret() -> None:
    claim = read_token(TOKEN, [OLD], "post@ferry.example")

    assert "secret" not in repr(claim)


@given(place=st.integers(0, len(TOKEN) - 1), letter=st.characters(codec="utf-8"))
def test_a_token_with_one_letter_changed_says_nothing(place: int, letter: str) -> None:
    changed = TOKEN[:place] + letter + TOKEN[place + 1 :]

    assert changed == TOKEN or read_token(changed, [OLD], "post@ferry.example") is None


@given(st.one_of(st.text(max_size=60), st.text("ab.", max_size=60), st.just("\udcff.x")))
def test_any_other_text_says_nothing(text: str) -> None:
    assert read_token(text, [OLD, NEW], "post@ferry.example") is None


@given(st.lists(st.integers(0, 10_000), unique=True, min_size=2, max_size=50))
def test_no_two_people_share_a_token(numbers: list[int]) -> None:
    tokens = {unsubscribe_token(OLD, f"p{number}@example.org", "post@ferry.example") for number in numbers}

    assert len(tokens) == len(numbers)
