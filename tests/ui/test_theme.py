"""The look: made once, cached, and complete; also where nothing can be cached."""

import shutil
from pathlib import Path

from PySide6.QtCore import QFile

from ui import theme


def test_the_sheet_is_made_once_and_its_icons_are_found(qapp, tmp_path):
    theme.apply(qapp, tmp_path)
    sheet = next(tmp_path.rglob("*.qss"))
    sheet.write_text("/* from the cache */" + sheet.read_text("utf-8"), "utf-8")
    theme.apply(qapp, tmp_path)
    assert qapp.styleSheet().startswith("/* from the cache */")
    assert QFile.exists("icon:/primary/downarrow.svg")


def test_a_place_that_cannot_be_written_is_no_reason_not_to_start(qapp, tmp_path):
    (tmp_path / "home").write_text("a file where a folder is wanted")
    theme.apply(qapp, tmp_path / "home" / "cache")
    assert "QPushButton" in qapp.styleSheet()
    assert QFile.exists("icon:/primary/downarrow.svg")


def test_of_two_first_starts_one_is_the_first(qapp, tmp_path, monkeypatch):
    first, second = tmp_path / "first", tmp_path / "second"
    theme.apply(qapp, first)  # stays where it is: windows of other tests show its icons
    whole = next(first.iterdir())

    def other_was_first(draft, target):  # between making and naming
        shutil.copytree(whole, target)
        raise OSError

    monkeypatch.setattr(Path, "replace", other_was_first)
    theme.apply(qapp, second)
    assert [path.name for path in second.iterdir()] == [whole.name]
    assert "QPushButton" in qapp.styleSheet()
