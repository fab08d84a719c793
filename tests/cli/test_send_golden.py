"""A whole message as it goes out, to be read: tests/golden/issue.eml, and its two parts decoded beside it."""

import email
import email.policy
from pathlib import Path

import pytest

from tests.support.golden import compare_with_golden
from tests.support.newsletters import FRIDAY, write_newsletter

POSTS = {
    "fog.md": """\
---
title: Fog on the river
date: 2026-11-16 07:10
author: Nell Ashdown
---
The *early* boat waited. From the wheel I could see the bow, and then [not even that](log/).

<!--more-->

By nine we were told to go home.
""",
    "night-ferries.md": """\
---
title: Night ferries return to the strait
date: 2026-11-18 09:30
link: https://courier.example/night-ferries
source: {name: The Harbour Courier, url: "https://courier.example/"}
---
> “We waited nine years,” said the harbour master, Khalīl al-Baḥrī (*rubbān*, “pilot”) — and blew the horn himself.
""",
}
MORE_CONFIG = """\
unsubscribe: {url: "https://news.ferry.example", mailto: leave@ferry.example, key: a key for tests and nothing else}
"""


@pytest.fixture
def message(tmp_path: Path) -> bytes:
    """Return what Zoë, the only subscriber, is sent."""
    newsletter = write_newsletter(
        tmp_path, posts=POSTS, subscribers=["{address: zoe@example.org, name: Zoë}"], more_config=MORE_CONFIG
    )
    assert newsletter.digest("send", "--yes", "--at", FRIDAY).exit_code == 0
    return newsletter.messages()["zoe@example.org.eml"]


def test_the_message_is_as_it_was_last_read(message: bytes, request: pytest.FixtureRequest) -> None:
    compare_with_golden("issue.eml", message, request.config)


@pytest.mark.parametrize(("kind", "name"), [("plain", "issue.txt"), ("html", "issue.html")])
def test_its_parts_are_as_they_were_last_read(
    message: bytes, kind: str, name: str, request: pytest.FixtureRequest
) -> None:
    part = email.message_from_bytes(message, policy=email.policy.default).get_body((kind,))

    assert part is not None
    text = part.get_content().replace("\r\n", "\n")
    compare_with_golden(name, text.encode(), request.config)
