import pytest

from digest.config.strict import parse_mapping
from digest.errors import ConfigError


def problem(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        parse_mapping(text, path="config.yaml")
    (only,) = caught.value.problems
    return str(only)


@pytest.mark.parametrize(
    ("text", "place", "fault", "mend"),
    [
        pytest.param("a:\n\tb: 1\n", "2:1", "a tab stands where the line is indented", "spaces", id="tab"),
        pytest.param("a: |\n\tb\n", "2:1", "a tab stands where the line is indented", "spaces", id="tab-in-a-block"),
        pytest.param("a: 'b\nc: d\n", "1:4", "the quote that opens here is never closed", "close it", id="quote"),
        pytest.param('a: "b\n\nc: d', "1:4", "the quote that opens here is never closed", "close it", id="quotes"),
        pytest.param(
            'a: "b\nc: "d"\n', "2:5", "doesn't go on from the lines above", "a quote above", id="a-quote-closed-late"
        ),
        pytest.param("a: Tea: a story\n", "1:7", "a colon too many", "in quotes", id="colon"),
        pytest.param("a: 1\n  b: 2\n", "2:4", "a colon too many", "line its key up", id="indented-too-far"),
        pytest.param("a: @b\n", "1:4", "a value can't begin with `@`", "in quotes", id="at"),
        pytest.param("a: `b`\n", "1:4", "a value can't begin with ```", "in quotes", id="backtick"),
        pytest.param("a: %b\n", "1:4", "a value can't begin with `%`", "in quotes", id="percent"),
        pytest.param("a: **b**\n", "1:4", "a value can't begin with `*` or `&`", "in quotes", id="star"),
        pytest.param("a: & b\n", "1:4", "a value can't begin with `*` or `&`", "in quotes", id="ampersand"),
        pytest.param("a: [1, 2\nb: 3\n", "1:4", "the bracket `[` that opens here", "close the bracket", id="bracket"),
        pytest.param("a: {b: 1\n", "1:4", "the bracket `{` that opens here", "close the bracket", id="brace"),
        pytest.param("a: ]\n", "1:4", "`]` stands where a value belongs", "remove it", id="closing-bracket"),
        pytest.param(
            "a: b #c\n  - d\n", "2:3", "doesn't go on from the lines above", "line it up", id="misplaced-list"
        ),
        pytest.param("a:\n  - b\n  c: d\n", "3:3", "does not begin with `- `", "`- `", id="key-in-a-list"),
        pytest.param("a: 1\nb\nc: 2\n", "2:1", "a key stands here without a colon", "key: value", id="no-colon"),
        pytest.param("a: 1\n...\nb: 2\n", "3:1", "text follows after the end", "`...`", id="after-the-end"),
        pytest.param("%YAML 2.0\n---\na: 1\n", "1:1", "`%YAML`", "remove the line", id="another-yaml"),
        pytest.param('a: "\\q"\n', "1:5", "a backslash", "twice", id="backslash"),
        pytest.param('a: "\\u12"\n', "1:7", "an escape names no character", "itself", id="half-an-escape"),
        pytest.param("a: - b\n", "1:4", "this can't be read as YAML", "look at quotes", id="anything-else"),
        pytest.param("a: b\0c\n", "1:5", "a NUL character (U+0000) stands here", "remove it", id="nul"),
        pytest.param("a: 1\r\nb: \x07", "2:4", "a control character (U+0007) stands here", "remove it", id="bell"),
        pytest.param("a: 1\nb: \ud83c", "2:4", "half of a surrogate pair (U+D83C)", "remove it", id="lone-surrogate"),
        pytest.param("a: b\ufeff", "1:5", "a byte order mark (U+FEFF)", "remove it", id="mark-in-the-middle"),
    ],
)
def test_broken_yaml_is_told_in_words(text: str, place: str, fault: str, mend: str) -> None:
    head, _, foot = problem(text).partition("\n  mend: ")

    assert head.startswith(f"config.yaml:{place}: ")
    assert fault in head
    assert mend in foot


def test_an_emoji_in_json_halves_is_shown_whole() -> None:
    told = problem('title: "Tea \\ud83c\\udf89"\n')

    assert told.startswith("config.yaml:1:13: `\\ud83c\\udf89` is JSON's way")
    assert told.endswith('mend: write 🎉 itself, or "\\U0001F389"')
