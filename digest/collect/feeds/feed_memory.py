"""Keep what each feed last said, so that "not modified" says something; a memory that fails is no memory."""

import json
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import blake2s
from pathlib import Path

from digest.collect.feeds.feed import LARGEST_BYTES, Feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a feed said when it was last asked."""

    url: str  # where it was found in the end
    content: bytes
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None  # where it says it stands from now on


_FORMAT = 1


def recall(folder: Path | None, feed: Feed) -> Said | None:
    """Return what *feed* said last time, from *folder*; None where nothing that can be used is there."""
    if folder is None:
        return None
    try:
        with (folder / _name(feed)).open("rb") as file:
            facts = json.loads(file.readline(100_000))
            content = file.read(LARGEST_BYTES + 1)
        size, kept_as = facts.pop("size"), facts.pop("format")
        said = Said(content=content, **facts)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    is_text = all(value is None or isinstance(value, str) for value in facts.values())
    return said if is_text and size == len(content) and kept_as == _FORMAT else None


def remember(folder: Path | None, feed: Feed, said: Said) -> None:
    """Write what *feed* said to *folder*, whole or not at all; quietly do nothing where that can't be."""
    if folder is None:
        return
    facts = {name: value for name, value in asdict(said).items() if name != "content"}
    first_line = json.dumps({**facts, "size": len(said.content), "format": _FORMAT}).encode()
    unfinished = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=folder, prefix=".feed-", delete=False) as file:
            unfinished = file.name
            file.write(first_line + b"\n" + said.content)
        Path(unfinished).replace(folder / _name(feed))
    except OSError:
        if unfinished:
            with suppress(OSError):
                Path(unfinished).unlink()


def _name(feed: Feed) -> str:
    """Return the file's name; the URL itself may hold a password."""
    return blake2s(feed.address.encode(errors="replace"), digest_size=12).hexdigest()
