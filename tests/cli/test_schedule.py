"""`digest schedule`: the next due moments, by the newsletter's clock."""

import json
from pathlib import Path

import pytest

from tests.support.newsletters import CONFIG, Newsletter, write_newsletter

WEEKLY = 'schedule: {every: week, on: friday, at: "08:00"}'


def newsletter_due(folder: Path, schedule: str) -> Newsletter:
    newsletter = write_newsletter(folder)
    newsletter.config_path.write_text(CONFIG.replace(WEEKLY, f"schedule: {schedule}"), encoding="utf-8")
    return newsletter


def test_five_weeks_keep_their_hour_through_a_clock_change(tmp_path: Path) -> None:
    newsletter = newsletter_due(tmp_path, '{every: week, on: friday, at: "08:00"}')

    result = newsletter.digest("schedule", "--at", "2027-03-20T12:00")

    assert result.stdout.splitlines() == [
        "Every Friday at 08:00, Europe/London time:",
        "  Friday 26 March 2027, 08:00 GMT",
        "  Friday 2 April 2027, 08:00 BST",
        "  Friday 9 April 2027, 08:00 BST",
        "  Friday 16 April 2027, 08:00 BST",
        "  Friday 23 April 2027, 08:00 BST",
    ]
    assert newsletter.state() == {}


@pytest.mark.parametrize(
    ("schedule", "rule", "first"),
    [
        pytest.param("{every: day}", "Every day at 08:00", "2026-11-21", id="day"),
        pytest.param("{every: 2 weeks, on: monday}", "Every second Monday at 08:00", "2026-11-23", id="two-weeks"),
        pytest.param("{every: month, on: 31}", "Every month, on day 31 or the last there is", "2026-11-30", id="31st"),
        pytest.param("{every: month, on: 5}", "Every month, on day 5 at 08:00", "2026-12-05", id="fifth"),
        pytest.param("{every: month, on: last}", "Every month, on the last day at", "2026-11-30", id="last"),
        pytest.param(
            "{every: month, on: last friday}", "Every month, on the last Friday", "2026-11-27", id="last-friday"
        ),
    ],
)
def test_every_rhythm_has_its_words(tmp_path: Path, schedule: str, rule: str, first: str) -> None:
    newsletter = newsletter_due(tmp_path, schedule)

    words = newsletter.digest("schedule", "--at", "2026-11-20T12:00")
    moments = json.loads(newsletter.digest("schedule", "--json", "--at", "2026-11-20T12:00").stdout)

    assert words.stdout.startswith(rule)
    assert (moments[0], len(moments)) == (f"{first}T08:00:00+00:00", 5)
