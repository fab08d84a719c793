"""Addresses we must not mail, and since when and why."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, bindparam, insert, select

from digest.audience.addresses import address_key
from digest.store.tables import SUPPRESSIONS


class Reason(StrEnum):
    """Why an address is suppressed."""

    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    SUPPRESSED = "suppressed"  # by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """One address that must not be mailed."""

    address: str
    reason: Reason
    at: datetime
    note: str | None = None


def is_suppressed(connection: Connection, address: str) -> bool:
    """Return whether *address* must not be mailed."""
    return bool(suppressed_among(connection, [address]))


def suppressed_among(connection: Connection, addresses: Collection[str]) -> frozenset[str]:
    """Return those of *addresses*, as they were given, that must not be mailed. Meant for some hundred at a time."""
    keys = {address: address_key(address) for address in addresses}
    barred = frozenset(connection.scalars(_SUPPRESSED_KEYS, {"keys": list(keys.values())}))
    return frozenset(address for address, key in keys.items() if key in barred)


def add_suppression(connection: Connection, suppression: Suppression) -> bool:
    """Add *suppression* and return True; return False where the address has one: the first reason stays."""
    if is_suppressed(connection, suppression.address):
        return False
    connection.execute(
        insert(SUPPRESSIONS).values(
            address_key=address_key(suppression.address),
            address=suppression.address,
            reason=suppression.reason,
            at=suppression.at,
            note=suppression.note,
        )
    )
    return True


def read_suppressions(connection: Connection) -> Iterator[Suppression]:
    """Yield every suppression, by address."""
    columns = (SUPPRESSIONS.c.address, SUPPRESSIONS.c.reason, SUPPRESSIONS.c.at, SUPPRESSIONS.c.note)
    for row in connection.execute(select(*columns).order_by(SUPPRESSIONS.c.address_key)):
        yield Suppression(address=row.address, reason=Reason(row.reason), at=row.at, note=row.note)


# Built once: to put a statement together takes SQLAlchemy longer than to run it.
_SUPPRESSED_KEYS = select(SUPPRESSIONS.c.address_key).where(
    SUPPRESSIONS.c.address_key.in_(bindparam("keys", expanding=True))
)
