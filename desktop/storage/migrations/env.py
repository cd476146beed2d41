"""Alembic's entry: the connection comes from ``desktop.storage.database``."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transaction_per_migration=False)
context.run_migrations()
