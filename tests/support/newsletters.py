"""A whole newsletter in a folder, as a person would have written it, and the command line to run on it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result

from digest.cli.main import main

FRIDAY = "2026-11-20T08:00"
"""The moment at which the sample newsletter's issue is due."""

CONFIG = """\
newsletter:
  name: The Weekly Ferry
  url: https://ferry.example/
  from: The Weekly Ferry <post@ferry.example>
  timezone: Europe/London
  address: 1 Quay Street, Bristol
schedule: {every: week, on: friday, at: "08:00"}
"""

POSTS = {
    "2026-11-16-fog.md": "---\ntitle: Fog on the river\ndate: 2026-11-16\n---\nThe *early* boat waited.\n",
    "2026-11-18-timetable.md": "---\ntitle: The winter timetable\ndate: 2026-11-18 09:30\n---\nLast boat at nine.\n",
    "2026-10-01-old.md": "---\ntitle: Long ago\ndate: 2026-10-01\n---\nOld.\n",
}


@dataclass(frozen=True, slots=True)
class Newsletter:
    """A newsletter's folder."""

    folder: Path

    @property
    def config_path(self) -> Path:
        """Return the path of its config.yaml."""
        return self.folder / "config.yaml"

    def digest(self, *words: str, input: str | None = None) -> Result:
        """Return what `digest WORDS --config …` ended with, stdout and stderr apart."""
        return CliRunner().invoke(main, [*words, "--config", str(self.config_path)], input=input)

    def state(self) -> dict[str, str]:
        """Return every file below state/ with a digest of its bytes; empty where there is no such folder."""
        return fingerprints(self.folder / "state")

    def messages(self, issue: int = 1) -> dict[str, bytes]:
        """Return what lies in outbox/ISSUE/, by file name."""
        folder = self.folder / "outbox" / str(issue)
        return {path.name: path.read_bytes() for path in sorted(folder.glob("*.eml"))}


def write_newsletter(
    folder: Path,
    *,
    posts: Mapping[str, str | bytes] = POSTS,
    subscribers: Iterable[str] = ("ada@example.org", "{address: grace@example.org, name: Grace Hopper}"),
    more_config: str = "",
) -> Newsletter:
    """Return a newsletter written to *folder*: *posts* by file name, *subscribers* as lines of YAML."""
    lines = "".join(f"  - {line}\n" for line in subscribers)
    people = f"subscribers:\n{lines}" if lines else ""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.yaml").write_text(CONFIG + more_config + people, encoding="utf-8")
    for name, text in posts.items():
        path = folder / "posts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Newsletter(folder)


def fingerprints(folder: Path) -> dict[str, str]:
    """Return every file below *folder* with a digest of its bytes."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
