"""Papers that were written, forms that are filled, batches and lists, without their widgets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from desktop.documents.public_papers import Period
from desktop.domain.blank_form import FormGrid, Place
from desktop.domain.ids import Ref
from desktop.register import Register
from desktop.services.batches import BatchDone
from desktop.services.forms import FormLine
from desktop.services.lists import Listed
from desktop.services.meetings import MeetingLine
from desktop.services.paper_files import Form
from desktop.services.paper_kinds import HELD
from desktop.services.papers import Paper, PaperLine
from desktop.services.postings import ObjectionLine
from ui.presenter import Presenter, Runner, Screen

_NO_MEETING = "还没有散会的会议，没有要公示的。"
_NO_COMPOUND = "请先在“小区与名册”里登记小区。"


@dataclass(frozen=True, slots=True)
class PapersScreen(Screen):
    compound: UUID | None = None
    lines: tuple[PaperLine, ...] = ()
    forms: tuple[FormLine, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()  # of the last batch
    held: tuple[MeetingLine, ...] = ()  # whose outcome is, was or will be posted
    chosen: Ref | None = None  # the one whose posting is shown
    period: Period | None = None
    objections: tuple[ObjectionLine, ...] = ()


class PapersPresenter(Presenter[PapersScreen]):
    nouns = frozenset({"paper", "form", "meeting", "posting", "meeting_objection"})

    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(PapersScreen(), runner)
        self._register = register

    def use(self, compound: UUID | None) -> None:
        self._change(compound=compound, lines=(), refused=(), chosen=None)
        self.load()

    def load(self) -> None:
        if self.state.doing:  # told when it is over; each paper would ask again
            return
        compound, register = self.state.compound, self._register
        self._read(
            lambda: (register.papers.lines(compound), register.forms.lines()),
            lambda found: self._change(lines=tuple(found[0]), forms=tuple(found[1])),
        )
        self._load_posting()

    # -- 公示 ------------------------------------------------------------------------------------------

    def choose_meeting(self, meeting: Ref | None) -> None:
        if meeting != self.state.chosen:
            self._change(chosen=meeting, period=None, objections=())
            self._load_posting()

    def _load_posting(self) -> None:
        compound, chosen, register = self.state.compound, self.state.chosen, self._register

        def work() -> dict[str, object]:
            lines = register.meetings.lines(compound) if compound else []
            held = tuple(line for line in lines if line.stage in HELD)
            meeting = chosen or (held[0].ref if held else None)
            if meeting is None:
                return {"held": held, "chosen": None, "period": None, "objections": ()}
            return {
                "held": held,
                "chosen": meeting,
                "period": register.postings.period(meeting),
                "objections": tuple(register.postings.objections(meeting)),
            }

        self._read(work, lambda found: self._change(**found))

    def plan_posting(self, on: date, place: str, days: int) -> None:
        meeting = self.state.chosen
        if meeting is None:
            self.refuse(_NO_MEETING)
            return
        self._act(
            lambda: self._register.postings.plan(meeting, on, place, days),
            "已记下。公示会印上起止日期和张贴地点。",
        )

    def take_objection(self, told: dict[str, object]) -> None:
        meeting, on = self.state.chosen, told["on"]
        if meeting is None or not isinstance(on, date):
            self.refuse(_NO_MEETING)
            return
        door, by, text = (str(told[name]) for name in ("door", "by", "text"))
        self._act(
            lambda: self._register.postings.object(meeting, on, door, by, text), "已登记异议。"
        )

    def answer_objection(self, objection: Ref, text: str, on: date) -> None:
        self._act(lambda: self._register.postings.answer(objection, text, on), "已记下答复。")

    # -- forms -----------------------------------------------------------------------------------------

    def load_form(self, path: Path, source: Listed) -> None:
        self._act(lambda: self._register.forms.load(path, source), "已载入。选中它，点“指格子…”。")

    def grids(self, form: FormLine, then: Callable[[list[FormGrid]], None]) -> None:
        self._act(lambda: self._register.forms.grids(form.id), "", then)

    def point_form(self, form: FormLine, places: tuple[Place, ...], source: Listed) -> None:
        self._act(lambda: self._register.forms.point(form.id, places, source), "已记下格子。")

    def fill_form(self, form: FormLine, folder: Path) -> None:
        compound = self.state.compound
        if compound is None:
            self.refuse(_NO_COMPOUND)
            return
        self._act(
            lambda: self._register.forms.fill(form.id, compound, folder),
            f"填好的表已写到 {folder}",
        )

    def remove_form(self, form: FormLine) -> None:
        self._act(lambda: self._register.forms.remove(form.id), "已删除。")

    # -- many at once ----------------------------------------------------------------------------------

    def write_batch(self, paper: Paper, folder: Path, *, mine: bool) -> None:
        """Write a paper of every meeting that was held, of this compound or of all."""
        compound, register = self.state.compound, self._register
        if mine and compound is None:
            self.refuse(_NO_COMPOUND)
            return
        if not self.state.doing:
            self._change(refused=())

        def work() -> BatchDone:
            wanted = register.batches.held(Ref(compound, compound) if mine and compound else None)
            self.long.whole = len(wanted)
            return register.batches.write(wanted, paper, tuple(Form), folder, self.long.told)

        def done(found: BatchDone) -> None:
            self._change(refused=found.refused, done=f"{found.words}，在 {folder}")
            self.load()

        self._act_long("正在写文件", work, then=done)

    def write_list(self, kind: Listed, folder: Path) -> None:
        compound, register = self.state.compound, self._register
        if compound is None:
            self.refuse(_NO_COMPOUND)
            return
        self._act(lambda: register.lists.write(compound, kind, folder), f"清单已写到 {folder}")
