"""What is kept about a person, as he may read it: his own values whole, everybody else's masked."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from desktop.domain import masking, phones
from desktop.domain.ids import Ref
from desktop.domain.personal import Column, Kind
from desktop.services import wall
from desktop.services.personal_erasing import Fate
from desktop.services.personal_finding import Found, Whom, attribute, shown

_AROUND = 60  # characters of a long text on each side of a name


@dataclass(frozen=True, slots=True)
class Kept:
    """One row about somebody: ``told`` in full as it is handed to him, ``what`` as the screen lists it;
    others are masked in both."""

    table: str
    id: Ref
    word: str
    where: str
    what: str
    told: tuple[tuple[str, str], ...]
    purpose: str
    basis: str
    until: str
    own: bool
    goes: str  # which columns would be emptied
    why: str  # why the rest stays


def lines(session: Session, fates: Sequence[Fate], who: Whom) -> list[Kept]:
    """Every row as a line."""
    hides: dict[UUID, wall.Hide] = {}
    made = []
    for fate in fates:
        compound = fate.found.ref.compound_id
        if compound not in hides:
            hides[compound] = _hide(session, compound, who)
        made.append(_line(fate, who, hides[compound]))
    return made


def _hide(session: Session, compound: UUID, who: Whom) -> wall.Hide:
    """How texts are masked for the person: his own name stays, everybody else's goes."""
    residents, office = wall.people(session, compound)
    known = wall.phones(session) - who.phones
    return lambda text: masking.masked(
        masking.without_numbers(text, known), residents - who.names, office | who.names
    )


def _line(fate: Fate, who: Whom, hide: wall.Hide) -> Kept:
    found, holding = fate.found, fate.found.holding
    told = tuple((column.word, _said(found, column, who, hide)) for column in found.columns)
    first = found.columns[0]
    return Kept(
        table=holding.table,
        id=found.ref,
        word=holding.word,
        where=found.where if found.own else f"{found.where}（提到）",
        what="；".join(
            f"{word}：{_on_screen(column, value)}"
            for column, (word, value) in zip(found.columns, told, strict=True)
        ),
        told=told,
        purpose=first.purpose,
        basis=first.basis,
        until=holding.keep,
        own=found.own,
        goes="、".join(column.going for column in fate.goes),
        why=f"{'、'.join(column.word for column in fate.stays)}：{fate.why}" if fate.stays else "",
    )


def _on_screen(column: Column, value: str) -> str:
    """A cell on a list: numbers are masked there like everywhere; whoever must see one asks for it."""
    if column.kind is Kind.PHONE:
        return phones.mask_numbers(value)
    return "*" * len(value) if column.name == "id_tail" else value


def _said(found: Found, column: Column, who: Whom, hide: wall.Hide) -> str:
    """What stands in a cell, as it may be told to the person."""
    text = shown(getattr(found.record, attribute(found.record, column.name)))
    if column.name == "identity":
        return "（比对码，不能还原）"
    if column.kind in {Kind.NAME, Kind.PHONE, Kind.DOOR, Kind.TRAIT, Kind.CHOICE}:
        return text
    if not found.own or len(text) > 4 * _AROUND:
        text = _around(text, who)
    return hide(text)


def _around(text: str, who: Whom) -> str:
    """The words around the first place where the person is named."""
    places = [at for each in (*who.names, *who.phones) if (at := text.find(each)) >= 0]
    at = min(places, default=0)
    begin, end = max(0, at - _AROUND), at + _AROUND
    lead, tail = "……" if begin else "", "……" if end < len(text) else ""
    return f"{lead}{' '.join(text[begin:end].split())}{tail}"


def as_json(day: str, lines: Sequence[Kept], links: Sequence[tuple[str, str]]) -> bytes:
    told = {
        "格式": "圆桌议事 个人信息 1",
        "日期": day,
        "信息": [
            {
                "位置": each.word,
                "说明": each.where,
                "内容": dict(each.told),
                "用途": each.purpose,
                "依据": each.basis,
                "保存期限": each.until,
            }
            for each in lines
        ],
        "其他登记": [{"类别": word, "内容": what} for word, what in links],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def as_csv(lines: Sequence[Kept], links: Sequence[tuple[str, str]]) -> bytes:
    """One cell a line; what a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("位置", "说明", "项目", "内容", "用途", "依据", "保存期限"))
    rows = [
        (each.word, each.where, word, value, each.purpose, each.basis, each.until)
        for each in lines
        for word, value in each.told
    ]
    rows += [("其他登记", "", word, what, "", "", "") for word, what in links]
    for cells in rows:
        writer.writerow([f"'{c}" if c[:1] in tuple("=+-@\t\r") else c for c in cells])
    return out.getvalue().encode("utf-8-sig")
