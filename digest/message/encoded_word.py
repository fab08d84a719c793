"""Encoded-words: how Unicode text travels in a header field (RFC 2047)."""

import base64
import re

from digest.issue.characters import split_graphemes

LINE_LIMIT = 76  # a line with an encoded-word in it (RFC 2047 §2)
_WORD_LIMIT = 75  # an encoded-word itself (RFC 2047 §2)
_FRAME = len("=?utf-8?q??=")
# What RFC 2047 §5 (3) lets stand inside a display name, the narrowest of the three contexts.
_UNSAFE_IN_Q = re.compile(rb"[^A-Za-z0-9!*+/-]")
_Q_ESCAPES = [b"_" if byte == 0x20 else b"=%02X" % byte for byte in range(256)]


def encode_words(text: str, *, room: int) -> str:
    """Return *text* as encoded-words, one a line, the first of them at most *room* characters long.

    A grapheme is kept in one word unless it is longer than a word can be; a character is always kept whole
    (RFC 2047 §5). The lines after the first begin with the space that continues a field. *text* has no lone surrogates.
    """
    words = []
    room = min(room, _WORD_LIMIT)
    pending = b""
    for unit in _units(text, room=room):
        longer = pending + unit
        if pending and len(_encode(longer)) > room:
            words.append(_encode(pending))
            room = _WORD_LIMIT
            longer = unit
        pending = longer
    return "\r\n ".join([*words, _encode(pending)])


def _units(text: str, *, room: int) -> list[bytes]:
    units: list[bytes] = []
    for grapheme in split_graphemes(text):
        unit = grapheme.encode()
        fits = len(grapheme) == 1 or len(_encode(unit)) <= room
        units.extend([unit] if fits else [character.encode() for character in grapheme])
    return units


def _encode(raw: bytes) -> str:
    """Return *raw* as one encoded-word, in whichever of the two encodings is shorter."""
    q_length = len(raw) + 2 * sum(len(unsafe) for unsafe in _UNSAFE_IN_Q.findall(raw.replace(b" ", b"")))
    if q_length <= -(-len(raw) // 3) * 4:
        letter, payload = "q", _UNSAFE_IN_Q.sub(lambda match: _Q_ESCAPES[match[0][0]], raw)
    else:
        letter, payload = "b", base64.b64encode(raw)
    return f"=?utf-8?{letter}?{payload.decode('ascii')}?="
