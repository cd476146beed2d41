"""The renewal plan of a compound: its frame, its stage, the tables it is read from, its facts."""

import json
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.documents.renewal.facts import Approved, Enclosed, RenewalFacts, SchemeFacts
from desktop.domain.area import shown
from desktop.domain.errors import NameNeeded
from desktop.domain.ids import Ref
from desktop.domain.renewal.consent import GATES, Consent, Gate, moved, payers
from desktop.domain.renewal.costs import Payers
from desktop.domain.renewal.errors import GateOpen, NotALedgerValue, RenewalNotNow
from desktop.domain.renewal.ledger import area_of, count_of
from desktop.domain.renewal.plan_answers import with_known_works
from desktop.domain.renewal.plan_files import PlanFiles, read_book
from desktop.domain.renewal.plan_lines import from_costs, from_sources, from_works
from desktop.domain.renewal.survey import Answer, Wish, one_each
from desktop.domain.renewal.survey import wish as survey_wish
from desktop.domain.renewal.terms import Base, Ledger, RenewalStage
from desktop.domain.terms import Use
from desktop.services.records import checked, next_number, short
from desktop.services.renewal import records
from desktop.services.renewal.ledgers import Ledgers
from desktop.services.renewal.lifts import units_of
from desktop.services.renewal.surveys import Surveys
from desktop.sheets.child import sheets_apart
from desktop.storage.store import Store
from desktop.storage.tables import (
    AttachmentRecord,
    BodyRecord,
    CommunityRecord,
    CompoundRecord,
    MeetingRecord,
    PaperRecord,
    PollRecord,
    PremisesRecord,
    RenewalRecord,
    RenewalSchemeRecord,
    SuggestionRecord,
)

LONGEST = 5_000  # characters of a section
_HAND = ("households", "yes", "no", "area", "area_yes", "area_no")
FRAME = ("人口", "60岁以上", "产权性质", "安全鉴定")  # what the roster does not tell


@dataclass(frozen=True, slots=True)
class RenewalPlan:
    """What a person writes of a plan. ``share`` as 2/3 or 80%; ``gates``: the answers of 先治后改 in
    order; ``hand``: households, yes, no, m², m² of yes as typed, where no survey is held."""

    title: str
    share: str = "2/3"
    source: str = ""
    base: Base = Base.ALL
    by_area: bool = False
    about: str = ""
    period: str = ""
    upkeep: str = ""
    risks: str = ""
    gates: tuple[str, ...] = ("",) * len(GATES)
    area_name: str = ""
    hand: tuple[str, ...] = ("",) * len(_HAND)
    frame: tuple[str, ...] = ("",) * len(FRAME)


@dataclass(frozen=True, slots=True)
class RenewalLine:
    """The plan of a compound as it is kept."""

    ref: Ref
    plan: RenewalPlan
    stage: RenewalStage = RenewalStage.SURVEY
    number: int = field(default=0, compare=False)


class Renewals:
    def __init__(self, store: Store, ledgers: Ledgers, surveys: Surveys) -> None:
        self._store, self._ledgers, self._surveys = store, ledgers, surveys

    def of(self, compound_id: UUID) -> RenewalLine | None:
        """The plan of a compound; ``None`` while it has none."""
        with self._store.reading() as session:
            record = records.found(session, compound_id)
            return _line(record) if record is not None else None

    def keep(self, compound_id: UUID, plan: RenewalPlan) -> Ref:
        """Write what a person says of the plan; the first time, it is made."""
        if not plan.title.strip():
            raise NameNeeded("方案名称")
        records.share(plan.share)
        hand = _hand(plan.hand)
        texts = {
            name: checked(getattr(plan, name), word, LONGEST)
            for name, word in (
                ("about", "基本情况"), ("period", "实施计划"), ("upkeep", "长效管理"),
                ("risks", "风险与协调"),
            )
        }  # fmt: skip
        with self._store.writing("renewal.keep") as session:
            record = records.found(session, compound_id)
            if record is None:
                record = RenewalRecord(
                    compound_id=compound_id, id=self._store.key(), stage=RenewalStage.SURVEY, places=0, works=0,
                    number=next_number(session, RenewalRecord.number),
                )  # fmt: skip
                session.add(record)
            record.title, record.source = short(plan.title, "方案名称"), short(plan.source, "依据")
            record.share, record.hand = plan.share.strip(), hand
            record.base, record.by_area = plan.base, plan.by_area
            record.area_name = short(plan.area_name, "联片名称")
            record.frame = [short(each, "基本情况") for each in plan.frame]
            record.gates = [short(each, "先治后改") for each in plan.gates]
            for name, text in texts.items():
                setattr(record, name, text)
            return records.ref(record)

    def move(self, compound_id: UUID, to: RenewalStage) -> None:
        """Go on to the next stage, or back to an earlier one. Before approval 先治后改 is asked."""
        with self._store.writing("renewal.move") as session:
            record = records.plan(session, compound_id)
            stages = tuple(RenewalStage)
            if stages.index(to) >= stages.index(RenewalStage.APPROVED):
                ask_the_gate(record)
                if not _newest_is_approved(session, record):
                    raise RenewalNotNow(record.stage, f"到“{to.word}”：最新的一版方案还没有通过")
            record.stage = moved(record.stage, to)

    # -- tables ------------------------------------------------------------------------------------

    def read(self, paths: list[Path], cancelled: Callable[[], bool] = lambda: False) -> PlanFiles:
        """Read tables of a plan, whichever they are; writes nothing. What each is, its heading says.
        Raise ``Stopped`` when it was ``cancelled``."""
        found = PlanFiles()
        for path in paths:
            read_book(found, sheets_apart(path, cancelled=cancelled), path.name)
        return found

    def take_over(self, compound_id: UUID, files: PlanFiles) -> None:
        """Keep what was read: each table that was there takes the place of the one before."""
        with self._store.writing("renewal.take_over") as session:
            record = records.plan(session, compound_id)
            for ledger, told in (
                (Ledger.WORKS, from_works(files.works)),
                (Ledger.COSTS, from_costs(files.costs)),
                (Ledger.SOURCES, from_sources(files.sources)),
            ):
                if told:
                    self._ledgers.replace(session, record, ledger, told)
            if files.answers:
                works = [each["work"] for each in records.lines(session, record, Ledger.WORKS)]
                answers = with_known_works(files.answers, works)
                self._surveys.replace(session, record, answers)

    # -- facts -------------------------------------------------------------------------------------

    def facts(self, compound_id: UUID) -> RenewalFacts:
        """Everything the papers of a plan are made from; raise ``NotYet`` while there is none."""
        with self._store.reading() as session:
            record = records.plan(session, compound_id)
            compound = session.get_one(CompoundRecord, compound_id)
            community = session.get_one(CommunityRecord, compound.community_id)
            sheets = records.sheets(session, record)
            asked = records.households(session, record)
            ledgers = records.ledgers(session, record)
            schemes = _schemes(session, record)
            enclosed = _enclosed(session, record)
            voices = _voices(session, compound_id)
            answers = records.counted(sheets, asked)
            frame = _frame(session, compound, record.frame, answers)
            units = tuple(units_of(session, record, answers, ledgers[Ledger.TALKS]))
            approved = approved_parts(session, record)
        plan = _line(record).plan
        return RenewalFacts(
            compound=compound.name,
            community=community.name,
            title=plan.title,
            stage=record.stage,
            area_name=plan.area_name,
            consent=Consent(records.share(plan.share), plan.source, plan.base, plan.by_area),
            about=plan.about,
            period=plan.period,
            upkeep=plan.upkeep,
            risks=plan.risks,
            gates=tuple(map(Gate, GATES, plan.gates)),
            answers=tuple(answers),
            doubles=tuple(one_each(sheets)[1]),
            hand=hand_wish(record.hand),
            ledgers=ledgers,
            schemes=schemes,
            enclosed=enclosed,
            frame=frame,
            voices=voices,
            lift_units=units,
            approved=approved,
        )


def ask_the_gate(record: RenewalRecord) -> None:
    """先治后改: each question must be answered before a scheme is approved."""
    for question, answer in zip(GATES, _gates(record), strict=True):
        if not answer.strip():
            raise GateOpen(question)


def _gates(record: RenewalRecord) -> tuple[str, ...]:
    return (*record.gates, *[""] * len(GATES))[: len(GATES)]


def _line(record: RenewalRecord) -> RenewalLine:
    told: dict[str, str] = json.loads(record.hand) if record.hand else {}
    plan = RenewalPlan(
        record.title, record.share, record.source, record.base, record.by_area, record.about,
        record.period, record.upkeep, record.risks, _gates(record), record.area_name,
        tuple(told.get(name, "") for name in _HAND),
        (*record.frame, *[""] * len(FRAME))[: len(FRAME)],
    )  # fmt: skip
    return RenewalLine(records.ref(record), plan, record.stage, record.number)


def _hand(told: tuple[str, ...]) -> str:
    """Figures told by hand as they are kept; raise ``NotALedgerValue`` for what cannot be."""
    words = ("调查户数", "愿意户数", "不愿意户数", "总面积", "愿意面积", "不愿意面积")
    found: dict[str, str] = {}
    for name, word, text in zip(_HAND, words, told, strict=True):
        if not text.strip():
            continue
        whole = name in _HAND[:3]
        value = count_of(text) if whole else area_of(text)
        if value is None or value < 0 or (whole and value != value.to_integral_value()):
            raise NotALedgerValue(word, text, "要写数字")
        found[name] = f"{value:f}"
    made = hand_wish(json.dumps(found)) if found else None
    if made is not None and (
        made.yes + made.no > made.households or made.area_yes + made.area_no > made.area
    ):
        raise NotALedgerValue(words[1], told[1], "加上不愿意的，比总数还多")
    return json.dumps(found) if found else ""


def hand_wish(hand: str) -> Wish | None:
    """The wish as it is told by hand; ``None`` where it is not."""
    if not hand:
        return None
    told: dict[str, str] = json.loads(hand)
    whole, yes, no = (int(Decimal(told.get(name, "0"))) for name in _HAND[:3])
    area, area_yes, area_no = (Decimal(told.get(name, "0")) for name in _HAND[3:])
    return Wish(whole, yes, no, whole - yes - no, area, area_yes, area_no)


def _schemes(session: Session, record: RenewalRecord) -> tuple[SchemeFacts, ...]:
    wanted = (
        select(RenewalSchemeRecord)
        .where(
            RenewalSchemeRecord.compound_id == record.compound_id,
            RenewalSchemeRecord.renewal_id == record.id,
        )
        .order_by(RenewalSchemeRecord.number)
    )
    return tuple(
        SchemeFacts(
            each.number, each.made_on, each.said, each.approved_by, each.approved_on,
            each.approved_how, each.posted_on, each.days,
        )
        for each in session.scalars(wanted)
    )  # fmt: skip


def _enclosed(session: Session, record: RenewalRecord) -> Enclosed:
    """What the last section names: meetings, votes, papers and photos of this compound."""
    mine: Any = record.compound_id
    meetings = session.execute(
        select(MeetingRecord.held_on, MeetingRecord.title)
        .where(MeetingRecord.compound_id == mine)
        .order_by(MeetingRecord.held_on)
    )
    polls = session.execute(
        select(PollRecord.title, PollRecord.stage).where(PollRecord.compound_id == mine)
    )
    files = session.execute(
        select(AttachmentRecord.kind, AttachmentRecord.name)
        .where(AttachmentRecord.compound_id == mine, AttachmentRecord.renewal_id == record.id)
        .order_by(AttachmentRecord.id)
    )
    papers = session.scalars(
        select(PaperRecord.title)
        .where(PaperRecord.compound_id == mine, PaperRecord.title.like("%公示%"))
        .distinct()
        .order_by(PaperRecord.title)
    )
    return Enclosed(
        tuple((on, title) for on, title in meetings),
        tuple((title, stage.word) for title, stage in polls),
        tuple((kind, name) for kind, name in files),
        tuple(papers),
    )


def _frame(
    session: Session, compound: CompoundRecord, more: Sequence[str], answers: Sequence[Answer]
) -> tuple[tuple[str, str], ...]:
    """基本情况 as the roster and the bodies tell it, or the survey where there is no roster; what is
    not known is blank."""
    wanted = select(
        PremisesRecord.building, PremisesRecord.unit, PremisesRecord.use, PremisesRecord.area
    ).where(PremisesRecord.compound_id == compound.id)
    doors = session.execute(wanted).all()
    homes = [each for each in doors if each.use is Use.DWELLING]
    bodies = session.scalars(
        select(BodyRecord.name).where(BodyRecord.compound_id == compound.id)
    ).all()
    if doors:
        shops = sum(each.use is Use.SHOP for each in doors)
        size = sum(each.area or 0 for each in doors if each.use is not Use.PARKING)
        places = [(each.building, each.unit) for each in doors]
        households = f"住宅 {len(homes)} 户，商铺 {shops} 间"
        area = f"{shown(size)} 平方米" if size else ""
    else:
        whole = sum((each.area or Decimal(0) for each in answers), Decimal(0))
        places = [(each.building, each.unit) for each in answers]
        households = f"调查 {len(answers)} 户" if answers else ""
        area = f"{whole} 平方米（调查表）" if whole else ""
    buildings = {building for building, _ in places if building}
    units = {(building, unit) for building, unit in places if unit}
    return (
        ("地址", compound.address),
        ("建成年份", f"{compound.built_year}年" if compound.built_year else ""),
        ("楼栋、单元", f"{len(buildings)} 栋 {len(units)} 个单元" if buildings else ""),
        ("户数", households),
        ("建筑面积", area),
        ("物业管理方式", compound.managed_by.word),
        ("管理组织", "、".join(bodies)),
        *zip(FRAME, (*more, *[""] * len(FRAME)), strict=False),
    )


def _newest_is_approved(session: Session, record: RenewalRecord) -> bool:
    wanted = (
        select(RenewalSchemeRecord.approved_by)
        .where(
            RenewalSchemeRecord.compound_id == record.compound_id,
            RenewalSchemeRecord.renewal_id == record.id,
        )
        .order_by(RenewalSchemeRecord.number.desc())
        .limit(1)
    )
    return bool(session.scalar(wanted))


def approved_parts(session: Session, record: RenewalRecord) -> Approved | None:
    """The version that was approved last, with what was in it."""
    wanted = (
        select(RenewalSchemeRecord.number, RenewalSchemeRecord.parts, RenewalSchemeRecord.figures)
        .where(
            RenewalSchemeRecord.compound_id == record.compound_id,
            RenewalSchemeRecord.renewal_id == record.id,
            RenewalSchemeRecord.approved_by != "",
        )
        .order_by(RenewalSchemeRecord.number.desc())
        .limit(1)
    )
    row = session.execute(wanted).first()
    return None if row is None else Approved(row[0], records.version(row[1]), *_figures(row[2]))


def figures_now(session: Session, record: RenewalRecord) -> str:
    """The wish and who pays as they stand, to be kept with an approval."""
    wish, answers = wish_now(session, record)
    paying = payers(answers)
    if not any(each.id for each in answers) and record.hand:
        paying = Payers(wish.yes, wish.area_yes, wish.households, wish.area)
    kept = [[str(value) for value in astuple(each)] for each in (wish, paying)]
    return json.dumps(kept)


def wish_now(session: Session, record: RenewalRecord) -> tuple[Wish, list[Answer]]:
    """The wish as it stands — told by hand where nobody was asked one by one — and the answers."""
    answers = records.counted(records.sheets(session, record), records.households(session, record))
    spoken = any(each.id for each in answers)
    told = None if spoken else hand_wish(record.hand)
    return told or survey_wish(answers), list(answers)


def _figures(text: str) -> tuple[Wish | None, Payers | None]:
    if not text:
        return None, None
    wish, paying = json.loads(text)
    households, yes, no, silent, area, area_yes, area_no, unmeasured = wish
    willing, willing_area, everybody, whole = paying
    return (
        Wish(
            int(households), int(yes), int(no), int(silent), Decimal(area), Decimal(area_yes),
            Decimal(area_no), int(unmeasured),
        ),
        Payers(int(willing), Decimal(willing_area), int(everybody), Decimal(whole)),
    )  # fmt: skip


def _voices(session: Session, compound_id: UUID) -> tuple[tuple[str, int], ...]:
    """How many suggestions came in, by category, the most first."""
    count = func.count()
    wanted = (
        select(SuggestionRecord.category, count)
        .where(SuggestionRecord.compound_id == compound_id)
        .group_by(SuggestionRecord.category)
        .order_by(count.desc(), SuggestionRecord.category)
    )
    return tuple((name or "其他", number) for name, number in session.execute(wanted))
