"""Where text may be cut: between graphemes, and where a line may break."""

from unicode_segmentation_rs import graphemes, line_break_units


def split_graphemes(text: str) -> list[str]:
    """Return what a reader sees as single characters, in order; joined they are *text* (UAX 29 §3)."""
    return graphemes(text, is_extended=True)


def split_at_line_breaks(text: str) -> list[str]:
    """Return the pieces of *text* between which a line may break; joined they are *text* (UAX 14).

    Closing marks stay with what they close. Thai and its neighbours break at spaces only: without a dictionary
    nobody knows their words.
    """
    return line_break_units(text)
