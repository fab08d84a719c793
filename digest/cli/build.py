"""`digest build`: write the next issue, to look at."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from digest.check.size import find_clipping
from digest.cli.files import write_files
from digest.cli.options import at_option, cache_path, config_option, json_option, moment, open_config
from digest.cli.words import counted, day_and_time, period_in_words, print_problems, size_in_words
from digest.config.settings import Config
from digest.fittings import not_acted_on
from digest.issue.issue import Issue
from digest.prospect import Copy, Prospect, copy_for_show, look_ahead


@click.command("build", epilog="\b\nExample:\n  digest build --at 2026-11-20T08:00 -o out")
@config_option
@at_option
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("issue-preview"),
    show_default=True,
    help="The folder to write to.",
)
@json_option
@click.pass_context
def command(ctx: click.Context, config_path: Path | None, at_text: str | None, folder: Path, *, as_json: bool) -> None:
    """Write the next issue as issue.html, issue.txt, issue.eml and issue.json.

    Sends nothing and changes no state. What is written is for nobody in particular: no subscriber's name is in it.
    """
    config = open_config(config_path)
    at = moment(at_text, config.newsletter.timezone)
    prospect = look_ahead(config, at=at, cache_path=cache_path(config))
    print_problems(prospect.problems)
    if prospect.issue is None:
        click.echo(why_no_issue(config, prospect), err=True)
    else:
        copy = copy_for_show(config, prospect.issue, at=at)
        print_problems((*not_acted_on(config), *prospect.notices, *find_clipping(len(copy.rendered.html.encode()))))
        facts = _facts(prospect.issue, copy, config.newsletter.timezone)
        write_files(folder, _files(facts, copy))
        click.echo(json.dumps(facts, ensure_ascii=False) if as_json else _in_words(config, prospect, copy, folder))
    ctx.exit(1 if prospect.problems else 0)


def why_no_issue(config: Config, prospect: Prospect) -> str:
    """Return in words why there is no issue now, and when the next one is due."""
    zone = config.newsletter.timezone
    due = day_and_time(prospect.upcoming.due_at, zone)
    if prospect.upcoming.nothing:
        return f"No issue: {prospect.upcoming.nothing}. The next is due on {due}."
    waiting = sum(reason.included for reason in prospect.selection.reasons)
    few = f"No issue: {counted(waiting, 'post')} {period_in_words(prospect.period, zone)}, and it takes "
    few += f"{config.posts.minimum} (posts.minimum). `digest why` tells of every post"
    return f"{few}." if prospect.upcoming.is_due else f"{few}; the next issue is due on {due}."


def _facts(issue: Issue, copy: Copy, zone: ZoneInfo) -> dict[str, object]:
    """Return what issue.json says: docs/sending.md promises its keys."""
    posts = [post for post in (issue.intro, *issue.posts) if post]
    return {
        "number": issue.number,
        "subject": copy.rendered.subject,
        "preheader": copy.rendered.preheader,
        "since": issue.period.since.astimezone(zone).isoformat(),
        "until": issue.period.until.astimezone(zone).isoformat(),
        "bytes": {
            "html": len(copy.rendered.html.encode()),
            "text": len(copy.rendered.text.encode()),
            "message": len(copy.message),
        },
        "posts": [
            {"id": post.id, "title": post.title, "url": post.permalink, "date": post.date.isoformat()} for post in posts
        ],
    }


def _files(facts: dict[str, object], copy: Copy) -> dict[str, bytes]:
    return {
        "issue.html": copy.rendered.html.encode(),
        "issue.txt": copy.rendered.text.encode(),
        "issue.eml": copy.message,
        "issue.json": (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode(),
    }


def _in_words(config: Config, prospect: Prospect, copy: Copy, folder: Path) -> str:
    zone = config.newsletter.timezone
    chosen = counted(len(prospect.selection.chosen), "post")
    due = "due since" if prospect.upcoming.is_due else "due on"
    return (
        f"Issue {prospect.issue.number if prospect.issue else ''}: {copy.rendered.subject}\n"
        f"{chosen} {period_in_words(prospect.period, zone)}; {due} {day_and_time(prospect.upcoming.due_at, zone)}\n"
        f"{size_in_words(len(copy.message))}, written to {folder / 'issue.html'} and beside it"
    )
