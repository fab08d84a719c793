"""RFC 2047: what is encoded comes back, within the limits."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from digest.message.encoded_word import encode_words
from tests.message.builders import decoded

any_text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300)
awkward_text = st.text('ab =?_"\\,.\té日ß👨‍👩‍👧́', min_size=1, max_size=300)
rooms = st.integers(50, 75)


@given(any_text | awkward_text, rooms)
@example(" ", 67)
@example("a\u0301" * 200, 67)
def test_encoded_words_decode_to_the_same_text(text: str, room: int) -> None:
    words = encode_words(text, room=room)

    assert decoded(words.replace("\r\n", "")) == text


@given(any_text | awkward_text, rooms)
def test_no_encoded_word_is_longer_than_75_and_the_first_fits_its_room(text: str, room: int) -> None:
    lines = encode_words(text, room=room).split("\r\n ")

    assert len(lines[0]) <= room
    assert max(map(len, lines)) <= 75
    assert all(re.fullmatch(r"=\?utf-8\?[qb]\?[A-Za-z0-9!*+/=_-]+\?=", line) for line in lines)


@given(any_text | awkward_text)
def test_every_encoded_word_decodes_by_itself_so_no_character_is_split(text: str) -> None:
    lines = encode_words(text, room=67).split("\r\n ")

    assert "".join(decoded(line) for line in lines) == text


def test_a_family_emoji_stays_in_one_word_wherever_it_falls() -> None:
    family = "👨‍👩‍👧‍👦"

    for offset in range(80):
        words = encode_words("x" * offset + family + " and the rest", room=67).split("\r\n ")

        assert sum(family in decoded(word) for word in words) == 1, offset


def test_the_shorter_encoding_is_taken() -> None:
    assert encode_words("Café news", room=67) == "=?utf-8?q?Caf=C3=A9_news?="
    assert encode_words("日本語", room=67) == "=?utf-8?b?5pel5pys6Kqe?="
