"""Part the posts of an issue into sections, by tag."""

from collections.abc import Sequence
from dataclasses import dataclass

from digest.collect.post import Role
from digest.issue.issue import IssuePost, Section


@dataclass(frozen=True, slots=True)
class TagSection:
    """A heading, and the tags of the posts that stand under it."""

    title: str
    tags: tuple[str, ...]


def part_by_tag(posts: Sequence[IssuePost], wanted: Sequence[TagSection]) -> tuple[Section, ...]:
    """Return *posts* in sections: the leads, then each of *wanted* in order, then the rest. Empty ones are left out.

    A post stands in the first section that has one of its tags, capitals or not; in each, posts keep their order.
    Without *wanted* there is one section, and it has no title.
    """
    leads = tuple(post for post in posts if post.role is Role.LEAD)
    others = [post for post in posts if post.role is not Role.LEAD]
    if not wanted:
        return _shown(Section(None, (*leads, *others)))
    tags = [frozenset(tag.casefold() for tag in section.tags) for section in wanted]
    places = [_place(post, tags) for post in others]
    parted = [
        tuple(post for post, place in zip(others, places, strict=True) if place == at) for at in range(len(wanted) + 1)
    ]
    named = (Section(section.title, held) for section, held in zip(wanted, parted, strict=False))
    return _shown(Section(None, leads), *named, Section(None, parted[-1]))


def _place(post: IssuePost, tags: Sequence[frozenset[str]]) -> int:
    """Return the first of *tags* that has one of the post's, else the place after all of them."""
    own = {tag.casefold() for tag in post.tags}
    return next((at for at, wanted in enumerate(tags) if own & wanted), len(tags))


def _shown(*sections: Section) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.posts)
