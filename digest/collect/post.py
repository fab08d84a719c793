"""What a post is, and what came out of looking for posts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from digest.errors import Place, Problem


class Role(StrEnum):
    """What an issue does with a post: the `digest:` key of its front matter."""

    NORMAL = "normal"  # title, byline and excerpt
    INTRO = "intro"  # opens the issue, whole text, no title
    LEAD = "lead"  # comes first
    FULL = "full"  # whole text instead of an excerpt
    TITLE = "title"  # title only


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """The picture that stands for a post; *url* is absolute."""

    url: str
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Whom a link post quotes, or through whom it was found; *url* is absolute."""

    name: str
    url: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post that may be mailed, as its front matter describes it. Its text is a `Body`.

    A draft, an unpublished post or one marked `digest: skip` never becomes a Post: it is a `LeftOut`.
    """

    id: str  # front matter `id` or feed guid, else permalink, else path: the post is mailed once under this name
    path: str  # as a person would type it, for messages: "posts/tea.md"
    title: str  # plain text
    published_at: datetime  # aware, UTC
    url: str  # absolute permalink
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str | None = None  # BCP 47, where the post says so
    image: Image | None = None
    role: Role = Role.NORMAL
    link: str | None = None  # where a link post points; absolute
    source: Source | None = None
    via: Source | None = None
    feed: str | None = None  # the feed it came from, as messages name it; None for a file
    other_ids: tuple[str, ...] = ()  # what else an earlier issue may have known it by
    is_dated: bool = True  # else *published_at* is long ago, and the post counts from when it is first seen

    @property
    def place(self) -> Place:
        """Return where the post is, for problems that concern the whole of it."""
        return Place(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A post's text as sanitised HTML with absolute links."""

    html: str
    lead_html: str | None = None  # the author's excerpt: by a key, else what stands before `<!--more-->`; else None
    goes_on: bool = False  # there is more of it at the post's URL: a feed holds only its beginning
    constructs: tuple[tuple[int, str], ...] = ()  # line and text of what only the site's own program could fill


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What never becomes a post, and why: "draft", "`digest: skip`", "same post as posts/tea.md"."""

    path: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Everything that a folder of posts and feeds held: nothing that may be a post is missing from the first three."""

    posts: tuple[Post, ...] = ()  # oldest first, then by path
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()  # what a person should know, and what keeps no post out
    texts: Mapping[str, Callable[[], Body]] = field(default_factory=dict)  # by id: the text of posts that came with it
