"""The floor and the clock of a session, what was set right in it, minutes read twice, corrections,
numbers of papers, forms."""

from alembic import op

revision = "0006"
down_revision = "0005"

COLUMNS = (
    "ALTER TABLE item ADD COLUMN late INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE item ADD COLUMN into_id {key}",
    "ALTER TABLE minutes ADD COLUMN checked_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE minutes ADD COLUMN checked_text TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE paper ADD COLUMN said TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE paper ADD COLUMN pages {whole} NOT NULL DEFAULT 0",
    "ALTER TABLE minutes ADD COLUMN kept_numbers TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE objection ADD COLUMN late INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE minutes ADD COLUMN kept_differences TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE item ADD COLUMN announced TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE proposal ADD COLUMN at TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE proposal ADD COLUMN withdrawn_at TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE note ADD COLUMN struck_at TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE attendee ADD COLUMN letter_on TEXT",
)

TABLES = """
    CREATE TABLE item_span (
        item_id {key} NOT NULL,
        began TEXT NOT NULL,
        ended TEXT NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        CONSTRAINT pk_item_span PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_item_span_compound_id_item_id FOREIGN KEY(compound_id, item_id) REFERENCES item (compound_id, id),
        CONSTRAINT fk_item_span_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_item_span_compound_id_item_id ON item_span (compound_id, item_id);
    CREATE TABLE turn (
        meeting_id {key} NOT NULL,
        item_id {key},
        kind TEXT NOT NULL,
        speaker TEXT NOT NULL,
        body TEXT NOT NULL,
        "limit" {whole} NOT NULL,
        asked TEXT NOT NULL,
        began TEXT NOT NULL,
        ended TEXT NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        salt {bytes},
        CONSTRAINT pk_turn PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_turn_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_turn_compound_id_item_id FOREIGN KEY(compound_id, item_id) REFERENCES item (compound_id, id),
        CONSTRAINT fk_turn_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_turn_compound_id_meeting_id ON turn (compound_id, meeting_id);
    CREATE TABLE correction (
        meeting_id {key} NOT NULL,
        number {whole} NOT NULL,
        "on" TEXT NOT NULL,
        wrong TEXT NOT NULL,
        "right" TEXT NOT NULL,
        reason TEXT NOT NULL,
        who TEXT NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        salt {bytes},
        CONSTRAINT pk_correction PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_correction_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_correction_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_correction_compound_id_meeting_id ON correction (compound_id, meeting_id);
    CREATE TABLE session_correction (
        meeting_id {key} NOT NULL,
        item_id {key},
        attendee_id {key},
        at TEXT NOT NULL,
        what TEXT NOT NULL,
        old TEXT NOT NULL,
        new TEXT NOT NULL,
        who TEXT NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        salt {bytes},
        CONSTRAINT pk_session_correction PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_session_correction_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_session_correction_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_session_correction_compound_id_meeting_id ON session_correction (compound_id, meeting_id);
    CREATE TABLE file_number (
        meeting_id {key} NOT NULL,
        paper TEXT NOT NULL,
        series TEXT NOT NULL,
        year {whole} NOT NULL,
        number {whole} NOT NULL,
        text TEXT NOT NULL,
        void TEXT NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        CONSTRAINT pk_file_number PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_file_number_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT uq_file_number_series_year_number UNIQUE (series, year, number),
        CONSTRAINT fk_file_number_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_file_number_compound_id_meeting_id ON file_number (compound_id, meeting_id);
    CREATE TABLE posting (
        meeting_id {key} NOT NULL,
        "on" TEXT NOT NULL,
        place TEXT NOT NULL,
        days {whole} NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        CONSTRAINT pk_posting PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_posting_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT uq_posting_compound_id_meeting_id UNIQUE (compound_id, meeting_id),
        CONSTRAINT fk_posting_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE TABLE meeting_objection (
        meeting_id {key} NOT NULL,
        "on" TEXT NOT NULL,
        door TEXT NOT NULL,
        "by" TEXT NOT NULL,
        text TEXT NOT NULL,
        answer TEXT NOT NULL,
        answered_on TEXT,
        taken_by TEXT NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        salt {bytes},
        CONSTRAINT pk_meeting_objection PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_meeting_objection_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_meeting_objection_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_meeting_objection_compound_id_meeting_id ON meeting_objection (compound_id, meeting_id);
    CREATE TABLE showing (
        meeting_id {key} NOT NULL,
        paper TEXT NOT NULL,
        shown TEXT NOT NULL,
        reason TEXT NOT NULL,
        second TEXT NOT NULL,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        compound_id {key} NOT NULL,
        id {key} NOT NULL,
        salt {bytes},
        CONSTRAINT pk_showing PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_showing_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_showing_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    ) {strict};
    CREATE INDEX ix_showing_compound_id_meeting_id ON showing (compound_id, meeting_id);
    CREATE TABLE form (
        id {key} NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        source TEXT NOT NULL,
        places TEXT NOT NULL,
        content {bytes} NOT NULL,
        CONSTRAINT pk_form PRIMARY KEY (id)
    ) {strict}
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
