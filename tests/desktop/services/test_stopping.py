"""Long acts that are stopped: at whichever place, nothing is half done, and the next try does it."""

import pytest

from desktop.documents import handbook
from desktop.documents.fonts import bundled
from desktop.domain.errors import Stopped
from desktop.register import Register
from desktop.services import locking, upkeep
from desktop.services.communities import CompoundFacts
from desktop.services.papers import BEFORE
from desktop.storage import sqlite
from desktop.system import folders
from tests.conftest import DATA
from tests.support.stopping import Stop, stopped_everywhere

PASSWORD = "柳荫社区 2026 年"
_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
BOOK = DATA / "业主信息登记表.xlsx"


def test_an_import_of_a_roster_and_its_undoing(register, compound):
    preview = register.rosters.preview(compound, register.rosters.read(BOOK), BOOK)
    before = register.position()

    def untouched():
        assert register.position() == before
        assert register.premises.lines(compound) == []
        assert register.rosters.imports(compound) == []

    assert stopped_everywhere(lambda s: register.rosters.take_over(preview, s), untouched) >= 3
    taken, before = register.premises.lines(compound), register.position()
    done = register.rosters.imports(compound)[0].ref

    def still_there():
        assert register.position() == before
        assert register.premises.lines(compound) == taken

    assert stopped_everywhere(lambda s: register.rosters.undo(done, s), still_there) >= 2
    assert register.premises.lines(compound) == []


def test_voices_from_a_table_and_taking_them_back(register, compound, tmp_path):
    path = tmp_path / "表.csv"
    lines = "".join(f"{number},楼道灯坏了\n" for number in range(1, 451))
    path.write_text(f"id,text\n{lines}", "utf-8")
    preview = register.voice_imports.read(compound, path)

    def untouched():
        assert register.suggestions.lines(compound) == []

    take = register.voice_imports.take_over
    assert stopped_everywhere(lambda s: take(preview, step=s), untouched) == 3
    batch, _ = register.voice_imports.last(compound)

    def still_there():
        assert len(register.suggestions.lines(compound)) == 450

    undo = register.voice_imports.undo
    assert stopped_everywhere(lambda s: undo(compound, batch, s), still_there) == 3
    untouched()


def test_an_archive_package_written_and_taken_in(held, tmp_path, clock):
    register, meeting = held
    register.minutes.finalise(meeting)
    folder = tmp_path / "包"

    def nothing_written():
        assert not folder.exists()

    write = register.archives.write
    assert stopped_everywhere(lambda s: write(meeting, folder, s), nothing_written, 80) > 10
    package = next(folder.iterdir())
    other = Register(tmp_path / "另一台.圆桌", "张敏", create=True, now=clock)
    other.communities.set_up("棠梨街道", "柳荫社区")
    there = other.communities.add(CompoundFacts("金鹭小区"))
    before = other.position()

    def untouched():
        assert other.position() == before
        assert other.meetings.lines() == []

    bring = other.archive_imports.bring_in
    assert stopped_everywhere(lambda s: bring(there, package, s), untouched) > 5
    assert len(other.meetings.lines()) == 1
    other.close()


def test_a_pack_keeps_the_papers_that_are_written(held, tmp_path):
    register, meeting = held
    whole = register.papers.write_pack(meeting, BEFORE, tmp_path / "全")
    part = register.papers.write_pack(meeting, BEFORE, tmp_path / "部分", lambda done: done >= 3)
    assert [each.name for each in part] == [each.name for each in whole[:3]]
    assert all(each.exists() for each in part)


def rows(path, key):
    """All that a file holds."""
    connection = sqlite.look(path, key=key)
    try:
        names = [name for (name,) in connection.execute(_TABLES)]
        return [(name, connection.execute(f"SELECT * FROM {name}").fetchall()) for name in names]
    finally:
        connection.close()


def test_restoring_over_a_damaged_file_that_is_stopped_leaves_it(file_register, tmp_path):
    path = tmp_path / "社区.圆桌"
    backup = file_register.upkeep.back_up("手动")
    file_register.close()
    path.write_bytes(b"rubbish" * 1000)

    def untouched():
        assert path.read_bytes() == b"rubbish" * 1000

    assert stopped_everywhere(lambda stop: upkeep.restore(backup, path, stop), untouched) >= 2
    assert path.read_bytes()[:6] == b"SQLite"


@pytest.mark.parametrize("locked", [False, True], ids=["plain", "with a password"])
def test_restoring(file_register, tmp_path, locked):
    path = tmp_path / "社区.圆桌"
    file_register.communities.set_up("街道", "社区")
    backup = file_register.upkeep.back_up("手动")
    file_register.communities.set_up("街道", "后来的社区")
    file_register.close()
    key = None
    if locked:
        listed = locking.common(folders.resources() / "rules")
        key = locking.encrypt(path, "张敏", PASSWORD, PASSWORD, listed)
    before = rows(path, key)

    def untouched():
        assert rows(path, key) == before
        assert not path.with_name(path.name + ".restore").exists()

    def act(stop):
        upkeep.restore(backup, path, stop, own=key)

    assert stopped_everywhere(act, untouched) >= 2
    assert rows(path, key) != before


def test_the_handbook():
    folder = folders.resources() / "handbook"
    chapters, fonts = handbook.chapters(folder)[:2], bundled(folders.resources() / "fonts")
    asked = Stop(10**9)
    handbook.book(chapters, folder, fonts, step=asked)
    for at in range(0, asked.asked, max(1, asked.asked // 5)):
        with pytest.raises(Stopped):
            handbook.book(chapters, folder, fonts, step=Stop(at))
