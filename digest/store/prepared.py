"""Statements for many rows at a time, spelt out once per database."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, UpdateBase

_Spelling = tuple[str, Callable[[Sequence[Mapping[str, object]]], list[Any]]]


class Prepared:
    """A statement with a `bindparam` for whatever differs by row.

    To run it on ten rows SQLAlchemy would look through all of its parameters ten times. That is most of what the
    ledger costs, so here the way from a row to its parameters is found once.
    """

    def __init__(self, statement: UpdateBase) -> None:
        self._statement = statement
        self._spellings: dict[str, _Spelling] = {}

    def run(self, connection: Connection, rows: Sequence[Mapping[str, object]]) -> int:
        """Run it for each of *rows*; return how many rows of the database it changed."""
        name = connection.dialect.name
        if name not in self._spellings:
            self._spellings[name] = _spell(self._statement, connection.dialect)
        sql, parameters_of = self._spellings[name]
        return connection.exec_driver_sql(sql, parameters_of(rows)).rowcount


def _spell(statement: UpdateBase, dialect: Dialect) -> _Spelling:
    compiled = statement.compile(dialect=dialect)
    binds = {name: bind for bind, name in compiled.bind_names.items()}
    names = tuple(compiled.positiontup or binds)
    converters = [binds[name].type.dialect_impl(dialect).bind_processor(dialect) or _as_it_is for name in names]
    constants = {name: bind.value for name, bind in binds.items() if not bind.required}
    steps = tuple(zip(names, converters, strict=True))

    def values(row: Mapping[str, object]) -> tuple[object, ...]:
        full = {**constants, **row}
        return tuple([convert(full[name]) for name, convert in steps])

    if compiled.positiontup is not None:
        return str(compiled), lambda rows: [values(row) for row in rows]
    return str(compiled), lambda rows: [dict(zip(names, values(row), strict=True)) for row in rows]


def _as_it_is(value: object) -> object:
    return value
