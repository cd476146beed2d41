"""What the services of a renewal plan share: its record, its lines, its answers, as the rules read them."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from desktop.domain.errors import NotYet
from desktop.domain.ids import Ref
from desktop.domain.renewal.errors import NotAConsentShare
from desktop.domain.renewal.ledger import Cells
from desktop.domain.renewal.plan_lines import renamed
from desktop.domain.renewal.scheme import PARTS, Version
from desktop.domain.renewal.survey import (
    Answer,
    Household,
    Lift,
    Want,
    called,
    everyone,
    one_each,
)
from desktop.domain.renewal.terms import Ledger, SurveyWay
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
    """Every questionnaire that came in, in that order, works called what they are called now."""
    a = RenewalAnswerRecord
    wanted: Select[*tuple[Any, ...]] = (
        select(
            a.number, a.building, a.unit, a.room, a.floor, a.area, a.want, a.wishes, a.lift,
            a.objections, a.on, a.way,
        )
        .where(a.compound_id == record.compound_id, a.renewal_id == record.id)
        .order_by(a.place)
    )  # fmt: skip
    told = [_said(*row) for row in session.execute(wanted)]
    now = renamed(lines(session, record, Ledger.WORKS))
    return called(told, now) if now else told


def households(session: Session, record: RenewalRecord) -> list[Household]:
    """Who is asked, in the order of the sheets."""
    return [household for _, _, household in listed(session, record)]


Listed = tuple[UUID, int, Household]  # its id, the number on its sheet, who it is


def listed(session: Session, record: RenewalRecord) -> list[Listed]:
    """The list of who is asked, in the order of the sheets."""
    h = RenewalHouseholdRecord
    wanted = (
        select(h.id, h.place, h.building, h.unit, h.room, h.floor, h.area)
        .where(h.compound_id == record.compound_id, h.renewal_id == record.id)
        .order_by(h.place)
    )
    return [
        (key, place, Household(building, unit, room, floor, decimal(area)))
        for key, place, building, unit, room, floor, area in session.execute(wanted)
    ]


def counted(answers: Iterable[Answer], asked: Iterable[Household]) -> list[Answer]:
    """One answer a household, of all that are asked."""
    return everyone(one_each(list(answers))[0], asked)


def _said(  # noqa: PLR0913 - a row as it comes, without an object for each of 3,500
    number: str,
    building: str,
    unit: str,
    room: str,
    floor: int | None,
    area: str,
    want: str,
    wishes: list[str],
    lift: str,
    objections: str,
    on: date | None,
    way: SurveyWay,
) -> Answer:
    against = tuple((work, reason) for work, reason in json.loads(objections))
    return Answer(
        number, building, unit, room, floor, decimal(area), Want(want), tuple(wishes), Lift(lift),
        against, on, way.asked,
    )  # fmt: skip


def share(text: str) -> Fraction:
    """A share as people write it: 2/3, 80%, 三分之二 is refused in words."""
    plain = text.strip().replace("／", "/").replace("％", "%")
    try:
        made = Fraction(plain[:-1]) / 100 if plain.endswith("%") else Fraction(plain)
    except (ValueError, ZeroDivisionError):
        raise NotAConsentShare(text) from None
    if not 0 < made <= 1:
        raise NotAConsentShare(text)
    return made


def share_words(told: Fraction) -> str:
    return f"{told.numerator}/{told.denominator}"


def version(text: str) -> Version:
    """The parts of a scheme as they were kept."""
    told = json.loads(text)
    return {part: [Cells(line) for line in told.get(part.value, [])] for part in PARTS}


def decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
