"""What is loaded when: nobody waits for what he has not asked for."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

# Each costs a tenth of a second or more; who reads a scan, writes a calendar, a table or a Word file, upgrades
# an old file or talks to a server waits for his own.
LATER = {"numpy", "icalendar", "xlsxwriter", "openpyxl", "docx", "alembic", "psycopg", "PySide6"}


def loaded(code: str) -> set[str]:
    """The modules that a process of its own has after this code, and what it printed."""
    told = f"import sys; {code}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=ROOT,
        timeout=60,
    )  # fmt: skip
    return set(done.stdout.split())


def test_opening_a_file_loads_nothing_that_is_asked_for_later():
    found = loaded("import desktop.register")
    assert "sqlalchemy" in found
    assert not LATER & found


@pytest.mark.parametrize("module", ["ui.app", "ui.start"])
def test_the_window_is_there_before_the_database(module):
    found = loaded(f"import {module}")
    assert "PySide6" in found
    assert not {"sqlalchemy", "desktop.register", *LATER} - {"PySide6"} & found


def test_the_program_loads_ahead_when_it_shows_the_welcome_page(tmp_path, monkeypatch):
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    seen = "start.load_ahead = lambda: (print('ahead'), QApplication.quit())"
    code = f"from PySide6.QtWidgets import QApplication; from ui import start; {seen}"
    code = f"sys.argv.append('offscreen'); {code}"  # no screen is needed
    assert "ahead" in loaded(f"{code}; start.start(None, '', sample=False)")


def test_what_opening_needs_is_loaded_while_the_welcome_page_is_looked_at():
    assert "desktop.register" in loaded("from ui.start import load_ahead; load_ahead().join()")
