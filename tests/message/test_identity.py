"""Message-IDs are the same at every offer, different for everyone, and tell nothing."""

from digest.message.identity import list_id, message_id

KEY = b"k" * 32


def test_a_resend_has_the_same_message_id() -> None:
    assert message_id(KEY, "12", "ada@example.org", "ferry.example") == message_id(
        KEY, "12", "ada@example.org", "ferry.example"
    )


def test_person_issue_and_key_each_change_the_message_id() -> None:
    ids = {
        message_id(KEY, "12", "ada@example.org", "ferry.example"),
        message_id(KEY, "12", "bob@example.org", "ferry.example"),
        message_id(KEY, "13", "ada@example.org", "ferry.example"),
        message_id(b"other", "12", "ada@example.org", "ferry.example"),
    }

    assert len(ids) == 4


def test_a_message_id_names_the_issue_and_domain_but_not_the_person() -> None:
    id_ = message_id(KEY, "2026 / 47", "ada@example.org", "ferry.example")

    assert id_.startswith("<2026-47.")
    assert id_.endswith("@ferry.example>")
    assert "ada" not in id_
    assert "example.org" not in id_


def test_a_list_id_is_the_senders_address_with_a_dot() -> None:
    assert list_id("Post@Ferry.example") == "post.ferry.example"
