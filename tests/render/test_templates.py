"""The newsletter's own templates come first, and the documentation knows them."""

import re
from pathlib import Path

import pytest

from digest.render.templates import open_templates
from tests.render.rendering import NAMED, render_with
from tests.support.house import ROOT

_DOCS = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")


def test_own_file_wins_over_the_shipped_one(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "issue.css").write_text("p {}")

    opened = open_templates(templates)

    assert opened.locate("issue.css") == (templates / "issue.css", "templates/issue.css")
    assert opened.locate("issue.html.j2")[1] == "default/issue.html.j2"
    assert opened.locate("default/issue.css")[1] == "default/issue.css"


def test_missing_folder_is_no_fault(tmp_path: Path) -> None:
    assert open_templates(tmp_path / "nowhere").locate(open_templates(None).html_name)[0].is_file()


@pytest.mark.parametrize("example", re.findall(r"```jinja\n(\{% extends.*?)```", _DOCS, re.DOTALL))
def test_examples_in_the_documentation_work(tmp_path: Path, example: str) -> None:
    rendered = render_with(tmp_path, html=example, variant=NAMED)

    assert "Continue reading…" in rendered.html


@pytest.mark.parametrize("name", ["issue.html.j2", "issue.txt.j2"])
def test_every_block_is_in_the_documentation(name: str) -> None:
    source = (ROOT / "templates" / name).read_text(encoding="utf-8")

    blocks = set(re.findall(r"\{%-? block (\w+)", source))

    assert {block for block in blocks if f"`{block}`" not in _DOCS} == set()
    assert len(blocks) > 10
