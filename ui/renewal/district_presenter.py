"""全部小区 without its widgets: every plan in figures, all of them written at once, others taken in."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.register import Register
from desktop.services.batches import BatchDone
from desktop.services.paper_files import Form
from desktop.services.renewal.overview import OverviewLine
from ui.presenter import Presenter, Runner, Screen


@dataclass(frozen=True, slots=True)
class DistrictScreen(Screen):
    lines: tuple[OverviewLine, ...] = ()
    planned: int = 0
    refused: tuple[tuple[str, str], ...] = ()


class DistrictPresenter(Presenter[DistrictScreen]):
    """It reads only when it is looked at: 734 compounds are not read at every change of one."""

    nouns = frozenset({"renewal_figures"})

    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(DistrictScreen(), runner)
        self._register = register
        self.said: Callable[[Screen], None] = lambda _: None

    def load(self) -> None:
        if self.state.doing:
            return
        overview = self._register.overview
        self._read(
            lambda: tuple(overview.lines()),
            lambda lines: self._change(
                lines=lines, planned=sum(bool(each.stage and each.id) for each in lines)
            ),
        )

    def write_table(self, folder: Path) -> None:
        self._act(lambda: self._register.overview.write(folder), f"汇总表已写到 {folder}")

    def take_in(self, path: Path) -> None:
        self._act_long(
            f"正在读取 {path.name}",
            lambda: self._register.overview.take_in(path, lambda: self.long.stopped),
            then=lambda count: self._change(done=f"收进 {count} 个小区的数字。"),
        )

    def forget(self, line: OverviewLine) -> None:
        if line.id is not None:
            self.refuse("这是本社区的小区，不是收进来的数字。")
            return
        self._act(
            lambda: self._register.overview.forget(line.office), f"已去掉{line.office}报来的数字。"
        )

    def write_plans(self, folder: Path) -> None:
        """Every plan document, one after the other; stopped and begun again it goes on."""
        if not self.state.doing:
            self._change(refused=())

        def done(found: BatchDone) -> None:
            self._change(refused=found.refused, done=f"{found.words}，在 {folder}")
            self.load()

        write = self._register.overview.write_plans
        self._act_long(
            "正在写方案",
            lambda: write(tuple(Form), folder, self.long.told),
            then=done,
            whole=self.state.planned,
        )
