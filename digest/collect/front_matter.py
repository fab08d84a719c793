"""Cut a post's text in two: its front matter, read, and its body."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from digest.config.strict import Keys, Spot, parse_mapping
from digest.errors import Place, PostError, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What opens a post, and what follows it."""

    path: str  # as messages name it
    first_line: int  # where the block opens
    values: Mapping[str, object]  # keys in lower case
    places: Mapping[Keys, Spot]  # where each key stands, as it is spelled
    written: Mapping[Keys, str]  # values that are no text, as they are spelled: `1.10`
    body: str


_OPENING = re.compile(r"(?:[ \t]*\n)*(?P<fence>---)[ \t]*(?:ya?ml)?[ \t]*(?:\n|\Z)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_EXPECTED = "open it with YAML: a line `---`, then `title: …` and `date: …`, then a line `---`"

# What other programs open a post with; a later `digest` may read more of them.
_OTHER_KINDS = (
    ("TOML (`+++`)", re.compile(r"\+\+\+[ \t]*$", re.MULTILINE)),
    ("JSON", re.compile(r'\{[ \t]*(?:\n|"|\}[ \t]*$)|(?:---|;;;)[ \t]*json\b', re.MULTILINE)),
    ("code or another language than YAML", re.compile(r"---[ \t]*[a-z]\w*[ \t]*$", re.MULTILINE)),
    ("Nikola's (`.. title: …`)", re.compile(r"(?:<!--\s*)?\.\. [\w-]+:")),
    ("Pelican's (`Title: …`)", re.compile(r"(?:title|date|authors?|tags|category|slug):[ \t]", re.IGNORECASE)),
)


def split_front_matter(text: str, path: str) -> FrontMatter:
    """Return the front matter and the body of the post *text*; *path* is how messages name it.

    The block is YAML between `---` and `---` or `...`; blank lines may stand above it. Raises PostError with every
    fault in it, and with one where there is none, or one of another kind.
    """
    text = text.removeprefix("\ufeff")
    opening = _OPENING.match(text)
    if opening is None:
        raise PostError(_problem_without_yaml(text, path))
    first_line = text.count("\n", 0, opening.start("fence")) + 1
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        fault = "the front matter that opens here is never closed"
        raise PostError(Problem(Place(path, first_line), fault, "write `---` on a line of its own after its last key"))
    block = text[opening.end() : closing.start()]
    mapping = parse_mapping(block, path=path, first_line=first_line + 1, lenient=True, error=PostError)
    return FrontMatter(
        path=path,
        first_line=first_line,
        values={key.lower(): value for key, value in mapping.values.items()},
        places={(str(keys[0]).lower(), *keys[1:]): spot for keys, spot in mapping.key_places.items()},
        written={(str(keys[0]).lower(), *keys[1:]): spelled for keys, spelled in mapping.written.items() if keys},
        body=text[closing.end() :],
    )


def has_front_matter(text: str) -> bool:
    """Return whether *text* opens with anything that looks like front matter, of whatever kind."""
    return bool(_OPENING.match(text)) or _kind_of(text.lstrip()) is not None


def _problem_without_yaml(text: str, path: str) -> Problem:
    opened = text.lstrip()
    if not opened:
        return Problem(Place(path, 1), "is empty", "write the post, or remove the file")
    line = text[: len(text) - len(opened)].count("\n") + 1
    kind = _kind_of(opened)
    fault = f"the front matter is {kind}, which digest doesn't read" if kind else "there is no front matter"
    return Problem(Place(path, line), fault, _EXPECTED)


def _kind_of(opened: str) -> str | None:
    return next((name for name, shape in _OTHER_KINDS if shape.match(opened)), None)
