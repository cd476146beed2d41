"""The first tables. Generated once from the records of that day; never edited afterwards."""

from alembic import op

revision = "0001"
down_revision = None

SQLITE = (
    """
    CREATE TABLE chain_head (
        compound_id TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        hash BLOB NOT NULL,
        CONSTRAINT pk_chain_head PRIMARY KEY (compound_id)
    )
     STRICT
    """,
    """
    CREATE TABLE community (
        id TEXT NOT NULL,
        subdistrict TEXT NOT NULL,
        name TEXT NOT NULL,
        CONSTRAINT pk_community PRIMARY KEY (id)
    )
     STRICT
    """,
    """
    CREATE TABLE draft (
        place TEXT NOT NULL,
        text TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        CONSTRAINT pk_draft PRIMARY KEY (place)
    )
     STRICT
    """,
    """
    CREATE TABLE history (
        compound_id TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        algorithm INTEGER NOT NULL,
        previous BLOB NOT NULL,
        at TEXT NOT NULL,
        "offset" TEXT NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        noun TEXT NOT NULL,
        "key" TEXT NOT NULL,
        payload BLOB NOT NULL,
        hash BLOB NOT NULL,
        CONSTRAINT pk_history PRIMARY KEY (compound_id, sequence)
    )
     STRICT
    """,
    """
    CREATE TABLE setting (
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        CONSTRAINT pk_setting PRIMARY KEY (name)
    )
     STRICT
    """,
    """
    CREATE TABLE compound (
        id TEXT NOT NULL,
        community_id TEXT NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        managed_by TEXT NOT NULL,
        address TEXT NOT NULL,
        built_year INTEGER,
        CONSTRAINT pk_compound PRIMARY KEY (id),
        CONSTRAINT fk_compound_community_id FOREIGN KEY(community_id) REFERENCES community (id)
    )
     STRICT
    """,
    """
    CREATE TABLE body (
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_body PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_body_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE TABLE meeting (
        kind TEXT NOT NULL,
        profile TEXT NOT NULL,
        title TEXT NOT NULL,
        held_on TEXT NOT NULL,
        starts TEXT NOT NULL,
        ends TEXT NOT NULL,
        place TEXT NOT NULL,
        convener TEXT NOT NULL,
        chair TEXT NOT NULL,
        recorder TEXT NOT NULL,
        stage TEXT NOT NULL,
        noticed_on TEXT,
        entered_afterwards INTEGER NOT NULL,
        short INTEGER NOT NULL,
        reason TEXT NOT NULL,
        lapsed INTEGER NOT NULL,
        follows_id TEXT,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_meeting PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_meeting_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_meeting_compound_id_held_on ON meeting (compound_id, held_on)
    """,
    """
    CREATE TABLE owner (
        kind TEXT NOT NULL,
        name TEXT,
        initials TEXT,
        phone TEXT,
        more_phones TEXT,
        id_tail TEXT,
        identity TEXT,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        salt BLOB,
        CONSTRAINT pk_owner PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_owner_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_owner_compound_id_identity ON owner (compound_id, identity)
    """,
    """
    CREATE INDEX ix_owner_compound_id_initials ON owner (compound_id, initials)
    """,
    """
    CREATE TABLE person (
        name TEXT,
        initials TEXT,
        phone TEXT,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        salt BLOB,
        CONSTRAINT pk_person PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_person_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE TABLE premises (
        door_key TEXT NOT NULL,
        building TEXT NOT NULL,
        unit TEXT NOT NULL,
        room TEXT NOT NULL,
        floor INTEGER,
        use TEXT NOT NULL,
        area INTEGER,
        area_source TEXT NOT NULL,
        status TEXT NOT NULL,
        note TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_premises PRIMARY KEY (compound_id, id),
        CONSTRAINT uq_premises_compound_id_door_key UNIQUE (compound_id, door_key),
        CONSTRAINT fk_premises_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE TABLE roster_import (
        file TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        at TEXT NOT NULL,
        added INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        digest TEXT NOT NULL,
        undone_at TEXT,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_roster_import PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_roster_import_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE TABLE suggestion_group (
        title TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_suggestion_group PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_suggestion_group_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE TABLE attendee (
        meeting_id TEXT NOT NULL,
        person_id TEXT,
        position INTEGER NOT NULL,
        name TEXT,
        initials TEXT,
        body TEXT NOT NULL,
        body_name TEXT NOT NULL,
        also TEXT NOT NULL,
        duty TEXT NOT NULL,
        entitled INTEGER NOT NULL,
        excused TEXT NOT NULL,
        stand_in TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        salt BLOB,
        CONSTRAINT pk_attendee PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_attendee_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_attendee_compound_id_person_id FOREIGN KEY(compound_id, person_id) REFERENCES person (compound_id, id),
        CONSTRAINT fk_attendee_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_attendee_compound_id_meeting_id ON attendee (compound_id, meeting_id)
    """,
    """
    CREATE TABLE item (
        meeting_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        title TEXT NOT NULL,
        minutes INTEGER,
        presenter TEXT NOT NULL,
        decision TEXT NOT NULL,
        matter TEXT NOT NULL,
        outcome TEXT,
        outcome_note TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_item PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_item_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_item_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_item_compound_id_meeting_id ON item (compound_id, meeting_id)
    """,
    """
    CREATE TABLE minutes (
        meeting_id TEXT NOT NULL,
        copy TEXT NOT NULL,
        version INTEGER NOT NULL,
        text TEXT NOT NULL,
        final INTEGER NOT NULL,
        finalised_at TEXT NOT NULL,
        finalised_by TEXT NOT NULL,
        checksum TEXT NOT NULL,
        reason TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_minutes PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_minutes_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_minutes_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_minutes_compound_id_meeting_id ON minutes (compound_id, meeting_id)
    """,
    """
    CREATE TABLE ownership (
        premises_id TEXT NOT NULL,
        owner_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        since TEXT,
        until TEXT,
        reason TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_ownership PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_ownership_compound_id_premises_id FOREIGN KEY(compound_id, premises_id) REFERENCES premises (compound_id, id),
        CONSTRAINT fk_ownership_compound_id_owner_id FOREIGN KEY(compound_id, owner_id) REFERENCES owner (compound_id, id),
        CONSTRAINT fk_ownership_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_ownership_compound_id_owner_id ON ownership (compound_id, owner_id)
    """,
    """
    CREATE INDEX ix_ownership_compound_id_premises_id ON ownership (compound_id, premises_id)
    """,
    """
    CREATE TABLE paper (
        meeting_id TEXT NOT NULL,
        title TEXT NOT NULL,
        form TEXT NOT NULL,
        path TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        at TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_paper PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_paper_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_paper_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_paper_compound_id_meeting_id ON paper (compound_id, meeting_id)
    """,
    """
    CREATE TABLE roster_import_line (
        compound_id TEXT NOT NULL,
        import_id TEXT NOT NULL,
        line INTEGER NOT NULL,
        premises_id TEXT NOT NULL,
        "before" TEXT,
        after_digest BLOB NOT NULL,
        CONSTRAINT pk_roster_import_line PRIMARY KEY (compound_id, import_id, line),
        CONSTRAINT fk_roster_import_line_compound_id_import_id FOREIGN KEY(compound_id, import_id) REFERENCES roster_import (compound_id, id)
    )
     STRICT
    """,
    """
    CREATE TABLE seat (
        body_id TEXT NOT NULL,
        person_id TEXT NOT NULL,
        duty TEXT NOT NULL,
        position INTEGER NOT NULL,
        since TEXT,
        until TEXT,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_seat PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_seat_compound_id_body_id FOREIGN KEY(compound_id, body_id) REFERENCES body (compound_id, id),
        CONSTRAINT fk_seat_compound_id_person_id FOREIGN KEY(compound_id, person_id) REFERENCES person (compound_id, id),
        CONSTRAINT fk_seat_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_seat_compound_id_body_id ON seat (compound_id, body_id)
    """,
    """
    CREATE TABLE suggestion (
        number INTEGER NOT NULL,
        text TEXT NOT NULL,
        channel TEXT NOT NULL,
        received_on TEXT NOT NULL,
        door TEXT NOT NULL,
        proposer TEXT,
        phone TEXT,
        category TEXT NOT NULL,
        state TEXT NOT NULL,
        group_id TEXT,
        answer TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        salt BLOB,
        CONSTRAINT pk_suggestion PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_suggestion_compound_id_group_id FOREIGN KEY(compound_id, group_id) REFERENCES suggestion_group (compound_id, id),
        CONSTRAINT fk_suggestion_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_suggestion_compound_id_group_id ON suggestion (compound_id, group_id)
    """,
    """
    CREATE TABLE item_suggestion (
        item_id TEXT NOT NULL,
        suggestion_id TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_item_suggestion PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_item_suggestion_compound_id_item_id FOREIGN KEY(compound_id, item_id) REFERENCES item (compound_id, id),
        CONSTRAINT fk_item_suggestion_compound_id_suggestion_id FOREIGN KEY(compound_id, suggestion_id) REFERENCES suggestion (compound_id, id),
        CONSTRAINT fk_item_suggestion_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_item_suggestion_compound_id_item_id ON item_suggestion (compound_id, item_id)
    """,
    """
    CREATE INDEX ix_item_suggestion_compound_id_suggestion_id ON item_suggestion (compound_id, suggestion_id)
    """,
    """
    CREATE TABLE note (
        meeting_id TEXT NOT NULL,
        item_id TEXT,
        at TEXT NOT NULL,
        speaker TEXT NOT NULL,
        speaker_body TEXT NOT NULL,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        struck TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_note PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_note_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_note_compound_id_item_id FOREIGN KEY(compound_id, item_id) REFERENCES item (compound_id, id),
        CONSTRAINT fk_note_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_note_compound_id_meeting_id ON note (compound_id, meeting_id)
    """,
    """
    CREATE TABLE proposal (
        item_id TEXT NOT NULL,
        version INTEGER NOT NULL,
        "by" TEXT NOT NULL,
        text TEXT NOT NULL,
        state TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_proposal PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_proposal_compound_id_item_id FOREIGN KEY(compound_id, item_id) REFERENCES item (compound_id, id),
        CONSTRAINT fk_proposal_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_proposal_compound_id_item_id ON proposal (compound_id, item_id)
    """,
    """
    CREATE TABLE resolution (
        meeting_id TEXT NOT NULL,
        item_id TEXT,
        number INTEGER NOT NULL,
        text TEXT NOT NULL,
        basis TEXT NOT NULL,
        charged_by TEXT NOT NULL,
        lead TEXT NOT NULL,
        helpers TEXT NOT NULL,
        due TEXT,
        note TEXT NOT NULL,
        state TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_resolution PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_resolution_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_resolution_compound_id_item_id FOREIGN KEY(compound_id, item_id) REFERENCES item (compound_id, id),
        CONSTRAINT fk_resolution_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_resolution_compound_id_meeting_id ON resolution (compound_id, meeting_id)
    """,
    """
    CREATE INDEX ix_resolution_compound_id_state ON resolution (compound_id, state)
    """,
    """
    CREATE TABLE stay (
        attendee_id TEXT NOT NULL,
        arrived TEXT NOT NULL,
        left_at TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_stay PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_stay_compound_id_attendee_id FOREIGN KEY(compound_id, attendee_id) REFERENCES attendee (compound_id, id),
        CONSTRAINT fk_stay_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_stay_compound_id_attendee_id ON stay (compound_id, attendee_id)
    """,
    """
    CREATE TABLE attachment (
        meeting_id TEXT,
        resolution_id TEXT,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        size INTEGER NOT NULL,
        content BLOB NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_attachment PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_attachment_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_attachment_compound_id_resolution_id FOREIGN KEY(compound_id, resolution_id) REFERENCES resolution (compound_id, id),
        CONSTRAINT fk_attachment_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_attachment_compound_id_meeting_id ON attachment (compound_id, meeting_id)
    """,
    """
    CREATE TABLE resolution_step (
        resolution_id TEXT NOT NULL,
        "on" TEXT NOT NULL,
        state TEXT NOT NULL,
        text TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_resolution_step PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_resolution_step_compound_id_resolution_id FOREIGN KEY(compound_id, resolution_id) REFERENCES resolution (compound_id, id),
        CONSTRAINT fk_resolution_step_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_resolution_step_compound_id_resolution_id ON resolution_step (compound_id, resolution_id)
    """,
    """
    CREATE TABLE round (
        item_id TEXT NOT NULL,
        proposal_id TEXT,
        sequence INTEGER NOT NULL,
        at TEXT NOT NULL,
        method TEXT NOT NULL,
        present INTEGER NOT NULL,
        entitled INTEGER NOT NULL,
        for_ INTEGER NOT NULL,
        against INTEGER NOT NULL,
        abstain INTEGER NOT NULL,
        result TEXT NOT NULL,
        inequality TEXT NOT NULL,
        rule TEXT NOT NULL,
        rule_source TEXT NOT NULL,
        quorum TEXT NOT NULL,
        void_reason TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_round PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_round_compound_id_item_id FOREIGN KEY(compound_id, item_id) REFERENCES item (compound_id, id),
        CONSTRAINT fk_round_compound_id_proposal_id FOREIGN KEY(compound_id, proposal_id) REFERENCES proposal (compound_id, id),
        CONSTRAINT fk_round_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_round_compound_id_item_id ON round (compound_id, item_id)
    """,
    """
    CREATE TABLE body_vote (
        round_id TEXT NOT NULL,
        body TEXT NOT NULL,
        name TEXT NOT NULL,
        present INTEGER NOT NULL,
        for_ INTEGER,
        against INTEGER,
        abstain INTEGER,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_body_vote PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_body_vote_compound_id_round_id FOREIGN KEY(compound_id, round_id) REFERENCES round (compound_id, id),
        CONSTRAINT fk_body_vote_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_body_vote_compound_id_round_id ON body_vote (compound_id, round_id)
    """,
    """
    CREATE TABLE vote_cast (
        round_id TEXT NOT NULL,
        attendee_id TEXT NOT NULL,
        choice TEXT NOT NULL,
        compound_id TEXT NOT NULL,
        id TEXT NOT NULL,
        CONSTRAINT pk_vote_cast PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_vote_cast_compound_id_round_id FOREIGN KEY(compound_id, round_id) REFERENCES round (compound_id, id),
        CONSTRAINT fk_vote_cast_compound_id_attendee_id FOREIGN KEY(compound_id, attendee_id) REFERENCES attendee (compound_id, id),
        CONSTRAINT fk_vote_cast_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
     STRICT
    """,
    """
    CREATE INDEX ix_vote_cast_compound_id_round_id ON vote_cast (compound_id, round_id)
    """,
)

POSTGRESQL = (
    """
    CREATE TABLE chain_head (
        compound_id UUID NOT NULL,
        sequence BIGINT NOT NULL,
        hash BYTEA NOT NULL,
        CONSTRAINT pk_chain_head PRIMARY KEY (compound_id)
    )
    """,
    """
    CREATE TABLE community (
        id UUID NOT NULL,
        subdistrict TEXT NOT NULL,
        name TEXT NOT NULL,
        CONSTRAINT pk_community PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE draft (
        place TEXT NOT NULL,
        text TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        CONSTRAINT pk_draft PRIMARY KEY (place)
    )
    """,
    """
    CREATE TABLE history (
        compound_id UUID NOT NULL,
        sequence BIGINT NOT NULL,
        algorithm BIGINT NOT NULL,
        previous BYTEA NOT NULL,
        at TEXT NOT NULL,
        "offset" TEXT NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        noun TEXT NOT NULL,
        key TEXT NOT NULL,
        payload BYTEA NOT NULL,
        hash BYTEA NOT NULL,
        CONSTRAINT pk_history PRIMARY KEY (compound_id, sequence)
    )
    """,
    """
    CREATE TABLE setting (
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        CONSTRAINT pk_setting PRIMARY KEY (name)
    )
    """,
    """
    CREATE TABLE compound (
        id UUID NOT NULL,
        community_id UUID NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        managed_by TEXT NOT NULL,
        address TEXT NOT NULL,
        built_year BIGINT,
        CONSTRAINT pk_compound PRIMARY KEY (id),
        CONSTRAINT fk_compound_community_id FOREIGN KEY(community_id) REFERENCES community (id)
    )
    """,
    """
    CREATE TABLE body (
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_body PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_body_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE TABLE meeting (
        kind TEXT NOT NULL,
        profile TEXT NOT NULL,
        title TEXT NOT NULL,
        held_on TEXT NOT NULL,
        starts TEXT NOT NULL,
        ends TEXT NOT NULL,
        place TEXT NOT NULL,
        convener TEXT NOT NULL,
        chair TEXT NOT NULL,
        recorder TEXT NOT NULL,
        stage TEXT NOT NULL,
        noticed_on TEXT,
        entered_afterwards INTEGER NOT NULL,
        short INTEGER NOT NULL,
        reason TEXT NOT NULL,
        lapsed INTEGER NOT NULL,
        follows_id UUID,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_meeting PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_meeting_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_meeting_compound_id_held_on ON meeting (compound_id, held_on)
    """,
    """
    CREATE TABLE owner (
        kind TEXT NOT NULL,
        name TEXT,
        initials TEXT,
        phone TEXT,
        more_phones TEXT,
        id_tail TEXT,
        identity TEXT,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        salt BYTEA,
        CONSTRAINT pk_owner PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_owner_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_owner_compound_id_identity ON owner (compound_id, identity)
    """,
    """
    CREATE INDEX ix_owner_compound_id_initials ON owner (compound_id, initials)
    """,
    """
    CREATE TABLE person (
        name TEXT,
        initials TEXT,
        phone TEXT,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        salt BYTEA,
        CONSTRAINT pk_person PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_person_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE TABLE premises (
        door_key TEXT NOT NULL,
        building TEXT NOT NULL,
        unit TEXT NOT NULL,
        room TEXT NOT NULL,
        floor BIGINT,
        use TEXT NOT NULL,
        area BIGINT,
        area_source TEXT NOT NULL,
        status TEXT NOT NULL,
        note TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_premises PRIMARY KEY (compound_id, id),
        CONSTRAINT uq_premises_compound_id_door_key UNIQUE (compound_id, door_key),
        CONSTRAINT fk_premises_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE TABLE roster_import (
        file TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        at TEXT NOT NULL,
        added BIGINT NOT NULL,
        changed BIGINT NOT NULL,
        digest TEXT NOT NULL,
        undone_at TEXT,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_roster_import PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_roster_import_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE TABLE suggestion_group (
        title TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_suggestion_group PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_suggestion_group_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE TABLE attendee (
        meeting_id UUID NOT NULL,
        person_id UUID,
        position BIGINT NOT NULL,
        name TEXT,
        initials TEXT,
        body TEXT NOT NULL,
        body_name TEXT NOT NULL,
        also TEXT NOT NULL,
        duty TEXT NOT NULL,
        entitled INTEGER NOT NULL,
        excused TEXT NOT NULL,
        stand_in TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        salt BYTEA,
        CONSTRAINT pk_attendee PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_attendee_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_attendee_compound_id_person_id FOREIGN KEY(compound_id, person_id) REFERENCES person (compound_id, id),
        CONSTRAINT fk_attendee_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_attendee_compound_id_meeting_id ON attendee (compound_id, meeting_id)
    """,
    """
    CREATE TABLE item (
        meeting_id UUID NOT NULL,
        number BIGINT NOT NULL,
        title TEXT NOT NULL,
        minutes BIGINT,
        presenter TEXT NOT NULL,
        decision TEXT NOT NULL,
        matter TEXT NOT NULL,
        outcome TEXT,
        outcome_note TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_item PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_item_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_item_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_item_compound_id_meeting_id ON item (compound_id, meeting_id)
    """,
    """
    CREATE TABLE minutes (
        meeting_id UUID NOT NULL,
        copy TEXT NOT NULL,
        version BIGINT NOT NULL,
        text TEXT NOT NULL,
        final INTEGER NOT NULL,
        finalised_at TEXT NOT NULL,
        finalised_by TEXT NOT NULL,
        checksum TEXT NOT NULL,
        reason TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_minutes PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_minutes_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_minutes_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_minutes_compound_id_meeting_id ON minutes (compound_id, meeting_id)
    """,
    """
    CREATE TABLE ownership (
        premises_id UUID NOT NULL,
        owner_id UUID NOT NULL,
        position BIGINT NOT NULL,
        since TEXT,
        until TEXT,
        reason TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_ownership PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_ownership_compound_id_premises_id FOREIGN KEY(compound_id, premises_id) REFERENCES premises (compound_id, id),
        CONSTRAINT fk_ownership_compound_id_owner_id FOREIGN KEY(compound_id, owner_id) REFERENCES owner (compound_id, id),
        CONSTRAINT fk_ownership_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_ownership_compound_id_owner_id ON ownership (compound_id, owner_id)
    """,
    """
    CREATE INDEX ix_ownership_compound_id_premises_id ON ownership (compound_id, premises_id)
    """,
    """
    CREATE TABLE paper (
        meeting_id UUID NOT NULL,
        title TEXT NOT NULL,
        form TEXT NOT NULL,
        path TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        at TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_paper PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_paper_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_paper_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_paper_compound_id_meeting_id ON paper (compound_id, meeting_id)
    """,
    """
    CREATE TABLE roster_import_line (
        compound_id UUID NOT NULL,
        import_id UUID NOT NULL,
        line BIGINT NOT NULL,
        premises_id UUID NOT NULL,
        before TEXT,
        after_digest BYTEA NOT NULL,
        CONSTRAINT pk_roster_import_line PRIMARY KEY (compound_id, import_id, line),
        CONSTRAINT fk_roster_import_line_compound_id_import_id FOREIGN KEY(compound_id, import_id) REFERENCES roster_import (compound_id, id)
    )
    """,
    """
    CREATE TABLE seat (
        body_id UUID NOT NULL,
        person_id UUID NOT NULL,
        duty TEXT NOT NULL,
        position BIGINT NOT NULL,
        since TEXT,
        until TEXT,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_seat PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_seat_compound_id_body_id FOREIGN KEY(compound_id, body_id) REFERENCES body (compound_id, id),
        CONSTRAINT fk_seat_compound_id_person_id FOREIGN KEY(compound_id, person_id) REFERENCES person (compound_id, id),
        CONSTRAINT fk_seat_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_seat_compound_id_body_id ON seat (compound_id, body_id)
    """,
    """
    CREATE TABLE suggestion (
        number BIGINT NOT NULL,
        text TEXT NOT NULL,
        channel TEXT NOT NULL,
        received_on TEXT NOT NULL,
        door TEXT NOT NULL,
        proposer TEXT,
        phone TEXT,
        category TEXT NOT NULL,
        state TEXT NOT NULL,
        group_id UUID,
        answer TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        salt BYTEA,
        CONSTRAINT pk_suggestion PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_suggestion_compound_id_group_id FOREIGN KEY(compound_id, group_id) REFERENCES suggestion_group (compound_id, id),
        CONSTRAINT fk_suggestion_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_suggestion_compound_id_group_id ON suggestion (compound_id, group_id)
    """,
    """
    CREATE TABLE item_suggestion (
        item_id UUID NOT NULL,
        suggestion_id UUID NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_item_suggestion PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_item_suggestion_compound_id_item_id FOREIGN KEY(compound_id, item_id) REFERENCES item (compound_id, id),
        CONSTRAINT fk_item_suggestion_compound_id_suggestion_id FOREIGN KEY(compound_id, suggestion_id) REFERENCES suggestion (compound_id, id),
        CONSTRAINT fk_item_suggestion_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_item_suggestion_compound_id_item_id ON item_suggestion (compound_id, item_id)
    """,
    """
    CREATE INDEX ix_item_suggestion_compound_id_suggestion_id ON item_suggestion (compound_id, suggestion_id)
    """,
    """
    CREATE TABLE note (
        meeting_id UUID NOT NULL,
        item_id UUID,
        at TEXT NOT NULL,
        speaker TEXT NOT NULL,
        speaker_body TEXT NOT NULL,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        struck TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_note PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_note_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_note_compound_id_item_id FOREIGN KEY(compound_id, item_id) REFERENCES item (compound_id, id),
        CONSTRAINT fk_note_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_note_compound_id_meeting_id ON note (compound_id, meeting_id)
    """,
    """
    CREATE TABLE proposal (
        item_id UUID NOT NULL,
        version BIGINT NOT NULL,
        by TEXT NOT NULL,
        text TEXT NOT NULL,
        state TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_proposal PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_proposal_compound_id_item_id FOREIGN KEY(compound_id, item_id) REFERENCES item (compound_id, id),
        CONSTRAINT fk_proposal_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_proposal_compound_id_item_id ON proposal (compound_id, item_id)
    """,
    """
    CREATE TABLE resolution (
        meeting_id UUID NOT NULL,
        item_id UUID,
        number BIGINT NOT NULL,
        text TEXT NOT NULL,
        basis TEXT NOT NULL,
        charged_by TEXT NOT NULL,
        lead TEXT NOT NULL,
        helpers TEXT NOT NULL,
        due TEXT,
        note TEXT NOT NULL,
        state TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_resolution PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_resolution_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_resolution_compound_id_item_id FOREIGN KEY(compound_id, item_id) REFERENCES item (compound_id, id),
        CONSTRAINT fk_resolution_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_resolution_compound_id_meeting_id ON resolution (compound_id, meeting_id)
    """,
    """
    CREATE INDEX ix_resolution_compound_id_state ON resolution (compound_id, state)
    """,
    """
    CREATE TABLE stay (
        attendee_id UUID NOT NULL,
        arrived TEXT NOT NULL,
        left_at TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_stay PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_stay_compound_id_attendee_id FOREIGN KEY(compound_id, attendee_id) REFERENCES attendee (compound_id, id),
        CONSTRAINT fk_stay_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_stay_compound_id_attendee_id ON stay (compound_id, attendee_id)
    """,
    """
    CREATE TABLE attachment (
        meeting_id UUID,
        resolution_id UUID,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        size BIGINT NOT NULL,
        content BYTEA NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_attachment PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_attachment_compound_id_meeting_id FOREIGN KEY(compound_id, meeting_id) REFERENCES meeting (compound_id, id),
        CONSTRAINT fk_attachment_compound_id_resolution_id FOREIGN KEY(compound_id, resolution_id) REFERENCES resolution (compound_id, id),
        CONSTRAINT fk_attachment_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_attachment_compound_id_meeting_id ON attachment (compound_id, meeting_id)
    """,
    """
    CREATE TABLE resolution_step (
        resolution_id UUID NOT NULL,
        "on" TEXT NOT NULL,
        state TEXT NOT NULL,
        text TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_resolution_step PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_resolution_step_compound_id_resolution_id FOREIGN KEY(compound_id, resolution_id) REFERENCES resolution (compound_id, id),
        CONSTRAINT fk_resolution_step_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_resolution_step_compound_id_resolution_id ON resolution_step (compound_id, resolution_id)
    """,
    """
    CREATE TABLE round (
        item_id UUID NOT NULL,
        proposal_id UUID,
        sequence BIGINT NOT NULL,
        at TEXT NOT NULL,
        method TEXT NOT NULL,
        present BIGINT NOT NULL,
        entitled BIGINT NOT NULL,
        for_ BIGINT NOT NULL,
        against BIGINT NOT NULL,
        abstain BIGINT NOT NULL,
        result TEXT NOT NULL,
        inequality TEXT NOT NULL,
        rule TEXT NOT NULL,
        rule_source TEXT NOT NULL,
        quorum TEXT NOT NULL,
        void_reason TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_round PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_round_compound_id_item_id FOREIGN KEY(compound_id, item_id) REFERENCES item (compound_id, id),
        CONSTRAINT fk_round_compound_id_proposal_id FOREIGN KEY(compound_id, proposal_id) REFERENCES proposal (compound_id, id),
        CONSTRAINT fk_round_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_round_compound_id_item_id ON round (compound_id, item_id)
    """,
    """
    CREATE TABLE body_vote (
        round_id UUID NOT NULL,
        body TEXT NOT NULL,
        name TEXT NOT NULL,
        present BIGINT NOT NULL,
        for_ BIGINT,
        against BIGINT,
        abstain BIGINT,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_body_vote PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_body_vote_compound_id_round_id FOREIGN KEY(compound_id, round_id) REFERENCES round (compound_id, id),
        CONSTRAINT fk_body_vote_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_body_vote_compound_id_round_id ON body_vote (compound_id, round_id)
    """,
    """
    CREATE TABLE vote_cast (
        round_id UUID NOT NULL,
        attendee_id UUID NOT NULL,
        choice TEXT NOT NULL,
        compound_id UUID NOT NULL,
        id UUID NOT NULL,
        CONSTRAINT pk_vote_cast PRIMARY KEY (compound_id, id),
        CONSTRAINT fk_vote_cast_compound_id_round_id FOREIGN KEY(compound_id, round_id) REFERENCES round (compound_id, id),
        CONSTRAINT fk_vote_cast_compound_id_attendee_id FOREIGN KEY(compound_id, attendee_id) REFERENCES attendee (compound_id, id),
        CONSTRAINT fk_vote_cast_compound_id FOREIGN KEY(compound_id) REFERENCES compound (id)
    )
    """,
    """
    CREATE INDEX ix_vote_cast_compound_id_round_id ON vote_cast (compound_id, round_id)
    """,
)

REFUSE_SQLITE = tuple(
    f"CREATE TRIGGER history_no_{act.lower()} BEFORE {act} ON history "
    "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
    for act in ("UPDATE", "DELETE")
)
REFUSE_POSTGRESQL = (
    "CREATE FUNCTION refuse_history() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'history is append-only'; END $$",
    "CREATE TRIGGER history_append_only BEFORE UPDATE OR DELETE ON history "
    "FOR EACH ROW EXECUTE FUNCTION refuse_history()",
    "CREATE TRIGGER history_no_truncate BEFORE TRUNCATE ON history "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_history()",
)


def upgrade() -> None:
    connection = op.get_bind()
    postgresql = connection.dialect.name == "postgresql"
    tables = POSTGRESQL if postgresql else SQLITE
    for statement in (*tables, *(REFUSE_POSTGRESQL if postgresql else REFUSE_SQLITE)):
        connection.exec_driver_sql(statement)
    # The office's own chain begins with the file; a compound's begins with the compound.
    office, zero = "00000000-0000-0000-0000-000000000000", "00" * 32
    blob = f"'\\x{zero}'::bytea" if postgresql else f"x'{zero}'"
    connection.exec_driver_sql(
        f"INSERT INTO chain_head (compound_id, sequence, hash) VALUES ('{office}', 0, {blob})"  # noqa: S608
    )
