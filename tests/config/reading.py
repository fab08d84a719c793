"""A config.yaml that is right, and what is wrong with others."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from digest.config.read import read_config
from digest.config.settings import Config
from digest.errors import ConfigError

RIGHT = """\
newsletter:
  name: The Weekly Ferry
  url: https://ferry.example/
  from: The Weekly Ferry <post@ferry.example>
"""


def config_from(folder: Path, text: str, environment: Mapping[str, str] | None = None) -> Config:
    """Return the config that *text* is, as a file in *folder*."""
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    return read_config(path, environment or {})


def problems_from(folder: Path, text: str, environment: Mapping[str, str] | None = None) -> list[str]:
    """Return the problems of the config that *text* is, as they print, with *folder* left out."""
    with pytest.raises(ConfigError) as caught:
        config_from(folder, text, environment)
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]
