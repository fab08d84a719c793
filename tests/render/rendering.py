"""Rendering in a line, for the tests of this room."""

from pathlib import Path

from digest.issue.issue import Issue
from digest.render.masthead import Masthead
from digest.render.render import Renderer
from digest.render.rendered import RenderedIssue, Variant
from digest.render.templates import open_templates
from tests.support.issues import SUBJECT, sample_issue, sample_masthead

NAMED = Variant(has_name=True)
NAMELESS = Variant(has_name=False)


def renderer_for(
    folder: Path | None = None,
    *,
    issue: Issue | None = None,
    newsletter: Masthead | None = None,
    subject: str = SUBJECT,
    preheader: str | None = None,
) -> Renderer:
    """Return a renderer for the sample issue, or what is given instead of its parts."""
    return Renderer(
        open_templates(folder),
        issue or sample_issue(),
        newsletter or sample_masthead(),
        subject=subject,
        preheader=preheader,
    )


def render_with(folder: Path, *, text: str = "x", html: str = "<p>x</p>", variant: Variant = NAMED) -> RenderedIssue:
    """Return the sample issue as templates with just *text* and *html* in *folder*/templates say it."""
    own = folder / "templates"
    own.mkdir(exist_ok=True)
    (own / "issue.txt.j2").write_text(text, encoding="utf-8")
    (own / "issue.html.j2").write_text(html, encoding="utf-8")
    return renderer_for(own).render(variant)
