"""The renewal plan of a compound: its ledgers, survey, versions, lifts; figures of other offices."""

from alembic import op

revision = "0007"
down_revision = "0006"

COLUMNS = ("ALTER TABLE attachment ADD COLUMN renewal_id {key}",)

TABLES = """
    CREATE TABLE renewal (
        number {whole} NOT NULL,
        places {whole} NOT NULL,
        works {whole} NOT NULL,
        stage TEXT NOT NULL,
        title TEXT NOT NULL,
        share TEXT NOT NULL,
        base TEXT NOT NULL,
        by_area {flag} NOT NULL,
        source TEXT NOT NULL,
        area_name TEXT NOT NULL,
        about TEXT NOT NULL,
        period TEXT NOT NULL,
        upkeep TEXT NOT NULL,
        risks TEXT NOT NULL,
        frame TEXT NOT NULL,
        hand TEXT NOT NULL,
        gates TEXT NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        CONSTRAINT pk_renewal PRIMARY KEY (compound_id, id),
        CONSTRAINT uq_renewal_compound_id UNIQUE (compound_id),
        CONSTRAINT fk_renewal_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE TABLE renewal_line (
        renewal_id {key} NOT NULL,
        ledger TEXT NOT NULL,
        place {whole} NOT NULL,
        cells TEXT NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        salt {bytes},
        CONSTRAINT pk_renewal_line PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_renewal_line_compound_id_renewal_id FOREIGN KEY(compound_id, renewal_id) REFERENCES renewal (compound_id, id),
        CONSTRAINT fk_renewal_line_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_renewal_line_compound_id_renewal_id_ledger ON renewal_line (compound_id, renewal_id, ledger);
    CREATE TABLE renewal_household (
        renewal_id {key} NOT NULL,
        place {whole} NOT NULL,
        building TEXT NOT NULL,
        unit TEXT NOT NULL,
        room TEXT NOT NULL,
        floor {whole},
        area TEXT NOT NULL,
        imported {flag} NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        CONSTRAINT pk_renewal_household PRIMARY KEY (compound_id, id),
        CONSTRAINT uq_renewal_household_compound_id_renewal_id_place UNIQUE (compound_id, renewal_id, place),
        CONSTRAINT fk_renewal_household_compound_id_renewal_id FOREIGN KEY(compound_id, renewal_id) REFERENCES renewal (compound_id, id),
        CONSTRAINT fk_renewal_household_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
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
        way TEXT NOT NULL,
        who TEXT NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        salt {bytes},
        CONSTRAINT pk_renewal_answer PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_renewal_answer_compound_id_renewal_id FOREIGN KEY(compound_id, renewal_id) REFERENCES renewal (compound_id, id),
        CONSTRAINT fk_renewal_answer_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_renewal_answer_compound_id_renewal_id ON renewal_answer (compound_id, renewal_id);
    CREATE TABLE renewal_scheme (
        renewal_id {key} NOT NULL,
        number {whole} NOT NULL,
        made_on TEXT NOT NULL,
        said TEXT NOT NULL,
        parts TEXT NOT NULL,
        approved_by TEXT NOT NULL,
        approved_on TEXT,
        approved_how TEXT NOT NULL,
        figures TEXT NOT NULL,
        posted_on TEXT,
        days {whole} NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        CONSTRAINT pk_renewal_scheme PRIMARY KEY (compound_id, id),
        CONSTRAINT uq_renewal_scheme_compound_id_renewal_id_number UNIQUE (compound_id, renewal_id, number),
        CONSTRAINT fk_renewal_scheme_compound_id_renewal_id FOREIGN KEY(compound_id, renewal_id) REFERENCES renewal (compound_id, id),
        CONSTRAINT fk_renewal_scheme_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE TABLE renewal_lift (
        renewal_id {key} NOT NULL,
        building TEXT NOT NULL,
        unit TEXT NOT NULL,
        stage TEXT NOT NULL,
        rule TEXT NOT NULL,
        terms TEXT NOT NULL,
        touched TEXT NOT NULL,
        note TEXT NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        salt {bytes},
        CONSTRAINT pk_renewal_lift PRIMARY KEY (compound_id, id),
        CONSTRAINT uq_renewal_lift_compound_id_renewal_id_building_unit UNIQUE (compound_id, renewal_id, building, unit),
        CONSTRAINT fk_renewal_lift_compound_id_renewal_id FOREIGN KEY(compound_id, renewal_id) REFERENCES renewal (compound_id, id),
        CONSTRAINT fk_renewal_lift_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE TABLE renewal_figures (
        id {key} NOT NULL,
        office TEXT NOT NULL,
        compound TEXT NOT NULL,
        figures TEXT NOT NULL,
        file TEXT NOT NULL,
        at TEXT NOT NULL,
        CONSTRAINT pk_renewal_figures PRIMARY KEY (id),
        CONSTRAINT uq_renewal_figures_office_compound UNIQUE (office, compound)
    ) {strict}
"""


def upgrade() -> None:
    connection = op.get_bind()
    postgresql = connection.dialect.name == "postgresql"
    words = {"key": "UUID", "whole": "BIGINT", "strict": "", "bytes": "BYTEA"} if postgresql else {
        "key": "TEXT", "whole": "INTEGER", "strict": "STRICT", "bytes": "BLOB"
    }  # fmt: skip
    words["flag"] = "INTEGER"
    columns = [each.format(**words) for each in COLUMNS]
    for statement in [*columns, *TABLES.format(**words).split(";")]:
        connection.exec_driver_sql(statement)
