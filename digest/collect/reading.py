"""What the posts' files can't say themselves: whose they are, and where they will stand."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The newsletter's facts that posts are read with."""

    shown_as: str  # how messages name the folder: "posts"
    zone: ZoneInfo  # of dates without an offset
    site_url: str  # what a post's own `url` and `permalink` are relative to
    permalink: str  # pattern of the others: "{url}{year}/{month}/{slug}/"
    language: str  # BCP 47, of posts that name none; decides how quotes curl

    def shown(self, relative: str) -> str:
        """Return the path in the folder, *relative*, as messages name it."""
        return f"{self.shown_as}/{relative}" if self.shown_as not in ("", ".") else relative

    def relative(self, shown: str) -> str:
        """Return the path in the folder of what messages name *shown*."""
        return shown.removeprefix(f"{self.shown_as}/") if self.shown_as not in ("", ".") else shown
