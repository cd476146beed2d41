"""会议记录: everything that happened in a meeting, in the order of the clock. Not for walls.

The minutes (会议纪要) are made from the same facts and are shorter: who said what stands here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from desktop.documents.model import Blank, Block, Document, Grid, Heading, Paragraph
from desktop.documents.words import (
    due,
    follow_up,
    letter,
    numeral,
    or_gap,
    titled,
    voting_rules,
    when,
)
from desktop.domain.attendance import Attendee, counted
from desktop.domain.floor import Turn
from desktop.domain.proceedings import (
    Corrected,
    Item,
    Note,
    Proceedings,
    Proposal,
    Resolution,
    Round,
)
from desktop.domain.session_terms import TurnKind
from desktop.domain.terms import Result


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened. ``at`` is ``HH:MM`` or "", ``key`` tells what was entered first;
    ``item`` is None for what belongs to no item, and ``anywhere`` for what interrupts any of them."""

    at: str
    key: UUID
    line: str
    item: UUID | None = None
    anywhere: bool = False


def record(told: Proceedings) -> Document:
    """会议记录: everything in the order in which it happened, also what was struck. Not for walls."""
    facts = told.facts
    title = f"{facts.full_title}记录"
    blocks: list[Block] = [
        *titled(title),
        Blank(),
        Paragraph(f"时间：{when(facts)}", indent=False),
        Paragraph(f"地点：{or_gap(facts.place)}", indent=False),
        Paragraph(f"召集：{or_gap(facts.convener)}", indent=False),
        Paragraph(f"主持：{or_gap(facts.chair)}　记录：{or_gap(facts.recorder)}", indent=False),
        Heading("一、到会情况", 1),
        Paragraph(_heads(told)),
        _table(told.attendees),
        Heading("二、会议经过", 1),
    ]
    if facts.lapsed:
        blocks.append(Paragraph(f"因{or_gap(facts.reason)}，本次会议流会。"))
    blocks += _course(told)
    if told.corrected:
        blocks.append(Heading("三、记录更正", 1))
        blocks += [Paragraph(_set_right(told, each)) for each in told.corrected]
    blocks += [
        Blank(),
        Paragraph("主持人（签字）：＿＿＿＿＿　记录人（签字）：＿＿＿＿＿", indent=False),
    ]
    return Document(title, tuple(blocks), facts.recorder)


def in_order(happened: Iterable[Happened]) -> list[Happened]:
    """By the clock, and within a minute as they were entered. What has no time of its own happened
    when what was entered before it did."""
    last, timed = "", []
    for each in sorted(happened, key=lambda one: one.key):
        if not each.anywhere:  # who comes was on the list long before
            last = each.at or last
        timed.append(((each.at or last, each.key), each))
    return [each for _, each in sorted(timed, key=lambda pair: pair[0])]


def _heads(told: Proceedings) -> str:
    voters = told.voters
    begun = sum(each.here(told.facts.starts) for each in voters)
    came = sum(each.came for each in voters)
    watched = sum(each.came for each in told.observers)
    observers = f"，列席{watched}人" if watched else ""
    rules = voting_rules(told.profile, len(voters))
    later = "本次会议情况由会后根据书面记录补录。" if told.facts.entered_afterwards else ""
    return f"应到{len(voters)}人，开会时实到{begun}人，先后到会{came}人{observers}。{rules}{later}"


def _table(people: Iterable[Attendee]) -> Grid:
    rows = tuple(
        (
            each.body_name,
            each.name,
            "、".join(stay.arrived for stay in each.stays) or "—",
            "、".join(stay.left or "散会" for stay in each.stays if stay.left or each.left),
            _remarks(each),
        )
        for each in people
    )
    header = ("单位", "姓名", "到会", "离会", "说明")
    return Grid(header, rows or (("", "", "", "", ""),), (26, 18, 14, 14, 28))


def _remarks(each: Attendee) -> str:
    watches = "列席"
    parts = [each.duty, "" if each.entitled or watches in each.body_name else watches]
    parts.append(f"请假：{each.excused}" if each.excused else "")
    if each.stand_in:
        parts.append(f"代会：{each.stand_in}（{letter(each.letter_on)}）")
    return "；".join(part for part in parts if part)


def _course(told: Proceedings) -> Iterator[Block]:
    """The happenings as paragraphs, with a heading wherever another item is taken up."""
    items = {each.id: each for each in told.items}
    order = in_order(_all(told))
    last_of = {each.item: place for place, each in enumerate(order) if not each.anywhere}
    silent = [each for each in told.items if each.id not in last_of]
    now: UUID | None = None
    opened: set[UUID | None] = set()
    for place, each in enumerate(order):
        if not each.anywhere and (each.item != now or not opened):
            item = items.get(each.item) if each.item else None
            if item is not None and each.item not in opened:
                before = [one for one in silent if one.number < item.number]
                for one in before:  # nobody spoke on it: it stands where the agenda has it
                    yield from _silent(one, told)
                silent = [one for one in silent if one not in before]
            yield from _heading(item, told, again=each.item in opened)
            now = each.item
            opened.add(now)
        yield Paragraph(each.line)
        if not each.anywhere and last_of[each.item] == place:
            yield from _closing(items.get(each.item) if each.item else None, told)
    for one in silent:
        yield from _silent(one, told)
    if None not in opened and told.other_resolutions:
        yield Heading("其他", 2)
        yield from _closing(None, told)


def _heading(item: Item | None, told: Proceedings, *, again: bool) -> Iterator[Block]:
    if item is None:
        yield Heading("其他（继续）" if again else "其他", 2)
        return
    more = "（继续）" if again else ""
    yield Heading(f"（{numeral(item.number)}）{item.title}{more}" if item.number else item.title, 2)
    if again:
        return
    words = [f"汇报：{item.presenter}。"] if item.presenter else []
    if item.announced:
        words.append(f"会议通知所列议题：“{item.announced}”。")
    elif item.late:
        words.append("本项没有写进会议通知。")
    if words:
        yield Paragraph("".join(words))
    if not item.number:  # the opening item reports on what earlier meetings left to do
        for number, each in enumerate(told.follow_ups, 1):
            yield Paragraph(follow_up(number, each))


def _silent(item: Item, told: Proceedings) -> Iterator[Block]:
    yield from _heading(item, told, again=False)
    if item.number or not told.follow_ups:
        yield Paragraph("没有发言记录。")
    yield from (Paragraph(line) for line in _ending(item))


def _closing(item: Item | None, told: Proceedings) -> Iterator[Block]:
    lines = _ending(item) if item else _decided(told.other_resolutions)
    yield from (Paragraph(line) for line in lines)


def _ending(item: Item) -> Iterator[str]:
    if item.outcome is not None:
        note = f"（{item.outcome_note.rstrip('。')}）" if item.outcome_note else ""
        yield f"结果：{item.outcome.word}{note}。"
    yield from _decided(item.resolutions)


def _decided(decided: Iterable[Resolution]) -> Iterator[str]:
    for task in decided:
        parts = [f"责任：{or_gap(task.lead)}"]
        parts += [f"交办：{task.charged_by}"] if task.charged_by else []
        parts += [f"协办：{task.helpers}"] if task.helpers else []
        parts.append(f"时限：{due(task.due)}")
        note = f"{_stop(task.note)}" if task.note else ""
        basis = task.basis.word
        yield f"议定（{basis}）：{task.text.rstrip('。')}（{'；'.join(parts)}）。{note}"


def _all(told: Proceedings) -> Iterator[Happened]:
    for item in told.items:
        for proposal in item.proposals:
            yield Happened(proposal.at, proposal.id, _proposal(proposal), item.id)
            if proposal.withdrawn_at:
                line = f"{proposal.withdrawn_at}　撤回方案{proposal.version}。"
                yield Happened(proposal.withdrawn_at, proposal.id, line, item.id)
        for note in item.notes:
            yield Happened(note.at, note.id, _note(note), item.id)
        for each in item.rounds:
            yield Happened(each.at, each.id, _vote(each), item.id)
    for note in told.other_notes:
        yield Happened(note.at, note.id, _note(note))
    known = {each.id for each in told.items}
    for turn in told.turns:
        if turn.kind is TurnKind.ORDER:
            where = turn.item_id if turn.item_id in known else None
            yield Happened(turn.asked[:5], turn.id, _order(turn), where, anywhere=where is None)
    yield from _comings(told)


def _comings(told: Proceedings) -> Iterator[Happened]:
    """Who came late and who left before the end."""
    starts, ends = told.facts.starts, told.facts.ends
    for each in told.attendees:
        who = f"{each.name}（{each.body_name}）"
        for stay in each.stays:
            if stay.arrived > starts:
                line = f"{stay.arrived}　{who}到会。"
                yield Happened(stay.arrived, each.id, line, anywhere=True)
            if stay.left and stay.left != ends:
                line = f"{stay.left}　{who}离会。"
                yield Happened(stay.left, _last_word(told, each, stay.left), line, anywhere=True)


def _last_word(told: Proceedings, each: Attendee, at: str) -> UUID:
    """Who says something in the minute in which he leaves says it before he goes."""
    notes = [*told.other_notes, *(note for item in told.items for note in item.notes)]
    mine = [note.id for note in notes if note.speaker == each.name and note.at == at]
    return max(mine, default=each.id)


def _proposal(each: Proposal) -> str:
    by = f"（{each.by}）" if each.by else ""
    at = f"{each.at}　" if each.at else ""
    return f"{at}方案{each.version}{by}：{_stop(each.text)}〔{each.state.word}〕"


def _note(note: Note) -> str:
    where = f"（{note.speaker_body}）" if note.speaker_body else ""
    when_ = f"，{note.struck_at}" if note.struck_at else ""
    struck = f"（已更正划去：{note.struck}{when_}）" if note.struck else ""
    at = f"{note.at}　" if note.at else ""
    return f"{at}{or_gap(note.speaker)}{where}〔{note.kind.word}〕：{_stop(note.text)}{struck}"


def _order(turn: Turn) -> str:
    where = f"（{turn.body}）" if turn.body else ""
    taken = "，没有发言" if turn.ended and not turn.began else ""
    return f"{turn.asked[:5]}　{turn.speaker}{where}提出秩序问题{taken}。"


def _vote(each: Round) -> str:
    on = f"方案{each.proposal.version}，" if each.proposal else ""
    heads = "、".join(counted(line.name, line.present) for line in each.bodies if line.present)
    where = f"（{heads}）" if heads else ""
    text = (
        f"{each.at}　第{each.sequence}次表决：{on}{each.method.word}，应到{each.entitled}人，"
        f"到会{each.present}人{where}，同意{each.for_}票，反对{each.against}票，弃权{each.abstain}票"
        f"{body_votes(each)}。"
    )
    if each.casts:
        text += f"记名：{'、'.join(f'{name}{choice.word}' for name, choice in each.casts)}。"
    if each.quorum:
        text += f"到会人数核对：{each.quorum}。"
    if each.result is Result.VOID:
        return f"{text}本次表决作废（{each.void_reason}）。"
    return f"{text}{each.inequality}，{each.result.word}。"


def body_votes(each: Round) -> str:
    """How each body voted, where hands were counted by body."""
    parts = [
        f"{line.name}同意{line.for_}、反对{line.against}、弃权{line.abstain}"
        for line in each.bodies
        if line.for_ is not None and line.present
    ]
    return f"（其中{'；'.join(parts)}）" if parts else ""


def _set_right(told: Proceedings, each: Corrected) -> str:
    item = next((one for one in told.items if one.id == each.item_id), None)
    person = next((one for one in told.attendees if one.id == each.attendee_id), None)
    about = person.name if person else f"第{item.number}项“{item.title}”" if item else ""
    return (
        f"{each.at}　{about}{each.what}：原记“{each.old}”划去，更正为“{each.new}”"
        f"（更正人：{each.who}）。"
    )


def _stop(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text}。"
