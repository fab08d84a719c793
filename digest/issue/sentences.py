"""Where sentences end: by sentencex, and where brackets and quotes close behind a full stop."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from sentencex import segment  # it ships no types

from digest.issue.characters import BY_CHARACTER

# Languages disagree about which quotes close: „so“, »so«. Right behind a full stop, all of them do.
_CLOSING = frozenset("\"'”’“‘»›«‹)]}」』）】》〉〕］｝＂＇")
_BRACKETS = {")": "(", "]": "[", "）": "（", "】": "【", "〕": "〔", "］": "［"}
_OPENING = frozenset(_BRACKETS.values())
_STOPPED = re.compile(r"[.!?…。！？．｡؟۔।]$")
_QUOTED_IN_PASSING = re.compile("[」』](?:と|って|、)")  # Japanese: the sentence goes on behind what somebody said


def sentence_ends(text: str, language: str | None) -> Iterator[int]:
    """Yield where sentences and blocks end in *text*, but for its own end, which is wherever it was cut.

    An empty line parts blocks. Closing quotes and brackets belong to their sentence; no end is inside of brackets.
    """
    pairs = _sentences_in_brackets(text)
    copy = list(text)
    for start, close in pairs:
        # sentencex passes over whatever stands in brackets; spaces in their place show it the full stop.
        copy[start] = copy[close] = " "
    closes = [close for _, close in pairs]
    sentences: list[str] = segment((language or "en").split("-")[0].lower(), "".join(copy))
    for start, sentence in zip(accumulate(map(len, sentences), initial=0), sentences, strict=False):
        end = start + len(sentence.rstrip())
        while end < len(text) and text[end] in _CLOSING:
            end += 1
        at = bisect_left(closes, end)
        is_inside = at < len(pairs) and pairs[at][0] < end
        if 0 < end < len(text) and not is_inside and _may_end_at(text, end):
            yield end


def _sentences_in_brackets(text: str) -> list[tuple[int, int]]:
    """Return where the outermost brackets that end with a full stop open and close, in order."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for at, character in enumerate(text):
        if character in _OPENING:
            opened.append(at)
        elif character in _BRACKETS and opened and text[opened[-1]] == _BRACKETS[character]:
            start = opened.pop()
            if _STOPPED.search(text[max(start, at - 4) : at].rstrip("".join(_CLOSING))):
                while pairs and pairs[-1][0] > start:
                    pairs.pop()
                pairs.append((start, at))
    return pairs


def _may_end_at(text: str, end: int) -> bool:
    if text[end - 1] in ":,;" or _QUOTED_IN_PASSING.match(text, end - 1):
        return False
    if text[end - 1] in _BRACKETS and text[end : end + 2].strip()[:1].islower():
        return False  # (what was said in passing!) and the sentence goes on
    return text[end].isspace() or bool(BY_CHARACTER.match(text, end - 1) or BY_CHARACTER.match(text, end))
