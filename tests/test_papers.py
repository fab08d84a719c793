"""What a commit carries beside code: docs that tell the truth, and nothing that belongs to one machine."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.house import ROOT, committed, mend, place, text_lines

PAPERS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").glob("*.md")
)
# Written in two halves, or this file would be the first to fail.
REGISTRIES = re.compile(r"py" r"pi\.org|python" r"hosted\.org|npm" r"js\.|deb\.deb" r"ian\.org|ruby" r"gems\.org")
MACHINES = re.compile(r"(?<![\w.])(/ho" r"me/\w|/Us" r"ers/\w|/wo" r"rk/|[A-Z]:\\Us" r"ers\\)")
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")


@pytest.mark.parametrize("paper", PAPERS, ids=[place(paper) for paper in PAPERS])
def test_links_inside_the_project_lead_somewhere(paper: Path) -> None:
    broken = [f"{place(paper, line)}: {target}" for line, target in links(paper) if not leads_somewhere(paper, target)]

    assert not broken, mend(broken, "write the path from this file's own folder, and the heading as its anchor")


def test_every_key_of_the_sample_config_stands_in_the_config_reference() -> None:
    reference = (ROOT / "docs/config.md").read_text(encoding="utf-8")
    keys = re.compile(r"^[ #]*([a-z_]+):(?:\s|$)")

    missing = [
        f"{place(ROOT / 'config.yaml', number)}: {found[1]}"
        for number, line in enumerate(text_lines(ROOT / "config.yaml"), 1)
        if (found := keys.match(line)) and not tells_of(found[1], reference)
    ]

    assert not missing, mend(missing, "say in docs/config.md what the key does, and what it is when left out")


def test_every_key_that_may_be_written_stands_in_the_config_reference() -> None:
    reference = (ROOT / "docs/config.md").read_text(encoding="utf-8")
    schema = json.loads((ROOT / "docs/config.schema.json").read_text(encoding="utf-8"))

    missing = [f"docs/config.schema.json: {key}" for key in sorted(keys_of(schema)) if not tells_of(key, reference)]

    assert not missing, mend(missing, "say in docs/config.md what the key does, and what it is when left out")


def test_nothing_is_left_unfinished() -> None:
    left = lines_that_match(UNFINISHED)

    assert not left, mend(left, "finish it, or write it where the work is planned")


def test_nothing_names_a_package_registry() -> None:
    named = lines_that_match(REGISTRIES)

    assert not named, mend(named, "name the package; where it comes from is the person's own setting")


def test_nothing_names_a_folder_of_one_machine() -> None:
    named = lines_that_match(MACHINES)

    assert not named, mend(named, "write a path from the project's root, or one like /srv/ferry in examples")


def links(paper: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and target of every link and picture in *paper* that stays inside the project."""
    in_code = False
    for number, line in enumerate(text_lines(paper), 1):
        if line.lstrip().startswith("```"):
            in_code = not in_code
        if in_code:
            continue
        prose = re.sub(r"`[^`]*`", "", line)
        for target in re.findall(r"\]\(([^)\s]+)[^)]*\)|^\[[^]]+\]:\s*(\S+)|src=\"([^\"]+)\"", prose):
            inner = next(part for part in target if part)
            if not re.match(r"[a-z]+:", inner):
                yield number, inner


def leads_somewhere(paper: Path, target: str) -> bool:
    """Return whether *target* is a file, and its anchor a heading in it."""
    name, _, anchor = target.partition("#")
    path = (paper.parent / name).resolve() if name else paper
    return path.exists() and (not anchor or anchor in anchors(path))


def anchors(paper: Path) -> set[str]:
    """Return the anchors of the headings in *paper*, as code hosts make them."""
    headings = [line.lstrip("#").strip().lower() for line in text_lines(paper) if re.match(r"#{1,6} ", line)]
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in headings}


def tells_of(key: str, reference: str) -> bool:
    """Return whether *reference* has *key* as code, in a heading, or in an example."""
    return re.search(rf"`[^`\n]*\b{key}\b[^`\n]*`|^#+ {key}$|^[ #-]*{key}:|[{{ ,]{key}: ", reference, re.M) is not None


def keys_of(schema: object) -> set[str]:
    """Return the names of all properties anywhere in a JSON *schema*."""
    if isinstance(schema, list):
        return set().union(*map(keys_of, schema))
    if not isinstance(schema, dict):
        return set()
    own = set(schema.get("properties", {}))
    return own.union(*map(keys_of, schema.values()))


def lines_that_match(pattern: re.Pattern[str]) -> list[str]:
    """Return the place of every committed line in which *pattern* is found."""
    if not committed():
        pytest.skip("no git here, so nothing says which files a commit carries")
    return [
        f"{place(path, number)}: {line.strip()[:100]}"
        for path in committed()
        for number, line in enumerate(text_lines(path), 1)
        if pattern.search(line)
    ]
