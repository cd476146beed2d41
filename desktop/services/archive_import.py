"""Bringing a meeting's archive package into another copy of the program.

The record becomes an archived meeting with the
same keys, so that the same package is not taken in twice.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from desktop.domain import rulebook
from desktop.domain.errors import BadRules, Gone
from desktop.domain.ids import Ref
from desktop.domain.long_work import Step, going_on
from desktop.domain.session_errors import BadPackage, OtherCompound, PackageKnown
from desktop.domain.terms import (
    Basis,
    BodyKind,
    Choice,
    Copy,
    Decision,
    Method,
    NoteKind,
    Outcome,
    Progress,
    ProposalState,
    Result,
    Stage,
)
from desktop.services import floor, session_corrections
from desktop.services.archive_reading import Package, Told, read
from desktop.services.profiles import freeze
from desktop.services.records import checked, short
from desktop.storage.store import Store
from desktop.storage.tables import (
    AttachmentRecord,
    AttendeeRecord,
    BodyVoteRecord,
    CastRecord,
    CompoundRecord,
    CorrectionRecord,
    FileNumberRecord,
    ItemRecord,
    MeetingRecord,
    MinutesRecord,
    NoteRecord,
    ProposalRecord,
    ResolutionRecord,
    RoundRecord,
    StayRecord,
)
from desktop.system.files import safe_name
from desktop.system.pinyin import initials

# A record of another shape: missing, of another kind, too large, twice, or belonging to nothing.
_NO_RECORD = (
    KeyError, TypeError, ValueError, AttributeError, OverflowError, BadRules, StatementError,
)  # fmt: skip


class ArchiveImports:
    def __init__(self, store: Store) -> None:
        self._store = store

    def bring_in(self, compound_id: UUID, path: Path, step: Step = going_on) -> Ref:
        """Take a package into a compound; give the meeting. Raise ``PackageKnown`` when the meeting
        is there already, ``OtherCompound`` when it was held in another one. All or nothing, also when
        ``step`` ends it."""
        package = read(path)
        try:
            with self._store.writing("archive.bring_in") as session:
                return _Taking(self._store, session, compound_id, package).all(step)
        except _NO_RECORD as wrong:
            raise BadPackage(path.name, "会议记录缺少内容或内容不对") from wrong


class _Taking:
    """One package on its way into the tables."""

    def __init__(self, store: Store, session: Session, compound_id: UUID, package: Package) -> None:
        self._store, self._session, self._package = store, session, package
        self._told, self._compound = package.told, compound_id
        self._meeting = UUID(package.told["facts"]["id"])

    def all(self, step: Step) -> Ref:
        """Everything of it, ``step`` told of every attendee and matter."""
        session = self._session
        self._check_compound()
        if session.get(MeetingRecord, (self._compound, self._meeting)) is not None:
            raise PackageKnown(self._package.title)
        self._frame()
        session.flush()
        people, items = self._told["attendees"], self._told["items"]
        whole = len(people) + len(items)
        for number, each in enumerate(people, 1):
            step(number, whole)
            self._attendee(each, number)
        session.flush()
        for number, each in enumerate(items):
            step(len(people) + number, whole)
            self._item(each)
        self._notes(self._told["other_notes"], None)
        self._resolutions(self._told["other_resolutions"], None)
        for each in self._told["minutes"]:
            self._minutes(each)
        whose = Ref(self._compound, self._meeting)
        floor.take_in(self._session, whose, self._told.get("turns", ()))
        session_corrections.take_in(self._session, whose, self._told.get("corrected", ()))
        self._beside()
        return whose

    def _beside(self) -> None:
        """What lies beside the record: corrections, files, numbers of papers."""
        for each in self._told["corrections"]:
            self._correction(each)
        for each in self._told["attachments"]:
            self._attachment(each)
        for each in self._told["numbers"]:
            self._number(each)

    def _check_compound(self) -> None:
        compound = self._session.get(CompoundRecord, self._compound)
        if compound is None:
            raise Gone("小区")
        if compound.name.strip() != self._package.compound.strip():
            raise OtherCompound(self._package.title, self._package.compound, compound.name)

    def _frame(self) -> None:
        facts = self._told["facts"]
        profile = rulebook.profile("归档包", "rule", self._told["rule"])
        self._session.add(
            MeetingRecord(
                compound_id=self._compound,
                id=self._meeting,
                kind=profile.kind,
                profile=freeze(profile),
                title=checked(facts["title"], "会议名称", 100),
                held_on=date.fromisoformat(facts["held_on"]),
                starts=str(facts["starts"]),
                ends=str(facts["ends"]),
                place=short(facts["place"], "地点"),
                convener=short(facts["convener"], "召集单位"),
                chair=short(facts["chair"], "主持人"),
                recorder=short(facts["recorder"], "记录人"),
                stage=Stage.ARCHIVED,
                noticed_on=_day(facts["noticed_on"]),
                entered_afterwards=bool(facts["entered_afterwards"]),
                short=bool(facts["short"]),
                reason=str(facts["reason"]),
                lapsed=bool(facts["lapsed"]),
                follows_id=None,
            )
        )

    def _attendee(self, told: Told, number: int) -> None:
        key = UUID(told["id"])
        name = short(told["name"], "姓名")
        self._session.add(
            AttendeeRecord(
                compound_id=self._compound,
                id=key,
                meeting_id=self._meeting,
                person_id=None,
                position=int(told.get("number") or number),
                name=name,
                initials=initials(name),
                body=BodyKind(told["body"]),
                body_name=short(told["body_name"], "单位"),
                also=[BodyKind(each).value for each in told["also"]],
                duty=short(told["duty"], "职务"),
                entitled=bool(told["entitled"]),
                excused=short(told["excused"], "请假原因"),
                stand_in=short(told["stand_in"], "姓名"),
                letter_on=_day(told.get("letter_on")),
            )
        )
        self._session.flush()
        for stay in told["stays"]:
            self._session.add(
                StayRecord(
                    compound_id=self._compound,
                    id=self._store.key(),
                    attendee_id=key,
                    arrived=str(stay["arrived"]),
                    left_at=str(stay["left"]),
                )
            )

    def _item(self, told: Told) -> None:
        key = UUID(told["id"])
        matter = told["matter"] or {}
        self._session.add(
            ItemRecord(
                compound_id=self._compound,
                id=key,
                meeting_id=self._meeting,
                number=int(told["number"]),
                title=checked(told["title"], "议题", 200),
                minutes=told["minutes"],
                presenter=short(told["presenter"], "汇报人"),
                decision=Decision(told["decision"]),
                matter=str(matter.get("key", "")),
                outcome=Outcome(told["outcome"]) if told["outcome"] else None,
                outcome_note=str(told["outcome_note"]),
                late=bool(told["late"]),
                announced=str(told.get("announced", "")),
            )
        )
        self._session.flush()
        for each in told["proposals"]:
            self._session.add(
                ProposalRecord(
                    compound_id=self._compound,
                    id=UUID(each["id"]),
                    item_id=key,
                    version=int(each["version"]),
                    by=short(each["by"], "提出人"),
                    text=checked(each["text"], "方案"),
                    state=ProposalState(each["state"]),
                    at=str(each.get("at", "")),
                    withdrawn_at=str(each.get("withdrawn_at", "")),
                )
            )
        self._session.flush()
        self._notes(told["notes"], key)
        for each in told["rounds"]:
            self._round(each, key)
        self._resolutions(told["resolutions"], key)

    def _notes(self, notes: Sequence[Told], item: UUID | None) -> None:
        for each in notes:
            self._session.add(
                NoteRecord(
                    compound_id=self._compound,
                    id=UUID(each["id"]),
                    meeting_id=self._meeting,
                    item_id=item,
                    at=str(each["at"]),
                    speaker=short(each["speaker"], "发言人"),
                    speaker_body=str(each["speaker_body"]),
                    kind=NoteKind(each["kind"]),
                    text=checked(each["text"], "记录"),
                    struck=str(each["struck"]),
                    struck_at=str(each.get("struck_at", "")),
                )
            )

    def _round(self, told: Told, item: UUID) -> None:
        key = UUID(told["id"])
        proposal = told["proposal"]
        numbers = {
            name: int(told[name]) for name in ("present", "entitled", "for_", "against", "abstain")
        }
        words = {
            name: str(told[name])
            for name in ("at", "inequality", "rule", "rule_source", "quorum", "void_reason")
        }
        self._session.add(
            RoundRecord(
                compound_id=self._compound,
                id=key,
                item_id=item,
                proposal_id=UUID(proposal["id"]) if proposal else None,
                sequence=int(told["sequence"]),
                method=Method(told["method"]),
                result=Result(told["result"]),
                **numbers,
                **words,
            )
        )
        self._session.flush()
        for each in told["bodies"]:
            self._session.add(
                BodyVoteRecord(
                    compound_id=self._compound,
                    id=self._store.key(),
                    round_id=key,
                    body=BodyKind(each["body"]),
                    name=str(each["name"]),
                    present=int(each["present"]),
                    for_=each["for_"],
                    against=each["against"],
                    abstain=each["abstain"],
                )
            )
        people = {each["name"]: UUID(each["id"]) for each in self._told["attendees"]}
        for name, choice in told["casts"]:
            self._session.add(
                CastRecord(
                    compound_id=self._compound,
                    id=self._store.key(),
                    round_id=key,
                    attendee_id=people[name],
                    choice=Choice(choice),
                )
            )

    def _resolutions(self, resolutions: Sequence[Told], item: UUID | None) -> None:
        for each in resolutions:
            self._session.add(
                ResolutionRecord(
                    compound_id=self._compound,
                    id=UUID(each["id"]),
                    meeting_id=self._meeting,
                    item_id=item,
                    number=int(each["number"]),
                    text=checked(each["text"], "事项"),
                    basis=Basis(each["basis"]),
                    charged_by=short(each["charged_by"], "交办"),
                    lead=short(each["lead"], "责任"),
                    helpers=short(each["helpers"], "协办"),
                    due=_day(each["due"]),
                    note=str(each["note"]),
                    state=Progress(each["state"]),
                )
            )

    def _minutes(self, told: Told) -> None:
        self._session.add(
            MinutesRecord(
                compound_id=self._compound,
                id=self._store.key(),
                meeting_id=self._meeting,
                copy=Copy(told["copy"]),
                version=int(told["version"]),
                text=str(told["text"]),
                basis="",
                final=True,
                finalised_at="",
                finalised_by="",
                checksum=str(told["code"]),
                reason="",
                checked_by=str(told["checked_by"]),
            )
        )

    def _correction(self, told: Told) -> None:
        self._session.add(
            CorrectionRecord(
                compound_id=self._compound,
                id=self._store.key(),
                meeting_id=self._meeting,
                number=int(told["number"]),
                on=date.fromisoformat(told["on"]),
                wrong=str(told["wrong"]),
                right=str(told["right"]),
                reason=str(told["reason"]),
                who=str(told["who"]),
            )
        )

    def _number(self, told: Told) -> None:
        """The number a paper carries. Where we have given the same one ourselves, it is kept beside our
        own series, for both papers are in the world."""
        series, year, number = str(told["series"]), int(told["year"]), int(told["number"])
        taken = select(FileNumberRecord.id).where(
            FileNumberRecord.series == series,
            FileNumberRecord.year == year,
            FileNumberRecord.number == number,
        )
        if self._session.scalars(taken).first() is not None:
            series = f"{series}（归档包 {self._meeting}）"
        self._session.add(
            FileNumberRecord(
                compound_id=self._compound,
                id=self._store.key(),
                meeting_id=self._meeting,
                paper=short(told["paper"], "文件"),
                series=series,
                year=year,
                number=number,
                text=short(told["text"], "文号"),
                void=str(told["void"]),
            )
        )

    def _attachment(self, told: Told) -> None:
        content = self._package.files[told["file"]]
        self._session.add(
            AttachmentRecord(
                compound_id=self._compound,
                id=self._store.key(),
                meeting_id=self._meeting,
                resolution_id=None,
                suggestion_id=None,
                affair_id=None,
                name=safe_name(str(told["name"])),
                kind=short(told["kind"], "种类"),
                size=len(content),
                content=content,
            )
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
