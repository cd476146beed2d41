"""Written votes: polls, rolls, ballots, counts; papers may belong to a poll. Never edited again."""

from alembic import op

revision = "0003"
down_revision = "0002"

SQLITE = (
    """
    CREATE TABLE poll (
        meeting_id TEXT,
        body_id TEXT,
        number INTEGER NOT NULL,
        stale TEXT NOT NULL,
        title TEXT NOT NULL,
        convener TEXT NOT NULL,
        stage TEXT NOT NULL,
        scope TEXT NOT NULL,
        policy TEXT NOT NULL,
        opens_on TEXT NOT NULL,
        closes_on TEXT NOT NULL,
        noticed_on TEXT,
        extensions TEXT NOT NULL,
        frozen_at TEXT NOT NULL,
        roll_digest BLOB,
        opened_at TEXT NOT NULL,
        closed_at TEXT NOT NULL,
        gap TEXT NOT NULL,
        recount TEXT NOT NULL,
        posted_on TEXT,
        publicity_days INTEGER NOT NULL,
        staff TEXT NOT NULL,
        void_reason TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        salt BLOB,
        CONSTRAINT pk_poll PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_poll_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_poll_compound_id_body_id FOREIGN KEY(compound_id, body_id) REFERENCES body (compound_id, id),
        CONSTRAINT uq_poll_compound_id_number UNIQUE (compound_id, number),
        CONSTRAINT fk_poll_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_poll_compound_id_stage ON poll (compound_id, stage)
    """,
    """
    CREATE TABLE poll_matter (
        poll_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        kind TEXT NOT NULL,
        rule TEXT NOT NULL,
        options TEXT NOT NULL,
        seats INTEGER NOT NULL,
        substitutes INTEGER NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_poll_matter PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_poll_matter_compound_id_poll_id FOREIGN KEY(compound_id, poll_id) REFERENCES poll (compound_id, id),
        CONSTRAINT fk_poll_matter_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_poll_matter_compound_id_poll_id ON poll_matter (compound_id, poll_id)
    """,
    """
    CREATE TABLE voter (
        poll_id TEXT NOT NULL,
        premises_id TEXT,
        position INTEGER NOT NULL,
        building TEXT NOT NULL,
        unit TEXT NOT NULL,
        room TEXT NOT NULL,
        shop INTEGER NOT NULL,
        floor INTEGER,
        use TEXT NOT NULL,
        area INTEGER NOT NULL,
        area_source TEXT NOT NULL,
        names TEXT,
        head INTEGER NOT NULL,
        must_agree INTEGER NOT NULL,
        delivery TEXT,
        delivered_at TEXT NOT NULL,
        delivered_by TEXT NOT NULL,
        witness TEXT NOT NULL,
        agent TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        salt BLOB,
        CONSTRAINT pk_voter PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_voter_compound_id_poll_id FOREIGN KEY(compound_id, poll_id) REFERENCES poll (compound_id, id),
        CONSTRAINT fk_voter_compound_id_premises_id FOREIGN KEY(compound_id, premises_id) REFERENCES premises (compound_id, id),
        CONSTRAINT uq_voter_compound_id_poll_id_position UNIQUE (compound_id, poll_id, position),
        CONSTRAINT fk_voter_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE TABLE ballot (
        poll_id TEXT NOT NULL,
        voter_id TEXT NOT NULL,
        paper INTEGER NOT NULL,
        way TEXT NOT NULL,
        state TEXT NOT NULL,
        marks TEXT,
        at TEXT NOT NULL,
        why TEXT NOT NULL,
        "order" INTEGER NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_ballot PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_ballot_compound_id_poll_id FOREIGN KEY(compound_id, poll_id) REFERENCES poll (compound_id, id),
        CONSTRAINT fk_ballot_compound_id_voter_id FOREIGN KEY(compound_id, voter_id) REFERENCES voter (compound_id, id),
        CONSTRAINT uq_ballot_compound_id_poll_id_paper UNIQUE (compound_id, poll_id, paper),
        CONSTRAINT fk_ballot_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_ballot_compound_id_voter_id ON ballot (compound_id, voter_id)
    """,
    """
    CREATE TABLE ballot_entry (
        ballot_id TEXT NOT NULL,
        keying INTEGER NOT NULL,
        marks TEXT NOT NULL,
        who TEXT NOT NULL,
        at TEXT NOT NULL,
        reason TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_ballot_entry PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_ballot_entry_compound_id_ballot_id FOREIGN KEY(compound_id, ballot_id) REFERENCES ballot (compound_id, id),
        CONSTRAINT uq_ballot_entry_compound_id_ballot_id_keying UNIQUE (compound_id, ballot_id, keying),
        CONSTRAINT fk_ballot_entry_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE TABLE secret_ballot (
        poll_id TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        marks TEXT NOT NULL,
        who TEXT NOT NULL,
        at TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_secret_ballot PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_secret_ballot_compound_id_poll_id FOREIGN KEY(compound_id, poll_id) REFERENCES poll (compound_id, id),
        CONSTRAINT uq_secret_ballot_compound_id_poll_id_sequence UNIQUE (compound_id, poll_id, sequence),
        CONSTRAINT fk_secret_ballot_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE TABLE ruling (
        poll_id TEXT NOT NULL,
        about TEXT NOT NULL,
        place INTEGER NOT NULL,
        line INTEGER NOT NULL,
        marks TEXT NOT NULL,
        reason TEXT NOT NULL,
        who TEXT NOT NULL,
        at TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        salt BLOB,
        CONSTRAINT pk_ruling PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_ruling_compound_id_poll_id FOREIGN KEY(compound_id, poll_id) REFERENCES poll (compound_id, id),
        CONSTRAINT fk_ruling_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_ruling_compound_id_poll_id ON ruling (compound_id, poll_id)
    """,
    """
    CREATE TABLE roll_correction (
        voter_id TEXT NOT NULL,
        field TEXT NOT NULL,
        old TEXT NOT NULL,
        new TEXT NOT NULL,
        reason TEXT NOT NULL,
        who TEXT NOT NULL,
        at TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        salt BLOB,
        CONSTRAINT pk_roll_correction PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_roll_correction_compound_id_voter_id FOREIGN KEY(compound_id, voter_id) REFERENCES voter (compound_id, id),
        CONSTRAINT fk_roll_correction_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_roll_correction_compound_id_voter_id ON roll_correction (compound_id, voter_id)
    """,
    """
    CREATE TABLE poll_count (
        poll_id TEXT NOT NULL,
        round INTEGER NOT NULL,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        reason TEXT NOT NULL,
        figures TEXT NOT NULL,
        digest BLOB NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_poll_count PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_poll_count_compound_id_poll_id FOREIGN KEY(compound_id, poll_id) REFERENCES poll (compound_id, id),
        CONSTRAINT uq_poll_count_compound_id_poll_id_round UNIQUE (compound_id, poll_id, round),
        CONSTRAINT fk_poll_count_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE TABLE objection (
        poll_id TEXT NOT NULL,
        "on" TEXT NOT NULL,
        door TEXT NOT NULL,
        "by" TEXT NOT NULL,
        text TEXT NOT NULL,
        answer TEXT NOT NULL,
        answered_on TEXT,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        salt BLOB,
        CONSTRAINT pk_objection PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_objection_compound_id_poll_id FOREIGN KEY(compound_id, poll_id) REFERENCES poll (compound_id, id),
        CONSTRAINT fk_objection_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_objection_compound_id_poll_id ON objection (compound_id, poll_id)
    """,
    """
    CREATE TABLE inspection (
        poll_id TEXT NOT NULL,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        reader TEXT NOT NULL,
        reason TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        salt BLOB,
        CONSTRAINT pk_inspection PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_inspection_compound_id_poll_id FOREIGN KEY(compound_id, poll_id) REFERENCES poll (compound_id, id),
        CONSTRAINT fk_inspection_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_inspection_compound_id_poll_id ON inspection (compound_id, poll_id)
    """,
)

POSTGRESQL = (
    """
    CREATE TABLE poll (
        meeting_id UUID,
        body_id UUID,
        number BIGINT NOT NULL,
        stale TEXT NOT NULL,
        title TEXT NOT NULL,
        convener TEXT NOT NULL,
        stage TEXT NOT NULL,
        scope TEXT NOT NULL,
        policy TEXT NOT NULL,
        opens_on TEXT NOT NULL,
        closes_on TEXT NOT NULL,
        noticed_on TEXT,
        extensions TEXT NOT NULL,
        frozen_at TEXT NOT NULL,
        roll_digest BYTEA,
        opened_at TEXT NOT NULL,
        closed_at TEXT NOT NULL,
        gap TEXT NOT NULL,
        recount TEXT NOT NULL,
        posted_on TEXT,
        publicity_days BIGINT NOT NULL,
        staff TEXT NOT NULL,
        void_reason TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        salt BYTEA,
        CONSTRAINT pk_poll PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_poll_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_poll_compound_id_body_id FOREIGN KEY(compound_id, body_id) REFERENCES body (compound_id, id),
        CONSTRAINT uq_poll_compound_id_number UNIQUE (compound_id, number),
        CONSTRAINT fk_poll_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_poll_compound_id_stage ON poll (compound_id, stage)
    """,
    """
    CREATE TABLE poll_matter (
        poll_id UUID NOT NULL,
        position BIGINT NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        kind TEXT NOT NULL,
        rule TEXT NOT NULL,
        options TEXT NOT NULL,
        seats BIGINT NOT NULL,
        substitutes BIGINT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_poll_matter PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_poll_matter_compound_id_poll_id FOREIGN KEY(compound_id, poll_id) REFERENCES poll (compound_id, id),
        CONSTRAINT fk_poll_matter_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_poll_matter_compound_id_poll_id ON poll_matter (compound_id, poll_id)
    """,
    """
    CREATE TABLE voter (
        poll_id UUID NOT NULL,
        premises_id UUID,
        position BIGINT NOT NULL,
        building TEXT NOT NULL,
        unit TEXT NOT NULL,
        room TEXT NOT NULL,
        shop INTEGER NOT NULL,
        floor BIGINT,
        use TEXT NOT NULL,
        area BIGINT NOT NULL,
        area_source TEXT NOT NULL,
        names TEXT,
        head BIGINT NOT NULL,
        must_agree INTEGER NOT NULL,
        delivery TEXT,
        delivered_at TEXT NOT NULL,
        delivered_by TEXT NOT NULL,
        witness TEXT NOT NULL,
        agent TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        salt BYTEA,
        CONSTRAINT pk_voter PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_voter_compound_id_poll_id FOREIGN KEY(compound_id, poll_id) REFERENCES poll (compound_id, id),
        CONSTRAINT fk_voter_compound_id_premises_id FOREIGN KEY(compound_id, premises_id) REFERENCES premises (compound_id, id),
        CONSTRAINT uq_voter_compound_id_poll_id_position UNIQUE (compound_id, poll_id, position),
        CONSTRAINT fk_voter_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE TABLE ballot (
        poll_id UUID NOT NULL,
        voter_id UUID NOT NULL,
        paper BIGINT NOT NULL,
        way TEXT NOT NULL,
        state TEXT NOT NULL,
        marks TEXT,
        at TEXT NOT NULL,
        why TEXT NOT NULL,
        "order" BIGINT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_ballot PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_ballot_compound_id_poll_id FOREIGN KEY(compound_id, poll_id) REFERENCES poll (compound_id, id),
        CONSTRAINT fk_ballot_compound_id_voter_id FOREIGN KEY(compound_id, voter_id) REFERENCES voter (compound_id, id),
        CONSTRAINT uq_ballot_compound_id_poll_id_paper UNIQUE (compound_id, poll_id, paper),
        CONSTRAINT fk_ballot_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_ballot_compound_id_voter_id ON ballot (compound_id, voter_id)
    """,
    """
    CREATE TABLE ballot_entry (
        ballot_id UUID NOT NULL,
        keying BIGINT NOT NULL,
        marks TEXT NOT NULL,
        who TEXT NOT NULL,
        at TEXT NOT NULL,
        reason TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_ballot_entry PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_ballot_entry_compound_id_ballot_id FOREIGN KEY(compound_id, ballot_id) REFERENCES ballot (compound_id, id),
        CONSTRAINT uq_ballot_entry_compound_id_ballot_id_keying UNIQUE (compound_id, ballot_id, keying),
        CONSTRAINT fk_ballot_entry_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE TABLE secret_ballot (
        poll_id UUID NOT NULL,
        sequence BIGINT NOT NULL,
        marks TEXT NOT NULL,
        who TEXT NOT NULL,
        at TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_secret_ballot PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_secret_ballot_compound_id_poll_id FOREIGN KEY(compound_id, poll_id) REFERENCES poll (compound_id, id),
        CONSTRAINT uq_secret_ballot_compound_id_poll_id_sequence UNIQUE (compound_id, poll_id, sequence),
        CONSTRAINT fk_secret_ballot_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE TABLE ruling (
        poll_id UUID NOT NULL,
        about TEXT NOT NULL,
        place BIGINT NOT NULL,
        line BIGINT NOT NULL,
        marks TEXT NOT NULL,
        reason TEXT NOT NULL,
        who TEXT NOT NULL,
        at TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        salt BYTEA,
        CONSTRAINT pk_ruling PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_ruling_compound_id_poll_id FOREIGN KEY(compound_id, poll_id) REFERENCES poll (compound_id, id),
        CONSTRAINT fk_ruling_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_ruling_compound_id_poll_id ON ruling (compound_id, poll_id)
    """,
    """
    CREATE TABLE roll_correction (
        voter_id UUID NOT NULL,
        field TEXT NOT NULL,
        "old" TEXT NOT NULL,
        "new" TEXT NOT NULL,
        reason TEXT NOT NULL,
        who TEXT NOT NULL,
        at TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        salt BYTEA,
        CONSTRAINT pk_roll_correction PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_roll_correction_compound_id_voter_id FOREIGN KEY(compound_id, voter_id) REFERENCES voter (compound_id, id),
        CONSTRAINT fk_roll_correction_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_roll_correction_compound_id_voter_id ON roll_correction (compound_id, voter_id)
    """,
    """
    CREATE TABLE poll_count (
        poll_id UUID NOT NULL,
        round BIGINT NOT NULL,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        reason TEXT NOT NULL,
        figures TEXT NOT NULL,
        digest BYTEA NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_poll_count PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_poll_count_compound_id_poll_id FOREIGN KEY(compound_id, poll_id) REFERENCES poll (compound_id, id),
        CONSTRAINT uq_poll_count_compound_id_poll_id_round UNIQUE (compound_id, poll_id, round),
        CONSTRAINT fk_poll_count_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE TABLE objection (
        poll_id UUID NOT NULL,
        "on" TEXT NOT NULL,
        door TEXT NOT NULL,
        by TEXT NOT NULL,
        text TEXT NOT NULL,
        answer TEXT NOT NULL,
        answered_on TEXT,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        salt BYTEA,
        CONSTRAINT pk_objection PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_objection_compound_id_poll_id FOREIGN KEY(compound_id, poll_id) REFERENCES poll (compound_id, id),
        CONSTRAINT fk_objection_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_objection_compound_id_poll_id ON objection (compound_id, poll_id)
    """,
    """
    CREATE TABLE inspection (
        poll_id UUID NOT NULL,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        reader TEXT NOT NULL,
        reason TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        salt BYTEA,
        CONSTRAINT pk_inspection PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_inspection_compound_id_poll_id FOREIGN KEY(compound_id, poll_id) REFERENCES poll (compound_id, id),
        CONSTRAINT fk_inspection_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_inspection_compound_id_poll_id ON inspection (compound_id, poll_id)
    """,
)

# SQLite cannot make a column optional: the table of papers is made anew.
PAPER_SQLITE = (
    """
    ALTER TABLE paper RENAME TO paper_before
    """,
    """
    DROP INDEX ix_paper_compound_id_meeting_id
    """,
    """
    CREATE TABLE paper (
        meeting_id TEXT,
        poll_id TEXT,
        title TEXT NOT NULL,
        form TEXT NOT NULL,
        path TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        at TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_paper PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_paper_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_paper_compound_id_poll_id FOREIGN KEY(compound_id, poll_id) REFERENCES poll (compound_id, id),
        CONSTRAINT fk_paper_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_paper_compound_id_meeting_id ON paper (compound_id, meeting_id)
    """,
    """
    INSERT INTO paper (meeting_id, poll_id, title, form, path, sha256, at, compound_id, id)
    SELECT meeting_id, NULL, title, form, path, sha256, at, compound_id, id FROM paper_before
    """,
    """
    DROP TABLE paper_before
    """,
)

PAPER_POSTGRESQL = (
    """
    ALTER TABLE paper ALTER COLUMN meeting_id DROP NOT NULL
    """,
    """
    ALTER TABLE paper ADD COLUMN poll_id UUID
    """,
    """
    ALTER TABLE paper ADD CONSTRAINT fk_paper_compound_id_poll_id
    FOREIGN KEY(compound_id, poll_id) REFERENCES poll (compound_id, id)
    """,
)


def upgrade() -> None:
    connection = op.get_bind()
    postgresql = connection.dialect.name == "postgresql"
    tables = (*POSTGRESQL, *PAPER_POSTGRESQL) if postgresql else (*SQLITE, *PAPER_SQLITE)
    for statement in tables:
        connection.exec_driver_sql(statement)
