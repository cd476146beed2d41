"""Matters without a meeting, sessions on the spot, disputes, three lists, meetings that come back."""

from alembic import op

revision = "0005"
down_revision = "0004"

COLUMNS = (
    "ALTER TABLE attachment ADD COLUMN suggestion_id {key}",
    "ALTER TABLE attachment ADD COLUMN affair_id {key}",
    "ALTER TABLE item ADD COLUMN opinion TEXT",
    "ALTER TABLE item ADD COLUMN opinion_note TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE item ADD COLUMN opinion_on TEXT",
    "ALTER TABLE item ADD COLUMN brought_by TEXT NOT NULL DEFAULT 'none'",
    "ALTER TABLE resolution ADD COLUMN accepted_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE resolution ADD COLUMN accepted_on TEXT",
    "ALTER TABLE resolution_step ADD COLUMN new_due TEXT",
    "CREATE INDEX ix_suggestion_compound_id_number ON suggestion (compound_id, number)",
)

TABLES = """
    CREATE TABLE affair (
        suggestion_id {key},
        number {whole} NOT NULL,
        text TEXT NOT NULL,
        door TEXT NOT NULL,
        category TEXT NOT NULL,
        level TEXT NOT NULL,
        state TEXT NOT NULL,
        lead TEXT NOT NULL,
        due TEXT,
        found_at TEXT NOT NULL,
        responded_at TEXT NOT NULL,
        done_at TEXT NOT NULL,
        reported_at TEXT NOT NULL,
        department TEXT NOT NULL,
        claimed_at TEXT NOT NULL,
        rating TEXT,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        salt {bytes},
        CONSTRAINT pk_affair PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_affair_compound_id_suggestion_id FOREIGN KEY(compound_id, suggestion_id) REFERENCES suggestion (compound_id, id),
        CONSTRAINT fk_affair_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_affair_compound_id_state ON affair (compound_id, state);
    CREATE TABLE affair_step (
        affair_id {key} NOT NULL,
        at TEXT NOT NULL,
        act TEXT NOT NULL,
        text TEXT NOT NULL,
        who TEXT NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        salt {bytes},
        CONSTRAINT pk_affair_step PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_affair_step_compound_id_affair_id FOREIGN KEY(compound_id, affair_id) REFERENCES affair (compound_id, id),
        CONSTRAINT fk_affair_step_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_affair_step_compound_id_affair_id ON affair_step (compound_id, affair_id);
    CREATE TABLE open_day (
        kind TEXT NOT NULL,
        held_on TEXT NOT NULL,
        starts TEXT NOT NULL,
        place TEXT NOT NULL,
        departments TEXT NOT NULL,
        closed INTEGER NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        CONSTRAINT pk_open_day PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_open_day_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_open_day_compound_id_held_on ON open_day (compound_id, held_on);
    CREATE TABLE open_day_suggestion (
        open_day_id {key} NOT NULL,
        suggestion_id {key} NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        CONSTRAINT pk_open_day_suggestion PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_open_day_suggestion_compound_id_open_day_id FOREIGN KEY(compound_id, open_day_id) REFERENCES open_day (compound_id, id),
        CONSTRAINT fk_open_day_suggestion_compound_id_suggestion_id FOREIGN KEY(compound_id, suggestion_id) REFERENCES suggestion (compound_id, id),
        CONSTRAINT fk_open_day_suggestion_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_open_day_suggestion_compound_id_open_day_id ON open_day_suggestion (compound_id, open_day_id);
    CREATE TABLE dispute (
        number {whole} NOT NULL,
        received_on TEXT NOT NULL,
        kind TEXT NOT NULL,
        level TEXT NOT NULL,
        state TEXT NOT NULL,
        parties TEXT NOT NULL,
        text TEXT NOT NULL,
        mediator TEXT NOT NULL,
        agreement TEXT NOT NULL,
        visit_on TEXT,
        visited TEXT NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        salt {bytes},
        CONSTRAINT pk_dispute PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_dispute_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_dispute_compound_id_state ON dispute (compound_id, state);
    CREATE TABLE mediation (
        dispute_id {key} NOT NULL,
        "on" TEXT NOT NULL,
        place TEXT NOT NULL,
        mediators TEXT NOT NULL,
        present TEXT NOT NULL,
        text TEXT NOT NULL,
        outcome TEXT NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        salt {bytes},
        CONSTRAINT pk_mediation PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_mediation_compound_id_dispute_id FOREIGN KEY(compound_id, dispute_id) REFERENCES dispute (compound_id, id),
        CONSTRAINT fk_mediation_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_mediation_compound_id_dispute_id ON mediation (compound_id, dispute_id);
    CREATE TABLE listed (
        listing TEXT NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        holder TEXT NOT NULL,
        contact TEXT NOT NULL,
        "on" TEXT NOT NULL,
        ended TEXT NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        salt {bytes},
        CONSTRAINT pk_listed PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_listed_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_listed_compound_id_listing ON listed (compound_id, listing);
    CREATE TABLE listed_match (
        need_id {key} NOT NULL,
        with_id {key} NOT NULL,
        "on" TEXT NOT NULL,
        note TEXT NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        CONSTRAINT pk_listed_match PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_listed_match_compound_id_need_id FOREIGN KEY(compound_id, need_id) REFERENCES listed (compound_id, id),
        CONSTRAINT fk_listed_match_compound_id_with_id FOREIGN KEY(compound_id, with_id) REFERENCES listed (compound_id, id),
        CONSTRAINT fk_listed_match_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_listed_match_compound_id_need_id ON listed_match (compound_id, need_id);
    CREATE TABLE rhythm (
        profile TEXT NOT NULL,
        title TEXT NOT NULL,
        every TEXT NOT NULL,
        day {whole} NOT NULL,
        starts TEXT NOT NULL,
        place TEXT NOT NULL,
        collect_by {whole} NOT NULL,
        since TEXT NOT NULL,
        ended INTEGER NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        CONSTRAINT pk_rhythm PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_rhythm_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE TABLE satisfaction (
        resolution_id {key} NOT NULL,
        suggestion_id {key},
        "on" TEXT NOT NULL,
        rating TEXT NOT NULL,
        text TEXT NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        salt {bytes},
        CONSTRAINT pk_satisfaction PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_satisfaction_compound_id_resolution_id FOREIGN KEY(compound_id, resolution_id) REFERENCES resolution (compound_id, id),
        CONSTRAINT fk_satisfaction_compound_id_suggestion_id FOREIGN KEY(compound_id, suggestion_id) REFERENCES suggestion (compound_id, id),
        CONSTRAINT fk_satisfaction_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_satisfaction_compound_id_resolution_id ON satisfaction (compound_id, resolution_id)
"""


def upgrade() -> None:
    connection = op.get_bind()
    postgresql = connection.dialect.name == "postgresql"
    words = {"key": "UUID", "whole": "BIGINT", "strict": "", "bytes": "BYTEA"} if postgresql else {
        "key": "TEXT", "whole": "INTEGER", "strict": "STRICT", "bytes": "BLOB"
    }  # fmt: skip
    columns = [each.format(**words) for each in COLUMNS]
    for statement in [*columns, *TABLES.format(**words).split(";")]:
        connection.exec_driver_sql(statement)
