"""What can be done to the open meeting: one method for each button, in the order of work."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from uuid import UUID

from desktop.domain.affair_terms import Opinion, Right
from desktop.domain.attendance import Headcount
from desktop.domain.ids import Ref
from desktop.domain.session_terms import TurnKind
from desktop.domain.terms import BodyKind, Choice, Copy, NoteKind, Outcome
from desktop.register import Register
from desktop.services.agendas import ItemPlan
from desktop.services.meetings import MeetingPlan
from desktop.services.minutes_checks import LineSource
from desktop.services.paper_files import Form
from desktop.services.reception import Welcome
from desktop.services.sessions import Task
from desktop.services.votes import Hands
from ui.meetings.screen import MeetingScreen
from ui.presenter import Basis, Presenter, Runner


class MeetingActs(Presenter[MeetingScreen]):
    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(MeetingScreen(), runner)
        self._register = register

    def open(self, ref: Ref) -> None:
        """Show this meeting."""
        raise NotImplementedError

    # -- the frame and the agenda ------------------------------------------------------------------------------

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

    def take_back(self) -> None:
        self._on(lambda ref: self._register.meetings.take_back(ref), "已撤回开会。")

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

    def change_item(self, item: UUID, plan: ItemPlan) -> None:
        self._on(
            lambda ref: self._register.agendas.change(Ref(ref.compound_id, item), plan), "已保存。"
        )

    def opine(self, item: UUID, opinion: Opinion, note: str, on: date, right: Right) -> None:
        """What the party organisation says of an item, and who has brought it by right."""

        def work(ref: Ref) -> None:
            about = Ref(ref.compound_id, item)
            self._register.agendas.opine(about, opinion, note, on)
            self._register.agendas.brought(about, right)

        self._on(work, "已记下前置审核意见。")

    def write_opinions(self, folder: Path) -> None:
        def work(ref: Ref) -> None:
            for form in Form:
                self._register.loop_papers.write_opinions(ref, form, folder)

        self._on(work, f"前置审核单已写到 {folder}")

    def split_item(self, title: str) -> None:
        self._on_item(lambda item: self._register.agendas.split(item, title), "已拆成两项。")

    def merge_item(self, into: UUID) -> None:
        self._on_item(
            lambda item: self._register.agendas.merge(item, Ref(item.compound_id, into)),
            "已并案；要恢复，在“确定结果”里另选结果。",
        )

    def add_notice(self, on: date) -> None:
        self._on(lambda ref: self._register.meetings.add_notice(ref, on), "已记下补充通知。")

    def remove_item(self) -> None:
        self._on_item(self._register.agendas.remove, "已移出议程。")

    def move_item(self, *, up: bool) -> None:
        self._on_item(lambda item: self._register.agendas.move(item, up=up))

    # -- attendance ------------------------------------------------------------------------------

    def arrive(self, person: UUID, at: str) -> None:
        self._on(lambda ref: self._register.table.arrive(Ref(ref.compound_id, person), at))

    def sign_in(self, text: str, at: str, then: Callable[[Welcome], None]) -> None:
        """A scanned code, a number of the list, a name: whoever is meant is here."""
        ref = self.state.ref
        if ref is not None:
            self._act(lambda: self._register.reception.sign_in(ref, text, at), "", then)

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

    def stand_in(self, person: UUID, name: str, letter_on: date | None) -> None:
        self._on(
            lambda ref: self._register.table.stand_in(
                Ref(ref.compound_id, person), name, letter_on
            ),
            "已记下。",
        )

    def remove_person(self, person: UUID) -> None:
        self._on(
            lambda ref: self._register.table.remove(Ref(ref.compound_id, person)), "已移出名单。"
        )

    def add_person(self, name: str, body: BodyKind, duty: str) -> None:
        self._on(lambda ref: self._register.table.add(ref, name, body, duty), f"已添加{name}。")

    # -- the floor ---------------------------------------------------------------------------------

    def ask_floor(self, speaker: str, limit: int, kind: TurnKind) -> None:
        item = self.state.item
        self._on(lambda ref: self._register.floor.ask(ref, item, speaker, limit, kind))

    def next_speaker(self, given: Callable[[str], None]) -> None:
        ref, item = self.state.ref, self.state.item
        if ref is not None:
            self._act(
                lambda: self._register.floor.next(ref, item), "", lambda turn: given(turn.speaker)
            )

    def stop_speaking(self) -> None:
        self._on(self._register.floor.stop)

    def take_off(self, turn: UUID) -> None:
        self._on(lambda ref: self._register.floor.take_off(Ref(ref.compound_id, turn)))

    # -- the session -------------------------------------------------------------------------------

    def draft_place(self) -> str:
        ref, item = self.state.ref, self.state.item
        return f"note/{ref.id}/{item}" if ref else ""

    def keep_draft(self, place: str, text: str) -> None:
        """Keep what is being typed for a place; the window calls this within seconds of the last key."""
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

    def propose(self, by: str, text: str, at: str) -> None:
        self._on_item(
            lambda item: self._register.sessions.propose(item, by, text, at), "已记为方案。"
        )

    def withdraw(self, proposal: UUID, at: str) -> None:
        self._on(
            lambda ref: self._register.sessions.withdraw(Ref(ref.compound_id, proposal), at),
            "方案已撤回，文字保留。",
        )

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

    def save_minutes(self, copy: Copy, text: str, basis: Basis | None = None) -> None:
        """Keep an edited text; what somebody else has written since ``basis`` is told first."""
        self._basis = basis or Basis()
        self._on(lambda ref: self._register.minutes.save(ref, copy, text), "已保存。")
        self._basis = Basis()

    def start_again(self, copy: Copy) -> None:
        """Draft from the facts anew; what was typed can be put back as long as the page is open."""
        now = next((each for each in self.state.minutes if each.copy is copy), None)
        self._change(thrown=(copy, now.text) if now and now.edited else None)
        self._on(lambda ref: self._register.minutes.start_again(ref, copy), "已按记录重新起草。")

    def put_back(self) -> None:
        """Bring back the text that 按记录重新起草 threw away."""
        if self.state.thrown is not None:
            copy, text = self.state.thrown
            self._change(thrown=None)
            self._on(lambda ref: self._register.minutes.save(ref, copy, text), "已恢复刚才的文字。")

    def versions(self, copy: Copy, then: Callable[[list[tuple[int, str, str, str]]], None]) -> None:
        """Version, when, by whom, and why it was opened again."""
        ref = self.state.ref
        if ref is not None:
            self._read(lambda: self._register.minutes.versions(ref, copy), then)

    def confirm(self, copy: Copy) -> None:
        self._on(lambda ref: self._register.minutes.confirm(ref, copy), "已记为核对过。")

    def check_read(self, by: str) -> None:
        self._on(
            lambda ref: self._register.minutes.check_read(ref, by), f"已记下：{by.strip()}核对过。"
        )

    def keep_numbers(self, copy: Copy, reason: str) -> None:
        self._on(
            lambda ref: self._register.minutes.keep_numbers(ref, copy, reason),
            "已记下理由，数字照现在的写法。",
        )

    def line_source(self, copy: Copy, line: str, then: Callable[[LineSource], None]) -> None:
        """Which fact a line of the minutes rests on."""
        ref = self.state.ref
        if ref is not None:
            self._read(lambda: self._register.minutes.source(ref, copy, line), then)

    def phrases(self, then: Callable[[list[str]], None]) -> None:
        self._read(self._register.phrases.lines, then)

    def add_phrase(self, phrase: str) -> None:
        self._act(lambda: self._register.phrases.add(phrase), "已收进常用语。")

    def remove_phrase(self, phrase: str) -> None:
        self._act(lambda: self._register.phrases.remove(phrase), "已去掉这句常用语。")

    def correct_minutes(self, wrong: str, right: str, reason: str) -> None:
        day = self._register.now().date()
        self._on(
            lambda ref: self._register.corrections.add(ref, wrong, right, reason, day),
            "已登记更正，请打印“更正公告”张贴。",
        )

    def finalise(self) -> None:
        self._on(self._register.minutes.finalise, "已定稿。")

    def reopen(self, reason: str) -> None:
        self._on(lambda ref: self._register.minutes.reopen(ref, reason), "已重新打开，另出新版本。")
