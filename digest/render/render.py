"""Render an issue: subject, preheader, HTML part and text part, once per variant."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, replace
from typing import Any

from markupsafe import Markup

from digest.errors import Place, Problem, TemplateError
from digest.issue.direction import direction
from digest.issue.issue import Issue, IssuePost, Section
from digest.render.faults import named_faults
from digest.render.inline import inline_css
from digest.render.language import say_date, say_period
from digest.render.masthead import Masthead
from digest.render.post_html import fit_post_html
from digest.render.preheader import default_preheader
from digest.render.rendered import RenderedIssue, SlotName, Variant
from digest.render.sandbox import Sandbox
from digest.render.slots import LookedAt, NoValue, SlotError, SubscriberView, tokens_for
from digest.render.templates import Shelves, Templates
from digest.render.text import text_of
from digest.render.wrap import underline, wrap

PICTURE_WIDTH = 520  # pixels: the shipped design's column of 600 less its margins
_CONFIG = "config.yaml"
_NO_UNSUBSCRIBE_URL = (
    "there is no `unsubscribe_url`: `unsubscribe.url` is not set in config.yaml\n"
    "set it, or ask first: `{% if unsubscribe_url %}`"
)
_BLANK_LINES = re.compile(r"\n{3,}")
_TRAILING_SPACES = re.compile(r"[ \t]+$", re.MULTILINE)
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class Renderer:
    """One issue and the templates that say it; renders a variant on first need and keeps it.

    *subject* and *preheader* are template strings, `email.subject` and `email.preheader` of config.yaml.
    Raises TemplateError, naming the post, where a post holds what no mail can carry.
    """

    def __init__(
        self, templates: Templates, issue: Issue, newsletter: Masthead, *, subject: str, preheader: str | None = None
    ) -> None:
        TemplateError.gather(_half_characters(issue))
        self.looked_at = LookedAt()  # what the templates asked about subscribers, in all renderings so far
        self._templates = templates
        self._newsletter = newsletter
        self._issue = _for_templates(issue)
        self._subject = subject
        self._preheader = preheader
        self._tokens = tokens_for(repr((issue, newsletter, subject, preheader)))
        self._sandbox = Sandbox(Shelves(templates), _filters(newsletter))
        self._rendered: list[tuple[Variant, LookedAt, RenderedIssue]] = []

    def render(self, variant: Variant) -> RenderedIssue:
        """Return the issue as *variant* reads it. Raises TemplateError with every part's fault."""
        for known, asked, rendered in self._rendered:
            if asked.of(known) == asked.of(variant):
                return rendered
        asked = LookedAt()
        rendered = self._render(variant, asked)
        self._rendered.append((variant, asked, rendered))
        self.looked_at |= asked
        return rendered

    def _render(self, variant: Variant, looked_at: LookedAt) -> RenderedIssue:
        problems: list[Problem] = []
        values = self._values(SubscriberView(variant, self._tokens, looked_at))
        subject = preheader = html = text = ""
        with _noted(problems):
            subject = self._line("email.subject", self._subject, values)
            values["subject"] = self._tokens.wrapped(subject, "subject")
        with _noted(problems):
            preheader = self._say_preheader(subject, values)
            values["preheader"] = self._tokens.wrapped(preheader, "preheader")
        with _noted(problems):
            html = self._page(values)
        with _noted(problems):
            text = _tidy(self._part(self._templates.text_name, values))
        TemplateError.gather(problems)
        tokens = self._tokens.in_text("\n".join((subject, preheader, html, text)))
        return RenderedIssue(subject=subject, preheader=preheader, html=html, text=text, tokens=tokens)

    def _values(self, subscriber: SubscriberView) -> dict[str, Any]:
        has_url = self._newsletter.has_unsubscribe_url
        url = self._tokens.slot(SlotName.UNSUBSCRIBE_URL) if has_url else NoValue(hint=_NO_UNSUBSCRIBE_URL)
        return {
            "newsletter": self._newsletter,
            "issue": self._issue,
            "subscriber": subscriber,
            "unsubscribe_url": url,
            # Stand in until they are rendered, so that one part's fault is not repeated by the others.
            "subject": "",
            "preheader": "",
        }

    def _say_preheader(self, subject: str, values: dict[str, Any]) -> str:
        if self._preheader is None:
            return default_preheader(self._issue, subject)
        return self._line("email.preheader", self._preheader, values)

    def _line(self, setting: str, source: str, values: dict[str, Any]) -> str:
        """Return the template string *source* of config.yaml, rendered to one line."""
        with named_faults(_CONFIG, setting):
            line = " ".join(self._whole(self._sandbox.run_line(source, values)).split())
            if not line:
                raise ValueError("makes an empty line")
        return line

    def _page(self, values: dict[str, Any]) -> str:
        name = self._templates.html_name
        path = self._templates.locate(name)[1]
        source = self._part(name, values)
        page = inline_css(source, path=path)
        if self._tokens.count(page) != self._tokens.count(source):
            fault = "a value that differs by person stands where it would be lost"
            raise TemplateError(Problem(Place(path), fault, "take it out of comments, styles and broken tags"))
        return page

    def _part(self, name: str, values: dict[str, Any]) -> str:
        with named_faults(self._templates.locate(name)[1]):
            return self._whole(self._sandbox.run_file(name, values))

    def _whole(self, text: str) -> str:
        """Return *text*, unless a filter around a block has changed or swallowed a slot in it."""
        if not self._tokens.are_whole(text) or self._tokens.count(text) < self._sandbox.meter.slots:
            raise SlotError(
                "a value that differs by person went through a filter, or was kept in `{% set %}` and never printed",
                "print such values as they are, outside of `{% filter %}` blocks",
            )
        return text


def _for_templates(issue: Issue) -> Issue:
    # Above the intro stands h1; above a post its title, h2, or h3 where its section has a title.
    intro = _for_template(issue.intro, top_level=2) if issue.intro else None
    sections = tuple(
        Section(
            section.title, tuple(_for_template(post, top_level=4 if section.title else 3) for post in section.posts)
        )
        for section in issue.sections
    )
    return replace(issue, sections=sections, intro=intro)


def _for_template(post: IssuePost, *, top_level: int) -> IssuePost:
    fitted = fit_post_html(post.html, top_level=top_level, picture_width=PICTURE_WIDTH)
    # The text was made safe where it was read; marked so, it prints as HTML without a `|safe` in any template.
    return replace(post, html=Markup(fitted))  # noqa: S704


def _filters(newsletter: Masthead) -> dict[str, Callable[..., object]]:
    language, zone = newsletter.language, newsletter.zone
    return {
        "text": text_of,
        "wrap": wrap,
        "underline": underline,
        "direction": direction,
        "date": lambda moment, style="day": say_date(moment, style, language=language, zone=zone),
        "days": lambda period: say_period(period, language=language, zone=zone),
    }


def _half_characters(issue: Issue) -> Iterator[Problem]:
    for post in (issue.intro, *issue.posts):
        found = _HALF_CHARACTER.search("".join(_texts(astuple(post)))) if post else None
        if post and found:
            fault = f"holds half of a character (U+{ord(found[0]):04X}), which no mail can carry"
            yield Problem(Place(post.path), fault, "write the character anew; it came out of a broken conversion")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)


@contextmanager
def _noted(problems: list[Problem]) -> Iterator[None]:
    """Add to *problems* what goes wrong inside."""
    try:
        yield
    except TemplateError as error:
        problems += error.problems


def _tidy(text: str) -> str:
    return _BLANK_LINES.sub("\n\n", _TRAILING_SPACES.sub("", text)).strip("\n") + "\n"
