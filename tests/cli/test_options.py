"""The options that commands share: which newsletter, and what time it is."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import pytest
from click.testing import CliRunner

from digest.cli.main import main
from digest.cli.options import cache_path, moment
from digest.config.read import read_config
from tests.support.newsletters import FRIDAY, write_newsletter

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("2026-11-20T08:00", datetime(2026, 11, 20, 7, tzinfo=UTC), id="in-the-newsletters-zone"),
        pytest.param("2026-07-20T08:00", datetime(2026, 7, 20, 6, tzinfo=UTC), id="in-its-summer"),
        pytest.param("2026-11-20 08:00", datetime(2026, 11, 20, 7, tzinfo=UTC), id="with-a-space"),
        pytest.param(" 2026-11-20T08:00:30 ", datetime(2026, 11, 20, 7, 0, 30, tzinfo=UTC), id="with-seconds"),
        pytest.param("2026-11-20", datetime(2026, 11, 19, 23, tzinfo=UTC), id="midnight"),
        pytest.param("2026-11-20T08:00Z", datetime(2026, 11, 20, 8, tzinfo=UTC), id="UTC"),
        pytest.param("2026-11-20T08:00-05:00", datetime(2026, 11, 20, 13, tzinfo=UTC), id="with-an-offset"),
    ],
)
def test_a_time_is_meant_in_the_newsletters_zone_unless_it_has_an_offset(text: str, meant: datetime) -> None:
    at = moment(text, BERLIN)

    assert (at, at.tzinfo) == (meant, UTC)


def test_without_a_time_it_is_now() -> None:
    before = datetime.now(UTC)

    at = moment(None, BERLIN)

    assert before <= at <= datetime.now(UTC)


@pytest.mark.parametrize(
    "text", ["", "friday", "20.11.2026", "2026-02-30", "2026-11-20T25:00", "0001-01-01", "9999-12-31T23:59-12:00"]
)
def test_what_is_no_time_that_can_be_counted_from_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match=r"is not a time\. Write it as 2026-11-20T08:00"):
        moment(text, BERLIN)


@pytest.mark.parametrize("words", [["build"], ["check"], ["why"], ["test", "a@b.example"], ["send"]])
def test_a_wrong_time_was_typed_wrongly(tmp_path: Path, words: list[str]) -> None:
    newsletter = write_newsletter(tmp_path)

    result = newsletter.digest(*words, "--at", "friday")

    assert result.exit_code == 2
    assert "--at: 'friday' is not a time" in result.stderr


def test_the_config_is_found_from_a_folder_below_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_newsletter(tmp_path)
    monkeypatch.chdir(tmp_path / "posts")

    result = CliRunner().invoke(main, ["why", "--json", "--at", FRIDAY])

    assert result.exit_code == 0
    assert sum(row["included"] for row in json.loads(result.stdout)) == 2


def test_where_there_is_no_config_the_way_to_make_one_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(main, ["why"])

    assert result.exit_code == 1
    assert "digest init" in result.stderr


def test_a_folder_that_is_gone_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()

    result = CliRunner().invoke(main, ["why"])

    monkeypatch.chdir(tmp_path)
    assert result.exit_code == 1
    assert result.stderr.startswith("the folder you are in is gone\n  mend: ")


def test_a_cache_that_cannot_be_kept_is_no_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newsletter = write_newsletter(tmp_path / "ferry")
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    results = [newsletter.digest("why", "--at", FRIDAY) for _ in range(2)]

    assert [(result.exit_code, result.stdout) for result in results] == [(0, results[0].stdout)] * 2


def test_two_newsletters_keep_their_caches_apart(tmp_path: Path) -> None:
    ferry, tram = write_newsletter(tmp_path / "ferry"), write_newsletter(tmp_path / "tram")

    paths = [cache_path(read_config(newsletter.config_path, {})) for newsletter in (ferry, tram)]

    assert paths[0] != paths[1]


@pytest.mark.parametrize("base", ["", "relative/cache"])
def test_without_a_usable_cache_home_it_is_in_the_persons_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, base: str
) -> None:
    newsletter = write_newsletter(tmp_path / "ferry")
    monkeypatch.setenv("XDG_CACHE_HOME", base)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    path = cache_path(read_config(newsletter.config_path, {}))

    assert path is not None
    assert path.parent == tmp_path / "home" / ".cache" / "digest"


def test_who_has_no_home_has_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newsletter = write_newsletter(tmp_path)
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("HOME")
    monkeypatch.setattr(os, "getuid", lambda: 2**31 - 7)  # a container's nameless number

    result = newsletter.digest("why", "--at", FRIDAY)

    assert result.exit_code == 0
    assert cache_path(read_config(newsletter.config_path, {})) is None
