"""What an issue says: the chosen posts in order, the same for everyone."""

from dataclasses import dataclass
from datetime import datetime

from digest.collect.post import Image, Role, Source
from digest.issue.direction import Direction
from digest.issue.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePost:
    """A post as the issue shows it. Templates read these names: they are a promise (docs/templates.md)."""

    id: str
    path: str
    title: str
    url: str  # where the title leads: the source for a link post, else the permalink
    permalink: str
    date: datetime  # aware, in the newsletter's zone
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    language: str | None  # BCP 47, where the post says so and it isn't the newsletter's
    written_in: str  # BCP 47: the post's language, else what its script tells ("he", "und-Arab"), else the newsletter's
    direction: Direction  # of the title and the text
    image: Image | None
    role: Role
    html: str  # what the issue shows of the text: sanitised, well-formed; "" for title-only posts
    is_shortened: bool  # something of the post lies behind `continue_url`
    continue_url: str | None  # None where the whole text is shown and nothing lies behind it
    source: Source | None
    via: Source | None
    is_link: bool  # a link post: points to somebody else's article
    reading_minutes: int | None  # for the whole text, where more of it lies behind the permalink


@dataclass(frozen=True, slots=True)
class Section:
    """Posts that stand together, under a heading or under none."""

    title: str | None
    posts: tuple[IssuePost, ...]  # one at least


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One mailing's content."""

    number: int
    period: Period
    sections: tuple[Section, ...]  # the leads first, under no heading
    intro: IssuePost | None = None
    left_over: int = 0  # posts of the period beyond `posts.maximum`

    @property
    def posts(self) -> tuple[IssuePost, ...]:
        """Return the posts of all sections, in the order they are read; the intro apart."""
        return tuple(post for section in self.sections for post in section.posts)
