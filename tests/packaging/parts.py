"""The modules of packaging/, which is no package and must never be one."""

import importlib
import sys
from types import ModuleType

from tests.conftest import ROOT

PACKAGING = ROOT / "packaging"


def _load(name: str) -> ModuleType:
    sys.path.insert(0, str(PACKAGING))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(PACKAGING))


build, bill, icon, shipped, smoke = map(_load, ("build", "bill", "icon", "shipped", "smoke"))
