"""`digest why` tells of every post, and adds up."""

import json
from pathlib import Path

from tests.support.newsletters import FRIDAY, POSTS, write_newsletter

MORE_POSTS = {
    **POSTS,
    "2026-11-17-draft.md": "---\ntitle: Not yet\ndraft: true\n---\nDraft.\n",
    "2026-11-17-bad.md": "---\ntitle: [\n---\n",
    "2026-11-27-next.md": "---\ntitle: Next week\n---\nLater.\n",
    "deeper/2026-11-19-pier.md": "---\ntitle: The pier\n---\nPlanks.\n",
}


def test_every_file_stands_there_once_with_its_reason(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, posts=MORE_POSTS)

    result = newsletter.digest("why", "--at", FRIDAY)

    reasons = dict(line.split(": ", 1) for line in result.stdout.splitlines())
    assert len(result.stdout.splitlines()) == len(reasons)
    assert set(reasons) == {f"posts/{name}" for name in MORE_POSTS}
    assert {name.removeprefix("posts/") for name, reason in reasons.items() if reason.startswith("in: ")} == {
        "2026-11-16-fog.md",
        "2026-11-18-timetable.md",
        "deeper/2026-11-19-pier.md",
    }
    assert "\n3 in, 4 out: from Fri 13 Nov 2026, 08:00 until Fri 20 Nov 2026, 08:00\n" in result.stderr


def test_json_has_the_same_rows(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, posts=MORE_POSTS)

    rows = json.loads(newsletter.digest("why", "--at", FRIDAY, "--json").stdout)

    assert all(list(row) == ["id", "path", "title", "date", "included", "reason"] for row in rows)
    assert {row["path"] for row in rows} == {f"posts/{name}" for name in MORE_POSTS}
    assert {row["title"]: row["date"] for row in rows if row["included"]} == {
        "Fog on the river": "2026-11-16T00:00:00+00:00",
        "The winter timetable": "2026-11-18T09:30:00+00:00",
        "The pier": "2026-11-19T00:00:00+00:00",
    }


def test_a_post_that_cannot_be_read_is_something_to_mend(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, posts=MORE_POSTS)

    result = newsletter.digest("why", "--at", FRIDAY)

    assert result.exit_code == 1
    assert result.stderr.count("mend: ") == 1


def test_what_went_out_is_told_of_with_its_reason(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)
    newsletter.digest("send", "--yes", "--at", FRIDAY)

    result = newsletter.digest("why", "--at", "2026-11-25T08:00")

    assert result.exit_code == 0
    assert "posts/2026-11-16-fog.md: out: went out in an earlier issue\n" in result.stdout


def test_an_empty_folder_has_nothing_to_tell_of(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, posts={})
    (tmp_path / "posts").mkdir()

    result = newsletter.digest("why", "--json", "--at", FRIDAY)

    assert (result.exit_code, json.loads(result.stdout)) == (0, [])
