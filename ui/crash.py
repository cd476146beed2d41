"""The last resort: any exception anywhere ends in one dialog and a log without personal data."""

import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

log = logging.getLogger(__name__)


class LastResort(QObject):
    """Installs the hooks; ``told`` counts what was shown, the same fault only once."""

    _failed = Signal(str)

    def __init__(self, parent: QWidget, path: Path) -> None:
        super().__init__(parent)
        self._parent, self.path = parent, path
        self.seen: set[str] = set()
        self._failed.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._hook
        threading.excepthook = lambda args: self._note(args.exc_type, args.exc_traceback)

    def remove(self) -> None:
        sys.excepthook, threading.excepthook = self._before

    def _hook(
        self, kind: type[BaseException], _error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, _error, trace)
            return
        self._note(kind, trace)

    def _note(self, kind: type[BaseException], trace: TracebackType | None) -> None:
        # Places and kinds only: the message of an exception may hold a name.
        places = [
            f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(trace)
        ]
        where = places[-1] if places else "?"
        log.error("%s at %s", kind.__name__, " < ".join(reversed(places)))
        mark = f"{kind.__name__} {where}"
        if mark not in self.seen:
            self.seen.add(mark)
            self._failed.emit(mark)

    def _tell(self, mark: str) -> None:
        box = QMessageBox(self._parent)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle("程序出了问题")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText("刚才的操作没有完成，已保存的数据不受影响。")
        box.setInformativeText(
            f"请重试；若再次出现，请把日志交给维护人员。\n编号：{mark}\n日志：{self.path}"
        )
        box.setWindowModality(Qt.WindowModality.WindowModal)
        box.open()
