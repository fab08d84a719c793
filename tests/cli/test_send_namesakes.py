"""Posts that share a permalink are different posts: each is mailed once, and none keeps another from it."""

from pathlib import Path

from tests.support.newsletters import write_newsletter

WEEKS = {f"2026-11-{day}-this-week.md": f"---\ntitle: This week, {day}\n---\nNews.\n" for day in ("04", "11", "18")}


def test_a_weekly_post_with_one_slug_is_mailed_every_week(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, posts=WEEKS, subscribers=["ada@example.org"])

    subjects = []
    for friday in ("2026-11-06T08:00", "2026-11-13T08:00", "2026-11-20T08:00", "2026-11-27T08:00"):
        subjects.append(newsletter.digest("send", "--yes", "--at", friday).stderr.splitlines()[0])

    assert subjects[:3] == [
        f"The Weekly Ferry, issue {n}: The Weekly Ferry: This week, {d}" for n, d in ((1, "04"), (2, "11"), (3, "18"))
    ]
    assert subjects[3].startswith("No issue: 0 posts")


def test_an_older_post_at_the_same_permalink_does_not_bring_a_mailed_one_back(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, posts={"2026-11-18-this-week.md": WEEKS["2026-11-18-this-week.md"]})
    newsletter.digest("send", "--yes", "--at", "2026-11-20T08:00")
    (tmp_path / "posts" / "2026-11-04-this-week.md").write_text(WEEKS["2026-11-04-this-week.md"])

    result = newsletter.digest("send", "--yes", "--at", "2026-11-27T08:00")

    assert "This week, 18" not in result.stderr
    assert "This week, 18" not in "".join(map(str, newsletter.messages(2).values()))


def test_two_files_of_one_moment_at_one_permalink_are_one_post(tmp_path: Path) -> None:
    post = "---\ntitle: Fog\ndate: 2026-11-18\n---\nFog.\n"
    newsletter = write_newsletter(tmp_path, posts={"a/fog.md": post, "b/fog.md": post})

    result = newsletter.digest("why", "--at", "2026-11-20T08:00")

    assert "posts/b/fog.md: out: same id as posts/a/fog.md" in result.stdout
