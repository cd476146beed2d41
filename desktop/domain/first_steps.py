"""What a new office is asked first: the steps, the bodies a compound usually has, a pasted list of seats."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from desktop.domain.people import clean
from desktop.domain.terms import BodyKind, ManagedBy, Term


class Step(Term):
    """The first steps, in their order."""

    OFFICE = "office", "社区"
    COMPOUND = "compound", "小区"
    ROSTER = "roster", "名册"
    BODIES = "bodies", "机构与席位"
    MEETING = "meeting", "第一次会议"


@dataclass(frozen=True, slots=True)
class Usual:
    """A body as it is proposed: whether most compounds have it, and its usual duties."""

    kind: BodyKind
    proposed: bool
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One line of a pasted list; ``kind`` is ``None`` where the line does not name a body."""

    kind: BodyKind | None
    name: str
    duty: str = ""
    phone: str = ""


def usual_bodies(managed_by: ManagedBy) -> tuple[Usual, ...]:
    """The bodies to choose from. 业委会 goes with a property company, 自管委 with none."""
    property_company = managed_by is ManagedBy.PROPERTY
    committee = ("主任", "委员", "委员")
    return (
        Usual(BodyKind.BRANCH, proposed=True, duties=("书记", "委员")),
        Usual(BodyKind.RESIDENTS_COMMITTEE, proposed=False, duties=("委员",)),
        Usual(BodyKind.OWNERS_COMMITTEE, property_company, committee),
        Usual(BodyKind.SELF_MANAGEMENT, not property_company, committee),
        Usual(BodyKind.PROPERTY_COMPANY, property_company, ("项目经理",)),
        Usual(BodyKind.GRID, proposed=True, duties=("网格员",)),
        Usual(BodyKind.REPRESENTATIVES, proposed=True, duties=("", "", "")),
    )


_CALLED: Mapping[BodyKind, str] = {
    BodyKind.BRANCH: "党支部|党总支|党委|党组织|支部",
    BodyKind.RESIDENTS_COMMITTEE: "居委会|居民委员会",
    BodyKind.OWNERS_COMMITTEE: "业委会|业主委员会",
    BodyKind.SELF_MANAGEMENT: "自管委|自管会|自管小组|自治管理委员会",
    BodyKind.PROPERTY_COMMITTEE: "物管委|物业管理委员会",
    BodyKind.REPRESENTATIVES: "居民代表|业主代表|代表",
    BodyKind.PART_TIME: "兼职委员",
    BodyKind.GRID: "网格|网格员",
    BodyKind.PROPERTY_COMPANY: "物业|物业公司|物业服务企业|物业服务公司",
    BodyKind.OBSERVERS: "列席",
}
_BODIES = {word: kind for kind, words in _CALLED.items() for word in words.split("|")}
_PHONE = re.compile(r"\+?[\d\s-]{7,20}")
_HEADINGS = {"姓名", "名字", "成员", "机构", "职务", "电话", "联系电话", "手机", "手机号", "序号"}


def read_seats(text: str) -> tuple[SeatRow, ...]:
    """Read lines copied from a table: who is who is told by what stands in a cell, not by its column.

    A heading, serial numbers and empty lines are left out; a body stands for the lines below it.
    """
    found: list[SeatRow] = []
    kind: BodyKind | None = None
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        cells = [clean(cell.strip().strip('"')) for cell in line.split("\t")]
        cells = [cell for cell in cells if cell and not (cell.isdecimal() and len(cell) < 5)]
        if sum(cell in _HEADINGS for cell in cells) >= min(2, max(1, len(cells))):
            continue
        phone = next((cell for cell in cells if _PHONE.fullmatch(cell)), "")
        rest = [cell for cell in cells if cell != phone]
        body = next((cell for cell in rest[:2] if cell in _BODIES), "")
        if body and (len(rest) > 1 or not phone):
            kind = _BODIES[body]
            rest.remove(body)
        if rest:
            found.append(SeatRow(kind, rest[0], rest[1] if len(rest) > 1 else "", phone))
    return tuple(found)
