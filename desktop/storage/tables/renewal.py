"""The renewal plan of a compound, and what its households answered."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.tables.base import PERSONAL, STRICT, Kept, Salted, Table, under


class RenewalRecord(Kept, Table):
    """一小区一方案. Lists are JSON with numbers as text, so that they stay exact."""

    __tablename__ = "renewal"
    __table_args__ = (Index(None, "compound_id"), STRICT)
    title: Mapped[str]
    share: Mapped[str]  # 2/3: of all households, by the project's own document
    source: Mapped[str]
    about: Mapped[str]  # 基本情况
    period: Mapped[str]  # 实施计划
    upkeep: Mapped[str]  # 长效管理
    risks: Mapped[str]  # 风险与协调
    gates: Mapped[str]  # JSON: the answers of 先治后改, in the order of the questions
    works: Mapped[str]  # JSON: [[work, category], …]
    costs: Mapped[str]  # JSON: lines of the bill
    sources: Mapped[str]  # JSON: sources of money


class RenewalAnswerRecord(Kept, Salted, Table):
    """One questionnaire of one household."""

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
    want: Mapped[str]
    wishes: Mapped[list[str]]
    lift: Mapped[str]
    objections: Mapped[str] = mapped_column(info=PERSONAL)  # JSON: [[work, reason], …]
    on: Mapped[date | None]
