"""Header fields read back as they were meant, and nothing gets out of its field."""

from email.utils import getaddresses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.message.headers import (
    compose_name_field,
    compose_text_field,
    find_unsafe_address,
    find_unsafe_list_id,
    find_unsafe_text,
)
from tests.message.builders import decoded, read_back

safe_text = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=300) | st.text(
    'ab =?_"\\,.<>@()é日👨‍👩‍👧', max_size=300
)


@given(safe_text)
def test_a_subject_reads_back_as_it_was_written(text: str) -> None:
    field = compose_text_field("Subject", text)

    assert read_back(field + b"\r\n")["Subject"] == text


@given(safe_text.filter(bool))
def test_a_name_reads_back_beside_its_address(display: str) -> None:
    field = compose_name_field("To", display, "ada@example.org")

    unfolded = field.decode("ascii").removeprefix("To: ").replace("\r\n", "")
    [(name, address)] = getaddresses([unfolded])
    assert address == "ada@example.org"
    assert (decoded(name) if "=?" in name else name) == display


@given(safe_text)
def test_lines_keep_to_78_characters_and_those_with_encoded_words_to_76(text: str) -> None:
    fields = compose_text_field("Subject", text) + compose_name_field("From", text, "post@ferry.example")

    lines = fields.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= (76 if b"=?" in line else 78) for line in lines)
    assert all(line.strip() for line in lines)


@pytest.mark.parametrize(
    ("display", "field"),
    [
        pytest.param("Ada Lovelace", b"To: Ada Lovelace <a@b.example>\r\n", id="atoms-stay-bare"),
        pytest.param("Doe, Jane", b'To: "Doe, Jane" <a@b.example>\r\n', id="specials-are-quoted"),
        pytest.param('J. "Jo" \\ K', b'To: "J. \\"Jo\\" \\\\ K" <a@b.example>\r\n', id="quotes-are-escaped"),
        pytest.param("Zoë", b"To: =?utf-8?q?Zo=C3=AB?= <a@b.example>\r\n", id="letters-beyond-ascii-are-encoded"),
        pytest.param("=?x", b"To: =?utf-8?b?PT94?= <a@b.example>\r\n", id="what-looks-encoded-is-encoded"),
        pytest.param(None, b"To: <a@b.example>\r\n", id="no-name"),
    ],
)
def test_a_name_takes_the_plainest_form_that_is_safe(display: str | None, field: bytes) -> None:
    assert compose_name_field("To", display, "a@b.example") == field


def test_a_long_plain_subject_is_folded_not_encoded() -> None:
    text = "Nine ways to cross the harbour " * 6 + "today"

    field = compose_text_field("Subject", text)

    assert b"=?" not in field
    assert field.replace(b"\r\n", b"").decode("ascii") == f"Subject: {text}"


@pytest.mark.parametrize("character", ["\r", "\n", "\0", "\x1b", "\t", "\x7f", "\x85", "\u2028", "\u2029", "\ud800"])
def test_a_character_that_could_end_a_field_is_refused_by_name_and_place(character: str) -> None:
    [problem] = find_unsafe_text("the subject", f"tea{character}Bcc: eve@example.org")

    assert problem.fault.startswith(f"the subject has the control character U+{ord(character):04X} at position 4")
    assert problem.fault.isprintable()
    assert problem.fault.isascii()


@given(safe_text)
def test_ordinary_text_is_not_refused(text: str) -> None:
    assert find_unsafe_text("the subject", text) == []


@pytest.mark.parametrize("address", ["a@b.example", "first.last+tag@xn--bcher-kva.example", "o'neill@localhost"])
def test_an_ordinary_address_is_not_refused(address: str) -> None:
    assert find_unsafe_address("the address", address) == []


@pytest.mark.parametrize(
    "address",
    ["", "a", "a@", "@b", "a b@c.example", "a@b.example, e@f.example", "a@b.example>\r\nBcc: e", "a..b@c.example",
     "<a@b.example>", "a@b.example\n", "josé@b.example", "a@-b.example", "a@" + "b" * 260],
)  # fmt: skip
def test_an_address_that_a_field_cannot_carry_is_refused(address: str) -> None:
    [problem] = find_unsafe_address("the address", address)

    assert problem.fault.startswith("the address is ")


@pytest.mark.parametrize("list_id", ["post", "post.ferry example", "a.b>", "x." + "y" * 260])
def test_a_list_id_without_the_form_of_one_is_refused(list_id: str) -> None:
    assert len(find_unsafe_list_id(list_id)) == 1
    assert find_unsafe_list_id("post.ferry.example") == []
