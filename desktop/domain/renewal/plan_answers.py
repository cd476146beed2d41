"""One row of a survey as an office fills it: the door, 改不改, wishes, the lift, objections."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from desktop.domain import door as doors
from desktop.domain.count import is_count
from desktop.domain.door import only_number, tidy
from desktop.domain.errors import NotADoor
from desktop.domain.renewal.ledger import area_of
from desktop.domain.renewal.plan_meta import PlanMeta
from desktop.domain.renewal.plan_table import unread
from desktop.domain.renewal.survey import LIFT, Answer, Lift, Want
from desktop.domain.renewal.terms import SurveyWay
from desktop.domain.sheet import Sheet
from desktop.domain.voice_table import day_of

T = TypeVar("T")
WISHES = ("优先1", "优先2", "优先3")
_READ = frozenset((
    "序号", "楼栋", "单元", "房号", "楼层", "建筑面积", "改不改", *WISHES, "加装电梯", "反对项目", "反对理由",
    "调查方式", "调查日期",
))  # fmt: skip
_HARMLESS = re.compile(  # who it is and who asked: nothing that the figures of a survey need
    r"(?:业主|户主|产权人|住户|填表人|调查员|调查人)?(?:姓名|签名|签字)|业主|户主|产权人|填表人|记录人"
    r"|(?:联系|业主|户主|手机|住宅)?(?:电话|手机|电话号码|手机号码?)|联系方式|身份证号?码?|备注|说明"
    r"|调查[员人]|入户人员?|小区|小区名称|社区|街道"
)
_STEPS = re.compile(r"-|号楼|#楼|[栋幢座#]|单元|门")
_OF_A_BUILDING = re.compile(r"号楼|[栋幢座#]")
_A_HOUSE = re.compile(r"第?[A-Za-z]?[0-9一二三四五六七八九十]{1,3}(?:号楼|#楼|[栋幢座#])")
_A_ROOM = re.compile(r"[0-9]{3,4}[A-Za-z]?")
_BETWEEN = re.compile(r"[；;]")
_PIECES = re.compile(r"([、,，/／])")
_SILENT = {"", "未答复", "未答", "未表态", "无", "/", "-", "—"}
_YES = (
    "改", "愿意", "同意", "是", "愿意改", "同意改", "同意改造", "愿意改造", "要改", "想改", "赞成", "支持", "√", "✓",
    "✔", "☑",
)  # fmt: skip
_NO = (
    "不改", "不愿意", "反对", "不同意", "否", "不愿意改", "不愿意改造", "不同意改", "不同意改造", "不想改", "不要改",
    "不赞成", "不支持", "×", "✗", "✘", "☒",
)  # fmt: skip
_WANTS = dict.fromkeys(_YES, Want.YES) | dict.fromkeys(_NO, Want.NO)
_AGREE = (
    "同意", "愿意", "赞成", "支持", "是", "要", "要装", "想装", "同意加装", "愿意加装", "√", "✓", "✔", "☑",
)  # fmt: skip
_OPPOSE = (
    "反对", "不同意", "不愿意", "不赞成", "不支持", "否", "不要", "不装", "不要装", "不想装",
    "不同意加装", "不愿意加装", "×", "✗", "✘", "☒",
)  # fmt: skip
_NEUTRAL = ("无所谓", "弃权", "中立")
_LIFTS = dict.fromkeys(_AGREE, Lift.AGREE) | dict.fromkeys(_OPPOSE, Lift.OPPOSE)
_LIFTS |= dict.fromkeys(_NEUTRAL, Lift.NEUTRAL)
_WAYS = dict.fromkeys(("入户", "入户调查", "上门"), SurveyWay.DOOR)
_WAYS |= dict.fromkeys(("圆桌会", "圆桌会议", "会议"), SurveyWay.MEETING)
_WAYS |= dict.fromkeys(("书面", "书面问卷", "书面调查"), SurveyWay.WRITTEN)


def unread_columns(sheet: Sheet) -> list[str]:
    """What to say of columns that have something in them and that nothing here reads."""
    return [
        f"“{name}”一栏没有用到，请核对栏名"
        for name in unread(sheet, _READ)
        if not _HARMLESS.fullmatch(name)
    ]


def answer_of(line: int, row: Mapping[str, str], meta: PlanMeta) -> tuple[Answer | None, list[str]]:
    """One questionnaire, and what is wrong with it; ``None`` where nobody can tell whose it is."""
    where = _where(row)
    if where is None:
        return None, [f"房号“{row['房号']}”和楼栋、单元栏对不上，没有计入"]
    building, unit, room = where
    if not room:
        return None, ["没有房号"]
    wrong: list[str] = []
    told = Answer(
        row.get("序号", "") or str(line),
        building,
        unit,
        room,
        _floor(row.get("楼层", ""), room),
        _area(row.get("建筑面积", ""), wrong),
        _said(row, "改不改", {**_WANTS, **meta.wants}, wrong) or Want.NONE,
        tuple(row[name] for name in WISHES if row.get(name)),
        _said(row, "加装电梯", {**_LIFTS, **meta.lifts}, wrong) or Lift.NONE,
        _objections(row),
        _day(row.get("调查日期", ""), wrong),
        _WAYS.get(tidy(row.get("调查方式", ""))),
    )
    return told, wrong


def _said(row: Mapping[str, str], name: str, words: Mapping[str, T], wrong: list[str]) -> T | None:
    """What a word of an answer means; a word that nobody knows is told."""
    text = row.get(name, "")
    plain = tidy(text).rstrip("。.").rstrip()
    if text in words or plain in words:
        return words.get(text, words.get(plain))
    if plain not in _SILENT:
        wrong.append(f"{name}“{text}”不认识，按未答")
    return None


def _area(text: str, wrong: list[str]) -> Decimal | None:
    value = area_of(text)
    if value is not None and value > 0:
        return value
    wrong.append(f"建筑面积“{text}”不认识，按没有面积" if text else "没有建筑面积")
    return None


def _day(text: str, wrong: list[str]) -> date | None:
    day = day_of(text) if text else None
    if day is None and text not in _SILENT:
        wrong.append(f"调查日期“{text}”不认识，按没有日期")
    return day


Place = tuple[str, str, str]


def _where(row: Mapping[str, str]) -> Place | None:
    """Building, unit and room: in columns of their own, or all in one as people write doors;
    ``None`` where the columns tell one house and the door another."""
    room = tidy(row.get("房号", "")).removesuffix("室").removesuffix("号")
    building, unit = only_number(row.get("楼栋", "")), only_number(row.get("单元", ""))
    if building:
        return _taken_apart(building, unit, room)
    try:
        door = doors.read(room)
    except NotADoor:
        return building, unit, room
    return door.building, door.unit, door.room


def _taken_apart(building: str, unit: str, room: str) -> Place | None:
    """A room beside a building that tells more than itself: 1-1-101, 1-101, 1单元101."""
    *before, own = filter(None, _STEPS.split(room.replace(" ", ""))) if room else [""]
    first, last = (only_number(before[at]) if before else "" for at in (0, -1))
    if len(before) == 2 and _ends_with(building, first) and unit in {"", last}:
        return building, last, own
    if not before or len(before) > 2 or not _A_ROOM.fullmatch(own):
        return building, unit, room  # 101-2 is a room of its own
    if len(before) == 2:
        return None
    if unit:
        return (building, unit, own) if first in {building, unit} else None
    if first == building and "单元" not in room:
        return building, "", own
    return None if _OF_A_BUILDING.search(room) else (building, first, own)


def _ends_with(building: str, told: str) -> bool:
    """Whether ``told`` is this building; 东区3栋 is told as 3 on its doors."""
    return building == told or bool(
        re.fullmatch(rf".*[^0-9]{re.escape(told)}(?:号楼|栋|幢|座|楼)?", building)
    )


def house_of(sheet: Sheet) -> str:
    """The building that the name of a sheet tells, where an office keeps one for each; "" for none."""
    return sheet.name if _A_HOUSE.fullmatch(tidy(sheet.name)) else ""


def _floor(text: str, room: str) -> int | None:
    plain = tidy(text).removesuffix("层").removesuffix("楼")
    if re.fullmatch(r"-?[0-9]{1,4}", plain):
        return int(plain)
    return int(room[:-2]) if is_count(room) and len(room) > 2 else None


def _objections(row: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    works, reasons = (_parts(row.get(name, "")) for name in ("反对项目", "反对理由"))
    if len(works) == 1 and len(reasons) > 1:  # one work, and a reason in several parts
        reasons = ["；".join(reasons)]
    reasons += [""] * (len(works) - len(reasons))
    return tuple(zip(works, reasons, strict=False))


def _parts(text: str) -> list[str]:
    return [each.strip() for each in _BETWEEN.split(text) if each.strip()]


def with_known_works(answers: Iterable[Answer], works: Collection[str]) -> list[Answer]:
    """Objections to several works in one breath (外墙、加装电梯), each by itself: only where all of
    them are known, for a work's own name may hold such a sign."""
    known = {*works, LIFT}
    return [
        replace(each, objections=tuple(p for pair in each.objections for p in _apart(*pair, known)))
        if any(work not in known for work, _ in each.objections)
        else each
        for each in answers
    ]


def _apart(work: str, reason: str, known: Collection[str]) -> list[tuple[str, str]]:
    several = [] if work in known else _known_in(_PIECES.split(work), known)
    if not several:
        return [(work, reason)]
    reasons = _parts(reason)
    if len(reasons) != len(several):  # the first of them is what the reason is told of
        reasons = [reason] + [""] * (len(several) - 1)
    return list(zip(several, reasons, strict=True))


def _known_in(pieces: Sequence[str], known: Collection[str]) -> list[str]:
    """The known works that names and the signs between them make up, longest first; none where
    something is left over."""
    for end in range(len(pieces), 0, -2):
        name = "".join(pieces[:end]).strip()
        if name not in known:
            continue
        rest = pieces[end + 1 :]
        others = _known_in(rest, known)
        if others or not rest:
            return [name, *others]
    return []
