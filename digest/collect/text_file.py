"""Read a file's text, or say at which line it stops being text."""

import os
from pathlib import Path

from digest.errors import Place, PostError, Problem

LARGEST_BYTES = 4_000_000
LONGEST_LINE_BYTES = 1_000_000

_OTHER_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_SAVE_AS_UTF_8 = "save it as UTF-8 in your editor"


def read_text(path: Path | str, shown: str) -> str:
    """Return the text of the file at *path*, which messages name *shown*, with `\\n` as its only line end.

    Raises PostError where it can't be opened, is no UTF-8 text, or is too large for a post.
    """
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - for thousands of files, a Path costs more than this
            is_small = os.fstat(file.fileno()).st_size <= LARGEST_BYTES
            content = file.readall() if is_small else file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise PostError(unreadable(shown, error)) from error
    if len(content) > LONGEST_LINE_BYTES:
        _refuse_what_is_too_large(content, shown)
    if b"\0" in content[:-1] and content[:2] in _OTHER_ENCODINGS:
        raise PostError(Problem(Place(shown, 1), f"is {_OTHER_ENCODINGS[content[:2]]}, not UTF-8", _SAVE_AS_UTF_8))
    if b"\0" in content:
        place = _place(shown, content, content.index(b"\0"))
        raise PostError(Problem(place, "a NUL character (U+0000) stands here", "remove it; text has none"))
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        fault = f"the byte 0x{content[error.start]:02x} is not UTF-8"
        raise PostError(Problem(_place(shown, content, error.start), fault, _SAVE_AS_UTF_8)) from error
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def unreadable(shown: str, error: OSError) -> Problem:
    """Return the problem that the operating system had with the file or folder *shown*."""
    fault = f"can't be read: {error.strerror or error}"
    return Problem(Place(shown), fault, "let the person who runs digest read it, or move it out of the folder")


def _refuse_what_is_too_large(content: bytes, shown: str) -> None:
    for number, line in enumerate(content.split(b"\n"), 1):
        if len(line) > LONGEST_LINE_BYTES:
            fault = f"this line is longer than {LONGEST_LINE_BYTES // 1_000_000} MB"
            mend = "break it, or keep pictures and data in files of their own"
            raise PostError(Problem(Place(shown, number), fault, mend))
    if len(content) > LARGEST_BYTES:
        fault = f"is larger than {LARGEST_BYTES // 1_000_000} MB, too large for a post"
        raise PostError(Problem(Place(shown), fault, "split it, or move it out of the folder"))


def _place(shown: str, content: bytes, at: int) -> Place:
    start = content.rfind(b"\n", 0, at) + 1
    column = len(content[start:at].decode(errors="replace")) + 1
    return Place(shown, content.count(b"\n", 0, at) + 1, column)
