"""The key file: made once, whole, and for its owner's eyes."""

import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from digest.audience.keys import make_key, read_key, read_keys
from digest.errors import StoreError


def test_where_there_is_no_file_there_is_no_key(tmp_path: Path) -> None:
    assert read_key(tmp_path / "digest.key") is None
    assert list(tmp_path.iterdir()) == []


def test_a_key_is_made_once_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "state" / "digest.key"

    made = make_key(path)

    assert len(made) == 32
    assert (read_key(path), make_key(path)) == (made, made)
    assert [file.name for file in path.parent.iterdir()] == ["digest.key"]


def test_two_newsletters_have_two_keys(tmp_path: Path) -> None:
    assert make_key(tmp_path / "a.key") != make_key(tmp_path / "b.key")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bits")
def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "digest.key"

    make_key(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_runs_that_start_together_get_the_same_key(tmp_path: Path) -> None:
    path = tmp_path / "digest.key"
    start = Barrier(8)

    def run(_: int) -> bytes:
        start.wait()
        return make_key(path)

    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(run, range(8)))

    assert keys == {read_key(path)}
    assert [file.name for file in tmp_path.iterdir()] == ["digest.key"]


def test_after_a_line_was_added_the_last_key_is_in_use_and_the_others_are_known(tmp_path: Path) -> None:
    path = tmp_path / "digest.key"
    old = make_key(path)

    path.write_text(path.read_text() + "ab" * 32 + "\n")

    assert read_keys(path) == (old, b"\xab" * 32)
    assert read_key(path) == b"\xab" * 32


@pytest.mark.parametrize("content", ["", "\n", "ab", "zz" * 32, "ab" * 32 + "\nab", "\xff" * 64])
def test_a_damaged_file_is_never_replaced_and_its_content_never_shown(tmp_path: Path, content: str) -> None:
    path = tmp_path / "digest.key"
    path.write_text(content, encoding="latin-1")

    with pytest.raises(StoreError, match="damaged") as caught:
        make_key(path)

    assert path.read_text(encoding="latin-1") == content
    assert not content.strip() or content.strip() not in str(caught.value)


def test_a_file_that_cannot_be_read_is_a_problem_with_a_mend(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="can't be read"):
        read_key(tmp_path)


def test_a_folder_that_cannot_be_made_is_a_problem_with_a_mend(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")

    with pytest.raises(StoreError, match="can't be written"):
        make_key(tmp_path / "state" / "digest.key")
