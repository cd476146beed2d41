"""Keeping the file: what is remembered of backups, what a stop leaves behind, and the diagnostics."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, select

from desktop.domain.errors import CannotWrite, Refusal, Stopped
from desktop.domain.ids import OFFICE
from desktop.domain.keeping import Safe
from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.services.diagnostics import Shown
from desktop.services.verification import ANCHORS, Held
from desktop.storage import backups, checkpoints, history
from desktop.storage.tables import Table


def test_what_was_saved_and_backed_up_is_known(register, clock):
    register.communities.set_up("棠梨街道", "柳荫社区")
    kept = register.upkeep.kept()
    assert kept.saved == clock().replace(tzinfo=None)
    if register.address.path is None:
        assert kept.on_server
        assert "服务器管理员" in register.upkeep.judged()[1]
        return
    assert kept.backed_up is None
    register.upkeep.back_up("手动")
    assert register.upkeep.kept().backed_up == clock().replace(tzinfo=None)
    assert kept.size > 0
    assert kept.free > 0


def test_a_copy_in_another_place_is_remembered_in_the_file(file_register, clock, tmp_path):
    file_register.upkeep.save_to(tmp_path / "U盘")
    clock.at += timedelta(days=3)
    assert "U盘：3天前" in file_register.upkeep.judged()[1]
    assert file_register.verification.check().sound
    beside = backups.folder(file_register.address.path)
    before = file_register.upkeep.kept().elsewhere
    file_register.upkeep.save_to(beside)  # that is no other place
    assert not list(beside.glob(f"*{ANCHORS}"))
    [anchors] = (tmp_path / "U盘").glob(f"*{ANCHORS}")
    held = file_register.verification.hold_file(anchors)
    assert held
    assert all(each.held is Held.SAME for each in held)
    [copy] = backups.found(tmp_path / "U盘")
    there = Register(copy.path, "李四", now=clock)  # what lies beside the anchors agrees with them
    assert all(each.held is Held.SAME for each in there.verification.hold_file(anchors))
    there.close()
    assert file_register.upkeep.kept().elsewhere == before


def test_a_failing_backup_is_told_until_one_succeeds(file_register):
    beside = backups.folder(file_register.address.path)
    beside.write_text("a file where a folder is wanted")
    file_register.communities.set_up("棠梨街道", "柳荫社区")
    for level in (Safe.WARN, Safe.BAD):
        with pytest.raises(Refusal):
            file_register.upkeep.back_up_if_due()
        assert file_register.upkeep.judged()[0] is level
    beside.unlink()
    assert file_register.upkeep.back_up_if_due() is not None
    assert file_register.upkeep.judged()[0] is Safe.WELL


def _stop_at(place: int):
    """Stops at so many-th step."""
    told = []

    def step(done: int, whole: int) -> None:
        told.append((done, whole))
        if len(told) >= place:
            raise Stopped

    return step, told


@pytest.mark.parametrize("place", [1, 2])
def test_a_stopped_backup_leaves_nothing(held, tmp_path, place):
    register, _ = held
    step, told = _stop_at(place)
    with pytest.raises(Stopped):
        register.upkeep.save_to(tmp_path / "U盘", step)
    assert len(told) == place
    assert list((tmp_path / "U盘").iterdir()) == []
    assert register.upkeep.kept().elsewhere is None
    assert register.upkeep.kept().failures == 0
    with pytest.raises(Stopped):
        register.upkeep.back_up("手动", _stop_at(1)[0])
    assert register.upkeep.judged()[0] is Safe.WARN  # there is none yet; none has failed
    assert register.upkeep.kept().failures == 0


def test_a_check_tells_how_far_it_is_and_can_be_stopped(held):
    register, _ = held
    told: list[object] = []
    assert register.verification.check(lambda *at: bool(told.append(at))).sound
    assert told
    assert register.verification.check(lambda *_: True) is None


def _personal(register) -> set[str]:
    """Every personal value of the database that is long enough to be told from chance."""
    found = set()
    with register.upkeep._store.reading() as session:
        for table in Table.registry.mappers:
            for column in inspect(table).columns:
                if column.info.get("personal"):
                    found |= {str(v) for v in session.scalars(select(column)) if v}
    return {value for value in found if len(value) >= 2}


def test_the_diagnostics_and_the_log_hold_nothing_about_anybody(held, tmp_path):
    register, ref = held
    log = tmp_path / "log" / "roundtable.log"
    log.parent.mkdir()
    handler = logging.FileHandler(log, encoding="utf-8")
    logging.getLogger().addHandler(handler)
    try:
        for act in (
            lambda: register.premises.lines(ref.compound_id, "王桂兰 13900001234"),
            lambda: register.sessions.note(ref, "25:99", "王桂兰", "13900001234", None),
            lambda: register.communities.add(CompoundFacts("王桂兰 13900001234")),
            lambda: register.upkeep.check_backup(tmp_path / "王桂兰.圆桌备份"),
        ):
            try:
                act()
            except Exception:  # noqa: BLE001 - whatever it is, none of it may be in the log
                logging.getLogger("test").info("provoked")
        register.verification.check()
        text = register.diagnostics.text(Shown("PySide6", log, "1.0 秒"))
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
    personal = _personal(register) | {"王桂兰", "13900001234", register.who}
    assert len(personal) > 50
    told = text + log.read_text("utf-8")
    assert not {value for value in personal if value in told}
    assert "SQLite" in text
    assert "完好" in text
    assert "1.0 秒" in text


def test_the_diagnostics_leave_out_the_name_of_the_computers_user(
    file_register, monkeypatch, tmp_path
):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    text = file_register.diagnostics.text(Shown(log=tmp_path / "log" / "roundtable.log"))
    assert "~/" in text
    assert str(tmp_path) not in text


def test_a_full_disk_says_why(file_register, tmp_path):
    (tmp_path / "U盘").write_text("not a folder")
    with pytest.raises(CannotWrite):
        file_register.upkeep.save_to(tmp_path / "U盘")


def test_closing_seals_every_chain_that_grew_and_the_backup_has_it(file_register):
    file_register.communities.set_up("棠梨街道", "柳荫社区")
    compound = file_register.communities.add(CompoundFacts("锦屏雅筑"))
    made = file_register.upkeep.end()
    assert made.name.endswith("关闭.圆桌备份")
    kept = Register(made, "何婷")
    with kept._store.reading() as session:
        for chain in (OFFICE, compound):
            last = list(checkpoints.of(session, chain))[-1].checkpoint
            assert (last.sequence, last.hash) == history.head(session, chain)
    assert kept.verification.check().sound
    kept.close()
    assert file_register.upkeep.end() is None  # nothing new


def test_on_a_server_whoever_wrote_leaves_the_checkpoints(register, compound, where, clock):
    looking = Register(where, "李四", now=clock)
    if looking.upkeep.path is None:  # a file is the keeper's own: there whoever closes it seals
        looking.upkeep.end()  # has written nothing, and seals nothing
        with register._store.reading() as session:
            assert not list(checkpoints.of(session, OFFICE))
    looking.close()
    register.upkeep.end()
    register.upkeep.end()  # a checkpoint is there already
    with register._store.reading() as session:
        for chain in (OFFICE, compound):
            ends = [each.checkpoint.sequence for each in checkpoints.of(session, chain)]
            assert ends[-1] == history.head(session, chain)[0]
            assert len(ends) == len(set(ends))
    assert register.verification.check().sound
