"""Find config.yaml and read it: a Config, or every problem there is."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from digest.config.environment import Filled, fill_in, read_variables
from digest.config.faults import Whereabouts, problems_in
from digest.config.settings import Config
from digest.config.strict import collector_off, parse_mapping
from digest.config.subscriber_lines import parse_subscribers
from digest.config.text_file import read_text_file
from digest.errors import ConfigError, Problem

CONFIG_NAME = "config.yaml"


def find_config(start: Path) -> Path:
    """Return the nearest config.yaml: in *start*, or in a folder above it; raise ConfigError where there is none."""
    for folder in (start, *start.parents):
        path = folder / CONFIG_NAME
        if path.is_file():
            return path
    fault = f"there is no {CONFIG_NAME} in {start} nor in a folder above it"
    raise ConfigError(Problem(None, fault, "start a newsletter with `digest init`, or name the file with --config"))


def read_config(path: Path, environment: Mapping[str, str]) -> Config:
    """Return the config in the file at *path*; raise ConfigError with every problem, in the order of lines.

    `${NAME}` is looked up in *environment*, then in the `.env` beside the file. Relative paths begin at its folder.
    """
    text = read_text_file(path, if_missing="start a newsletter with `digest init`, or name another file with --config")
    with collector_off():
        marked = parse_mapping(text, path=str(path))
        variables, problems = read_variables(path.parent / ".env", environment)
        filled = fill_in(marked.values, variables)
        where = Whereabouts(path=str(path), marked=marked, names=filled.names)
        config, more = _validate(filled, where, path)
    ConfigError.gather((*problems, *sorted(more, key=_order)))
    if config is None:
        raise AssertionError("no config, and no problem with it")
    return config


def _validate(filled: Filled, where: Whereabouts, path: Path) -> tuple[Config | None, list[Problem]]:
    problems = [where.problem_of(unfit, keys, None) for keys, unfit in filled.faults.items()]
    unset = {problem.place for problem in problems}
    people, found = parse_subscribers(filled.values.get("subscribers"), where, path.parent)
    config = None
    try:
        values = {**filled.values, "subscribers": people}
        config = Config.model_validate(values, context={"path": path, "folder": path.parent})
    except ValidationError as error:
        found = [*found, *problems_in(error, where, Config)]
    # A value whose variable is not set was left as written: whatever else is wrong with it is not its fault.
    return config, [*problems, *(problem for problem in found if problem.place not in unset)]


def _order(problem: Problem) -> tuple[int, int]:
    place = problem.place
    return (place.line or 0, place.column or 0) if place else (0, 0)
