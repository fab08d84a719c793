"""The staircase: the whole flow, from posts to the relay, on one page. What the front doors call."""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from digest import fittings
from digest.audience.addresses import AddressFault, address_key, parse_address
from digest.audience.keys import make_key
from digest.audience.subscriber import Subscriber
from digest.check.finding import Finding, Severity, as_findings, findings_of
from digest.check.size import find_clipping
from digest.config.settings import Config
from digest.deliver.claims import Claimed
from digest.deliver.freezing import FrozenIssue, FrozenPost, freeze, note_waiting
from digest.deliver.history import IssueRecord, read_issues, read_variants, tally_of
from digest.deliver.ledger import Tally, resend_unknown
from digest.deliver.mailing import Mailing, Watch, run_mailing
from digest.deliver.outcome import Outcome
from digest.deliver.relay import Message, Relay, SessionLost
from digest.deliver.smtp import SmtpRelay
from digest.errors import DigestError, MessageError, Problem, RelayError
from digest.issue.issue import Issue
from digest.issue.period import Period
from digest.message.compose import compose_message, prepare_message
from digest.message.parts import MessageParts
from digest.prospect import Prospect, Ready, look_ahead, make_ready, renderer_of
from digest.render.templates import open_templates
from digest.render.variants import render_variants, variant_of
from digest.store.database import open_database, open_database_for_reading


class Unknown(StrEnum):
    """What to do about people whose copy was on the line when it was lost."""

    HOLD = "hold"
    RESEND = "resend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a person wants an issue sent."""

    now: bool = False  # though none is due
    unknown: Unknown = Unknown.HOLD
    handled: frozenset[int] = frozenset()  # issues that this command has seen to already


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who still has to get which issue, and through which relay, before anything is sent."""

    number: int
    subject: str
    period: Period
    people: int  # still to be offered it
    total: int  # it is for
    relay: Relay
    ready: Ready | None = None  # None: it is frozen already, and gone on with
    resends: bool = False  # those whose outcome is unknown are offered it again
    problems: tuple[Problem, ...] = ()  # posts that can't be read; the others go
    notices: tuple[Problem, ...] = ()  # what a person should know, and what keeps nobody from sending


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """There is nothing to send now; *prospect* tells why, and what comes next."""

    prospect: Prospect
    last: IssueRecord | None


def plan_sending(config: Config, *, at: datetime, wish: Wish, cache_path: Path | None = None) -> Plan | Nothing:
    """Return what `send` would do at *at*: go on with an unfinished issue, else begin the one that is due.

    Changes no state. Raises every fault that would keep the issue from going out.
    """
    engine = open_database_for_reading(config.database)
    issues = read_issues(engine) if engine else ()
    if engine and (plan := _unfinished(config, engine, issues, wish)):
        return plan
    prospect = look_ahead(config, at=at, now=wish.now, cache_path=cache_path)
    if prospect.issue is None or not prospect.upcoming.is_due:
        return Nothing(prospect=prospect, last=issues[-1] if issues else None)
    ready = make_ready(config, prospect, prospect.issue, fittings.subscribers_of(config), at=at)
    return Plan(
        number=prospect.issue.number,
        subject=ready.subject,
        period=prospect.period,
        people=len(ready.people),
        total=len(ready.people),
        relay=fittings.relay_of(config, str(prospect.issue.number)),
        ready=ready,
        problems=prospect.problems,
        notices=(*fittings.not_acted_on(config), *prospect.notices, *find_clipping(ready.html_bytes)),
    )


def remember_waiting(config: Config, nothing: Nothing) -> None:
    """Remember since when posts wait for a first issue that was due and had too few of them, so that none is lost."""
    prospect = nothing.prospect
    is_first = nothing.last is None
    if is_first and prospect.upcoming.is_due and prospect.selection.chosen:
        engine = open_database(config.database)
        try:
            note_waiting(engine, prospect.period.since)
        finally:
            engine.dispose()


async def carry_out(config: Config, plan: Plan, watch: Watch) -> Tally | None:
    """Return where everybody stands after *plan* was carried out, or stopped; None if stopped before it was begun.

    Freezes the issue first where that isn't done yet. Raises RelayError, before anything is frozen, where the relay
    can't be reached, and later where it says no to everybody; StoreError where the database can't be written.
    """
    if isinstance(plan.relay, SmtpRelay):
        await plan.relay.probe()
    if watch.stop.is_set():
        return None
    engine = open_database(config.database)
    try:
        signing = fittings.signing_of(config, fittings.configured_key(config) or make_key(fittings.key_path(config)))
        if plan.ready is not None:
            _freeze(engine, plan.number, plan.ready, watch.clock())
        if plan.resends:
            with engine.begin() as connection:
                resend_unknown(connection, plan.number)
        parts = [MessageParts.from_bytes(frozen) for frozen in read_variants(engine, plan.number)]
        mailing = Mailing(
            issue=plan.number,
            compose=partial(_compose, parts=parts, signing=signing, plan=plan, sender=config.envelope_sender),
            retry_for=config.smtp.retry_for if config.smtp else timedelta(0),
            limits=fittings.limits_of(config),
        )
        return await run_mailing(mailing, plan.relay, engine, watch)
    finally:
        engine.dispose()


async def send_test_copies(
    config: Config, issue: Issue, addresses: Sequence[str], *, at: datetime
) -> AsyncIterator[tuple[str, Outcome]]:
    """Yield the relay's answer to one marked copy of *issue* for each of *addresses*. Touches no state.

    Raises MessageError for what is no address, before anything is sent; RelayError where the relay can't be used.
    """
    readers = _test_readers(addresses, fittings.subscribers_of(config))
    renderer = renderer_of(config, issue)
    rendered = render_variants(renderer, readers)
    envelope = fittings.envelope_of(config, at, subject_prefix="[Test] ")
    signing = fittings.signing_of(config)
    relay = fittings.relay_of(config, "test")
    for reader in readers:
        parts = prepare_message(rendered[variant_of(reader, renderer.looked_at)], envelope)
        personal = signing.personal(reader.address, reader.name, issue=f"test-{issue.number}-{at:%Y%m%dT%H%M%S}")
        message = Message(config.envelope_sender, reader.address, compose_message(parts, personal))
        yield reader.address, await _offer_alone(relay, message)


def examine(
    config: Config, *, at: datetime, offline: bool = False, cache_path: Path | None = None
) -> tuple[Finding, ...]:
    """Return everything that is wrong with posts, subscribers, templates and the message they make."""
    findings = [*as_findings(fittings.not_acted_on(config), Severity.WARNING, code="config")]
    people: tuple[Subscriber, ...] = ()
    with _noting(findings):
        people = fittings.subscribers_of(config)
    with _noting(findings):
        open_templates(config.folder / "templates", config.email.template)
    with _noting(findings):
        prospect = look_ahead(config, at=at, offline=offline, cache_path=cache_path)
        findings += as_findings(prospect.problems, Severity.ERROR, code="post")
        findings += as_findings(prospect.notices, Severity.WARNING, code="post")
        if prospect.issue is not None:
            ready = make_ready(config, prospect, prospect.issue, people, at=at)
            findings += as_findings(find_clipping(ready.html_bytes), Severity.WARNING, code="size")
    return tuple(dict.fromkeys(findings))  # a template that is missing is missed twice


def _unfinished(config: Config, engine: Engine, issues: Sequence[IssueRecord], wish: Wish) -> Plan | None:
    """Return what is left of the oldest unfinished issue; or, if wished for, of those unknown of the last one.

    Older issues' unknowns stay held: their news is stale by now.
    """
    for issue in issues:
        tally = tally_of(engine, issue.number) if issue is issues[-1] or not issue.finished_at else Tally()
        again = tally.unknown if wish.unknown is Unknown.RESEND and issue is issues[-1] else 0
        if issue.number not in wish.handled and (again or not issue.finished_at):
            return Plan(
                number=issue.number,
                subject=issue.subject,
                period=issue.period,
                people=tally.still_open + again,
                total=tally.total,
                relay=fittings.relay_of(config, str(issue.number)),
                resends=bool(again),
            )
    return None


def _freeze(engine: Engine, number: int, ready: Ready, at: datetime) -> None:
    frozen = FrozenIssue(
        number=number,
        period=ready.issue.period,
        subject=ready.subject,
        message_date=ready.message_date,
        frozen_at=at,
        posts=tuple(FrozenPost(post.id, post.title, post.permalink) for post in ready.posts),
        seen_ids=ready.seen_ids,
    )
    freeze(engine, frozen, [parts.to_bytes() for parts in ready.variants], ready.people)


def _compose(
    claimed: Claimed, *, parts: Sequence[MessageParts], signing: fittings.Signing, plan: Plan, sender: str
) -> Message:
    personal = signing.personal(claimed.address, claimed.name, issue=str(plan.number))
    return Message(sender, claimed.address, compose_message(parts[claimed.variant], personal))


@contextmanager
def _noting(findings: list[Finding]) -> Iterator[None]:
    try:
        yield
    except DigestError as error:
        findings += findings_of(error)


def _test_readers(addresses: Iterable[str], people: Iterable[Subscriber]) -> tuple[Subscriber, ...]:
    """Return who reads at *addresses*, each once; one of *people* gets what they would get."""
    known = {address_key(person.address): person for person in people}
    readers: dict[str, Subscriber] = {}
    problems = []
    for text in addresses:
        try:
            address = parse_address(text)
        except AddressFault as fault:
            problems.append(Problem(None, f"{text!r}: {fault}", "write it like ada@example.org"))
        else:
            key = address_key(address)
            readers.setdefault(key, known.get(key) or Subscriber(address=address))
    MessageError.gather(problems)
    return tuple(readers.values())


async def _offer_alone(relay: Relay, message: Message) -> Outcome:
    """Return the relay's answer to *message*, in a session of its own: a lost one is nobody else's loss."""
    try:
        session = await relay.open()
        try:
            return await session.offer(message, _nothing_to_record)
        finally:
            await session.close()
    except SessionLost as lost:
        fault = f"{relay.name}: the session was lost: {lost}"
        raise RelayError(lost.problem or Problem(None, fault, "look whether the relay is up, and try again")) from lost


async def _nothing_to_record() -> None:
    """Test copies stand in no ledger."""
