"""The rules of the house that no other tool can check."""

import ast
import re
import subprocess
import tomllib

import pytest

from tests.conftest import ROOT

FILES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for folder in ("desktop", "ui")
    for path in (ROOT / folder).rglob("*.py")
}
CODE = {name: text for name, text in FILES.items() if not name.endswith("__init__.py")}
LONGEST = 420  # lines; a longer module holds two nouns
EXACT = [name for name in CODE if name.startswith(("desktop/domain/", "desktop/storage/"))]


@pytest.mark.parametrize("name", CODE)
def test_modules_are_small_and_say_what_they_are_for(name):
    assert ast.get_docstring(ast.parse(CODE[name]))
    if "/versions/" not in name:
        assert len(CODE[name].splitlines()) <= LONGEST


@pytest.mark.parametrize("name", [name for name in CODE if name != "ui/theme.py"])
def test_only_the_theme_styles(name):
    assert "setStyleSheet" not in CODE[name]


def test_no_text_field_holds_the_keyboard():
    """Tab must lead out of every field: such fields are made in one place."""
    made = [name for name, text in CODE.items() if "QPlainTextEdit(" in text]
    assert made == ["ui/widgets/page.py"]


@pytest.mark.parametrize("name", EXACT)
def test_nothing_that_is_counted_or_kept_is_a_float(name):
    nodes = ast.walk(ast.parse(CODE[name]))
    assert not [n for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, float)]


def test_the_lock_pins_everything_and_names_no_host():
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pins = re.findall(r"^([a-z0-9][a-z0-9._-]*(?:\[[a-z,]+\])?)==", lock, re.MULTILINE)
    assert "http" not in lock
    assert "--hash=sha256:" in lock
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {re.split(r"[\[=<>]", each)[0].lower() for each in wanted}
    assert names <= {re.split(r"\[", pin)[0] for pin in pins}


def test_packaging_never_shadows_the_library():
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_pyside_keeps_its_references(qapp):
    """PySide6 6.12 loses one reference to None at every call on Python 3.11 (PYSIDE-3474)."""
    code = (
        "import sys\nfrom PySide6.QtWidgets import QApplication, QLabel\n"
        "app = QApplication([])\nlabel = QLabel()\nbefore = sys.getrefcount(None)\n"
        "for _ in range(20_000): label.setText('x')\n"
        "assert sys.version_info >= (3, 12) or abs(sys.getrefcount(None) - before) < 50\n"
    )
    import sys

    environment = {**__import__("os").environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, timeout=120)


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.name)
def test_the_tables_of_the_papers_are_whole(path):
    """Every row has as many cells as its heading, and nothing waits to be filled in."""
    text = path.read_text("utf-8")
    assert "@@" not in text
    cells = 0  # of the table that is read
    for number, line in enumerate(text.splitlines(), 1):
        found = (
            len(re.split(r"(?<!\\)\|", re.sub(r"`[^`]*`", "", line))) if line.startswith("|") else 0
        )
        assert not cells or found in {0, cells}, f"{path.name}:{number}"
        cells = found


@pytest.mark.parametrize("name", sorted(name for name in CODE if name.startswith("ui/")))
def test_every_dialog_is_one_that_goes_when_it_is_closed(name):
    """A bare ``QDialog`` stays until the file is closed, however often it is opened."""
    bare = re.findall(r"^class (\w+)\([^)]*\bQDialog\b", CODE[name], re.MULTILINE)
    assert bare == (["Passing"] if name == "ui/widgets/asked.py" else [])
