"""`${NAME}` in config.yaml, from the environment or from a `.env` beside the file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from digest.config.strict import Keys
from digest.config.text_file import read_text_file
from digest.config.values import Unfit
from digest.errors import ConfigError, Place, Problem

_VARIABLE = re.compile(r"\$\$\{|\$\{(?P<name>[A-Za-z_]\w*)(?::-(?P<default>[^{}]*))?\}|(?P<broken>\$\{)", re.ASCII)

_LINE = re.compile(r"(?:export\s+)?(?P<name>[A-Za-z_]\w*)\s*=\s*(?P<value>.*)", re.ASCII)
_QUOTED = re.compile(r"""(?:'(?P<plain>[^']*)'|"(?P<escaped>(?:[^"\\]|\\.)*)")\s*(?:#.*)?""")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "$": "$"}


@dataclass(frozen=True, slots=True)
class Filled:
    """The values of a config with every `${NAME}` filled in, and which those were."""

    values: dict[str, object]
    names: dict[Keys, tuple[str, ...]] = field(default_factory=dict)  # what a value was filled from
    faults: dict[Keys, Unfit] = field(default_factory=dict)


def read_variables(path: Path, environment: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """Return *environment* above what the `.env` file at *path* sets, if there is one; and what is wrong with it."""
    if not path.is_file():
        return dict(environment), []
    try:
        text = read_text_file(path, if_missing="write it, or set its variables in the environment")
    except ConfigError as error:
        return dict(environment), list(error.problems)
    variables, problems = parse_variables(text, path=str(path))
    return {**variables, **environment}, problems


def parse_variables(text: str, *, path: str) -> tuple[dict[str, str], list[Problem]]:
    """Return what lines like `NAME=value` set: with `export` or without, quoted or bare, and `#` before a comment.

    Between "…" backslashes escape; between '…' they are only backslashes. Other lines are problems, and never shown.
    """
    variables, problems = {}, []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        value = _unquoted(match["value"]) if match else None
        if match is None or value is None:
            mend = "write a name, `=` and a value on one line, the value in quotes if it has spaces or `#`"
            problems.append(Problem(Place(path, number), "is not a line like `NAME=value`", mend))
            continue
        variables[match["name"]] = value
    return variables, problems


def fill_in(values: Mapping[str, object], variables: Mapping[str, str]) -> Filled:
    """Return *values* with `${NAME}` and `${NAME:-default}` filled in from *variables*, and without empty keys.

    The default stands in for a variable that is not set or empty; `$${` is a plain `${`. What is filled in stays text.
    A value with a fault stays as it was written.
    """
    filled = Filled({})
    for key, value in values.items():
        if value is not None:
            filled.values[key] = _fill(value, (key,), variables, filled)
    return filled


def _unquoted(value: str) -> str | None:
    if value[:1] not in {"'", '"'}:
        return re.split(r"(?:^|\s)#", value, maxsplit=1)[0].rstrip()
    match = _QUOTED.fullmatch(value)
    if match is None:
        return None
    if match["plain"] is not None:
        return match["plain"]
    return re.sub(r"\\(.)", lambda escape: _ESCAPES.get(escape[1], escape[0]), match["escaped"])


def _fill(value: object, keys: Keys, variables: Mapping[str, str], filled: Filled) -> object:
    if isinstance(value, str):
        return _fill_text(value, keys, variables, filled) if "${" in value else value
    if isinstance(value, list):
        return [_fill(inner, (*keys, place), variables, filled) for place, inner in enumerate(value)]
    if isinstance(value, dict):
        inner = {key: _fill(inner, (*keys, key), variables, filled) for key, inner in value.items()}
        return {key: one for key, one in inner.items() if one is not None}
    return value


def _fill_text(text: str, keys: Keys, variables: Mapping[str, str], filled: Filled) -> str:
    names: list[str] = []
    parts: list[str] = []
    end = 0
    for match in _VARIABLE.finditer(text):
        parts.append(text[end : match.start()])
        end = match.end()
        if match["broken"]:
            mend = "write ${NAME} or ${NAME:-default}; for a plain `${` write `$${`"
            filled.faults[keys] = Unfit("`${` is not followed by the name of a variable and `}`", mend)
        elif match["name"] is None:
            parts.append("${")
        else:
            names.append(match["name"])
            parts.append(_value_of(match, keys, variables, filled))
    if keys in filled.faults:
        return text
    if names:
        filled.names[keys] = tuple(names)
    return "".join((*parts, text[end:]))


def _value_of(match: re.Match[str], keys: Keys, variables: Mapping[str, str], filled: Filled) -> str:
    name, default = match["name"], match["default"]
    value = variables.get(name)
    if default is not None:
        return value or default
    if value is None:
        mend = f"set it, or write {name}=… into a file .env beside this one, or give a default: ${{{name}:-…}}"
        filled.faults.setdefault(keys, Unfit(f"the variable {name} is not set", mend))
        return ""
    return value
