"""What earlier issues did, as the choice of posts needs to know it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The memory of the ledger; an empty one means that no issue was ever frozen."""

    last_number: int = 0
    last_until: datetime | None = None  # where the last issue's period ended; aware, UTC
    waiting_since: datetime | None = None  # first period that had too few posts, before any issue went out
    mailed_ids: frozenset[str] = frozenset()
    seen_ids: frozenset[str] = frozenset()  # posts that stood there when the last issue was frozen
