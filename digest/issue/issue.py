"""What an issue says: the chosen posts in order, the same for everyone."""

from dataclasses import dataclass
from datetime import datetime

from digest.collect.post import Image, Role, Source
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
    language: str | None
    image: Image | None
    role: Role
    html: str  # what the issue shows of the text: sanitised, well-formed; "" for title-only posts
    is_shortened: bool  # something of the post lies behind `continue_url`
    continue_url: str | None  # None where the whole text is shown and nothing lies behind it
    source: Source | None
    via: Source | None
    is_link: bool  # a link post: points to somebody else's article


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One mailing's content."""

    number: int
    period: Period
    posts: tuple[IssuePost, ...]  # intro apart, lead first
    intro: IssuePost | None = None
    left_over: int = 0  # posts of the period beyond `posts.maximum`
