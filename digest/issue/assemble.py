"""From the chosen posts and their texts to an issue."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from digest.collect.post import Body, Post, Role
from digest.issue.excerpt import Excerpt, excerpt
from digest.issue.issue import Issue, IssuePost
from digest.issue.period import Period
from digest.issue.prose import Prose, read_prose
from digest.issue.reading_time import reading_minutes
from digest.issue.script import writing_of
from digest.issue.sections import TagSection, part_by_tag
from digest.issue.selection import Selection
from digest.issue.wall_clock import local


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """How an issue shows its posts."""

    words: int  # the most that an automatic excerpt has
    zone: ZoneInfo  # dates are shown as its clocks have them
    language: str  # the newsletter's, BCP 47
    sections: tuple[TagSection, ...] = ()  # the headings, in order


def assemble(
    selection: Selection, bodies: Mapping[str, Body], *, number: int, period: Period, showing: Showing
) -> Issue:
    """Return issue *number*, with the posts of each section in the order of *selection*; *bodies* are by post id."""
    posts = [_show(post, bodies[post.id], showing) for post in selection.chosen]
    return Issue(
        number=number,
        period=period,
        sections=part_by_tag([post for post in posts if post.role is not Role.INTRO], showing.sections),
        # choose() leaves one intro at most.
        intro=next((post for post in posts if post.role is Role.INTRO), None),
        left_over=len(selection.left_over),
    )


def _show(post: Post, body: Body, showing: Showing) -> IssuePost:
    prose = read_prose(body.html, url=post.url)
    writing = writing_of(f"{post.title}\n{prose.text}", said=post.language, otherwise=showing.language)
    shown = _shown(post, body, prose, language=writing.language, words=showing.words)
    is_behind = post.link is None and prose.has_words and (shown.is_shortened or post.role is Role.TITLE)
    return IssuePost(
        id=post.id,
        path=post.path,
        title=post.title,
        url=post.link or post.url,
        permalink=post.url,
        date=local(post.published_at, showing.zone),
        authors=post.authors,
        tags=post.tags,
        language=None if _is_same(post.language, showing.language) else post.language,
        written_in=writing.language,
        direction=writing.direction,
        image=post.image,
        role=post.role,
        html=shown.html,
        is_shortened=shown.is_shortened or body.goes_on,
        continue_url=_continue_url(post, is_shortened=shown.is_shortened or body.goes_on),
        source=post.source,
        via=post.via,
        is_link=post.link is not None,
        reading_minutes=reading_minutes(prose.whole_text) if is_behind else None,
    )


def _shown(post: Post, body: Body, prose: Prose, *, language: str, words: int) -> Excerpt:
    match post.role:
        case Role.TITLE:
            return Excerpt(html="", is_shortened=False)
        case Role.INTRO | Role.FULL:
            return Excerpt(html=body.html, is_shortened=False)
        case Role.NORMAL | Role.LEAD:
            return excerpt(body, prose, url=post.url, words=words, language=language)


def _is_same(language: str | None, other: str) -> bool:
    # BCP 47 tags are compared without regard to case: RFC 5646 §2.1.1.
    return language is not None and language.lower() == other.lower()


def _continue_url(post: Post, *, is_shortened: bool) -> str | None:
    if post.role is Role.TITLE:
        return None  # the title is the link
    if post.link is not None:
        return post.link  # whatever is shown, the paper it quotes lies behind it
    return post.url if is_shortened else None
