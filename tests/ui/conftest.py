"""The program as a user has it, for every test of the window, and what a test leaves behind."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from tests.ui.monkey import settle
from ui.app import App
from ui.dressing import dress


@pytest.fixture(autouse=True)
def gone_for_good(qapp):
    """Pages that were let go are deleted: no event loop of the program's own runs between tests.

    Without it every test would drag along all windows of those before it.
    """
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def app(qapp, tmp_path, monkeypatch):
    """The program with its window, before any file is open."""
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    dress(qapp)
    made = App(qapp, tmp_path / "home")
    made.window.resize(1366, 768)
    made.window.show()
    made.welcome()
    yield made
    made.window.close()
    made.window.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def sample(app, tmp_path, sample_file):
    """The sample community, open."""
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / sample_file.name).write_bytes(sample_file.read_bytes())
    app.open_sample("何婷")
    settle(app)
    return app


@pytest.fixture
def opened(app, tmp_path, held_file):
    """A file with a meeting that was held, open; and where it is."""
    path = tmp_path / "社区.圆桌"
    path.write_bytes(held_file.read_bytes())
    app.open_file(str(path), "何婷")
    settle(app)
    return app, path
