"""`digest test`: one marked copy of the next issue, to an address of yours."""

import asyncio
from datetime import datetime
from pathlib import Path

import click

from digest import pipeline
from digest.cli.build import why_no_issue
from digest.cli.options import at_option, cache_path, config_option, moment, open_config
from digest.cli.words import print_problems
from digest.config.settings import Config
from digest.deliver.outcome import State
from digest.issue.issue import Issue
from digest.prospect import look_ahead


@click.command("test", epilog="\b\nExample:\n  digest test me@ferry.example")
@click.argument("addresses", metavar="ADDRESS...", nargs=-1, required=True)
@config_option
@at_option
@click.pass_context
def command(ctx: click.Context, addresses: tuple[str, ...], config_path: Path | None, at_text: str | None) -> None:
    """Send one copy of the next issue, its subject marked [Test], to each ADDRESS.

    They needn't be subscribers. No state is touched: the issue is as unsent afterwards as before.
    """
    config = open_config(config_path)
    at = moment(at_text, config.newsletter.timezone)
    prospect = look_ahead(config, at=at, cache_path=cache_path(config))
    print_problems(prospect.problems)
    if prospect.issue is None:
        click.echo(why_no_issue(config, prospect), err=True)
        ctx.exit(1 if prospect.problems else 0)
    is_clean = asyncio.run(_send(config, prospect.issue, addresses, at)) and not prospect.problems
    ctx.exit(0 if is_clean else 1)


async def _send(config: Config, issue: Issue, addresses: tuple[str, ...], at: datetime) -> bool:
    """Return whether every copy was accepted; each answer is printed when it comes."""
    is_clean = True
    async for address, outcome in pipeline.send_test_copies(config, issue, addresses, at=at):
        click.echo(f"{outcome.state}  {address}  {outcome.reply}")
        is_clean = is_clean and outcome.state is State.ACCEPTED
    return is_clean
