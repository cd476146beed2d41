"""A vote of a large compound is added up by owner and by door without reading every record."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    connection = op.get_bind()
    for table, columns in (("voter", ("head", "must_agree")), ("ballot", ("voter_id",))):
        connection.exec_driver_sql(
            f"CREATE INDEX ix_{table}_compound_id_poll_id_{'_'.join(columns)} "
            f"ON {table} (compound_id, poll_id, {', '.join(columns)})"
        )
