"""What every test of the window leaves behind."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent


@pytest.fixture(autouse=True)
def gone_for_good(qapp):
    """Pages that were let go are deleted: no event loop of the program's own runs between tests.

    Without it every test would drag along all windows of those before it.
    """
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
