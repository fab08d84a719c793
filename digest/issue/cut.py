"""Where a text ends well: how long it is in words, and where to cut it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from digest.issue.characters import BY_CHARACTER, split_at_line_breaks, split_graphemes
from digest.issue.sentences import sentence_ends

_NEAR = 0.6  # a sentence end in the last 40 % of the limit is near enough
_LOOKAHEAD = 200  # characters past the limit that tell a sentence end from an abbreviation
_CHUNK = re.compile(r"(?:\S|[\u00a0\u2007\u202f])+")  # spaces that don't break keep a chunk together
_LONGEST_WORD = 50  # characters; what is longer (a URL, a key, a row of signs) counts as several words
_HANGING = frozenset(",;:.…،؛、，；：・")  # marks that read badly before an ellipsis


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


def find_cut(text: str, *, words: int, language: str | None, links: Sequence[tuple[int, int]] = ()) -> Cut:
    """Return where to cut *text* so that at most *words* are shown: after a sentence that ends near it, or a word.

    In *text* an empty line parts blocks. *language* is a BCP 47 tag; it only decides which full stops end a sentence.
    No cut is inside one of *links* (start and end of each, in order), unless there would be hardly anything to show.
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
    links = [(start, end) for start, end in links if start < last]
    sentences = [end for end in sentence_ends(text[: last + _LOOKAHEAD], language) if near <= end <= last]
    if near and (outside := [end for end in sentences if not _is_inside(text, end, links)]):
        return Cut(outside[-1], is_mid_sentence=False)
    word_ends = [place.end for place in places if place.is_word_end and place.end >= near]
    outside = [end for end in word_ends if not _is_inside(text, end, links)]
    return Cut(_without_hanging(text, (outside or word_ends or [last])[-1]), is_mid_sentence=True)


def cuts_into(text: str, end: int, span: tuple[int, int]) -> bool:
    """Return whether a cut at *end* leaves out letters or digits of *span* of *text*, and not all of them."""
    return span[0] < end < span[1] and any(map(str.isalnum, text[end : span[1]]))


@dataclass(frozen=True, slots=True)
class _Place:
    """A place where a text may be cut, if need be."""

    end: int
    words: int  # since the place before
    is_word_end: bool  # or, in scripts without spaces, where a line may break


def _measure(text: str) -> Iterator[_Place]:
    for chunk in _CHUNK.finditer(text):
        if not BY_CHARACTER.search(chunk[0]):
            yield _Place(chunk.end(), _count(chunk[0]), is_word_end=True)
            continue
        line_breaks = set(accumulate(map(len, split_at_line_breaks(chunk[0])), initial=chunk.start()))
        end = chunk.start()
        for unit in _units(chunk[0]):
            end += len(unit)
            # Thai may run on without a space for longer than there is room: then any grapheme has to do.
            yield _Place(end, _count(unit), is_word_end=end in line_breaks)


def _count(unit: str) -> int:
    return sum(-(-len(word) // _LONGEST_WORD) for word in unit.split())


def _units(chunk: str) -> Iterator[str]:
    """Yield the graphemes of *chunk*, but foreign words in it whole."""
    foreign = ""
    for grapheme in split_graphemes(chunk):
        if not BY_CHARACTER.match(grapheme):
            foreign += grapheme
            continue
        if foreign:
            yield foreign
            foreign = ""
        yield grapheme
    if foreign:
        yield foreign


def _is_inside(text: str, end: int, links: Sequence[tuple[int, int]]) -> bool:
    return any(cuts_into(text, end, link) for link in links)


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
