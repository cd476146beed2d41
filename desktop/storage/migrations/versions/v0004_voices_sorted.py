"""Suggestions: fields of their channel, imports to undo, what was kept apart; sealed boxes."""

from alembic import op

revision = "0004"
down_revision = "0003"

COLUMNS = (
    "ALTER TABLE suggestion ADD COLUMN details TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE suggestion ADD COLUMN supporters INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE suggestion ADD COLUMN batch TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE suggestion_group ADD COLUMN category TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE suggestion_group ADD COLUMN held TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE poll_count ADD COLUMN secret {bytes}",
    "ALTER TABLE poll ADD COLUMN sealed_box INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE suggestion_group ADD COLUMN rank INTEGER NOT NULL DEFAULT 0",
)
# PostgreSQL keeps whole numbers as everywhere else in our tables.
WIDE = (
    "ALTER TABLE poll ALTER COLUMN sealed_box TYPE BIGINT",
    "ALTER TABLE suggestion ALTER COLUMN supporters TYPE BIGINT",
    "ALTER TABLE suggestion_group ALTER COLUMN rank TYPE BIGINT",
)

TABLES = """
    CREATE TABLE suggestion_apart (
        suggestion_id {key} NOT NULL,
        other_id {key},
        group_id {key},
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        CONSTRAINT pk_suggestion_apart PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_suggestion_apart_compound_id_suggestion_id FOREIGN KEY(compound_id, suggestion_id) REFERENCES suggestion (compound_id, id),
        CONSTRAINT fk_suggestion_apart_compound_id_other_id FOREIGN KEY(compound_id, other_id) REFERENCES suggestion (compound_id, id),
        CONSTRAINT fk_suggestion_apart_compound_id_group_id FOREIGN KEY(compound_id, group_id) REFERENCES suggestion_group (compound_id, id),
        CONSTRAINT fk_suggestion_apart_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_suggestion_apart_compound_id_suggestion_id ON suggestion_apart (compound_id, suggestion_id);
    CREATE TABLE suggestion_step (
        suggestion_id {key} NOT NULL,
        at TEXT NOT NULL,
        state TEXT NOT NULL,
        text TEXT NOT NULL,
        who TEXT NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        salt {bytes},
        CONSTRAINT pk_suggestion_step PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_suggestion_step_compound_id_suggestion_id FOREIGN KEY(compound_id, suggestion_id) REFERENCES suggestion (compound_id, id),
        CONSTRAINT fk_suggestion_step_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_suggestion_step_compound_id_suggestion_id ON suggestion_step (compound_id, suggestion_id)
"""


def upgrade() -> None:
    connection = op.get_bind()
    postgresql = connection.dialect.name == "postgresql"
    words = {"key": "UUID", "strict": "", "bytes": "BYTEA"} if postgresql else {
        "key": "TEXT", "strict": "STRICT", "bytes": "BLOB"
    }  # fmt: skip
    columns = [each.replace("{bytes}", words["bytes"]) for each in COLUMNS]
    statements = [*columns, *(WIDE if postgresql else ()), *TABLES.format(**words).split(";")]
    for statement in statements:
        connection.exec_driver_sql(statement)
