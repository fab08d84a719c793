"""`digest check` names everything that is wrong, at once."""

import json
from pathlib import Path

import pytest

from tests.support.newsletters import FRIDAY, POSTS, write_newsletter

KEYS = ["severity", "code", "path", "line", "column", "fault", "mend"]


def test_nothing_wrong_is_said_on_stderr_and_is_an_empty_list_for_programs(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)

    text = newsletter.digest("check", "--at", FRIDAY)
    form = newsletter.digest("check", "--at", FRIDAY, "--format", "json")

    assert (text.exit_code, text.stdout, text.stderr) == (0, "", "nothing to mend\n")
    assert (form.exit_code, json.loads(form.stdout)) == (0, [])


def test_faults_of_every_kind_are_told_at_once(tmp_path: Path) -> None:
    newsletter = write_newsletter(
        tmp_path,
        posts={**POSTS, "bad.md": "---\ntitle: When?\n---\n"},
        subscribers=["ada@example.org", "ada@EXAMPLE.org"],
        more_config="email: {utm: {source: digest, medium: email}}\n",
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "issue.html.j2").write_text("{% if %}")

    result = newsletter.digest("check", "--at", FRIDAY, "--format", "json")

    findings = json.loads(result.stdout)
    assert result.exit_code == 1
    assert all(list(finding) == KEYS for finding in findings)
    assert [(finding["severity"], finding["code"], finding["path"], finding["line"]) for finding in findings] == [
        ("warning", "config", str(newsletter.config_path), None),
        ("error", "config", str(newsletter.config_path), 11),
        ("error", "post", "posts/bad.md", 1),
        ("error", "template", "templates/issue.html.j2", 1),
    ]


def test_in_words_each_finding_has_its_severity_place_and_mend(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, posts={**POSTS, "bad.md": "---\ntitle: When?\n---\n"})

    result = newsletter.digest("check", "--at", FRIDAY)

    first, second = result.stdout.splitlines()
    assert result.exit_code == 1
    assert first.startswith("error: posts/bad.md:1")
    assert second.startswith("  mend: ")
    assert result.stderr == "\n1 to mend\n"


@pytest.mark.parametrize(
    ("more", "key"),
    [
        pytest.param("email: {utm: {source: digest, medium: email}}\n", "email.utm", id="utm"),
    ],
)
def test_a_key_that_this_release_does_nothing_about_is_a_warning(tmp_path: Path, more: str, key: str) -> None:
    newsletter = write_newsletter(tmp_path, more_config=more)

    result = newsletter.digest("check", "--at", FRIDAY, "--format", "json")

    (finding,) = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (finding["severity"], finding["fault"].partition(":")[0]) == ("warning", key)


def test_an_issue_too_big_for_gmail_is_a_warning(tmp_path: Path) -> None:
    long = "---\ntitle: Long\ndate: 2026-11-17\ndigest: full\n---\n" + "Water and more water. " * 6_000
    newsletter = write_newsletter(tmp_path, posts={"long.md": long})

    result = newsletter.digest("check", "--at", FRIDAY, "--format", "json")

    assert [finding["code"] for finding in json.loads(result.stdout)] == ["size"]
    assert result.exit_code == 0


def test_a_broken_config_is_a_finding_like_any_other(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, more_config="exerpt: {words: 50}\n")

    result = newsletter.digest("check", "--offline", "--format", "json")

    (finding,) = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (finding["code"], finding["line"], finding["column"]) == ("config", 8, 1)
    assert "excerpt" in finding["mend"] + finding["fault"]


def test_a_missing_folder_of_posts_is_a_finding(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, more_config="posts: {folder: nowhere}\n")

    result = newsletter.digest("check", "--format", "json")

    assert [(finding["code"], finding["path"]) for finding in json.loads(result.stdout)] == [("post", "nowhere")]
    assert result.exit_code == 1


def test_what_only_a_sites_program_could_fill_is_named_with_its_line(tmp_path: Path) -> None:
    post = "---\ntitle: Widgets\ndate: 2026-11-17\n---\nText.\n\n{% include widget.html %}\n"
    newsletter = write_newsletter(tmp_path, posts={"widgets.md": post})

    result = newsletter.digest("check", "--format", "json", "--at", FRIDAY)

    (finding,) = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (finding["severity"], finding["path"], finding["line"]) == ("warning", "posts/widgets.md", 7)
    assert "{% include widget.html %}" in finding["fault"]
