"""The renewal plan of a compound: its frame, its survey, its bill and its money, and its document."""

import json
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.documents import renewal_plan
from desktop.documents.fonts import Fonts
from desktop.documents.model import Document, Sheet
from desktop.documents.pdf import pdf
from desktop.documents.renewal_plan import RenewalFacts
from desktop.domain.costs import CostLine, Source
from desktop.domain.errors import NameNeeded, NotAShare, NotYet
from desktop.domain.ids import Ref
from desktop.domain.plan_files import PlanFiles, kind_of, read_into
from desktop.domain.renewal import GATES, Consent, Gate
from desktop.domain.survey import Answer, Lift, Want
from desktop.services.paper_files import Form, keep, rendered
from desktop.services.records import checked, short
from desktop.sheets.child import sheets_apart
from desktop.storage.store import Store
from desktop.storage.tables import (
    CommunityRecord,
    CompoundRecord,
    RenewalAnswerRecord,
    RenewalRecord,
)
from desktop.system.files import safe_name, write_whole

LONGEST = 5_000  # characters of a section


class RenewalPaper(Enum):
    """What is printed of a plan."""

    PLAN = "改造方案"


@dataclass(frozen=True, slots=True)
class RenewalPlan:
    """What a person writes of a plan. ``share`` as 2/3; ``gates``: answers of 先治后改 in order."""

    title: str
    share: str = "2/3"
    source: str = ""
    about: str = ""
    period: str = ""
    upkeep: str = ""
    risks: str = ""
    gates: tuple[str, ...] = ("",) * len(GATES)


@dataclass(frozen=True, slots=True)
class RenewalLine:
    """The plan of a compound as it is kept."""

    ref: Ref
    plan: RenewalPlan
    files: PlanFiles = field(compare=False)


class Renewals:
    def __init__(self, store: Store, fonts: Fonts) -> None:
        self._store, self._fonts = store, fonts

    def of(self, compound_id: UUID) -> RenewalLine | None:
        """The plan of a compound; ``None`` while it has none."""
        with self._store.reading() as session:
            record = _record(session, compound_id)
            return _line(session, record) if record is not None else None

    def keep(self, compound_id: UUID, plan: RenewalPlan) -> Ref:
        """Write what a person says of the plan; the first time, it is made."""
        if not plan.title.strip():
            raise NameNeeded("方案名称")
        _share(plan.share)
        texts = {
            name: checked(getattr(plan, name), word, LONGEST)
            for name, word in (
                ("about", "基本情况"), ("period", "实施计划"), ("upkeep", "长效管理"),
                ("risks", "风险与协调"),
            )
        }  # fmt: skip
        with self._store.writing("renewal.keep") as session:
            record = _record(session, compound_id)
            if record is None:
                record = RenewalRecord(
                    compound_id=compound_id, id=self._store.key(), works="[]", costs="[]",
                    sources="[]", title="", share="", source="", gates="[]",
                    about="", period="", upkeep="", risks="",
                )  # fmt: skip
                session.add(record)
            record.title, record.source = short(plan.title, "方案名称"), short(plan.source, "依据")
            record.share = plan.share.strip()
            record.gates = json.dumps(
                [short(g, "先治后改") for g in plan.gates], ensure_ascii=False
            )
            for name, text in texts.items():
                setattr(record, name, text)
            return Ref(compound_id, record.id)

    def read(self, paths: list[Path]) -> PlanFiles:
        """Read tables of a plan, whichever they are; writes nothing. What each is, its heading says."""
        found = PlanFiles()
        for path in paths:
            sheets = sheets_apart(path)
            for sheet in sheets[:1]:
                read_into(found, kind_of(sheet, path.name), sheet, {})
        return found

    def take_over(self, compound_id: UUID, files: PlanFiles) -> None:
        """Keep what was read: each table that was there takes the place of the one before."""
        with self._store.writing("renewal.take_over") as session:
            record = _record(session, compound_id)
            if record is None:
                raise NotYet("方案", "请先填写方案名称和同意比例")
            if files.works:
                record.works = _json([[work, kind] for work, kind in files.works.items()])
            if files.costs:
                record.costs = _json([_cost(each) for each in files.costs])
            if files.sources:
                record.sources = _json(
                    [[s.name, _number(s.amount), _number(s.each)] for s in files.sources]
                )
            if files.answers:
                for old in session.scalars(_answers(record)).all():
                    session.delete(old)  # one by one: each leaves its trace in the history
                for place, each in enumerate(files.answers, 1):
                    session.add(self._answer(compound_id, record.id, place, each))

    def facts(self, compound_id: UUID) -> RenewalFacts:
        """Everything a plan's document is made from."""
        with self._store.reading() as session:
            record = _record(session, compound_id)
            if record is None:
                raise NotYet("改造方案", "还没有填写方案")
            line = _line(session, record)
            compound = session.get_one(CompoundRecord, compound_id)
            community = session.get_one(CommunityRecord, compound.community_id)
        plan = line.plan
        return RenewalFacts(
            compound.name,
            community.name,
            plan.title,
            Consent(_share(plan.share), plan.source),
            plan.about,
            plan.period,
            plan.upkeep,
            plan.risks,
            tuple(
                Gate(question, answer) for question, answer in zip(GATES, plan.gates, strict=True)
            ),
            line.files,
        )

    def document(self, compound_id: UUID) -> Document:
        return renewal_plan.renewal(self.facts(compound_id))

    def preview(self, compound_id: UUID, sheet: Sheet = Sheet.A4) -> bytes:
        return pdf(self.document(compound_id), self._fonts, sheet=sheet)

    def write(self, compound_id: UUID, form: Form, folder: Path, sheet: Sheet = Sheet.A4) -> Path:
        """Write the plan's document into a folder; give its path."""
        now = self._store.clock()
        document = self.document(compound_id)
        data = rendered(document, form, self._fonts, now, sheet)
        size = "" if sheet is Sheet.A4 else f" {sheet.name}"
        path = folder / safe_name(f"{now.date().isoformat()} {document.title}{size}.{form.value}")
        write_whole(path, data)
        with self._store.writing("paper.write") as session:
            keep(self._store, session, compound_id, RenewalPaper.PLAN.value, form, path, data)
        return path

    def _answer(
        self, compound_id: UUID, renewal: UUID, place: int, each: Answer
    ) -> RenewalAnswerRecord:
        return RenewalAnswerRecord(
            compound_id=compound_id,
            id=self._store.key(),
            renewal_id=renewal,
            place=place,
            number=each.id,
            building=each.building,
            unit=each.unit,
            room=each.room,
            floor=each.floor,
            area=_number(each.area) or "",
            want=each.want.value,
            wishes=list(each.wishes),
            lift=each.lift.value,
            objections=_json([list(pair) for pair in each.objections]),
            on=each.on,
        )


def _record(session: Session, compound_id: UUID) -> RenewalRecord | None:
    wanted = select(RenewalRecord).where(RenewalRecord.compound_id == compound_id)
    return session.scalars(wanted).first()


def _answers(record: RenewalRecord) -> Select[RenewalAnswerRecord]:
    wanted = select(RenewalAnswerRecord).where(
        RenewalAnswerRecord.compound_id == record.compound_id,
        RenewalAnswerRecord.renewal_id == record.id,
    )
    return wanted.order_by(RenewalAnswerRecord.place)


def _line(session: Session, record: RenewalRecord) -> RenewalLine:
    files = PlanFiles(
        [_said(each) for each in session.scalars(_answers(record))],
        dict(json.loads(record.works)),
        [_read_cost(each) for each in json.loads(record.costs)],
        [Source(name, _decimal(a), _decimal(e)) for name, a, e in json.loads(record.sources)],
    )
    gates = (*json.loads(record.gates), *[""] * len(GATES))[: len(GATES)]
    plan = RenewalPlan(
        record.title, record.share, record.source, record.about, record.period, record.upkeep,
        record.risks, gates,
    )  # fmt: skip
    return RenewalLine(Ref(record.compound_id, record.id), plan, files)


def _said(record: RenewalAnswerRecord) -> Answer:
    return Answer(
        record.number,
        record.building,
        record.unit,
        record.room,
        record.floor,
        _decimal(record.area or None),
        Want(record.want),
        tuple(record.wishes),
        Lift(record.lift),
        tuple((work, reason) for work, reason in json.loads(record.objections)),
        record.on,
    )


def _cost(line: CostLine) -> dict[str, Any]:
    return {
        "number": line.number, "category": line.category, "work": line.work, "item": line.item,
        "unit": line.unit, "quantity": _number(line.quantity), "price": _number(line.price),
        "rate": _number(line.rate),
    }  # fmt: skip


def _read_cost(told: dict[str, Any]) -> CostLine:
    return CostLine(
        told["number"], told["category"], told["work"], told["item"], told["unit"],
        _decimal(told["quantity"]), _decimal(told["price"]), _decimal(told["rate"]),
    )  # fmt: skip


def _share(text: str) -> Fraction:
    """A share as people write it: 2/3, 80%."""
    plain = text.strip().replace("／", "/").replace("％", "%")
    try:
        made = Fraction(plain[:-1]) / 100 if plain.endswith("%") else Fraction(plain)
    except (ValueError, ZeroDivisionError):
        raise NotAShare(text) from None
    if not 0 < made <= 1:
        raise NotAShare(text)
    return made


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _number(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
