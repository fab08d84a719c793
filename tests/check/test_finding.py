"""Findings: every problem of an error, under a code that stays."""

import pytest

from digest.check.finding import Severity, as_findings, findings_of
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


@pytest.mark.parametrize("severity", Severity)
def test_a_finding_weighs_what_it_is_said_to(severity: Severity) -> None:
    findings = as_findings(FAULTS, severity, code="size")

    assert [(finding.severity, finding.code) for finding in findings] == [(severity, "size")] * 2
