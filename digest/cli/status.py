"""`digest status`: what went to whom, and the relay's answers."""

import json
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from digest.cli.options import config_option, json_option, open_config
from digest.cli.tables import tally_facts
from digest.cli.words import day_and_time, period_in_words
from digest.deliver.history import DeliveryRecord, IssueRecord, read_deliveries, read_issues, tally_of
from digest.deliver.ledger import Tally
from digest.deliver.outcome import State
from digest.store.database import open_database_for_reading


@click.command("status", epilog="\b\nExample:\n  digest status\n  digest status 12 --json")
@click.argument("number", metavar="[ISSUE]", type=int, required=False)
@config_option
@json_option
@click.pass_context
def command(ctx: click.Context, number: int | None, config_path: Path | None, *, as_json: bool) -> None:
    """Show what went to whom, and the relay's answers, of ISSUE (default: the last one).

    The counts add up to everybody the issue was frozen for.
    """
    config = open_config(config_path)
    engine = open_database_for_reading(config.database)
    issues = read_issues(engine) if engine else ()
    if number is None and not issues:
        click.echo("null" if as_json else "No issue has been sent yet.")
        ctx.exit(0)
    record = issues[-1] if number is None else next((issue for issue in issues if issue.number == number), None)
    if engine is None or record is None:
        last = f"the last one is {issues[-1].number}" if issues else "none has been sent yet"
        raise click.BadParameter(f"there is no issue {number}; {last}", param_hint="ISSUE")
    zone = config.newsletter.timezone
    tally, deliveries = tally_of(engine, record.number), read_deliveries(engine, record.number)
    if as_json:
        click.echo(json.dumps(_facts(record, tally, deliveries, zone), ensure_ascii=False, indent=2))
    else:
        _print(record, tally, deliveries, zone)


def _facts(
    record: IssueRecord, tally: Tally, deliveries: Iterable[DeliveryRecord], zone: ZoneInfo
) -> dict[str, object]:
    return {
        "issue": record.number,
        "subject": record.subject,
        "since": record.period.since.astimezone(zone).isoformat(),
        "until": record.period.until.astimezone(zone).isoformat(),
        "state": _state(record),
        **tally_facts(tally),
        "deliveries": [
            {
                "address": delivery.address,
                "outcome": _outcome(delivery),
                "reply": delivery.reply,
                "at": delivery.at.astimezone(zone).isoformat() if delivery.at else None,
                "attempts": delivery.attempts,
            }
            for delivery in deliveries
        ],
    }


def _print(record: IssueRecord, tally: Tally, deliveries: Iterable[DeliveryRecord], zone: ZoneInfo) -> None:
    click.echo(f"Issue {record.number}: {record.subject}")
    click.echo(f"  {period_in_words(record.period, zone)}; {_state(record)}")
    click.echo("  " + ", ".join(f"{count:,} {name}" for name, count in tally_facts(tally).items() if count))
    click.echo("")
    for delivery in deliveries:
        at = f"  {day_and_time(delivery.at, zone)}" if delivery.at else ""
        click.echo(f"{_outcome(delivery):<10}  {delivery.address}{at}  {delivery.reply or ''}".rstrip())


def _state(record: IssueRecord) -> str:
    return "finished" if record.finished_at else "unfinished"


def _outcome(delivery: DeliveryRecord) -> State:
    # A run that is at work has them in hand; to a person they are still to be offered.
    return State.PLANNED if delivery.state in (State.CLAIMED, State.OFFERED) else delivery.state
