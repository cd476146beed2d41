"""What a widget stands under: the heading, tab or title that a seeing user reads beside it."""

from collections.abc import Iterator

from PySide6.QtWidgets import QBoxLayout, QLabel, QLayout, QTabWidget, QWidget

from ui.widgets.flow import Flow

HEADINGS = {"section", "title"}  # roles of labels


def heading(widget: QWidget) -> str:
    """The nearest heading before this widget, or the name of the tab that it is on."""
    below, above = widget, widget.parentWidget()
    while above is not None:
        if found := _before(above.layout(), below):
            return found
        tabs = above.parentWidget()
        if isinstance(tabs, QTabWidget) and (place := tabs.indexOf(below)) >= 0:
            return tabs.tabText(place)
        below, above = above, above.parentWidget()
    return ""


def _before(layout: QLayout | None, end: QWidget) -> str:
    """The last heading in a layout that comes before this widget."""
    found = ""
    for widget in _in_order(layout):
        if widget is end:
            break
        if isinstance(widget, QLabel) and widget.property("role") in HEADINGS:
            found = widget.text()
    return found


def _in_order(layout: QLayout | None) -> Iterator[QWidget]:
    if not isinstance(layout, QBoxLayout | Flow):  # the system's own keep items we must not touch
        return
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        if widget := item.widget():
            yield widget
        else:
            yield from _in_order(item.layout())
