"""A secretary who types without a pause into the open meeting, until the program is killed.

``python -m tests.faults.typist HOME`` prints each character with the moment it was typed.
"""

import itertools
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from tests.ui.monkey import settle
from ui.app import App
from ui.dressing import dress
from ui.meetings.page import MeetingsPage

EVERY_MS = 25
WORDS = "灯坏了三个月老人摸黑上楼物业说零件没到货"


def main(home: Path) -> None:
    qt = QApplication([])
    dress(qt)
    app = App(qt, home)
    app.window.show()
    app.welcome()
    app.open_sample("何婷")
    settle(app)
    app.window.go("会议")
    app.meetings.open(app.meetings.state.lines[0].ref)
    settle(app)
    page = app.window.findChildren(MeetingsPage)[0]
    page.tabs.setCurrentWidget(page.during)
    settle(app)
    ref, place = app.meetings.state.ref, app.meetings.draft_place()
    assert ref is not None
    sys.stdout.write(f"{place}\n")
    typed = itertools.cycle(WORDS)

    def type_one() -> None:
        character = next(typed)
        page.during.text.insertPlainText(character)
        sys.stdout.write(f"{time.monotonic():.3f} {character}\n")
        sys.stdout.flush()

    clock = QTimer()
    clock.timeout.connect(type_one)
    clock.start(EVERY_MS)
    qt.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
