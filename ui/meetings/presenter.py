"""Meetings without their widgets: the list, and the one that is open."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

from desktop.documents.model import Sheet
from desktop.domain.attendance import Headcount
from desktop.domain.errors import NameNeeded, NotATime
from desktop.domain.ids import Ref
from desktop.domain.meeting import read_time
from desktop.domain.proceedings import Proceedings
from desktop.domain.rule import Profile
from desktop.domain.rulebook import Matter
from desktop.domain.terms import Copy, Stage
from desktop.services.attachments import AttachmentLine
from desktop.services.big_screen import BigFacts
from desktop.services.bodies import BodyLine
from desktop.services.floor import FloorFacts
from desktop.services.meetings import MeetingLine, MeetingPlan
from desktop.services.minutes import MinutesText
from desktop.services.papers import Form, Paper
from desktop.services.short_form import ShortRecord
from desktop.services.suggestions import SuggestionLine
from desktop.system.files import read_whole, write_whole
from ui.meetings.acts import MeetingActs
from ui.meetings.screen import MeetingScreen as MeetingScreen

_Loaded = tuple[
    Proceedings,
    Headcount,
    list[SuggestionLine],
    list[AttachmentLine],
    list[MinutesText],
    list[str],
    FloorFacts,
]


class MeetingPresenter(MeetingActs):
    nouns = frozenset(
        {"meeting", "attendee", "stay", "item", "proposal", "note", "round", "body_vote"}
        | {"vote_cast", "minutes", "attachment", "resolution", "suggestion", "item_suggestion"}
        | {"setting", "turn", "item_span", "correction", "session_correction"}
    )

    @property
    def matters(self) -> Mapping[str, Matter]:
        return self._register.profiles.matters

    def now(self) -> str:
        """The time of day to record, ``HH:MM``: the clock's, or the planned end when afterwards."""
        told = self.state.told
        if told is None or told.facts.held_on != self._register.now().date():
            return ""
        return self._register.now().strftime("%H:%M")

    def moment(self) -> str:
        """This second of the day, ``HH:MM:SS``."""
        return self._register.now().strftime("%H:%M:%S")

    @property
    def live(self) -> bool:
        """Whether the meeting is going on right now, so that clocks run."""
        told = self.state.told
        return (
            told is not None
            and told.facts.stage is Stage.IN_SESSION
            and told.facts.held_on == self.today()
        )

    def take_up(self, item: UUID | None) -> None:
        """The clock of the meeting runs for this item from now on."""
        ref = self.state.ref
        if self.live and ref is not None:
            self._read(lambda: self._register.floor.take_up(ref, item), lambda _: None)

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
            ref=ref,
            told=None,
            board=None,
            item=None,
            aside=False,
            problem="",
            done="",
            at="",
            thrown=None,
            preview=b"",
            preview_of=None,
            chat="",
        )
        self._load_meeting(ref)

    def leave(self) -> None:
        self._change(ref=None, told=None, preview=b"", preview_of=None, problem="", done="")

    def choose_item(self, item: UUID | None) -> None:
        if item != self.state.item or self.state.aside != (item is None):
            self._change(item=item, aside=item is None)

    def _load_meeting(self, ref: Ref) -> None:
        register = self._register

        def everything() -> _Loaded:
            told = register.papers.told(ref)
            waiting = [
                line
                for line in register.suggestions.lines(ref.compound_id)
                if line.state.value in {"received", "grouped"}
            ]
            return (
                told,
                register.table.board(ref, self._moment(told)),
                waiting,
                register.attachments.lines(ref),
                [register.minutes.text(ref, copy) for copy in Copy],
                register.minutes.problems(ref) if told.facts.stage.value == "closed" else [],
                register.floor.told(ref),
            )

        def loaded(found: _Loaded) -> None:
            if ref != self.state.ref:
                return
            told = found[0]
            if told != self.state.told:  # a paper set before is no longer true
                self._change(preview=b"", preview_of=None)
            numbered = [item.id for item in told.items]
            item = self.state.item if self.state.item in numbered else None
            self._change(
                told=told,
                board=found[1],
                item=item or (None if self.state.aside else _first(told)),
                voices=tuple(found[2]),
                attachments=tuple(found[3]),
                minutes=tuple(found[4]),
                problems=tuple(found[5]),
                floor=found[6],
            )

        self._read(everything, loaded)

    def count_at(self, text: str) -> None:
        """Count the table at the time that is typed; a half-typed one says nothing."""
        try:
            at = read_time(text) if text.strip() else ""
        except NotATime:
            return
        ref = self.state.ref
        if ref is not None and at != self.state.at:
            self._change(at=at)
            self._load_meeting(ref)

    def _moment(self, told: Proceedings) -> str:
        """When to count: as typed, now, or at the last thing that was recorded."""
        facts = told.facts
        if self.state.at:
            return self.state.at
        if facts.held_on == self.today() and not facts.ends:
            return self._register.now().strftime("%H:%M")
        events = [stay.arrived for each in told.attendees for stay in each.stays]
        events += [each.at for item in told.items for each in item.rounds]
        events += [note.at for item in told.items for note in item.notes if note.at]
        return max([facts.starts, *events])

    # -- the list -------------------------------------------------------------------------------

    def title_for(self, profile: str, on: date) -> str:
        compound = self.state.compound
        if compound is None:
            return ""
        name = self._register.profiles.get(profile).name
        return self._register.meetings.next_title(compound, name, on)

    def record_short(self, told: ShortRecord) -> None:
        """The short form: a whole small meeting at once, from its paper notes."""
        compound = self.state.compound
        if compound is None:
            self.refuse("请先在“小区与名册”里登记小区。")
            return
        self._act(
            lambda: self._register.short_form.record(compound, told),
            "已记下。核对右边的纪要，定稿后打印。",
            self.open,
        )

    def seats(self, then: Callable[[list[BodyLine]], None]) -> None:
        """Who may come: the seats of this compound."""
        compound = self.state.compound
        if compound is not None:
            self._read(lambda: self._register.bodies.lines(compound), then)

    def plan(self, plan: MeetingPlan) -> None:
        compound = self.state.compound
        if compound is None:
            self.refuse("请先在“小区与名册”里登记小区。")
            return
        if not plan.title.strip():
            raise NameNeeded("会议名称")
        self._act(lambda: self._register.meetings.plan(compound, plan), "已新建会议。", self.open)

    def bring_in(self, path: Path) -> None:
        """Take in the archive package of a meeting from another copy of the program."""
        compound = self.state.compound
        if compound is None:
            self.refuse("请先在“小区与名册”里登记小区。")
            return
        self._act_long(
            f"正在收进 {path.name}",
            lambda: self._register.archive_imports.bring_in(compound, path, self.long.step),
            "已收进来，是已归档的会议。",
            self.open,
            keeps=True,
        )

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

    # -- papers and files ---------------------------------------------------------------------

    def attach(self, path: Path, kind: str) -> None:
        self._on(
            lambda ref: self._register.attachments.add(ref, path.name, kind, read_whole(path)),
            "已收进会议档案。",
        )

    def take_out(self, attachment: Ref, folder: Path, then: Callable[[Path], None]) -> None:
        """Write a kept file into a folder, to be looked at."""

        def work() -> Path:
            line = next(each for each in self.state.attachments if each.ref == attachment)
            path = folder / line.name
            write_whole(path, self._register.attachments.content(attachment))
            return path

        self._act(work, "", then)

    def show_paper(self, paper: Paper, sheet: Sheet = Sheet.A4, *, quietly: bool = False) -> None:
        """Set a paper anew and show it; ``quietly`` leaves the page's line alone."""
        ref = self.state.ref
        if ref is None:
            return

        def shown(data: bytes) -> None:
            if ref == self.state.ref:
                self._change(preview=data, preview_of=(ref, paper, sheet))

        def work() -> bytes:
            return self._register.papers.preview(ref, paper, sheet)

        if quietly:
            self._read(work, shown)
        else:
            self._act(work, "", shown)

    def issue_paper(self, paper: Paper, sheet: Sheet, then: Callable[[bytes], None]) -> None:
        """Set a paper to be printed now."""
        ref = self.state.ref
        if ref is not None:
            self._act(lambda: self._register.papers.issue(ref, paper, sheet), "", then)

    def show_more(self, paper: Paper, reason: str, second: str) -> None:
        """Let the names on a posted paper stand."""
        self._on(
            lambda ref: self._register.showings.allow(ref, paper, reason, second),
            "已记下：这些姓名可以公开。",
        )

    def write_paper(self, paper: Paper, folder: Path, sheet: Sheet) -> None:
        def work(ref: Ref) -> None:
            for form in Form:
                self._register.papers.write(ref, paper, form, folder, sheet)

        self._on(work, f"PDF 和 Word 已写到 {folder}")

    def big_screen(self, done: Callable[[BigFacts], None]) -> None:
        """What the second screen shows now."""
        ref, told = self.state.ref, self.state.told
        if ref is not None and told is not None:
            board, item, floor = self.state.board, self.state.item, self.state.floor
            told_now = self._register.big_screens.told
            self._read(lambda: told_now(ref, told, board, item, floor), done)

    def write_pack(self, papers: Sequence[Paper], folder: Path) -> None:
        """Write what this step of the meeting needs, numbered in order, with its checklist."""
        ref, write = self.state.ref, self._register.papers.write_pack
        if ref is None:
            return

        def done(written: list[Path]) -> None:
            told = f"打印包已写到 {folder}，先看“打印清单”。"
            if self.long.broke_off:
                told = f"已停止，打印包不全：只写出 {len(written) - 1} 份文件，在 {folder}"
            self._change(done=told)

        self._act_long(
            "正在写打印包",
            lambda: write(ref, papers, folder, self.long.told),
            then=done,
            whole=len(papers) + 1,
        )

    def write_package(self, folder: Path) -> None:
        ref = self.state.ref
        if ref is not None:
            self._act_long(
                "正在写归档包",
                lambda: self._register.archives.write(ref, folder, self.long.step),
                f"归档包已写到 {folder}",
            )

    def copy_chat(self) -> None:
        ref = self.state.ref
        if ref is not None:
            self._act(
                lambda: self._register.papers.chat_text(ref),
                "已复制，到微信群里粘贴即可。",
                lambda text: self._change(chat=text),
            )


def _first(told: Proceedings) -> UUID | None:
    return next((item.id for item in told.numbered), None)
