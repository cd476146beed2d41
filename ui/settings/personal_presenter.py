"""个人信息 without its widgets: one person found, handed out, erased; what is due; who looked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from desktop.domain.personal import Column, Holding
from desktop.register import Register
from desktop.services.personal_data import DueLine, Erased, Kept, Look, Preview
from desktop.services.personal_finding import Sought
from ui.presenter import Presenter, Runner, Screen


@dataclass(frozen=True, slots=True)
class Purpose:
    """One line of the table of purposes."""

    holding: Holding
    column: Column


@dataclass(frozen=True, slots=True)
class PersonalScreen(Screen):
    purposes: tuple[Purpose, ...] = ()
    compounds: tuple[tuple[UUID, str], ...] = ()
    sought: Sought | None = None  # who was looked for, or nobody yet
    lines: tuple[Kept, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    due: tuple[DueLine, ...] = ()
    looks: tuple[Look, ...] = ()


class PersonalPresenter(Presenter[PersonalScreen]):
    """It reads only when it is looked at."""

    def __init__(self, register: Register, runner: Runner) -> None:
        holdings = register.personal_data.catalogue.values()
        purposes = tuple(Purpose(each, column) for each in holdings for column in each.columns)
        super().__init__(PersonalScreen(purposes=purposes), runner)
        self._register = register

    def load(self) -> None:
        register = self._register

        def work() -> tuple[list[DueLine], list[Look], tuple[tuple[UUID, str], ...]]:
            return (
                register.personal_data.due(register.now().date()),
                register.personal_data.looks(),
                tuple((line.id, line.facts.name) for line in register.communities.lines()),
            )

        self._read(
            work,
            lambda found: self._change(
                due=tuple(found[0]), looks=tuple(found[1]), compounds=found[2]
            ),
        )

    def find(self, sought: Sought) -> None:
        """Look for somebody in every table of the file."""
        data = self._register.personal_data

        def found(told: tuple[list[Kept], list[tuple[str, str]]]) -> None:
            self._change(sought=sought, lines=tuple(told[0]), links=tuple(told[1]))

        self._act(lambda: (data.find(sought), data.links(sought)), "", found)

    def export(self, sought: Sought, folder: Path) -> None:
        def done(paths: list[Path]) -> None:
            self._change(done=f"已写到 {paths[0]}，旁边还有 JSON 和 CSV 各一份。")
            self.load()

        self._act(lambda: self._register.personal_data.export(sought, folder), "", done)

    def preview(self, sought: Sought, then: Callable[[Preview], None]) -> None:
        """What erasing would do; nothing is done yet."""
        self._act(lambda: self._register.personal_data.preview(sought), "", then)

    def erase(self, sought: Sought, reason: str, seen: Preview) -> None:
        data = self._register.personal_data

        def done(erased: Erased) -> None:
            self._change(done=told(erased, server=seen.server), lines=(), links=(), sought=None)
            self.load()

        self._act(lambda: data.erase(sought, reason, seen), "", done)

    def erase_due(self, lines: Sequence[DueLine], reason: str) -> None:
        register = self._register

        def done(erased: Erased) -> None:
            self._change(done=told(erased, server=register.upkeep.path is None))
            self.load()

        self._act(lambda: register.personal_data.erase_due(lines, reason), "", done)


def told(erased: Erased, *, server: bool) -> str:
    """What was done, and what is still to do by hand."""
    said = f"已删除 {erased.rows} 处。"
    if erased.backup is not None:
        said += f"删除前的备份是 {erased.backup.name}；备份里仍有这些信息，到期自动清理。"
    if server:
        return said + "数据在服务器上，服务器的文件和备份请管理员清理。"
    if not erased.clean:
        said += "别的窗口或电脑正开着数据文件，文件里还有残留；都关闭后，下一次删除会一起清掉。"
    return said
