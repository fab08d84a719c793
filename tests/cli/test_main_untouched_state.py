"""Until somebody says send, nothing changes: the state stays as it is, to the byte."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_send_killed import Killer, send_and_be_killed
from tests.cli.test_send_smtp import people, smtp_config
from tests.support.newsletters import FRIDAY, Newsletter, fingerprints, write_newsletter
from tests.support.smtp_server import SmtpServer

LOOKING = {
    "build": ("build", "-o", "{out}"),
    "check": ("check",),
    "why": ("why",),
    "test": ("test", "me@elsewhere.example"),
    "send --dry-run": ("send", "--dry-run"),
    "send --dry-run --now": ("send", "--dry-run", "--now", "--unknown", "resend"),
    "status": ("status",),
}
BEFORE, AFTER = "2026-11-18T12:00", "2026-11-20T09:00"


@pytest.fixture(scope="module")
def pasts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """Give a newsletter's folder for each past that its state may have had."""
    folder = tmp_path_factory.mktemp("pasts")
    with SmtpServer() as relay, SmtpServer((killer := Killer(9)).script(["DOT"])) as deadly:
        config = smtp_config(relay.port, connections=2)
        write_newsletter(folder / "absent", subscribers=people(20), more_config=config)
        finished = write_newsletter(folder / "finished", subscribers=people(20), more_config=config)
        assert finished.digest("send", "--yes", "--at", FRIDAY).exit_code == 0
        killed = write_newsletter(
            folder / "killed", subscribers=people(20), more_config=smtp_config(deadly.port, connections=2)
        )
        send_and_be_killed(killed, killer)
        text = killed.config_path.read_text()
        killed.config_path.write_text(text.replace(str(deadly.port), str(relay.port)))
        yield {"absent": folder / "absent", "finished": folder / "finished", "killed": folder / "killed"}


@pytest.mark.parametrize("at", [BEFORE, AFTER], ids=["before", "after"])
@pytest.mark.parametrize("words", LOOKING.values(), ids=LOOKING)
@pytest.mark.parametrize("past", ["absent", "finished", "killed"])
def test_who_only_looks_changes_nothing(
    tmp_path: Path, pasts: dict[str, Path], past: str, words: tuple[str, ...], at: str
) -> None:
    shutil.copytree(pasts[past], tmp_path / "ferry")
    newsletter = Newsletter(tmp_path / "ferry")
    before = fingerprints(newsletter.folder)
    clock = () if words[0] == "status" else ("--at", at)

    result = newsletter.digest(*(word.format(out=tmp_path / "out") for word in words), *clock)

    assert result.exit_code == 0, result.output
    assert fingerprints(newsletter.folder) == before
    assert (newsletter.folder / "state").exists() == (past != "absent")


def test_a_killed_send_left_its_journal_behind(pasts: dict[str, Path]) -> None:
    left = {path.name for path in (pasts["killed"] / "state").iterdir()}

    assert {"digest.db", "digest.db-wal", "digest.db-shm", "digest.key"} <= left
