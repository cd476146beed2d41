"""The renewal plan of a compound, and its survey."""

from alembic import op

revision = "0007"
down_revision = "0006"

TABLES = """
    CREATE TABLE renewal (
        title TEXT NOT NULL,
        share TEXT NOT NULL,
        source TEXT NOT NULL,
        about TEXT NOT NULL,
        period TEXT NOT NULL,
        upkeep TEXT NOT NULL,
        risks TEXT NOT NULL,
        gates TEXT NOT NULL,
        works TEXT NOT NULL,
        costs TEXT NOT NULL,
        sources TEXT NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        CONSTRAINT pk_renewal PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_renewal_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_renewal_compound_id ON renewal (compound_id);
    CREATE TABLE renewal_answer (
        renewal_id {key} NOT NULL,
        place {whole} NOT NULL,
        number TEXT NOT NULL,
        building TEXT NOT NULL,
        unit TEXT NOT NULL,
        room TEXT NOT NULL,
        floor {whole},
        area TEXT NOT NULL,
        want TEXT NOT NULL,
        wishes TEXT NOT NULL,
        lift TEXT NOT NULL,
        objections TEXT NOT NULL,
        "on" TEXT,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        salt {bytes},
        CONSTRAINT pk_renewal_answer PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_renewal_answer_compound_id_renewal_id FOREIGN KEY(compound_id, renewal_id) REFERENCES renewal (compound_id, id),
        CONSTRAINT fk_renewal_answer_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_renewal_answer_compound_id_renewal_id ON renewal_answer (compound_id, renewal_id)
"""


def upgrade() -> None:
    connection = op.get_bind()
    postgresql = connection.dialect.name == "postgresql"
    words = {"key": "UUID", "whole": "BIGINT", "strict": "", "bytes": "BYTEA"} if postgresql else {
        "key": "TEXT", "whole": "INTEGER", "strict": "STRICT", "bytes": "BLOB"
    }  # fmt: skip
    for statement in TABLES.format(**words).split(";"):
        connection.exec_driver_sql(statement)
