"""The part of a post that an issue shows."""

from dataclasses import dataclass

from digest.collect.post import Body
from digest.issue.cut import count_words, find_cut
from digest.issue.prose import Prose, drop_notes, read_prose
from digest.issue.prose_html import write_prose


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a post's text, and whether anything of it isn't."""

    html: str  # well-formed
    is_shortened: bool


def excerpt(body: Body, whole: Prose, *, url: str, words: int, language: str | None) -> Excerpt:
    """Return what an issue shows of *body*: the beginning that the author chose, else the first *words*.

    *whole* is the body's HTML as prose, *url* where the post stands. Nothing is shown of a text that is empty, or
    nothing but code or pictures. One that is at most a fifth longer than *words* is shown whole, as it is. An automatic
    excerpt is running text only: no headings, pictures, tables, code blocks or footnotes; it ends with a sentence where
    one ends near, else with a word and "…". *language* is a BCP 47 tag; scripts without spaces between words are
    counted by character.
    """
    if body.lead_html:
        lead = read_prose(body.lead_html, url=url)
        if not lead.is_empty and lead.holds(whole):
            return Excerpt(lead.html, is_shortened=False)
        shown = drop_notes(body.lead_html, url=url)
        if not read_prose(shown, url=url).is_empty:
            return Excerpt(shown, is_shortened=True)
    if not whole.has_words:
        return Excerpt("", is_shortened=True)
    still_whole = words * 6 // 5
    if count_words(whole.whole_text, at_most=still_whole) <= still_whole:
        return Excerpt(whole.html, is_shortened=False)
    links = [(link.start, link.end) for link in whole.links]
    cut = find_cut(whole.text, words=words, language=language, links=links)
    return Excerpt(write_prose(whole, end=cut.end, mark="…" if cut.is_mid_sentence else ""), is_shortened=True)
