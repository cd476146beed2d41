"""The draft of the minutes: plain lines made from recorded facts, never from anything else.

会议纪要 tells what came out: per item the matter, the main opinions by party, votes, outcome, tasks.

One line is one paragraph. Lines that begin with 一、 are headings, with （一） second headings,
with 出席： and the like labelled; a clerk edits them as they are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from desktop.documents.record import body_votes
from desktop.documents.words import (
    GAP,
    by_body,
    due,
    follow_up,
    letter,
    numeral,
    or_gap,
    voting_rules,
    when,
)
from desktop.domain.attendance import Attendee, counted
from desktop.domain.condense import MOST, by_party, gist, weighed
from desktop.domain.masking import mask_name
from desktop.domain.meeting import day_words
from desktop.domain.proceedings import Item, Note, Proceedings, Proposal, Resolution, Round
from desktop.domain.resolution import paper_word
from desktop.domain.terms import (
    BodyKind,
    Copy,
    Decision,
    Method,
    NoteKind,
    Outcome,
    ProposalState,
    Result,
)

LABELS = (
    "时间：", "地点：", "召集：", "主持：", "记录：", "出席：", "列席：", "请假：", "缺席：",
    "迟到：", "早退：", "代为出席：",
)  # fmt: skip


_PASSED = {
    Outcome.PASSED, Outcome.PASSED_AMENDED, Outcome.AGREED, Outcome.RECOMMENDED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """Which fact a line was made from: what kind of thing, and which ones where there are several."""

    what: str
    item: UUID | None = None
    round: UUID | None = None
    notes: tuple[UUID, ...] = ()  # the speeches a condensed line was made from


MEETING = Source("会议资料")
_PEOPLE = {BodyKind.OWNERS, BodyKind.REPRESENTATIVES}  # each speaks for himself
_VERBS = {
    NoteKind.FACT: "介绍",
    NoteKind.OPINION: "提出",
    NoteKind.EXPLANATION: "说明",
    NoteKind.SUPPORT: "赞成",
    NoteKind.OBJECTION: "反对",
    NoteKind.RESERVATION: "保留意见",
    NoteKind.COMMITMENT: "承诺",
}


def draft(told: Proceedings, copy: Copy) -> str:
    """Draft the minutes of a meeting for the archive or for the notice board."""
    return "\n".join(text for text, _ in sourced(told, copy))


def sourced(told: Proceedings, copy: Copy) -> list[tuple[str, Source]]:
    """The same draft line by line, each with the fact it rests on."""
    drafting = _Draft(told, copy)
    return [(line, drafting.source) for line in drafting.lines()]


class _Draft:
    def __init__(self, told: Proceedings, copy: Copy) -> None:
        self.told, self.copy = told, copy
        self.record = copy is Copy.RECORD
        self.section = 0
        self.source = MEETING  # of the line that was given last

    def lines(self) -> Iterator[str]:
        facts = self.told.facts
        yield f"{facts.full_title}纪要"
        yield from self._head()
        self.source = MEETING
        if facts.lapsed:
            yield self._heading("会议未能召开")
            yield f"因{or_gap(facts.reason)}，本次会议流会，所列议题未作表决。"
            yield from self._discussion(
                [note for item in self.told.items for note in item.standing_notes]
                + list(self.told.other_notes)
            )
            decided = [each for item in self.told.items for each in item.resolutions]
            yield from self._decided((*decided, *self.told.other_resolutions), None)
            yield from self._end()
            return
        yield self._heading("会议情况")
        yield from self._opening()
        if any(item.number == 0 for item in self.told.items) and self.told.follow_ups:
            self.source = Source("决议落实")
            yield self._heading("上次事项落实情况")
            yield from self._follow_ups()
        if self.told.numbered:
            yield self._heading("审议事项")
            for item in self.told.numbered:
                self.source = Source("议程", item.id)
                yield f"（{numeral(item.number)}）{item.title}"
                yield from self._item(item)
        if self.told.other_notes or self.told.other_resolutions:
            self.source = Source("议题之外的记录")
            yield self._heading("其他事项")
            yield from self._discussion(self.told.other_notes)
            yield from self._decided(self.told.other_resolutions, None)
        self.source = MEETING
        yield from self._end()

    def _heading(self, text: str) -> str:
        self.section += 1
        return f"{numeral(self.section)}、{text}"

    def _head(self) -> Iterator[str]:
        facts = self.told.facts
        yield f"时间：{when(facts)}"
        yield f"地点：{or_gap(facts.place)}"
        yield f"召集：{or_gap(facts.convener)}"
        yield f"主持：{or_gap(facts.chair)}"
        yield f"记录：{or_gap(facts.recorder)}"
        self.source = Source("签到记录")
        came = [each for each in self.told.voters if each.came and not each.stand_in]
        nobody = "无人签到" if facts.lapsed else GAP
        stand_ins = [each for each in self.told.attendees if each.stand_in and each.came]
        yield f"出席：{by_body(came, self.copy) or ('见代为出席' if stand_ins else nobody)}"
        if observers := [each for each in self.told.observers if each.came]:
            yield f"列席：{by_body(observers, self.copy)}"
        excused = [each for each in self.told.voters if not each.came and each.excused]
        if excused:
            if self.record:
                names = "、".join(f"{each.name}（{each.excused}）" for each in excused)
                yield f"请假：{names}"
            else:  # why somebody stayed away is nobody's business on a wall
                yield f"请假：{by_body(excused, self.copy)}"
        if missing := [each for each in self.told.voters if not each.came and not each.excused]:
            yield f"缺席：{by_body(missing, self.copy)}"
        if stand_ins:
            named = [
                f"{_public(each, each.stand_in, self.copy)}"
                f"（代{_public(each, each.name, self.copy)}，{letter(each.letter_on)}）"
                for each in stand_ins
            ]
            yield f"代为出席：{'、'.join(named)}"
        if self.record:
            yield from self._times()

    def _times(self) -> Iterator[str]:
        facts = self.told.facts
        late = [e for e in self.told.attendees if e.came and e.arrived > facts.starts]
        early = [
            e for e in self.told.attendees if e.left and (not facts.ends or e.left < facts.ends)
        ]
        if late:
            yield f"迟到：{'、'.join(f'{each.name}（{each.arrived}到会）' for each in late)}"
        if early:
            yield f"早退：{'、'.join(f'{each.name}（{each.left}离会）' for each in early)}"

    def _opening(self) -> Iterator[str]:
        told, facts = self.told, self.told.facts
        entitled = len(told.voters)
        begun = sum(each.here(facts.starts) for each in told.voters)
        came = sum(each.came for each in told.voters)
        yield (
            f"{day_words(facts.held_on)}，{or_gap(facts.convener)}召集召开{facts.title}，"
            f"{or_gap(facts.chair)}主持。本次会议有表决权的应到{entitled}人，"
            f"开会时实到{begun}人，先后到会{came}人。"
        )
        if rules := voting_rules(told.profile, entitled):
            yield rules
        if told.profile.remark:
            yield told.profile.remark
        if facts.entered_afterwards:
            yield "本次会议情况由会后根据书面记录补录。"

    def _follow_ups(self) -> Iterator[str]:
        for number, each in enumerate(self.told.follow_ups, 1):
            yield follow_up(number, each)

    def _item(self, item: Item) -> Iterator[str]:
        if item.presenter:
            yield f"汇报：{self._presenter(item.presenter)}。"
        if item.announced:
            yield f"会议通知所列议题：“{item.announced}”。"
        elif item.late:
            yield "本项没有写进会议通知。"
        if facts := [note for note in item.standing_notes if note.kind is NoteKind.FACT]:
            kept, total = weighed(facts)
            self.source = self._spoken(item.id, facts)
            yield f"基本情况：{'；'.join(gist(note.text) for note in kept)}{_more(kept, total)}。"
        self.source = Source("方案", item.id)
        yield from self._proposals(item)
        spoken = [note for note in item.standing_notes if note.kind is not NoteKind.FACT]
        kept = [note for note in spoken if note.kind is NoteKind.RESERVATION]
        yield from self._discussion([note for note in spoken if note not in kept], item.id)
        for each in item.rounds:
            self.source = Source("表决", item.id, each.id)
            yield self._round(each, item)
        self.source = Source("审议结果", item.id)
        yield f"审议结果：{_outcome(item)}"
        for note in kept:
            self.source = self._spoken(item.id, [note])
            if self.record:
                yield f"保留意见：{_speaker(note)}：{note.text.rstrip('。')}。"
            else:
                yield f"保留意见：有与会人员对此保留意见：{note.text.rstrip('。')}。"
        self.source = Source("议定事项", item.id)
        yield from self._decided(item.resolutions, item)

    def _presenter(self, name: str) -> str:
        """Who reported; a resident is masked on the notice copy."""
        known = next((each for each in self.told.attendees if each.name == name), None)
        return _public(known, name, self.copy) if known else name

    def _proposals(self, item: Item) -> Iterator[str]:
        for each in item.proposals:
            by = f"（{_by(each.by)}）" if self.record and each.by else ""
            yield f"方案{each.version}{by}：{each.text.rstrip('。')}。〔{_state(each)}〕"

    def _discussion(
        self, notes: "tuple[Note, ...] | list[Note]", item: UUID | None = None
    ) -> Iterator[str]:
        """The main opinions, condensed and by party: who said what stands in 会议记录."""
        standing = [note for note in notes if not note.struck]
        if not self.record:
            if standing:
                kept, total = weighed(standing, 2 * MOST)
                self.source = self._spoken(item, standing)
                texts = "；".join(gist(note.text) for note in kept)
                more = f"等{total}条意见" if total > len(kept) else ""
                yield f"讨论中提出的意见：{texts}{more}。"
            return
        for body, mine in by_party(standing).items():
            self.source = self._spoken(item, mine)
            kept, total = weighed(mine)
            said: dict[str, list[str]] = {}
            for note in kept:
                said.setdefault(_VERBS[note.kind], []).append(gist(note.text))
            parts = [f"{verb}：{'；'.join(texts)}" for verb, texts in said.items()]
            yield f"{self._party(body)}{'。'.join(parts)}{_more(kept, total)}。"

    def _spoken(self, item: UUID | None, notes: Iterable[Note]) -> Source:
        what = "发言记录" if item else "议题之外的记录"
        return Source(what, item, notes=tuple(note.id for note in notes))

    def _party(self, body: str) -> str:
        """Who speaks, no nearer than the party: 有业主, 业委会方面."""
        kinds = {each.body_name: each.body for each in self.told.attendees}
        if kinds.get(body) in _PEOPLE:
            return f"有{body}"
        return f"{body}方面" if body else "有与会人员"

    def _round(self, each: Round, item: Item) -> str:
        many = f"第{each.sequence}次" if len(item.rounds) > 1 else ""
        on = f"，表决方案{each.proposal.version}" if each.proposal else ""
        present = "、".join(
            counted(line.name, line.present) for line in each.bodies if line.present
        )
        where = f"（{present}）" if self.record else ""
        text = (
            f"{many}表决：{each.at}{each.method.word}{on}。应到{each.entitled}人，"
            f"到会{each.present}人{where}，同意{each.for_}票，反对{each.against}票，"
            f"弃权{each.abstain}票"
        )
        if self.record:
            text += body_votes(each)
        if each.result is Result.VOID:
            return f"{text}。本次表决作废（{each.void_reason}）。"
        text += f"。{each.inequality}，{each.result.word}"
        if self.record and each.quorum:
            text += f"（到会人数核对：{each.quorum}）"
        if self.record and each.method is Method.ROLL_CALL:
            text += "。记名：" + "、".join(f"{name}{choice.word}" for name, choice in each.casts)
        return f"{text}。"

    def _decided(self, decided: tuple[Resolution, ...], item: Item | None) -> Iterator[str]:
        for number, each in enumerate(decided, 1):
            passed = item is not None and item.outcome in _PASSED
            kind = paper_word(each.basis, _decision(item), passed=passed)
            parts = [f"责任：{or_gap(each.lead)}"]
            parts += [f"交办：{each.charged_by}"] if each.charged_by else []
            parts += [f"协办：{each.helpers}"] if each.helpers else []
            parts.append(f"完成时限：{due(each.due)}")
            note = f"。{each.note.rstrip('。')}" if each.note and self.record else ""
            yield f"{number}. 〔{kind}〕{each.text.rstrip('。')}（{'；'.join(parts)}）{note}。"

    def _end(self) -> Iterator[str]:
        if self.record:
            yield "主持人（签字）：＿＿＿＿＿＿＿＿"
            yield "记录人（签字）：＿＿＿＿＿＿＿＿"
        else:
            yield "特此公示。"


def _more(kept: list[Note], total: int) -> str:
    return f"等{total}条意见（全文见会议记录）" if total > len(kept) else ""


def _decision(item: Item | None) -> Decision:
    if item is None:
        return Decision.CONSULTATION
    return Decision.OWNERS_JOINT if item.owners_decide else item.decision


def _outcome(item: Item) -> str:
    if item.outcome is None:
        return f"{GAP}。"
    note = f"（{item.outcome_note.rstrip('。')}）" if item.outcome_note else ""
    text = f"{item.outcome.word}{note}。"
    if item.outcome is Outcome.RECOMMENDED and item.matter:
        text += f"表决要求：{item.matter.procedure}"
    return text


def _public(each: Attendee, name: str, copy: Copy) -> str:
    """A name as it may stand on this copy."""
    return mask_name(name) if copy is Copy.NOTICE and each.body is BodyKind.OWNERS else name


def _by(name: str) -> str:
    return name if name.endswith(("提出", "归纳", "）")) else f"{name}提出"


def _state(each: Proposal) -> str:
    return "付诸讨论" if each.state is ProposalState.OPEN else each.state.word


def _speaker(note: Note) -> str:
    where = f"（{note.speaker_body}）" if note.speaker_body else ""
    return f"{or_gap(note.speaker)}{where}"
