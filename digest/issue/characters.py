"""Where text may be cut: between graphemes, and where a line may break; and what is counted by character."""

import re

from unicode_segmentation_rs import graphemes, line_break_units

# Scripts that write no spaces between words, and their punctuation: Thai, Lao, Tibetan, Myanmar, Khmer, Tai; then Han,
# kana, bopomofo, Yi and full-width forms. Hangul has spaces, so it isn't here.
_SOUTHERN = "\u0e00-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf"
_EASTERN = "\u2e80-\u312f\u31a0-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff9f\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
BY_CHARACTER = re.compile(f"[{_SOUTHERN}{_EASTERN}]")
EASTERN = re.compile(f"[{_EASTERN}]")
SOUTHERN = re.compile(f"[{_SOUTHERN}]")


def split_graphemes(text: str) -> list[str]:
    """Return what a reader sees as single characters, in order; joined they are *text* (UAX 29 §3)."""
    return graphemes(text, is_extended=True)


def split_at_line_breaks(text: str) -> list[str]:
    """Return the pieces of *text* between which a line may break; joined they are *text* (UAX 14).

    Closing marks stay with what they close. Thai and its neighbours break at spaces only: without a dictionary
    nobody knows their words.
    """
    return line_break_units(text)
