"""`digest init`: start a newsletter in a folder."""

import json
import re
import shlex
import unicodedata
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from digest.cli.options import at_option, moment
from digest.config.schema import config_schema
from digest.errors import ConfigError, Place, Problem

CONFIG = """\
# yaml-language-server: $schema=config.schema.json
# The whole newsletter is described here. Every key: docs/config.md.

newsletter:
  name: {name}
  url: https://newsletter.example/          # your site; relative links in posts resolve against it
  from: {sender}
  language: en
  timezone: UTC                             # for example Europe/London

schedule:
  every: week
  on: friday
  at: "08:00"

posts:
  folder: posts

# Until there is an smtp section, messages are written to outbox/ instead of being sent.
# smtp:
#   host: smtp.example.net
#   username: post@newsletter.example
#   password: ${{SMTP_PASSWORD}}              # from the environment, or from a file .env beside this one

subscribers:
  - ada@example.org
  - {{address: grace@example.org, name: Grace Hopper}}
"""

POST = """\
---
title: Hello, reader
date: {date}
---
This is the first post of **{name}**. Write the next one beside it, in `posts/`.

Everything before the line below is the excerpt; the rest waits behind “Continue reading…”.

<!--more-->

A post's date decides which issue it goes out in. `digest why` tells of every post whether it is in, and the reason.
"""

TEMPLATE = """\
{# Change one block here; the rest stays as digest ships it. The blocks are listed in docs/templates.md. #}
{% extends "default/issue.html.j2" %}
"""


@click.command("init", epilog="\b\nExample:\n  digest init ferry && cd ferry && digest build")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@at_option
def command(folder: Path, at_text: str | None) -> None:
    """Start a newsletter in FOLDER (default: here).

    Writes config.yaml, a first post and a template to change. Never overwrites a file.
    """
    name = _name(folder)
    # A date without an hour: on the day an issue is due, it is in that issue, whatever the time.
    today = f"{moment(at_text, ZoneInfo('UTC')).astimezone(UTC):%Y-%m-%d}"
    files = {
        folder / "config.yaml": CONFIG.format(
            name=json.dumps(name, ensure_ascii=False),
            sender=json.dumps(f"{name} <post@newsletter.example>", ensure_ascii=False),
        ),
        folder / "config.schema.json": json.dumps(config_schema(), indent=2, ensure_ascii=False) + "\n",
        folder / "posts" / f"{today}-hello.md": POST.format(name=name, date=today),
        folder / "templates" / "issue.html.j2": TEMPLATE,
        folder / ".gitignore": "/state/\n/outbox/\n.env\n",
    }
    _refuse_to_overwrite(files, folder)
    for path, text in files.items():
        if path.name == ".gitignore" and path.exists():
            continue
        _write(path, text)
        click.echo(f"wrote {path}")
    here = "" if folder == Path() else f"cd {shlex.quote(str(folder))} && "
    click.echo(f"\nNext: {here}digest build", err=True)


def _refuse_to_overwrite(files: dict[Path, str], folder: Path) -> None:
    taken = [path for path in files if path.exists() and path.name != ".gitignore"]
    ConfigError.gather(
        Problem(
            place=Place(str(path)),
            fault="is already there, and init overwrites nothing",
            mend=f"choose another folder than {folder}, or move the file away first",
        )
        for path in taken
    )


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        fault = f"can't be written: {error.strerror or error}"
        mend = "choose another folder, or see to its permissions and the free space there"
        raise ConfigError(Problem(Place(str(path)), fault, mend)) from error


def _name(folder: Path) -> str:
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", folder.resolve().name))
    return " ".join(word[0].upper() + word[1:] for word in words) or "My Newsletter"
