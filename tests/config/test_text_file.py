from pathlib import Path

import pytest

from digest.config.text_file import read_text_file
from digest.errors import ConfigError


def problem_with(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        read_text_file(path, if_missing="write it")
    (problem,) = caught.value.problems
    return str(problem).replace(str(path), "FILE")


def test_a_byte_order_mark_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbftea\r\n")

    assert read_text_file(path, if_missing="write it") == "tea\r\n"


def test_a_missing_file_is_a_problem_with_the_mend_that_was_given(tmp_path: Path) -> None:
    assert problem_with(tmp_path / "a.txt") == "FILE: there is no such file\n  mend: write it"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert problem_with(tmp_path).startswith("FILE: is a folder, not a file")


def test_a_file_that_the_system_refuses_is_a_problem_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()

    told = problem_with(tmp_path / "a.txt" / "b.txt")

    assert told.startswith("FILE: can't be read: Not a directory\n  mend: see who may read it")


@pytest.mark.parametrize(
    ("raw", "place", "byte"),
    [
        (b"a: 1\r\nb: \xc3\xa9 caf\xe9\r\n", "2:9", "0xE9"),
        (b"\xff\xfea\x00", "1:1", "0xFF"),
        (b"\xef\xbb\xbfab\xe9", "1:3", "0xE9"),
        (b"a\rb\n\xc3", "3:1", "0xC3"),
    ],
)
def test_text_that_is_not_utf_8_is_a_problem_at_the_byte(tmp_path: Path, raw: bytes, place: str, byte: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(raw)

    assert problem_with(path).startswith(f"FILE:{place}: is not UTF-8: the byte {byte}")
