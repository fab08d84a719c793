"""`digest why`: every post, in or out, and the reason."""

import json
from pathlib import Path

import click

from digest.cli.options import at_option, cache_path, config_option, json_option, moment, open_config
from digest.cli.words import period_in_words, print_problems
from digest.prospect import look_ahead


@click.command("why", epilog="\b\nExample:\n  digest why --at 2026-11-20T08:00")
@config_option
@at_option
@json_option
@click.pass_context
def command(ctx: click.Context, config_path: Path | None, at_text: str | None, *, as_json: bool) -> None:
    """Tell of every post whether it is in the next issue, and the reason.

    Changes nothing. The list adds up to the files in the posts folder.
    """
    config = open_config(config_path)
    zone = config.newsletter.timezone
    prospect = look_ahead(config, at=moment(at_text, zone), cache_path=cache_path(config))
    reasons = prospect.selection.reasons
    if as_json:
        rows = [
            {
                "id": reason.id,
                "path": reason.path,
                "title": reason.title,
                "date": reason.date.isoformat() if reason.date else None,
                "included": reason.included,
                "reason": reason.reason,
            }
            for reason in reasons
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for reason in reasons:
            click.echo(f"{reason.path}: {reason.reason}")
        included = sum(reason.included for reason in reasons)
        period = period_in_words(prospect.period, zone)
        click.echo(f"\n{included} in, {len(reasons) - included} out: {period}", err=True)
    print_problems(prospect.problems)
    ctx.exit(1 if prospect.problems else 0)
