"""Break plain text into lines by the room its characters take, not by their number."""

import re
import unicodedata
from collections.abc import Iterator

WIDTH = 72  # RFC 3676 §4.2 asks for at most 78; 72 leaves room for two "> > " of a reply

# Where Chinese and Japanese don't break a line: not before closing marks, not after opening ones.
_CLOSING = frozenset("、。，．・：；？！゛゜ヽヾゝゞ々ー）］｝〕〉》」』】〙〗ァィゥェォッャュョヮぁぃぅぇぉっゃゅょゎ")
_OPENING = frozenset("（［｛〔〈《「『【〘〖")
_SPACES = re.compile(r"[ \t\r\f\v]+")


def display_width(text: str) -> int:
    """Return how many columns *text* takes on a terminal: two for a wide character, none for a combining one."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def wrap(text: str, width: int = WIDTH, *, first: str = "", rest: str | None = None) -> str:
    """Return *text* in lines of at most *width* columns; a line break in it stays one.

    The first line begins with *first*, the others with *rest* (as *first*, where it isn't given).
    A word that is wider than a line, such as a URL, gets a line of its own and is never broken.
    """
    later = first if rest is None else rest
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _fill(paragraph, width, later if lines else first, later)
    return "\n".join(line.rstrip(" ") for line in lines)


def underline(text: str, character: str = "=", width: int = WIDTH) -> str:
    """Return *text* wrapped, with a line of *character* under it as wide as its widest line."""
    lines = wrap(text, width)
    return f"{lines}\n{character * max(display_width(line) for line in lines.split(chr(10)))}"


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _fill(paragraph: str, width: int, first: str, later: str) -> Iterator[str]:
    line, room = first, width - display_width(first)
    is_empty = True
    for gap, piece in _pieces(paragraph):
        needed = display_width(piece) + (0 if is_empty else len(gap))
        if needed > room and not is_empty:
            yield line
            line, room, is_empty = later, width - display_width(later), True
            needed = display_width(piece)
        line += piece if is_empty else gap + piece
        room -= needed
        is_empty = False
    yield line


def _pieces(paragraph: str) -> Iterator[tuple[str, str]]:
    """Yield what a line may not break inside of, each with the gap before it: a space, or nothing."""
    for word in _SPACES.sub(" ", paragraph).strip(" ").split(" "):
        gap, start = " ", 0
        for index in range(1, len(word)):
            if _may_break(word[index - 1], word[index]):
                yield gap, word[start:index]
                gap, start = "", index
        yield gap, word[start:]


def _may_break(before: str, after: str) -> bool:
    if before.isascii() and after.isascii():
        return False
    if before in _OPENING or after in _CLOSING or _columns(after) == 0:
        return False
    return _is_ideographic(before) or _is_ideographic(after)


def _is_ideographic(character: str) -> bool:
    # Emoji and Hangul are wide as well, but Korean breaks at spaces and an emoji belongs to its word.
    return (
        character >= "\u2e80"
        and unicodedata.east_asian_width(character) in {"W", "F"}
        and not ("\uac00" <= character <= "\ud7a3" or "\U0001f000" <= character < "\U00020000")
    )
