"""A database on a server: asking for it, and how its address is kept and read."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from PySide6.QtWidgets import QLineEdit

from desktop.domain.errors import BadAddress, NameNeeded
from ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from ui.welcome.page import WelcomePage

_SCHEME, _PORT = "postgresql", 5432


def is_server(where: str) -> bool:
    """Whether an address is a server's, and no file's."""
    return where.startswith(f"{_SCHEME}://")


def readable(where: str) -> str:
    """An address as people read it; a file's is its path."""
    if not is_server(where):
        return where
    host, database, user = parts(where)
    return f"服务器 {host}　数据库 {database}" + (f"　用户 {user}" if user else "")


def parts(where: str) -> tuple[str, str, str]:
    """Host (with its port, unless it is the usual one), database and user of a server's address."""
    told = urlsplit(where)
    place = told.netloc.rpartition("@")[2].removesuffix(f":{_PORT}")
    return unquote(place), unquote(told.path.lstrip("/")), unquote(told.username or "")


def address(host: str, database: str, user: str, password: str) -> str:
    """The address of a database; raise ``NameNeeded`` or ``BadAddress``."""
    for text, word in ((host, "服务器地址"), (database, "数据库名称"), (user, "用户名")):
        if not text.strip():
            raise NameNeeded(word)
    place = host.strip().replace("：", ":")
    name, _, port = place.partition(":")
    if (port and not port.isdecimal()) or set(name) & set("/@?# "):
        raise BadAddress(place)
    secret = f":{quote(password, safe='')}" if password else ""
    who = f"{quote(user.strip(), safe='')}{secret}"
    return f"{_SCHEME}://{who}@{place}/{quote(database.strip(), safe='')}"


def ask_server(page: "WelcomePage", where: str, connect: Callable[[str], None]) -> Form:
    """A form for the four things; the password is kept nowhere."""
    host, database, user = parts(where) if where else ("", "", "")
    fields = [
        Field(
            "host",
            "地址",
            value=host,
            hint="如：192.168.1.10，端口不是 5432 的写 192.168.1.10:5433",
        ),
        Field("database", "数据库", value=database, hint="如：community"),
        Field("user", "用户名", value=user),
        Field("password", "密码", hint="不会保存"),
    ]

    def done(told: dict[str, object]) -> None:
        connect(address(*(str(told[name]) for name in ("host", "database", "user", "password"))))

    form = Form(
        page,
        page,
        "连接服务器",
        fields,
        done,
        "几台电脑合用一份数据时用。怎么填，请问服务器管理员。",
    )
    form.setMinimumWidth(560)
    if isinstance(secret := form.inputs["password"], QLineEdit):
        secret.setEchoMode(QLineEdit.EchoMode.Password)
        if where:
            secret.setFocus()
    return form
