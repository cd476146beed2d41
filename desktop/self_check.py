"""Does everything the program needs work on this computer? One line each, for whoever installs it.

It is the parts that a wrong installation, a virus scanner or an old system breaks: files we ship,
the database's engine, child processes, the libraries for tables, pages and pictures.
"""

import logging
import tempfile
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

log = logging.getLogger(__name__)


def self_check(_options: Namespace) -> int:
    """Try each part in a folder of its own; 0 when all work."""
    failed = 0
    with tempfile.TemporaryDirectory(prefix="圆桌 自检 ") as scratch:
        for name, part in PARTS.items():
            try:
                told = f"正常　{part(Path(scratch))}"
            except Exception as wrong:
                log.exception("self-check")
                told, failed = f"不正常　{type(wrong).__name__}：{wrong}", 1
            print(f"{name}：{told}")
    return failed


def _system(_place: Path) -> str:
    import platform

    return f"{platform.system()} {platform.version()}，Python {platform.python_version()}"


def _shipped(_place: Path) -> str:
    from desktop.documents.fonts import bundled
    from desktop.services import decisions
    from desktop.services.lexicons import shipped
    from desktop.system import folders

    where = folders.resources()
    missing = bundled(where / "fonts").missing("圆桌议事")
    if missing or not decisions.shipped(where / "rules") or not (where / "sample").is_dir():
        raise FileNotFoundError(where)
    shipped(where / "lexicon")
    return str(where)


def _database(place: Path) -> str:
    from sqlcipher3 import dbapi2

    from desktop.register import Register

    register = Register(place / "自检.圆桌", "自检", create=True)
    try:
        register.communities.set_up("自检", "自检")
        checked = register.verification.check()
        if checked is None or not checked.sound:
            raise OSError(place)
    finally:
        register.close()
    return f"SQLite {dbapi2.sqlite_version}"


def _server(_place: Path) -> str:
    try:
        import psycopg
    except ImportError:
        return "没有安装（数据在本机文件里时用不着）"
    return f"psycopg {psycopg.__version__}（{psycopg.pq.__impl__}）"


def _tables(place: Path) -> str:
    from desktop.sheets.child import sheets_apart
    from desktop.sheets.writing import write_template

    path = place / "名册 模板.xlsx"
    write_template(path)
    return f"在子进程里读了 {len(sheets_apart(path))} 张表"


def _scans(place: Path) -> str:
    from reportlab.pdfgen.canvas import Canvas

    from desktop.documents.codes import qr_picture
    from desktop.domain.ticks import Frame
    from desktop.scans.child import read_apart

    picture, page = place / "扫描 一.png", place / "扫描 二.pdf"
    picture.write_bytes(qr_picture("自检"))
    canvas = Canvas(str(page))
    canvas.showPage()
    canvas.save()
    frame = Frame(595.0, 842.0, 10.0, ((0.0, 0.0),) * 4, (0.0, 0.0, 60.0))
    read = [each for path in (picture, page) for each in read_apart(path, frame, (), lambda: False)]
    return f"在子进程里识读了 {len(read)} 页"


def _signatures(place: Path) -> str:
    import os

    from desktop.system import passwords
    from desktop.system.signing import Signer, holds

    signer = Signer(place / "自检.key", os.urandom)
    if not holds(signer.public, b"1", signer.sign(b"1")):
        raise ValueError("Ed25519")
    if not passwords.fits("自检", passwords.kept("自检", os.urandom)):
        raise ValueError("Argon2id")
    return "Ed25519，Argon2id"


PARTS: dict[str, Callable[[Path], str]] = {
    "系统": _system,
    "随程序的文件": _shipped,
    "数据库": _database,
    "数据库服务器": _server,
    "签名和密码": _signatures,
    "表格": _tables,
    "扫描件": _scans,
}
