"""Statements for many rows: what they write is what SQLAlchemy itself would."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql

from digest.store.database import open_database
from digest.store.prepared import Prepared, _spell
from digest.store.tables import ANY_TIME, MARKS

NAME_BY_ROW = Prepared(insert(MARKS).values(name=bindparam("its_name"), at=ANY_TIME))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(tmp_path / "digest.db")
    yield engine
    engine.dispose()


def test_what_differs_and_what_does_not_is_written_for_every_row(engine: Engine) -> None:
    with engine.begin() as connection:
        changed = NAME_BY_ROW.run(connection, [{"its_name": "tea"}, {"its_name": "coal"}])

        assert changed == 2
        assert connection.execute(select(MARKS)).all() == [("tea", ANY_TIME), ("coal", ANY_TIME)]


def test_it_says_how_many_rows_it_changed(engine: Engine) -> None:
    later = ANY_TIME + timedelta(days=1)
    move = Prepared(update(MARKS).where(MARKS.c.name == bindparam("its_name")).values(at=bindparam("new_at")))
    with engine.begin() as connection:
        NAME_BY_ROW.run(connection, [{"its_name": "tea"}])

        changed = move.run(connection, [{"its_name": name, "new_at": later} for name in ("tea", "coal")])

        assert changed == 1
        assert connection.scalar(select(MARKS.c.at)) == later


def test_a_row_that_lacks_a_value_is_a_bug(engine: Engine) -> None:
    with engine.begin() as connection, pytest.raises(KeyError, match="its_name"):
        NAME_BY_ROW.run(connection, [{}])


def test_databases_that_name_their_parameters_get_them_by_name() -> None:
    dialect = postgresql.dialect(paramstyle="pyformat")  # type: ignore[no-untyped-call]

    sql, parameters_of = _spell(update(MARKS).where(MARKS.c.name == bindparam("its_name")).values(at=ANY_TIME), dialect)

    assert "%(its_name)s" in sql
    assert parameters_of([{"its_name": "tea"}]) == [{"its_name": "tea", "at": 0}]
