"""Written votes without their widgets: the list, and one vote from its matters to its posting."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from desktop.documents.model import Sheet
from desktop.domain.ids import Ref
from desktop.domain.poll_facts import PollFacts
from desktop.domain.terms import AreaSource, Delivery, PollStage
from desktop.register import Register
from desktop.services.paper_files import Form
from desktop.services.poll_papers import PollPaper
from desktop.services.polls import MatterPlan, PollPlan
from desktop.services.rulings import Case
from ui.presenter import Runner
from ui.votes import cautions
from ui.votes.intake import IntakeActs
from ui.votes.screen import BOARD, COUNT, ENTRY, PAPERS, PREPARE, PUBLISH


class VotePresenter(IntakeActs):
    nouns = frozenset(
        {
            "poll", "poll_matter", "voter", "ballot", "ruling", "roll_correction", "poll_count",
            "objection", "inspection", "premises", "owner", "ownership", "body", "seat",
        }
    )  # fmt: skip

    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(register, runner)
        self.printed = 0  # how many ballots are set; read by the page while they are

    def use(self, compound: UUID | None) -> None:
        self._change(compound=compound, ref=None, told=None, lines=())
        self.load()

    def load(self) -> None:
        compound, ref, tab = self.state.compound, self.state.ref, self.state.tab
        self._read(lambda: self._list(compound), lambda found: self._change(**found))
        if ref is not None:
            self._read(lambda: self._one(ref, tab), lambda found: self._show_one(ref, found))

    def _list(self, compound: UUID | None) -> dict[str, Any]:
        register = self._register
        if compound is None:
            return {"lines": (), "rules": (), "bodies": ()}
        return {
            "lines": tuple(register.polls.lines(compound)),
            "rules": tuple(register.decisions.rules().values()),
            "bodies": tuple(register.bodies.lines(compound)),
        }

    def _one(self, ref: Ref, tab: int) -> dict[str, Any]:
        """What the open tab shows; no more, so that entering stays fast."""
        register = self._register
        told = register.polls.told(ref)
        found: dict[str, Any] = {"told": told}
        match tab:
            case v if v == PREPARE:
                found |= self._reach(told)
                found["voters"] = tuple(register.rolls.lines(ref))
                found["corrections"] = tuple(register.rolls.corrections(ref))
            case v if v == PAPERS:
                found["ballots"] = tuple(register.ballots.lines(ref))
                found["scans"] = register.scans.wanted
                found["voters"] = tuple(register.rolls.lines(ref))
            case v if v == BOARD:
                found["board"] = register.counts.board(ref)
            case v if v == COUNT:
                found["board"] = register.counts.board(ref)
                found["cases"] = tuple(register.counts.cases(ref))
                found["differing"] = tuple(register.entries.differing(ref))
                found["rounds"] = tuple(register.counts.rounds(ref))
                found["difference"] = tuple(register.counts.difference(ref))
            case v if v == PUBLISH:
                found["rounds"] = tuple(register.counts.rounds(ref))
                found["objections"] = tuple(register.publicity.objections(ref))
                found["inspections"] = tuple(register.publicity.inspections(ref))
        return found

    def _reach(self, told: PollFacts) -> dict[str, Any]:
        if told.stage is not PollStage.DRAFT:
            return {"warnings": (), "reach": told.size}
        roll = self._register.rolls.preview(told.ref.compound_id, told.scope, told.body)
        return {
            "warnings": roll.warnings,
            "reach": f"按现在的名册：{len(roll.voters)} 户，{len(roll.heads)} 人",
        }

    def _show_one(self, ref: Ref, found: dict[str, Any]) -> None:
        if ref != self.state.ref:
            return
        if found.get("rounds", self.state.rounds) != self.state.rounds:
            found |= {"preview": b"", "preview_of": None}  # set before this count
        self._change(**found)

    def open(self, ref: Ref) -> None:
        """Show this vote."""
        self._change(
            ref=ref, told=None, tab=PREPARE, voters=(), ballots=(), board=None, cases=(),
            rounds=(), difference=(), objections=(), inspections=(), preview=b"", preview_of=None,
            problem="", done="",
        )  # fmt: skip
        self.fresh(ref)
        self.load()

    def leave(self) -> None:
        """Back to the list."""
        self._change(ref=None, told=None, problem="", done="")
        self.load()

    def show_tab(self, tab: int) -> None:
        self._change(tab=tab, problem="", done="")
        self.load()
        if tab == ENTRY and self.state.ref is not None:
            self._find_next(0)

    # -- before ------------------------------------------------------------------------------------

    def plan(self, plan: PollPlan) -> None:
        compound = self.state.compound
        if compound is not None:
            self._act(lambda: self._register.polls.plan(compound, plan), "已新建。", self.open)

    def change(self, plan: PollPlan) -> None:
        self._on(lambda ref: self._register.polls.change(ref, plan), "已保存。")

    def add_matter(self, plan: MatterPlan) -> None:
        self._on(lambda ref: self._register.polls.add_matter(ref, plan), "已添加。")

    def change_matter(self, position: int, plan: MatterPlan) -> None:
        self._on(lambda ref: self._register.polls.change_matter(ref, position, plan), "已保存。")

    def remove_matter(self, position: int) -> None:
        self._on(lambda ref: self._register.polls.remove_matter(ref, position), "已删除。")

    def freeze(self) -> None:
        self._on(self._register.polls.freeze, "名册已冻结，可以印票了。")

    def thaw(self, reason: str) -> None:
        self._on(
            lambda ref: self._register.polls.thaw(ref, reason), "已解冻。已印的票作废，要重新印。"
        )

    def notice(self, on: date) -> None:
        self._on(lambda ref: self._register.polls.notice(ref, on), "已记下公告日期。")

    def begin(self, unnoticed: str = "") -> None:
        """Begin to take ballots; ``unnoticed`` says why the owners were not told before."""
        self._on(
            lambda ref: self._register.polls.open(ref, unnoticed), "开始表决，可以发票、收票了。"
        )

    def extend(self, closes_on: date, reason: str) -> None:
        self._on(
            lambda ref: self._register.polls.extend(ref, closes_on, reason),
            "已延长。请打印并张贴延期公告。",
        )

    def close(self, *, sealed: bool = True, second: tuple[str, str] = ("", "")) -> None:
        self._on(
            lambda ref: self._register.polls.close(ref, sealed=sealed, second=second),
            "已截止收票，可以开箱录入和计票。",
        )

    def before_opening(self, done: Callable[[str], None]) -> None:
        """What somebody who begins a vote may have forgotten; "" when nothing."""
        if self.state.told is not None:
            done(cautions.before_opening(self.state.told, self.today()))

    def before_closing(self, done: Callable[[str, bool, tuple[str, ...]], None]) -> None:
        """What closing now would mean, whether the returns lie unregistered in a box, and who may be
        the second person; nobody where one is enough."""
        ref, told = self.state.ref, self.state.told
        if ref is not None and told is not None:
            self._read(
                lambda: (
                    self._register.counts.papers(ref),
                    self._register.accounts.seconds(ref.compound_id),
                ),
                lambda found: done(
                    cautions.before_closing(told, found[0], self.today()),
                    found[0].returned == found[0].entered,
                    found[1],
                ),
            )

    def void(self, reason: str) -> None:
        self._on(lambda ref: self._register.polls.void(ref, reason), "已作废，记录保留。")

    def correct_area(self, voter: Ref, area: str, source: AreaSource, reason: str) -> None:
        self._act(
            lambda: self._register.rolls.correct_area(voter, area, source, reason),
            "已更正，结果公告会列出。",
        )

    def correct_owner(self, voter: Ref, names: str, same_as: str, reason: str) -> None:
        self._act(
            lambda: self._register.rolls.correct_owner(voter, names, same_as, reason),
            "已更正，结果公告会列出。",
        )

    def must_agree(self, voters: Sequence[Ref], reason: str, *, asked: bool) -> None:
        self._act(
            lambda: self._register.rolls.must_agree(voters, reason, asked=asked),
            "已记下，结果公告会列出。",
        )

    # -- papers --------------------------------------------------------------------------------------

    def issue(self, papers: Sequence[int] | None) -> None:
        """Give out these papers, or all that were printed."""

        def work(ref: Ref) -> int:
            ballots = self._register.ballots
            return ballots.issue_all(ref) if papers is None else ballots.issue(ref, papers)

        self._on(work, "已登记发出。")

    def take_back(self, papers: Sequence[int]) -> None:
        def work(ref: Ref) -> None:
            for paper in papers:
                self._register.ballots.take_back(ref, paper)

        self._on(work, f"已撤回 {len(papers)} 张。")

    def receive(self, text: str) -> None:
        self._on(lambda ref: self._register.ballots.receive(ref, text), f"{text} 已登记交回。")

    def spoil(self, paper: int, why: str) -> None:
        self._on(lambda ref: self._register.ballots.spoil(ref, paper, why), "已作废。")

    def replace(self, paper: int, why: str) -> None:
        self._on(
            lambda ref: self._register.ballots.replace(ref, paper, why),
            "已换发。请在列表里选中新票，点“写出选中的票”打印。",
        )

    def deliver(self, voters: Sequence[Ref], how: Delivery, at: str, by: str, witness: str) -> None:
        self._act(
            lambda: self._register.rolls.deliver(voters, how, at, by, witness), "已登记送达。"
        )

    def entrust(self, voter: Ref, agent: str) -> None:
        self._act(lambda: self._register.rolls.entrust(voter, agent), "已登记委托。")

    def print_ballots(self, folder: Path, papers: Sequence[int] = ()) -> None:
        """Write all ballots in stacks, or these; ``long`` ends it after this paper."""
        ref = self.state.ref
        if ref is None:
            return
        write = self._register.poll_papers.write_ballots

        def done(paths: list[Path]) -> None:
            word = "已停止，" if self.long.broke_off else ""
            self._change(done=f"{word}写好 {len(paths)} 个文件，在 {folder}")

        self._act_long(
            "正在排版表决票",
            lambda: write(ref, folder, self.long.told, papers),
            then=done,
            whole=len(papers) or len(self.state.ballots),
        )

    def show_paper(
        self, paper: PollPaper, sheet: Sheet = Sheet.A4, *, quietly: bool = False
    ) -> None:
        """Set a paper anew and show it; ``quietly`` leaves the page's line alone."""
        ref = self.state.ref
        if ref is None:
            return

        def shown(data: bytes) -> None:
            if ref == self.state.ref:
                self._change(preview=data, preview_of=(ref, paper, sheet))

        read = self._read if quietly else self._quiet_act
        read(lambda: self._register.poll_papers.preview(ref, paper, sheet), shown)

    def _quiet_act(self, work: Callable[[], bytes], then: Callable[[bytes], None]) -> None:
        self._act(work, "", then)

    def issue_paper(self, paper: PollPaper, sheet: Sheet, then: Callable[[bytes], None]) -> None:
        """Set a paper to be printed now."""
        ref = self.state.ref
        if ref is not None:
            self._act(lambda: self._register.poll_papers.issue(ref, paper, sheet), "", then)

    def write_paper(self, paper: PollPaper, folder: Path, sheet: Sheet) -> None:
        ref, write = self.state.ref, self._register.poll_papers.write
        if ref is None:
            return

        def work() -> None:
            write(ref, paper, Form.PDF, folder, sheet, self.long.step)
            write(ref, paper, Form.WORD, folder, sheet)  # a moment; the PDF lies there already

        self._act_long(f"正在写{paper.value}", work, f"PDF 和 Word 已写到 {folder}")

    # -- counting and after ----------------------------------------------------------------------------

    def rule(self, case: Case, marks: str, reason: str) -> None:
        self._on(lambda ref: self._register.counts.rule(ref, case, marks, reason), "已裁定。")

    def correct(self, ballot: Ref, keys: Sequence[str], reason: str) -> None:
        self._act(lambda: self._register.entries.correct(ballot, keys, reason), "已更正录入。")

    def settle(self, gap: str) -> None:
        self._on(lambda ref: self._register.counts.settle(ref, gap), "计票结果已存证。")

    def recount(self, reason: str) -> None:
        self._on(
            lambda ref: self._register.counts.recount(ref, reason),
            "已重新打开计票；原来的结果保留。",
        )

    def post(self, on: date) -> None:
        self._on(lambda ref: self._register.publicity.post(ref, on), "已记为公告。")

    def take_objection(self, on: date, door: str, by: str, text: str) -> None:
        self._on(
            lambda ref: self._register.publicity.object(ref, on, door, by, text), "已登记异议。"
        )

    def answer(self, objection: Ref, text: str, on: date) -> None:
        self._act(lambda: self._register.publicity.answer(objection, text, on), "已登记答复。")

    def hand_over(self, reader: str, reason: str, path: Path) -> None:
        """Write the evidence of the announced count for somebody who may inspect."""
        self._on(
            lambda ref: self._register.evidence.write(ref, reader, reason, path),
            f"已写到 {path}。只能交给查阅人，不得张贴、转发。",
        )

    def inspect(self, reader: str, reason: str, folder: Path) -> None:
        self._on(
            lambda ref: self._register.poll_papers.write_detail(ref, reader, reason, folder),
            f"查阅件已写到 {folder}，查阅已登记。",
        )

    def today(self) -> date:
        return self._register.now().date()
