"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Frozen here as they were on that day: digest/store/tables.py goes on, this file doesn't.
_MOMENT = sa.BigInteger
_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make every table."""
    _make_issues()
    _make_deliveries()
    _make_posts()
    _make_people()


def _make_issues() -> None:
    op.create_table(
        "issues",
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("message_date", _MOMENT, nullable=False),
        sa.Column("frozen_at", _MOMENT, nullable=False),
        sa.Column("finished_at", _MOMENT),
        sa.PrimaryKeyConstraint("number", name="pk_issues"),
        sa.UniqueConstraint("until", name="uq_issues_until"),
    )
    op.create_table(
        "variants",
        sa.Column("issue", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("variant", sa.SmallInteger, autoincrement=False, nullable=False),
        sa.Column("parts", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("issue", "variant", name="pk_variants"),
        sa.ForeignKeyConstraint(["issue"], ["issues.number"], name="fk_variants_issue_issues"),
    )


def _make_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", _NUMBER, sa.Identity(), nullable=False),
        sa.Column("issue", sa.Integer, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("variant", sa.SmallInteger, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("worker", _NUMBER),
        sa.Column("attempts", sa.SmallInteger, nullable=False),
        sa.Column("first_tried_at", _MOMENT),
        sa.Column("next_try_at", _MOMENT),
        sa.Column("reply", sa.Text),
        sa.Column("offered_at", _MOMENT),
        sa.Column("settled_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("issue", "address", name="uq_deliveries_issue_address"),
        sa.ForeignKeyConstraint(["issue"], ["issues.number"], name="fk_deliveries_issue_issues"),
    )
    waiting = sa.text("next_try_at IS NOT NULL")
    op.create_index(
        "ix_deliveries_claimable",
        "deliveries",
        ["issue", "next_try_at", "id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def _make_posts() -> None:
    op.create_table(
        "issue_posts",
        sa.Column("issue", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("position", sa.SmallInteger, autoincrement=False, nullable=False),
        sa.Column("post", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("issue", "position", name="pk_issue_posts"),
        sa.UniqueConstraint("post", name="uq_issue_posts_post"),
        sa.ForeignKeyConstraint(["issue"], ["issues.number"], name="fk_issue_posts_issue_issues"),
    )
    op.create_table(
        "seen_posts",
        sa.Column("post", sa.Text, nullable=False),
        sa.Column("issue", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("post", name="pk_seen_posts"),
        sa.ForeignKeyConstraint(["issue"], ["issues.number"], name="fk_seen_posts_issue_issues"),
    )
    op.create_table(
        "marks",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_marks"),
    )


def _make_people() -> None:
    op.create_table(
        "suppressions",
        sa.Column("address_key", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("note", sa.Text),
        sa.PrimaryKeyConstraint("address_key", name="pk_suppressions"),
    )
    op.create_table(
        "workers",
        sa.Column("id", _NUMBER, sa.Identity(), nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("alive_until", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workers"),
        sqlite_autoincrement=True,
    )
