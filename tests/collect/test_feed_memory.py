from pathlib import Path

import pytest

from digest.collect.feeds.feed_memory import Said, recall, remember
from tests.collect.feeding import feed_at

FEED = feed_at("https://ada:hunter2@gazette.example/feed")
SAID = Said(url="https://gazette.example/feed", content=b"<rss>\n\0\xff</rss>", etag='"1"', last_modified="x")


def test_what_is_remembered_is_recalled(tmp_path: Path) -> None:
    remember(tmp_path / "deep" / "er", FEED, SAID)

    assert recall(tmp_path / "deep" / "er", FEED) == SAID


def test_no_other_feed_is_recalled(tmp_path: Path) -> None:
    remember(tmp_path, FEED, SAID)

    assert recall(tmp_path, feed_at("https://gazette.example/feed")) is None
    assert recall(None, FEED) is None


def test_a_password_is_not_written_down(tmp_path: Path) -> None:
    remember(tmp_path, FEED, SAID)

    (path,) = tmp_path.iterdir()
    assert b"hunter2" not in path.read_bytes()
    assert "hunter2" not in path.name
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: b"", id="empty"),
        pytest.param(lambda content: content[:-1], id="cut-short"),
        pytest.param(lambda content: content + b"x", id="longer"),
        pytest.param(lambda content: b"[]\n" + content, id="a-list"),
        pytest.param(lambda content: b"[" * 100_000 + content, id="deep"),
        pytest.param(lambda content: content.replace(b'"etag": "', b'"etag": 7, "x": "'), id="other-keys"),
        pytest.param(lambda content: content.replace(b'"format": 1', b'"format": 0'), id="of-another-release"),
    ],
)
def test_a_memory_that_was_damaged_is_none(tmp_path: Path, damage: "object") -> None:
    remember(tmp_path, FEED, SAID)
    (path,) = tmp_path.iterdir()
    assert callable(damage)
    path.write_bytes(damage(path.read_bytes()))

    assert recall(tmp_path, FEED) is None


def test_a_place_that_cannot_be_written_is_never_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    remember(tmp_path / "file", FEED, SAID)
    remember(None, FEED, SAID)

    assert recall(tmp_path / "file", FEED) is None
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
