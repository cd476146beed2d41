"""The program as a user has it, for every test of the window, and what a test leaves behind."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desktop.services.agendas import ItemPlan
from desktop.services.meetings import MeetingPlan
from tests.support.window import page
from tests.ui.monkey import settle
from ui.app import App
from ui.dressing import dress
from ui.meetings.page import MeetingsPage


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


@pytest.fixture
def during(sample):
    """A round table that is going on right now."""
    register, compound = sample.register, sample.meetings.state.compound
    day = register.now().date()
    plan = MeetingPlan("roundtable", "今天的圆桌会议", day, "00:01", "议事厅")
    ref = register.meetings.plan(
        compound, plan, [ItemPlan("楼道照明", minutes=15), ItemPlan("停车")]
    )
    register.meetings.open(ref)
    sample.window.go("会议")
    sample.meetings.open(ref)
    settle(sample)
    made = page(sample, MeetingsPage)
    made.tabs.setCurrentIndex(1)
    settle(sample)
    return made.during
