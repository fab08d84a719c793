"""`digest schedule`: when the next issues are due, in words."""

import json
from datetime import datetime
from itertools import islice
from pathlib import Path

import click

from digest import fittings
from digest.cli.options import at_option, config_option, json_option, moment, open_config
from digest.config.settings import Config
from digest.issue.schedule import due_moments

COUNT = 5


@click.command("schedule", epilog="\b\nExample:\n  digest schedule\n  digest schedule --at 2027-03-20T12:00")
@config_option
@at_option
@json_option
def command(config_path: Path | None, at_text: str | None, *, as_json: bool) -> None:
    """Show when the next five issues are due, by the newsletter's clock.

    Changes nothing, and looks at no post: whether an issue goes out then, its posts decide.
    """
    config = open_config(config_path)
    zone = config.newsletter.timezone
    at = moment(at_text, zone)
    due = [each.astimezone(zone) for each in islice(due_moments(fittings.schedule_of(config), at), COUNT)]
    if as_json:
        click.echo(json.dumps([each.isoformat() for each in due]))
        return
    click.echo(f"{_rule(config)}, {zone.key} time:")
    for each in due:
        click.echo(f"  {_in_words(each)}")


def _rule(config: Config) -> str:
    schedule = config.schedule
    every = {"day": "Every day", "week": "Every", "2 weeks": "Every second", "month": "Every month,"}[schedule.every]
    on = "" if schedule.on is None else f" {_day(schedule.on)}"
    return f"{every}{on} at {schedule.at:%H:%M}"


def _day(on: str) -> str:
    if on.isdigit():
        return f"on day {on}" if int(on) <= 28 else f"on day {on} or the last there is"
    if on == "last":
        return "on the last day"
    last, _, weekday = on.rpartition(" ")
    return f"on the last {weekday.capitalize()}" if last else on.capitalize()


def _in_words(due: datetime) -> str:
    return f"{due:%A} {due.day} {due:%B %Y, %H:%M %Z}"
