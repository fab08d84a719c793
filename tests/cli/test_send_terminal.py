"""`digest send` on a terminal: it asks, and shows how it gets on."""

import re
from pathlib import Path

import pytest

from digest.cli.main import main
from tests.cli.test_send_smtp import people
from tests.support.newsletters import FRIDAY, Newsletter, write_newsletter
from tests.support.terminals import terminal


def send(monkeypatch: pytest.MonkeyPatch, newsletter: Newsletter, *words: str, types: str = "") -> tuple[int, str]:
    """Return the exit status of `digest send` on a terminal, and what that showed."""
    with terminal(monkeypatch, types=types) as screen, pytest.raises(SystemExit) as ended:
        main(["send", "--at", FRIDAY, "--config", str(newsletter.config_path), *words], prog_name="digest")
    assert isinstance(ended.value.code, int)
    return ended.value.code, screen.shown


def test_yes_sends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newsletter = write_newsletter(tmp_path)

    status, shown = send(monkeypatch, newsletter, types="y\n")

    assert status == 0
    assert len(newsletter.messages()) == 2
    assert shown.index("to 2 subscribers") < shown.index("Send it? [y/N]:") < shown.index("the relay took it")


@pytest.mark.parametrize(
    "types", [pytest.param("n\n", id="n"), pytest.param("\n", id="Return"), pytest.param("\x04", id="Ctrl-D")]
)
def test_anything_else_sends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, types: str) -> None:
    newsletter = write_newsletter(tmp_path)

    status, shown = send(monkeypatch, newsletter, types=types)

    assert status == 0
    assert "Nothing was sent." in shown
    assert newsletter.state() == {}
    assert not (tmp_path / "outbox").exists()


def test_the_bar_shows_rate_and_time_left_and_is_full_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsletter = write_newsletter(tmp_path, subscribers=people(300))

    status, shown = send(monkeypatch, newsletter, "--yes")

    bars = re.findall(r"sending .*", shown)
    assert status == 0
    assert re.search(r" 300/300 +[\d,]+/s +0:00:00", bars[-1])
    assert "Send it?" not in shown


def test_json_stays_one_line_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newsletter = write_newsletter(tmp_path)

    status, shown = send(monkeypatch, newsletter, "--yes", "--json")

    assert status == 0
    assert re.search(r'^\{"issue": 1, .*\}$', shown, re.MULTILINE)
    assert "the relay took it" not in shown
