"""Takes a picture of every page, to be looked at: ``python -m tests.pictures [WIDTHxHEIGHT]``."""

import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication, QTabWidget

from desktop.services.papers import Paper
from ui.app import App, dress

OUT = Path(__file__).parent / "out"


def settle(app: App) -> None:
    """Let all work and all painting finish."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        QApplication.processEvents()
        if app.tasks.idle:
            break
        time.sleep(0.01)
    for _ in range(5):
        QApplication.processEvents()


def take(app: App, name: str, size: str) -> None:
    settle(app)
    OUT.mkdir(exist_ok=True)
    app.window.grab().save(str(OUT / f"{size} {name}.png"))


def main(size: str) -> None:
    width, height = map(int, size.split("x"))
    qt = QApplication([])
    dress(qt)
    with tempfile.TemporaryDirectory() as home:
        app = App(qt, Path(home))
        app.last_resort.remove()  # here a fault shall be seen
        app.window.resize(width, height)
        app.window.show()
        app.welcome()
        take(app, "0 welcome", size)
        app.open_sample("何婷")
        settle(app)
        for place in range(app.window.places.count()):
            app.window.places.setCurrentRow(place)
            name = app.window.places.item(place).text()
            take(app, f"{place + 1} {name}", size)
            for tabs in app.window.pages.currentWidget().findChildren(QTabWidget):
                for tab in range(1, tabs.count()):
                    if tabs.isVisible():
                        tabs.setCurrentIndex(tab)
                        take(app, f"{place + 1} {name} {tabs.tabText(tab)}", size)
        app.window.go("会议")
        app.meetings.open(app.meetings.state.lines[0].ref)
        settle(app)
        page = app.window.pages.currentWidget()
        for tab, paper in ((0, Paper.NOTICE), (1, None), (2, Paper.MINUTES)):
            page.tabs.setCurrentIndex(tab)
            if paper:
                app.meetings.show_paper(paper)
                settle(app)
                until = time.monotonic() + 2  # pages are drawn when they are ready
                while time.monotonic() < until:
                    QApplication.processEvents()
            take(app, f"4 会议 {page.tabs.tabText(tab)}", size)
        app.window.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "1366x768")
