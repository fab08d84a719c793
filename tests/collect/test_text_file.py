from pathlib import Path

import pytest

from digest.collect.text_file import read_text
from digest.errors import Place, PostError


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xef\xbb\xbfa\n", "a\n"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        ("é 🎉\n".encode(), "é 🎉\n"),
        (b"", ""),
    ],
)
def test_text_has_one_kind_of_line_end_and_no_byte_order_mark(content: bytes, text: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(content)

    assert read_text(tmp_path / "a.md", "posts/a.md") == text


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        (b"a\nb\xff\n", Place("posts/a.md", 2, 2), "0xff is not UTF-8"),
        ("é\xff".encode("latin-1"), Place("posts/a.md", 1, 1), "0xe9 is not UTF-8"),
        ("é".encode() + b"\x00", Place("posts/a.md", 1, 2), "NUL"),
        ("tea".encode("utf-16"), Place("posts/a.md", 1), "UTF-16"),
        (b"a\n\n" + b"b" * 10_000_000, Place("posts/a.md", 3), "longer than 1 MB"),
        (b"a line\n" * 1_000_000, Place("posts/a.md"), "larger than 4 MB"),
    ],
)
def test_what_is_no_text_is_named_with_its_line(content: bytes, place: Place, words: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(content)

    with pytest.raises(PostError) as caught:
        read_text(tmp_path / "a.md", "posts/a.md")

    (problem,) = caught.value.problems
    assert problem.place == place
    assert words in problem.fault
    assert problem.mend


def test_a_file_that_is_gone_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(PostError, match=r"posts/a\.md: can't be read: No such file"):
        read_text(tmp_path / "a.md", "posts/a.md")
