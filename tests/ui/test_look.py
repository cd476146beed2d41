"""显示: larger type, other spacing and strong contrasts, at once and on every page."""

import re

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QTabWidget, QWidget

from desktop.system import preferences
from desktop.system.preferences import Density, Look, TextSize
from tests.support.window import page
from tests.ui.monkey import settle
from ui import sheet, theme
from ui.settings.display import DisplayTab
from ui.settings.page import SettingsPage
from ui.widgets.table import ROW, Table

LEAST = 7  # to 1: WCAG's stricter level for texts


@pytest.fixture(autouse=True)
def standard_afterwards(qapp, tmp_path):
    yield
    theme.apply(qapp, tmp_path / "theme", Look())


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


def rules(text: str) -> list[tuple[str, dict[str, str]]]:
    """Selectors and their declarations, in order."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    found = []
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
        told = {}
        for line in body.split(";"):
            name, _, value = line.partition(":")
            told[name.strip()] = value.strip()
        found.append((" ".join(selector.split()), told))
    return found


def test_strong_contrasts_are_at_least_seven_to_one(qapp, tmp_path):
    theme.apply(qapp, tmp_path, Look(contrast=True))
    checked = 0
    for selector, told in rules(qapp.styleSheet()):
        for text, under in (
            ("color", "background-color"),
            ("selection-color", "selection-background-color"),
        ):
            ink, paper = told.get(text, ""), told.get(under, "")
            if not ink.startswith("#"):
                continue
            ground = paper if paper.startswith("#") else "#ffffff"
            if paper == "" and ink == "#ffffff":  # its ground is another rule's: chosen rows
                ground = "#00205b"
            if any(word in selector for word in (".success", ".warning", ".danger")):
                continue  # classes of the library that we do not use
            assert ratio(ink, ground) >= LEAST, (selector, text, ink, ground)
            checked += 1
    assert checked > 100
    greys = {"#5f6368", "#757575", "#8a8a8a", "#a8adb3", "#555555"}
    assert not [grey for grey in greys if grey in qapp.styleSheet()]


def test_what_is_painted_by_hand_is_as_strong(qapp, tmp_path):
    theme.apply(qapp, tmp_path, Look(contrast=True))
    for role in ("bad", "good", "warn", "hint", "plain"):
        assert ratio(theme.ink(role).name(), "#ffffff") >= LEAST


def test_the_usual_colours_can_be_read(qapp, tmp_path):
    theme.apply(qapp, tmp_path, Look())
    for role in ("bad", "good", "warn", "hint", "plain"):
        assert ratio(theme.ink(role).name(), "#ffffff") >= 4.5


def test_the_standard_look_is_the_sheet_as_it_was(qapp, tmp_path):
    theme.apply(qapp, tmp_path, Look())
    assert qapp.styleSheet() == theme._base(tmp_path) + theme._mended(
        theme.folders.resources() / "theme"
    )


@pytest.mark.parametrize(("size", "pixels"), [(TextSize.LARGE, 18), (TextSize.HUGE, 21)])
def test_every_size_grows_alike(size, pixels):
    text = "QLabel { font-size: 15px; border: 1px solid #000; padding: 5px 15px; min-height: 30px }"
    grown = sheet.dressed(text, Look(size), sheet.Path())
    assert f"font-size: {pixels}px" in grown
    assert "border: 1px" in grown
    assert f"min-height: {2 * pixels}px" in grown
    assert f"padding: {pixels // 3}px {pixels}px" in grown


def test_density_moves_lines_apart_and_leaves_their_width(qapp, tmp_path):
    text = "QLabel { padding: 8px 15px }"
    wide = sheet.dressed(text, Look(density=Density.WIDE), sheet.Path())
    tight = sheet.dressed(text, Look(density=Density.TIGHT), sheet.Path())
    assert ("padding: 10px 15px" in wide, "padding: 6px 15px" in tight) == (True, True)


def test_the_look_is_chosen_in_settings_and_shows_at_once(sample, tmp_path):
    sample.window.go("设置")
    settle(sample)
    tab = page(sample, DisplayTab)
    page(sample, SettingsPage).findChild(QTabWidget).setCurrentWidget(tab)
    label = tab.findChild(QLabel)
    before = label.fontMetrics().height()
    tab.letters.setCurrentIndex(tab.letters.findData("huge"))
    tab.letters.activated.emit(2)
    settle(sample)
    assert label.fontMetrics().height() > 1.3 * before
    table = sample.window.findChild(Table)
    assert table.verticalHeader().defaultSectionSize() == round(ROW * 21 / 15)
    kept = preferences.load(tmp_path / "home" / "preferences.json")
    assert kept.look == Look(TextSize.HUGE)
    tab.lines.setCurrentIndex(tab.lines.findData("wide"))
    tab.lines.activated.emit(2)
    tab.contrast.click()
    settle(sample)
    assert sample.preferences.look == Look(TextSize.HUGE, Density.WIDE, contrast=True)
    assert table.verticalHeader().defaultSectionSize() == round(round(ROW * 21 / 15) * 5 / 4)


def places(sample):
    """Every page, and every tab of every page, as it stands in the window."""
    window = sample.window
    for place in range(window.places.count()):
        window.places.setCurrentRow(place)
        settle(sample)
        here = window.pages.currentWidget()
        yield window.places.item(place).text(), here
        for tabs in here.findChildren(QTabWidget):
            for tab in range(1, tabs.count()):
                if tabs.isVisible():
                    tabs.setCurrentIndex(tab)
                    settle(sample)
                    yield tabs.tabText(tab), here
    window.go("会议")
    sample.meetings.open(sample.meetings.state.lines[0].ref)
    settle(sample)
    for tab in range(3):
        window.pages.currentWidget().tabs.setCurrentIndex(tab)
        settle(sample)
        yield f"会议 {tab}", window.pages.currentWidget()


def test_in_the_largest_type_nothing_is_cut_and_nothing_overlaps(sample):
    sample.window.resize(1366, 720)
    sample.choose_look(Look(TextSize.HUGE))
    settle(sample)
    wrong = []
    for name, here in places(sample):
        assert sample.window.width() == 1366, name
        assert sample.window.area.horizontalScrollBar().maximum() == 0, name
        for made in here.findChildren(QAbstractButton):
            if made.isVisible() and made.text() and made.width() < made.minimumSizeHint().width():
                wrong.append((name, made.text(), made.width(), made.minimumSizeHint().width()))
        wrong += [(name, *pair) for pair in _overlapping(here)]
    assert not wrong


def _overlapping(here: QWidget) -> list[tuple[str, str]]:
    kinds = (QAbstractButton, QLineEdit, QComboBox)
    found = []
    for parent in [here, *here.findChildren(QWidget)]:
        inner = [
            child
            for child in parent.children()
            if isinstance(child, kinds) and child.isVisible() and parent.layout() is not None
        ]
        for place, one in enumerate(inner):
            for other in inner[place + 1 :]:
                if one.geometry().intersects(other.geometry()):
                    found.append((one.accessibleName(), other.accessibleName()))
    return found
