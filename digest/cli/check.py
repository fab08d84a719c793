"""`digest check`: everything that is wrong, before anybody is mailed."""

import json
from pathlib import Path

import click

from digest import pipeline
from digest.check.finding import Finding, Severity, findings_of
from digest.cli.options import at_option, cache_path, config_option, moment, open_config
from digest.errors import DigestError


@click.command("check", epilog="\b\nExample:\n  digest check --format json")
@config_option
@at_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="text (default) or json.")
@click.option("--offline", is_flag=True, help="Ask the network nothing: of feeds, what they said last.")
@click.pass_context
def command(ctx: click.Context, config_path: Path | None, at_text: str | None, form: str, *, offline: bool) -> None:
    """Name everything that is wrong with config, posts and templates: file, line, mend.

    Changes nothing. Exit status 1 when there is an error among the findings.
    """
    findings = _examine(config_path, at_text, offline=offline)
    if form == "json":
        click.echo(json.dumps([_as_json(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(f"{finding.severity}: {finding.problem}")
        click.echo("nothing to mend" if not findings else f"\n{len(findings)} to mend", err=True)
    ctx.exit(1 if any(finding.severity is Severity.ERROR for finding in findings) else 0)


def _examine(config_path: Path | None, at_text: str | None, *, offline: bool) -> tuple[Finding, ...]:
    try:
        config = open_config(config_path)
    except DigestError as error:
        return findings_of(error)
    at = moment(at_text, config.newsletter.timezone)
    return pipeline.examine(config, at=at, offline=offline, cache_path=cache_path(config))


def _as_json(finding: Finding) -> dict[str, str | int | None]:
    place = finding.problem.place
    return {
        "severity": finding.severity,
        "code": finding.code,
        "path": place.path if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "fault": finding.problem.fault,
        "mend": finding.problem.mend,
    }
