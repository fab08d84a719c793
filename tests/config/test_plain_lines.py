import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.config.plain_lines import PlainMapping, parse_plain_lines
from digest.config.strict import MarkedMapping, parse_mapping
from digest.errors import ConfigError

# What two readers could take in two ways, to be strung together blindly.
PIECES = st.sampled_from(
    [
        *(
            "a",
            "title",
            "tags",
            "é",
            "茶",
            "🫖",
            "null",
            "~",
            "true",
            "No",
            "0",
            "012",
            "0x1F",
            "1.10",
            "-3",
            "1e3",
            "08:00",
        ),
        *(":", ": ", " :", "#", " #", "# ", "-", "- ", "---", "...", "?", "? ", ",", ", ", ".", "<<", "=", "\\", "\\n"),
        *("[", "]", "[]", "{", "}", "&a", "*a", "!", "!!str", "|", ">", "%", "@", "`", "'", '"', "''", "'a'", '"b"'),
        *(
            " ",
            "  ",
            "   ",
            "\t",
            "\n",
            "\n\n",
            "\n  ",
            "\n- ",
            "\n  - ",
            "\nkey: ",
            "\ntags:",
            "\ntags:\n- ",
            "\n# note\n",
        ),
        *("\r", "\r\n", "\x85", "\u00a0", "\u2003", "\u2028", "\u200b", "\ufeff", "\x00", "\x07", "\ud800", "\n---\n"),
    ]
)
ANYTHING = st.lists(PIECES, max_size=12).map("".join)

PLAIN = st.sampled_from(
    [
        *(
            "tea",
            "Tea at noon",
            "a:b",
            "a#b",
            "C#",
            "it's",
            'say "x"',
            "a, b",
            "a [b]",
            "é 茶",
            "https://x.example/?a=1#b",
        ),
        *("~", "null", "True", "no", "12", "012", "0x1F", "1.10", "-.5", "+1e3", ".nan", "2026-11-20 08:00:00 +0100"),
        *(
            "'tea'",
            "'it''s'",
            "''",
            '"tea: #"',
            '""',
            "[]",
            "[ ]",
            "[a, b c]",
            "[ 'a,b' ,\"c\"]",
            "[1, ~, -2 ]",
            "[it's]",
        ),
    ]
)
ODD = st.sampled_from(
    [
        *(
            "",
            "-",
            "- a",
            "a -",
            '"a\\tb"',
            "'a' b",
            "'a",
            '"',
            "a: b",
            "a:",
            "a #b",
            "#b",
            ":a",
            "? a",
            "{}",
            "{a: b}",
        ),
        *(
            "[a,]",
            "[, a]",
            "[a",
            "[a:b, c]",
            "[a: b]",
            "[[a]]",
            "[a]b",
            "[a] b",
            "[a #b, c]",
            "['a' b]",
            "[a?, b]",
            "[C#]",
        ),
        *("*a", "&a b", "!b", "|", ">-", "%a", "@a", "`a`", "...", "---", "a\\b", "a ? b", "a\u00a0", "\tb", "b\t"),
    ]
)
SPACES = st.sampled_from(["", "", " ", "  "])
KEYS = st.sampled_from(["title", "null", "no"]) | st.from_regex("[A-Za-z_][A-Za-z0-9_-]{0,5}", fullmatch=True)
ODD_KEYS = st.sampled_from(["1a", "é", "a b", "a ", " a", "'q'", "<<", "- a", "", "---", "?"])


def line(keys: st.SearchStrategy[str], values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{}: {}{}{}".format, keys, SPACES, values, SPACES),
        st.builds("{}:{}".format, keys, SPACES),
        st.builds("{}:\n- {}{}\n- {}".format, keys, values, SPACES, values),
        st.builds("{0}:\n{1}- {2}\n{1}- {3}".format, keys, SPACES, values, values),
        st.builds("{}#{}".format, SPACES, values),
        SPACES,
    )


ODD_LINES = st.one_of(
    line(KEYS, ODD | ANYTHING), line(ODD_KEYS, PLAIN), st.builds("{}-{}{}".format, SPACES, SPACES, PLAIN), PLAIN
)
PLAIN_BLOCKS = st.lists(line(KEYS, PLAIN), min_size=1, max_size=5).map("\n".join)
ODD_BLOCKS = st.builds("{}\n{}\n{}".format, PLAIN_BLOCKS, ODD_LINES, PLAIN_BLOCKS | st.just(""))
TEXTS = st.one_of(PLAIN_BLOCKS, ODD_BLOCKS, ODD_BLOCKS.map(lambda text: text.lstrip("\n")), ANYTHING)


def slowly(text: str) -> MarkedMapping | None:
    try:
        return parse_mapping(text, path="tea.md", lenient=True)
    except ConfigError:
        return None


def exactly(mapping: PlainMapping | MarkedMapping | None) -> str:
    """Return *mapping* so that 1, 1.0 and True differ, NaN equals itself, and the order of keys counts."""
    return repr((mapping.values, mapping.written)) if mapping else "refused"


@given(text=TEXTS)
@example(text="a: " + "b" * 1100 + "\nc: [" + "d, " * 600 + "e]\nf: '" + "g" * 1100 + "'\n")
@settings(max_examples=500, deadline=None)
def test_what_is_read_from_plain_lines_is_what_yaml_says(text: str) -> None:
    plain = parse_plain_lines(text)

    assert plain is None or exactly(plain) == exactly(slowly(text))


@pytest.mark.parametrize(
    "text",
    [
        "title: Tea at noon\ndate: 2026-03-02 07:30:00 +0000\n",
        "title: 'Tea: it''s late'\nsubtitle: \"Noon\"  \n",
        "tags: [tea, 'a, b', \"c\", 12, ~]\nempty: []\n",
        "tags:\n- tea\n- 1.10\nmore:\n\n  # of them\n  - 'x: y'\n  - [a, b]\nlast:\n",
        "# a comment\n\ntitle: C#\nlink: https://tea.example/#noon\nrating: -1.5\ndraft: false",
    ],
)
def test_plain_lines_need_no_yaml(text: str) -> None:
    plain = parse_plain_lines(text)

    assert plain is not None
    assert exactly(plain) == exactly(slowly(text))


@pytest.mark.parametrize(
    "text",
    [
        *("", "# only a comment\n", "title: a\ntitle: b\n", "title: a\n  b\n", "title: |\n  a\n", "title: a # why\n"),
        *("title: a: b\n", 'title: "a\\n"\n', "image: {src: a}\n", "tags: [a, [b]]\n", "tags:\n-\n- a\n", "- a\n"),
        *("tags:\n- a\n - b\n", "tags: x\n- a\n", "title: \tx\n", "title: *x\n", "a:b\n", "<<: x\n", " title: x\n"),
    ],
)
def test_all_else_is_left_to_yaml(text: str) -> None:
    assert parse_plain_lines(text) is None
