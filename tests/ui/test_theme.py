"""The look: made once, cached, and complete."""

from PySide6.QtCore import QFile

from ui import theme


def test_the_sheet_is_made_once_and_its_icons_are_found(qapp, tmp_path):
    theme.apply(qapp, tmp_path)
    sheet = next(tmp_path.glob("*.qss"))
    sheet.write_text("/* from the cache */" + sheet.read_text("utf-8"), "utf-8")
    theme.apply(qapp, tmp_path)
    assert qapp.styleSheet().startswith("/* from the cache */")
    assert QFile.exists("icon:/primary/downarrow.svg")
