"""Where things lie on this computer: data, caches, logs, and what we ship."""

import os
import sys
from pathlib import Path

import platformdirs

APP = "Roundtable"


def resources() -> Path:
    """The files we ship: beside ``desktop`` in a checkout, in the bundle when frozen."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle or Path(__file__).parents[2]) / "resources"


def data() -> Path:
    return Path(platformdirs.user_data_dir(APP, appauthor=False))


def cache() -> Path:
    return Path(platformdirs.user_cache_dir(APP, appauthor=False))


def logs() -> Path:
    return Path(platformdirs.user_log_dir(APP, appauthor=False))


def preferences() -> Path:
    return Path(platformdirs.user_config_dir(APP, appauthor=False)) / "preferences.json"


def documents() -> Path:
    """Where papers go unless the user says otherwise."""
    return Path(platformdirs.user_documents_dir()) / "圆桌议事"


def has_display() -> bool:
    """Whether a window can be shown here."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
