"""A post's text: its file once more, as sanitised HTML with absolute links."""

import hashlib
from dataclasses import replace
from pathlib import Path

from digest.collect.front_matter.front_matter import split_front_matter
from digest.collect.heading import opening_heading
from digest.collect.keys import Keys
from digest.collect.marker import cut_at_marker
from digest.collect.nesting import limit_nesting
from digest.collect.parse import EXCERPT_KEYS, parse_post
from digest.collect.path_name import is_html
from digest.collect.post import Body, LeftOut, Post
from digest.collect.reading import Reading
from digest.collect.sanitise import sanitise
from digest.collect.shortcodes.shortcodes import settle_shortcodes
from digest.collect.text_file import read_text
from digest.collect.typeset import typeset
from digest.errors import PostError, Problem


def read_body(post: Post, *, folder: Path, reading: Reading) -> Body:
    """Return the text of *post*, whose file is in *folder*.

    Raises PostError where the file is gone, or is no longer the one that *post* was read from.
    """
    relative = reading.relative(post.path)
    text = read_text(folder / relative, post.path)
    parsed = parse_post(text, relative, reading)
    if isinstance(parsed, LeftOut) or replace(parsed, id=post.id) != post:  # the folder may have given it another id
        raise PostError(Problem(post.place, "was changed while digest was reading it", "run the command again"))
    return parse_body(text, post, reading)


def parse_body(text: str, post: Post, reading: Reading) -> Body:
    """Return the body of *post*, whose file holds *text*."""
    front = split_front_matter(text, post.path)
    prefix = id_prefix(post.id)
    written = _without_heading(front.body, post)
    settled = settle_shortcodes(written, site_url=reading.site_url, is_html=is_html(post.path))
    html = limit_nesting(_html_of(settled.text, post, reading, prefix))
    leads = [cut_at_marker(html)]
    if own_excerpt := Keys(front).block(*EXCERPT_KEYS):
        leads.insert(0, typeset(own_excerpt, language=post.language or reading.language, prefix=prefix))
    safe_leads = (sanitise(lead, base=post.url, prefix=prefix) for lead in leads if lead)
    return Body(
        html=sanitise(html, base=post.url, prefix=prefix),
        lead_html=next((lead for lead in safe_leads if lead.strip()), None),
        constructs=tuple((_first_line(written, text) + line - 1, construct) for line, construct in settled.left),
    )


def id_prefix(post_id: str) -> str:
    """Return what keeps the ids in a post's HTML apart from those of other posts."""
    return "p" + hashlib.blake2s(post_id.encode(errors="replace"), digest_size=4).hexdigest()


def _without_heading(written: str, post: Post) -> str:
    """Return the end of *written* that follows a heading which only repeats the title."""
    heading = opening_heading(written, is_html=is_html(post.path))
    repeats = heading is not None and heading.title.casefold() == post.title.casefold()
    return written[heading.end :] if heading and repeats else written


def _first_line(end: str, text: str) -> int:
    """Return the line of *text* on which its *end* begins."""
    return text.count("\n") - end.count("\n") + 1


def _html_of(written: str, post: Post, reading: Reading, prefix: str) -> str:
    if is_html(post.path):
        return written
    return typeset(written, language=post.language or reading.language, prefix=prefix)
