"""Freeze an issue: its content and its list of people, all at once or not at all."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, Engine, bindparam, delete, exists, insert, select
from sqlalchemy.exc import IntegrityError

from digest.audience.subscriber import Subscriber
from digest.deliver.outcome import State
from digest.errors import Problem, StoreError
from digest.issue.period import Period
from digest.store.prepared import Prepared
from digest.store.tables import ANY_TIME, DELIVERIES, ISSUE_POSTS, ISSUES, MARKS, SEEN_POSTS, VARIANTS

_CHUNK = 2_000  # people in memory at once
_WAITING_SINCE = "waiting_since"


class AlreadyFrozen(StoreError):  # noqa: N818 - it names what is so, like FileExistsError's elder cousins
    """Another run froze an issue first; nothing of this one was written."""


@dataclass(frozen=True, slots=True)
class FrozenPost:
    """A post that the issue mails, the intro included."""

    id: str
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenIssue:
    """What an issue is from now on, whatever happens to config.yaml and the posts."""

    number: int  # one more than the last; two runs can't both have it
    period: Period
    subject: str
    message_date: datetime  # for the Date: of every message
    frozen_at: datetime
    posts: tuple[FrozenPost, ...]
    seen_ids: Collection[str]  # every post that stood there, mailed or not


def freeze(
    engine: Engine, issue: FrozenIssue, variants: Sequence[bytes], people: Iterable[tuple[Subscriber, int]]
) -> int:
    """Return the number of *issue*, frozen with its *variants* and *people*, each with their place among variants.

    One transaction: a fault anywhere, in *people* too, leaves nothing behind. Holds some thousand people in memory,
    however many there are. Raises `AlreadyFrozen` where another run was first.
    """
    with engine.begin() as connection:
        _insert_issue(connection, issue)
        if variants:
            rows = [{"issue": issue.number, "variant": at, "parts": parts} for at, parts in enumerate(variants)]
            connection.execute(insert(VARIANTS), rows)
        _insert_posts(connection, issue)
        for chunk in _chunks(people):
            _PLAN.run(connection, [_planned(issue, person, variant) for person, variant in chunk])
        connection.execute(delete(MARKS).where(MARKS.c.name == _WAITING_SINCE))
    return issue.number


def note_waiting(engine: Engine, since: datetime) -> None:
    """Note that posts have been waiting *since* then for a first issue; the earliest note stays until it's frozen."""
    with engine.begin() as connection:
        absent = ~exists().where(MARKS.c.name == _WAITING_SINCE)
        if connection.scalar(select(absent)):
            connection.execute(insert(MARKS).values(name=_WAITING_SINCE, at=since))


def read_waiting_since(connection: Connection) -> datetime | None:
    """Return since when posts have been waiting for a first issue."""
    return connection.scalar(select(MARKS.c.at).where(MARKS.c.name == _WAITING_SINCE))


def _insert_issue(connection: Connection, issue: FrozenIssue) -> None:
    row = {
        "number": issue.number,
        "since": issue.period.since,
        "until": issue.period.until,
        "subject": issue.subject,
        "message_date": issue.message_date,
        "frozen_at": issue.frozen_at,
    }
    try:
        connection.execute(insert(ISSUES).values(row))
    except IntegrityError as error:
        fault = f"another `digest send` has just begun to send issue {issue.number}, or one for the same period"
        mend = "run `digest send` again: it goes on with that issue"
        raise AlreadyFrozen(Problem(None, fault, mend)) from error


def _insert_posts(connection: Connection, issue: FrozenIssue) -> None:
    mailed = [
        {"issue": issue.number, "position": at, "post": post.id, "title": post.title, "url": post.url}
        for at, post in enumerate(issue.posts)
    ]
    if mailed:
        connection.execute(insert(ISSUE_POSTS), mailed)
    known = frozenset(connection.scalars(select(SEEN_POSTS.c.post)))
    fresh = [{"issue": issue.number, "post": post} for post in sorted(frozenset(issue.seen_ids) - known)]
    if fresh:
        connection.execute(insert(SEEN_POSTS), fresh)


def _chunks(people: Iterable[tuple[Subscriber, int]]) -> Iterator[list[tuple[Subscriber, int]]]:
    remaining = iter(people)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk


def _planned(issue: FrozenIssue, person: Subscriber, variant: int) -> dict[str, object]:
    return {"its_issue": issue.number, "its_address": person.address, "its_name": person.name, "its_variant": variant}


_PLAN = Prepared(
    insert(DELIVERIES).values(
        issue=bindparam("its_issue"),
        address=bindparam("its_address"),
        name=bindparam("its_name"),
        variant=bindparam("its_variant"),
        state=State.PLANNED,
        attempts=0,
        next_try_at=ANY_TIME,
    )
)
