"""Commands for the keeper of a street's PostgreSQL server: setting it up, and its people."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from desktop.domain.errors import NameNeeded, NoSuchCompound
from desktop.domain.rights import Role
from desktop.domain.server_errors import NotAServer, NotSetUp

if TYPE_CHECKING:  # a command that needs no data starts without the database
    from sqlalchemy import Connection

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another on paper


def add_to(commands: Any) -> None:
    """Say what these commands take."""
    ready = commands.add_parser(
        "server-setup", help="把一台 PostgreSQL 数据库设好或升级：表、角色、按小区的权限"
    )
    ready.add_argument("url", metavar="postgresql://…", help="数据库管理员的地址")
    ready.add_argument("--dry-run", action="store_true", help="只写出 SQL，什么也不改")
    people = commands.add_parser("server-user", help="数据库服务器上的人员：谁、什么角色、哪些小区")
    people.add_argument("url", metavar="postgresql://…", help="数据库管理员的地址")
    acts = people.add_subparsers(dest="act", metavar="操作", required=True)
    acts.add_parser("list", help="列出所有人员")
    for act, told in (
        ("add", "加一个人，或改角色"),
        ("password", "重设密码"),
        ("give", "分给小区"),
        ("take", "收回小区"),
        ("end", "停用"),
    ):
        made: ArgumentParser = acts.add_parser(act, help=told)
        made.add_argument("login", metavar="登录名")
        if act == "add":
            words = "、".join(f"{role.value} {role.word}" for role in Role)
            made.add_argument(
                "--role", choices=[role.value for role in Role], required=True, help=words
            )
        if act in {"add", "give", "take"}:
            made.add_argument(
                "--compound",
                action="append",
                default=[],
                metavar="ID",
                help="小区编号，或名称；可以写几次",
            )
            made.add_argument("--everywhere", action="store_true", help="全部小区，包括以后新建的")


def server_setup(options: Namespace) -> int:
    from desktop.storage import database, server

    where = database.address(options.url)
    if where.url is None:
        raise NotAServer(where.shown)
    if options.dry_run:
        print(";\n\n".join(server.statements(where.url.database or "postgres")) + ";")
        return 0
    database.set_up(where)
    print(f"{where.shown} 已经设好：表、角色、按小区的权限。人员用 server-user 加。")
    return 0


def server_user(options: Namespace) -> int:
    from desktop.storage import database, server

    where = database.address(options.url)
    acts: dict[str, Callable[[Connection, Namespace], None]] = {
        "list": _list,
        "add": _add,
        "password": _password,
        "give": _give,
        "take": _give,
        "end": _end,
    }
    with database.keeping(where) as connection:
        if not server.is_set_up(connection):
            raise NotSetUp(where.shown)
        acts[options.act](connection, options)
    return 0


def _list(connection: "Connection", _options: Namespace) -> None:
    from desktop.storage import server_people

    names = dict(_compounds(connection))
    told = server_people.people(connection)
    for each in told:
        where = "、".join(sorted(names.get(key, str(key)) for key in each.compounds)) or "没有小区"
        if each.compounds >= server_people.EVERYWHERE:
            where = "全部小区"
        print(f"{each.login}\t{each.role.word}\t{where if each.active else '已停用'}")
    if not told:
        print("还没有人。用 server-user … add 加人。", file=sys.stderr)


def _add(connection: "Connection", options: Namespace) -> None:
    from desktop.storage import server_people

    known = {each.login for each in server_people.people(connection) if each.active}
    password = None if options.login in known else _new_password()
    server_people.put(connection, options.login, Role(options.role), password)
    if wanted := _wanted(connection, options):
        server_people.give(connection, options.login, wanted)
    role = Role(options.role).word
    print(f"{options.login}：{role}" + (f"，密码 {password}" if password else ""))
    if not wanted and not known & {options.login}:
        print(
            "还没有分给小区，现在什么也看不到：请用 server-user … give 分给小区。", file=sys.stderr
        )


def _password(connection: "Connection", options: Namespace) -> None:
    from desktop.storage import server_people

    made = _new_password()
    server_people.change_password(connection, options.login, made)
    print(f"{options.login}：密码 {made}")


def _give(connection: "Connection", options: Namespace) -> None:
    from desktop.storage import server_people

    act = server_people.give if options.act == "give" else server_people.take
    wanted = _wanted(connection, options)
    if not wanted:
        raise NameNeeded(" --compound 小区，或 --everywhere")
    act(connection, options.login, wanted)


def _end(connection: "Connection", options: Namespace) -> None:
    from desktop.storage import server_people

    server_people.end(connection, options.login)
    print(f"{options.login}：已停用，名下的记录都保留。再用 add 可以恢复。")


def _wanted(connection: "Connection", options: Namespace) -> frozenset[UUID]:
    from desktop.storage import server_people

    if options.everywhere:
        return server_people.EVERYWHERE
    known = list(_compounds(connection))
    return frozenset(_one(known, wanted.strip()) for wanted in options.compound)


def _one(known: Iterable[tuple[UUID, str]], wanted: str) -> UUID:
    found = [key for key, name in known if wanted in {str(key), name}]
    if len(found) != 1:
        told = "；".join(f"{key} {name}" for key, name in list(known)[:10])
        raise NoSuchCompound(wanted, told or "没有小区")
    return found[0]


def _compounds(connection: "Connection") -> Iterable[tuple[UUID, str]]:
    from sqlalchemy import select

    from desktop.storage.tables import CompoundRecord

    wanted = select(CompoundRecord.id, CompoundRecord.name).order_by(CompoundRecord.name)
    return [(row.id, row.name) for row in connection.execute(wanted)]


def _new_password() -> str:
    """Sixteen characters in fours, about 79 bits: told once, and typed once into a password file."""
    from desktop.system import clock

    letters = iter(clock.randomness(400))
    fair = (byte for byte in letters if byte < 256 - 256 % len(LETTERS))
    made = "".join(LETTERS[next(fair) % len(LETTERS)] for _ in range(16))
    return "-".join(made[place : place + 4] for place in range(0, 16, 4))
