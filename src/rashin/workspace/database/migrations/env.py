"""How Alembic reaches the database: through the connection that `migrate` opened."""

from __future__ import annotations

from alembic import context

from rashin.workspace.database.tables import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
