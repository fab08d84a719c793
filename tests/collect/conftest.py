"""A newsletter to read posts for."""

from zoneinfo import ZoneInfo

import pytest

from digest.collect.reading import Reading


@pytest.fixture(scope="session")
def reading() -> Reading:
    return Reading(
        shown_as="posts",
        zone=ZoneInfo("Europe/London"),
        site_url="https://ferry.example/",
        permalink="{url}{year}/{month}/{slug}/",
        language="en",
    )
