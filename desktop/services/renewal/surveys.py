"""改不改, 改什么: who is asked, the sheets that are printed, the answers that are keyed in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from desktop.domain import door as doors
from desktop.domain.area import shown
from desktop.domain.errors import Gone, NotADoor
from desktop.domain.ids import Ref
from desktop.domain.renewal.consent import Consent
from desktop.domain.renewal.errors import (
    EmptySheet,
    ForeignSheet,
    HasAnswered,
    NobodyToAsk,
    NoSuchHousehold,
    NotASurveyAnswer,
)
from desktop.domain.renewal.plan_lines import numbered_works
from desktop.domain.renewal.survey import (
    Answer,
    Household,
    Lift,
    Want,
    Wish,
    by_unit,
    one_each,
    wish,
)
from desktop.domain.renewal.survey_code import SheetCode, lift_of, read_code, want_of, works_of
from desktop.domain.renewal.terms import Ledger, SurveyWay
from desktop.domain.terms import Use
from desktop.domain.voice_table import day_of
from desktop.services.records import checked, short
from desktop.services.renewal import records
from desktop.storage.store import Store
from desktop.storage.tables import (
    PremisesRecord,
    RenewalAnswerRecord,
    RenewalHouseholdRecord,
    RenewalRecord,
)


@dataclass(frozen=True, slots=True)
class Keyed:
    """One sheet as it is keyed in: a code or a door, then keys, then words."""

    where: str
    want: str = ""
    wishes: str = ""
    lift: str = ""
    against: str = ""
    reason: str = ""
    way: SurveyWay = SurveyWay.DOOR
    on: str = ""  # the day on the sheet as it is written; "" for today


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One household of the list and what it last said; ``sheets`` came in from it."""

    ref: Ref
    place: int
    household: Household
    code: SheetCode
    answer: Answer | None
    sheets: int

    @property
    def door(self) -> str:
        return self.household.door


@dataclass(frozen=True, slots=True)
class Turnout:
    """How far one unit is: who answered, never how."""

    building: str
    unit: str
    households: int
    answered: int
    area: Decimal
    area_answered: Decimal


@dataclass(frozen=True, slots=True)
class SurveyTold:
    """Everything the survey says so far."""

    asked: tuple[AskedLine, ...]
    answers: tuple[Answer, ...]  # one a household
    wish: Wish
    consent: Consent
    works: tuple[tuple[int, str], ...]  # by the number on the sheets
    turnout: tuple[Turnout, ...]


class Surveys:
    def __init__(self, store: Store) -> None:
        self._store = store

    def told(self, compound_id: UUID) -> SurveyTold | None:
        """The survey as it stands; ``None`` while there is no plan."""
        with self._store.reading() as session:
            record = records.found(session, compound_id)
            if record is None:
                return None
            listed = records.listed(session, record)
            answers = records.sheets(session, record)
            works = tuple(_works(session, record))
        count: dict[tuple[str, str, str], int] = {}
        for each in answers:
            key = (each.building, each.unit, each.room)
            count[key] = count.get(key, 0) + 1
        whole = records.counted(answers, [household for _, _, household in listed])
        last = {(each.building, each.unit, each.room): each for each in whole}
        asked = tuple(
            AskedLine(
                Ref(compound_id, key), place, household, SheetCode(record.number, place),
                last[where] if (where := _key(household)) in count else None, count.get(where, 0),
            )
            for key, place, household in listed
        )  # fmt: skip
        consent = Consent(records.share(record.share), record.source, record.base, record.by_area)
        return SurveyTold(asked, tuple(whole), wish(whole), consent, works, _turnout(whole, count))

    def list_from_roster(self, compound_id: UUID) -> int:
        """Put every dwelling of the roster on the list, by building, unit and room; those that are
        on it keep their number, so that printed sheets stay good. Give how many are new."""
        with self._store.writing("renewal.list") as session:
            record = records.plan(session, compound_id)
            known = {_key(household) for _, _, household in records.listed(session, record)}
            wanted = select(PremisesRecord).where(
                PremisesRecord.compound_id == compound_id, PremisesRecord.use == Use.DWELLING
            )
            found = sorted(session.scalars(wanted), key=lambda each: doors.sort_key(each.door))
            new = [each for each in found if (each.building, each.unit, each.room) not in known]
            if not found:
                raise NobodyToAsk
            self._add(session, record, [_of_roster(each) for each in new])
            return len(new)

    def drop(self, ref: Ref) -> None:
        """Take a household off the list that is not to be asked; not one that has answered."""
        with self._store.writing("renewal.list.drop") as session:
            record = records.plan(session, ref.compound_id)
            line = session.get(RenewalHouseholdRecord, tuple(ref))
            if line is None:
                raise Gone("这一户")
            if _sheets_of(session, record, _household(line)):
                raise HasAnswered(_household(line).door)
            session.delete(line)

    def _add(
        self,
        session: Session,
        record: RenewalRecord,
        households: Sequence[Household],
        *,
        imported: bool = False,
    ) -> None:
        for each in households:
            record.places += 1  # a number that was printed once is never another door's
            session.add(
                RenewalHouseholdRecord(
                    compound_id=record.compound_id,
                    id=self._store.key(),
                    renewal_id=record.id,
                    place=record.places,
                    building=each.building,
                    unit=each.unit,
                    room=each.room,
                    floor=each.floor,
                    area=records.plain(each.area),
                    imported=imported,
                )
            )

    def find(self, compound_id: UUID, where: str) -> AskedLine:
        """The household of a code or a door; raise ``ForeignSheet`` or ``NoSuchHousehold``."""
        with self._store.reading() as session:
            record = records.plan(session, compound_id)
            key, place, household = _find(session, record, where)
            return AskedLine(
                Ref(compound_id, key), place, household, SheetCode(record.number, place), None,
                _sheets_of(session, record, household),
            )  # fmt: skip

    def enter(self, compound_id: UUID, keyed: Keyed) -> str:
        """Keep one sheet; give the door it belongs to. What is keyed twice stays twice, and the
        later day counts: nothing that was said is overwritten."""
        with self._store.writing("renewal.answer") as session:
            record = records.plan(session, compound_id)
            _, _, household = _find(session, record, keyed.where)
            works = _works(session, record)
            want, lift = want_of(keyed.want), lift_of(keyed.lift)
            wishes = works_of(keyed.wishes, works, "优先项")
            against = works_of(keyed.against, works, "反对项目", len(works) + 1)
            on = day_of(keyed.on) if keyed.on.strip() else self._store.clock().date()
            if on is None or on > self._store.clock().date():
                raise NotASurveyAnswer("日期", keyed.on, "写成 2026-5-1 这样，不能是以后的日子")
            if want is Want.NONE and lift is Lift.NONE and not wishes and not against:
                raise EmptySheet
            place = _next_place(session, record)
            reason = checked(keyed.reason, "反对理由", 500)
            reasons = [reason] + [""] * (len(against) - 1) if against else []
            session.add(
                RenewalAnswerRecord(
                    compound_id=compound_id,
                    id=self._store.key(),
                    renewal_id=record.id,
                    place=place,
                    number=str(place),
                    building=household.building,
                    unit=household.unit,
                    room=household.room,
                    floor=household.floor,
                    area=records.plain(household.area),
                    want=want.value,
                    wishes=[short(each, "优先项") for each in wishes],
                    lift=lift.value,
                    objections=_json(list(zip(against, reasons, strict=True))),
                    on=on,
                    way=keyed.way,
                    who=self._store.who,
                )
            )
            return household.door

    def take_back(self, compound_id: UUID, door: str) -> str:
        """Take the last sheet of a household out again: it was keyed in by mistake."""
        with self._store.writing("renewal.answer.take_back") as session:
            record = records.plan(session, compound_id)
            _, _, household = _find(session, record, door)
            mine = [
                each
                for each in session.scalars(records.answer_records(record))
                if (each.building, each.unit, each.room) == _key(household)
            ]
            if not mine:
                raise Gone(f"{household.door} 的调查表")
            session.delete(mine[-1])
            return household.door

    def replace(self, session: Session, record: RenewalRecord, answers: Sequence[Answer]) -> None:
        """Put the rows of a table in the place of those of the table before, inside a transaction.

        What was keyed in by hand stays. Who is not on the list yet comes onto it; who is known from
        the table before alone, and is in this one no more, leaves it; areas and floors are the
        table's where it tells them.
        """
        by_hand = set()
        for old in session.scalars(records.answer_records(record)).all():
            if old.way.of_a_table:
                session.delete(old)  # one by one: each leaves its trace in the history
            else:
                by_hand.add((old.building, old.unit, old.room))
        first = _next_place(session, record)
        for place, each in enumerate(answers, first):
            session.add(
                RenewalAnswerRecord(
                    compound_id=record.compound_id,
                    id=self._store.key(),
                    renewal_id=record.id,
                    place=place,
                    number=each.id,
                    building=each.building,
                    unit=each.unit,
                    room=each.room,
                    floor=each.floor,
                    area=records.plain(each.area),
                    want=each.want.value,
                    wishes=list(each.wishes),
                    lift=each.lift.value,
                    objections=_json([list(pair) for pair in each.objections]),
                    on=each.on,
                    way=(each.way or SurveyWay.TABLE).in_a_table,
                    who=self._store.who,
                )
            )
        told = {(e.building, e.unit, e.room): e for e in one_each(answers)[0]}
        for line in session.scalars(_households(record)).all():
            where = (line.building, line.unit, line.room)
            now = told.pop(where, None)
            if now is not None:
                line.area = records.plain(now.area) or line.area
                line.floor = now.floor or line.floor
            elif line.imported and where not in by_hand:
                session.delete(line)
        new = [Household(e.building, e.unit, e.room, e.floor, e.area) for e in told.values()]
        self._add(session, record, new, imported=True)


def _households(record: RenewalRecord) -> Select[RenewalHouseholdRecord]:
    return select(RenewalHouseholdRecord).where(
        RenewalHouseholdRecord.compound_id == record.compound_id,
        RenewalHouseholdRecord.renewal_id == record.id,
    )


def _household(each: RenewalHouseholdRecord) -> Household:
    return Household(each.building, each.unit, each.room, each.floor, records.decimal(each.area))


def _find(session: Session, record: RenewalRecord, where: str) -> records.Listed:
    code = read_code(where)
    if code is not None and code.plan != record.number:
        raise ForeignSheet
    wanted = _households(record)
    if code is not None:
        wanted = wanted.where(RenewalHouseholdRecord.place == code.household)
    else:
        try:
            door = doors.read(where)
        except NotADoor:
            raise NoSuchHousehold(where.strip()) from None
        wanted = wanted.where(
            RenewalHouseholdRecord.building == door.building,
            RenewalHouseholdRecord.unit == door.unit,
            RenewalHouseholdRecord.room == door.room,
        )
    found = session.scalars(wanted).first()
    if found is None:
        raise NoSuchHousehold(where.strip())
    return found.id, found.place, _household(found)


def _works(session: Session, record: RenewalRecord) -> list[tuple[int, str]]:
    return numbered_works(records.lines(session, record, Ledger.WORKS))


def _next_place(session: Session, record: RenewalRecord) -> int:
    wanted = select(func.max(RenewalAnswerRecord.place)).where(
        RenewalAnswerRecord.compound_id == record.compound_id,
        RenewalAnswerRecord.renewal_id == record.id,
    )
    return (session.scalar(wanted) or 0) + 1


def _turnout(
    answers: Sequence[Answer], came: dict[tuple[str, str, str], int]
) -> tuple[Turnout, ...]:
    found = []
    for (building, unit), some in by_unit(answers).items():
        back = [each for each in some if (each.building, each.unit, each.room) in came]
        spoken = [each for each in back if each.want is not Want.NONE]
        found.append(Turnout(building, unit, len(some), len(spoken), _area(some), _area(spoken)))
    return tuple(found)


def _area(answers: Sequence[Answer]) -> Decimal:
    return sum((each.area or Decimal(0) for each in answers), Decimal(0))


def _key(household: Household) -> tuple[str, str, str]:
    return household.building, household.unit, household.room


def _of_roster(each: PremisesRecord) -> Household:
    area = None if each.area is None else Decimal(shown(each.area))
    floor = each.floor or doors.floor_of(each.room)
    return Household(each.building, each.unit, each.room, floor, area)


def _sheets_of(session: Session, record: RenewalRecord, household: Household) -> int:
    """How many sheets of a household came in."""
    wanted = select(func.count()).where(
        RenewalAnswerRecord.compound_id == record.compound_id,
        RenewalAnswerRecord.renewal_id == record.id,
        RenewalAnswerRecord.building == household.building,
        RenewalAnswerRecord.unit == household.unit,
        RenewalAnswerRecord.room == household.room,
    )
    return session.scalar(wanted) or 0


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
