"""Plain text is broken by the room it takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.render.wrap import display_width, underline, wrap


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        pytest.param("ferry", 5, id="latin"),
        pytest.param("港の朝", 6, id="cjk-takes-two"),
        pytest.param("e\u0301", 1, id="combining-takes-none"),
        pytest.param("a\u200bb", 2, id="zero-width-space"),
        pytest.param("الفجر", 5, id="arabic"),
    ],
)
def test_width_is_that_of_a_terminal(text: str, columns: int) -> None:
    assert display_width(text) == columns


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=300), st.integers(10, 80))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    wrapped = wrap(text, width)

    assert wrapped.replace("\n", "").replace(" ", "") == text.replace(" ", "")


@given(st.lists(st.text(alphabet="abcdé港口、", min_size=1, max_size=9), min_size=1, max_size=60), st.integers(20, 80))
def test_no_line_is_wider_than_asked(words: list[str], width: int) -> None:
    wrapped = wrap(" ".join(words), width, first="* ", rest="  ")

    assert all(display_width(line) <= width for line in wrapped.split("\n"))


def test_url_is_never_broken() -> None:
    url = "https://ferry.example/" + "a-long-way/" * 12

    wrapped = wrap(f"See {url} for the whole of it.", 40)

    assert wrapped.split("\n") == ["See", url, "for the whole of it."]


def test_japanese_breaks_between_characters_but_not_before_a_full_stop() -> None:
    wrapped = wrap("港は静かです。船は来ない。", 12)

    assert wrapped.split("\n") == ["港は静かで", "す。船は来な", "い。"]


def test_line_break_in_the_text_stays() -> None:
    assert wrap("one\ntwo", 72, first="> ") == "> one\n> two"


def test_underline_is_as_wide_as_the_widest_line() -> None:
    assert underline("The long name of it", "=", 9) == "The long\nname of\nit\n========"
