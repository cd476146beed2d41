"""What goes into the frozen program, and what stays out."""

import ast
import tomllib
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import ROOT
from tests.packaging.parts import PACKAGING, icon, shipped

SPEC = (PACKAGING / "roundtable.spec").read_text("utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "PySide6\\opengl32sw.dll",
        "PySide6\\Qt6Quick.dll",
        "PySide6/Qt/lib/libQt6Qml.so.6",
        "PySide6/Qt6WebEngineCore.dll",
        "PySide6\\plugins\\platforminputcontexts\\qtvirtualkeyboardplugin.dll",
        "PySide6\\translations\\qtbase_de.qm",
        "PySide6/Qt/translations/qt_help_zh_CN.qm",
        "PIL/_avif.cp312-win_amd64.pyd",
        "qt_material/fonts/roboto/Roboto-Thin.ttf",
    ],
)
def test_what_nobody_uses_is_left_out(name):
    assert not shipped.kept(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6\\Qt6Core.dll",
        "PySide6\\Qt6Pdf.dll",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6\\plugins\\imageformats\\qsvg.dll",
        "PySide6\\plugins\\imageformats\\qjpeg.dll",
        "PySide6\\translations\\qtbase_zh_CN.qm",
        "qt_material/themes/light_blue.xml",
        "qt_material/material.qss.template",
        "docx/templates/default-footer.xml",
        "docx/parts/__init__.py",
        "desktop/storage/migrations/versions/0001_first.py",
        "sqlcipher3/_sqlite3.pyd",
        "tzdata/zoneinfo/Asia/Shanghai",
    ],
)
def test_what_is_used_is_kept(name):
    assert shipped.kept(name)


def test_our_own_files_go_where_the_program_looks_for_them():
    told = {(folder, Path(path).name) for path, folder in shipped.data()}
    scripts = sorted(path.name for path in (ROOT / shipped.MIGRATIONS / "versions").glob("v0*.py"))
    assert scripts
    assert {(f"{shipped.MIGRATIONS}/versions", name) for name in scripts} <= told
    assert (shipped.MIGRATIONS, "env.py") in told
    for folder, name in (
        ("resources/fonts", "NotoSerifSC-Regular.ttf"),
        ("resources/handbook", "01-start.md"),
        ("resources/handbook/pictures", "desk.png"),
        ("resources/lexicon", "words.toml"),
        ("resources/rules", "decisions.toml"),
        ("resources/sample", "meeting.toml"),
        ("resources/theme", "mended.qss"),
        ("resources/theme", "icon.png"),
    ):
        assert (folder, name) in told
    assert not [each for each in told if "make" in each[0] or each[1].endswith(".pyc")]
    assert all(shipped.kept(f"{folder}/{name}") for folder, name in told)


def test_nothing_the_program_imports_is_excluded():
    imported = set()
    for folder in ("desktop", "ui"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    imported |= {each.name for each in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    imported.add(node.module)
                    imported |= {f"{node.module}.{each.name}" for each in node.names}
    assert "PySide6.QtPdf" in imported
    assert not imported & set(shipped.EXCLUDED)


def test_the_spec_makes_one_folder_with_two_starters():
    ast.parse(SPEC)
    assert "COLLECT(" in SPEC
    assert SPEC.count("starter(shipped.") == 2
    assert 'contents_directory="_internal"' in SPEC
    assert "upx=True" not in SPEC
    assert "VSVersionInfo" in SPEC


def test_the_version_is_the_project_s():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert shipped.version() == told
    assert shipped.four("0.1.0") == (0, 1, 0, 0)
    assert shipped.four("12.3") == (12, 3, 0, 0)


def test_the_icon_is_what_the_script_draws():
    with Image.open(PACKAGING / "icon.ico") as kept:
        assert kept.info["sizes"] == {(size, size) for size in icon.SIZES}
    assert {16, 32, 48, 256} <= set(icon.SIZES)
    with Image.open(ROOT / "resources" / "theme" / "icon.png") as kept:
        shown = kept.convert("RGBA")
    drawn = icon.draw(256)
    assert shown.size == drawn.size
    for place in ((0, 0), (10, 128), (128, 128), (128, 70)):  # nothing, blue, paper, wood
        assert shown.getpixel(place) == drawn.getpixel(place)
