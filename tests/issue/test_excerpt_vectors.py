"""Other programs' truncation vectors: ours agrees, or differs for a reason that docs/excerpts.md gives."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape, unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from selectolax.lexbor import LexborHTMLParser

from digest.collect.body import parse_body
from digest.collect.post import Body, Post
from digest.collect.reading import Reading
from digest.issue.characters import BY_CHARACTER
from digest.issue.cut import count_words
from digest.issue.excerpt import excerpt
from digest.issue.prose import read_prose
from tests.support.house import ROOT

VECTORS = ROOT.parent / "shared" / "corpora" / "truncation" / "vectors.json"
URL = "https://a.example/p/"
READING = Reading(
    shown_as="posts", zone=ZoneInfo("UTC"), site_url="https://a.example/", permalink="{url}{slug}/", language="en"
)
POST = Post(id="p", path="posts/p.html", title="P", published_at=datetime(2026, 11, 18, tzinfo=UTC), url=URL)

pytestmark = pytest.mark.skipif(not VECTORS.exists(), reason="the vectors aren't beside the project")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """What another program makes of a text, and what we make of it."""

    name: str
    body: Body
    words: int  # its limit, in our words
    limit: int  # its limit, as it counts
    unit: str
    whole: str  # all text of the body, as one line
    theirs: str  # the text that it shows, as one line and without its suffix
    ours_html: str
    ours: str  # the text that we show, as one line and without "…"
    is_mid_sentence: bool  # there is a "…"


def test_every_vector_agrees_or_differs_for_a_reason() -> None:
    unexplained = [vector for vector in vectors() if reason(vector) is None]

    assert unexplained == []


def test_the_table_in_the_docs_counts_the_vectors() -> None:
    rows = re.findall(r"^\| ([^|]+) \| (\d+) \|", (ROOT / "docs/excerpts.md").read_text(encoding="utf-8"), re.MULTILINE)
    told = {name: int(count) for name, count in rows}

    counted = Counter(reason(vector) for vector in vectors())
    if sum(told.values()) != counted.total():
        pytest.skip("these aren't the vectors that docs/excerpts.md counts")
    assert told == counted


def test_whatever_is_shown_of_a_vector_is_well_formed_a_beginning_and_within_the_limit() -> None:
    for vector in vectors():
        shown = LexborHTMLParser(vector.ours_html, is_fragment=True).inner_html if vector.ours_html else ""
        assert shown == vector.ours_html, vector.name
        assert as_shown(vector.body.html).startswith(vector.ours) or vector.whole.startswith(vector.ours), vector.name
        assert count_words(vector.ours, at_most=10_000) <= vector.words * 6 // 5, vector.name


def reason(vector: Vector) -> str | None:
    """Return in what *vector* is the same, or why not: the first column of the table; None where nobody knows."""
    whole, ours, theirs = vector.whole, vector.ours, vector.theirs
    if vector.unit not in ("words", "chars", "chars-incl-suffix"):
        return "counts tags or paragraphs"
    if vector.limit <= 0:
        return "no limit"
    if ours == theirs:
        return "the same text"
    if vector.words == 0:
        return "no word fits"
    if vector.body.lead_html:
        return "the author's mark"
    if ours == whole:
        return "a fifth more"
    if bare(ours) == bare(theirs):
        return "marks at the end"
    if ours and theirs.startswith(ours) and not vector.is_mid_sentence:
        return "a sentence or a block ends"
    if ours in last_words(whole, theirs):
        return "inside a word"
    if not ours or as_shown(vector.body.html) != whole:
        return "left out"
    if len(theirs) > vector.limit:
        return "over its own limit"
    return None


def vectors() -> Iterator[Vector]:
    """Yield each vector, with what we make of it."""
    for row in json.loads(VECTORS.read_text(encoding="utf-8")):
        source = text_of_row(row)
        is_plain = row["options"].get("input_is_html") is False
        body = parse_body(f"---\ntitle: P\n---\n{escape(source) if is_plain else source}", POST, READING)
        prose = read_prose(body.html, url=URL)
        whole, suffix = one_line(prose.whole_text), one_line(bare_text(row["suffix"] or ""))
        limit = row["limit"] if isinstance(row["limit"], int) else 0
        words = limit if row["unit"] == "words" else words_in(whole, limit, suffix if "incl" in row["unit"] else "")
        shown = excerpt(body, prose, url=URL, words=max(words, 0), language="en").html
        theirs = one_line(
            unescape(row["expected"].removesuffix(row["suffix"])) if is_plain else bare_text(row["expected"])
        )
        ours = one_line(bare_text(shown))
        is_mid_sentence = ours.endswith("…") and not whole.startswith(ours)
        yield Vector(
            name=row["id"],
            body=body,
            words=max(words, 0),
            limit=limit,
            unit=row["unit"],
            whole=whole,
            theirs=theirs if theirs == whole or not suffix else theirs.removesuffix(suffix).rstrip(),
            ours_html=shown,
            ours=ours.removesuffix("…").rstrip() if is_mid_sentence else ours,
            is_mid_sentence=is_mid_sentence,
        )


def text_of_row(row: dict[str, Any]) -> str:
    """Return the text that a row is about; long ones are told as a piece and how often it comes."""
    if row["input"] is not None:
        return str(row["input"])
    repeat = row["input_repeat"]
    return str(repeat["unit"] * repeat["total_chars"])[: repeat["total_chars"]]


def words_in(whole: str, limit: int, suffix: str) -> int:
    """Return how many of our words fit into *limit* characters of *whole*; *suffix* takes room where it is counted."""
    room = limit if len(whole) <= limit else max(limit - len(suffix), 0)
    if room < len(whole) and not whole[room].isspace() and not BY_CHARACTER.match(whole[room]):
        while room and not whole[room - 1].isspace() and not BY_CHARACTER.match(whole[room - 1]):
            room -= 1
    return count_words(whole[:room], at_most=1_000)


def last_words(whole: str, shown: str) -> tuple[str, ...]:
    """Return *shown*, which ends inside a word of *whole*, without this word and with the whole of it."""
    if not whole.startswith(shown) or whole[len(shown) : len(shown) + 1].isspace():
        return ()
    before = shown.rpartition(" ")[0]
    after = shown + whole[len(shown) :].partition(" ")[0]
    return (before, before.rstrip(",;:-"), after, after.rstrip(",;:-"))


def bare(text: str) -> str:
    """Return *text* without the punctuation at its end."""
    return re.sub(r"[\W_]+$", "", text)


def as_shown(html: str) -> str:
    """Return the running text of *html* as one line."""
    return one_line(read_prose(html, url=URL).text)


def bare_text(html: str) -> str:
    """Return all text of *html*."""
    return read_prose(html, url=URL).whole_text


def one_line(text: str) -> str:
    """Return *text* with its white space folded."""
    return " ".join(text.split())
