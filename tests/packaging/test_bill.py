"""The bill of materials and the licences: complete against the lock."""

import json
import re
import tomllib

import pytest

from tests.conftest import ROOT
from tests.packaging.parts import bill

LOCK = bill.LOCK.read_text("utf-8")
TESTED = (ROOT / "requirements.lock").read_text("utf-8")
WINDOWS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "python_version": "3.12",
    "python_full_version": "3.12.10",
    "implementation_name": "cpython",
}


def names(text):
    return {(each.name, each.version) for each in bill.pins(text, WINDOWS)}


def test_what_is_shipped_is_what_was_tested():
    shipped = {(each.name, each.version) for each in bill.pins(LOCK, WINDOWS) if each.shipped}
    assert shipped - {("pyinstaller", dict(names(LOCK))["pyinstaller"])} <= names(TESTED)
    assert "http" not in LOCK
    assert LOCK.count("--hash=sha256:") > len(shipped)


def test_the_lock_holds_all_the_program_asks_for_and_no_test():
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    asked = {re.split(r"[\[=<>]", each)[0].lower() for each in wanted}
    locked = {each.name for each in bill.pins(LOCK, WINDOWS)}
    assert asked <= locked
    assert {"pyinstaller", "pefile", "pywin32-ctypes", "psycopg-binary"} <= locked
    assert not {"pytest", "hypothesis", "mypy", "ruff", "scikit-learn", "macholib"} & locked


def test_markers_choose_the_system():
    text = 'a==1 ; sys_platform == "win32" \\\nb==2 ; sys_platform == "linux" \\\nc[x]==3 \\\n'
    assert names(text) == {("a", "1"), ("c", "3")}


def test_the_bill_names_every_pin_every_font_and_python():
    told = json.loads(json.dumps(bill.bill("0.1.0", LOCK)))
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    components = told["components"]
    libraries = {(c["name"], c["version"]) for c in components if c["type"] == "library"}
    assert libraries == {(each.name, each.version) for each in bill.pins(LOCK)}
    fonts = {path.name for path in (ROOT / "resources" / "fonts").glob("*.ttf")}
    assert {c["name"] for c in components if c["type"] == "file"} == fonts
    assert all(
        re.fullmatch("[0-9a-f]{64}", c["hashes"][0]["content"])
        for c in components
        if c["type"] == "file"
    )
    assert [c["name"] for c in components if c["type"] == "platform"] == ["python"]
    references = [c["bom-ref"] for c in components]
    assert len(set(references)) == len(references)
    assert told["dependencies"][0]["dependsOn"] == sorted(references)
    excluded = {c["name"] for c in components if c["scope"] == "excluded"}
    assert "setuptools" in excluded
    assert "pyinstaller" not in excluded
    assert told["metadata"]["component"]["name"] == "roundtable"


def test_everything_has_a_licence_by_its_spdx_name():
    for component in bill.bill("0.1.0", LOCK)["components"]:
        (told,) = component["licenses"]
        assert "expression" in told or "id" in told["license"], (component["name"], told)


def test_the_bill_is_the_same_every_time():
    assert bill.bill("0.1.0", LOCK) == bill.bill("0.1.0", LOCK)


def test_a_pin_that_is_not_installed_stops_the_build():
    with pytest.raises(SystemExit, match="no-such-package"):
        bill.bill("0.1.0", "no-such-package==1.0 \\\n")


def test_every_licence_lies_in_one_folder(tmp_path):
    (tmp_path / "许可").mkdir()
    (tmp_path / "许可" / "old.txt").write_text("from the last build")
    lock = re.sub(r"(?m)^pyinstaller==.*$", "", LOCK)  # not installed where tests run
    without = bill.collect(tmp_path / "许可", lock)
    assert set(without) <= {"pyside6-addons", "pyside6-essentials", "shiboken6"}
    found = {
        path.relative_to(tmp_path / "许可").as_posix() for path in (tmp_path / "许可").rglob("*")
    }
    assert {
        "roundtable-LICENSE.txt", "python-LICENSE.txt", "LGPL-3.0.txt", "GPL-3.0.txt", "NSIS.txt",
        "说明.txt", "fonts/NotoSerifSC-OFL.txt", "fonts/Fandol-COPYING.txt", "alembic/LICENSE",
    } <= found  # fmt: skip
    assert "old.txt" not in found
    assert not [name for name in found if name.endswith((".otf", ".py"))]
    for pin in bill.pins(lock):
        if pin.shipped and pin.name not in without:
            assert [path for path in (tmp_path / "许可" / pin.name).rglob("*") if path.is_file()]
