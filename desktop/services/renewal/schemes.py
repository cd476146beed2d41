"""怎么改: versions of the scheme, what changed between them, who approved which, its publicity."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.documents.renewal.facts import SchemeFacts
from desktop.domain.errors import Gone, NameNeeded, ReasonNeeded
from desktop.domain.ids import Ref
from desktop.domain.renewal.consent import Consent, moved
from desktop.domain.renewal.errors import (
    ConsentShort,
    NoScheme,
    NothingChanged,
    NothingToApprove,
    NotYetThatDay,
    PostedTooEarly,
    RenewalNotNow,
)
from desktop.domain.renewal.ledger import Cells
from desktop.domain.renewal.scheme import PARTS, Difference, Version, differences
from desktop.domain.renewal.terms import Ledger, RenewalStage
from desktop.services.calendars import Calendars
from desktop.services.records import checked, get, short
from desktop.services.renewal import records
from desktop.services.renewal.plans import ask_the_gate, figures_now, wish_now
from desktop.storage.store import Store
from desktop.storage.tables import RenewalRecord, RenewalSchemeRecord

USUAL_DAYS = 7  # of publicity: a custom, no statute; an office changes it


@dataclass(frozen=True, slots=True)
class SchemeLine:
    """One version as it is kept, with the last day of its publicity."""

    ref: Ref
    facts: SchemeFacts
    last_day: date | None

    @property
    def number(self) -> int:
        return self.facts.number


class Schemes:
    def __init__(self, store: Store, calendars: Calendars) -> None:
        self._store, self._calendars = store, calendars

    def lines(self, compound_id: UUID) -> list[SchemeLine]:
        """Every version, the newest first."""
        with self._store.reading() as session:
            record = records.found(session, compound_id)
            if record is None:
                return []
            return [self._line(each) for each in reversed(_all(session, record))]

    def fix(self, compound_id: UUID, said: str) -> Ref:
        """Make a version of what the ledgers hold now; it is never changed again. Raise
        ``NothingChanged`` when it would say what the last one says."""
        about = checked(said, "这一版的说明", 1_000)
        with self._store.writing("renewal.scheme.fix") as session:
            record = records.plan(session, compound_id)
            earlier = _all(session, record)
            now = _version(records.ledgers(session, record))
            if earlier and not differences(records.version(earlier[-1].parts), now):
                raise NothingChanged
            made = RenewalSchemeRecord(
                compound_id=compound_id, id=self._store.key(), renewal_id=record.id,
                number=len(earlier) + 1, made_on=self._store.clock().date(), said=about,
                parts=_json(now), approved_by="", approved_on=None, approved_how="",
                figures="", posted_on=None, days=USUAL_DAYS,
            )  # fmt: skip
            session.add(made)
            if record.stage in _UNDER_DISCUSSION:  # what was approved is this version no more
                record.stage = RenewalStage.SCHEME
            return Ref(compound_id, made.id)

    def changed(self, compound_id: UUID, old: int, new: int) -> list[Difference]:
        """What changed from version ``old`` to ``new``; 0 is what the ledgers hold now."""
        with self._store.reading() as session:
            record = records.plan(session, compound_id)
            known = {each.number: records.version(each.parts) for each in _all(session, record)}
            known[0] = _version(records.ledgers(session, record))
        if old not in known or new not in known:
            raise Gone("这一版方案")
        return differences(known[old], known[new])

    def approve(self, ref: Ref, by: str, on: date, how: str, *, below: bool = False) -> None:
        """Write who approved this version, when and by what; before it 先治后改 must be answered,
        and only the newest version can be approved.

        ``below``: the wish is below the project's threshold, and it is approved all the same. Raise
        ``ConsentShort`` without it, and ``NothingToApprove`` for a version without works. ``on`` may lie
        before the version was written down here: much is entered afterwards.
        """
        if not by.strip():
            raise NameNeeded("由谁通过")
        if not how.strip():
            raise ReasonNeeded("通过（哪次会议、哪次表决，结果如何）")
        if on > self._store.clock().date():
            raise NotYetThatDay(on.isoformat())
        with self._store.writing("renewal.scheme.approve") as session:
            scheme = get(session, RenewalSchemeRecord, ref, "这一版方案")
            record = records.plan(session, ref.compound_id)
            if scheme.number != len(_all(session, record)):
                raise RenewalNotNow(record.stage, "通过旧的一版，请通过最新的一版")
            ask_the_gate(record)
            if not records.version(scheme.parts).get(Ledger.WORKS):
                raise NothingToApprove
            if not below:
                _reached(session, record)
            scheme.approved_by, scheme.approved_on = short(by, "由谁通过"), on
            scheme.approved_how = checked(how, "通过的依据", 500)
            scheme.figures = figures_now(session, record)
            if record.stage in _BEFORE_APPROVAL:
                record.stage = RenewalStage.APPROVED

    def post(self, ref: Ref, on: date, days: int) -> date:
        """Write that this version hangs on the wall since ``on``; give the last day, the first not
        being counted (民法典 art. 201, 203)."""
        with self._store.writing("renewal.scheme.post") as session:
            scheme = get(session, RenewalSchemeRecord, ref, "这一版方案")
            record = records.plan(session, ref.compound_id)
            if not scheme.approved_by:
                raise RenewalNotNow(record.stage, "公示还没有通过的方案")
            if scheme.approved_on is not None and on < scheme.approved_on:
                raise PostedTooEarly(on.isoformat(), scheme.approved_on.isoformat())
            scheme.posted_on, scheme.days = on, max(1, days)
            if record.stage is RenewalStage.APPROVED:
                record.stage = moved(record.stage, RenewalStage.PUBLICITY)
            return self._calendars.current().ends(on, scheme.days)

    def newest(self, compound_id: UUID) -> SchemeLine:
        """The version that counts: the last one; raise ``NoScheme``."""
        if found := self.lines(compound_id):
            return found[0]
        raise NoScheme

    def _line(self, each: RenewalSchemeRecord) -> SchemeLine:
        facts = SchemeFacts(
            each.number, each.made_on, each.said, each.approved_by, each.approved_on,
            each.approved_how, each.posted_on, each.days,
        )  # fmt: skip
        last = self._calendars.current().ends(each.posted_on, each.days) if each.posted_on else None
        return SchemeLine(Ref(each.compound_id, each.id), replace(facts, last_day=last), last)


_UNDER_DISCUSSION = frozenset(
    {RenewalStage.SURVEY, RenewalStage.WORKS, RenewalStage.APPROVED, RenewalStage.PUBLICITY}
)
_BEFORE_APPROVAL = frozenset({RenewalStage.SURVEY, RenewalStage.WORKS, RenewalStage.SCHEME})


def _reached(session: Session, record: RenewalRecord) -> None:
    """Raise ``ConsentShort`` while the wish is below the project's own threshold."""
    share = records.share(record.share)
    consent = Consent(share, record.source, record.base, by_area=record.by_area)
    wish, _ = wish_now(session, record)
    if not consent.reached(wish):
        missing = consent.missing(wish)
        told = f"还差 {missing} 户" if missing else "面积还不够"
        raise ConsentShort(consent.words, told if wish.households else "还没有调查")


def _all(session: Session, record: RenewalRecord) -> list[RenewalSchemeRecord]:
    wanted = select(RenewalSchemeRecord).where(
        RenewalSchemeRecord.compound_id == record.compound_id,
        RenewalSchemeRecord.renewal_id == record.id,
    )
    return list(session.scalars(wanted.order_by(RenewalSchemeRecord.number)))


def _version(ledgers: Mapping[Ledger, list[Cells]]) -> Version:
    return {part: ledgers[part] for part in PARTS}


def _json(version: Version) -> str:
    told = {part.value: [dict(line.told) for line in lines] for part, lines in version.items()}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)
