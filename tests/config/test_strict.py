import gc
import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.config.strict import collector_off, dotted, parse_mapping
from digest.errors import ConfigError, PostError, Problem

# What a JSON file may hold that YAML reads in the same way: no line ends of Unicode's own, nothing unreadable.
LETTERS = st.characters(
    min_codepoint=0x20, exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"
)
TEXTS = st.text(LETTERS, max_size=30)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | TEXTS
)
TREES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("tRUE", "tRUE"),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("nil", "nil"),
        ("12", 12),
        ("012", 12),
        ("-3", -3),
        ("+3", 3),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("1.10", 1.1),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("-1.", -1.0),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("12:30:45", "12:30:45"),
        ("08:00", "08:00"),
        ("2026-11-20", "2026-11-20"),
        ("2026-11-20 08:00:00 +0100", "2026-11-20 08:00:00 +0100"),
        ("2026-13-45", "2026-13-45"),
        ("9" * 5000, "9" * 5000),
        ("=", "="),
        ('"12"', "12"),
        ("'true'", "true"),
        ("!", "!"),
    ],
)
def test_plain_words_mean_what_yaml_1_2_says(written: str, value: object) -> None:
    text = f"key: {written}\n" if written != "!" else 'key: "!"\n'

    mapping = parse_mapping(text, path="config.yaml")

    assert mapping.values == {"key": value}
    assert type(mapping.values["key"]) is type(value)


def test_not_a_number_is_a_float() -> None:
    value = parse_mapping("key: .nan", path="config.yaml").values["key"]

    assert isinstance(value, float)
    assert math.isnan(value)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(TEXTS, TREES, max_size=5))
def test_json_is_read_as_the_yaml_it_is(values: dict[str, object]) -> None:
    text = json.dumps(values, ensure_ascii=False)

    mapping = parse_mapping(text, path="config.yaml", lenient=True)

    assert mapping.values == values


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        parse_mapping(text, path="config.yaml")
    except ConfigError as error:
        problems = error.problems

    for problem in problems:
        assert problem.place is not None
        assert (problem.place.line or 0) >= 1
        assert (problem.place.column or 0) >= 1


def test_places_are_where_values_begin_and_key_places_where_keys_stand() -> None:
    text = "newsletter:\n  name: Tea\nsubscribers:\n  - ada@example.org\n  - {address: g@example.org}\nempty:\n"

    mapping = parse_mapping(text, path="config.yaml")

    assert mapping.places == {
        (): (1, 1),
        ("newsletter",): (2, 3),
        ("newsletter", "name"): (2, 9),
        ("subscribers",): (4, 3),
        ("subscribers", 0): (4, 5),
        ("subscribers", 1): (5, 5),
        ("subscribers", 1, "address"): (5, 15),
        ("empty",): (6, 7),
    }
    assert mapping.key_places[("newsletter", "name")] == (2, 3)
    assert mapping.key_places[("subscribers", 1, "address")] == (5, 6)


def test_places_count_from_the_first_line_that_was_given() -> None:
    mapping = parse_mapping("title: Tea\ndate: today\n", path="posts/tea.md", first_line=2)

    assert mapping.places[("date",)] == (3, 7)


def test_what_is_no_text_is_also_kept_as_written() -> None:
    mapping = parse_mapping("title: 1.10\ntags: [012, tea, true]\nempty:\n", path="posts/tea.md")

    assert mapping.written == {("title",): "1.10", ("tags", 0): "012", ("tags", 2): "true", ("empty",): ""}


@pytest.mark.parametrize(
    "text",
    ["\ufeffkey: value\n", "key: value\r\n", "--- \nkey: value\n...\n", "%YAML 1.2\n---\nkey: value\n", "key:\tvalue"],
)
def test_marks_that_editors_and_systems_leave_are_read_over(text: str) -> None:
    mapping = parse_mapping(text, path="config.yaml")

    assert mapping.values == {"key": "value"}


def faults(text: str, *, lenient: bool = False) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse_mapping(text, path="config.yaml", lenient=lenient)
    return [str(problem).partition("\n")[0] for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2\n", "config.yaml:4:3: b.c: stands here again, after line 3"),
        ("a: 1\na: {b: [1, 2]}\n", "config.yaml:2:1: a: stands here again, after line 1"),
        ("a: !!str 1\n", "config.yaml:1:4: a: the tag `!!str` is not read"),
        ("a: ! 1\n", "config.yaml:1:4: a: the tag `!` is not read"),
        ("a: !secret x\n", "config.yaml:1:4: a: the tag `!secret` is not read"),
        ("a: !!python/object:os.system [x]\n", "config.yaml:1:4: a: the tag `!!python/object:os.system` is not read"),
        ("!!str a: 1\n", "config.yaml:1:1: a: the tag `!!str` is not read"),
        ("a: &x 1\n", "config.yaml:1:4: a: the anchor `&x` is not read"),
        ("&x a: 1\n", "config.yaml:1:1: a: the anchor `&x` is not read"),
        ("a: &x [1]\n", "config.yaml:1:4: a: the anchor `&x` is not read"),
        ("a:\n  - *x\n", "config.yaml:2:5: a.0: the alias `*x` is not followed"),
        ("*x : 1\n", "config.yaml:1:1: the alias `*x` is not followed"),
        ("a:\n  <<: {b: 1}\n", "config.yaml:2:3: a.<<: merge keys are not read"),
        ("a: {{ name }}\n", "config.yaml:1:5: a: braces or brackets stand where a key belongs"),
        ("? [a, [b, {c: d}]]\n: {e: f}\n", "config.yaml:1:3: braces or brackets stand where a key belongs"),
        ("a: 1\n---\nb: 2\n", "config.yaml:2:1: a second document begins here; only one is read"),
        ("", "config.yaml:1:1: nothing stands here, where keys with values belong"),
        ("# a comment\n", "config.yaml:2:1: nothing stands here, where keys with values belong"),
        ("- a\n- b\n", "config.yaml:1:1: a list stands here, where keys with values belong"),
        ("Dear reader,\nhow are you?\n", "config.yaml:1:1: plain text stands here, where keys with values belong"),
        ("12\n", "config.yaml:1:1: plain text stands here, where keys with values belong"),
    ],
)
def test_what_is_not_strict_is_refused_with_its_place(text: str, fault: str) -> None:
    assert faults(text) == [fault]


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    text = "a: &x 1\na: *x\nb: !t 2\n<<: {c: 1}\nd: 'open\n"

    found = faults(text)

    assert [fault.split(" ", 1)[0] for fault in found] == [
        "config.yaml:1:4:",
        "config.yaml:2:1:",
        "config.yaml:2:4:",
        "config.yaml:3:4:",
        "config.yaml:4:1:",
        "config.yaml:5:4:",
    ]


@pytest.mark.parametrize("count", [33, 30_000, 100_000])
@pytest.mark.parametrize("opening", ["[", "{", "[{", "{["])
def test_deep_brackets_are_refused_before_anything_is_built(opening: str, count: int) -> None:
    found = faults("subject: " + opening * count)

    assert found[-1].endswith("subject: more than 32 levels, one in the other")


@pytest.mark.parametrize("text", ["- " * 40 + "a", "? " * 40 + "a", "? - " * 40 + "a", "? " + "[" * 50_000])
def test_deep_lists_and_keys_are_refused_too(text: str) -> None:
    found = faults(text)

    assert found[-1].endswith("more than 32 levels, one in the other")


def test_32_levels_are_read() -> None:
    text = "a: " + "[" * 31 + "]" * 31

    mapping = parse_mapping(text, path="config.yaml")

    assert len(mapping.places) == 32


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n", "~\n"])
def test_lenient_takes_emptiness_for_no_keys(text: str) -> None:
    mapping = parse_mapping(text, path="posts/tea.md", lenient=True)

    assert mapping.values == {}


@pytest.mark.parametrize("text", ["title: ! 1984", "title: !!str 1984"])
def test_lenient_lets_tags_of_text_pass(text: str) -> None:
    mapping = parse_mapping(text, path="posts/tea.md", lenient=True)

    assert mapping.values == {"title": "1984"}


@pytest.mark.parametrize("text", ["a: !!int 1", "a: !x 1", "a: !!str [b]", "a: &b c", "- a", "a: 1\na: 2"])
def test_lenient_lets_nothing_else_pass(text: str) -> None:
    assert len(faults(text, lenient=True)) == 1


def test_faults_are_raised_as_the_error_that_was_asked_for() -> None:
    with pytest.raises(PostError, match=r"posts/tea\.md:8:1: title: stands here again"):
        parse_mapping("title: a\ntitle: b", path="posts/tea.md", first_line=7, error=PostError)


def test_the_collector_is_left_as_it_was() -> None:
    was_on = gc.isenabled()

    with collector_off():
        inside = gc.isenabled()

    assert not inside
    assert gc.isenabled() == was_on


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with collector_off():
            pass

        assert not gc.isenabled()
    finally:
        gc.enable()


def test_keys_are_written_with_dots() -> None:
    assert dotted(("subscribers", 4, "name")) == "subscribers.4.name"
