"""The last look at a paper before it may hang on a wall: nobody's phone, number or full name.

The rule of a posted paper: people who act in an office in full, residents by room or masked name,
never both; no phone, no identity number. Whatever the paper is made from, its finished text is held
against what this file knows of people.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain import digits, masking
from desktop.domain.errors import PrivateOnNotice
from desktop.domain.ids import Ref
from desktop.domain.jielong_head import SURNAMES
from desktop.domain.terms import BodyKind, OwnerKind
from desktop.storage.tables import (
    AttendeeRecord,
    BodyRecord,
    DisputeRecord,
    ListedRecord,
    OwnerRecord,
    OwnershipRecord,
    PersonRecord,
    PremisesRecord,
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
    "[委协员理监工商学]事?会$|公司|物业|社区|街道|网格|支部|中心|代表|居民|业主|住户|家属|匿名|热线|平台|\\d"
)


# Where one party of a dispute ends: at a door, a stop, white space. Never at a character that may
# stand in a name: 李和平, 王同春, 张跟宝.
_DOOR = (
    r"(?<![\u4e00-\u9fff])(?:[0-9一二三四五六七八九十]+(?:栋|幢|号楼|单元|楼|层|室|号|户)\s*)+(?:[0-9]+(?:室|号)?)?"
    r"|[0-9A-Za-z][0-9A-Za-z\-—–/#]*(?:栋|幢|号楼|单元|楼|层|室|号|户)?"
)
_EDGE = re.compile(rf"(?:{_DOOR}|[^\u4e00-\u9fff·])+")
_JOINS = re.compile(r"^(?:与|跟|及|以及|对|诉)(?=..)|(?:与|跟|及|之间|诉)$")  # begin or end no name
_ROLE = (
    r"被申请人|申请人|业主|住户|租户|租客|居民|邻居|楼上|楼下|对门|隔壁|甲方|乙方|当事人|双方"
    r"|夫妇|夫妻|一家|家庭|全家|先生|女士|老人|父子|母女|等人?"
)
_ROLES = re.compile(rf"^(?:{_ROLE})+|(?:{_ROLE})+$")
_JOINED = re.compile(r"以及|[与和跟同及诉]")


@dataclass(frozen=True, slots=True)
class Shield:
    """Hides who is party to a dispute in whatever is read: titles made before it was filed, too."""

    names: tuple[str, ...]  # the longest first
    doors: re.Pattern[str] | None = None  # where they live, where that would tell who they are

    def text(self, text: str) -> str:
        for name in self.names:
            if name in text:
                text = text.replace(name, masking.mask_name(name))
        return self.doors.sub("〔房号略〕", text) if self.doors is not None else text

    def whole(self, value: Any) -> Any:
        """The same for everything written in a record: facts, lines, documents."""
        if not self.names and self.doors is None:
            return value
        if isinstance(value, str) and not isinstance(value, Enum):
            return self.text(value)
        if isinstance(value, tuple | list):
            made = [self.whole(each) for each in value]
            return made if isinstance(value, list) else _like(value, made)
        if isinstance(value, Mapping):
            return {key: self.whole(each) for key, each in value.items()}
        if is_dataclass(value) and not isinstance(value, type):
            told = {each.name: getattr(value, each.name) for each in fields(value) if each.init}
            made_ = {name: self.whole(each) for name, each in told.items()}
            changed = {name: each for name, each in made_.items() if each is not told[name]}
            return replace(value, **changed) if changed else value
        return value


def _like(value: "tuple[Any, ...]", made: list[Any]) -> Any:
    if all(one is other for one, other in zip(value, made, strict=True)):
        return value
    return type(value)(*made) if hasattr(value, "_fields") else tuple(made)


def shield(session: Session, compound_id: UUID, *, doors: bool = False) -> Shield:
    """What hides the parties of this compound's disputes. ``doors``: the doors they are written down
    by, too, and who owns those: among suggestions a door tells as much as a name."""
    parties = _parties(session, compound_id)
    names = {name for each in parties for name in party_names(each)}
    found = {door for each in parties for door in party_doors(each)} if doors else set()
    if found:
        names = names | _owners_of(session, compound_id, found)
    return Shield(
        tuple(sorted(names, key=lambda name: (-len(name), name))),
        written_doors(found) if found else None,
    )


_PARTY_DOOR = re.compile(
    r"(?<![0-9])([0-9]{1,3})\s*(?:栋|幢|号楼|#|[-—–])\s*([0-9]{1,3})\s*(?:单元|[-—–])\s*([0-9]{3,4})(?![0-9])"
)
_DoorOf = tuple[str, str, str]


def party_doors(parties: str) -> list[_DoorOf]:
    """The doors by which parties to a dispute are written down: 3-2-502业主, 3栋2单元602."""
    return _PARTY_DOOR.findall(unicodedata.normalize("NFKC", parties))


def _owners_of(session: Session, compound_id: UUID, doors: set[_DoorOf]) -> set[str]:
    """Who owns these doors now."""
    wanted = (
        select(PremisesRecord.building, PremisesRecord.unit, PremisesRecord.room, OwnerRecord.name)
        .join(
            OwnershipRecord,
            (OwnershipRecord.compound_id == PremisesRecord.compound_id)
            & (OwnershipRecord.premises_id == PremisesRecord.id),
        )
        .join(
            OwnerRecord,
            (OwnerRecord.compound_id == OwnershipRecord.compound_id)
            & (OwnerRecord.id == OwnershipRecord.owner_id),
        )
        .where(
            PremisesRecord.compound_id == compound_id,
            OwnerRecord.kind == OwnerKind.PERSON,
            OwnershipRecord.until.is_(None),
            PremisesRecord.room.in_({room for _, _, room in doors}),
        )
    )
    return {name for *door, name in session.execute(wanted) if name and tuple(door) in doors}


def written_doors(doors: set[_DoorOf]) -> re.Pattern[str]:
    """These doors however they are written: 3-2-502, 3栋2单元502室, 3号楼2单元502."""
    each = "|".join(
        rf"{building}\s*(?:栋|幢|号楼|#|[-—–])\s*{unit}\s*(?:单元|[-—–])\s*{room}"
        for building, unit, room in sorted(doors)
    )
    return re.compile(rf"(?<![0-9])(?:{each})(?![0-9])室?")


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
    quarrels = session.execute(select(DisputeRecord.compound_id, DisputeRecord.parties)).all()
    quarrel = {name for _, parties in quarrels for name in party_names(parties)}
    here = {name for of, parties in quarrels if of == compound_id for name in party_names(parties)}
    names = {name for name in (*owners, *guests, *spoken, *quarrel) if name}
    return names, offices - here


def quarrelling(session: Session, compound_id: UUID) -> set[str]:
    """The names of who is party to a dispute: they appear nowhere but in its own ledger."""
    return {name for each in _parties(session, compound_id) for name in party_names(each)}


def _parties(session: Session, compound_id: UUID) -> list[str]:
    """Who quarrels, as it is written down, dispute by dispute."""
    wanted = select(DisputeRecord.parties).where(DisputeRecord.compound_id == compound_id)
    return list(session.scalars(wanted))


def party_names(parties: str) -> list[str]:
    """The names in the parties of a dispute as people write them: 3-2-502李翠花 与 王大锤（3-2-602）.

    Where two names stand together with nothing but 与 or 和 between them, every way of parting them
    that leaves two names counts: one name too many is hidden rather than one too few.
    """
    found: list[str] = []
    for piece in _EDGE.split(unicodedata.normalize("NFKC", parties)):
        told = _bare_name(piece)
        parts = [told, _bare_name(told[1:])] if told[:1] in tuple("和同") else [told]
        parts = [part for part in parts if part[:1] in SURNAMES or part == told]
        parts += [told[:-1]] if told[-1:] in tuple("和同") and len(told) == 4 else []
        for join in _JOINED.finditer(told):
            sides = [_bare_name(told[: join.start()]), _bare_name(told[join.end() :])]
            if len(told) > 4 and all(2 <= len(side) <= 4 for side in sides):
                parts += sides
        found += [part for part in parts if len(part) <= 4]
    return list(
        dict.fromkeys(name for name in found if len(name) >= 2 and not _OFFICE.search(name))
    )


def _bare_name(text: str) -> str:
    """A name without the roles and joining words at its edges."""
    before = ""
    while before != text:
        before = text
        text = _JOINS.sub("", _ROLES.sub("", text))
    return text
