"""Where a text ends well: how long it is in words, and where to cut it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from sentencex import segment  # it ships no types

from digest.issue.characters import split_at_line_breaks, split_graphemes

_NEAR = 0.6  # a sentence end in the last 40 % of the limit is near enough
_LOOKAHEAD = 200  # characters past the limit that tell a sentence end from an abbreviation
_CHUNK = re.compile(r"(?:\S|[\u00a0\u2007\u202f])+")  # spaces that don't break keep a chunk together
# Scripts that write no spaces between words, and their punctuation: counted by character. Thai, Lao, Tibetan, Myanmar,
# Khmer; then Han, kana, bopomofo and full-width forms. Hangul has spaces, so it isn't here.
_BY_CHARACTER = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff\uff00-\uff9f\U00020000-\U0003ffff]"
)
# Languages disagree about which quotes close: „so“, »so«. Right behind a full stop, all of them do.
_CLOSING = frozenset("\"'”’“‘»›«‹)]}」』）】》〉〕］｝＂＇")
_HANGING = frozenset(",;:.…،؛、，；：・")  # marks that read badly before an ellipsis
_QUOTED_IN_PASSING = re.compile("[」』](?:と|って|、)")  # Japanese: the sentence goes on behind what somebody said


@dataclass(frozen=True, slots=True)
class Cut:
    """Show the text up to *end*; *is_mid_sentence* asks for an ellipsis there."""

    end: int
    is_mid_sentence: bool


def count_words(text: str, *, at_most: int) -> int:
    """Return how long *text* is, as its script counts; counting stops beyond *at_most*."""
    count = 0
    for place in _measure(text):
        count += place.words
        if count > at_most:
            break
    return count


def find_cut(text: str, *, words: int, language: str | None) -> Cut:
    """Return where to cut *text* so that at most *words* are shown: after a sentence that ends near it, or a word.

    In *text* an empty line parts blocks. *language* is a BCP 47 tag; it only decides which full stops end a sentence.
    """
    places: list[_Place] = []
    near = 0  # from where on a sentence end is near enough
    count = 0
    for place in _measure(text):
        count += place.words
        if count > words:
            break
        places.append(place)
        near = near or (place.end if count >= words * _NEAR else 0)
    else:
        return Cut(len(text), is_mid_sentence=False)
    if not places:
        return Cut(0, is_mid_sentence=False)
    last = places[-1].end
    sentences = [end for end in _sentence_ends(text[: last + _LOOKAHEAD], language) if near <= end <= last]
    if near and sentences:
        return Cut(sentences[-1], is_mid_sentence=False)
    word_ends = [place.end for place in places if place.is_word_end and place.end >= near]
    return Cut(_without_hanging(text, word_ends[-1] if word_ends else last), is_mid_sentence=True)


@dataclass(frozen=True, slots=True)
class _Place:
    """A place where a text may be cut, if need be."""

    end: int
    words: int  # since the place before
    is_word_end: bool  # or, in scripts without spaces, where a line may break


def _measure(text: str) -> Iterator[_Place]:
    for chunk in _CHUNK.finditer(text):
        if not _BY_CHARACTER.search(chunk[0]):
            yield _Place(chunk.end(), len(chunk[0].split()), is_word_end=True)
            continue
        line_breaks = set(accumulate(map(len, split_at_line_breaks(chunk[0])), initial=chunk.start()))
        end = chunk.start()
        for unit in _units(chunk[0]):
            end += len(unit)
            # Thai may run on without a space for longer than there is room: then any grapheme has to do.
            yield _Place(end, len(unit.split()), is_word_end=end in line_breaks)


def _units(chunk: str) -> Iterator[str]:
    """Yield the graphemes of *chunk*, but foreign words in it whole."""
    foreign = ""
    for grapheme in split_graphemes(chunk):
        if not _BY_CHARACTER.match(grapheme):
            foreign += grapheme
            continue
        if foreign:
            yield foreign
            foreign = ""
        yield grapheme
    if foreign:
        yield foreign


def _sentence_ends(text: str, language: str | None) -> Iterator[int]:
    """Yield where sentences and blocks end in *text*, but for its own end, which is wherever it was cut."""
    sentences: list[str] = segment((language or "en").split("-")[0].lower(), text)
    for start, sentence in zip(accumulate(map(len, sentences), initial=0), sentences, strict=False):
        end = start + len(sentence.rstrip())
        while end < len(text) and text[end] in _CLOSING:
            end += 1
        if end < len(text) and _may_end_at(text, end):
            yield end


def _may_end_at(text: str, end: int) -> bool:
    if text[end - 1] in ":,;" or _QUOTED_IN_PASSING.match(text, end - 1):
        return False
    return text[end].isspace() or bool(_BY_CHARACTER.match(text, end - 1) or _BY_CHARACTER.match(text, end))


def _without_hanging(text: str, end: int) -> int:
    """Return *end* moved before opening quotes, brackets, dashes and commas that would hang in the air."""
    kept = end
    while kept and _hangs(text[kept - 1], is_alone=text[max(0, kept - 2) : kept - 1].isspace()):
        kept -= 1
    return kept or end


def _hangs(character: str, *, is_alone: bool) -> bool:
    if character.isspace() or character in _HANGING:
        return True
    category = unicodedata.category(character)
    return category in ("Ps", "Pd") or (category == "Pi" and is_alone)
