"""Sentences end where a reader would say so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.issue.sentences import sentence_ends


def sentences(text: str, language: str = "en") -> list[str]:
    """Return *text* in sentences; a dot at its end makes its own end one too."""
    ends = [*sentence_ends(f"{text} .", language)]
    return [
        text[start:end].strip()
        for start, end in zip([0, *ends], [*ends, len(text)], strict=True)
        if text[start:end].strip()
    ]


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        pytest.param("en", ["One two.", "(Three four.)", "Five six."], id="in-brackets"),
        pytest.param("en", ["One two.", "[Three four!]", "Five six."], id="in-square-ones"),
        pytest.param("en", ["One two.", "(Three four. Five six.)", "Seven."], id="two-in-brackets-stay-together"),
        pytest.param("en", ["One two.", "“(Three four.)”", "Five six."], id="quotes-round-brackets"),
        pytest.param("en", ["One two.", "(Three “four.”)", "Five six."], id="quotes-in-brackets"),
        pytest.param("en", ["One two (three four.)", "Five six."], id="brackets-at-the-end"),
        pytest.param("en", ["One two (three four.) and five.", "Six."], id="brackets-in-passing"),
        pytest.param("en", ["One two (three four).", "Five six."], id="stop-behind-the-bracket"),
        pytest.param("en", ["He said “Go. Now.”", "Then he left."], id="quotes"),
        pytest.param("en", ["A stray ( here.", "And more.", "And more."], id="brackets-that-never-close"),
        pytest.param("en", ["He met Dr. Smith.", "It was noon."], id="abbreviations"),
        pytest.param("de", ["Er ging.", "(Sie blieb.)", "„Komm jetzt.“", "Dann kam er."], id="german"),
        pytest.param("he", ["הלך.", "(ואז חזר.)", "אחר כך ישן."], id="hebrew"),
        pytest.param("ar", ["ذهب.", "(ثم عاد.)", "هل نام؟", "نعم."], id="arabic"),
        pytest.param("fa", ["رفت.", "آیا برگشت؟", "بله."], id="persian"),
    ],
)
def test_closing_brackets_and_quotes_stay_with_their_sentence(language: str, parts: list[str]) -> None:
    assert sentences(" ".join(parts), language) == parts


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        pytest.param("zh", ["我们去了。", "（北京很大。）", "然后回家。"], id="chinese"),
        pytest.param("ja", ["彼は行った。", "（本当に。）", "そして帰った。"], id="japanese"),
    ],
)
def test_no_space_is_needed_where_none_is_written(language: str, parts: list[str]) -> None:
    assert sentences("".join(parts), language) == parts


@given(st.text(alphabet=st.sampled_from("ab. ()[]“”。（）!\n")))
def test_ends_come_in_order_and_never_before_a_closing_mark(text: str) -> None:
    ends = list(sentence_ends(text, "en"))

    assert ends == sorted(ends)
    assert all(0 < end < len(text) and text[end] not in ")]”）" for end in ends)
