"""Cut a post's text in two: its front matter, read, whatever its form, and its body."""

import re
from collections.abc import Callable, Mapping

from digest.collect.front_matter import front_matter_json, front_matter_nikola, front_matter_pelican, front_matter_toml
from digest.collect.front_matter.block import Block, FrontMatter, line_at
from digest.collect.front_matter.front_matter_json import read_json
from digest.collect.front_matter.front_matter_nikola import read_nikola
from digest.collect.front_matter.front_matter_pelican import read_pelican
from digest.collect.front_matter.front_matter_toml import read_toml
from digest.collect.front_matter.front_matter_yaml import OPENING, is_rule, read_yaml
from digest.config.strict import Keys
from digest.errors import Place, PostError, Problem

_OTHER_FORMS: tuple[Callable[[str, str], Block | None], ...] = (read_toml, read_json, read_nikola, read_pelican)
_OTHER_OPENINGS = tuple(
    form.OPENING for form in (front_matter_toml, front_matter_json, front_matter_nikola, front_matter_pelican)
)
_EXPECTED = (
    "open it with YAML: a line `---`, then `title: …` and `date: …`, then a line `---`; TOML between two lines `+++`, "
    "JSON `{…}`, Pelican's `Title: …` and Nikola's `.. title: …` do as well"
)
_NAMED_LANGUAGE = re.compile(r"(?:[ \t]*\n)*(?P<fence>---|;;;)[ \t]*(?P<name>[A-Za-z]\w*)[ \t]*(?:\n|\Z)")
_CODE = ("js", "javascript", "coffee", "coffeescript", "ts", "typescript", "cson")

# Tables in which Zola and Hugo want whatever they don't know themselves, and which of their keys mean something here.
_TABLES = ("taxonomies", "extra", "params")
_IN_TABLES = frozenset(
    (
        *("author", "authors", "categories", "category", "tag", "tags", "description", "excerpt", "summary", "digest"),
        *("external_url", "id", "image", "image_alt", "lang", "language", "link", "link_url", "newsletter", "source"),
        *("source_url", "via"),
    )
)


def split_front_matter(text: str, path: str) -> FrontMatter:
    """Return the front matter and the body of the post *text*; *path* is how messages name it.

    The block is YAML, TOML, JSON, Pelican's or Nikola's; blank lines may stand above it. Raises PostError with every
    fault in it, and with one where there is none.
    """
    text = text.removeprefix("\ufeff")
    block = read_yaml(text, path) or next((block for read in _OTHER_FORMS if (block := read(text, path))), None)
    if block is None:
        raise PostError(_problem_without_block(text, path))
    values = {key.lower(): value for key, value in block.values.items()}
    written: dict[Keys, str] = {}
    if block.written:
        written = {(str(keys[0]).lower(), *keys[1:]): spelled for keys, spelled in block.written.items() if keys}
    for table in _TABLES:
        if table in values:
            _lift(table, values, written)
    return FrontMatter(
        path=path,
        values=values,
        written=written,
        body=text[block.end :],
        block=block,
    )


def has_front_matter(text: str) -> bool:
    """Return whether *text* opens with anything that looks like front matter, of whatever kind."""
    text = text.removeprefix("\ufeff")
    if OPENING.match(text):
        return not is_rule(text)
    return any(opening.match(text) for opening in (*_OTHER_OPENINGS, _NAMED_LANGUAGE))


def _lift(table: str, values: dict[str, object], written: dict[Keys, str]) -> None:
    """Put the keys of *table* that mean something beside the others, where those don't say it themselves."""
    held = values[table]
    if not isinstance(held, Mapping):
        return
    for name, value in held.items():
        key = str(name).lower()
        if key in _IN_TABLES and values.get(key) is None:
            values[key] = value
            moved = {(key, *keys[2:]): spelled for keys, spelled in written.items() if keys[:2] == (table, name)}
            written.update(moved)


def _problem_without_block(text: str, path: str) -> Problem:
    opened = text.lstrip()
    if not opened:
        return Problem(Place(path, 1), "is empty", "write the post, or remove the file")
    place = Place(path, line_at(text, len(text) - len(opened)))
    if named := _NAMED_LANGUAGE.match(text):
        fence = f"`{named['fence']}{named['name']}`"
        kind = f"code ({fence}), which digest never runs" if named["name"].lower() in _CODE else fence
        return Problem(place, f"the front matter is {kind}, and can't be read", _EXPECTED)
    return Problem(place, "there is no front matter", _EXPECTED)
