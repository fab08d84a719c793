"""The half-open span of time that an issue covers, and which one comes next."""

from dataclasses import dataclass
from datetime import UTC, datetime

from digest.issue.history import History
from digest.issue.schedule import Schedule, due_after, due_before, one_period_before
from digest.issue.wall_clock import in_words


@dataclass(frozen=True, slots=True)
class Period:
    """From *since* up to, but not including, *until*; both aware, UTC."""

    since: datetime
    until: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.since <= moment < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """The issue that comes next, as the clock sees it; whether it has posts enough, the selection says."""

    period: Period
    due_at: datetime  # aware, UTC: when it is, or was, due; when it was asked for, where it goes out before that
    is_due: bool
    nothing: str | None = None  # why there is no time left for an issue to cover; *period* is empty then


def next_period(schedule: Schedule, history: History, at: datetime, *, now: bool = False) -> Upcoming:
    """Return the issue that is due at *at*, else the one in the making, which takes in everything up to *at*.

    A due moment belongs to the last issue if that reached it, and is over after `late`: its posts are then in the next
    issue. *now*, asked by a person, makes the issue in the making due; an issue that is due anyway stays as it is, so
    that what goes out is what `build` showed. The period begins where the last issue ended, however long ago. Before
    the first issue it begins where posts began to wait for enough others, else one period back.
    """
    at = at.astimezone(UTC)
    latest = due_before(schedule, at)
    is_taken = history.last_until is not None and history.last_until >= latest
    is_due = not is_taken and at - latest <= schedule.late
    until = latest if is_due else at
    if history.last_until is not None and history.last_until >= until:
        return Upcoming(
            period=Period(until, until),
            due_at=due_after(schedule, history.last_until),
            is_due=False,
            nothing=f"issue {history.last_number} took everything up to "
            + in_words(history.last_until, schedule.zone, beside=at),
        )
    due_at = until if is_due or now else due_after(schedule, at)
    return Upcoming(period=Period(_since(schedule, history, until), until), due_at=due_at, is_due=is_due or now)


def _since(schedule: Schedule, history: History, until: datetime) -> datetime:
    if history.last_until is not None:
        return history.last_until
    if history.waiting_since is not None and history.waiting_since < until:
        return history.waiting_since
    return one_period_before(schedule, until)
