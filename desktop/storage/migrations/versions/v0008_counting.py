"""A vote of a large compound is added up by owner and by door without reading every record."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    connection = op.get_bind()
    for table, column in (("voter", "head"), ("ballot", "voter_id")):
        connection.exec_driver_sql(
            f"CREATE INDEX ix_{table}_compound_id_poll_id_{column} "
            f"ON {table} (compound_id, poll_id, {column})"
        )
