"""Where running text is cut: after sentences where they end near, never inside a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.issue.cut import count_words, find_cut

texts = st.lists(
    st.sampled_from(
        ["at", "Tea.", "“Go!”", "(ok)", "日本語。", "「です。」", "สวัสดี", "👨‍👩‍👧", "e\u0301", "1\u00a0m", " ", "\n\n"]
    )
).map("".join)  # fmt: skip


def shown(text: str, words: int, language: str | None = "en") -> str:
    cut = find_cut(text, words=words, language=language)
    return text[: cut.end] + ("…" if cut.is_mid_sentence else "")


@pytest.mark.parametrize(
    ("text", "words", "language", "expected"),
    [
        pytest.param("One two three four. Five six seven.", 6, "en", "One two three four.", id="after-a-near-sentence"),
        pytest.param("One. Two three four five six seven.", 6, "en", "One. Two three four five six…", id="none-near"),
        pytest.param("One two three. Four five.", 4, "en", "One two three.", id="never-past-the-limit"),
        pytest.param("He met Dr. Smith at noon today", 3, "en", "He met Dr…", id="an-abbreviation-ends-no-sentence"),
        pytest.param("One “two three.” Four five six", 4, "en", "One “two three.”", id="quotes-stay-with-it"),
        pytest.param("One two. (Three four.) Five six", 5, "en", "One two. (Three four.)", id="brackets-too"),
        pytest.param("Er rief: „Komm jetzt.“ Dann ging er.", 5, "de", "Er rief: „Komm jetzt.“", id="german-quotes"),
        pytest.param("Dit : «\u00a0Va\u00a0!\u00a0» Puis va.", 7, "fr", "Dit : «\u00a0Va\u00a0!\u00a0»", id="french"),
        pytest.param("One two three, four five", 3, "en", "One two three…", id="no-comma-before-the-ellipsis"),
        pytest.param("One two – three four five", 3, "en", "One two…", id="no-dash-before-the-ellipsis"),
        pytest.param("One „two“ three four", 2, "de", "One „two“…", id="a-closing-quote-stays"),
        pytest.param("It is 10\u00a0km away from here", 3, "en", "It is…", id="no-break-spaces-hold"),
        pytest.param("Tea for two\n\nAnd then some more", 4, "en", "Tea for two", id="a-block-ends-a-sentence"),
        pytest.param("All you need:\n\nTea and then some", 4, "en", "All you need:\n\nTea…", id="a-colon-does-not"),
        pytest.param("我们去了北京。然后回家吃饭了。", 9, "zh", "我们去了北京。", id="chinese"),
        pytest.param("我们去了北京。然后回家吃饭了。", 9, None, "我们去了北京。", id="script-alone-will-do"),
        pytest.param("我们去了北京然后回家吃饭了。", 9, "zh", "我们去了北京然后回…", id="chinese-by-character"),
        pytest.param("彼は「行く。」と言った。そして", 13, "ja", "彼は「行く。」と言った。", id="japanese-quote"),
        pytest.param("『はい。』それからどうした", 8, "ja", "『はい。』", id="japanese-closing-quote"),
        pytest.param("これはPython入門です。次は", 5, "ja", "これはPython入…", id="foreign-words-count-once"),
        pytest.param("สวัสดีครับ ผมชื่อสมชาย", 10, "th", "สวัสดีครับ…", id="thai-at-a-space"),
        pytest.param("สวัสดีครับผมชื่อสมชาย", 4, "th", "สวัสดี…", id="thai-between-graphemes"),
        pytest.param("한국어는 띄어쓰기를 합니다", 2, "ko", "한국어는 띄어쓰기를…", id="korean-has-words"),
        pytest.param("One two", 0, "en", "", id="no-words"),
    ],
)  # fmt: skip
def test_text_is_cut_where_it_reads_well(text: str, words: int, language: str | None, expected: str) -> None:
    assert shown(text, words, language) == expected


@given(texts, st.integers(0, 30))
def test_a_cut_keeps_the_limit_and_is_never_at_an_inner_place_of_a_spaced_word(text: str, words: int) -> None:
    cut = find_cut(text, words=words, language="en")

    kept, rest = text[: cut.end], text[cut.end :]
    assert count_words(kept, at_most=10_000) <= words
    assert not (kept[-1:].isascii() and kept[-1:].isalnum() and rest[:1].isascii() and rest[:1].isalnum())
    assert rest[:1] not in ("\u0301", "\u200d", "\u00a0")
    assert not kept.endswith(("\u200d", "\u00a0"))


@given(texts, st.integers(0, 30))
def test_a_text_within_the_limit_is_not_cut(text: str, words: int) -> None:
    cut = find_cut(text, words=words, language="en")

    fits = count_words(text, at_most=words) <= words
    assert (cut.end == len(text) and not cut.is_mid_sentence) or not fits


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("tea for two", 3),
        ("  tea\n\nfor\u00a0two ", 3),
        ("日本語、です。", 7),
        ("สวัสดีครับ", 7),
        ("これはPython入門", 6),
        ("한국어 단어", 2),
    ],
)
def test_words_are_counted_as_the_script_counts(text: str, count: int) -> None:
    assert count_words(text, at_most=100) == count
