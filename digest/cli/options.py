"""The options that several commands share, and what they stand for."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from digest.config.read import find_config, read_config
from digest.config.settings import Config
from digest.errors import ConfigError, Problem

Command = TypeVar("Command", bound=Callable[..., Any])


def config_option(command: Command) -> Command:
    """Return *command* with `--config FILE`."""
    return click.option(
        "--config",
        "config_path",
        type=click.Path(path_type=Path),
        help="The newsletter's config.yaml. Default: here, or in a folder above.",
    )(command)


def at_option(command: Command) -> Command:
    """Return *command* with `--at TIME`."""
    return click.option(
        "--at",
        "at_text",
        metavar="TIME",
        help="As if it were then: 2026-11-20T08:00, in the newsletter's zone unless it has an offset.",
    )(command)


def json_option(command: Command) -> Command:
    """Return *command* with `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="JSON on stdout, for programs.")(command)


def open_config(config_path: Path | None) -> Config:
    """Return the config at *config_path*, else the nearest config.yaml here or above; raise ConfigError."""
    return read_config(config_path or find_config(_here()), os.environ)


def moment(at_text: str | None, zone: ZoneInfo) -> datetime:
    """Return the time that *at_text* names, else the present; aware, UTC."""
    if at_text is None:
        return datetime.now(UTC)
    try:
        named = datetime.fromisoformat(at_text.strip())
        at = (named if named.tzinfo else named.replace(tzinfo=zone)).astimezone(UTC)
        # Periods are counted backwards and forwards from here; the calendar has to have room for them.
        is_countable = 1900 <= at.year <= 9000
    except (ValueError, OverflowError):
        is_countable = False
    if not is_countable:
        raise click.BadParameter(f"{at_text!r} is not a time. Write it as 2026-11-20T08:00.", param_hint="--at")
    return at


def cache_path(config: Config) -> Path | None:
    """Return where what was read of the posts is kept between runs: never in state/, which only sending changes."""
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        folder = base if base.is_absolute() else Path.home() / ".cache"  # the standard has relative ones ignored
    except RuntimeError:  # whoever runs this has no home: a container's nameless number
        return None
    name = sha256(str(config.path.resolve()).encode()).hexdigest()[:16]
    return folder / "digest" / f"{name}.json"


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        problem = Problem(None, "the folder you are in is gone", "go to another one, or name the file with --config")
        raise ConfigError(problem) from error
