"""Meetings without their widgets: the list, and the one that is open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from desktop.domain.attendance import Headcount
from desktop.domain.errors import NameNeeded
from desktop.domain.ids import Ref
from desktop.domain.proceedings import Proceedings
from desktop.domain.rule import Profile
from desktop.domain.rulebook import Matter
from desktop.domain.terms import BodyKind, Choice, Copy, NoteKind, Outcome
from desktop.register import Register
from desktop.services.agendas import ItemPlan
from desktop.services.meetings import MeetingLine, MeetingPlan
from desktop.services.minutes import MinutesText
from desktop.services.papers import AttachmentLine, Form, Paper
from desktop.services.sessions import Task
from desktop.services.suggestions import SuggestionLine
from desktop.services.votes import Hands
from ui.presenter import Presenter, Runner, Screen


@dataclass(frozen=True, slots=True)
class MeetingScreen(Screen):
    compound: UUID | None = None
    lines: tuple[MeetingLine, ...] = ()
    profiles: tuple[Profile, ...] = ()
    ref: Ref | None = None
    told: Proceedings | None = None
    board: Headcount | None = None
    item: UUID | None = None
    voices: tuple[SuggestionLine, ...] = ()
    attachments: tuple[AttachmentLine, ...] = ()
    minutes: tuple[MinutesText, ...] = ()
    problems: tuple[str, ...] = ()
    preview: bytes = b""
    preview_of: Paper | None = None
    chat: str = ""
    draft: str = ""


_Loaded = tuple[
    Proceedings, Headcount, list[SuggestionLine], list[AttachmentLine], list[MinutesText], list[str]
]


class MeetingPresenter(Presenter[MeetingScreen]):
    nouns = frozenset(
        {"meeting", "attendee", "stay", "item", "proposal", "note", "round", "body_vote"}
        | {"vote_cast", "minutes", "attachment", "resolution", "suggestion", "item_suggestion"}
        | {"setting"}
    )

    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(MeetingScreen(), runner)
        self._register = register

    @property
    def matters(self) -> Mapping[str, Matter]:
        return self._register.profiles.matters

    def now(self) -> str:
        """The time of day to record, ``HH:MM``: the clock's, or the planned end when afterwards."""
        told = self.state.told
        if told is None or told.facts.held_on != self._register.now().date():
            return ""
        return self._register.now().strftime("%H:%M")

    def today(self) -> date:
        return self._register.now().date()

    def use(self, compound: UUID | None) -> None:
        self._change(compound=compound, lines=(), ref=None, told=None)
        self.load()

    def load(self) -> None:
        compound = self.state.compound

        def lists() -> tuple[list[MeetingLine], list[Profile]]:
            profiles = [line.profile for line in self._register.profiles.lines()]
            return self._register.meetings.lines(compound), profiles

        self._read(
            lists, lambda found: self._change(lines=tuple(found[0]), profiles=tuple(found[1]))
        )
        if self.state.ref is not None:
            self._load_meeting(self.state.ref)

    def open(self, ref: Ref) -> None:
        self._change(
            ref=ref, told=None, item=None, preview=b"", preview_of=None, problem="", done=""
        )
        self._load_meeting(ref)

    def leave(self) -> None:
        self._change(ref=None, told=None, preview=b"", problem="", done="")

    def choose_item(self, item: UUID | None) -> None:
        if item != self.state.item:
            self._change(item=item)

    def _load_meeting(self, ref: Ref) -> None:
        register = self._register

        def everything() -> _Loaded:
            told = register.papers.told(ref)
            today = told.facts.held_on == self.today() and not told.facts.ends
            at = (
                self._register.now().strftime("%H:%M")
                if today
                else told.facts.ends or told.facts.starts
            )
            waiting = [
                line
                for line in register.suggestions.lines(ref.compound_id)
                if line.state.value in {"received", "grouped"}
            ]
            return (
                told,
                register.table.board(ref, at),
                waiting,
                register.papers.attachments(ref),
                [register.minutes.text(ref, copy) for copy in Copy],
                register.minutes.problems(ref) if told.facts.stage.value == "closed" else [],
            )

        def loaded(found: _Loaded) -> None:
            if ref != self.state.ref:
                return
            told = found[0]
            numbered = [item.id for item in told.items]
            item = self.state.item if self.state.item in numbered else None
            self._change(
                told=told,
                board=found[1],
                item=item or next((i.id for i in told.numbered), None),
                voices=tuple(found[2]),
                attachments=tuple(found[3]),
                minutes=tuple(found[4]),
                problems=tuple(found[5]),
            )

        self._read(everything, loaded)

    # -- the list -------------------------------------------------------------------------------

    def title_for(self, profile: str, on: date) -> str:
        compound = self.state.compound
        if compound is None:
            return ""
        name = self._register.profiles.get(profile).name
        return self._register.meetings.next_title(compound, name, on)

    def plan(self, plan: MeetingPlan) -> None:
        compound = self.state.compound
        if compound is None:
            self.refuse("请先在“小区与名册”里登记小区。")
            return
        if not plan.title.strip():
            raise NameNeeded("会议名称")
        self._act(lambda: self._register.meetings.plan(compound, plan), "已新建会议。", self.open)

    def copy_last(self) -> None:
        compound, today = self.state.compound, self.today()
        if compound is None:
            self.refuse("请先在“小区与名册”里登记小区。")
            return

        self._act(
            lambda: self._register.meetings.copy_last(compound, today),
            "已照上次会议新建，请核对日期和议题。",
            self.open,
        )

    # -- one meeting ------------------------------------------------------------------------------

    def _on(self, act: Callable[[Ref], object], said: str = "") -> None:
        ref = self.state.ref
        if ref is not None:
            self._act(lambda: act(ref), said)

    def _on_item(self, act: Callable[[Ref], object], said: str = "") -> None:
        ref, item = self.state.ref, self.state.item
        if ref is None or item is None:
            self.refuse("请先选中一项议题。")
            return
        self._act(lambda: act(Ref(ref.compound_id, item)), said)

    def change(self, plan: MeetingPlan) -> None:
        self._on(lambda ref: self._register.meetings.change(ref, plan), "已保存。")

    def give_notice(self, on: date) -> None:
        self._on(lambda ref: self._register.meetings.give_notice(ref, on), "已记下通知日期。")

    def reschedule(self, on: date, starts: str, place: str, reason: str) -> None:
        self._on(
            lambda ref: self._register.meetings.reschedule(ref, on, starts, place, reason),
            "已改期。",
        )

    def cancel(self, reason: str) -> None:
        self._on(lambda ref: self._register.meetings.cancel(ref, reason), "已取消。")

    def begin(self) -> None:
        self._on(lambda ref: self._register.meetings.open(ref), "会议开始。")

    def close(self, ends: str) -> None:
        self._on(
            lambda ref: self._register.meetings.close(ref, ends), "已散会，可以到“会后”定稿纪要。"
        )

    def lapse(self, reason: str) -> None:
        self._on(lambda ref: self._register.meetings.lapse(ref, reason), "已记为流会。")

    def go_on(self, on: date, starts: str) -> None:
        ref = self.state.ref
        if ref is not None:
            self._act(
                lambda: self._register.meetings.go_on(ref, on, starts), "已新建续会。", self.open
            )

    def post(self) -> None:
        self._on(self._register.meetings.post, "已记为公示。")

    def archive(self) -> None:
        self._on(self._register.meetings.archive, "已归档。")

    def add_item(self, plan: ItemPlan) -> None:
        self._on(lambda ref: self._register.agendas.add(ref, plan), "已加入议程。")

    def change_item(self, plan: ItemPlan) -> None:
        self._on_item(lambda item: self._register.agendas.change(item, plan), "已保存。")

    def remove_item(self) -> None:
        self._on_item(self._register.agendas.remove, "已移出议程。")

    def move_item(self, *, up: bool) -> None:
        self._on_item(lambda item: self._register.agendas.move(item, up=up))

    # -- attendance ------------------------------------------------------------------------------

    def arrive(self, person: UUID, at: str) -> None:
        self._on(lambda ref: self._register.table.arrive(Ref(ref.compound_id, person), at))

    def arrive_all(self, at: str) -> None:
        self._on(lambda ref: self._register.table.arrive_all(ref, at), "已全部签到。")

    def depart(self, person: UUID, at: str) -> None:
        self._on(lambda ref: self._register.table.leave(Ref(ref.compound_id, person), at))

    def excuse(self, person: UUID, reason: str) -> None:
        self._on(lambda ref: self._register.table.excuse(Ref(ref.compound_id, person), reason))

    def set_right(self, person: UUID, arrived: str, left: str) -> None:
        self._on(
            lambda ref: self._register.table.correct(Ref(ref.compound_id, person), arrived, left),
            "已更正。",
        )

    def stand_in(self, person: UUID, name: str) -> None:
        self._on(
            lambda ref: self._register.table.stand_in(Ref(ref.compound_id, person), name),
            "已记下。",
        )

    def add_person(self, name: str, body: BodyKind, duty: str) -> None:
        self._on(lambda ref: self._register.table.add(ref, name, body, duty), f"已添加{name}。")

    # -- the session -------------------------------------------------------------------------------

    def draft_place(self) -> str:
        ref, item = self.state.ref, self.state.item
        return f"note/{ref.id}/{item}" if ref else ""

    def keep_draft(self, text: str) -> None:
        """Keep what is being typed; the window calls this within seconds of the last key."""
        place = self.draft_place()
        if place:
            self._runner.run(
                lambda: self._register.sessions.keep_draft(place, text),
                lambda _: None,
                self._failed,
            )

    def read_draft(self, then: Callable[[str], None]) -> None:
        place = self.draft_place()
        if place:
            self._read(lambda: self._register.sessions.draft(place), then)

    def note(self, at: str, speaker: str, text: str, kind: NoteKind) -> None:
        item, place = self.state.item, self.draft_place()

        def work(ref: Ref) -> None:
            self._register.sessions.note(ref, item, at, speaker, text, kind)
            self._register.sessions.keep_draft(place, "")

        self._on(work)

    def strike(self, note: UUID) -> None:
        self._on(
            lambda ref: self._register.sessions.strike(Ref(ref.compound_id, note)),
            "已划掉，原话保留。",
        )

    def propose(self, by: str, text: str) -> None:
        self._on_item(lambda item: self._register.sessions.propose(item, by, text), "已记为方案。")

    def count(self, at: str, then: Callable[[Headcount], None]) -> None:
        """A fresh head count, right before a vote."""
        ref = self.state.ref
        if ref is not None:
            self._read(lambda: self._register.table.board(ref, at), then)

    def vote_by_hands(self, hands: Hands, proposal: UUID | None) -> None:
        self._on_item(
            lambda item: self._register.votes.by_hands(item, hands, proposal),
            "已记录表决。",
        )

    def vote_by_roll(self, at: str, choices: Mapping[UUID, Choice], proposal: UUID | None) -> None:
        self._on_item(
            lambda item: self._register.votes.by_roll(item, at, choices, proposal),
            "已记录表决。",
        )

    def void_round(self, made: UUID, reason: str) -> None:
        self._on(
            lambda ref: self._register.votes.void(Ref(ref.compound_id, made), reason),
            "已作废，记录保留。",
        )

    def task(self, task: Task, *, of_item: bool) -> None:
        item = self.state.item if of_item else None
        self._on(
            lambda ref: self._register.sessions.decide_task(ref, item, task), "已记为议定事项。"
        )

    def conclude(self, outcome: Outcome, note: str, at: str) -> None:
        self._on_item(
            lambda item: self._register.sessions.conclude(item, outcome, note, at), "已记下结果。"
        )

    # -- afterwards ----------------------------------------------------------------------------------

    def save_minutes(self, copy: Copy, text: str) -> None:
        self._on(lambda ref: self._register.minutes.save(ref, copy, text), "已保存。")

    def start_again(self, copy: Copy) -> None:
        self._on(lambda ref: self._register.minutes.start_again(ref, copy), "已按记录重新起草。")

    def finalise(self) -> None:
        self._on(self._register.minutes.finalise, "已定稿。")

    def reopen(self, reason: str) -> None:
        self._on(lambda ref: self._register.minutes.reopen(ref, reason), "已重新打开，另出新版本。")

    def attach(self, path: Path, kind: str) -> None:
        self._on(
            lambda ref: self._register.papers.attach(ref, path.name, kind, path.read_bytes()),
            "已收进会议档案。",
        )

    def show_paper(self, paper: Paper) -> None:
        ref = self.state.ref
        if ref is not None:
            self._act(
                lambda: self._register.papers.preview(ref, paper),
                "",
                lambda data: self._change(preview=data, preview_of=paper),
            )

    def write_paper(self, paper: Paper, folder: Path) -> None:
        def work(ref: Ref) -> None:
            for form in Form:
                self._register.papers.write(ref, paper, form, folder)

        self._on(work, f"PDF 和 Word 已写到 {folder}")

    def copy_chat(self) -> None:
        ref = self.state.ref
        if ref is not None:
            self._act(
                lambda: self._register.papers.chat_text(ref),
                "已复制，到微信群里粘贴即可。",
                lambda text: self._change(chat=text),
            )
