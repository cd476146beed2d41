"""The last look at a paper before it may hang on a wall: nobody's phone, number or full name.

The rule of a posted paper: people who act in an office in full, residents by room or masked name,
never both; no phone, no identity number. Whatever the paper is made from, its finished text is held
against what this file knows of people.
"""

import re
import unicodedata
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain import masking
from desktop.domain.errors import PrivateOnNotice
from desktop.domain.ids import Ref
from desktop.domain.terms import OwnerKind
from desktop.storage.tables import (
    BodyRecord,
    DisputeRecord,
    OwnerRecord,
    PersonRecord,
    SeatRecord,
    ShowingRecord,
    SuggestionRecord,
)

# Who brought a suggestion is not always a person: 业委会, 物业公司, 网格员, 12345 are none.
_OFFICE = re.compile(
    "会$|公司|物业|社区|街道|网格|支部|中心|代表|居民|业主|住户|家属|匿名|热线|平台|\\d"
)


# What stands between and around the names of two sides.
_BETWEEN_NAMES = (
    r"[0-9一二三四五六七八九十]+(?:栋|幢|号楼|单元|楼|室|号|户)|[与和跟同]|以及|之间|夫妇|夫妻|一家|家庭|"
    r"业主|住户|租户|居民|先生|女士|老人|楼上|楼下|甲方|乙方|申请人|被申请人"
)


def check(session: Session, compound_id: UUID, text: str, acting: Iterable[str] = ()) -> None:
    """Raise ``PrivateOnNotice`` with every place; ``acting`` are names that belong on the paper."""
    if found := leaks(session, compound_id, text, acting):
        raise PrivateOnNotice("、".join(found))


def leaks(session: Session, compound_id: UUID, text: str, acting: Iterable[str] = ()) -> list[str]:
    """What must not be posted: numbers, residents' names, a room beside a masked name."""
    found = masking.private_numbers(text)
    found += _known_phones(session, compound_id, text)
    residents, seated = people(session, compound_id)
    found += masking.private_names(text, residents, {*seated, *acting})
    found += masking.room_and_name(text)
    return list(dict.fromkeys(found))


def check_of(session: Session, meeting: Ref, paper: str, text: str, acting: Iterable[str]) -> None:
    """The same for a paper of a meeting, but for the names that two people have let stand there."""
    if found := leaks_of(session, meeting, paper, text, acting):
        raise PrivateOnNotice("、".join(found))


def leaks_of(
    session: Session, meeting: Ref, paper: str, text: str, acting: Iterable[str]
) -> list[str]:
    known = {
        name for each in showings(session, meeting) if each.paper == paper for name in each.shown
    }
    found = leaks(session, meeting.compound_id, text, acting)
    return [each for each in found if each not in known]


def showings(session: Session, meeting: Ref) -> list[ShowingRecord]:
    """What was decided to be shown after all on the papers of a meeting."""
    wanted = select(ShowingRecord).where(
        ShowingRecord.compound_id == meeting.compound_id, ShowingRecord.meeting_id == meeting.id
    )
    return list(session.scalars(wanted.order_by(ShowingRecord.id)))


def masked(text: str, residents: set[str], office: set[str]) -> str:
    """A text without phone numbers and with residents' names masked."""
    plain = masking.without_numbers(text)
    for name in masking.private_names(plain, residents, office):
        plain = plain.replace(name, masking.mask_name(name))
    return plain


def _known_phones(session: Session, compound_id: UUID, text: str) -> list[str]:
    """Numbers of this file's people, however they are written, also short ones."""
    plain = unicodedata.normalize("NFKC", text)
    wanted = select(OwnerRecord.phone, OwnerRecord.more_phones).where(
        OwnerRecord.compound_id == compound_id
    )
    known = {
        re.sub(r"\D", "", each)
        for row in session.execute(wanted)
        for told in row
        for each in re.split(r"[、,，;；/ ]", told or "")
    }
    return sorted(
        each
        for each in known
        if len(each) >= 7 and re.search(rf"(?<!\d){'[-. ]?'.join(each)}(?!\d)", plain)
    )


def people(session: Session, compound_id: UUID) -> tuple[set[str], set[str]]:
    """Everybody's name whom this file knows, and the names of those who sit in a body."""
    owners = session.scalars(
        select(OwnerRecord.name).where(
            OwnerRecord.compound_id == compound_id, OwnerRecord.kind == OwnerKind.PERSON
        )
    )
    proposers = session.scalars(
        select(SuggestionRecord.proposer).where(SuggestionRecord.compound_id == compound_id)
    )
    seats = session.scalars(
        select(PersonRecord.name)
        .join(
            SeatRecord,
            (SeatRecord.compound_id == PersonRecord.compound_id)
            & (SeatRecord.person_id == PersonRecord.id),
        )
        .where(PersonRecord.compound_id == compound_id)
    )
    bodies = select(BodyRecord.name).where(BodyRecord.compound_id == compound_id)
    offices = {name for name in (*seats, *session.scalars(bodies)) if name}
    spoken = [name for name in proposers if name and not _OFFICE.search(name)]
    quarrel = quarrelling(session, compound_id)
    return {name for name in (*owners, *spoken, *quarrel) if name}, offices - quarrel


def quarrelling(session: Session, compound_id: UUID) -> set[str]:
    """The names of who is party to a dispute: they appear nowhere but in its own ledger."""
    wanted = select(DisputeRecord.parties).where(DisputeRecord.compound_id == compound_id)
    return {name for parties in session.scalars(wanted) for name in party_names(parties)}


def party_names(parties: str) -> list[str]:
    """The names in the parties of a dispute as people write them: 3-2-502李翠花 与 王大锤（3-2-602）."""
    found = re.findall(r"[\u4e00-\u9fff·]{2,}", re.sub(_BETWEEN_NAMES, " ", parties))
    return [name for name in found if len(name) <= 4 and not _OFFICE.search(name)]
