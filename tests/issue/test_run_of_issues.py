"""Over a long run of issues, late, early and missed ones, no post goes out twice and none is forgotten."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.collect.post import Found, LeftOut, Post, Role
from digest.config.words import Order
from digest.issue.history import History
from digest.issue.period import Period, next_period
from digest.issue.reason import Kind
from digest.issue.schedule import Schedule, due_after
from digest.issue.selection import Rules, Selection, choose
from tests.issue.strategies import SCHEDULES

START = datetime(2026, 3, 1, tzinfo=UTC)  # four weeks on, clocks change in Europe and New Zealand
UNFINISHED = LeftOut("posts/draft.md", "Draft", "draft")


@dataclass(frozen=True)
class Written:
    """A post, when its file was there for the first time, and when its author, maybe, dated it anew to that moment."""

    post: Post
    appears_at: datetime
    dated_anew_at: datetime | None = None

    def as_of(self, at: datetime) -> Post:
        if self.dated_anew_at is None or at < self.dated_anew_at:
            return self.post
        return replace(self.post, published_at=self.dated_anew_at)


@dataclass(frozen=True)
class Start:
    """One `digest send`: some time after the last, or after the next issue is due; asked for now, or not."""

    after: timedelta
    waits_for_due: bool
    now: bool


@dataclass
class Run:
    """What came of a series of starts."""

    history: History = field(default_factory=History)
    begins_at: datetime | None = None  # where the first period that was due begins
    sent: list[tuple[datetime, Period, Selection]] = field(default_factory=list)
    tried: list[tuple[Found, Selection]] = field(default_factory=list)


def hours(least: int, most: int) -> st.SearchStrategy[timedelta]:
    return st.integers(least * 4, most * 4).map(lambda quarters: timedelta(minutes=15 * quarters))


@st.composite
def written(draw: st.DrawFn, ids: str | None = None, *, dated_anew: bool = False) -> list[Written]:
    """Draw posts that are written on time, ahead of their date, or long after it."""
    posts = []
    for number in range(draw(st.integers(0, 25))):
        published_at = START + draw(hours(-1500, 2000))
        post = Post(
            id=f"id{number}" if ids is None else draw(st.sampled_from(ids)),
            path=f"posts/{number}.md",
            title=f"Post {number}",
            published_at=published_at,
            url=f"https://ferry.example/{number}/",
            role=draw(st.sampled_from([Role.NORMAL, Role.NORMAL, Role.LEAD, Role.INTRO])),
        )
        appears_at = published_at + draw(st.just(timedelta()) | hours(-1000, 1000))
        dated_anew_at = appears_at + draw(hours(0, 1000)) if dated_anew and draw(st.booleans()) else None
        posts.append(Written(post, appears_at, dated_anew_at))
    return posts


STARTS = st.lists(
    st.builds(
        Start,
        after=st.just(timedelta()) | hours(0, 6) | hours(0, 500),
        waits_for_due=st.sampled_from([True, True, True, False]),
        now=st.sampled_from([False, False, False, True]),
    ),
    min_size=1,
    max_size=12,
)


@st.composite
def all_rules(draw: st.DrawFn, schedule: Schedule) -> Rules:
    return Rules(
        order=draw(st.sampled_from(Order)),
        minimum=draw(st.sampled_from([0, 1, 1, 3])),
        maximum=draw(st.sampled_from([3, 5, 30])),
        zone=schedule.zone,
    )


def frozen(history: History, period: Period, selection: Selection) -> History:
    """Return the memory of a ledger that has frozen one more issue."""
    return History(
        last_number=history.last_number + 1,
        last_until=period.until,
        mailed_ids=history.mailed_ids | {post.id for post in selection.chosen},
        seen_ids=selection.seen_ids,
    )


def run_of(schedule: Schedule, rules: Rules, posts: list[Written], starts: list[Start]) -> Run:
    run, at = Run(), START
    for start in starts:
        at = (due_after(schedule, at) if start.waits_for_due else at) + start.after
        there = tuple(each.as_of(at) for each in posts if each.appears_at <= at)
        found = Found(posts=there, left_out=(UNFINISHED,))
        upcoming = next_period(schedule, run.history, at, now=start.now)
        selection = choose(found, upcoming.period, run.history, rules)
        run.tried.append((found, selection))
        if upcoming.is_due and run.begins_at is None:
            run.begins_at = upcoming.period.since
        if upcoming.is_due and not selection.too_few:
            run.sent.append((at, upcoming.period, selection))
            run.history = frozen(run.history, upcoming.period, selection)
        elif upcoming.is_due and run.history.last_until is None and run.history.waiting_since is None:
            run.history = replace(run.history, waiting_since=upcoming.period.since)
    return run


def times_sent(run: Run, id: str) -> int:
    return sum(post.id == id for _, _, selection in run.sent for post in selection.chosen)


def must_go_out(each: Written, run: Run) -> bool:
    """Return whether a post has had its turn: it was there, its date had come, and no issue had dropped it."""
    if not run.sent or run.begins_at is None:
        return False
    (first_at, _, _), (last_at, last_period, _) = run.sent[0], run.sent[-1]
    is_back_catalogue = each.post.published_at < run.begins_at and each.appears_at <= first_at
    is_dropped = any(each.post.id == post.id for _, _, selection in run.sent for post in selection.left_over)
    had_its_turn = each.post.published_at < last_period.until and each.appears_at <= last_at
    return had_its_turn and not is_back_catalogue and not is_dropped


@settings(deadline=None, max_examples=150)
@given(st.data(), SCHEDULES, written(), STARTS)
def test_each_post_goes_out_once_or_is_kept_back_for_one_reason(
    data: st.DataObject, schedule: Schedule, posts: list[Written], starts: list[Start]
) -> None:
    rules = data.draw(all_rules(schedule))

    run = run_of(schedule, rules, posts, starts)

    for each in posts:
        assert times_sent(run, each.post.id) == must_go_out(each, run), each


@settings(deadline=None, max_examples=50)
@given(st.data(), SCHEDULES, written("abcdefgh", dated_anew=True), STARTS)
def test_no_id_goes_out_twice_however_posts_share_it_and_dates_move(
    data: st.DataObject, schedule: Schedule, posts: list[Written], starts: list[Start]
) -> None:
    rules = data.draw(all_rules(schedule))

    run = run_of(schedule, rules, posts, starts)

    assert all(times_sent(run, id) <= 1 for id in "abcdefgh")


@settings(deadline=None, max_examples=50)
@given(st.data(), SCHEDULES, written("abcdefghijklmnop"), STARTS)
def test_the_reasons_add_up_every_time_and_agree_with_the_choice(
    data: st.DataObject, schedule: Schedule, posts: list[Written], starts: list[Start]
) -> None:
    rules = data.draw(all_rules(schedule))

    run = run_of(schedule, rules, posts, starts)

    for found, selection in run.tried:
        paths = [reason.path for reason in selection.reasons]
        assert sorted(paths) == sorted([*(post.path for post in found.posts), UNFINISHED.path])
        included = {reason.path for reason in selection.reasons if reason.included}
        assert included == {post.path for post in selection.chosen}
        over = {reason.path for reason in selection.reasons if reason.kind is Kind.OVER_MAXIMUM}
        assert over == {post.path for post in selection.left_over}
        assert all(reason.reason.startswith("in: " if reason.included else "out: ") for reason in selection.reasons)


@settings(deadline=None, max_examples=50)
@given(st.data(), SCHEDULES, written(), STARTS)
def test_issues_join_keep_to_their_size_and_hold_nothing_from_the_future(
    data: st.DataObject, schedule: Schedule, posts: list[Written], starts: list[Start]
) -> None:
    rules = data.draw(all_rules(schedule))

    run = run_of(schedule, rules, posts, starts)

    for (_, earlier, _), (_, later, _) in pairwise(run.sent):
        assert earlier.until == later.since
    for at, period, selection in run.sent:
        counted = [post for post in selection.chosen if post.role is not Role.INTRO]
        assert min(rules.minimum, rules.maximum) <= len(counted) <= rules.maximum
        assert len(selection.chosen) - len(counted) <= 1
        assert all(post.published_at < period.until <= at for post in selection.chosen)


def test_a_post_whose_date_the_author_moves_back_still_goes_out() -> None:
    week = timedelta(weeks=1)
    rules = Rules(zone=ZoneInfo("Europe/London"))
    ahead = Post(id="tea", path="posts/tea.md", title="Tea", published_at=START + week, url="https://ferry.example/")
    first = Period(START - week, START)
    history = frozen(History(), first, choose(Found(posts=(ahead,)), first, History(), rules))
    moved = replace(ahead, published_at=START - timedelta(days=1))

    selection = choose(Found(posts=(moved,)), Period(START, START + week), history, rules)

    assert [reason.kind for reason in selection.reasons] == [Kind.LATECOMER]
