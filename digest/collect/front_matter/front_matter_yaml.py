"""YAML front matter: between `---` and `---` or `...`, as most programs have it."""

import re
from functools import partial

from digest.collect.front_matter.block import Block, Form, fenced
from digest.config.plain_lines import parse_plain_lines
from digest.config.strict import Keys, MarkedMapping, Spot, parse_mapping
from digest.errors import PostError

OPENING = re.compile(r"(?:[ \t]*\n)*(?P<fence>---)[ \t]*(?:ya?ml)?[ \t]*(?:\n|\Z)")

_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_FIRST_PARAGRAPH = re.compile(r"\s*+(?P<text>\S[^\n]*+(?:\n[ \t]*+[^\s][^\n]*+)*+)")
# A key, or else a brace, a quote or a list where the first key belongs: what is wrong with those is worth telling.
_MAYBE_YAML = re.compile(r"""^[ \t]*[\w-][\w ./-]{0,60}:(?:\s|\Z)|\A["'{]|\A-[ \t\n]""", re.MULTILINE)


def read_yaml(text: str, path: str) -> Block | None:
    """Return the YAML that opens *text*; None where it opens with none, or with a rule above prose.

    Raises PostError with every fault in it.
    """
    opening = OPENING.match(text)
    if opening is None:
        return None
    try:
        first_line, block, end = fenced(text, opening, _CLOSING, path)
        mapping = parse_plain_lines(block) or _parse(block, path, first_line)
    except PostError:
        if is_rule(text):
            return None
        raise
    return Block(
        form=Form.YAML,
        first_line=first_line,
        end=end,
        values=mapping.values,
        written=mapping.written,
        find_key_places=partial(_key_places, block, path, first_line),
    )


def is_rule(text: str) -> bool:
    """Return whether the `---` that opens *text* is a rule above prose: no line of the first paragraph may be YAML."""
    opening = OPENING.match(text)
    paragraph = _FIRST_PARAGRAPH.match(text, opening.end()) if opening else None
    return paragraph is not None and _MAYBE_YAML.search(paragraph["text"]) is None


def _key_places(block: str, path: str, first_line: int) -> dict[Keys, Spot]:
    return _parse(block, path, first_line).key_places


def _parse(block: str, path: str, first_line: int) -> MarkedMapping:
    return parse_mapping(block, path=path, first_line=first_line + 1, lenient=True, error=PostError)
