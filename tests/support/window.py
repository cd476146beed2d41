"""Steps that tests of the window share: find a page, find the form in front, fill it in."""

from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui.monkey import settle
from ui.widgets.form import Form


def page(app, kind):
    """The page, or tab, of a kind that was made last."""
    return app.window.findChildren(kind)[-1]


def form(_app):
    """The form in front."""
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, Form) and w.isVisible()][-1]


def fill(app, **values):
    """Answer the form in front, and let what it began end."""
    asked = form(app)
    for name, value in values.items():
        widget = asked.inputs[name]
        if isinstance(value, bool):
            widget.setChecked(value)
        elif isinstance(widget, QLineEdit):
            widget.setText(value)
        elif hasattr(widget, "setPlainText"):
            widget.setPlainText(value)
        else:
            widget.setCurrentText(value)
    asked.accept()
    settle(app)
    return asked
