"""`digest init` starts a newsletter that works, and harms nothing that is there."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from digest.cli.main import main
from digest.config.read import read_config

MONDAY, FRIDAY_MORNING = "2026-11-23T15:00", "2026-11-27T08:30"


def init(folder: Path, *, at: str = MONDAY) -> Result:
    """Return what `digest init FOLDER` ended with."""
    return CliRunner().invoke(main, ["init", str(folder), "--at", at])


def test_it_writes_what_a_newsletter_needs_and_says_what_comes_next(tmp_path: Path) -> None:
    result = init(tmp_path / "my ferry!")

    written = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert result.exit_code == 0
    assert written == {
        "my ferry!/.gitignore",
        "my ferry!/config.schema.json",
        "my ferry!/config.yaml",
        "my ferry!/posts/2026-11-23-hello.md",
        "my ferry!/templates/issue.html.j2",
    }
    assert {line.removeprefix(f"wrote {tmp_path}/") for line in result.stdout.splitlines()} == written
    assert result.stderr == f"\nNext: cd '{tmp_path}/my ferry!' && digest build\n"


@pytest.mark.parametrize("at", [MONDAY, FRIDAY_MORNING, "2026-11-27T23:59", "2026-11-27T00:01"])
def test_what_was_started_builds_at_once_with_its_first_post(tmp_path: Path, at: str) -> None:
    init(tmp_path / "ferry", at=at)

    words = ["build", "--at", at, "--config", str(tmp_path / "ferry" / "config.yaml"), "-o", str(tmp_path / "out")]
    result = CliRunner().invoke(main, words)

    assert (result.exit_code, result.stderr) == (0, "")
    assert "Hello, reader" in (tmp_path / "out" / "issue.html").read_text(encoding="utf-8")


def test_what_was_started_has_nothing_to_mend(tmp_path: Path) -> None:
    init(tmp_path / "ferry")

    words = ["check", "--at", MONDAY, "--config", str(tmp_path / "ferry" / "config.yaml")]
    result = CliRunner().invoke(main, words)

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "nothing to mend\n")


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        pytest.param("2026", "2026", id="a-number"),
        pytest.param("my ferry!", "My Ferry", id="signs"),
        pytest.param("my_ferry-DE", "My Ferry DE", id="capitals-stay"),
        pytest.param("null", "Null", id="a-word-of-YAML"),
        pytest.param('a "quoted" \\ name', "A Quoted Name", id="quotes"),
        pytest.param("cafe\u0301", "Café", id="letters-as-some-file-systems-write-them"),
        pytest.param("صحيفة", "صحيفة", id="Arabic"),
        pytest.param("🎉", "My Newsletter", id="nothing-to-read"),
    ],
)
def test_the_folder_gives_the_newsletter_its_name(tmp_path: Path, folder: str, name: str) -> None:
    init(tmp_path / folder)

    config = read_config(tmp_path / folder / "config.yaml", {})

    assert config.newsletter.name == name
    assert config.newsletter.from_.name == name


def test_no_file_is_overwritten_and_none_is_added_beside_it(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("mine")

    result = init(tmp_path)

    assert result.exit_code == 1
    assert re.search(r"config\.yaml: is already there.*\n  mend: ", result.stderr)
    assert [path.name for path in tmp_path.iterdir()] == ["config.yaml"]
    assert (tmp_path / "config.yaml").read_text() == "mine"


def test_a_second_init_names_every_file_that_is_there(tmp_path: Path) -> None:
    init(tmp_path)

    result = init(tmp_path)

    assert (result.exit_code, result.stderr.count("is already there")) == (1, 4)


def test_a_gitignore_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n")

    result = init(tmp_path)

    assert result.exit_code == 0
    assert (tmp_path / ".gitignore").read_text() == "mine\n"


def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "ferry").mkdir()
    (tmp_path / "ferry" / "config.yaml").symlink_to(tmp_path / "elsewhere.yaml")

    result = init(tmp_path / "ferry")

    assert result.exit_code == 1
    assert "mend: " in result.stderr
    assert not (tmp_path / "elsewhere.yaml").exists()


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    result = init(tmp_path / "file" / "ferry")

    assert result.exit_code == 1
    assert re.search(r"config\.yaml: can't be written: .*\n  mend: ", result.stderr)
