"""Findings: every problem of an error, under a code that stays."""

import pytest

from digest.check.finding import Severity, errors_found, findings_of
from digest.errors import ConfigError, DigestError, MessageError, Place, PostError, Problem, StoreError, TemplateError

FAULTS = (
    Problem(Place("posts/tea.md", 3), "`date` is soon", "write a day"),
    Problem(None, "no subscribers", "add one"),
)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        pytest.param(ConfigError, "config", id="config"),
        pytest.param(PostError, "post", id="post"),
        pytest.param(TemplateError, "template", id="template"),
        pytest.param(MessageError, "message", id="message"),
        pytest.param(StoreError, "state", id="state"),
    ],
)
def test_every_problem_of_an_error_is_a_finding(kind: type[DigestError], code: str) -> None:
    findings = findings_of(kind(*FAULTS))

    assert [finding.problem for finding in findings] == list(FAULTS)
    assert {finding.code for finding in findings} == {code}


def test_what_keeps_an_issue_from_being_whole_is_an_error() -> None:
    findings = errors_found(FAULTS, code="post")

    assert {finding.severity for finding in findings} == {Severity.ERROR}
