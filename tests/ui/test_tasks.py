"""Work off the window's thread: in its order, and what is waited for while typing beside it."""

from threading import Event

import pytest

from ui.tasks import Tasks


@pytest.fixture
def tasks(qtbot):
    made = Tasks()
    yield made
    made.close()


def test_work_is_done_in_its_order_and_a_quick_reading_beside_it(qtbot, tasks):
    go, heard = Event(), []
    tasks.run(lambda: go.wait(20), lambda _: heard.append("long"), heard.append)
    tasks.run(lambda: None, lambda _: heard.append("next"), heard.append)
    tasks.run(lambda: None, lambda _: heard.append("quick"), heard.append, quick=True)
    qtbot.waitUntil(lambda: heard == ["quick"], timeout=20_000)
    assert not tasks.idle
    go.set()
    qtbot.waitUntil(lambda: tasks.idle, timeout=20_000)
    assert heard == ["quick", "long", "next"]


def test_what_goes_wrong_beside_is_told_too(qtbot, tasks):
    heard = []

    def wrong():
        raise ValueError("x")

    tasks.run(wrong, heard.append, heard.append, quick=True)
    qtbot.waitUntil(lambda: len(heard) == 1, timeout=20_000)
    assert isinstance(heard[0], ValueError)
