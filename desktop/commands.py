"""The command line: the same services as the window, for scripts and checks."""

import os
import re
import sys
import tempfile
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from getpass import getpass, getuser
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from desktop import checks, self_check, server_commands
from desktop.domain.errors import (
    BadAddress,
    CannotWrite,
    FileExists,
    NameNeeded,
    NoDataFile,
    NoSuchCompound,
    NoSuchFile,
    NoSuchMeeting,
    Refusal,
)
from desktop.domain.lock_errors import NeedsPassword
from desktop.domain.server_errors import NotThisComputer

if TYPE_CHECKING:  # a command that needs no data starts without the database
    from desktop.domain.ids import Ref
    from desktop.register import Register

DEMO_OPERATOR = "示例录入员"
PASSWORD = "ROUNDTABLE_PASSWORD"  # noqa: S105 - the name of what scripts set


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        told = next((say for known, say in _MISUSES if known.search(message)), "参数不对")
        value = re.search(r"'([^']*)'|: ([^':]+)$", message)
        what = f"：{value[1] or value[2]}" if value else ""
        print(f"用法有误，{told}{what}（查看用法：main.py --help）", file=sys.stderr)
        raise SystemExit(2)


# argparse has no translations; what it may say of our parser
_MISUSES = (
    (re.compile("arguments are required"), "缺少参数"),
    (re.compile("unrecognized"), "不认识的参数"),
    (re.compile("invalid choice"), "没有这个命令"),
    (re.compile("expected one argument"), "缺少参数值"),
    (re.compile("ignored explicit argument"), "这个参数不带值"),
    (re.compile("ambiguous"), "参数写得不全"),
)


def parser() -> ArgumentParser:
    """All commands and what they take."""
    made = _Parser(prog="main.py", description="圆桌议事：社区圆桌会议的名册、会议、表决、纪要")
    made.add_argument("--file", metavar="PATH|URL", help="数据文件，或 postgresql://… 地址")
    made.add_argument("--operator", default="", help="经办人姓名")
    made.add_argument("--sample", action="store_true", help="直接打开示例社区")
    commands = made.add_subparsers(dest="command", metavar="命令")
    commands.add_parser("self-check", help="检查程序在这台电脑上是否完好")
    demo = commands.add_parser("demo", help="不开窗口，开一次示例会议并写出文件")
    demo.add_argument("--out", metavar="DIR", type=Path, required=True, help="文件放在哪里")
    book = commands.add_parser("handbook", help="把使用手册写成 PDF")
    book.add_argument("--out", metavar="DIR", type=Path, required=True, help="文件放在哪里")
    roster = commands.add_parser("check-roster", help="检查一份业主名册")
    roster.add_argument("table", metavar="FILE", type=Path)
    roster.add_argument("--json", action="store_true", help="以 JSON 输出")
    voices = commands.add_parser("check-suggestions", help="检查一份建议表或微信接龙")
    voices.add_argument("table", metavar="FILE", type=Path)
    voices.add_argument("--json", action="store_true", help="以 JSON 输出")
    grouped = commands.add_parser("group-suggestions", help="给一份建议提出归并方案")
    grouped.add_argument("table", metavar="FILE", type=Path)
    grouped.add_argument("--json", action="store_true", help="以 JSON 输出")
    verify = commands.add_parser("verify", help="校验数据文件和存证链")
    verify.add_argument("path", metavar="FILE")
    backup = commands.add_parser("backup", help="备份数据文件")
    backup.add_argument("path", metavar="FILE", type=Path)
    backup.add_argument("--out", metavar="DIR", type=Path, help="备份放在哪里")
    restore = commands.add_parser("restore", help="从备份恢复")
    restore.add_argument("backup", metavar="BACKUP", type=Path)
    restore.add_argument("path", metavar="FILE")
    restore.add_argument("--replace", action="store_true", help="替换已有文件（旧文件先备份）")
    move = commands.add_parser(
        "move-to", help="把数据文件移到 PostgreSQL，逐行核对；数据文件用 --file 指定"
    )
    move.add_argument("url", metavar="postgresql://…", help="一个空的数据库")
    server_commands.add_to(commands)
    for name, told in (
        ("documents", "写出一次会议的全部文件（PDF 和 Word）"),
        ("archive", "写出一次会议的归档包（ZIP）"),
    ):
        made_of = commands.add_parser(name, help=f"{told}；数据文件用 --file 指定")
        made_of.add_argument("--meeting", metavar="ID", required=True, help="会议编号，或名称")
        made_of.add_argument(
            "--out", metavar="DIR", type=Path, default=Path(), help="放在哪里，默认当前文件夹"
        )
    rules = commands.add_parser("rules", help="列出随程序的表决规则，或检查一份规则文件")
    rules.add_argument("act", metavar="list|check", choices=("list", "check"))
    rules.add_argument("table", metavar="FILE", type=Path, nargs="?")
    tally = commands.add_parser("tally", help="计一次业主表决的票，或核对公布的结果")
    tally.add_argument("ballots", metavar="BALLOTS", type=Path, nargs="?", help="每张票一行的表格")
    tally.add_argument("--meta", metavar="META", type=Path, help="表决事项和图例（JSON）")
    tally.add_argument("--totals", metavar="CASE", type=Path, help="只有公布的合计数（JSON）")
    tally.add_argument("--json", action="store_true", help="以 JSON 输出")
    plan_document = commands.add_parser(
        "plan-document", help="写出一个小区的改造方案（PDF 和 Word）；数据文件用 --file 指定"
    )
    plan_document.add_argument("--compound", metavar="ID", required=True, help="小区编号，或名称")
    plan_document.add_argument("--out", metavar="DIR", type=Path, default=Path())
    plan = commands.add_parser("plan", help="汇总改造意愿、优先项、电梯意愿、预算和资金")
    plan.add_argument("survey", metavar="SURVEY", type=Path, help="入户调查，每户一行")
    for name, told in (
        ("meta", "小区名称和图例（JSON）"),
        ("works", "改造内容清单"),
        ("budget", "预算"),
        ("funding", "资金来源"),
    ):
        plan.add_argument(f"--{name}", metavar=name.upper(), type=Path, help=told)
    plan.add_argument("--json", action="store_true", help="以 JSON 输出")
    for verb in ("documents", "archive", "plan-document", "move-to"):  # also after the verb
        commands.choices[verb].add_argument("--file", default=SUPPRESS, metavar="PATH|URL")
    return made


def run(options: Namespace) -> int:
    """Do one command; 0 when done, 1 when a check found something, 2 for wrong input."""
    acts: Mapping[str, Callable[[Namespace], int]] = {
        "demo": _demo,
        "handbook": _handbook,
        "self-check": self_check.self_check,
        "check-roster": checks.check_roster,
        "check-suggestions": checks.check_suggestions,
        "group-suggestions": checks.group_suggestions,
        "verify": _verify,
        "backup": _backup,
        "restore": _restore,
        "move-to": _move_to,
        "server-setup": server_commands.server_setup,
        "server-user": server_commands.server_user,
        "documents": _documents,
        "archive": _archive,
        "tally": checks.tally,
        "plan": checks.plan,
        "plan-document": _plan_document,
        "rules": checks.rules,
    }
    try:
        return acts[options.command](options)
    except Refusal as refusal:
        print(str(refusal), file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever reads us has read enough
        sys.stdout = None
        return 0
    except OSError as wrong:
        from desktop.system import files

        where = str(wrong.filename or "")
        print(str(CannotWrite(where, files.why(wrong))), file=sys.stderr)
        return 2


def main(arguments: Sequence[str]) -> int:
    return run(parser().parse_args(arguments))


def _demo(options: Namespace) -> int:
    from desktop import demo
    from desktop.register import Register
    from desktop.system import files, folders

    out: Path = options.out
    if out.exists() and not out.is_dir():
        raise FileExists(str(out))
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise CannotWrite(str(out), files.why(wrong)) from wrong
    with tempfile.TemporaryDirectory() as scratch:
        register = Register(Path(scratch) / "示例.db", DEMO_OPERATOR, create=True)
        try:
            paths = demo.run(register, folders.resources() / "sample", out, print)
        finally:
            register.close()
    for path in paths:
        print(path)
    return 0


def _handbook(options: Namespace) -> int:
    """``options.read`` gives the chapters of a folder: the window's, where it has been asked."""
    from desktop.documents import handbook
    from desktop.documents.fonts import bundled
    from desktop.system import files, folders

    folder = folders.resources() / "handbook"
    chapters = getattr(options, "read", handbook.chapters)(folder)
    path: Path = options.out / f"{handbook.TITLE}.pdf"
    files.write_whole(path, handbook.book(chapters, folder, bundled(folders.resources() / "fonts")))
    print(path)
    return 0


@contextmanager
def _meeting(options: Namespace) -> "Iterator[tuple[Register, Ref]]":
    """The file that was told, and the one meeting that is meant."""

    if not options.file:
        raise NameNeeded("--file 数据文件")
    options.out.mkdir(parents=True, exist_ok=True)
    register = _opened(options.file, options)
    try:
        wanted = options.meeting.strip()
        lines = register.meetings.lines()
        found = [each for each in lines if wanted in {str(each.ref.id), each.title}]
        found = found or [each for each in lines if wanted and wanted in each.title]
        if len(found) != 1:
            known = "；".join(f"{each.ref.id} {each.title}" for each in (found or lines)[:10])
            raise NoSuchMeeting(wanted, known or "没有会议")
        yield register, found[0].ref
    finally:
        register.close()


def _documents(options: Namespace) -> int:
    from desktop.domain.errors import NotYet, PrivateOnNotice
    from desktop.domain.session_errors import UnfinishedNotice
    from desktop.services.paper_files import Form
    from desktop.services.papers import Paper

    refused = 0
    with _meeting(options) as (register, meeting):
        for paper in Paper:
            try:
                for form in Form:
                    print(register.papers.write(meeting, paper, form, options.out))
            except NotYet as early:  # its time has not come: nothing is wrong with that
                print(f"{paper.value}：{early}", file=sys.stderr)
            except (PrivateOnNotice, UnfinishedNotice) as refusal:  # the others are still wanted
                print(f"{paper.value}：{refusal}", file=sys.stderr)
                refused = 1
    return refused


def _plan_document(options: Namespace) -> int:
    from desktop.services.paper_files import Form

    if not options.file:
        raise NameNeeded("--file 数据文件")
    options.out.mkdir(parents=True, exist_ok=True)
    register = _opened(options.file, options)
    try:
        wanted = options.compound.strip()
        lines = register.communities.lines()
        found = [each for each in lines if wanted in {str(each.id), each.facts.name}]
        if len(found) != 1:
            known = "；".join(f"{each.id} {each.facts.name}" for each in (found or lines)[:10])
            raise NoSuchCompound(wanted, known or "没有小区")
        for form in Form:
            print(register.renewal_papers.write(found[0].id, form, options.out))
    finally:
        register.close()
    return 0


def _archive(options: Namespace) -> int:
    with _meeting(options) as (register, meeting):
        print(register.archives.write(meeting, options.out))
    return 0


def _verify(options: Namespace) -> int:

    register = _opened(options.path, options)
    try:
        checked = register.verification.check()
    finally:
        register.close()
    if checked is None:  # nobody stops it here
        return 1
    print(f"数据库：{'完好' if checked.database_sound else '有损坏'}")
    for line in checked.chains:
        state = "完好" if line.broken is None else f"第 {line.broken} 条起不符"
        print(f"存证链 {line.name}：{line.length} 条，{state}，链头 {line.head[:16]}")
        print(
            f"  存证点 {line.points} 个，不符 {len(line.false_points)} 个，被拿掉 {len(line.missing)} 个，"
            f"签名不认识 {len(line.strange)} 个，没有签名 {line.unsigned} 个"
        )
        print(f"  表里 {line.rows} 行，不符 {len(line.wrong)} 处，无从核对 {line.open} 行")
        for count in line.counts:
            print(
                f"  计票“{count.title}”（{count.code}）：{'相同' if count.same else '与公布的不同'}"
            )
    return 0 if checked.sound else 1


def _backup(options: Namespace) -> int:
    from desktop.storage import backups

    if not options.path.is_file():
        raise NoDataFile(str(options.path))
    into, key = options.out or backups.folder(options.path), _key(options.path, options)
    print(backups.make(options.path, into, "手动", key=key))
    return 0


def _restore(options: Namespace) -> int:
    from desktop.storage import backups

    if not options.backup.is_file():
        raise NoSuchFile(str(options.backup))
    if "://" in options.path:
        raise BadAddress(options.path)
    path = Path(options.path)
    if path.is_file() and not options.replace:
        raise FileExists(options.path)
    secret = _secret(options.backup, path)
    backups.restore(
        options.backup,
        path,
        key=_key(options.backup, options, secret),
        own=_own(path, options, secret),
    )
    print(path)
    return 0


def _move_to(options: Namespace) -> int:
    """The file stays beside its new name, so that nobody goes on with it by mistake."""
    from desktop.storage import backups, database, keyring, moving, sqlite

    if not options.file:
        raise NameNeeded("--file 数据文件")
    source = database.address(options.file).path
    target = database.address(options.url)
    if source is None or target.url is None:
        raise NotThisComputer(options.url if source else options.file)
    if not source.is_file():
        raise NoDataFile(str(source))
    kept = source.with_name(f"{source.stem} 已移到数据库{source.suffix}")
    if kept.exists():
        raise FileExists(str(kept))
    key = _key(source, options)
    backups.make(source, backups.folder(source), "移走前", key=key)

    def told(table: str, rows: int) -> bool:
        print(f"{table}：{rows} 行", file=sys.stderr)
        return False

    counts = moving.move(source, target, told, key=key) or {}
    sqlite.settle(source, key=key)
    keyring.carry(source, kept)
    source.rename(kept)
    keyring.beside(source).unlink(missing_ok=True)
    print(f"已移到 {target.shown}：{sum(counts.values())} 行逐行核对一致")
    print(f"原文件改名留存：{kept}")
    return 0


def _opened(where: str | Path, options: Namespace) -> "Register":
    """The data, under whoever the command names; the password is asked for where one is needed."""
    from desktop.domain.account_errors import SignInNeeded
    from desktop.register import Register

    key, who = _key(where, options), _operator(options)
    try:
        return Register(where, who, key=key, password=os.environ.get(PASSWORD))
    except SignInNeeded:
        if sys.stdin is None or not sys.stdin.isatty():
            raise
    return Register(where, who, key=key, password=getpass(f"{who} 的密码："))


def _key(where: str | Path, options: Namespace, secret: str | None = None) -> bytes | None:
    """The key of a file, when it asks for a password."""
    from desktop.services import locking
    from desktop.storage import database

    path = database.address(str(where)).path
    if path is None or not locking.locked(path):
        return None
    return locking.open_with(path, options.operator, secret or _secret(path))


def _own(path: Path, options: Namespace, secret: str) -> bytes | None:
    """The key of the file that a backup shall replace; what another password opens is not touched."""
    try:
        return _key(path, options, secret)
    except Refusal:
        return None


def _secret(*paths: Path) -> str:
    """The password, or the recovery key, when one of the files asks for it: from the environment,
    or typed where nobody sees it. Raise ``NeedsPassword`` where nobody can be asked."""
    from desktop.services import locking

    asking = next((path for path in paths if locking.locked(path)), None)
    if asking is None:
        return ""
    if told := os.environ.get(PASSWORD):
        return told
    if sys.stdin is None or not sys.stdin.isatty():
        raise NeedsPassword(str(asking))
    return getpass(f"{asking.name} 的密码（或恢复密钥）：")


def _operator(options: Namespace) -> str:
    try:
        return options.operator or getuser()
    except (OSError, KeyError):
        return "命令行"
