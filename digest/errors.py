"""Say what is wrong, where it is, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file that a person can go to; *line* and *column* count from 1."""

    path: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        parts = [self.path, self.line, self.column]
        return ":".join(str(part) for part in parts if part is not None)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault, its place where it has one, and its mend."""

    place: Place | None
    fault: str
    mend: str

    def __str__(self) -> str:
        head = f"{self.place}: {self.fault}" if self.place else self.fault
        return f"{head}\n  mend: {self.mend}"


class DigestError(Exception):
    """Something that a person can mend. Carries every problem that was found, not only the first."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems

    @classmethod
    def gather(cls, problems: Iterable[Problem]) -> None:
        """Raise one error that carries all *problems*; return quietly when there are none."""
        found = tuple(problems)
        if found:
            raise cls(*found)


class ConfigError(DigestError):
    """config.yaml, or what it names, can't be used as it is."""


class PostError(DigestError):
    """A post can't be read."""


class TemplateError(DigestError):
    """A template can't be rendered, or what it renders can't be mailed."""


class MessageError(DigestError):
    """A message can't be written so that mail servers would read it as meant."""


class StoreError(DigestError):
    """The database can't be opened, read or written."""


class RelayError(DigestError):
    """The relay can't be used at all: nobody is to blame on the list, so nobody is marked."""
