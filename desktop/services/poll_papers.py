"""Papers of a written vote: previewed and written like all others, and the ballots in stacks."""

from collections.abc import Callable, Collection
from enum import Enum
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.documents import poll_notice, poll_result
from desktop.documents.ballot_paper import BallotFace, BallotForm, ballots
from desktop.documents.fonts import Fonts
from desktop.documents.model import Document, Sheet, spaced
from desktop.documents.pdf import pdf
from desktop.documents.poll_notice import RegisterRow
from desktop.documents.proof import Evidence, evidence
from desktop.domain.ballot import RETURNED
from desktop.domain.checkpoint import Checkpoint, fingerprint
from desktop.domain.errors import NotYet
from desktop.domain.ids import Ref
from desktop.domain.long_work import Step, going_on
from desktop.domain.poll_facts import CountLine, PollFacts
from desktop.domain.terms import BallotState, Way
from desktop.services import outgoing, wall
from desktop.services.ballots import BallotLine, Ballots
from desktop.services.counts import Counts
from desktop.services.paper_files import Form, keep, rendered
from desktop.services.poll_facts import facts
from desktop.services.publicity import Publicity
from desktop.services.rolls import Rolls
from desktop.storage import checkpoints, history
from desktop.storage.store import Store
from desktop.system.files import safe_name


class PollPaper(Enum):
    ANNOUNCEMENT = "表决公告"
    ISSUE_REGISTER = "表决票发放签收表"
    DELIVERY_REGISTER = "送达登记表"
    PROXY = "委托书"
    COUNT_SHEET = "计票表"
    EXTENSION = "延期公告"
    RESULT = "表决结果公告"
    PARTICIPATION = "参加表决情况（按房号）"
    OBJECTIONS = "异议登记表"
    DIFFERENCES = "重新计票差异表"
    EVIDENCE = "存证单"


BEFORE = (
    PollPaper.ANNOUNCEMENT, PollPaper.ISSUE_REGISTER, PollPaper.DELIVERY_REGISTER, PollPaper.PROXY,
    PollPaper.COUNT_SHEET, PollPaper.EXTENSION,
)  # fmt: skip
AFTER = (
    PollPaper.RESULT, PollPaper.PARTICIPATION, PollPaper.OBJECTIONS, PollPaper.DIFFERENCES,
    PollPaper.EVIDENCE,
)  # fmt: skip
PUBLIC = frozenset(
    {PollPaper.ANNOUNCEMENT, PollPaper.EXTENSION, PollPaper.RESULT, PollPaper.PARTICIPATION}
)  # may hang on a wall
_LIVE = frozenset(BallotState) - {BallotState.SPOILT, BallotState.REPLACED}


class PollPapers:
    def __init__(
        self,
        store: Store,
        rolls: Rolls,
        ballots_: Ballots,
        counts: Counts,
        publicity: Publicity,
        fonts: Fonts,
    ) -> None:
        self._store, self._rolls, self._ballots = store, rolls, ballots_
        self._counts, self._publicity, self._fonts = counts, publicity, fonts

    def document(self, poll: Ref, paper: PollPaper) -> Document:
        """A paper as the facts are now; raise ``NotYet`` when there is nothing to print yet."""
        with self._store.reading() as session:
            told = facts(session, poll)
        match paper:
            case PollPaper.ANNOUNCEMENT:
                return poll_notice.announcement(told)
            case PollPaper.ISSUE_REGISTER:
                return poll_notice.issue_register(told, self._register(poll))
            case PollPaper.DELIVERY_REGISTER:
                return poll_notice.delivery_register(told, self._register(poll))
            case PollPaper.PROXY:
                return poll_notice.proxy(told)
            case PollPaper.COUNT_SHEET:
                return poll_notice.count_sheet(told)
            case PollPaper.EXTENSION:
                if not told.extensions:
                    raise NotYet(paper.value, "表决期没有延长过")
                return poll_notice.extension(told)
            case PollPaper.OBJECTIONS:
                return poll_notice.objections_form(told)
            case _:
                return self._after(poll, told, paper)

    def _after(self, poll: Ref, told: PollFacts, paper: PollPaper) -> Document:
        rounds = self._counts.rounds(poll)
        if not rounds:
            raise NotYet(paper.value, "还没有计票结果")
        last = rounds[-1]
        match paper:
            case PollPaper.PARTICIPATION:
                return poll_result.participation(told, self._participation(poll))
            case PollPaper.DIFFERENCES:
                if len(rounds) < 2:
                    raise NotYet(paper.value, "没有重新计过票")
                changed = self._counts.difference(poll)
                return poll_result.differences(told, rounds[-2], last, changed)
            case PollPaper.EVIDENCE:
                return evidence(told, last, self._evidence(poll, told, last))
            case _:
                return poll_result.result(
                    told,
                    last,
                    self._counts.papers(poll),
                    self._rolls.corrections(poll),
                    self._publicity.posting(poll),
                    self._point(poll),
                )

    def preview(self, poll: Ref, paper: PollPaper, sheet: Sheet = Sheet.A4) -> bytes:
        """The PDF of a paper as it would be printed now."""
        return pdf(self.document(poll, paper), self._fonts, sheet=sheet)

    def issue(self, poll: Ref, paper: PollPaper, sheet: Sheet = Sheet.A4) -> bytes:
        """The PDF of a paper that is printed now, looked at before it may hang on a wall."""
        document = self.document(poll, paper)
        self._check(poll, paper, document)
        return pdf(document, self._fonts, self._store.clock(), sheet)

    def write(
        self,
        poll: Ref,
        paper: PollPaper,
        form: Form,
        folder: Path,
        sheet: Sheet = Sheet.A4,
        step: Step = going_on,
    ) -> Path:
        """Write a paper into a folder; give its path. What may be posted names no resident."""
        document = self.document(poll, paper)
        self._check(poll, paper, document)
        return self._keep(poll, document, paper.value, form, folder, sheet, step)

    def _check(self, poll: Ref, paper: PollPaper, document: Document) -> None:
        if paper in PUBLIC:
            with self._store.reading() as session:
                options = [each for m in facts(session, poll).matters for each in m.options]
                wall.check(session, poll.compound_id, spaced(document), options)

    def write_detail(self, poll: Ref, reader: str, reason: str, folder: Path) -> Path:
        """The inspection copy for one reader, after the inspection is on record."""
        found = self._publicity.inspect(poll, reader, reason)
        with self._store.reading() as session:
            told = facts(session, poll)
        document = poll_result.detail(told, found, reader)
        return self._keep(poll, document, "查阅件", Form.PDF, folder)

    def write_ballots(
        self,
        poll: Ref,
        folder: Path,
        stop: Callable[[int], bool] = lambda _: False,
        papers: Collection[int] = (),
    ) -> list[Path]:
        """Write every live ballot — or those of ``papers`` —, one stack (file) a building, in
        walking order.

        ``stop`` is told how many papers are done and may say yes: then nothing more is written and
        the list is what was finished.
        """
        with self._store.reading() as session:
            told = facts(session, poll)
            form = ballot_form(session, poll)
        stacks: dict[str, list[BallotLine]] = {}
        for line in self._ballots.lines(poll):
            if (
                line.way is Way.PAPER
                and line.state in _LIVE
                and (not papers or line.number.paper in papers)
            ):
                stacks.setdefault(line.door.building, []).append(line)
        if not stacks:
            raise NotYet("表决票", "名册还没有冻结")
        now, done = self._store.clock(), 0
        written = []
        for building, lines in stacks.items():
            faces = (BallotFace(line.number, _door(line), line.area) for line in lines)
            data = ballots(form, faces, self._fonts, now, _counted_on(stop, done))
            if data is None:
                break
            done += len(lines)
            stack = f"{building}栋 " if building else ""
            path = folder / safe_name(f"{told.title} 表决票 {stack}{len(lines)}张.pdf")
            outgoing.put(self._store, path, data)
            self._remember(poll, f"表决票 {stack}".strip(), Form.PDF, path, data)
            written.append(path)
        return written

    def _keep(  # noqa: PLR0913 - the facts of one file
        self,
        poll: Ref,
        document: Document,
        title: str,
        form: Form,
        folder: Path,
        sheet: Sheet = Sheet.A4,
        step: Step = going_on,
    ) -> Path:
        now = self._store.clock()
        data = rendered(document, form, self._fonts, now, sheet, step)
        kind = "" if document.title.endswith(title) else f" {title}"
        kind += "" if sheet is Sheet.A4 else f" {sheet.name}"
        with self._store.reading() as session:
            called = wall.file_title(session, poll.compound_id, document.title)
        name = f"{now.date().isoformat()} {called}{kind}.{form.value}"
        path = folder / safe_name(name)
        outgoing.put(self._store, path, data)
        self._remember(poll, title, form, path, data)
        return path

    def _remember(self, poll: Ref, title: str, form: Form, path: Path, data: bytes) -> None:
        with self._store.writing("paper.write") as session:
            keep(self._store, session, poll.compound_id, title, form, path, data, poll=poll.id)

    def _register(self, poll: Ref) -> list[RegisterRow]:
        voters = {line.position: line for line in self._rolls.lines(poll)}
        rows = []
        for line in self._ballots.lines(poll):
            voter = voters[line.position]
            rows.append(
                RegisterRow(
                    line.number.shown, _short_door(line), line.area, voter.names, line.state.word,
                    voter.delivery, voter.delivered_at, voter.delivered_by, voter.witness,
                )
            )  # fmt: skip
        return rows

    def _participation(self, poll: Ref) -> list[tuple[str, str]]:
        back: dict[str, bool] = {}
        for line in self._ballots.lines(poll):
            door = _door(line)
            back[door] = back.get(door, False) or line.state in RETURNED
        return [(door, "已交回" if here else "未交回") for door, here in back.items()]

    def _evidence(self, poll: Ref, told: PollFacts, last: CountLine) -> Evidence:
        with self._store.reading() as session:
            length, head = _head(session, poll)
            kept = checkpoints.last_of(session, poll.compound_id, "poll", poll.id)
        if kept:  # the chain goes on with every paper that is printed: two copies say the same
            length, head = kept.checkpoint.sequence, kept.checkpoint.hash.hex()
        return Evidence(
            fingerprint(told.roll_digest),
            fingerprint(last.digest),
            fingerprint(head),
            length,
            kept.checkpoint if kept else None,
            fingerprint(kept.signer.hex()) if kept else "",
        )

    def _point(self, poll: Ref) -> Checkpoint | None:
        """Where the chain ended when the vote was last closed or counted."""
        with self._store.reading() as session:
            kept = checkpoints.last_of(session, poll.compound_id, "poll", poll.id)
        return kept.checkpoint if kept else None


def ballot_form(session: Session, poll: Ref) -> BallotForm:
    """What all papers of a vote have in common, as it was when the roll was frozen."""
    told = facts(session, poll)
    return BallotForm(
        told.title, told.compound, told.convener, told.opens_on, told.closes_on, told.matters,
        told.rules.lines, told.by_area, told.rules.secret, told.voter,
    )  # fmt: skip


def _head(session: Session, poll: Ref) -> tuple[int, str]:
    end = history.head(session, poll.compound_id) or (0, b"")
    return end[0], end[1].hex()


def _counted_on(stop: Callable[[int], bool], before: int) -> Callable[[int], bool]:
    """The same question for one stack, counted on from the stacks before it."""
    return lambda done: stop(before + done)


def _short_door(line: BallotLine) -> str:
    return str(line.door) if line.door.building else line.door.room


def _door(line: BallotLine) -> str:
    return line.door.words if line.door.building else f"{line.door.room}号"
