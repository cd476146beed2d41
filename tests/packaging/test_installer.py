"""The installer's script: what it must say and do, and that it compiles."""

import re
import shutil
import sys

import pytest

from desktop.system import platform_check, windows
from tests.packaging.parts import PACKAGING, build, shipped
from ui.welcome.page import _FILES

SCRIPT = (PACKAGING / "installer.nsi").read_text("utf-8")
needs_makensis = pytest.mark.skipif(
    build.makensis() is None,
    reason="the installer is not compiled: makensis (NSIS) is not installed",
)


def defined(name):
    return re.search(rf'^!define {name} "?([^"\s]+)"?', SCRIPT, re.MULTILINE)[1]


def section(name):
    return re.search(rf'^Section "{name}.*?^SectionEnd', SCRIPT, re.MULTILINE | re.DOTALL)[0]


def test_it_needs_no_administrator_and_no_network():
    assert "RequestExecutionLevel user" in SCRIPT
    assert 'InstallDir "$LOCALAPPDATA\\Programs\\${ID}"' in SCRIPT
    assert "HKLM" not in SCRIPT
    assert not re.search(r"(?i)http|inetc|nsisdl|download", SCRIPT)


def test_names_are_the_program_s_own():
    assert defined("SIGN") == windows.RUNNING
    assert int(defined("OLDEST_BUILD")) == platform_check.OLDEST[2]
    assert defined("NAME") == shipped.NAME
    assert defined("ID") == shipped.ID
    assert defined("CLI") == f"{shipped.COMMAND}.exe"
    assert f"*{defined('SUFFIX')}" in _FILES


def test_it_refuses_in_words_while_the_program_runs_and_on_an_old_windows():
    for place in (section("程序"), SCRIPT[SCRIPT.index("Function un.onInit") :]):
        assert "!insertmacro RefuseWhileRunning" in place
    start = SCRIPT[SCRIPT.index("Function .onInit") : SCRIPT.index("Function un.onInit")]
    assert "${RunningX64}" in start
    assert "${AtLeastBuild} ${OLDEST_BUILD}" in start
    assert "Windows 10 1809" in start
    for box in re.findall(r"MessageBox .*", SCRIPT):
        assert "/SD ID" in box  # a silent installation must not wait for an answer
        assert re.search("[\u4e00-\u9fff]", box)


def test_an_upgrade_replaces_only_the_program():
    removed = re.findall(r'(?m)^\s*(?:RMDir|Delete)[^"]*"([^"]+)"', section("程序"))
    assert set(removed) == {"$INSTDIR\\_internal.old"}
    assert 'Rename "$INSTDIR\\_internal.old" "$INSTDIR\\_internal"' in SCRIPT


def test_uninstalling_leaves_data_and_says_so():
    gone = section("Uninstall")
    deep = re.findall(r'RMDir /r "([^"]+)"', gone)
    assert set(deep) == {"$INSTDIR\\_internal", "$INSTDIR\\_internal.old", "$INSTDIR\\许可"}
    assert 'RMDir "$INSTDIR"' in gone
    assert "*.*" not in gone
    assert "$LOCALAPPDATA" not in gone
    assert "$DOCUMENTS" not in gone
    assert "不删除数据" in SCRIPT


def test_everything_installed_is_removed():
    main, gone = section("程序"), section("Uninstall")
    names = re.findall(r'File "\$\{DIST\}/([^"]+)"', main)
    links = re.findall(r'CreateShortCut "([^"]+)"', SCRIPT)
    assert names
    assert links
    for name in names:
        assert f'Delete "$INSTDIR\\{name}"' in gone
    for link in links:
        assert f'Delete "{link}"' in gone
    for key in ("${ABOUT}", "${LISTED}", "${CLASSES}\\${TYPE}"):
        assert f'DeleteRegKey HKCU "{key}"' in gone


def test_a_file_is_opened_with_double_click():
    assert """'"$INSTDIR\\${EXE}" --file "%1"'""" in section("双击")
    assert "${RefreshShellIcons}" in section("双击")


@needs_makensis
def test_it_compiles_without_a_warning(tmp_path):
    made = build.installer(build.stub(tmp_path / "程序 文件夹"), tmp_path / "安装 程序.exe")
    data = made.read_bytes()
    assert data[:2] == b"MZ"
    assert b"requireAdministrator" not in data
    assert "圆桌议事 安装程序".encode("utf-16-le") in data  # the version resource


@needs_makensis
def test_a_missing_part_is_noticed(tmp_path):
    folder = build.stub(tmp_path)
    shutil.rmtree(folder / "_internal")
    with pytest.raises(__import__("subprocess").CalledProcessError):
        build.installer(folder, tmp_path / "x.exe")


def test_makensis_is_found_where_its_installer_puts_it(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PROGRAMFILES(X86)", str(tmp_path))
    assert build.makensis() is None or sys.platform == "win32"
    (tmp_path / "NSIS").mkdir()
    (tmp_path / "NSIS" / "makensis.exe").write_text("")
    assert build.makensis() == str(tmp_path / "NSIS" / "makensis.exe")
