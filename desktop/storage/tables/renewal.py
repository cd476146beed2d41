"""The renewal plan of a compound: its frame, its ledgers, whom it asked, its versions, its lifts."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.renewal.terms import Base, Ledger, LiftStage, RenewalStage, SurveyWay
from desktop.storage.tables.base import PERSONAL, STRICT, Kept, Salted, Table, under


class RenewalRecord(Kept, Table):
    """一小区一方案, one a compound. ``number`` stands on its survey sheets."""

    __tablename__ = "renewal"
    __table_args__ = (UniqueConstraint("compound_id"), STRICT)
    number: Mapped[int]
    places: Mapped[int]  # the last number given to a household: none is given twice
    works: Mapped[int]  # the last number given to a work
    stage: Mapped[RenewalStage]
    title: Mapped[str]
    share: Mapped[str]  # 2/3: by the project's own document
    base: Mapped[Base]
    by_area: Mapped[bool]
    source: Mapped[str]
    area_name: Mapped[str]  # 联片: plans of one name are shown as one area
    about: Mapped[str]  # 基本情况
    period: Mapped[str]  # 实施计划, in words
    upkeep: Mapped[str]  # 长效管理
    risks: Mapped[str]  # 风险与协调
    frame: Mapped[list[str]]  # 人口, 60岁以上, 产权, 安全鉴定: what the roster does not tell
    hand: Mapped[str]  # JSON: figures told by hand where no household was asked, or ""
    gates: Mapped[list[str]]  # the answers of 先治后改, in the order of the questions


class RenewalLineRecord(Kept, Salted, Table):
    """One line of one ledger. Its texts may name a door or a person."""

    __tablename__ = "renewal_line"
    __table_args__ = (under("renewal"), Index(None, "compound_id", "renewal_id", "ledger"), STRICT)
    renewal_id: Mapped[UUID]
    ledger: Mapped[Ledger]
    place: Mapped[int]  # its order in the ledger
    cells: Mapped[str] = mapped_column(info=PERSONAL)  # JSON: column name → text


class RenewalHouseholdRecord(Kept, Table):
    """One household that is asked; ``place`` is the number on its sheet."""

    __tablename__ = "renewal_household"
    __table_args__ = (
        under("renewal"),
        UniqueConstraint("compound_id", "renewal_id", "place"),
        STRICT,
    )
    renewal_id: Mapped[UUID]
    place: Mapped[int]
    building: Mapped[str]
    unit: Mapped[str]
    room: Mapped[str]
    floor: Mapped[int | None]
    area: Mapped[str]  # m² as written, "" where not known
    imported: Mapped[bool]  # known from a table of answers alone


class RenewalAnswerRecord(Kept, Salted, Table):
    """One questionnaire of one household; of several the later day counts, and all stay."""

    __tablename__ = "renewal_answer"
    __table_args__ = (under("renewal"), Index(None, "compound_id", "renewal_id"), STRICT)
    renewal_id: Mapped[UUID]
    place: Mapped[int]  # in the order in which they were handed in
    number: Mapped[str]
    building: Mapped[str]
    unit: Mapped[str]
    room: Mapped[str]
    floor: Mapped[int | None]
    area: Mapped[str]  # m² as written, "" where not known
    want: Mapped[str] = mapped_column(info=PERSONAL)
    wishes: Mapped[list[str]] = mapped_column(info=PERSONAL)
    lift: Mapped[str] = mapped_column(info=PERSONAL)
    objections: Mapped[str] = mapped_column(info=PERSONAL)  # JSON: [[work, reason], …]
    on: Mapped[date | None]
    way: Mapped[SurveyWay]
    who: Mapped[str]  # keyed it in


class RenewalSchemeRecord(Kept, Table):
    """One version of the scheme as it was put before the residents; it is never changed."""

    __tablename__ = "renewal_scheme"
    __table_args__ = (
        under("renewal"),
        UniqueConstraint("compound_id", "renewal_id", "number"),
        STRICT,
    )
    renewal_id: Mapped[UUID]
    number: Mapped[int]
    made_on: Mapped[date]
    said: Mapped[str]  # what this version is about
    parts: Mapped[str]  # JSON: ledger → its lines as they were
    approved_by: Mapped[str]  # the body, or ""
    approved_on: Mapped[date | None]
    approved_how: Mapped[str]  # the meeting or the vote, its result
    figures: Mapped[str]  # JSON: the wish and who pays as they were approved, or ""
    posted_on: Mapped[date | None]
    days: Mapped[int]  # 公示期


class RenewalLiftRecord(Kept, Salted, Table):
    """The lift of one unit: the city's rule, the terms that are on the table, who must agree."""

    __tablename__ = "renewal_lift"
    __table_args__ = (
        under("renewal"),
        UniqueConstraint("compound_id", "renewal_id", "building", "unit"),
        STRICT,
    )
    renewal_id: Mapped[UUID]
    building: Mapped[str]
    unit: Mapped[str]
    stage: Mapped[LiftStage]
    rule: Mapped[str]  # JSON
    terms: Mapped[str]  # JSON
    touched: Mapped[list[str]] = mapped_column(info=PERSONAL)  # rooms that must agree themselves
    note: Mapped[str] = mapped_column(info=PERSONAL)


class RenewalFiguresRecord(Table):
    """Figures of a plan of another office, as it reported them: no person is in them."""

    __tablename__ = "renewal_figures"
    __table_args__ = (UniqueConstraint("office", "compound"), STRICT)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    office: Mapped[str]
    compound: Mapped[str]
    figures: Mapped[str]  # JSON
    file: Mapped[str]
    at: Mapped[str]
