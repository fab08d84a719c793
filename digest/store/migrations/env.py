"""Run by alembic: the migrations, on the connection and in the transaction of whoever asked for them."""

from alembic import context

from digest.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite can't change a column in place
)
context.run_migrations()
