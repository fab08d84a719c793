"""The `digest` command itself: help that is there at once, and ends that are no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from digest.cli.main import COMMANDS, main
from tests.support.newsletters import FRIDAY, write_newsletter

HEAVY = {
    *("aiosmtplib", "alembic", "babel", "email_validator", "jinja2", "lxml", "markdown_it", "nh3", "premailer"),
    *("pydantic", "rich", "selectolax", "sentencex", "sqlalchemy", "yaml"),
}


def run(*words: str, folder: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    """Return how `python -m digest WORDS` in *folder* ended; *more* goes into its environment."""
    command = [sys.executable, "-m", "digest", *words]
    environment = {**os.environ, **more}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", errors="replace", check=False
    )


def test_help_imports_none_of_the_heavy_libraries(tmp_path: Path) -> None:
    code = "import sys; from digest.cli.main import main; main(['--help'], standalone_mode=False); print(*sys.modules)"

    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)

    imported = {name.partition(".")[0] for name in result.stdout.splitlines()[-1].split()}
    assert "click" in imported
    assert imported & HEAVY == set()


def test_help_lists_the_commands_in_the_order_a_person_meets_them() -> None:
    result = CliRunner().invoke(main, ["--help"])

    listed = [line.split()[0] for line in result.stdout.partition("Commands:\n")[2].splitlines() if line]
    assert result.exit_code == 0
    assert listed == list(COMMANDS) == ["init", "build", "check", "why", "test", "send", "schedule", "status"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_tells_of_itself_with_an_example(name: str) -> None:
    result = CliRunner().invoke(main, [name, "-h"], prog_name="digest")

    assert result.exit_code == 0
    assert f"Usage: digest {name}" in result.stdout
    assert f"Example:\n    digest {name}" in result.stdout


def test_the_version_is_told() -> None:
    result = CliRunner().invoke(main, ["--version"])

    assert (result.exit_code, result.stdout.split()[0]) == (0, "digest")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param("snd", "No such command 'snd'. Did you mean 'send'?", id="near"),
        pytest.param("fly", "No such command 'fly'.\n", id="far"),
    ],
)
def test_a_command_that_is_not_there_was_typed_wrongly(typed: str, said: str) -> None:
    result = CliRunner().invoke(main, [typed])

    assert result.exit_code == 2
    assert said in result.stderr


def test_a_reader_who_has_seen_enough_ends_it_quietly(tmp_path: Path) -> None:
    # Lines enough that a pipe can't hold them, so that it is closed while there is more to say.
    write_newsletter(tmp_path, posts={f"{number:0200}.md": "---\ndraft: true\n---\n" for number in range(400)})
    reading, writing = os.pipe()
    command = [sys.executable, "-m", "digest", "why", "--at", FRIDAY]
    with subprocess.Popen(command, cwd=tmp_path, stdout=writing, stderr=subprocess.PIPE, text=True) as process:
        os.close(writing)
        os.read(reading, 10)

        os.close(reading)
        _, said = process.communicate()

    assert process.returncode == 1
    assert "Traceback" not in said
    assert "Exception" not in said


def test_a_terminal_without_the_letters_gets_others(tmp_path: Path) -> None:
    write_newsletter(tmp_path, posts={"a.md": "---\ntitle: Zoë → 🎉\ndate: 2026-11-17\n---\nx\n"})

    result = run("build", "--at", FRIDAY, folder=tmp_path, PYTHONIOENCODING="latin-1")

    assert (result.returncode, result.stderr) == (0, "")
    assert "The Weekly Ferry: Zo\N{REPLACEMENT CHARACTER} ? ?" in result.stdout
