"""Whatever is changed past the program is seen: in the chain, in the tables, against anchors."""

import json
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest
from zipfile import ZipFile

import pytest
from sqlalchemy import Text, insert, select, text, update
from sqlcipher3 import dbapi2 as driver

from desktop.domain import chain
from desktop.domain import checkpoint as anchors
from desktop.domain.electorate import Scope
from desktop.domain.errors import CannotUndo, Refusal
from desktop.domain.ids import OFFICE
from desktop.domain.poll import HouseRules
from desktop.domain.trust_errors import NoAnchorsYet, NotAnAnchor, NotAnchorsFile
from desktop.register import Register
from desktop.services.polls import MatterPlan, PollPlan
from desktop.services.verification import Held
from desktop.storage import checkpoints, history, replay, seals, sqlite
from desktop.storage.tables import CountRecord, HeadRecord, HistoryRecord, Table
from desktop.storage.tables.base import Flag, Key
from desktop.system.signing import Signer, holds


@pytest.fixture
def counted(held):
    """The sample with a vote that was counted."""
    register, meeting = held
    compound = meeting.compound_id
    poll = register.polls.plan(
        compound,
        PollPlan(
            "续聘物业", date(2024, 10, 8), date(2024, 10, 20), "业主委员会",
            scope=Scope(), rules=HouseRules(), noticed_on=date(2024, 9, 21),
        ),
        [MatterPlan("是否续聘物业服务人", rule="major")],
    )  # fmt: skip
    register.polls.freeze(poll)
    register.polls.open(poll)
    register.ballots.issue_all(poll)
    for number in range(1, 9):
        register.entries.enter(poll, str(number), "1" if number % 3 else "2")
    register.ballots.spoil(poll, 10, "破损")
    register.polls.close(poll)
    register.counts.settle(poll)
    return register, poll


@contextmanager
def attacker(register):
    """Somebody with the file and a tool for databases: no foreign keys, no program in between."""
    connection = driver.connect(str(register.address.path), isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def _seen(register) -> bool:
    """Whether the check sees that something is wrong."""
    checked = register.verification.check()
    assert checked is not None
    return not checked.sound


def test_what_the_program_wrote_is_sound(counted):
    register, _ = counted
    checked = register.verification.check()
    assert checked.sound
    assert checked.database_sound
    office, compound = checked.chains
    assert (office.name, compound.broken, compound.wrong) == ("社区（公共设置）", None, ())
    assert compound.rows > 1_000
    assert compound.open == 0
    assert [count.same for count in compound.counts] == [True]
    # frozen (the sample's own vote), frozen, closed, counted
    assert (compound.points, compound.unsigned, compound.false_points) == (4, 0, ())


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE roster_import_line SET before = '{}' WHERE line = 2",
        "UPDATE roster_import_line SET after_digest = zeroblob(32) WHERE line = 3",
        "UPDATE roster_import_line SET line = 9999 WHERE line = 1",
        "DELETE FROM roster_import_line WHERE line = 4",
    ],
)
def test_what_an_import_is_undone_by_is_held_against_its_code(counted, attack):
    register, compound = counted[0], counted[1].compound_id
    with attacker(register) as connection:
        assert connection.execute(attack).rowcount >= 1
    wrong = [each for chain in register.verification.check().chains for each in chain.wrong]
    assert {each.noun for each in wrong} == {"roster_import_line"}
    with pytest.raises(CannotUndo):
        register.rosters.undo(register.rosters.imports(compound)[0].ref)


@pytest.mark.parametrize(
    "attack",
    [
        "DELETE FROM setting WHERE name LIKE 'import key %'",
        "UPDATE setting SET value = '\"gg' WHERE name LIKE 'import key %'",
        "UPDATE setting SET value = '\"gg\"' WHERE name LIKE 'import key %'",
        "UPDATE history SET key = 'x' WHERE action = 'roster.import'",
    ],
)
def test_a_key_that_is_gone_or_rotten_is_found_and_no_crash(counted, attack):
    register, _ = counted
    with attacker(register) as connection:
        connection.execute("DROP TRIGGER history_no_update")
        assert connection.execute(attack).rowcount >= 1
    assert _seen(register)


def test_a_row_of_no_chain_is_damage_and_no_crash(counted):
    """As turned bits leave it: a null where the compound of a record stood."""
    register, compound = counted[0], str(counted[1].compound_id).encode()
    path = register.address.path
    register.close()
    sqlite.settle(path)
    data, place, turned = path.read_bytes(), 0, 0
    while turned < 40 and (place := data.find(compound, place + 1)) > 0:
        for size in range(3, 20):  # of a record's header, which begins with its own length
            header = place - size
            if data[header] == size and data[header + 1] == 2 * len(compound) + 13:
                sqlite.clear(path)
                path.write_bytes(data[: header + 1] + b"\0" + data[header + 2 :])
                assert _is_seen(path)
                turned += 1
    assert turned == 40


def _is_seen(path) -> bool:
    """Whether a damaged file is refused, or found damaged."""
    try:
        register = Register(path, "何婷")
    except Refusal:
        return True
    try:
        return not register.verification.check().sound
    except Refusal:
        return True
    finally:
        register.close()


def _columns():
    """Every column of every table that leaves a history: of each table the first, then the second …"""
    tables = sorted(mapper.class_.__tablename__ for mapper in Table.registry.mappers)
    told = {mapper.class_.__tablename__: mapper.class_ for mapper in Table.registry.mappers}
    kept = [
        [
            column
            for column in Table.metadata.tables[name].columns
            if not column.primary_key
            and column.name != "salt"
            and (name, column.name)
            != ("setting", "value")  # there a test changes nothing that counts
        ]
        for name in tables
        if not told[name].scratch and name != "history"
    ]
    return zip_longest(*kept)


def test_an_edit_past_the_program_is_seen_in_every_column(counted):
    """One row of every table that has any, one column after the other, each changed and put back."""
    register, _ = counted
    tried, missed = 0, []
    with attacker(register) as connection:
        for columns in _columns():
            was = []
            for column in filter(lambda each: each is not None, columns):
                table, name = column.table.name, column.name
                wanted = f'SELECT rowid, "{name}" FROM {table} ORDER BY rowid LIMIT 1'
                if found := connection.execute(wanted).fetchone():
                    change = f'UPDATE {table} SET "{name}" = ? WHERE rowid = ?'
                    connection.execute(change, (_other(column, found[1]), found[0]))
                    was.append((table, name, change, (found[1], found[0])))
            with register._store.reading() as session:
                wrong = {
                    each.noun
                    for compound in history.chains(session)
                    for each in replay.replay(session, compound).wrong
                }
            missed += [(table, name) for table, name, _, _ in was if table not in wrong]
            for _, _, change, old in was:
                connection.execute(change, old)
            tried += len(was)
    assert not missed
    assert tried > 150
    assert not _seen(register)


def _other(column, value):
    if isinstance(column.type, Flag):
        return 1 - (value or 0)
    if isinstance(value, bytes):
        return bytes(255 - each for each in value)
    if isinstance(value, int) or (value is None and not isinstance(column.type, Text | Key)):
        return (value or 0) + 100_000
    if isinstance(value, str) and value.startswith(("[", "{")):
        return json.dumps([value])
    return f"{value or ''}改"


@pytest.mark.parametrize(
    "attack",
    [
        "DELETE FROM ballot WHERE paper = 3",
        "DELETE FROM ballot_entry",
        "INSERT INTO secret_ballot SELECT poll_id, 1, '1', 'x', '', compound_id, poll_id FROM ballot LIMIT 1",
        "UPDATE voter SET area = area + 10000 WHERE position = 2",
        "UPDATE voter SET head = 1 WHERE position = 2",
        "UPDATE ballot SET marks = 'A' WHERE marks = 'F'",
        "UPDATE poll_matter SET rule = rule || ' '",
        "DELETE FROM owner",
        "UPDATE chain_head SET sequence = sequence - 1",
    ],
)
def test_attacks_on_a_vote_are_seen(counted, attack):
    register, _ = counted
    with attacker(register) as connection:
        changed = connection.execute(attack).rowcount
    if changed:
        assert _seen(register)
    else:
        pytest.fail("the attack changed nothing")


def _rewrite(register, compound, change) -> None:
    """An attacker with the file: change a record's payload and hash the chain anew to its end."""
    with attacker(register) as connection:
        connection.execute("DROP TRIGGER history_no_update")
        with register._store.reading() as session:
            told = list(history.records(session, compound))
        previous = chain.ZERO
        for record in told:
            changed = change(record)
            changed = changed._replace(previous=previous)
            changed = changed._replace(hash=chain.seal(changed))
            previous = changed.hash
            connection.execute(
                "UPDATE history SET payload = ?, previous = ?, hash = ?"
                " WHERE compound_id = ? AND sequence = ?",
                (changed.payload, changed.previous, changed.hash, str(compound), changed.sequence),
            )
        connection.execute(
            "UPDATE chain_head SET hash = ? WHERE compound_id = ?", (previous, str(compound))
        )


def _fifth_changed(record):
    if record.sequence != 5:
        return record
    told = chain.decode(record.payload)
    return record._replace(payload=chain.encode({**told, "x": 1}))


def test_a_chain_hashed_anew_does_not_agree_with_its_checkpoints(counted):
    register, poll = counted
    _rewrite(register, poll.compound_id, _fifth_changed)
    checked = register.verification.check()
    compound = checked.chains[1]
    assert compound.broken is None  # the chain alone says nothing
    assert len(compound.false_points) == 4
    assert not checked.sound


def test_a_forged_checkpoint_has_no_signature_that_holds(counted):
    register, _ = counted
    with attacker(register) as connection:
        connection.execute("DROP TRIGGER checkpoint_no_update")
        connection.execute("UPDATE checkpoint SET at = '2024-01-01T00:00:00+08:00'")
    assert len(register.verification.check().chains[1].false_points) == 4


def test_a_printed_anchor_is_held_against_the_chain(counted, tmp_path):
    register, poll = counted
    with register._store.reading() as session:
        kept = checkpoints.last_of(session, poll.compound_id, "poll", poll.id)
    assert kept is not None
    assert kept.action == "poll.settle"
    point = kept.checkpoint
    assert holds(kept.signer, point.signed, kept.signature)
    typed = register.verification.hold(f" {point.anchor.shown.lower()} ")
    assert (typed.held, typed.name) == (Held.SAME, "金鹭小区")
    assert register.verification.hold(point.full).held is Held.SAME
    other = point.anchor.shown[:-1] + ("0" if point.anchor.shown[-1] != "0" else "1")
    assert register.verification.hold(other).held is Held.OTHER
    later = f"{point.sequence + 10_000}{point.anchor.shown[len(str(point.sequence)) :]}"
    assert register.verification.hold(later).held is Held.GONE
    with pytest.raises(NotAnAnchor):
        register.verification.hold("没有")


def test_an_old_file_put_back_is_seen_by_the_stick(counted, tmp_path, clock):
    """Nothing within the file can tell; what is kept elsewhere can."""
    register, poll = counted
    before = register.upkeep.back_up("手动")
    register.counts.recount(poll, "复核")
    register.counts.settle(poll)
    stick = register.verification.keep(tmp_path)
    assert {each.held for each in register.verification.hold_file(stick)} == {Held.SAME}
    old = tmp_path / "旧.圆桌"
    old.write_bytes(before.read_bytes())
    again = Register(old, "何婷", now=clock)
    assert again.verification.check().sound
    assert Held.GONE in {each.held for each in again.verification.hold_file(stick)}
    again.close()


def test_anchors_come_from_our_files_only(held, tmp_path):
    register, _ = held
    other = tmp_path / "别的.圆桌存证"
    other.write_text("RT1:坏的\n", "utf-8")
    with pytest.raises(NotAnchorsFile):
        register.verification.hold_file(other)
    with pytest.raises(NotAnchorsFile):
        register.verification.hold_file(tmp_path / "没有")
    other.write_bytes(b"\xff\xfe")
    with pytest.raises(NotAnchorsFile):
        register.verification.hold_file(other)


def test_before_anything_is_written_there_are_no_anchors(file_register, tmp_path):
    made = file_register.verification.keep(tmp_path)  # the key's own record is the first
    assert len(file_register.verification.hold_file(made)) == 1


def test_a_file_without_any_history_has_no_anchors(tmp_path, clock):
    register = Register(tmp_path / "空.圆桌", "何婷", create=True, now=clock)
    register._store._signer = None
    with pytest.raises(NoAnchorsYet):
        register.verification.keep(tmp_path)
    register.close()


def test_the_check_can_be_stopped(counted):
    register, _ = counted
    assert register.verification.check(lambda *_: True) is None


def test_without_a_key_checkpoints_go_unsigned_and_the_check_says_so(counted, tmp_path):
    register, poll = counted
    folder = tmp_path / "file"
    folder.write_text("no folder")
    register._store._signer = Signer(folder / "signing.key", lambda n: bytes(n))
    register.counts.recount(poll, "复核")
    register.counts.settle(poll)
    compound = register.verification.check().chains[1]
    assert (compound.unsigned, compound.false_points, len(compound.strange)) == (1, (), 1)


def test_rows_of_before_there_were_seals_are_told_as_open(counted):
    """A ledger written by an older program: bulk records without seals."""
    register, poll = counted
    with register._store.reading() as session:
        told = list(history.records(session, poll.compound_id))
    played: dict = {}
    bulky: set[str] = set()
    for record in told:
        payload = chain.decode(record.payload)
        payload["values"].pop("seals", None)
        replay._play(record._replace(payload=chain.encode(payload)), played, bulky)
    assert {"premises", "voter", "ballot"} <= bulky


def test_both_databases_seal_rows_alike(register, compound, tmp_path):
    """What SQLite and PostgreSQL give back for the same row is the same, to the byte."""
    from desktop.domain.terms import Use
    from desktop.services.premises import PremisesPlan
    from desktop.storage.tables import OwnerRecord, PremisesRecord

    register.premises.add(
        compound, PremisesPlan("1-1-101", Use.DWELLING, "88.5"), "张伟", "13800000001"
    )
    with register._store.reading() as session:
        for table in (PremisesRecord, OwnerRecord):
            (row,) = seals.rows(session.connection(), table, {"compound_id": compound})
            assert {type(value) for value in row} <= {str, int, bytes, type(None)}
    assert register.verification.check().sound


def test_an_anchor_is_read_as_people_type_it():
    point = anchors.Checkpoint(OFFICE, 128, bytes(32), "")
    shown = point.anchor.shown
    assert shown.startswith("128-")
    assert len(shown) == 23
    wide = "".join(chr(ord(each) + 0xFEE0) for each in shown)
    dashed = [shown.replace("-", dash) for dash in "\uff0d\u2013\u2014\u2011"]
    for typed in (shown, shown.lower(), shown.replace("-", " - "), wide, *dashed):
        assert anchors.read(typed) == anchors.Anchor(128, point.anchor.letters)
    assert anchors.read(point.full).checkpoint is not None
    for wrong in ("", "128", "128-", "RT1:", shown[:-1], shown + "A", "128-UUUU-UUUU-UUUU-UUUU"):
        with pytest.raises(NotAnAnchor):
            anchors.read(wrong)


def test_evidence_of_a_vote_names_nobody_and_carries_all_that_counts(counted, tmp_path):
    register, poll = counted
    path = register.evidence.write(poll, "钱律师", "诉讼", tmp_path / "查证包.zip")
    with ZipFile(path) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    assert set(parts) == {
        "evidence.json", "chain.jsonl", "checkpoints.json", "manifest.json", "说明.txt",
        "verify_evidence.py",
    }  # fmt: skip
    told = json.loads(parts["evidence.json"])
    voters, ballots = told["tables"]["voter"], told["tables"]["ballot"]
    assert len(voters) == len(ballots) > 100
    assert all("names" not in each and "private" in each for each in voters)
    with register._store.reading() as session:
        names = set(session.scalars(text("SELECT names FROM voter")))
    whole = b"".join(parts.values()).decode("utf-8", "replace")
    assert not [name for name in names if name and len(name) > 1 and f'"{name}"' in whole]
    assert register.publicity.inspections(poll)[0].reader == "钱律师"


def _points_of(register, compound):
    with register._store.reading() as session:
        return [each.checkpoint.sequence for each in checkpoints.of(session, compound)]


def test_a_checkpoint_taken_away_is_missed(counted):
    """One of them, all of one compound, or all there are: the history knows what left one."""
    register, poll = counted
    places = _points_of(register, poll.compound_id)
    with attacker(register) as connection:
        connection.execute("DROP TRIGGER checkpoint_no_delete")
        for place in reversed(places):
            connection.execute("DELETE FROM checkpoint WHERE sequence = ?", (place,))
            told = register.verification.check().chains[1]
            assert told.missing == tuple(each for each in places if each >= place)
            assert not told.sound
        connection.execute("DELETE FROM checkpoint")
    assert register.verification.check().chains[1].missing == tuple(places)


def _sign_anew(connection, compound, own, which=""):
    """Put another signature under the checkpoints of a chain, or under some of them."""
    wanted = f"SELECT sequence, hash, at FROM checkpoint WHERE compound_id = ? {which}"
    for sequence, digest, at in connection.execute(wanted, (str(compound),)).fetchall():
        made = anchors.Checkpoint(compound, sequence, digest, at)
        connection.execute(
            "UPDATE checkpoint SET signer = ?, signature = ? WHERE compound_id = ? AND sequence = ?",
            (own.public, own.sign(made.signed), str(compound), sequence),
        )


def test_checkpoints_of_a_key_nobody_introduced_are_strange(counted):
    """Whoever rewrites the chain can sign it anew, with a key of his own."""
    register, poll = counted
    own = Signer(register.address.path.with_name("own.key"), lambda n: bytes(range(n)))
    with attacker(register) as connection:
        connection.execute("DROP TRIGGER checkpoint_no_update")
        _sign_anew(connection, poll.compound_id, own)
        told = register.verification.check().chains[1]
        assert (told.false_points, len(told.strange)) == ((), told.points)
        assert not told.sound
        # a row for the key alone does not help: the history does not tell of it
        connection.execute(
            "INSERT INTO signer VALUES (?, '何婷', '2024-09-20')", (own.public.hex(),)
        )
        told = register.verification.check()
        assert told.chains[1].strange
        assert told.chains[0].wrong
        assert {key.mark for key in told.keys} > {anchors.fingerprint(own.public.hex())}


def test_what_was_closed_before_there_were_checkpoints_misses_none():
    moments = [datetime(2026, 1, day, tzinfo=UTC) for day in range(1, 6)]
    acts = [("poll.close", 1), ("poll.close", 1), ("poll.edit", 2), ("poll.close", 3)]

    def ends(since, told=acts):
        closed = checkpoints.Closed(since)
        for number, (act, day) in enumerate(told, 1):
            at = moments[day].isoformat(timespec="milliseconds")
            closed.take(chain.Record(1, OFFICE, number, b"", at, "", "", act, "", "", b"", b""))
        return list(closed.ends)

    assert ends(moments[0]) == [2, 4]
    assert ends(moments[2]) == [4]
    assert ends(None) == []
    # a moment put back does not make it one of before
    assert ends(moments[2], [*acts[:3], ("poll.close", 0)]) == [4]


def test_checkpoints_without_a_signature_are_no_way_round_it(counted):
    """Whoever has no key can leave the signatures out, and hash the chain anew."""
    register, poll = counted
    _rewrite(register, poll.compound_id, _fifth_changed)
    with attacker(register) as connection:
        connection.execute("DROP TRIGGER checkpoint_no_update")
        connection.execute(
            "UPDATE checkpoint SET signer = x'', signature = x'', hash = (SELECT hash FROM history h"
            " WHERE h.compound_id = checkpoint.compound_id AND h.sequence = checkpoint.sequence)"
        )
    told = register.verification.check().chains[1]
    assert (told.broken, told.false_points) == (None, ())
    assert told.strange
    assert not told.sound


def test_a_key_introduced_later_signs_nothing_of_before(counted, clock):
    register, poll = counted
    own = Signer(register.address.path.with_name("own.key"), lambda n: bytes(range(n)))
    clock.at += timedelta(days=2)
    register._store._signer = own
    register._store.end_day()  # so that the office's history tells of it
    assert register.verification.check().sound
    with attacker(register) as connection:
        connection.execute("DROP TRIGGER checkpoint_no_update")
        _sign_anew(connection, poll.compound_id, own, "AND action <> 'day_end'")
    assert register.verification.check().chains[1].strange


@pytest.mark.parametrize("column", ["action", "key"])
def test_what_a_checkpoint_is_said_to_be_of_is_held_against_the_history(counted, column):
    register, _ = counted
    with attacker(register) as connection:
        connection.execute("DROP TRIGGER checkpoint_no_update")
        connection.execute(f"UPDATE checkpoint SET {column} = ''")
    assert register.verification.check().chains[1].false_points


def test_an_announced_count_is_never_edited(counted):
    """Somebody appends to the history, which needs no key, and changes the row alike."""
    register, poll = counted
    compound = poll.compound_id
    with register._store.reading() as session:
        head = history.head(session, compound)
        count = session.scalars(select(CountRecord)).one()
    values = {"figures": count.figures.replace("1", "2")}
    change = chain.Change(compound, "poll_count", str(count.id), "edit", values)
    at = ("2024-10-21T01:00:00.000+00:00", "+08:00")
    row = chain.link(compound, head, at, "何婷", "poll.settle", change)._asdict()
    row["compound_id"] = row.pop("compound")
    with register._store.engine.begin() as connection:
        connection.execute(insert(HistoryRecord), [row])
        end = {"sequence": row["sequence"], "hash": row["hash"]}
        connection.execute(
            update(HeadRecord).where(HeadRecord.compound_id == compound).values(**end)
        )
    with attacker(register) as connection:
        connection.execute("UPDATE poll_count SET figures = ?", (values["figures"],))
    told = register.verification.check().chains[1]
    assert [(each.noun, each.why) for each in told.wrong] == [
        ("poll_count", "公布过的计票只会另计，不会改")
    ]


@pytest.mark.parametrize("rotten", ["", "gestern", "2024-09-20T09:00:00"])
def test_a_moment_nobody_can_read_is_a_finding_and_no_crash(counted, rotten):
    register, _ = counted
    for table, trigger in (
        ("checkpoint", "checkpoint_no_update"),
        ("history", "history_no_update"),
    ):
        with attacker(register) as connection:
            connection.execute(f"DROP TRIGGER {trigger}")
            connection.execute(f"UPDATE {table} SET at = ? WHERE rowid % 7 = 3", (rotten,))
            connection.execute(f"UPDATE {table} SET at = ? WHERE rowid < 6", (rotten,))
        assert _seen(register)
