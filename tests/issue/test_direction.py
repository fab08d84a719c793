"""A language decides which way it is written."""

import pytest

from digest.issue.direction import direction


@pytest.mark.parametrize(
    ("language", "way"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("he_IL", "rtl"),
        ("fa", "rtl"),
        pytest.param("ar-Latn", "ltr", id="arabic-in-latin-script"),
        pytest.param("az-Arab-IR", "rtl", id="azeri-in-arabic-script"),
        pytest.param("sl-1994", "ltr", id="a-variant-is-no-script"),
    ],
)
def test_script_decides_the_direction_then_the_language(language: str, way: str) -> None:
    assert direction(language) == way
