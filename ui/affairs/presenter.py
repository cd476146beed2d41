"""办事 without its widgets: matters, sessions on the spot, disputes, the three lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from desktop.domain.affair_terms import AffairAct, Listing, Rating
from desktop.domain.ids import Ref
from desktop.register import Register
from desktop.services.affairs import AffairFigures, AffairLine, AffairPlan, AffairStep, figures
from desktop.services.attachments import AttachmentLine
from desktop.services.disputes import DisputeLine, DisputePlan, MediationLine, MediationPlan
from desktop.services.open_days import OpenDayLine, OpenDayPlan
from desktop.services.paper_files import Form
from desktop.services.personal_data import SEEN
from desktop.services.suggestions import SuggestionLine, SuggestionPlan
from desktop.services.three_lists import ListedLine, ListedPlan
from desktop.system.files import read_whole, write_whole
from ui.presenter import Presenter, Runner, Screen

MATTERS, DAYS, DISPUTES, LISTS = range(4)  # the tabs


@dataclass(frozen=True, slots=True)
class AffairScreen(Screen):
    compound: UUID | None = None
    tab: int = MATTERS
    only_open: bool = True
    affairs: tuple[AffairLine, ...] = ()
    told: AffairFigures | None = None
    steps: tuple[AffairStep, ...] = ()
    photos: tuple[AttachmentLine, ...] = ()
    days: tuple[OpenDayLine, ...] = ()
    day: Ref | None = None  # the session that is open
    voices: tuple[SuggestionLine, ...] = ()
    disputes: tuple[DisputeLine, ...] = ()
    mediations: tuple[MediationLine, ...] = ()
    listed: tuple[ListedLine, ...] = ()
    third: str = Listing.PROJECT.word
    proposals: tuple[ListedLine, ...] = ()


class AffairPresenter(Presenter[AffairScreen]):
    nouns = frozenset(
        {
            "affair", "affair_step", "open_day", "open_day_suggestion", "suggestion", "dispute",
            "mediation", "listed", "listed_match", "setting", "attachment",
        }
    )  # fmt: skip

    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(AffairScreen(), runner)
        self._register = register

    def use(self, compound: UUID | None) -> None:
        self._change(
            compound=compound, affairs=(), told=None, steps=(), photos=(), days=(), day=None,
            voices=(), disputes=(), mediations=(), listed=(), proposals=(), problem="", done="",
        )  # fmt: skip
        self.load()

    def show_tab(self, tab: int) -> None:
        self._change(tab=tab, problem="", done="")
        self.load()

    def show_all(self, everything: bool) -> None:  # noqa: FBT001 - a check box
        self._change(only_open=not everything)
        self.load()

    def load(self) -> None:
        compound, register = self.state.compound, self._register
        if compound is None:
            return
        only_open, day = self.state.only_open, self.state.day
        match self.state.tab:
            case v if v == MATTERS:
                self._read(
                    lambda: register.affairs.lines(compound),
                    lambda lines: self._change(
                        affairs=tuple(
                            each
                            for each in lines
                            if not only_open or each.state.value not in {"closed"}
                        ),
                        told=figures(lines),
                    ),
                )
            case v if v == DAYS:
                self._read(
                    lambda: (
                        register.open_days.lines(compound),
                        register.open_days.voices(day) if day else [],
                    ),
                    lambda found: self._change(days=tuple(found[0]), voices=tuple(found[1])),
                )
            case v if v == DISPUTES:
                self._read(
                    lambda: register.disputes.lines(compound),
                    lambda lines: self._change(disputes=tuple(lines)),
                )
            case _:
                self._read(
                    lambda: (register.three_lists.lines(compound), register.three_lists.third),
                    lambda found: self._change(listed=tuple(found[0]), third=found[1]),
                )

    # -- matters -----------------------------------------------------------------------------------

    def find(self, plan: AffairPlan) -> None:
        compound = self.state.compound
        if compound is not None:
            self._act(lambda: self._register.affairs.find(compound, plan), "已记下。")

    def choose(self, line: AffairLine) -> None:
        """Show what was done about a matter."""
        register = self._register
        self._read(
            lambda: (register.affairs.steps(line.ref), register.attachments.lines(line.ref)),
            lambda found: self._change(steps=tuple(found[0]), photos=tuple(found[1])),
        )

    def act(self, line: AffairLine, act: AffairAct, words: str, at: str) -> None:
        self._do(line, lambda: self._register.affairs.act(line.ref, act, words, at), "已记录。")

    def change(self, line: AffairLine, lead: str, due: date | None) -> None:
        self._do(line, lambda: self._register.affairs.change(line.ref, lead, due), "已更正。")

    def raise_level(self, line: AffairLine, why: str, at: str) -> None:
        self._do(line, lambda: self._register.affairs.raise_level(line.ref, why, at), "已升级。")

    def whistle(self, line: AffairLine, department: str, what: str, at: str) -> None:
        self._do(
            line, lambda: self._register.affairs.whistle(line.ref, department, what, at), "已吹哨。"
        )

    def claim(self, line: AffairLine, by: str, at: str) -> None:
        self._do(line, lambda: self._register.affairs.claim(line.ref, by, at), "部门已认领。")

    def rate(self, line: AffairLine, rating: Rating, words: str, at: str) -> None:
        self._do(line, lambda: self._register.affairs.rate(line.ref, rating, words, at), "已评价。")

    def photo(self, line: AffairLine, path: Path, kind: str) -> None:
        self._do(
            line,
            lambda: self._register.attachments.with_affair(
                line.ref, path.name, kind, read_whole(path)
            ),
            "已收进照片。",
        )

    def take_out(self, photo: AttachmentLine, folder: Path, then: Callable[[Path], None]) -> None:
        """Write a kept file into a folder, to be looked at."""

        def work() -> Path:
            path = folder / photo.name
            write_whole(path, self._register.attachments.content(photo.ref))
            return path

        self._act(work, "", then)

    def _do(self, line: AffairLine, work: Callable[[], object], said: str) -> None:
        self._act(work, said, lambda _: self.choose(line))

    # -- sessions on the spot ------------------------------------------------------------------------

    def plan_day(self, plan: OpenDayPlan) -> None:
        compound = self.state.compound
        if compound is not None:
            self._act(
                lambda: self._register.open_days.plan(compound, plan), "已新建。", self.open_day
            )

    def change_day(self, day: Ref, plan: OpenDayPlan) -> None:
        self._act(lambda: self._register.open_days.change(day, plan), "已保存。")

    def open_day(self, day: Ref) -> None:
        """Show what was brought to a session."""
        self._change(day=day)
        self.load()

    def take(self, plan: SuggestionPlan) -> None:
        day = self.state.day
        if day is None:
            self.refuse("请先选中一次现场办公。")
        else:
            self._act(lambda: self._register.open_days.take(day, plan), "已登记。")

    def settle(self, voice: SuggestionLine, department: str, answer: str) -> None:
        self._act(
            lambda: self._register.open_days.settle(voice.ref, department, answer), "当场办结。"
        )

    def follow(self, voice: SuggestionLine, lead: str, due: date | None) -> None:
        self._act(
            lambda: self._register.open_days.follow(voice.ref, lead, due),
            "已转为办理事项，在“办理事项”里跟办。",
        )

    def close_day(self, day: Ref) -> None:
        self._act(lambda: self._register.open_days.close(day), "已结束。")

    # -- disputes ------------------------------------------------------------------------------------

    def take_dispute(self, plan: DisputePlan) -> None:
        compound = self.state.compound
        if compound is not None:
            self._act(lambda: self._register.disputes.take(compound, plan), "已登记。")

    def choose_dispute(self, line: DisputeLine) -> None:
        self._read(
            lambda: self._register.disputes.mediations(line.ref),
            lambda found: self._change(mediations=tuple(found)),
        )

    def on_dispute(self, line: DisputeLine, work: Callable[[Ref], object], said: str) -> None:
        """Do something about a dispute, and show it as it is then."""
        self._act(lambda: work(line.ref), said, lambda _: self.choose_dispute(line))

    def mediate(self, line: DisputeLine, plan: MediationPlan) -> None:
        self.on_dispute(
            line, lambda ref: self._register.disputes.mediate(ref, plan), "已记下这次调解。"
        )

    def raise_dispute(self, line: DisputeLine, mediator: str) -> None:
        self.on_dispute(
            line, lambda ref: self._register.disputes.raise_level(ref, mediator), "已升级。"
        )

    def visit(self, line: DisputeLine, found: str) -> None:
        self.on_dispute(line, lambda ref: self._register.disputes.visit(ref, found), "已登记回访。")

    def reopen(self, line: DisputeLine, why: str) -> None:
        self.on_dispute(line, lambda ref: self._register.disputes.reopen(ref, why), "已重新打开。")

    def write_mediation(self, line: DisputeLine, place: int, folder: Path) -> None:
        def work() -> None:
            for form in Form:
                self._register.loop_papers.write_mediation(line.ref, place, form, folder)

        self._act(work, f"调解记录已写到 {folder}，请当事人签名后存档，不得张贴。")

    # -- the three lists -----------------------------------------------------------------------------

    def add_listed(self, listing: Listing, plan: ListedPlan) -> None:
        compound = self.state.compound
        if compound is not None:
            self._act(
                lambda: self._register.three_lists.add(compound, listing, plan), "已列入清单。"
            )

    def change_listed(self, line: ListedLine, plan: ListedPlan) -> None:
        self._act(lambda: self._register.three_lists.change(line.ref, plan), "已更正。")

    def show_contact(self, line: ListedLine) -> None:
        """Say a full contact on the page, once it is on record who looked."""
        data = self._register.personal_data
        self._act(
            lambda: data.unmask("listed", line.ref, ("contact",)),
            "",
            lambda told: self._change(done=f"{line.title}：{told}{SEEN}"),
        )

    def end_listed(self, line: ListedLine, why: str) -> None:
        self._act(lambda: self._register.three_lists.end(line.ref, why), "已移出清单，记录保留。")

    def take_back_listed(self, line: ListedLine) -> None:
        self._act(lambda: self._register.three_lists.take_back(line.ref), "已放回清单。")

    def propose(self, need: ListedLine) -> None:
        """Look for what may serve a need."""
        self._read(
            lambda: self._register.three_lists.proposals(need.ref),
            lambda found: self._change(proposals=tuple(found)),
        )

    def match(self, need: ListedLine, others: Sequence[ListedLine], note: str) -> None:
        def work() -> None:
            for other in others:
                self._register.three_lists.match(need.ref, other.ref, note)

        self._act(work, "已对接。")

    def unmatch(self, need: ListedLine, other: ListedLine) -> None:
        self._act(lambda: self._register.three_lists.unmatch(need.ref, other.ref), "已取消对接。")

    def call_third(self, word: str) -> None:
        self._act(lambda: self._register.three_lists.call_third(word), "已改名。")

    def today(self) -> date:
        return self._register.now().date()
