"""What `check` has to say: place, fault, mend and severity."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from digest.errors import ConfigError, DigestError, PostError, Problem, StoreError, TemplateError


class Severity(StrEnum):
    """How much a finding weighs: an error stops `send`, a warning doesn't, a note is for interest."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong. *code* stays the same for the same kind of fault."""

    severity: Severity
    code: str
    problem: Problem


def findings_of(error: DigestError) -> tuple[Finding, ...]:
    """Return every problem that *error* carries, as findings."""
    return as_findings(error.problems, Severity.ERROR, code=_code(error))


def as_findings(problems: Iterable[Problem], severity: Severity, *, code: str) -> tuple[Finding, ...]:
    """Return *problems* as findings that weigh *severity*."""
    return tuple(Finding(severity=severity, code=code, problem=problem) for problem in problems)


_CODES = ((ConfigError, "config"), (PostError, "post"), (TemplateError, "template"), (StoreError, "state"))


def _code(error: DigestError) -> str:
    return next((code for kind, code in _CODES if isinstance(error, kind)), "message")
