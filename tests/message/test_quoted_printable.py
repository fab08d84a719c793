"""Quoted-printable decodes to the same text, whatever stands around and inside the slots."""

import quopri

from hypothesis import example, given
from hypothesis import strategies as st

from digest.message.quoted_printable import SOFT_BREAK, encode_pieces, encode_text, encode_value

hostile = st.text("ab .=\t\r\nF\0é日👨‍👩‍👧\u200fش\u2028", max_size=200) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=200
)
hostile_values = st.text("ab .=<&é日👨‍👩‍👧\u200fش", max_size=200)


def with_crlf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


def assert_safe_lines(encoded: bytes) -> None:
    lines = encoded.split(b"\r\n")
    assert all(len(line) <= 76 for line in lines)
    assert not any(line.startswith((b".", b"From ")) for line in lines)
    assert not any(byte in line for line in lines for byte in (b"\r", b"\n"))
    assert all(0x20 <= byte < 0x7F for line in lines for byte in line)
    assert not any(line.endswith((b" ", b"\t")) for line in lines)


@given(hostile)
@example("x" * 5000)
@example("." * 5000)
@example("\n.\n..\nFrom here\n.")
@example("é" * 2500)
@example("a" * 75 + " ")
def test_text_decodes_to_itself_with_crlf(text: str) -> None:
    encoded = encode_text(text)

    assert quopri.decodestring(encoded).decode() == with_crlf(text)
    assert_safe_lines(encoded)


@given(st.lists(hostile, min_size=1, max_size=4), st.lists(hostile_values, min_size=3, max_size=3))
@example(["", "", "", ""], ["", ".", "a" * 76])
@example(["x" * 75, ".y", "From z", ""], ["é" * 80, "b ", "."])
def test_values_in_the_gaps_decode_in_place_and_lengthen_no_line(pieces: list[str], values: list[str]) -> None:
    encoded = encode_pieces(pieces)

    gaps = values[: len(pieces) - 1]
    body = encoded[0] + b"".join(encode_value(value) + piece for value, piece in zip(gaps, encoded[1:], strict=True))
    text = with_crlf(pieces[0]) + "".join(
        value + with_crlf(piece) for value, piece in zip(gaps, pieces[1:], strict=True)
    )
    assert quopri.decodestring(body).decode() == text
    assert_safe_lines(body)


def test_a_slot_opens_at_the_start_of_a_line() -> None:
    assert encode_pieces(["Hello ", ", bye\n", ""]) == [b"Hello=20=\r\n", b"=\r\n, bye\r\n", SOFT_BREAK]


def test_a_plain_value_is_written_as_it_is() -> None:
    assert encode_value("Ada Lovelace") == b"Ada Lovelace"


def test_a_long_value_gets_soft_breaks_of_its_own() -> None:
    assert encode_value("a" * 80) == b"a" * 75 + b"=\r\n" + b"a" * 5
