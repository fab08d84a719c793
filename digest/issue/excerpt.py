"""The part of a post that an issue shows."""

from dataclasses import dataclass

from digest.collect.post import Body
from digest.issue.cut import count_words, find_cut
from digest.issue.prose import read_prose, write_prose


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a post's text, and whether anything of it isn't."""

    html: str  # well-formed
    is_shortened: bool


def excerpt(body: Body, *, own_html: str | None, words: int, language: str | None) -> Excerpt:
    """Return what an issue shows of *body*: the author's own words, else the marked beginning, else the first *words*.

    A body that is at most a fifth longer than *words* is shown whole, as it is. An automatic excerpt is running text
    only: no headings, pictures, tables, code blocks or footnotes; it ends with a sentence where one ends near, else
    with a word and "…". *language* is a BCP 47 tag; scripts without spaces between words are counted by character.
    """
    whole = read_prose(body.html)
    for chosen_html in (own_html, body.lead_html):
        chosen = read_prose(chosen_html or "")
        if not chosen.is_empty:
            return Excerpt(chosen.html, is_shortened=not chosen.holds(whole))
    still_whole = words * 6 // 5
    if count_words(whole.whole_text, at_most=still_whole) <= still_whole:
        return Excerpt(whole.html, is_shortened=False)
    cut = find_cut(whole.text, words=words, language=language)
    return Excerpt(write_prose(whole, end=cut.end, mark="…" if cut.is_mid_sentence else ""), is_shortened=True)
