"""What goes into the frozen program, and what stays out of it."""

import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAME = "圆桌议事"
COMMAND = "roundtable-cli"  # the same program with a console, for scripts and for support
ID = "Roundtable"
MIGRATIONS = "desktop/storage/migrations"

# Modules that something imports in vain, or only when a developer asks for it.
EXCLUDED = (
    "tkinter", "turtle", "idlelib", "lib2to3", "ensurepip", "pydoc_data", "test", "unittest.mock",
    "setuptools", "pkg_resources", "pip", "distutils", "wheel", "IPython", "pytest",
    "numpy.f2py", "numpy.testing", "numpy.distutils",
    "PIL._avif", "PIL.AvifImagePlugin", "PIL.ImageTk", "PIL._imagingtk", "PIL.ImageQt", "PIL._webp",
    "mypy", "MySQLdb", "pymysql", "cx_Oracle", "oracledb", "pyodbc", "psycopg2", "asyncpg", "aiosqlite",
    "sqlalchemy.testing", "alembic.testing", "alembic.templates",
    "PySide2", "PyQt5", "PyQt6",
    *(f"PySide6.Qt{each}" for each in (
        "Qml", "Quick", "QuickWidgets", "QuickControls2", "QuickTest", "WebEngineCore",
        "WebEngineWidgets", "WebEngineQuick", "WebChannel", "WebSockets", "WebView", "Network",
        "NetworkAuth", "Multimedia", "MultimediaWidgets", "SpatialAudio", "Bluetooth", "Nfc",
        "Positioning", "Location", "Sensors", "SerialPort", "SerialBus", "Charts", "Graphs",
        "GraphsWidgets", "DataVisualization", "Scxml", "StateMachine", "RemoteObjects",
        "TextToSpeech", "HttpServer", "Help", "Designer", "Sql", "Test", "Concurrent",
        "3DCore", "3DRender", "3DInput", "3DLogic", "3DAnimation", "3DExtras", "DBus",
    )),
)  # fmt: skip

# Imported by name at run time, so nobody sees it in the source.
HIDDEN = (
    "sqlalchemy.dialects.sqlite.pysqlite",
    "sqlalchemy.dialects.postgresql.psycopg",
    "psycopg",
    "psycopg_binary",
    "alembic.op",
    "alembic.context",
    "reportlab_mods",  # packaging/blank
    "reportlab_settings",
)

# Parts of names, in small letters and with "/", of files nobody needs.
_DROPPED = (
    "opengl32sw", "d3dcompiler",
    "qt6quick", "qt6qml", "qt6virtualkeyboard", "qt6webengine", "qt6webchannel", "qt6websockets",
    "qt6designer", "qt6multimedia", "qt6charts", "qt6graphs", "qt63d", "qt6sql", "qt6test", "qt6shadertools",
    "/plugins/qmltooling", "/plugins/virtualkeyboard", "qtvirtualkeyboard", "/plugins/sqldrivers",
    "/plugins/tls", "/plugins/networkinformation", "/plugins/designer", "/plugins/multimedia",
    "/plugins/platforminputcontexts/libqtvirtualkeyboard", "/plugins/egldeviceintegrations",
    "/plugins/platforms/libqeglfs", "/plugins/platforms/libqlinuxfb", "/plugins/platforms/libqvkkhrdisplay",
    "/plugins/platforms/libqvnc", "/plugins/platforms/qdirect2d", "/plugins/platforms/libqminimalegl",
    "/plugins/imageformats/qpdf", "/plugins/imageformats/libqpdf", "qwebp", "qtiff", "qtga", "qicns", "qwbmp",
    "/qml/", "pyside6/qt/qml", "/lib/cmake", "/metatypes", "/include/",
    "pil/_avif", "pil/_webp", "libavif",
    "qt_material/fonts", "qt_material/dock_theme", "qt_material/hook-",
    "alembic/templates", "/tests/", "__pycache__", "py.typed",
    "reportlab/fonts/darkgarden",
)  # fmt: skip
_TRANSLATIONS = ("qtbase_zh_CN.qm", "qt_zh_CN.qm")


def kept(name: str) -> bool:
    """Whether a file that PyInstaller found is shipped."""
    plain = name.replace("\\", "/")
    if "translations/" in plain and plain.endswith(".qm"):
        return plain.endswith(_TRANSLATIONS)
    return not any(part in f"/{plain.lower()}" for part in _DROPPED)


_PAPERS = {"postgresql.zh-CN.md", "evidence.md"}


def data(root: Path = ROOT) -> list[tuple[str, str]]:
    """Our own files that are no modules, and the folder each goes to: (file, folder)."""
    found = [
        *_under(root, "resources", lambda path: "make" not in path.parts),
        # for whoever keeps the server, and for whoever checks a vote
        *_under(root, "docs", lambda path: path.name in _PAPERS),
        # Alembic reads its scripts as files; none of them is imported.
        *_under(root, MIGRATIONS, lambda path: path.suffix in {".py", ".mako"}),
    ]
    return [(str(path), path.parent.relative_to(root).as_posix()) for path in found]


def _under(root: Path, folder: str, wanted: Callable[[Path], bool]) -> Iterable[Path]:
    return (
        path
        for path in sorted((root / folder).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and wanted(path)
    )


def version(root: Path = ROOT) -> str:
    told = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    return str(told["project"]["version"])


def four(text: str) -> tuple[int, int, int, int]:
    """0.1.0 → (0, 1, 0, 0): what Windows wants of a version."""
    numbers = [int(part) for part in text.split(".")[:4]]
    return tuple([*numbers, 0, 0, 0, 0][:4])  # type: ignore[return-value]
