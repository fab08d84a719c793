"""`digest send`: the issue that is due, to everyone it is for."""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import click

from digest import pipeline
from digest.cli.build import why_no_issue
from digest.cli.interrupt import stopping_on_signal
from digest.cli.options import at_option, cache_path, config_option, json_option, moment, open_config
from digest.cli.progress import show_progress
from digest.cli.tables import print_tally, tally_facts
from digest.cli.words import counted, day_and_time, period_in_words, print_problems, size_in_words
from digest.config.settings import Config
from digest.deliver.ledger import Tally
from digest.deliver.mailing import Watch
from digest.pipeline import Nothing, Plan, Unknown, Wish


@click.command("send", epilog="\b\nExample:\n  digest send\n  digest send --yes      from cron, every hour")
@config_option
@at_option
@click.option("--yes", is_flag=True, help="Don't ask; needed where there is no terminal.")
@click.option("--now", is_flag=True, help="Send what there is, though no issue is due.")
@click.option("--dry-run", is_flag=True, help="Show who and what, and send nothing.")
@click.option(
    "--unknown",
    type=click.Choice([word.value for word in Unknown]),
    default=Unknown.HOLD.value,
    show_default=True,
    help="People whose copy was on the line when it was lost: leave them be, or offer it to them again.",
)
@json_option
def command(config_path: Path | None, at_text: str | None, unknown: str, **flags: bool) -> None:
    """Send the issue that is due, or go on with an unfinished one.

    Shows who and what, and asks first. Nobody gets an issue twice: run it again after any interruption, and it goes
    on where it was. Exit status 3 says that somebody is still to get it.
    """
    ctx = click.get_current_context()
    config = open_config(config_path)
    at = moment(at_text, config.newsletter.timezone)
    wish = Wish(now=flags["now"], unknown=Unknown(unknown))
    status = 0
    while True:  # after an unfinished issue the one that is due
        plan = pipeline.plan_sending(config, at=at, wish=wish, cache_path=cache_path(config))
        if isinstance(plan, Nothing):
            ctx.exit(status if wish.handled else _say_why_nothing(config, plan, is_dry=flags["dry_run"]))
        status = max(status, _handle(config, plan, at, flags))
        if plan.ready is not None:  # nothing comes after the issue that is due
            ctx.exit(status)
        wish = replace(wish, handled=wish.handled | {plan.number})


def _handle(config: Config, plan: Plan, at: datetime, flags: dict[str, bool]) -> int:
    """Return the exit status of showing *plan* and, unless that is all that was asked for, carrying it out."""
    print_problems((*plan.problems, *plan.notices))
    click.echo(_announcement(config, plan), err=True)
    status = 1 if plan.problems else 0
    if flags["dry_run"]:
        click.echo("Nothing was sent: --dry-run.", err=True)
        return status
    _ask(yes=flags["yes"])
    return _send(config, plan, at, as_json=flags["as_json"]) or status


def _say_why_nothing(config: Config, nothing: Nothing, *, is_dry: bool) -> int:
    """Return the exit status. A post that can't be read is told when an issue is due: it may be what is missing."""
    prospect = nothing.prospect
    problems = prospect.problems if prospect.upcoming.is_due else ()
    print_problems(problems)
    click.echo(_why_nothing(config, nothing), err=True)
    if not is_dry:
        pipeline.remember_waiting(config, nothing)
    return 1 if problems else 0


def _why_nothing(config: Config, nothing: Nothing) -> str:
    zone = config.newsletter.timezone
    upcoming, last = nothing.prospect.upcoming, nothing.last
    if upcoming.is_due:
        return why_no_issue(config, nothing.prospect)
    due = day_and_time(upcoming.due_at, zone)
    done = f"Issue {last.number} has gone out, with the posts {period_in_words(last.period, zone)}.\n" if last else ""
    more = "" if upcoming.nothing else "\nTo send what there is now: digest send --now"
    return f"{done}Nothing is due until {due}.{more}"


def _announcement(config: Config, plan: Plan) -> str:
    zone = config.newsletter.timezone
    head = f"{config.newsletter.name}, issue {plan.number}: {plan.subject}\n"
    people, period = counted(plan.people, "subscriber"), period_in_words(plan.period, zone)
    if plan.ready is None:
        return f"{head}  goes on: {people} of {plan.total:,} still to get it, through {plan.relay.name}"
    posts, size = counted(len(plan.ready.posts), "post"), size_in_words(plan.ready.message_bytes)
    return f"{head}  {posts} {period}\n  {size} to {people}, through {plan.relay.name}"


def _ask(*, yes: bool) -> None:
    if yes:
        return
    if sys.stdin is None or not sys.stdin.isatty():
        raise click.UsageError("There is no terminal to ask on. If it should be sent, add --yes.")
    try:
        is_wanted = click.confirm("Send it?", err=True)
    except click.Abort:  # Ctrl-C or Ctrl-D is a no, too
        click.echo("", err=True)
        is_wanted = False
    if not is_wanted:
        click.echo("Nothing was sent.", err=True)
        raise click.exceptions.Exit(0)


def _send(config: Config, plan: Plan, at: datetime, *, as_json: bool) -> int:
    """Return the exit status of sending *plan*."""
    started = time.monotonic()

    def clock() -> datetime:
        # `--at` sets the clock; from there on it runs.
        return at + timedelta(seconds=time.monotonic() - started)

    try:
        tally, was_stopped = asyncio.run(_run(config, plan, clock))
    except KeyboardInterrupt:  # the second one
        click.echo("\nEnded at once. What came of it so far: digest status. To go on: digest send", err=True)
        raise click.exceptions.Exit(3) from None
    if tally is None:
        click.echo("Stopped before anything was sent. To send it: digest send", err=True)
        raise click.exceptions.Exit(3)
    seconds = time.monotonic() - started
    if as_json:
        click.echo(json.dumps({"issue": plan.number, **tally_facts(tally), "seconds": round(seconds, 3)}))
    else:
        print_tally(tally, seconds)
    status = _farewell(config, tally, was_stopped=was_stopped)
    if was_stopped:
        raise click.exceptions.Exit(status)
    return status


async def _run(config: Config, plan: Plan, clock: Callable[[], datetime]) -> tuple[Tally | None, bool]:
    stop = asyncio.Event()
    with stopping_on_signal(stop), show_progress(plan.people) as progress:
        watch = Watch(clock=clock, stop=stop, progress=progress)
        tally = await pipeline.carry_out(config, plan, watch)
    return tally, stop.is_set()


def _farewell(config: Config, tally: Tally, *, was_stopped: bool) -> int:
    if tally.unknown:
        click.echo(
            f"Of {counted(tally.unknown, 'person', 'people')} the relay's answer is unknown: the line was lost before "
            "it came. They are held.\nTo offer it to them again, at the risk of a second copy: "
            "digest send --unknown resend",
            err=True,
        )
    if not tally.still_open:
        return 0
    people = counted(tally.still_open, "person is", "people are")
    why = "Stopped" if was_stopped else "Sent in part"
    when = ""
    if tally.next_try_at is not None and not was_stopped:
        when = f" Next try after {day_and_time(tally.next_try_at, config.newsletter.timezone)}."
    click.echo(f"{why}: {people} still to get it.{when} To go on: digest send", err=True)
    return 3
