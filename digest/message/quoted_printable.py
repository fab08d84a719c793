"""Quoted-printable for message bodies, with places left open for slots (RFC 2045 §6.7)."""

import re
from collections.abc import Sequence

SOFT_BREAK = b"=\r\n"
_ROOM = 75  # a line holds 76 characters, and any of ours may have to end with the "=" of a soft break
_LINE_END = re.compile("\r\n|\r|\n")
_UNSAFE = re.compile(rb"[^ -<>-~]")
_ESCAPES = [b"=%02X" % byte for byte in range(256)]
# At the start of a line, SMTP doubles a dot (RFC 5321 §4.5.2) and mailbox files put ">" before "From " (RFC 4155):
# neither finds anything to do here, so the bytes that are signed and counted are the bytes that arrive.
_TOUCHED_ON_THE_WAY = re.compile(rb"\.|From ")
_PLAIN_LINES = re.compile(rf"(?!\.|From )[ -<>-~]{{1,{_ROOM}}}")


def encode_text(text: str) -> bytes:
    """Return *text* encoded from the start of a line; any line end becomes CRLF, the last line stays open.

    No line is longer than 75 characters, so a soft break fits behind the last one.
    """
    return b"\r\n".join(_encode_line(line) for line in _LINE_END.split(text))


def encode_pieces(pieces: Sequence[str]) -> list[bytes]:
    """Return what stands around the slots of a body: *pieces* are its text before, between and after them.

    A slot always opens at the start of a line and closes with a soft break, so a value can't join a line
    that then grows too long.
    """
    encoded = [encode_text(piece) for piece in pieces]
    for index, piece in enumerate(encoded[:-1]):
        if piece and not piece.endswith(b"\n"):
            encoded[index] = piece + SOFT_BREAK
    return [encoded[0], *(SOFT_BREAK + piece for piece in encoded[1:])]


def encode_value(value: str) -> bytes:
    """Return the *value* of a slot encoded, with soft breaks of its own where it is longer than a line."""
    lines = _PLAIN_LINES.findall(value)
    if sum(map(len, lines)) == len(value):  # nothing had to be skipped: nothing needs an escape
        return "=\r\n".join(lines).encode("ascii")
    return _encode_line(value)


def _encode_line(line: str) -> bytes:
    escaped = _UNSAFE.sub(lambda match: _ESCAPES[match[0][0]], line.encode())
    if escaped.endswith(b" "):
        escaped = escaped[:-1] + b"=20"
    return SOFT_BREAK.join(_soft_lines(escaped))


def _soft_lines(line: bytes) -> list[bytes]:
    lines: list[bytes] = []
    start = 0
    while True:
        opening = b""
        if _TOUCHED_ON_THE_WAY.match(line, start):
            opening = _ESCAPES[line[start]]
            start += 1
        stop = start + _ROOM - len(opening)
        if stop >= len(line):
            return [*lines, opening + line[start:]]
        stop -= 1 if line.startswith(b"=", stop - 1) else 2 if line.startswith(b"=", stop - 2) else 0
        lines.append(opening + line[start:stop])
        start = stop
