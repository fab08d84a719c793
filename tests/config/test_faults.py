import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.config.read import read_config
from digest.config.schema import config_schema
from digest.errors import ConfigError, Problem
from tests.config.reading import RIGHT, config_from, problems_from

PYDANTIC = re.compile(r"Input should|Value error|value_error|\[type=|pydantic|Field required|Extra inputs|_type\b")


def keys_in(schema: dict[str, Any], part: dict[str, Any], above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the way to every key that is written in a mapping, sections too."""
    found = []
    for name, inner in part.get("properties", {}).items():
        found.append((*above, name))
        for choice in (inner, *inner.get("anyOf", [])):
            if reference := choice.get("$ref"):
                found += keys_in(schema, schema["$defs"][reference.rpartition("/")[2]], (*above, name))
    return found


def problems_or_none(path: Path) -> tuple[Problem, ...]:
    try:
        read_config(path, {})
    except ConfigError as error:
        return error.problems
    return ()


SCHEMA = config_schema()
KEYS = keys_in(SCHEMA, SCHEMA)
LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff")
JUNK: st.SearchStrategy[object] = st.recursive(
    st.booleans()
    | st.integers(-5, 10**12)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(LETTERS, max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(LETTERS, max_size=8), inner, max_size=3),
    max_leaves=5,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), JUNK, min_size=1, max_size=6))
def test_whatever_is_written_is_read_or_told_in_our_own_words(
    tmp_path: Path, junk: dict[tuple[str, ...], object]
) -> None:
    values: dict[str, Any] = {"newsletter": {"name": "Ferry", "url": "https://f.example", "from": "a@f.example"}}
    for keys, value in junk.items():
        section: Any = values
        for key in keys[:-1]:
            section = section.setdefault(key, {}) if isinstance(section, dict) else {}
        if isinstance(section, dict):
            section[keys[-1]] = value
    path = tmp_path / "config.yaml"
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")

    problems = problems_or_none(path)

    for problem in problems:
        assert problem.place is not None
        assert re.match(r"[\w-]", problem.fault)
        assert problem.mend
        assert not PYDANTIC.search(str(problem))


@pytest.mark.parametrize("section", [keys[0] for keys in KEYS if len(keys) == 1])
@pytest.mark.parametrize("value", ["5", "[a]", "text", "true"])
def test_no_section_of_another_kind_is_told_in_a_librarys_words(tmp_path: Path, section: str, value: str) -> None:
    text = f"{section}: {value}\n" if section == "newsletter" else f"{RIGHT}{section}: {value}\n"

    path = tmp_path / "config.yaml"
    path.write_text(text)

    problems = problems_or_none(path)

    assert all(problem.fault.startswith(f"{section}: ") for problem in problems)
    assert not PYDANTIC.search(str(problems))
    assert problems or (section, value) in {("state", "text"), ("subscribers", "[a]")}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            f"{RIGHT}  reply-to: a@b.example\n",
            "config.yaml:5:3: newsletter.reply-to: there is no such key\n  mend: did you mean `reply_to`?",
        ),
        (
            f"{RIGHT}Schedule: {{}}\n",
            "config.yaml:5:1: Schedule: there is no such key\n  mend: did you mean `schedule`?",
        ),
        (
            f"{RIGHT}words: 60\n",
            "config.yaml:5:1: words: there is no such key\n  mend: `words` belongs below `excerpt:`, indented",
        ),
        (
            f"{RIGHT}  state: x.db\n",
            "config.yaml:5:3: newsletter.state: there is no such key\n"
            "  mend: `state` belongs at the left margin, below nothing",
        ),
        (
            f"{RIGHT}excerpt: {{zzz: 1}}\n",
            "config.yaml:5:11: excerpt.zzz: there is no such key\n  mend: the keys here are words",
        ),
        (
            f"{RIGHT}posts: {{sections: [{{title: News, tag: [a], tags: [b]}}]}}\n",
            "config.yaml:5:34: posts.sections.0.tag: there is no such key\n  mend: did you mean `tags`?",
        ),
    ],
)
def test_an_unknown_key_is_answered_with_the_known_one(tmp_path: Path, text: str, problem: str) -> None:
    assert problems_from(tmp_path, text) == [problem]


def test_a_misspelled_key_is_not_also_called_missing(tmp_path: Path) -> None:
    text = RIGHT.replace("from:", "form:")

    assert problems_from(tmp_path, text) == [
        "config.yaml:4:3: newsletter.form: there is no such key\n  mend: did you mean `from`?"
    ]


def test_a_missing_key_is_placed_at_the_key_above_it(tmp_path: Path) -> None:
    text = "state: a.db\nnewsletter:\n  name: Ferry\n  from:\n"

    assert problems_from(tmp_path, text) == [
        'config.yaml:2:1: newsletter.url: is missing\n  mend: add it, for example `url: "https://ferry.example/"`',
        "config.yaml:4:3: newsletter.from: has no value\n"
        '  mend: add it, for example `from: "The Weekly Ferry <post@ferry.example>"`',
    ]


def test_a_missing_section_is_placed_at_the_top_and_says_what_belongs_in_it(tmp_path: Path) -> None:
    assert problems_from(tmp_path, "# mine\nstate: a.db\n") == [
        "config.yaml:2:1: newsletter: is missing\n  mend: add `newsletter:`, and indented below it name, url, from"
    ]


def test_every_problem_is_told_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = """\
newsletter: {name: 1984, url: ferry, from: post, language: en_GB, timezone: Mars}
schedule: {every: never, at: noon, late: soon}
posts: {feeds: [1, ftp://x], sections: 3, order: up}
smtp: {host: "a b", port: 0, security: ssl, rate: [1/week, fast]}
subscribers: [5, {name: Ada}]
"""

    places = [problem.split(": ")[:2] for problem in problems_from(tmp_path, text)]

    assert [place for place, _ in places] == sorted(place for place, _ in places)
    assert [keys for _, keys in places] == [
        "newsletter.name",
        "newsletter.url",
        "newsletter.from",
        "newsletter.language",
        "newsletter.timezone",
        "schedule.every",
        "schedule.at",
        "schedule.late",
        "posts.feeds.0",
        "posts.feeds.1",
        "posts.sections",
        "posts.order",
        "smtp.host",
        "smtp.port",
        "smtp.security",
        "smtp.rate.0",
        "smtp.rate.1",
        "subscribers.0",
        "subscribers.1",
    ]


def test_a_number_is_shown_as_it_was_written(tmp_path: Path) -> None:
    (problem,) = problems_from(tmp_path, RIGHT.replace("The Weekly Ferry\n", "007\n", 1))

    assert problem == (
        'config.yaml:2:9: newsletter.name: `007` is a number to YAML, not text\n  mend: put it in quotes: "007"'
    )


def test_a_long_value_is_cut_and_odd_characters_are_escaped(tmp_path: Path) -> None:
    (problem,) = problems_from(tmp_path, f'{RIGHT}schedule: {{at: "\\e[31m{"x" * 500}"}}\n')

    assert '"\\u001b[31mxxx' in problem
    assert len(problem) < 250


def test_what_a_variable_gave_is_never_shown(tmp_path: Path) -> None:
    text = f"{RIGHT}smtp: {{host: a.example, port: '${{PORT}}', rate: ['${{COUNT}}/${{UNIT}}']}}\n"

    problems = problems_from(tmp_path, text, {"PORT": "hunter2", "COUNT": "hunter2", "UNIT": "day"})

    assert [problem.partition("\n")[0] for problem in problems] == [
        "config.yaml:5:31: smtp.port: what ${PORT} gives is not a whole number",
        "config.yaml:5:49: smtp.rate.0: what ${COUNT} and ${UNIT} gives is not a rate",
    ]


@pytest.mark.parametrize("host", ["smtps://ferry:hunter2@a.example", "ferry:hunter2@a.example"])
def test_a_value_that_may_hold_a_password_is_never_shown(tmp_path: Path, host: str) -> None:
    (problem,) = problems_from(tmp_path, f"{RIGHT}smtp: {{host: '{host}'}}\n")

    assert problem.startswith("config.yaml:5:14: smtp.host: what stands here is not the name of a host")
    assert "hunter2" not in problem


def test_an_error_holds_no_secret_anywhere(tmp_path: Path) -> None:
    text = f"{RIGHT}smtp: {{host: 5, password: hunter2, username: ferry}}\n"

    with pytest.raises(ConfigError) as caught:
        config_from(tmp_path, text)

    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert "hunter2" not in repr(caught.value.args)
