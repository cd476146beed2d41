"""日程 without its widgets: what comes back, its next days, the office's days off."""

from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from desktop.domain.ids import Ref
from desktop.domain.rule import Profile
from desktop.register import Register
from desktop.services.calendars import OwnDays
from desktop.services.rhythms import Occurrence, RhythmLine, RhythmPlan
from ui.presenter import Presenter, Runner, Screen


@dataclass(frozen=True, slots=True)
class DiaryScreen(Screen):
    compound: UUID | None = None
    lines: tuple[RhythmLine, ...] = ()
    coming: tuple[Occurrence, ...] = ()
    profiles: tuple[Profile, ...] = ()
    own: OwnDays = field(default_factory=OwnDays)


class DiaryPresenter(Presenter[DiaryScreen]):
    nouns = frozenset({"rhythm", "meeting", "setting", "compound"})

    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(DiaryScreen(), runner)
        self._register = register

    def use(self, compound: UUID | None) -> None:
        self._change(compound=compound, lines=(), coming=(), problem="", done="")
        self.load()

    def load(self) -> None:
        compound, register = self.state.compound, self._register
        if compound is None:
            return
        self._read(
            lambda: (
                tuple(register.rhythms.lines(compound)),
                tuple(register.rhythms.next(compound)),
                tuple(line.profile for line in register.profiles.lines()),
                register.calendars.own(),
            ),
            lambda found: self._change(
                lines=found[0], coming=found[1], profiles=found[2], own=found[3]
            ),
        )

    def add(self, plan: RhythmPlan) -> None:
        compound = self.state.compound
        if compound is not None:
            self._act(lambda: self._register.rhythms.add(compound, plan), "已新建。")

    def change(self, ref: Ref, plan: RhythmPlan) -> None:
        self._act(lambda: self._register.rhythms.change(ref, plan), "已保存。")

    def end(self, ref: Ref) -> None:
        self._act(lambda: self._register.rhythms.end(ref), "已停止。")

    def convene(self, occurrence: Occurrence) -> None:
        self._act(
            lambda: self._register.rhythms.convene(occurrence), "已新建会议，到“会议”里排议程。"
        )

    def days_off(self, off: str, work: str) -> None:
        self._act(lambda: self._register.calendars.change(off, work), "已保存。")

    def write(self, path: Path) -> None:
        compound = self.state.compound
        self._act(lambda: self._register.diary.write(path, compound), f"日历已写到 {path}")
