"""The tables of the database: what was frozen, who got what, who must not be mailed, who is at work."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

# The newest file in migrations/versions/. Kept here too, so that a database that is up to date never imports alembic.
REVISION = "0001"

# Earlier than any clock, also one that `--at` has set back: who is planned can be claimed at once.
ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)

_EPOCH = ANY_TIME
_MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept as whole microseconds since 1970 in UTC.

    A number is exact (an issue's *until* is unique), compares alike on every database, and is what a database
    server's own clock can be turned into.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return the number that is stored; a naive datetime is a bug and raises TypeError."""
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Return the moment that was stored, in UTC."""
        return None if value is None else _EPOCH + value * _MICROSECOND


# SQLite gives out row numbers by itself only for a column that is exactly INTEGER.
_Number = BigInteger().with_variant(Integer, "sqlite")

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ISSUES = Table(
    "issues",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False, unique=True),
    Column("subject", Text, nullable=False),
    Column("message_date", Moment, nullable=False),  # the Date: header of every message, on every attempt
    Column("frozen_at", Moment, nullable=False),
    Column("finished_at", Moment),  # null: there are people who still have to get it
)

VARIANTS = Table(
    "variants",
    METADATA,
    Column("issue", ForeignKey(ISSUES.c.number), primary_key=True, autoincrement=False),
    Column("variant", SmallInteger, primary_key=True, autoincrement=False),
    Column("parts", LargeBinary, nullable=False),  # what message/ prepared
)

DELIVERIES = Table(
    "deliveries",
    METADATA,
    Column("id", _Number, Identity(), primary_key=True),
    Column("issue", ForeignKey(ISSUES.c.number), nullable=False),
    Column("address", Text, nullable=False),
    Column("name", Text),
    Column("variant", SmallInteger, nullable=False),
    Column("state", String(10), nullable=False),
    Column("worker", _Number),  # who holds it, or held it last
    Column("attempts", SmallInteger, nullable=False, default=0),
    Column("first_tried_at", Moment),
    Column("next_try_at", Moment),  # when it may be claimed; null: it can't be
    Column("reply", Text),
    Column("offered_at", Moment),
    Column("settled_at", Moment),
    UniqueConstraint("issue", "address"),
)

# Holds only what can be claimed, so that a claim costs the same with a million people settled or waiting.
Index(
    "ix_deliveries_claimable",
    DELIVERIES.c.issue,
    DELIVERIES.c.next_try_at,
    DELIVERIES.c.id,
    sqlite_where=DELIVERIES.c.next_try_at.is_not(None),
    postgresql_where=DELIVERIES.c.next_try_at.is_not(None),
)

ISSUE_POSTS = Table(
    "issue_posts",
    METADATA,
    Column("issue", ForeignKey(ISSUES.c.number), primary_key=True, autoincrement=False),
    Column("position", SmallInteger, primary_key=True, autoincrement=False),
    Column("post", Text, nullable=False, unique=True),  # a post is mailed once
    Column("title", Text, nullable=False),
    Column("url", Text, nullable=False),
)

SEEN_POSTS = Table(
    "seen_posts",
    METADATA,
    Column("post", Text, primary_key=True),
    Column("issue", ForeignKey(ISSUES.c.number), nullable=False),  # the first that saw it
)

SUPPRESSIONS = Table(
    "suppressions",
    METADATA,
    Column("address_key", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("reason", String(20), nullable=False),
    Column("at", Moment, nullable=False),
    Column("note", Text),
)

WORKERS = Table(
    "workers",
    METADATA,
    Column("id", _Number, Identity(), primary_key=True),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("alive_until", Moment, nullable=False),
    sqlite_autoincrement=True,  # a number that comes back would take over a dead worker's claims
)

MARKS = Table(
    "marks",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("at", Moment, nullable=False),
)
