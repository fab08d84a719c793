"""A year of weekly issues: every post is mailed once, and none is forgotten."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.newsletters import CONFIG, Newsletter, write_newsletter

BLOGS = Path(__file__).parents[3] / "shared" / "corpora" / "posts"
FIRST_DAY = date(2026, 1, 2)  # a Friday
OWN_BLOG = {
    f"{FIRST_DAY + timedelta(days=number * 5 // 3)}-post-{number}.md": f"---\ntitle: Post {number}\n---\nText.\n"
    for number in range(1, 100)
} | {
    "edge-before.md": "---\ntitle: A second before the clock\ndate: 2026-03-27T07:59:59Z\n---\nText.\n",
    "edge-at.md": "---\ntitle: On the hour\ndate: 2026-03-27T08:00:00Z\n---\nText.\n",
    "summer-edge.md": "---\ntitle: On the hour in summer\ndate: 2026-04-03T07:00:00Z\n---\nText.\n",
    "draft.md": "---\ntitle: Never\ndate: 2026-02-02\ndraft: true\n---\nText.\n",
}


def mail_week_by_week(newsletter: Newsletter, fridays: Iterable[date]) -> Counter[str]:
    """Return how often each post was in an issue when one was sent on each of *fridays*."""
    mailed: Counter[str] = Counter()
    for friday in fridays:
        at = f"{friday}T08:00"
        build = newsletter.digest("build", "--json", "--at", at, "-o", str(newsletter.folder / "look"))
        sent = newsletter.digest("send", "--yes", "--at", at)
        assert sent.exit_code in (0, 1), sent.output
        if build.stdout:
            mailed.update(post["id"] for post in json.loads(build.stdout)["posts"])
    return mailed


def publishable(newsletter: Newsletter, at: str) -> dict[str, datetime]:
    """Return every dated post that is no draft, with its date."""
    rows = json.loads(newsletter.digest("why", "--json", "--at", at).stdout)
    return {row["id"]: datetime.fromisoformat(row["date"]) for row in rows if row["date"]}


def test_a_year_of_the_projects_own_blog_mails_each_post_once(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, posts=OWN_BLOG, subscribers=["ada@example.org"])
    fridays = [FIRST_DAY + timedelta(weeks=week) for week in range(1, 27)]

    mailed = mail_week_by_week(newsletter, fridays)

    assert mailed == Counter(publishable(newsletter, "2026-12-31").keys())
    assert len(mailed) == len(OWN_BLOG) - 1


@pytest.mark.skipif(not BLOGS.is_dir(), reason="the blogs of other people are not part of the project")
@pytest.mark.parametrize("blog", sorted(BLOGS.glob("[!f]*")) if BLOGS.is_dir() else [], ids=lambda path: path.name)
def test_a_year_of_somebody_elses_blog_mails_each_post_once(tmp_path: Path, blog: Path) -> None:
    newsletter = write_newsletter(tmp_path, posts={}, subscribers=["ada@example.org"])
    newsletter.config_path.write_text(
        f"{CONFIG}posts: {{folder: '{blog}', maximum: 500}}\nsubscribers: [a@example.org]\n"
    )
    dates = publishable(newsletter, "2030-01-01")
    years = Counter(moment.year for moment in dates.values())
    if not years:
        pytest.skip("a blog without a dated post")
    year = years.most_common(1)[0][0]
    first = date(year, 1, 1) + timedelta(days=(4 - date(year, 1, 1).weekday()) % 7)
    fridays = [first + timedelta(weeks=week) for week in range(53)]

    mailed = mail_week_by_week(newsletter, fridays)

    since, until = (
        datetime.fromisoformat(f"{day}T08:00:00+00:00") for day in (first - timedelta(weeks=1), fridays[-1])
    )
    assert mailed == Counter(post for post, moment in dates.items() if since <= moment < until)
