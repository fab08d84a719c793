"""What a plain word in YAML means: text, unless it spells a number, a truth or nothing."""

import re

_WORDS: dict[str, object] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((sign + word for sign in ("", "+") for word in (".inf", ".Inf", ".INF")), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_NUMBER = re.compile(
    r"(?P<int>[-+]?[0-9]+)|0o(?P<octal>[0-7]+)|0x(?P<hexadecimal>[0-9a-fA-F]+)"
    r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
)
_STARTS = frozenset(["+", "-", ".", *"0123456789", *(word[:1] for word in _WORDS)])
_LONGEST_NUMBER = 100  # beyond that nobody means a number, and Python refuses to read 4,301 digits


def resolve(text: str) -> object:
    """Return the value of a plain scalar by YAML 1.2's core schema (§10.3.2)."""
    first = text[:1]
    if first not in _STARTS:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > _LONGEST_NUMBER or not (match := _NUMBER.fullmatch(text)):
        return text
    digits = match[match.lastgroup or 0]
    match match.lastgroup:
        case "int":
            return int(digits)
        case "octal":
            return int(digits, 8)
        case "hexadecimal":
            return int(digits, 16)
    return float(digits)
