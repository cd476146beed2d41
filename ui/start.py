"""Opening the program's window: on a file, on the sample community, or on the welcome page."""

import importlib
import sys
import threading

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.system import folders
from ui.app import App
from ui.dressing import dress

PAINTED_MS = 200  # until then the window has been painted, on a slow computer too


def start(where: str | None, operator: str, *, sample: bool) -> int:
    """Open it, and give the code to end with."""
    if not folders.has_display() and "offscreen" not in sys.argv:
        print("这里没有可用的显示器，开不了窗口。可以用 main.py demo --out DIR。", file=sys.stderr)  # noqa: T201
        return 2
    sys.setswitchinterval(0.001)  # a busy worker lets the window through five times sooner
    qt = QApplication(sys.argv[:1])
    dress(qt)
    app = App(qt)
    app.window.show()
    if sample:
        app.open_sample(operator)
    elif where:
        app.open_file(where, operator or app.preferences.operator)
    else:
        app.welcome()
        QTimer.singleShot(PAINTED_MS, load_ahead)
    return qt.exec()


def load_ahead() -> threading.Thread:
    """Load what every file needs while the user looks at the welcome page: most of the time that
    opening takes. Whoever is faster waits for the rest of it, as without this; a window that is closed
    at once leaves a process that lives a second longer."""
    thread = threading.Thread(
        target=importlib.import_module, args=("desktop.register",), name="ahead"
    )
    thread.start()
    return thread
