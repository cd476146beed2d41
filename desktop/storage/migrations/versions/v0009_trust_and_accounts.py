"""Salts for what ballots say, checkpoints of the chains, accounts."""

from alembic import op

revision = "0009"
down_revision = "0008"

COLUMNS = (
    "ALTER TABLE ballot ADD COLUMN salt {bytes}",
    "ALTER TABLE ballot_entry ADD COLUMN salt {bytes}",
)
TABLES = """
    CREATE TABLE checkpoint (
        compound_id {key} NOT NULL,
        sequence {whole} NOT NULL,
        hash {bytes} NOT NULL,
        at TEXT NOT NULL,
        action TEXT NOT NULL,
        noun TEXT NOT NULL,
        key TEXT NOT NULL,
        signer {bytes} NOT NULL,
        signature {bytes} NOT NULL,
        CONSTRAINT pk_checkpoint PRIMARY KEY (compound_id, sequence)
    ) {strict};
    CREATE TABLE signer (
        key TEXT NOT NULL,
        name TEXT NOT NULL,
        since TEXT NOT NULL,
        CONSTRAINT pk_signer PRIMARY KEY (key)
    ) {strict};
    CREATE TABLE account (
        id {key} NOT NULL,
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        everywhere {flag} NOT NULL,
        password TEXT NOT NULL,
        ended TEXT NOT NULL,
        salt {bytes},
        CONSTRAINT pk_account PRIMARY KEY (id),
        CONSTRAINT uq_account_name UNIQUE (name)
    ) {strict};
    CREATE TABLE account_compound (
        compound_id {key} NOT NULL,
        account_id {key} NOT NULL,
        active {flag} NOT NULL,
        CONSTRAINT pk_account_compound PRIMARY KEY (compound_id, account_id),
        CONSTRAINT fk_account_compound_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id),
        CONSTRAINT fk_account_compound_account_id FOREIGN KEY(account_id) REFERENCES account (id)
    ) {strict};
    CREATE TABLE sign_in (
        account_id {key} NOT NULL,
        failures {whole} NOT NULL,
        wait {whole} NOT NULL,
        at TEXT NOT NULL,
        CONSTRAINT pk_sign_in PRIMARY KEY (account_id),
        CONSTRAINT fk_sign_in_account_id FOREIGN KEY(account_id) REFERENCES account (id)
    ) {strict};
"""
REFUSE_SQLITE = tuple(
    f"CREATE TRIGGER checkpoint_no_{act.lower()} BEFORE {act} ON checkpoint "
    "BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END"
    for act in ("UPDATE", "DELETE")
)
REFUSE_POSTGRESQL = (
    "CREATE TRIGGER checkpoint_append_only BEFORE UPDATE OR DELETE ON checkpoint "
    "FOR EACH ROW EXECUTE FUNCTION refuse_history()",
    "CREATE TRIGGER checkpoint_no_truncate BEFORE TRUNCATE ON checkpoint "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_history()",
)


def upgrade() -> None:
    connection = op.get_bind()
    postgresql = connection.dialect.name == "postgresql"
    words = {"key": "UUID", "whole": "BIGINT", "strict": "", "bytes": "BYTEA"} if postgresql else {
        "key": "TEXT", "whole": "INTEGER", "strict": "STRICT", "bytes": "BLOB"
    }  # fmt: skip
    words["flag"] = "INTEGER"
    statements = [each.format(**words) for each in (*COLUMNS, *TABLES.split(";"))]
    for statement in (*statements, *(REFUSE_POSTGRESQL if postgresql else REFUSE_SQLITE)):
        if statement.strip():
            connection.exec_driver_sql(statement)
