"""Which way a text runs, and which language its script tells of, where nobody says it."""

import re
import unicodedata
from dataclasses import dataclass

from digest.issue.direction import Direction, direction

_ENOUGH = 3_000  # characters of a text tell what it is written in
_MOSTLY, _IN_PART = 0.5, 0.3  # of the letters that have a direction, or are of one script
_SOME_KANA = 0.1  # of the letters of a text that are kana or Han: so it isn't Chinese
_IN_ARABIC_LETTERS = """
    ar aeb afb ajp apc apd ary arz acm acq ars azb bal bgn bqi ckb fa glk ks lki lrc luz mzn pnb prs ps sd sdh skr ug ur
"""
_ARABIC = frozenset(_IN_ARABIC_LETTERS.split())


@dataclass(frozen=True, slots=True)
class Writing:
    """What a text is written in."""

    language: str  # BCP 47
    direction: Direction


@dataclass(frozen=True, slots=True)
class _Script:
    letters: re.Pattern[str]
    language: str  # that it tells of; "und-…" where many share it
    languages: frozenset[str]  # that it is no news of


_SCRIPTS = (
    # Kana before Han: Japanese is written in both, Chinese in the latter only.
    _Script(re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]"), "ja", frozenset({"ja"})),
    _Script(
        re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"),
        "und-Hani",
        frozenset({"zh", "ja", "ko", "yue", "cmn", "wuu", "nan", "hak", "lzh"}),
    ),
    _Script(re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]"), "ko", frozenset({"ko"})),
    _Script(re.compile("[\u0e00-\u0e7f]"), "th", frozenset({"th"})),
    _Script(re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]"), "he", frozenset({"he", "iw", "yi", "ji", "lad"})),
    _Script(
        re.compile("[\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefe]"),
        "und-Arab",
        _ARABIC,
    ),
)


def writing_of(text: str, *, said: str | None, otherwise: str) -> Writing:
    """Return the language and direction of *text*: what its author *said*, else what its letters tell.

    The direction is that of most letters; where both have a fair share, of the first letter that has one (UAX 9, P2).
    A script that the language *otherwise* is written in too tells nothing, and neither does a text without letters.
    """
    if said is not None:
        return Writing(said, direction(said))
    sample = text[:_ENOUGH]
    runs = _direction_of_letters(sample)
    if runs is None:
        return Writing(otherwise, direction(otherwise))
    language = _language_of_script(sample, runs, otherwise)
    return Writing(language if direction(language) is runs else "und", runs)


def _direction_of_letters(text: str) -> Direction | None:
    strong = [kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")]
    if not strong:
        return None
    share = 1 - strong.count("L") / len(strong)
    if share > _MOSTLY or (share >= _IN_PART and strong[0] != "L"):
        return Direction.RTL
    return Direction.LTR


def _language_of_script(text: str, runs: Direction, otherwise: str) -> str:
    fair_share = sum(map(str.isalpha, text)) * _IN_PART
    eastern = sum(len(script.letters.findall(text)) for script in _SCRIPTS[:2])
    for script in _SCRIPTS:
        count = len(script.letters.findall(text))
        if script.language == "ja" and count >= eastern * _SOME_KANA:
            count = eastern
        if count and count >= fair_share and direction(script.language) is runs:
            return otherwise if otherwise.split("-")[0].lower() in script.languages else script.language
    return otherwise
