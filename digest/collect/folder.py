"""A folder of files to posts: which are in, which are left out, and what is wrong with the rest."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from digest.collect.cache import Outcome, read_cache, write_cache
from digest.collect.front_matter.front_matter import has_front_matter
from digest.collect.parse import parse_post
from digest.collect.path_name import stem_of
from digest.collect.permalink import FIELDS, unknown_fields
from digest.collect.post import Found, LeftOut, Post
from digest.collect.reading import Reading
from digest.collect.text_file import read_text, unreadable
from digest.collect.walk import walk
from digest.config.strict import collector_off
from digest.errors import Place, PostError, Problem


@collector_off()
def read_posts(folder: Path, *, reading: Reading, cache_path: Path | None = None) -> Found:
    """Return the posts in *folder* and the folders in it, oldest first; what is wrong with one keeps no other out.

    Files that are as they were when *cache_path* was written are not read again. Raises PostError where there is no
    such folder, or the permalinks' pattern can't be filled.
    """
    PostError.gather(_problems_with_pattern(reading.permalink))
    try:
        found = walk(folder, reading)
    except OSError as error:
        raise PostError(_problem_with_folder(error, reading)) from error
    remembered = read_cache(cache_path, reading)
    outcomes: list[Outcome] = []
    is_fresh = len(remembered.rows) == len(found.files)
    for file in found.files:
        outcome = remembered.outcome_of(file)
        is_fresh = is_fresh and outcome is not None
        outcomes.append(outcome if outcome is not None else _read_file(folder, file.relative, reading))
    if not is_fresh:
        write_cache(cache_path, reading, zip(found.files, outcomes, strict=True))
    posts = [outcome for outcome in outcomes if isinstance(outcome, Post)]
    left_out = [outcome for outcome in outcomes if isinstance(outcome, LeftOut)]
    problems = [problem for outcome in outcomes if isinstance(outcome, tuple) for problem in outcome]
    return Found(
        posts=tuple(_told_apart(sorted(posts, key=lambda post: (post.published_at, post.path)))),
        left_out=tuple(sorted([*left_out, *found.left_out], key=lambda left: left.path)),
        problems=tuple(sorted([*problems, *found.problems], key=_by_place)),
    )


def _told_apart(posts: Iterable[Post]) -> Iterator[Post]:
    """Yield *posts*, oldest first; of several that share a permalink all but the oldest are known by their paths.

    "This week in …", written every week, has one slug, and with a pattern by month one address for four posts. They
    are different posts all the same, and each is mailed. Posts of one moment and one address are the same post twice.
    """
    oldest: dict[str, Post] = {}
    for post in posts:
        first = oldest.setdefault(post.id, post)
        shares = post.id == post.url and post.published_at != first.published_at
        yield replace(post, id=post.path) if shares else post


def _read_file(folder: Path, relative: str, reading: Reading) -> Outcome:
    shown = reading.shown(relative)
    try:
        text = read_text(f"{folder}/{relative}", shown)
        if stem_of(relative).lower() == "readme" and not has_front_matter(text):
            return LeftOut(shown, "", "a README, which no front matter makes a post")
        return parse_post(text, relative, reading)
    except PostError as error:
        return error.problems


def _problems_with_pattern(pattern: str) -> list[Problem]:
    mend = f"use {', '.join(f'{{{name}}}' for name in sorted(FIELDS))}"
    return [
        Problem(None, f"`posts.permalink` names {{{name}}}, which no post has", mend)
        for name in unknown_fields(pattern)
    ]


def _problem_with_folder(error: OSError, reading: Reading) -> Problem:
    place = Place(reading.shown_as)
    mend = "make the folder, or name the right one in config.yaml under `posts.folder`"
    if isinstance(error, FileNotFoundError):
        return Problem(place, "there is no such folder of posts", mend)
    if isinstance(error, NotADirectoryError):
        return Problem(place, "is a file, not a folder of posts", mend)
    return unreadable(reading.shown_as, error)


def _by_place(problem: Problem) -> tuple[str, int, int]:
    place = problem.place
    return (place.path, place.line or 0, place.column or 0) if place else ("", 0, 0)
