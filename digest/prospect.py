"""The next issue as it stands now: collected, chosen, rendered. Nothing here is remembered or sent."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from digest import fittings
from digest.audience.subscriber import Subscriber
from digest.collect.body import read_body
from digest.collect.folder import read_posts
from digest.collect.post import Body, Found
from digest.config.settings import Config
from digest.errors import Place, PostError, Problem
from digest.issue.assemble import assemble
from digest.issue.history import History
from digest.issue.issue import Issue, IssuePost
from digest.issue.period import Period, Upcoming, next_period
from digest.issue.selection import Selection, choose
from digest.message.compose import compose_message, prepare_message
from digest.message.filled import fill_slots
from digest.message.parts import MessageParts
from digest.render.render import Renderer
from digest.render.rendered import RenderedIssue, Variant
from digest.render.templates import open_templates
from digest.render.variants import render_variants, variant_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """The next issue as it stands now; nothing of it is remembered yet."""

    upcoming: Upcoming
    selection: Selection
    issue: Issue | None  # None: too few posts, or no time left to cover
    problems: tuple[Problem, ...]  # posts and feeds that can't be read; the others go
    notices: tuple[Problem, ...] = ()  # what a person should know about feeds and posts, and what keeps no post out

    @property
    def period(self) -> Period:
        """Return the span of time that the issue covers."""
        return self.upcoming.period


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """The issue as nobody in particular gets it: to look at."""

    rendered: RenderedIssue
    message: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """An issue that is rendered and encoded for everybody, but not frozen."""

    issue: Issue
    subject: str
    message_date: datetime  # what Date: says, at every offer
    message_bytes: int
    html_bytes: int
    variants: tuple[MessageParts, ...]
    people: tuple[tuple[Subscriber, int], ...]  # each with the place of their variant
    seen_ids: frozenset[str]

    @property
    def posts(self) -> tuple[IssuePost, ...]:
        """Return every post that the issue mails, the intro first."""
        return tuple(post for post in (self.issue.intro, *self.issue.posts) if post)


def look_ahead(
    config: Config, *, at: datetime, now: bool = False, offline: bool = False, cache_path: Path | None = None
) -> Prospect:
    """Return the issue that is due at *at*, or is in the making then. Changes no state.

    *now*: a person asked for the issue in the making to be sent. *offline*: no feed is asked, what it said last has to
    do. Raises PostError where there is no folder of posts. Where there are feeds, call it from outside an event loop.
    """
    found = _collect(config, offline=offline, cache_path=cache_path)
    history = _remembered(config)
    upcoming = next_period(fittings.schedule_of(config), history, at, now=now)
    selection, bodies, found = _choose_readable(config, found, upcoming.period, history)
    issue = None
    if selection.chosen and not selection.too_few and not upcoming.nothing:
        issue = assemble(
            selection,
            bodies,
            number=history.last_number + 1,
            period=upcoming.period,
            showing=fittings.showing_of(config),
        )
    return Prospect(
        upcoming=upcoming,
        selection=selection,
        issue=issue,
        problems=found.problems,
        notices=(*found.notices, *_constructs(selection, bodies)),
    )


def _remembered(config: Config) -> History:
    if not fittings.has_state(config):
        return History()
    # SQLAlchemy takes a while to come in, and a new newsletter has nothing to remember yet.
    from digest.deliver.history import read_history
    from digest.store.database import open_database_for_reading

    return read_history(open_database_for_reading(config.database))


def _collect(config: Config, *, offline: bool, cache_path: Path | None) -> Found:
    reading, found = fittings.reading_of(config), Found()
    if fittings.has_folder(config):
        found = read_posts(config.posts.folder, reading=reading, cache_path=cache_path)
    if not config.posts.feeds:
        return found
    from digest.collect.feeds.feeds import read_feeds  # brings in an HTTP library, which most newsletters don't need

    memory = cache_path.with_suffix(".feeds") if cache_path else None
    return read_feeds(fittings.feeds_of(config), reading=reading, before=found, memory=memory, offline=offline)


def renderer_of(config: Config, issue: Issue) -> Renderer:
    """Return what renders *issue*; raises TemplateError where a template is missing."""
    templates = open_templates(config.folder / "templates", config.email.template)
    return Renderer(
        templates,
        issue,
        fittings.masthead_of(config),
        subject=config.email.subject,
        preheader=config.email.preheader,
    )


def copy_for_show(config: Config, issue: Issue, *, at: datetime) -> Copy:
    """Return the issue as nobody in particular would get it; raises TemplateError and MessageError."""
    return _copy(config, renderer_of(config, issue), fittings.subscribers_of(config), at)


def make_ready(
    config: Config, prospect: Prospect, issue: Issue, people: Collection[Subscriber], *, at: datetime
) -> Ready:
    """Return *issue* rendered and encoded for *people*.

    Whatever could go wrong with a template, an address or a header goes wrong here, before anybody is mailed.
    """
    renderer = renderer_of(config, issue)
    copy = _copy(config, renderer, people, at)  # there is a subject to show though the list be empty
    rendered = render_variants(renderer, people)
    envelope = fittings.envelope_of(config, at)
    places = {variant: place for place, variant in enumerate(rendered)}
    return Ready(
        issue=issue,
        subject=copy.rendered.subject,
        message_date=at,
        message_bytes=len(copy.message),
        html_bytes=len(copy.rendered.html.encode()),
        variants=tuple(prepare_message(variant, envelope) for variant in rendered.values()),
        people=tuple((person, places[variant_of(person, renderer.looked_at)]) for person in people),
        seen_ids=prospect.selection.seen_ids,
    )


def _constructs(selection: Selection, bodies: Mapping[str, Body]) -> Iterator[Problem]:
    for post in selection.chosen:
        for line, construct in bodies[post.id].constructs if post.id in bodies else ():
            fault = f"`{construct}` is mailed as it stands: only the site's own program knows what it means"
            yield Problem(Place(post.path, line), fault, "write what readers should see instead, or take it out")


def _copy(config: Config, renderer: Renderer, people: Collection[Subscriber], at: datetime) -> Copy:
    personal = fittings.stand_in(config, people)
    rendered = renderer.render(Variant(has_name=personal.name is not None))
    parts = prepare_message(rendered, fittings.envelope_of(config, at))
    return Copy(rendered=fill_slots(rendered, personal), message=compose_message(parts, personal))


def _choose_readable(
    config: Config, found: Found, period: Period, history: History
) -> tuple[Selection, dict[str, Body], Found]:
    """Return the choice, the text of each chosen post, and what was found: a text that can't be read is a problem.

    Texts are read for chosen posts only. Where one falls out, a post beyond the maximum may move up, so choose again.
    """
    rules, reading = fittings.rules_of(config), fittings.reading_of(config)
    bodies: dict[str, Body] = {}
    while True:
        selection = choose(found, period, history, rules)
        problems: list[Problem] = []
        for post in selection.chosen:
            if post.id not in bodies:
                try:
                    text = found.texts.get(post.id)
                    bodies[post.id] = text() if text else read_body(post, folder=config.posts.folder, reading=reading)
                except PostError as error:
                    problems += error.problems
        if not problems:
            return selection, bodies, found
        paths = {problem.place.path for problem in problems if problem.place}
        posts = tuple(post for post in found.posts if post.path not in paths)
        found = replace(found, posts=posts, problems=(*found.problems, *problems))
