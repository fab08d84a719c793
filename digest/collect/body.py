"""A post's text: its file once more, as sanitised HTML with absolute links."""

import hashlib
from pathlib import Path

from digest.collect.front_matter import split_front_matter
from digest.collect.heading import opening_heading
from digest.collect.keys import Keys
from digest.collect.marker import cut_at_marker
from digest.collect.nesting import limit_nesting
from digest.collect.parse import EXCERPT_KEYS, parse_post
from digest.collect.path_name import is_html
from digest.collect.post import Body, Post
from digest.collect.reading import Reading
from digest.collect.sanitise import sanitise
from digest.collect.text_file import read_text
from digest.collect.typeset import typeset
from digest.errors import PostError, Problem


def read_body(post: Post, *, folder: Path, reading: Reading) -> Body:
    """Return the text of *post*, whose file is in *folder*.

    Raises PostError where the file is gone, or is no longer the one that *post* was read from.
    """
    relative = reading.relative(post.path)
    text = read_text(folder / relative, post.path)
    if parse_post(text, relative, reading) != post:
        raise PostError(Problem(post.place, "was changed while digest was reading it", "run the command again"))
    return parse_body(text, post, reading)


def parse_body(text: str, post: Post, reading: Reading) -> Body:
    """Return the body of *post*, whose file holds *text*."""
    front = split_front_matter(text, post.path)
    prefix = _id_prefix(post.id)
    html = limit_nesting(_html_of(front.body, post, reading, prefix))
    leads = [cut_at_marker(html)]
    if own_excerpt := Keys(front).block(*EXCERPT_KEYS):
        leads.insert(0, typeset(own_excerpt, language=post.language or reading.language, prefix=prefix))
    safe_leads = (sanitise(lead, base=post.url, prefix=prefix) for lead in leads if lead)
    return Body(
        html=sanitise(html, base=post.url, prefix=prefix),
        lead_html=next((lead for lead in safe_leads if lead.strip()), None),
    )


def _html_of(written: str, post: Post, reading: Reading, prefix: str) -> str:
    heading = opening_heading(written, is_html=is_html(post.path))
    if heading and heading.title.casefold() == post.title.casefold():
        written = written[heading.end :]
    if is_html(post.path):
        return written
    return typeset(written, language=post.language or reading.language, prefix=prefix)


def _id_prefix(post_id: str) -> str:
    """Return what keeps the ids in a post's HTML apart from those of other posts."""
    return "p" + hashlib.blake2s(post_id.encode(errors="replace"), digest_size=4).hexdigest()
