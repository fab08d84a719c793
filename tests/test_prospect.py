"""The next issue as it stands now, where the command line's own tests don't reach."""

from datetime import UTC, datetime
from pathlib import Path

from digest.config.read import read_config
from digest.fittings import subscribers_of
from digest.prospect import look_ahead, make_ready
from tests.support.newsletters import POSTS, write_newsletter

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)


def test_a_post_that_changes_while_it_is_read_makes_room_for_the_next(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, more_config="posts: {maximum: 1}\n")
    config, cache_path = read_config(newsletter.config_path, {}), tmp_path / "cache.json"
    look_ahead(config, at=AT, cache_path=cache_path)
    cache_path.write_text(cache_path.read_text().replace("The winter timetable", "The summer timetable"))

    prospect = look_ahead(config, at=AT, cache_path=cache_path)

    assert [str(problem.place) for problem in prospect.problems] == ["posts/2026-11-18-timetable.md"]
    assert prospect.issue is not None
    assert [post.title for post in prospect.issue.posts] == ["Fog on the river"]
    assert len(prospect.selection.reasons) == len(POSTS)


def test_without_an_issue_there_is_still_a_reason_for_every_post(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, more_config="posts: {minimum: 9}\n")

    prospect = look_ahead(read_config(newsletter.config_path, {}), at=AT)

    assert prospect.issue is None
    assert len(prospect.selection.reasons) == len(POSTS)


def test_an_issue_is_encoded_once_for_all_who_read_the_same(tmp_path: Path) -> None:
    people = [f"reader{number}@example.org" for number in range(50)] + ["{address: ada@example.org, name: Ada}"]
    newsletter = write_newsletter(
        tmp_path, subscribers=people, more_config="email: {subject: 'For {{ subscriber.name or \"you\" }}'}\n"
    )
    config = read_config(newsletter.config_path, {})
    prospect = look_ahead(config, at=AT)
    assert prospect.issue is not None

    ready = make_ready(config, prospect, prospect.issue, subscribers_of(config), at=AT)

    assert len(ready.variants) == 2
    assert [place for _, place in ready.people] == [0] * 50 + [1]
    assert ready.message_date == AT
