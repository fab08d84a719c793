"""Who must not be mailed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from digest.audience.suppressions import (
    Reason,
    Suppression,
    add_suppression,
    is_suppressed,
    read_suppressions,
    suppressed_among,
)
from digest.store.database import open_database

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = open_database(tmp_path / "digest.db")
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def unsubscribed(address: str) -> Suppression:
    return Suppression(address=address, reason=Reason.UNSUBSCRIBED, at=NOON)


@pytest.mark.parametrize("spelling", ["Ada@ferry.example", "ada@FERRY.example", " ada@ferry.example"])
def test_who_left_is_suppressed_however_the_address_is_spelt(connection: Connection, spelling: str) -> None:
    add_suppression(connection, unsubscribed("ada@ferry.example"))

    assert is_suppressed(connection, spelling)


def test_who_did_not_leave_is_not_suppressed(connection: Connection) -> None:
    add_suppression(connection, unsubscribed("ada@ferry.example"))

    assert not is_suppressed(connection, "grace@ferry.example")


def test_among_many_those_are_found_who_left_spelt_as_they_were_asked_for(connection: Connection) -> None:
    add_suppression(connection, unsubscribed("ada@ferry.example"))

    found = suppressed_among(connection, ["ADA@ferry.example", "grace@ferry.example"])

    assert found == {"ADA@ferry.example"}


def test_the_first_reason_stays(connection: Connection) -> None:
    first = unsubscribed("Ada@ferry.example")
    later = Suppression(address="ada@ferry.example", reason=Reason.BOUNCED, at=NOON + timedelta(1), note="550 gone")

    added = [add_suppression(connection, each) for each in (first, later)]

    assert added == [True, False]
    assert list(read_suppressions(connection)) == [first]


def test_suppressions_are_listed_by_address_with_all_that_is_known(connection: Connection) -> None:
    grace = Suppression(address="grace@ferry.example", reason=Reason.COMPLAINED, at=NOON, note="by post")
    ada = unsubscribed("Ada@ferry.example")

    for each in (grace, ada):
        add_suppression(connection, each)

    assert list(read_suppressions(connection)) == [ada, grace]
