"""A window in which somebody works without a pause; what it takes of the computer, again and again.

``python -m tests.faults.soak MINUTES`` prints a line every few seconds: seconds, resident MB, handles, threads, steps.
"""

import sys
import tempfile
import time
import traceback
from pathlib import Path

import psutil
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from tests.ui.monkey import Monkey, settle
from ui.app import App
from ui.dressing import dress

EVERY_S = 3.0


def main(minutes: float) -> int:
    qt = QApplication([])
    dress(qt)
    process = psutil.Process()
    with tempfile.TemporaryDirectory() as home:
        app = App(qt, Path(home))
        app.window.show()
        app.open_sample("何婷")
        settle(app, 600)
        monkey, steps, begun = Monkey(app, 1), 0, time.monotonic()
        due = begun
        while (now := time.monotonic()) < begun + minutes * 60:
            monkey.step()
            # what was let go is deleted where the program's own loop would do it: none runs here
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            steps += 1
            if now >= due:
                due = now + EVERY_S
                rss, handles = process.memory_info().rss / (1 << 20), process.num_fds()
                print(
                    f"{now - begun:.0f} {rss:.1f} {handles} {process.num_threads()} {steps}",
                    flush=True,
                )
            if app.last_resort.seen:
                print(
                    (Path(home) / "roundtable.log").read_text("utf-8").splitlines()[-1],
                    file=sys.stderr,
                )
                return 1
        sound = app.register is not None and app.register.verification.check().sound
        app.close()
    return 0 if sound else 1


if __name__ == "__main__":
    try:
        sys.exit(main(float(sys.argv[1])))
    except Exception:
        traceback.print_exc()  # the window's own hook would only log it
        raise
