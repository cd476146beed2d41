"""需求清单, 资源清单, 项目清单: what people need, what there is, and what serves what."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from desktop.domain.affair_errors import NotANeed
from desktop.domain.affair_terms import Listing
from desktop.domain.errors import Gone, NameNeeded, ReasonNeeded
from desktop.domain.ids import Ref
from desktop.domain.similarity import Index
from desktop.services import settings
from desktop.services.lexicons import Lexicons
from desktop.services.records import checked, get, short
from desktop.storage.store import Store
from desktop.storage.tables import ListedRecord, MatchRecord

_I, _M = ListedRecord, MatchRecord
_THIRD = "third list"  # what an office calls the list of projects: 项目 or 服务
SAME_TOPIC, ALIKE = 100, 12  # of 100: about the same thing; worth being looked at
SHOWN = 8


@dataclass(frozen=True, slots=True)
class ListedPlan:
    title: str
    text: str = ""
    holder: str = ""
    contact: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class ListedLine:
    """One line of a list. ``matches``: the titles it is matched with."""

    ref: Ref
    listing: Listing
    title: str
    text: str
    holder: str
    contact: str
    on: date
    ended: str
    matches: tuple[str, ...]


class ThreeLists:
    def __init__(self, store: Store, lexicons: Lexicons) -> None:
        self._store, self._lexicons = store, lexicons

    @property
    def third(self) -> str:
        """What this office calls the third list."""
        with self._store.reading() as session:
            return str(settings.read(session, _THIRD, Listing.PROJECT.word))

    def call_third(self, word: str) -> None:
        if not word.strip():
            raise NameNeeded("第三张清单的名称")
        with self._store.writing("setting.put") as session:
            settings.write(session, _THIRD, short(word, "名称"))

    def add(self, compound_id: UUID, listing: Listing, plan: ListedPlan) -> Ref:
        if not plan.title.strip():
            raise NameNeeded("名称")
        with self._store.writing("listed.add") as session:
            record = ListedRecord(
                compound_id=compound_id,
                id=self._store.key(),
                listing=listing,
                title=short(plan.title, "名称"),
                text=checked(plan.text, "说明", 2000),
                holder=short(plan.holder, "联系人"),
                contact=short(plan.contact, "联系方式"),
                on=plan.on or self._store.clock().date(),
                ended="",
            )
            session.add(record)
            return Ref(compound_id, record.id)

    def change(self, ref: Ref, plan: ListedPlan) -> None:
        if not plan.title.strip():
            raise NameNeeded("名称")
        with self._store.writing("listed.change") as session:
            record = get(session, ListedRecord, ref, "清单项")
            record.title, record.text = short(plan.title, "名称"), checked(plan.text, "说明", 2000)
            record.holder = short(plan.holder, "联系人")
            record.contact = short(plan.contact, "联系方式")

    def end(self, ref: Ref, why: str) -> None:
        """Off the list: the need is met, the resource is used up. It stays on record."""
        if not why.strip():
            raise ReasonNeeded("移出清单")
        with self._store.writing("listed.end") as session:
            get(session, ListedRecord, ref, "清单项").ended = short(why, "原因")

    def take_back(self, ref: Ref) -> None:
        """Back on the list."""
        with self._store.writing("listed.take_back") as session:
            get(session, ListedRecord, ref, "清单项").ended = ""

    def match(self, need: Ref, other: Ref, note: str = "") -> None:
        """A resource or a project serves a need; the same match twice is one."""
        with self._store.writing("listed.match") as session:
            first = get(session, ListedRecord, need, "需求")
            second = get(session, ListedRecord, other, "资源或项目")
            if first.listing is not Listing.NEED or second.listing is Listing.NEED:
                raise NotANeed
            there = select(MatchRecord).where(
                _M.compound_id == need.compound_id,
                _M.need_id == need.id,
                _M.with_id == other.id,
            )
            if session.scalars(there).first() is None:
                session.add(
                    MatchRecord(
                        compound_id=need.compound_id,
                        id=self._store.key(),
                        need_id=need.id,
                        with_id=other.id,
                        on=self._store.clock().date(),
                        note=short(note, "说明"),
                    )
                )

    def unmatch(self, need: Ref, other: Ref) -> None:
        with self._store.writing("listed.unmatch") as session:
            wanted = select(MatchRecord).where(
                _M.compound_id == need.compound_id,
                _M.need_id == need.id,
                _M.with_id == other.id,
            )
            found = session.scalars(wanted).first()
            if found is None:
                raise Gone("这条对接")
            session.delete(found)

    def lines(self, compound_id: UUID) -> list[ListedLine]:
        """All three lists; what has ended last."""
        wanted = select(ListedRecord).where(_I.compound_id == compound_id)
        pairs = select(_M.need_id, _M.with_id).where(_M.compound_id == compound_id)
        with self._store.reading() as session:
            records = list(session.scalars(wanted.order_by(_I.id)))
            matched = [(row[0], row[1]) for row in session.execute(pairs)]
        titles = {record.id: record.title for record in records}
        partners: dict[UUID, list[str]] = {}
        for need, other in matched:
            partners.setdefault(need, []).append(titles[other])
            partners.setdefault(other, []).append(titles[need])
        lines = [
            ListedLine(
                Ref(r.compound_id, r.id),
                r.listing,
                r.title,
                r.text,
                r.holder,
                r.contact,
                r.on,
                r.ended,
                tuple(partners.get(r.id, ())),
            )
            for r in records
        ]
        return sorted(lines, key=lambda each: bool(each.ended))

    def proposals(self, need: Ref) -> list[ListedLine]:
        """Resources and projects that may serve a need: of the same topic first, then alike."""
        lines = self.lines(need.compound_id)
        asked = next((each for each in lines if each.ref == need), None)
        if asked is None:
            raise Gone("需求")
        lexicon = self._lexicons.current()
        offers = [each for each in lines if each.listing is not Listing.NEED and not each.ended]
        alike = dict(Index(map(_told, offers)).likest(_told(asked), ALIKE, SHOWN))
        topics = {sense.topic.name for sense in lexicon.senses(_told(asked))}
        scored = []
        for place, each in enumerate(offers):
            same = topics & {sense.topic.name for sense in lexicon.senses(_told(each))}
            if same or place in alike:
                scored.append((-SAME_TOPIC if same else -alike[place], place, each))
        return [each for *_, each in sorted(scored, key=lambda row: row[:2])][:SHOWN]


def _told(line: ListedLine) -> str:
    return f"{line.title}，{line.text}"
