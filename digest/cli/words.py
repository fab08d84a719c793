"""How the front door words what it says."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from digest.errors import Problem
from digest.issue.period import Period


def print_problems(problems: Iterable[Problem]) -> None:
    """Print *problems* on stderr, each with its place and mend."""
    for problem in problems:
        click.echo(problem, err=True)


def day_and_time(moment: datetime, zone: ZoneInfo) -> str:
    """Return *moment* as "Fri 20 Nov 2026, 08:00" in *zone*."""
    local = moment.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"


def period_in_words(period: Period, zone: ZoneInfo) -> str:
    """Return *period* as "from Fri 13 Nov 2026, 08:00 until Fri 20 Nov 2026, 08:00"."""
    return f"from {day_and_time(period.since, zone)} until {day_and_time(period.until, zone)}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return *number* with its noun: "1 post", "1,204 posts"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def size_in_words(size: int) -> str:
    """Return *size* in bytes as "41 kB" (1 kB = 1,000 bytes)."""
    return f"{size:,} B" if size < 1000 else f"{size / 1000:,.0f} kB"
