"""Header fields as bytes, written by us: folded, encoded, and closed to injection."""

import re
import textwrap

from digest.errors import Problem
from digest.message.encoded_word import LINE_LIMIT, encode_words

_FOLD_AT = 78  # what a line should keep to (RFC 5322 §2.1.1)
_LONGEST_PLAIN = 60  # longer words and names are encoded, so that they can be folded
_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"  # RFC 5322 §3.2.3
_ATOMS = re.compile(rf"{_ATEXT}+(?: {_ATEXT}+)*")
_PRINTABLE = re.compile(r"[!-~]+(?: [!-~]+)*")
_DOMAIN = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
_DOT_ATOM = rf"{_ATEXT}+(?:\.{_ATEXT}+)*"
_ADDRESS = re.compile(rf"{_DOT_ATOM}@{_DOMAIN}")
_LIST_ID = re.compile(rf"{_ATEXT}+\.{_DOT_ATOM}")
_LONGEST_LIST_ID = 255  # RFC 2919 §6
_LONGEST_ADDRESS = 254  # RFC 5321 §4.5.3.1.3, less the angle brackets
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def find_unsafe_text(what: str, text: str) -> list[Problem]:
    """Return the problem that keeps *text* out of a header field, if there is one; *what* names the value.

    A line break would begin a field of its own; the other control characters make readers disagree about where a field
    ends (RFC 5322 §2.2); a lone surrogate has no bytes.
    """
    found = _UNSAFE.search(text)
    if found is None:
        return []
    shown = ascii(text[max(0, found.start() - 20) : found.end() + 20])
    return [
        Problem(
            place=None,
            fault=f"{what} has the control character U+{ord(found[0]):04X} at position {found.start() + 1}: {shown}",
            mend="take it out, or put a space in its place: a header field is one line of plain text",
        )
    ]


def find_unsafe_address(what: str, address: str) -> list[Problem]:
    """Return the problem that keeps *address* out of a header field, if there is one; *what* names the value.

    Only what every relay can carry: ASCII, no comments, no quoted local part (RFC 5322 §3.4.1).
    """
    if len(address) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(address):
        return []
    mend = "write it as name@domain"
    if not address.isascii():
        mend = "ask for an address in plain ASCII: this one needs SMTPUTF8, which few mailboxes can receive"
    return [Problem(place=None, fault=f"{what} is {address!a}, which mail servers can't carry", mend=mend)]


def find_unsafe_list_id(list_id: str) -> list[Problem]:
    """Return the problem that keeps *list_id* out of List-Id, if there is one (RFC 2919 §2)."""
    if len(list_id) <= _LONGEST_LIST_ID and _LIST_ID.fullmatch(list_id):
        return []
    fault = f"the list's id is {list_id!a}, which List-Id can't carry"
    return [Problem(place=None, fault=fault, mend="write it as label.domain, for example `post.ferry.example`")]


def compose_text_field(name: str, text: str) -> bytes:
    """Return the field *name* with *text* in it, folded, with its CRLF (RFC 5322 §2.2.1).

    Text that reads the same as it is stays so; any other becomes encoded-words.
    """
    if not text:
        return f"{name}:\r\n".encode("ascii")
    if _is_plain(text) and max(map(len, text.split(" "))) <= _LONGEST_PLAIN:
        return _fold(f"{name}: {text}").encode("ascii")
    words = encode_words(text, room=LINE_LIMIT - len(name) - len(": "))
    return f"{name}: {words}\r\n".encode("ascii")


def compose_name_field(name: str, display: str | None, address: str) -> bytes:
    """Return the field *name* with `display <address>` in it, with its CRLF (RFC 5322 §3.4).

    Serves addresses and, as RFC 2919 §3 has the same form, List-Id. *address* must have been found safe.
    """
    if not display:
        return f"{name}: <{address}>\r\n".encode("ascii")
    line = f"{name}: {_phrase(display, room=LINE_LIMIT - len(name) - len(': '))}"
    last_line = len(line) - (line.rfind("\n") + 1)
    gap = " " if last_line + len(f" <{address}>") <= LINE_LIMIT else "\r\n "
    return f"{line}{gap}<{address}>\r\n".encode("ascii")


def _phrase(display: str, *, room: int) -> str:
    if len(display) <= _LONGEST_PLAIN and _is_plain(display):
        if _ATOMS.fullmatch(display):
            return display
        escaped = display.replace("\\", "\\\\").replace('"', '\\"')
        if len(escaped) + 2 <= room:
            return f'"{escaped}"'
    return encode_words(display, room=room)


def _is_plain(text: str) -> bool:
    # Readers decode what looks like an encoded-word, and drop or fold away spaces that don't stand alone.
    return _PRINTABLE.fullmatch(text) is not None and "=?" not in text


def _fold(field: str) -> str:
    """Return *field* broken at spaces, which unfolding gives back (RFC 5322 §2.2.3)."""
    lines = textwrap.wrap(field, _FOLD_AT, subsequent_indent=" ", break_long_words=False, break_on_hyphens=False)
    return "\r\n".join([*lines, ""])
