"""Bring a database to the tables that this release knows, and refuse one that it doesn't."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from digest.errors import Place, Problem, StoreError
from digest.store.tables import REVISION

MIGRATIONS_FOLDER = Path(__file__).parent / "migrations"


def bring_up_to_date(engine: Engine, path: str) -> None:
    """Give the database all tables, in one transaction: two processes may try at once, one does it."""
    with engine.begin() as connection:
        found = _revision(connection, path)
        _refuse_newer(found, path)
        if found != REVISION:
            _migrate(connection)


def check_revision(engine: Engine, path: str) -> None:
    """Return quietly where the database can be read as it is."""
    with engine.connect() as connection:
        found = _revision(connection, path)
    _refuse_newer(found, path)
    if found != REVISION:
        fault = "the database was last written by an older digest"
        mend = "run `digest send`: it brings the database up to date before it asks anything"
        raise StoreError(Problem(Place(path), fault, mend))


def is_empty(engine: Engine) -> bool:
    """Return whether there is no table yet: its maker was stopped before it came to that."""
    with engine.connect() as connection:
        return not inspect(connection).get_table_names()


def _revision(connection: Connection, path: str) -> str:
    """Return the database's revision, "" for an empty one. Revisions are numbers of four digits, so they sort."""
    names = inspect(connection).get_table_names()
    if "alembic_version" in names:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    if not names:
        return ""
    fault = "this database belongs to another program"
    mend = "name another file under `state:`"
    raise StoreError(Problem(Place(path), fault, mend))


def _refuse_newer(found: str, path: str) -> None:
    if found > REVISION:
        fault = f"the database was written by a newer digest (revision {found}, this one knows {REVISION})"
        raise StoreError(Problem(Place(path), fault, "upgrade digest, then run the command again"))


def _migrate(connection: Connection) -> None:
    # Here, for the quarter of a second that only the first run has to pay.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")
