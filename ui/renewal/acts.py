"""What is done about a plan household by household and unit by unit: the survey, the lifts."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from desktop.domain.errors import Refusal
from desktop.domain.ids import Ref
from desktop.domain.renewal.lift import Part
from desktop.domain.renewal.terms import Ledger
from desktop.register import Register
from desktop.services.paper_files import Form
from desktop.services.renewal.lifts import LiftLine, LiftPlan
from desktop.services.renewal.surveys import Keyed
from ui.presenter import Presenter, Runner
from ui.renewal.screen import NO_COMPOUND, NO_PLAN, RECENT, RenewalScreen


class RenewalActs(Presenter[RenewalScreen]):
    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(RenewalScreen(), runner)
        self._register = register

    def _planned(self) -> UUID | None:
        """The compound, if it has a plan; otherwise what is missing is said."""
        if self.state.compound is None:
            self.refuse(NO_COMPOUND)
        elif self.state.line is None:
            self.refuse(NO_PLAN)
        else:
            return self.state.compound
        return None

    def _change_of(self, compound: UUID | None, **told: Any) -> None:
        """Show what was done for a compound, unless another one has been chosen meanwhile."""
        if compound == self.state.compound:
            self._change(**told)

    # -- the survey ----------------------------------------------------------------------------------

    def list_households(self) -> None:
        if (compound := self._planned()) is not None:
            self._act(
                lambda: self._register.surveys.list_from_roster(compound),
                "",
                lambda new: self._change(done=f"名单已更新，新列入 {new} 户。"),
            )

    def drop_household(self, ref: Ref) -> None:
        self._act(lambda: self._register.surveys.drop(ref), "已从名单里去掉。")

    def enter(self, keyed: Keyed, answered: Callable[[str], None]) -> None:
        """Keep one sheet; ``answered`` clears the line only when it is safe."""
        compound = self._planned()
        if compound is None:
            answered(NO_PLAN)
            return

        def kept(door: str) -> None:
            line = f"{door}　已录入"
            recent = (line, *self.state.recent)[:RECENT]
            self._change(said=line, wrong=False, recent=recent)

        def told(problem: str) -> None:
            if problem:
                self._change(said=problem, wrong=True)
            answered(problem)

        enter = self._register.surveys.enter
        self.ask(lambda: self._act(lambda: enter(compound, keyed), "", kept), told)

    def take_back(self, door: str) -> None:
        if (compound := self._planned()) is not None:
            self._act(
                lambda: self._register.surveys.take_back(compound, door),
                f"{door} 最后一张调查表已撤回。",
            )

    def print_sheets(self, folder: Path) -> None:
        """The survey sheets, one PDF a building; it can be stopped after the building at hand."""
        compound = self._planned()
        if compound is None:
            return
        survey = self.state.survey

        def done(paths: list[Path]) -> None:
            said = "已停止，" if self.long.broke_off else ""
            self._change(done=f"{said}写出 {len(paths)} 册调查表，在 {folder}")

        sheets = self._register.renewal_papers.sheets
        self._act_long(
            "正在排版调查表",
            lambda: sheets(compound, folder, self.long.told),
            then=done,
            whole=len(survey.asked) if survey else 0,
        )

    # -- lifts ---------------------------------------------------------------------------------------

    def show_unit(self, line: LiftLine) -> None:
        self._change(unit=line.id, shares=(), share_problem="")
        self._count_shares(*line.id)

    def keep_lift(self, line: LiftLine, plan: LiftPlan) -> None:
        if (compound := self._planned()) is not None:
            self._act(
                lambda: self._register.lifts.keep(compound, line.building, line.unit, plan),
                "已保存。",
            )

    def talk(self, told: Mapping[str, str]) -> None:
        if (compound := self._planned()) is not None:
            self._act(
                lambda: self._register.ledgers.add(compound, Ledger.TALKS, told), "已记下这次协调。"
            )

    def write_agreement(self, line: LiftLine, folder: Path) -> None:
        compound, papers = self._planned(), self._register.renewal_papers
        if compound is None:
            return

        def work() -> None:
            for form in Form:
                papers.write_agreement(compound, line.building, line.unit, form, folder)

        self._act(work, f"协议书已写到 {folder}")

    def _count_shares(self, building: str, unit: str) -> None:
        compound, lifts = self.state.compound, self._register.lifts
        if compound is None or not any(each.id == (building, unit) for each in self.state.lifts):
            return

        def work() -> tuple[tuple[Part, ...], str]:
            try:
                return tuple(lifts.shares(compound, building, unit)), ""
            except Refusal as refusal:
                return (), str(refusal)

        def counted(found: tuple[tuple[Part, ...], str]) -> None:
            if self.state.unit == (building, unit):
                self._change(shares=found[0], share_problem=found[1])

        self._read(work, counted)
