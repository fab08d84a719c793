"""Which way a language is written."""

from enum import StrEnum

# Those whose usual script runs so; a script subtag says otherwise.
_RUN_LEFT = """
    ar aeb afb ajp apc apd arc ary arz acm acq ars azb bal bgn bqi ckb dv fa glk he iw ji ks lki lrc luz mzn nqo pnb
    prs ps sd sdh skr syr ug ur yi
"""
_SCRIPTS_RUN_LEFT = "adlm arab aran hebr mand mend nkoo rohg samr syrc syre syrj syrn thaa yezi"
_RTL_LANGUAGES, _RTL_SCRIPTS = frozenset(_RUN_LEFT.split()), frozenset(_SCRIPTS_RUN_LEFT.split())
_SCRIPT_LETTERS = 4  # a subtag of four letters names a script, BCP 47 §2.2.3


class Direction(StrEnum):
    """Which way a line of text runs: the value of HTML's `dir`."""

    LTR = "ltr"
    RTL = "rtl"


def direction(language: str) -> Direction:
    """Return the direction in which *language* (BCP 47) is written; a script subtag decides before the language."""
    first, *rest = language.lower().replace("_", "-").split("-")
    script = next((part for part in rest if len(part) == _SCRIPT_LETTERS and part.isalpha()), None)
    is_rtl = script in _RTL_SCRIPTS if script else first in _RTL_LANGUAGES
    return Direction.RTL if is_rtl else Direction.LTR
