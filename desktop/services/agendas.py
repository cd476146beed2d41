"""The agenda of a meeting: its items in order, and the suggestions that stand behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.affair_terms import Opinion, Right
from desktop.domain.errors import (
    NameNeeded,
    NotNow,
    NotThisVoiceStep,
    ReasonNeeded,
    StillInUse,
)
from desktop.domain.ids import Ref
from desktop.domain.meeting import RECORDING
from desktop.domain.session_errors import OnThisAgenda, SameItem, VotedItem
from desktop.domain.terms import Act, Decision, Outcome, Result, Stage, Voice
from desktop.domain.voice import WAITING
from desktop.services.profiles import Profiles, thaw
from desktop.services.recording import rounds_of
from desktop.services.records import checked, get, short
from desktop.services.session_corrections import set_right
from desktop.storage.store import Store
from desktop.storage.tables import (
    ItemRecord,
    ItemSuggestionRecord,
    MeetingRecord,
    SuggestionRecord,
)


@dataclass(frozen=True, slots=True)
class ItemPlan:
    title: str
    decision: Decision | None = None  # None: as the profile says
    presenter: str = ""
    minutes: int | None = None
    matter: str | None = None  # None: guessed from the title; "" for none
    suggestions: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemOpinion:
    """What the party organisation has said of one item, and who has brought it."""

    ref: Ref
    number: int
    title: str
    opinion: Opinion | None
    note: str
    on: date | None
    brought_by: Right


class Agendas:
    def __init__(self, store: Store, profiles: Profiles) -> None:
        self._store, self._profiles = store, profiles

    def add(self, ref: Ref, item: ItemPlan) -> Ref:
        with self._store.writing("agenda.add") as session:
            meeting = get(session, MeetingRecord, ref, "会议")
            if meeting.stage is not Stage.IN_SESSION:
                meeting.do(Act.CORRECT if meeting.stage is Stage.CLOSED else Act.PREPARE)
            return add_item(self._store, self._profiles, session, meeting, item)

    def change(self, ref: Ref, item: ItemPlan) -> None:
        with self._store.writing("agenda.change") as session:
            record = get(session, ItemRecord, ref, "议题")
            _editable(session, record)
            title = checked(item.title, "议题", 200)
            if not title:
                raise NameNeeded("议题")
            meeting = get(session, MeetingRecord, Ref(ref.compound_id, record.meeting_id), "会议")
            self._renamed(session, meeting, record, title)
            self._traced(session, meeting, record, item)
            if item.matter is not None:
                record.matter = item.matter
            elif title != record.title:  # another matter, perhaps another article
                guessed = self._profiles.matter_for(title)
                record.matter = guessed.key if guessed else ""
            record.title = title
            record.presenter, record.minutes = short(item.presenter, "汇报人"), item.minutes
            record.decision = item.decision or record.decision

    def _traced(
        self, session: Session, meeting: MeetingRecord, record: ItemRecord, item: ItemPlan
    ) -> None:
        """What else is set right while the meeting is recorded."""
        decided = item.decision or record.decision
        for what, said in (
            ("汇报人", (record.presenter, short(item.presenter, "汇报人"))),
            ("决定方式", (record.decision.word, decided.word)),
        ):
            ref = Ref(meeting.compound_id, meeting.id)
            set_right(self._store, session, ref, (what, record.id, None), said)

    def _renamed(
        self, session: Session, meeting: MeetingRecord, record: ItemRecord, title: str
    ) -> None:
        """What the notice called otherwise was not announced; called so again, it was."""
        if title == record.title:
            return
        about = ("议题名称", record.id, None)
        ref = Ref(meeting.compound_id, meeting.id)
        set_right(self._store, session, ref, about, (record.title, title))
        if not _noticed(meeting):
            return
        if not record.late:
            record.announced, record.late = record.title, True
        elif record.announced == title:
            record.announced, record.late = "", False

    def opine(self, ref: Ref, opinion: Opinion, note: str, on: date) -> None:
        """党组织前置审核: what the party organisation says of an item. It is recorded, and holds up
        nothing: least of all what owners or residents have a right by law to bring."""
        if opinion is not Opinion.AGREES and not note.strip():
            raise ReasonNeeded("前置审核意见")
        with self._store.writing("agenda.opine") as session:
            record = get(session, ItemRecord, ref, "议题")
            _editable(session, record)
            record.opinion, record.opinion_on = opinion, on
            record.opinion_note = checked(note, "说明", 500)

    def brought(self, ref: Ref, right: Right) -> None:
        """Who has brought an item, where the law gives them a right to (物业管理条例 art. 13;
        城市居民委员会组织法)."""
        with self._store.writing("agenda.brought") as session:
            record = get(session, ItemRecord, ref, "议题")
            _editable(session, record)
            record.brought_by = right

    def opinions(self, meeting: Ref) -> list[ItemOpinion]:
        """What has been said of each item of an agenda."""
        with self._store.reading() as session:
            return [
                ItemOpinion(
                    Ref(meeting.compound_id, each.id),
                    each.number,
                    each.title,
                    each.opinion,
                    each.opinion_note,
                    each.opinion_on,
                    each.brought_by,
                )
                for each in item_records(session, meeting)
                if each.number
            ]

    def remove(self, ref: Ref) -> None:
        """Take an item off an agenda; suggestions behind it wait again."""
        with self._store.writing("agenda.remove") as session:
            item = get(session, ItemRecord, ref, "议题")
            meeting = get(session, MeetingRecord, Ref(ref.compound_id, item.meeting_id), "会议")
            if meeting.stage not in {Stage.DRAFT, Stage.NOTICED}:
                raise StillInUse(item.title, f"会议{meeting.stage.word}")
            release(session, item)
            session.delete(item)
            session.flush()
            rest = [
                each
                for each in item_records(session, Ref(ref.compound_id, meeting.id))
                if each.number
            ]
            for number, each in enumerate(rest, 1):
                each.number = number

    def split(self, ref: Ref, title: str) -> Ref:
        """A second item out of one, right behind it, with the same suggestions behind both. Once the
        notice is out, what is cut off was not announced under its own name: it counts as late."""
        with self._store.writing("agenda.split") as session:
            first = get(session, ItemRecord, ref, "议题")
            _editable(session, first)
            check_open(session, first, "拆分")
            if not first.number:
                raise NotNow(Act.PREPARE, Stage.DRAFT)
            meeting = get(session, MeetingRecord, Ref(ref.compound_id, first.meeting_id), "会议")
            plan = ItemPlan(title, first.decision, first.presenter)
            made = add_item(self._store, self._profiles, session, meeting, plan)
            second = get(session, ItemRecord, made, "议题")
            for suggestion in suggestions_of(session, first):
                _link(self._store, session, second, suggestion)
            for each in item_records(session, Ref(ref.compound_id, meeting.id)):
                if each.number > first.number and each.id != made.id:
                    each.number += 1
            second.number = first.number + 1
            return made

    def merge(self, ref: Ref, into: Ref) -> None:
        """并案: an item goes into another one. Both stay on paper; the other one answers for the
        suggestions of both. ``conclude`` takes it back."""
        with self._store.writing("agenda.merge") as session:
            item = get(session, ItemRecord, ref, "议题")
            other = get(session, ItemRecord, into, "议题")
            _editable(session, item)
            if (
                item.id == other.id
                or item.meeting_id != other.meeting_id
                or other.outcome is Outcome.MERGED
                or not item.number * other.number
            ):
                raise SameItem
            check_open(session, item, "并入其他议题")
            if item.outcome is not None:
                said = (item.outcome.word, Outcome.MERGED.word)
                meeting = Ref(item.compound_id, item.meeting_id)
                set_right(self._store, session, meeting, ("审议结果", item.id, None), said)
            item.outcome, item.into_id = Outcome.MERGED, other.id
            item.outcome_note = f"并入第{other.number}项“{other.title}”一并讨论"
            known = set(suggestions_of(session, other))
            for suggestion in suggestions_of(session, item):
                if suggestion not in known:
                    _link(self._store, session, other, suggestion)

    def move(self, ref: Ref, *, up: bool) -> None:
        with self._store.writing("agenda.move") as session:
            item = get(session, ItemRecord, ref, "议题")
            _editable(session, item)
            if not item.number:  # 上次事项落实情况 opens every agenda
                return
            order = [
                each
                for each in item_records(session, Ref(ref.compound_id, item.meeting_id))
                if each.number
            ]
            place = order.index(item) + (-1 if up else 1)
            if 0 <= place < len(order):
                other = order[place]
                item.number, other.number = other.number, item.number


def add_item(
    store: Store, profiles: Profiles, session: Session, meeting: MeetingRecord, item: ItemPlan
) -> Ref:
    """Put an item at the end of an agenda, with its matter guessed and its suggestions linked."""
    if not item.title.strip():
        raise NameNeeded("议题")
    ref = Ref(meeting.compound_id, meeting.id)
    taken = [each.number for each in item_records(session, ref)]
    matter = item.matter
    if matter is None:
        guessed = profiles.matter_for(item.title)
        matter = guessed.key if guessed else ""
    record = ItemRecord(
        compound_id=meeting.compound_id,
        id=store.key(),
        meeting_id=meeting.id,
        number=max(taken, default=0) + 1,
        title=checked(item.title, "议题", 200),
        minutes=item.minutes,
        presenter=short(item.presenter, "汇报人"),
        decision=item.decision or thaw(meeting.profile).decision,
        matter=matter,
        outcome=None,
        outcome_note="",
        late=_noticed(meeting),
    )
    session.add(record)
    session.flush()
    _not_twice(session, meeting, item.suggestions)
    for suggestion_id in item.suggestions:
        _link(store, session, record, suggestion_id)
    return Ref(record.compound_id, record.id)


def announce(items: Sequence[ItemRecord]) -> None:
    """A notice names these items as they are now."""
    for item in items:
        item.late, item.announced = False, ""


def _noticed(meeting: MeetingRecord) -> bool:
    """Whether people have been told what will be dealt with."""
    return meeting.noticed_on is not None and not meeting.entered_afterwards


def _not_twice(session: Session, meeting: MeetingRecord, suggestions: Sequence[UUID]) -> None:
    """Refuse a matter of which every voice is on this agenda already."""
    there = set(
        session.scalars(
            select(ItemSuggestionRecord.suggestion_id)
            .join(
                ItemRecord,
                (ItemRecord.compound_id == ItemSuggestionRecord.compound_id)
                & (ItemRecord.id == ItemSuggestionRecord.item_id),
            )
            .where(
                ItemRecord.compound_id == meeting.compound_id, ItemRecord.meeting_id == meeting.id
            )
        )
    )
    if suggestions and there.issuperset(suggestions):
        raise OnThisAgenda(meeting.title)


def check_open(session: Session, item: ItemRecord, what: str) -> None:
    """Refuse to cut or join what has been voted on."""
    sound = [each for each in rounds_of(session, item) if each.result is not Result.VOID]
    if sound:
        raise VotedItem(item.title, what)


def _link(store: Store, session: Session, item: ItemRecord, suggestion_id: UUID) -> None:
    there = Ref(item.compound_id, suggestion_id)
    suggestion = get(session, SuggestionRecord, there, "建议")
    if suggestion.state not in WAITING | {Voice.ON_AGENDA}:
        raise NotThisVoiceStep(suggestion.state, Voice.ON_AGENDA)
    suggestion.state = Voice.ON_AGENDA
    link = ItemSuggestionRecord(
        compound_id=item.compound_id,
        id=store.key(),
        item_id=item.id,
        suggestion_id=suggestion_id,
    )
    session.add(link)


def suggestions_of(session: Session, item: ItemRecord) -> tuple[UUID, ...]:
    """The suggestions that stand behind an item."""
    wanted = select(ItemSuggestionRecord.suggestion_id).where(
        ItemSuggestionRecord.compound_id == item.compound_id,
        ItemSuggestionRecord.item_id == item.id,
    )
    return tuple(session.scalars(wanted))


def release(session: Session, item: ItemRecord) -> None:
    """Suggestions behind an item wait again, unless another agenda has them, too."""
    links = select(ItemSuggestionRecord).where(
        ItemSuggestionRecord.compound_id == item.compound_id,
        ItemSuggestionRecord.item_id == item.id,
    )
    for link in session.scalars(links).all():
        there = Ref(item.compound_id, link.suggestion_id)
        elsewhere = session.scalar(
            select(func.count())
            .select_from(ItemSuggestionRecord)
            .where(
                ItemSuggestionRecord.compound_id == item.compound_id,
                ItemSuggestionRecord.suggestion_id == link.suggestion_id,
                ItemSuggestionRecord.item_id != item.id,
            )
        )
        voice = get(session, SuggestionRecord, there, "建议")
        if not elsewhere and voice.state is Voice.ON_AGENDA:
            voice.state = Voice.GROUPED if voice.group_id else Voice.RECEIVED
        session.delete(link)
    session.flush()


def wait_again(session: Session, meeting: Ref) -> None:
    """Once the minutes are final: what was put off, or not come to, waits for another agenda.

    The links stay, so that everyone can see where it was; 未通过 is an outcome to be told.
    """
    undone = {None, Outcome.POSTPONED, Outcome.QUORUM_MISSED, Outcome.VOID}
    for item in item_records(session, meeting):
        if item.outcome in undone and item.number:
            for key in suggestions_of(session, item):
                voice = get(session, SuggestionRecord, Ref(item.compound_id, key), "建议")
                if voice.state is Voice.ON_AGENDA:
                    voice.state = Voice.GROUPED if voice.group_id else Voice.RECEIVED


def _editable(session: Session, item: ItemRecord) -> None:
    """An agenda may be set right until the minutes are final."""
    meeting = get(session, MeetingRecord, Ref(item.compound_id, item.meeting_id), "会议")
    if meeting.stage not in RECORDING | {Stage.DRAFT, Stage.NOTICED}:
        raise NotNow(Act.PREPARE, meeting.stage)


def item_records(session: Session, meeting: Ref) -> list[ItemRecord]:
    """The agenda in order; the unnumbered opening item first."""
    wanted = select(ItemRecord).where(
        ItemRecord.compound_id == meeting.compound_id, ItemRecord.meeting_id == meeting.id
    )
    return list(session.scalars(wanted.order_by(ItemRecord.number, ItemRecord.id)))
