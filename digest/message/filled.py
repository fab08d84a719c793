"""A rendered issue with its slots filled for one person: to look at, not to send."""

from dataclasses import replace
from html import escape

from digest.message.compose import Personal, value_of
from digest.render.rendered import RenderedIssue


def fill_slots(rendered: RenderedIssue, personal: Personal) -> RenderedIssue:
    """Return *rendered* as *personal* would read it, with no token left."""
    values = {token: value_of(name, personal) for token, name in rendered.tokens.items()}
    plain = {"subject": rendered.subject, "preheader": rendered.preheader, "text": rendered.text}
    return replace(
        rendered,
        **{part: _filled(text, values) for part, text in plain.items()},
        html=_filled(rendered.html, {token: escape(value) for token, value in values.items()}),
        tokens={},
    )


def _filled(text: str, values: dict[str, str]) -> str:
    for token, value in values.items():
        text = text.replace(token, value)
    return text
