"""A feed as config.yaml names it, and as messages may: without the secrets in its URL."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from digest.errors import Place, PostError, Problem

LARGEST_BYTES = 10_000_000

_SECRET_IN_QUERY = re.compile(r"((?:^|[&;])[^=&;]*(?:key|token|secret|pass|auth|sig)[^=&;]*=)[^&;]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed to read, and what its posts get from config.yaml."""

    address: str  # its URL, or the path of its file
    shown_as: str  # how messages name it
    place: Place  # where config.yaml names it; a file's faults stand in the file
    source: str | None = None  # whom its posts quote, if not whom the feed names
    tags: tuple[str, ...] = ()  # beside each post's own
    language: str | None = None  # BCP 47, instead of what the feed says
    allow_private: bool = False  # its host may be one that only a private network knows

    @property
    def file(self) -> Path | None:
        """Return the path of its file; None where it has a URL."""
        return None if "://" in self.address else Path(self.address)

    def problem(self, fault: str, mend: str, line: int | None = None) -> Problem:
        """Return the problem that it has *fault*; *line* is one of its file."""
        if self.file:
            return Problem(Place(self.shown_as, line), fault, mend)
        at_line = f" (line {line} of the feed)" if line else ""
        return Problem(self.place, f"posts.feeds: {self.shown_as}: {fault}{at_line}", mend)

    def broken(self, fault: str, mend: str, line: int | None = None) -> PostError:
        """Return the error that says so."""
        return PostError(self.problem(fault, mend, line))


def shown_url(url: str) -> str:
    """Return *url* without name and password, and without the values of what its query calls key, token or the like."""
    parts = urlsplit(url)
    query = _SECRET_IN_QUERY.sub(r"\1…", parts.query)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, parts.fragment))
