"""Which posts an issue takes, in which order, and why each of the others stays out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from digest.collect.post import Found, Post, Role
from digest.config.words import Order
from digest.errors import Problem
from digest.issue.history import History
from digest.issue.period import Period
from digest.issue.reason import Kind, Reason
from digest.issue.wall_clock import in_words, local


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What config.yaml says about choosing posts."""

    order: Order = Order.NEWEST
    minimum: int = 1  # fewer than this: no issue, they wait
    maximum: int = 30
    zone: ZoneInfo  # reasons name times as its clocks show them


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    """What posts are judged by."""

    period: Period
    history: History
    rules: Rules
    twins: Mapping[str, str]  # path of a post whose id an earlier one has, to the path of that one
    known_feeds: frozenset[str]  # those that an earlier issue had its choice of
    too_few: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The posts of one issue, and what became of everything that was found."""

    chosen: tuple[Post, ...]  # all that goes out, in order: the intro if there is one, leads, the others
    left_over: tuple[Post, ...]  # beyond the maximum, in order; they don't come back in a later issue
    too_few: bool  # the issue doesn't go out yet: all of *chosen* wait
    seen_ids: frozenset[str]  # what `History.seen_ids` holds from the moment this issue is frozen
    judged: "_Judged | None" = field(default=None, repr=False)  # what the reasons are told from

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Return why: one reason for each post, oldest first, then for each left-out and each unreadable file."""
        judged = self.judged
        if judged is None:
            return ()
        # Put into words only when somebody asks: an issue from ten thousand posts needs none of them.
        of_posts = (_reason(post, judged.kinds[post.path], judged.terms) for post in judged.posts)
        return (*of_posts, *_reasons_of_files(judged.found))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """What `reasons` are told from."""

    posts: tuple[Post, ...]  # oldest first
    kinds: Mapping[str, Kind]  # by path
    terms: _Terms
    found: Found


def choose(found: Found, period: Period, history: History, rules: Rules) -> Selection:
    """Return the posts that an issue of *period* takes.

    It takes those dated in the period, and latecomers: dated before it, but not there when the last issue was frozen.
    A post without a date counts as dated when it is first seen. What was mailed never comes again, and what stood in a
    feed before the feed was named never comes. Of several intros the newest opens the issue and the others become
    normal posts; the intro counts neither towards the minimum nor towards the maximum. The maximum spares leads and
    then the newest posts, whichever order they are shown in, lest a heap of old ones push this week's out.
    """
    posts = sorted(found.posts, key=lambda post: (post.published_at, post.path))
    known_feeds = _known_feeds(posts, history)
    terms = _Terms(period=period, history=history, rules=rules, twins=_twins(posts), known_feeds=known_feeds)
    kinds = {post.path: _kind(post, terms) for post in posts}
    taken = [_dated(post, period) for post in posts if kinds[post.path] in (Kind.IN_PERIOD, Kind.LATECOMER)]
    intro, others = _part_intro(taken)
    ranked = _in_order(others, Order.NEWEST)
    left_over = ranked[rules.maximum :]
    kinds |= {post.path: Kind.OVER_MAXIMUM for post in left_over}
    terms = replace(terms, too_few=len(others) < rules.minimum)
    return Selection(
        chosen=(*intro, *_in_order(ranked[: rules.maximum], rules.order)),
        left_over=_in_order(left_over, rules.order),
        too_few=terms.too_few,
        # A post dated later had no chance yet: were it seen, an author who moves its date back would lose it.
        seen_ids=frozenset(name for post in posts if post.published_at < period.until for name in _names(post)),
        judged=_Judged(posts=tuple(posts), kinds=kinds, terms=terms, found=found),
    )


def _twins(posts: Iterable[Post]) -> dict[str, str]:
    first: dict[str, str] = {}
    twins = {}
    for post in posts:
        if first.setdefault(post.id, post.path) != post.path:
            twins[post.path] = first[post.id]
    return twins


def _names(post: Post) -> tuple[str, ...]:
    """Return all that *post* is remembered by; its feed too, for a feed that was never seen is a new one.

    Of a file its path too: it becomes the id when another post turns up at the same permalink (collect/folder.py).
    """
    return (post.id, post.path) if post.feed is None else (post.id, *post.other_ids, post.feed)


def _known_feeds(posts: Iterable[Post], history: History) -> frozenset[str]:
    """Return the feeds whose name, or one of whose posts, was there before: a feed may move."""
    return frozenset(
        post.feed
        for post in posts
        if post.feed and any(name in history.seen_ids or name in history.mailed_ids for name in _names(post))
    )


def _dated(post: Post, period: Period) -> Post:
    return post if post.is_dated else replace(post, published_at=period.until - timedelta(microseconds=1))


def _kind(post: Post, terms: _Terms) -> Kind:
    if post.path in terms.twins:
        return Kind.SAME_ID
    if post.id in terms.history.mailed_ids or not terms.history.mailed_ids.isdisjoint(post.other_ids):
        return Kind.MAILED
    if post.published_at >= terms.period.until:
        return Kind.AFTER
    if post.published_at in terms.period:
        return Kind.IN_PERIOD
    if terms.history.last_until is None or (post.feed and post.feed not in terms.known_feeds):
        return Kind.BEFORE
    names = (post.id, *post.other_ids)
    return Kind.LATECOMER if terms.history.seen_ids.isdisjoint(names) else Kind.SEEN


def _part_intro(posts: Iterable[Post]) -> tuple[tuple[Post, ...], tuple[Post, ...]]:
    """Return the newest intro of *posts*, which are oldest first, and the others, none of them an intro any more."""
    intro = tuple(post for post in posts if post.role is Role.INTRO)[-1:]
    others = (post for post in posts if post not in intro)
    return intro, tuple(replace(post, role=Role.NORMAL) if post.role is Role.INTRO else post for post in others)


def _in_order(posts: Iterable[Post], order: Order) -> tuple[Post, ...]:
    by_date = sorted(posts, key=lambda post: post.published_at, reverse=order is Order.NEWEST)
    return tuple(sorted(by_date, key=lambda post: post.role is not Role.LEAD))


def _reason(post: Post, kind: Kind, terms: _Terms) -> Reason:
    return Reason(
        id=post.id,
        path=post.path,
        title=post.title,
        date=local(post.published_at, terms.rules.zone) if post.is_dated else None,
        kind=kind,
        reason=_sentence(post, kind, terms),
    )


def _sentence(post: Post, kind: Kind, terms: _Terms) -> str:
    zone, number = terms.rules.zone, terms.history.last_number
    before = f"dated before the period ({in_words(terms.period.since, zone, beside=terms.period.until)})"
    before = before if post.is_dated else "without a date"
    waits = f"; waits, under the minimum of {terms.rules.minimum}" if terms.too_few else ""
    match kind:
        case Kind.IN_PERIOD:
            return f"in: dated in the period{waits}"
        case Kind.LATECOMER:
            first_seen = "latecomer" if post.is_dated else "without a date, so it counts as new"
            return f"in: {first_seen}, not there when issue {number} was frozen{waits}"
        case Kind.MAILED:
            return "out: went out in an earlier issue"
        case Kind.BEFORE:
            is_new_feed = post.feed and terms.history.last_until is not None
            return f"out: {before}" + (f", and {post.feed} is new here" if is_new_feed else "")
        case Kind.SEEN:
            return f"out: {before}, and there when issue {number} was frozen"
        case Kind.AFTER:
            return f"out: dated {in_words(post.published_at, zone, beside=terms.period.until)}, after the period"
        case Kind.OVER_MAXIMUM:
            return f"out: over the maximum of {terms.rules.maximum}"
        case Kind.SAME_ID:
            return f"out: same id as {terms.twins[post.path]}"
        case Kind.LEFT_OUT | Kind.UNREADABLE:
            raise AssertionError(f"a post is never {kind}")


def _reasons_of_files(found: Found) -> Iterator[Reason]:
    for file in found.left_out:
        yield _reason_of_file(file.path, file.title, Kind.LEFT_OUT, f"out: {file.reason}")
    faults = Counter(_path(problem) for problem in found.problems)
    first = {_path(problem): problem.fault for problem in reversed(found.problems)}
    for path, count in faults.items():
        more = f" (and {count - 1} more)" if count > 1 else ""
        yield _reason_of_file(path, "", Kind.UNREADABLE, f"out: can't be read: {first[path]}{more}")


def _path(problem: Problem) -> str:
    return problem.place.path if problem.place else ""


def _reason_of_file(path: str, title: str, kind: Kind, sentence: str) -> Reason:
    return Reason(id=path, path=path, title=title, date=None, kind=kind, reason=sentence)
