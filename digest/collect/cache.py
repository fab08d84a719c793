"""Remember what files said, so that only changed ones are read again; a cache that fails is no cache."""

import json
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from digest.collect.post import Image, LeftOut, Post, Role, Source
from digest.collect.reading import Reading
from digest.collect.walk import PostFile
from digest.errors import Place, Problem

Outcome = Post | LeftOut | tuple[Problem, ...]
"""What became of one file."""

_FORMAT = 2  # raise it when a post is read in another way, or stored in another shape


@dataclass(frozen=True, slots=True)
class Remembered:
    """The outcomes of an earlier reading, by path in the folder."""

    rows: Mapping[str, Any]

    def outcome_of(self, file: PostFile) -> Outcome | None:
        """Return what *file* said when it had the same stamp; None where that is not known."""
        row = self.rows.get(file.relative)
        try:
            return _from_row(row) if row is not None and tuple(row[0]) == file.stamp else None
        except (TypeError, ValueError, KeyError, IndexError, AttributeError):  # somebody else's rows
            return None


def read_cache(path: Path | None, reading: Reading) -> Remembered:
    """Return what the cache file at *path* remembers of posts read with *reading*; nothing where it can't be used."""
    if path is None:
        return Remembered({})
    try:
        content = json.loads(path.read_bytes())
        usable = content["fingerprint"] == _fingerprint(reading) and isinstance(content["files"], dict)
        return Remembered(content["files"] if usable else {})
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return Remembered({})


def write_cache(path: Path | None, reading: Reading, outcomes: Iterable[tuple[PostFile, Outcome]]) -> None:
    """Write *outcomes* to the cache file at *path*, whole or not at all; quietly do nothing where that can't be."""
    if path is None:
        return
    rows = {file.relative: _to_row(file, outcome) for file, outcome in outcomes}
    text = json.dumps({"fingerprint": _fingerprint(reading), "files": rows}, ensure_ascii=False, separators=(",", ":"))
    unfinished = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            unfinished = file.name
            file.write(text.encode())
        Path(unfinished).replace(path)
    except OSError:
        if unfinished:
            with suppress(OSError):
                Path(unfinished).unlink()


def _fingerprint(reading: Reading) -> str:
    """Return what must be the same for an old outcome to hold: the program, and what it read with."""
    try:
        program = version("digest")
    except PackageNotFoundError:
        program = ""
    facts = (reading.shown_as, reading.zone.key, reading.site_url, reading.permalink, reading.language)
    return "\n".join((str(_FORMAT), program, *facts))


def _to_row(file: PostFile, outcome: Outcome) -> list[Any]:
    if isinstance(outcome, LeftOut):
        return [file.stamp, "left out", outcome.path, outcome.title, outcome.reason]
    if isinstance(outcome, tuple):
        return [file.stamp, "problems", [_problem_to_row(problem) for problem in outcome]]
    post = outcome
    return [
        file.stamp,
        "post",
        *(post.id, post.path, post.title, post.published_at.isoformat(), post.url, post.authors, post.tags),
        *(post.language, post.image and [post.image.url, post.image.alt], post.role, post.link),
        *(_source_to_row(post.source), _source_to_row(post.via)),
    ]


def _from_row(row: list[Any]) -> Outcome:
    _, kind, *rest = row
    if kind == "left out":
        return LeftOut(*rest)
    if kind == "problems":
        return tuple(_problem_from_row(problem) for problem in rest[0])
    own_id, path, title, date, url, authors, tags, language, image, role, link, source, via = rest
    return Post(
        id=own_id,
        path=path,
        title=title,
        published_at=datetime.fromisoformat(date),
        url=url,
        authors=tuple(authors),
        tags=tuple(tags),
        language=language,
        image=Image(url=image[0], alt=image[1]) if image else None,
        role=Role(role),
        link=link,
        source=_source_from_row(source),
        via=_source_from_row(via),
    )


def _source_to_row(source: Source | None) -> list[str | None] | None:
    return [source.name, source.url, source.author] if source else None


def _source_from_row(row: list[Any] | None) -> Source | None:
    return Source(name=row[0], url=row[1], author=row[2]) if row else None


def _problem_to_row(problem: Problem) -> list[Any]:
    place = problem.place
    return [place and [place.path, place.line, place.column], problem.fault, problem.mend]


def _problem_from_row(row: list[Any]) -> Problem:
    place, fault, mend = row
    return Problem(Place(*place) if place else None, fault, mend)
