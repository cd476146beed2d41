"""The last look at a paper before it may hang on a wall: nobody's phone, number or full name.

The rule of a posted paper: people who act in an office in full, residents by room or masked name,
never both; no phone, no identity number. Whatever the paper is made from, its finished text is held
against what this file knows of people.
"""

import re
from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain import digits, masking
from desktop.domain.errors import PrivateOnNotice
from desktop.domain.ids import Ref
from desktop.domain.terms import BodyKind, OwnerKind
from desktop.storage.tables import (
    AttendeeRecord,
    BodyRecord,
    CompoundRecord,
    DisputeRecord,
    ListedRecord,
    OwnerRecord,
    PersonRecord,
    SeatRecord,
    ShowingRecord,
    SuggestionRecord,
    VoterRecord,
)

Hide = Callable[[str], str]
# Where this file keeps names of people, and their telephone numbers.
_NAMES = (
    SuggestionRecord.proposer, PersonRecord.name, VoterRecord.names, VoterRecord.agent,
    ListedRecord.holder,
)  # fmt: skip
_PHONES = (
    (OwnerRecord.phone, OwnerRecord.more_phones),
    (PersonRecord.phone,),
    (SuggestionRecord.phone,),
    (ListedRecord.contact,),
)
_BETWEEN = re.compile(r"[、,，;；/]")
_BETWEEN_NUMBERS = re.compile(r"[、,，;；/\n]| (?=1[3-9])")

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
    """What must not be posted: numbers, residents' names, a room beside a name."""
    residents, seated = people(session, compound_id)
    office = {*seated, *acting}
    found = numbers(session, text)
    found += masking.private_names(text, residents, office)
    found += masking.room_and_name(text, residents | office)
    return list(dict.fromkeys(found))


def numbers(session: Session, text: str) -> list[str]:
    """What is posted under no condition: whatever is a number of a person, or one of this file's."""
    return masking.private_numbers(text, phones(session))


def check_of(session: Session, meeting: Ref, paper: str, text: str, acting: Iterable[str]) -> None:
    """The same for a paper of a meeting, but for the names that two people have let stand there."""
    if found := leaks_of(session, meeting, paper, text, acting):
        raise PrivateOnNotice("、".join(found))


def leaks_of(
    session: Session, meeting: Ref, paper: str, text: str, acting: Iterable[str]
) -> list[str]:
    known = shown_on(session, meeting, paper)
    found = leaks(session, meeting.compound_id, text, acting)
    return [each for each in found if each not in known]


def shown_on(session: Session, meeting: Ref, paper: str) -> set[str]:
    """What two people have let stand on this paper."""
    return {
        name for each in showings(session, meeting) if each.paper == paper for name in each.shown
    }


def showings(session: Session, meeting: Ref) -> list[ShowingRecord]:
    """What was decided to be shown after all on the papers of a meeting."""
    wanted = select(ShowingRecord).where(
        ShowingRecord.compound_id == meeting.compound_id, ShowingRecord.meeting_id == meeting.id
    )
    return list(session.scalars(wanted.order_by(ShowingRecord.id)))


def masked(text: str, residents: set[str], office: set[str], known: Collection[str] = ()) -> str:
    """A text without phone numbers, with residents' names masked, and no room beside a name."""
    plain = masking.without_numbers(text, known)
    plain = masking.masked(plain, residents, office)
    return masking.without_rooms(plain, residents | office)


def hide(session: Session, compound_id: UUID, acting: Iterable[str] = ()) -> Hide:
    """How texts of this compound are masked for everybody to read; ``acting`` stay as they are."""
    residents, seated = people(session, compound_id)
    known, office = phones(session), {*seated, *acting}
    return lambda text: masked(text, residents, office, known)


def file_title(session: Session, compound_id: UUID, title: str) -> str:
    """A title as it may stand in the name of a file: stars may not, so a name is 谢某."""
    shown = hide(session, compound_id)(title)
    return re.sub(r"\*+", "某", shown).replace("〔", "").replace("〕", "")


def phones(session: Session) -> frozenset[str]:
    """Every telephone number of this file, in every way it may be written."""
    told = [
        each
        for columns in _PHONES
        for row in session.execute(select(*columns))
        for each in row
        if each
    ]
    return frozenset(
        way
        for each in set(told)
        for number in ((each,) if each.isdigit() else _BETWEEN_NUMBERS.split(each))
        for way in digits.dialled(number)
    )


def people(session: Session, compound_id: UUID) -> tuple[set[str], set[str]]:
    """Everybody's name whom this file knows, in whatever compound he lives, and the names of those
    who sit in a body of this one."""
    owners = session.scalars(select(OwnerRecord.name).where(OwnerRecord.kind == OwnerKind.PERSON))
    guests = session.scalars(
        select(AttendeeRecord.name).where(AttendeeRecord.body == BodyKind.OWNERS)
    )
    told = [each for column in _NAMES for each in session.scalars(select(column).distinct())]
    spoken = [
        name.strip()
        for each in told
        if each
        for name in _BETWEEN.split(each)
        if name.strip() and not _OFFICE.search(name)
    ]
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
    everywhere = session.scalars(select(CompoundRecord.id))
    quarrel = {name for each in everywhere for name in quarrelling(session, each)}
    names = {name for name in (*owners, *guests, *spoken, *quarrel) if name}
    return names, offices - quarrelling(session, compound_id)


def quarrelling(session: Session, compound_id: UUID) -> set[str]:
    """The names of who is party to a dispute: they appear nowhere but in its own ledger."""
    wanted = select(DisputeRecord.parties).where(DisputeRecord.compound_id == compound_id)
    return {name for parties in session.scalars(wanted) for name in party_names(parties)}


def party_names(parties: str) -> list[str]:
    """The names in the parties of a dispute as people write them: 3-2-502李翠花 与 王大锤（3-2-602）."""
    found = re.findall(r"[\u4e00-\u9fff·]{2,}", re.sub(_BETWEEN_NAMES, " ", parties))
    return [name for name in found if len(name) <= 4 and not _OFFICE.search(name)]
