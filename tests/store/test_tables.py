"""Moments in the database, and the tables against their migrations."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from digest.store.database import open_database
from digest.store.revision import MIGRATIONS_FOLDER
from digest.store.tables import METADATA, REVISION, Moment

DIALECT = sqlite.dialect()
ZONES = st.builds(timezone, st.timedeltas(min_value=timedelta(hours=-23), max_value=timedelta(hours=23)))


@given(st.datetimes(timezones=ZONES, min_value=datetime(1900, 1, 2), max_value=datetime(2200, 1, 1)))  # noqa: DTZ001
def test_a_moment_comes_back_to_the_microsecond_in_utc(moment: datetime) -> None:
    stored = Moment().process_bind_param(moment, DIALECT)

    read = Moment().process_result_value(stored, DIALECT)

    assert read == moment
    assert read is not None
    assert read.tzinfo is UTC


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(TypeError, match="offset-naive"):
        Moment().process_bind_param(datetime(2026, 3, 2), DIALECT)  # noqa: DTZ001


def test_migrations_make_exactly_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "digest.db")

    with engine.begin() as connection:
        drift = compare_metadata(MigrationContext.configure(connection), METADATA)

    engine.dispose()
    assert drift == []


def test_the_newest_migration_is_the_revision_that_the_code_names() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS_FOLDER))
    config.set_main_option("path_separator", "os")

    head = ScriptDirectory.from_config(config).get_current_head()

    assert head == REVISION
