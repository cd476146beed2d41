"""Salts beside everything people said, and what an edited text of the minutes was drafted from."""

from alembic import op

revision = "0002"
down_revision = "0001"

SALTED = ("meeting", "item", "proposal", "note", "minutes", "resolution", "resolution_step")


def upgrade() -> None:
    connection = op.get_bind()
    blob = "BYTEA" if connection.dialect.name == "postgresql" else "BLOB"
    for table in SALTED:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN salt {blob}")
    connection.exec_driver_sql("ALTER TABLE minutes ADD COLUMN basis TEXT NOT NULL DEFAULT ''")
    # Texts from before: edited perhaps, drafted from facts that nobody noted; to be looked at.
    connection.exec_driver_sql("UPDATE minutes SET basis = '0001' WHERE final = 0")
