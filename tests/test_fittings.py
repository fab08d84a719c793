"""What config.yaml has each room do."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest import fittings
from digest.audience.subscriber import Subscriber
from digest.config.read import read_config
from digest.config.settings import Config
from digest.deliver.outbox import Outbox
from digest.deliver.pace import Limit
from digest.deliver.smtp import SmtpRelay
from tests.support.newsletters import write_newsletter


def config_with(folder: Path, more: str = "") -> Config:
    """Return the sample newsletter's config with *more* keys."""
    return read_config(write_newsletter(folder, more_config=more).config_path, {})


@pytest.mark.parametrize(
    ("more", "address"),
    [
        pytest.param("", "post@ferry.example", id="where-it-comes-from"),
        pytest.param("unsubscribe: {mailto: leave@ferry.example}\n", "leave@ferry.example", id="the-one-for-it"),
    ],
)
def test_people_can_always_leave_by_letter(tmp_path: Path, more: str, address: str) -> None:
    config = config_with(tmp_path, more)

    assert fittings.leave_address(config) == address


def test_letters_go_where_answers_go_unless_there_is_an_address_for_them(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path)
    text = newsletter.config_path.read_text()
    newsletter.config_path.write_text(text.replace("  timezone:", "  reply_to: editor@ferry.example\n  timezone:"))

    config = read_config(newsletter.config_path, {})

    assert fittings.leave_address(config) == "editor@ferry.example"


def test_without_a_relay_messages_go_to_the_outbox_beside_the_config(tmp_path: Path) -> None:
    relay = fittings.relay_of(config_with(tmp_path), "12")

    assert isinstance(relay, Outbox)
    assert (relay.folder, relay.name) == (tmp_path / "outbox" / "12", "outbox/12")


def test_a_relay_is_what_the_config_says_of_it(tmp_path: Path) -> None:
    config = config_with(
        tmp_path,
        "smtp: {host: smtp.example.net, port: 2525, connections: 3, messages_per_connection: 7, timeout: 5, "
        "rate: [14/second, 1000/hour]}\n",
    )

    relay = fittings.relay_of(config, "12")

    assert isinstance(relay, SmtpRelay)
    assert (relay.name, relay.connections, relay.messages_per_session) == ("smtp.example.net:2525", 3, 7)
    assert fittings.limits_of(config) == (Limit(14, timedelta(seconds=1)), Limit(1000, timedelta(hours=1)))


def test_the_same_person_gets_the_same_token_and_message_id_at_every_offer(tmp_path: Path) -> None:
    config = config_with(
        tmp_path, "unsubscribe: {url: https://news.ferry.example/, key: a key for tests and no more}\n"
    )

    first, again = (fittings.signing_of(config).personal("ada@example.org", None, issue="12") for _ in range(2))

    assert first == again
    assert first.unsubscribe_url is not None
    assert first.unsubscribe_url.startswith("https://news.ferry.example/u/")
    assert "ada" not in first.unsubscribe_url + first.message_id


def test_a_configured_key_goes_before_the_one_beside_the_database(tmp_path: Path) -> None:
    config = config_with(tmp_path, "unsubscribe: {key: a key for tests and no more}\n")
    fittings.key_path(config).parent.mkdir()
    fittings.key_path(config).write_text("0" * 64)

    assert fittings.signing_of(config).key == b"a key for tests and no more"


def test_the_key_beside_the_database_signs_what_is_only_shown(tmp_path: Path) -> None:
    config = config_with(tmp_path)
    before = fittings.signing_of(config).key
    fittings.key_path(config).parent.mkdir()
    fittings.key_path(config).write_text("ab" * 32)

    after = fittings.signing_of(config).key

    assert (tmp_path / "state" / "digest.key").exists()
    assert (after, before == after) == (b"\xab" * 32, False)


@pytest.mark.parametrize(
    ("people", "name"),
    [
        pytest.param((), None, id="nobody"),
        pytest.param((Subscriber(address="a@b.example"),), None, id="nobody-with-a-name"),
        pytest.param((Subscriber(address="a@b.example", name="Ada"),), "Reader", id="everybody-has-one"),
    ],
)
def test_who_stands_in_has_a_name_where_everybody_has_one(
    tmp_path: Path, people: tuple[Subscriber, ...], name: str | None
) -> None:
    person = fittings.stand_in(config_with(tmp_path), people)

    assert (person.address, person.name) == ("post@ferry.example", name)


def test_people_may_stand_in_a_file(tmp_path: Path) -> None:
    newsletter = write_newsletter(tmp_path, subscribers=(), more_config="subscribers: {file: people.csv}\n")
    (tmp_path / "people.csv").write_text("address,name\nada@example.org,Ada\n")

    people = fittings.subscribers_of(read_config(newsletter.config_path, {}))

    assert [(person.address, person.name) for person in people] == [("ada@example.org", "Ada")]


def test_the_date_of_an_issue_is_told_by_the_newsletters_clock(tmp_path: Path) -> None:
    envelope = fittings.envelope_of(config_with(tmp_path), datetime(2026, 7, 3, 7, tzinfo=UTC))

    assert envelope.date.isoformat() == "2026-07-03T08:00:00+01:00"


def test_paths_are_shown_as_a_person_types_them(tmp_path: Path) -> None:
    config = config_with(tmp_path / "ferry")

    shown = [fittings.shown_path(config, path) for path in (tmp_path / "ferry" / "posts", tmp_path / "blog")]

    assert shown == ["posts", str(tmp_path / "blog")]
