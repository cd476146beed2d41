"""What the services of a renewal plan share: its record, its lines, its answers, as the rules read them."""

import json
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from desktop.domain.errors import NotAShare, NotYet
from desktop.domain.ids import Ref
from desktop.domain.renewal.ledger import Cells
from desktop.domain.renewal.survey import Answer, Household, Lift, Want, everyone, one_each
from desktop.domain.renewal.terms import Ledger
from desktop.storage.tables import (
    RenewalAnswerRecord,
    RenewalHouseholdRecord,
    RenewalLineRecord,
    RenewalRecord,
)

Row = tuple[UUID, Cells]


def found(session: Session, compound_id: UUID) -> RenewalRecord | None:
    """The plan of a compound, if it has one."""
    wanted = select(RenewalRecord).where(RenewalRecord.compound_id == compound_id)
    return session.scalars(wanted).first()


def plan(session: Session, compound_id: UUID) -> RenewalRecord:
    """The plan of a compound; raise ``NotYet`` when it has none."""
    record = found(session, compound_id)
    if record is None:
        raise NotYet("改造方案", "请先填写方案名称和同意比例")
    return record


def ref(record: RenewalRecord) -> Ref:
    return Ref(record.compound_id, record.id)


def rows(session: Session, record: RenewalRecord, ledger: Ledger) -> list[Row]:
    """The lines of one ledger in their order, each with its id."""
    wanted = (
        select(RenewalLineRecord.id, RenewalLineRecord.cells)
        .where(
            RenewalLineRecord.compound_id == record.compound_id,
            RenewalLineRecord.renewal_id == record.id,
            RenewalLineRecord.ledger == ledger,
        )
        .order_by(RenewalLineRecord.place)
    )
    return [(key, Cells(json.loads(cells))) for key, cells in session.execute(wanted)]


def lines(session: Session, record: RenewalRecord, ledger: Ledger) -> list[Cells]:
    return [cells for _, cells in rows(session, record, ledger)]


def ledgers(session: Session, record: RenewalRecord) -> dict[Ledger, list[Cells]]:
    """All ledgers of a plan, read at once."""
    wanted = (
        select(RenewalLineRecord.ledger, RenewalLineRecord.cells)
        .where(
            RenewalLineRecord.compound_id == record.compound_id,
            RenewalLineRecord.renewal_id == record.id,
        )
        .order_by(RenewalLineRecord.place)
    )
    told: dict[Ledger, list[Cells]] = {each: [] for each in Ledger}
    for ledger, cells in session.execute(wanted):
        told[ledger].append(Cells(json.loads(cells)))
    return told


def next_place(session: Session, record: RenewalRecord, ledger: Ledger) -> int:
    wanted = select(func.max(RenewalLineRecord.place)).where(
        RenewalLineRecord.compound_id == record.compound_id,
        RenewalLineRecord.renewal_id == record.id,
        RenewalLineRecord.ledger == ledger,
    )
    return (session.scalar(wanted) or 0) + 1


def answer_records(record: RenewalRecord) -> Select[RenewalAnswerRecord]:
    wanted = select(RenewalAnswerRecord).where(
        RenewalAnswerRecord.compound_id == record.compound_id,
        RenewalAnswerRecord.renewal_id == record.id,
    )
    return wanted.order_by(RenewalAnswerRecord.place)


def sheets(session: Session, record: RenewalRecord) -> list[Answer]:
    """Every questionnaire that came in, in that order."""
    return [said(each) for each in session.scalars(answer_records(record))]


def households(session: Session, record: RenewalRecord) -> list[Household]:
    """Who is asked, in the order of the sheets."""
    wanted = (
        select(RenewalHouseholdRecord)
        .where(
            RenewalHouseholdRecord.compound_id == record.compound_id,
            RenewalHouseholdRecord.renewal_id == record.id,
        )
        .order_by(RenewalHouseholdRecord.place)
    )
    return [
        Household(each.building, each.unit, each.room, each.floor, decimal(each.area))
        for each in session.scalars(wanted)
    ]


def counted(answers: Iterable[Answer], asked: Iterable[Household]) -> list[Answer]:
    """One answer a household, of all that are asked."""
    return everyone(one_each(list(answers))[0], asked)


def said(record: RenewalAnswerRecord) -> Answer:
    return Answer(
        record.number, record.building, record.unit, record.room, record.floor,
        decimal(record.area), Want(record.want), tuple(record.wishes), Lift(record.lift),
        tuple((work, reason) for work, reason in json.loads(record.objections)), record.on,
    )  # fmt: skip


def share(text: str) -> Fraction:
    """A share as people write it: 2/3, 80%, 三分之二 is refused in words."""
    plain = text.strip().replace("／", "/").replace("％", "%")
    try:
        made = Fraction(plain[:-1]) / 100 if plain.endswith("%") else Fraction(plain)
    except (ValueError, ZeroDivisionError):
        raise NotAShare(text) from None
    if not 0 < made <= 1:
        raise NotAShare(text)
    return made


def share_words(told: Fraction) -> str:
    return f"{told.numerator}/{told.denominator}"


def decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def moved(answer: Answer, household: Household) -> Answer:
    """An answer at the door of a household of the list."""
    return replace(
        answer, building=household.building, unit=household.unit, room=household.room,
        floor=household.floor, area=household.area,
    )  # fmt: skip
