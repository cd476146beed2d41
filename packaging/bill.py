"""What is in the box: the bill of materials (CycloneDX 1.6), and everybody's licence in one folder."""

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "packaging" / "requirements-build.lock"
# Freezes the program on the maker's machine, with its licences; of these only PyInstaller's starter
# is shipped. They need not be installed where a bill is written.
TOOLS = {
    "altgraph": "MIT",
    "macholib": "MIT",
    "packaging": "Apache-2.0 OR BSD-2-Clause",
    "pefile": "MIT",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "pyinstaller-hooks-contrib": "Apache-2.0 OR GPL-2.0-or-later",
    "pywin32-ctypes": "BSD-3-Clause",
    "setuptools": "MIT",
}
STARTER = "pyinstaller"
_PIN = re.compile(
    r"^(?P<name>[a-z0-9][a-z0-9._-]*)(?:\[[a-z,]+\])?==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+))?"
)
_LICENCE = re.compile(r"(?i)licen[cs]|copying|notice|authors|(?:^|/)licenses/")
# What their metadata say in other words, as SPDX says it.
_SPDX = {
    "pypdfium2": "BSD-3-Clause OR Apache-2.0",
    "reportlab": "BSD-3-Clause",
    "sqlcipher3": "Zlib",
    "uharfbuzz": "Apache-2.0",
    "jinja2": "BSD-3-Clause",
    **dict.fromkeys(("pyside6-addons", "pyside6-essentials", "shiboken6"), "LGPL-3.0-only"),
}
FONTS = {
    "FandolFang-Regular.ttf": "GPL-3.0-only WITH Font-exception-2.0",
    "LXGWWenKai-Regular.ttf": "OFL-1.1",
    "NotoSansSC-Bold.ttf": "OFL-1.1",
    "NotoSansSC-Regular.ttf": "OFL-1.1",
    "NotoSerifSC-Bold.ttf": "OFL-1.1",
    "NotoSerifSC-Regular.ttf": "OFL-1.1",
}


@dataclass(frozen=True, slots=True)
class Pin:
    name: str
    version: str

    @property
    def shipped(self) -> bool:
        return self.name == STARTER or self.name not in TOOLS


def pins(lock: str, environment: dict[str, str] | None = None) -> list[Pin]:
    """What the lock asks for on this system, or on the one described."""
    found = filter(None, map(_PIN.match, lock.splitlines()))
    return [
        Pin(each["name"], each["version"])
        for each in found
        if not each["marker"] or Marker(each["marker"].strip()).evaluate(environment)
    ]


def licence_of(name: str, installed: Distribution) -> str:
    """SPDX where the package says so, else its own words."""
    told = installed.metadata
    if name in _SPDX:
        return _SPDX[name]
    words = [
        told[key].strip().split("\n")[0] for key in ("License-Expression", "License") if key in told
    ]
    return next(filter(None, words), "NOASSERTION")


def bill(version: str, lock: str) -> dict[str, object]:
    """The bill: every pin of the lock, the fonts, and Python itself; nothing that changes by the hour."""
    components = [_library(pin) for pin in pins(lock)]
    components += [_font(ROOT / "resources" / "fonts" / name, told) for name, told in FONTS.items()]
    python = ".".join(map(str, sys.version_info[:3]))
    components.append(
        _component("platform", "python", python, "PSF-2.0", f"pkg:generic/python@{python}")
    )
    main = _component(
        "application", "roundtable", version, "Apache-2.0", f"pkg:generic/roundtable@{version}"
    )
    main.pop("scope")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": main},
        "components": components,
        "dependencies": [
            {
                "ref": main["bom-ref"],
                "dependsOn": sorted(str(each["bom-ref"]) for each in components),
            }
        ],
    }


def _component(kind: str, name: str, version: str, licence: str, purl: str) -> dict[str, object]:
    return {
        "type": kind,
        "bom-ref": purl,
        "name": name,
        "version": version,
        "scope": "required",
        "licenses": [_licence(licence)],
        "purl": purl,
    }


def _licence(told: str) -> dict[str, object]:
    if re.search(r" (?:AND|OR|WITH) ", told):
        return {"expression": told}
    known = re.fullmatch(r"[A-Za-z0-9.+-]+", told) and told != "NOASSERTION"
    return {"license": {"id" if known else "name": told}}


def _library(pin: Pin) -> dict[str, object]:
    try:
        licence = TOOLS.get(pin.name) or licence_of(pin.name, distribution(pin.name))
    except PackageNotFoundError as missing:
        raise SystemExit(f"{pin.name} is locked but not installed: run dev.py package") from missing
    purl = f"pkg:pypi/{pin.name}@{pin.version}"
    made = _component("library", pin.name, pin.version, licence, purl)
    return made if pin.shipped else {**made, "scope": "excluded"}


def _font(path: Path, licence: str) -> dict[str, object]:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    made = _component(
        "file", path.name, digest[:12], licence, f"pkg:generic/{path.name}@{digest[:12]}"
    )
    return {**made, "hashes": [{"alg": "SHA-256", "content": digest}]}


def collect(into: Path, lock: str) -> list[str]:
    """Put every licence text into one folder; give the names of what came without a text of its own.

    The texts that those fall under lie in packaging/licences and are always put in.
    """
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    shutil.copy(ROOT / "LICENSE", into / "roundtable-LICENSE.txt")
    shutil.copytree(ROOT / "packaging" / "licences", into, dirs_exist_ok=True)
    shutil.copytree(
        ROOT / "resources" / "fonts" / "licences", into / "fonts", ignore=lambda _folder, names: [
            name for name in names if name.endswith(".otf")]
    )  # fmt: skip
    shutil.copy(python_licence(), into / "python-LICENSE.txt")
    without = []
    for pin in pins(lock):
        if not pin.shipped:
            continue
        texts = list(_texts(distribution(pin.name)))
        for inside, path in texts:
            target = into / pin.name / inside
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
        if not texts:
            without.append(pin.name)
    return without


def python_licence() -> Path:
    """Where this Python keeps its licence: beside the program on Windows, in the library elsewhere."""
    places = [
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(os.__file__).parent / "LICENSE.txt",
        ROOT / "packaging" / "licences" / "PSF-2.0.txt",
    ]
    return next(path for path in places if path.is_file())


def _texts(installed: Distribution) -> Iterator[tuple[str, Path]]:
    for file in installed.files or ():
        name = file.as_posix()
        if not _LICENCE.search(name) or file.suffix in {".py", ".pyc", ".otf", ".pfb"}:
            continue
        path = Path(str(installed.locate_file(file)))
        if path.is_file():
            yield re.sub(r"^.*?\.dist-info/(?:licenses/)*", "", name), path
