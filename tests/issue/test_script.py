"""A text's letters tell which way it runs and, where they can, what it is written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.issue.direction import Direction, direction
from digest.issue.script import Writing, writing_of

HEBREW = "המעבורת הראשונה הגיעה לפני הזריחה, והערפל היה כבד."
ARABIC = "وصلت العبّارة الأولى قبل الفجر، وكان الضباب كثيفًا."
PERSIAN = "کشتی نخست پیش از سپیده رسید. آیا کسی آن را دید؟"
JAPANESE = "最初のフェリーは夜明け前に着いた。"
CHINESE = "第一班渡轮在黎明前到达。"
ENGLISH = "The first ferry came before dawn."


@pytest.mark.parametrize(
    ("text", "language", "runs"),
    [
        pytest.param(HEBREW, "he", "rtl", id="hebrew"),
        pytest.param(ARABIC, "und-Arab", "rtl", id="arabic"),
        pytest.param(PERSIAN, "und-Arab", "rtl", id="persian"),
        pytest.param("ܫܠܡܐ ܥܠܡܐ", "und", "rtl", id="syriac"),
        pytest.param(JAPANESE, "ja", "ltr", id="japanese"),
        pytest.param("これはPythonのrequestsというlibraryです", "ja", "ltr", id="japanese-with-foreign-words"),
        pytest.param(CHINESE, "und-Hani", "ltr", id="chinese"),
        pytest.param("첫 배는 새벽에 왔다.", "ko", "ltr", id="korean"),
        pytest.param("เรือลำแรกมาถึงก่อนรุ่งสาง", "th", "ltr", id="thai"),
        pytest.param(ENGLISH, "en-GB", "ltr", id="english"),
        pytest.param("Первый паром пришёл до рассвета.", "en-GB", "ltr", id="russian-is-not-told-from-english"),
        pytest.param("2026 🎉", "en-GB", "ltr", id="no-letters"),
        pytest.param("", "en-GB", "ltr", id="nothing"),
    ],
)
def test_in_an_english_newsletter(text: str, language: str, runs: str) -> None:
    assert writing_of(text, said=None, otherwise="en-GB") == Writing(language, Direction(runs))


@pytest.mark.parametrize(
    ("text", "newsletters", "language", "runs"),
    [
        pytest.param(ARABIC, "ar-EG", "ar-EG", "rtl", id="arabic-in-arabic"),
        pytest.param(PERSIAN, "fa", "fa", "rtl", id="persian-in-persian"),
        pytest.param(HEBREW, "yi", "yi", "rtl", id="hebrew-letters-in-yiddish"),
        pytest.param(HEBREW, "ar", "he", "rtl", id="hebrew-in-arabic"),
        pytest.param(ENGLISH, "he", "und", "ltr", id="english-in-hebrew"),
        pytest.param("2026", "he", "he", "rtl", id="no-letters-in-hebrew"),
        pytest.param(CHINESE, "zh-TW", "zh-TW", "ltr", id="chinese-in-chinese"),
        pytest.param("港口", "ja", "ja", "ltr", id="han-alone-in-japanese"),
        pytest.param(JAPANESE, "zh", "ja", "ltr", id="japanese-in-chinese"),
    ],
)
def test_a_script_that_the_newsletter_is_written_in_is_no_news(
    text: str, newsletters: str, language: str, runs: str
) -> None:
    assert writing_of(text, said=None, otherwise=newsletters) == Writing(language, Direction(runs))


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        pytest.param(f"{ENGLISH} It is called {HEBREW[:20]}", "ltr", id="a-quotation"),
        pytest.param(f"Docker: {HEBREW} docker run hello-world", "rtl", id="foreign-words-first"),
        pytest.param(f"{HEBREW} {ENGLISH * 2}", "rtl", id="half-and-half-goes-by-the-first"),
        pytest.param(f"{ENGLISH * 2} {HEBREW}", "ltr", id="half-and-half-the-other-way-round"),
        pytest.param(f"(123) – {HEBREW}", "rtl", id="numbers-and-signs-say-nothing"),
    ],
)
def test_most_letters_decide_and_the_first_where_both_have_a_share(text: str, runs: str) -> None:
    assert writing_of(text, said=None, otherwise="en").direction == runs


@given(st.text(), st.sampled_from(["ar", "en", "he", "ja", "ar-Latn", "az-Arab"]))
def test_what_the_author_says_goes_before_what_the_letters_tell(text: str, said: str) -> None:
    assert writing_of(text, said=said, otherwise="en") == Writing(said, direction(said))


@given(st.text(alphabet=st.sampled_from("aя אע بہ あ漢한ก1.🎉")), st.sampled_from(["ar", "en", "he", "ja"]))
def test_language_and_direction_never_contradict_each_other(text: str, otherwise: str) -> None:
    writing = writing_of(text, said=None, otherwise=otherwise)

    assert writing.language == "und" or direction(writing.language) is writing.direction
