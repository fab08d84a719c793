"""What the ledger freezes is what it gives back, or an error that says so."""

import json

import pytest

from digest.errors import MessageError
from digest.message.compose import compose_message, prepare_message
from digest.message.parts import MessageParts
from digest.render.rendered import RenderedIssue
from tests.message.builders import ADA, ENVELOPE, RENDERED, rendered


@pytest.mark.parametrize(
    "issue",
    [
        pytest.param(RENDERED, id="slots-in-the-parts"),
        pytest.param(rendered(subject="NAMExTOKEN1, tides"), id="slot-in-the-subject"),
        pytest.param(rendered(text="日本語 👨‍👩‍👧", html="<p>é</p>"), id="no-slots"),
    ],
)
def test_frozen_parts_come_back_equal_and_compose_the_same_message(issue: RenderedIssue) -> None:
    parts = prepare_message(issue, ENVELOPE)

    thawed = MessageParts.from_bytes(parts.to_bytes())

    assert thawed == parts
    assert compose_message(thawed, ADA) == compose_message(parts, ADA)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"format": 2}, id="another-format"),
        pytest.param({"more": 1}, id="unknown-key"),
        pytest.param({"opening": None}, id="no-opening"),
        pytest.param({"opening": "é"}, id="not-ascii"),
        pytest.param({"segments": ["a"]}, id="too-few-segments"),
        pytest.param({"segments": "abcd"}, id="segments-are-no-list"),
        pytest.param({"slots": [["shoe_size", True]]}, id="unknown-slot"),
        pytest.param({"slots": [["name"]]}, id="slot-without-its-kind"),
        pytest.param({"slots": [["name", 1]]}, id="slot-of-no-kind"),
        pytest.param({"slots": None}, id="no-slots"),
        pytest.param({"gaps": [0, 1, 2, 3, 4, 99]}, id="gap-for-no-slot"),
        pytest.param({"gaps": [-1]}, id="gap-before-the-first-slot"),
        pytest.param({"subject": ["a", "b"]}, id="subject-with-a-lost-slot"),
        pytest.param({"subject_slots": ["name"]}, id="slot-of-a-lost-subject"),
    ],
)
def test_anything_else_than_frozen_parts_is_refused(change: dict[str, object]) -> None:
    document = json.loads(prepare_message(RENDERED, ENVELOPE).to_bytes())

    with pytest.raises(MessageError, match="the frozen message can't be read"):
        MessageParts.from_bytes(json.dumps(document | change).encode())


@pytest.mark.parametrize("frozen", [b"", b"{", b"[]", b"\xff", b"null", '{"format": "é"}'.encode()])
def test_bytes_that_were_never_parts_are_refused(frozen: bytes) -> None:
    with pytest.raises(MessageError, match="the frozen message can't be read"):
        MessageParts.from_bytes(frozen)
