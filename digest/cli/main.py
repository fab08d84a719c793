"""The `digest` command: which subcommands there are, and what a fault looks like."""

import importlib
import sys
from io import TextIOWrapper
from typing import Any

import click

from digest.errors import DigestError

# name → what `digest --help` says. The modules are imported when their command is run:
# loading them all would cost half a second before the first word is printed.
COMMANDS = {
    "init": "Start a newsletter in a folder.",
    "build": "Write the next issue: HTML, text, .eml.",
    "check": "Name everything that is wrong, with place and mend.",
    "why": "Tell of every post whether it is in, and the reason.",
    "test": "Send one marked copy to an address of yours.",
    "send": "Send the issue that is due, or go on with an unfinished one.",
    "schedule": "Show when the next five issues are due, by the newsletter's clock.",
    "status": "Show what went to whom, and the relay's answers.",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order a person meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command *cmd_name* from its module, None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"digest.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that *args* begin with; a misspelt one is told with the near one."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            raise click.UsageError(f"{error.message} Did you mean {near[0]!r}?", ctx) if near else error from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing one of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        """Run the command; what a person can mend is printed and ends with status 1."""
        if isinstance(sys.stdout, TextIOWrapper):  # a terminal without "é" gets a "?", not a traceback
            sys.stdout.reconfigure(errors="replace")
        try:
            return super().invoke(ctx)
        except DigestError as error:
            for problem in error.problems:
                click.echo(problem, err=True)
            ctx.exit(1)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="digest", message="digest %(version)s")
def main() -> None:
    """Turn a week of posts into one email, and get it to everyone who asked for it.

    \b
    Example:
      digest init ferry        start a newsletter in the folder ferry/
      digest build             write the next issue, to look at it
      digest send              send it: shows who and what, and asks first
    """
