"""Who writes: what templates know about the newsletter itself."""

from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from digest.issue.direction import Direction, direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """The newsletter as templates see it: `{{ newsletter.name }}`. These names are a promise (docs/templates.md)."""

    name: str
    url: str
    from_name: str
    from_address: str
    language: str = "en"  # BCP 47
    address: str | None = None  # postal
    reply_to: str | None = None
    unsubscribe_mailto: str | None = None  # an address that reads unsubscribe requests
    has_unsubscribe_url: bool = False  # False: `unsubscribe_url` is no slot, and templates find it empty
    zone: tzinfo = field(default=UTC)

    @property
    def direction(self) -> Direction:
        """Return the direction in which the newsletter's language is written."""
        return direction(self.language)
