"""A text takes as long to read as its words, or its characters, take."""

import pytest

from digest.issue.reading_time import reading_minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        pytest.param("", None, id="nothing"),
        pytest.param(" \n– … 🎉", None, id="nothing-to-read"),
        pytest.param("Tea.", 1, id="a-word-takes-a-minute"),
        pytest.param("word " * 230, 1, id="a-minute"),
        pytest.param("word – " * 230 * 4, 4, id="a-dash-is-no-word"),
        pytest.param("日本語です" * 400, 4, id="japanese"),
        pytest.param("สวัสดีครับ" * 400, 4, id="thai"),
        pytest.param("כל מילה " * 460, 4, id="hebrew"),
        pytest.param("word " * 460 + "汉字" * 500, 4, id="two-scripts"),
    ],
)
def test_minutes_are_those_of_the_script(text: str, minutes: int | None) -> None:
    assert reading_minutes(text) == minutes
