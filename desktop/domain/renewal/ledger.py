"""The ledgers of a renewal plan as data: which columns each has, and what may stand in them.

A line is kept as texts in one plain spelling — numbers as ``1234.50``, days as ``2026-05-01``,
rates as ``0.035`` — so that it is exact, goes into tables and comes back the same.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum

from desktop.domain import door as doors
from desktop.domain.door import tidy
from desktop.domain.errors import NameNeeded, NotADoor
from desktop.domain.renewal.errors import BothMissing, NotALedgerValue
from desktop.domain.renewal.terms import Ledger
from desktop.domain.voice_table import day_of

CATEGORIES = ("安全类", "基础类", "完善类", "提升类")
RATES = "其他费用"  # the category of what is a rate of all the others
DROPPED = "不列入"
SETTLED = frozenset({"同意", "不再反对"})  # how a talk ends that ends an objection
HIDDEN = ("number", "was")  # of a work: its number on the sheets, its former names
MOST = Decimal(10) ** 12
FINEST = -4  # decimals of a quantity or a price


class Holds(Enum):
    """What a column holds."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"  # not negative, at most four decimals
    MONEY = "money"  # 元, not negative, whole cents
    WHOLE = "whole"
    RATE = "rate"  # 3.5% is kept as 0.035
    DAY = "day"
    CHOICE = "choice"
    WORK = "work"  # the name of one of the plan's works
    DOOR = "door"  # kept as 3-2-501 however it is written


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column. ``personal`` ones are seen on screen by who may, and stand on no paper."""

    name: str
    word: str
    holds: Holds = Holds.TEXT
    needed: bool = False
    choices: tuple[str, ...] = ()
    personal: bool = False
    unit: str = ""

    @property
    def title(self) -> str:
        return f"{self.word}（{self.unit}）" if self.unit else self.word


_H = Holds
_C = LedgerColumn
_WORK = _C("work", "改造内容", _H.WORK)
_NOTE = _C("note", "备注")
_ON = _C("on", "日期", _H.DAY)
_DOOR = _C("door", "房号", _H.DOOR, personal=True)

LEDGERS: Mapping[Ledger, tuple[LedgerColumn, ...]] = {
    Ledger.WORKS: (
        _C("category", "类别", _H.CHOICE, needed=True, choices=CATEGORIES),
        _C("work", "改造内容", needed=True),
        _C("place", "位置"),
        _C("state", "取舍", _H.CHOICE, choices=("列入", "暂缓", DROPPED)),
        _C("lead", "责任单位"),
        _C("voices", "来源建议编号"),
        _C("resolution", "决议依据"),
        _C("note", "说明", _H.LONG),
    ),
    Ledger.COSTS: (
        _C("category", "类别"),
        _C("work", "改造内容", needed=True),
        _C("item", "分项"),
        _C("place", "位置"),
        _C("unit", "单位"),
        _C("quantity", "数量", _H.NUMBER),
        _C("price", "单价", _H.NUMBER, unit="元"),
        _C("rate", "费率", _H.RATE),
    ),
    Ledger.SOURCES: (
        _C(
            "kind", "类型", _H.CHOICE,
            choices=(
                "中央补助", "省级补助", "市级补助", "区县补助", "专营单位", "维修资金", "公共收益",
                "居民出资", "社会资本", "其他",
            ),
        ),
        _C("name", "资金来源", needed=True),
        _C("by", "怎么算", _H.CHOICE, choices=("总额", "每户", "每平方米"), needed=True),
        _C("value", "金额", _H.NUMBER, needed=True, unit="元"),
        _C("who", "由谁出", _H.CHOICE, choices=("愿意改造的户", "全部户")),
        _NOTE,
    ),
    Ledger.PHASES: (
        _C("name", "阶段", needed=True),
        _C("since", "开始", _H.DAY, needed=True),
        _C("until", "结束", _H.DAY, needed=True),
        _C("lead", "责任单位"),
        _C("state", "进度", _H.CHOICE, choices=("未开始", "进行中", "已完成")),
        _NOTE,
    ),
    Ledger.REVENUE: (
        _C("name", "收入点", needed=True),
        _C("place", "位置"),
        _C("count", "数量", _H.NUMBER, needed=True),
        _C("price", "单价", _H.NUMBER, needed=True, unit="元"),
        _C("per", "按", _H.CHOICE, choices=("月", "年", "次"), needed=True),
        _C("use", "用途"),
    ),
    Ledger.COMMENTS: (
        _ON,
        _C("scheme", "方案第几版", _H.WHOLE),
        _C("work", "针对哪一项", _H.WORK),
        _DOOR,
        _C("text", "意见", _H.LONG, needed=True, personal=True),
        _C("state", "采纳", _H.CHOICE, choices=("待答复", "采纳", "部分采纳", "未采纳")),
        _C("answer", "答复", _H.LONG),
    ),
    Ledger.TALKS: (
        _ON,
        _C("work", "针对哪一项", _H.WORK, needed=True),
        _C("unit", "单元"),
        _DOOR,
        _C("who", "谁去谈", personal=True),
        _C("offer", "提出的办法", _H.LONG, needed=True, personal=True),
        _C("answer", "对方答复", _H.LONG, personal=True),
        _C("result", "结果", _H.CHOICE, choices=("再谈", "同意", "不再反对", "仍反对")),
    ),
    Ledger.ILLEGAL: (
        _C("building", "楼栋"),
        _C("place", "位置", needed=True, personal=True),
        _C("what", "是什么"),
        _C("area", "面积", _H.NUMBER, unit="㎡"),
        _C("state", "处置", _H.CHOICE, choices=("未处置", "已劝告", "已立案", "已拆除", "保留")),
        _ON,
        _WORK,
        _NOTE,
    ),
    Ledger.PARKING: (
        _C("place", "位置", needed=True),
        _C("kind", "种类", _H.CHOICE, choices=("新增", "保留", "取消")),
        _C("count", "个数", _H.WHOLE, needed=True),
        _WORK,
        _NOTE,
    ),
    Ledger.SHEDS: (
        _C("place", "位置", needed=True),
        _C("kind", "种类", _H.CHOICE, choices=("充电棚", "充电桩", "充电柜")),
        _C("count", "充电口", _H.WHOLE, needed=True),
        _C("distance", "离楼多远", _H.NUMBER, unit="米"),
        _C("state", "进度", _H.CHOICE, choices=("拟建", "在建", "已用", "撤除")),
        _WORK,
        _NOTE,
    ),
    Ledger.RISERS: (
        _C("building", "楼栋", needed=True),
        _C("unit", "单元"),
        _C(
            "kind", "管道", _H.CHOICE, needed=True,
            choices=("排水立管", "给水立管", "雨水立管", "燃气立管", "暖气立管", "其他"),
        ),
        _C("doors", "涉及户数", _H.WHOLE, needed=True),
        _C("agreed", "已同意入户", _H.WHOLE),
        _C("state", "进度", _H.CHOICE, choices=("未开始", "协商中", "施工中", "已完成")),
        _WORK,
        _NOTE,
    ),
    Ledger.SHARED: (
        _C("name", "名称", needed=True),
        _C("kind", "种类", _H.CHOICE, choices=("小区", "街巷", "文保点", "公共设施"), needed=True),
        _C("what", "共用项目"),
        _C("amount", "金额", _H.MONEY, unit="元"),
        _C("share", "本小区分担", _H.RATE),
        _NOTE,
    ),
    Ledger.RATINGS: (
        _ON,
        _DOOR,
        _C("score", "评分", _H.CHOICE, choices=("5 很满意", "4 满意", "3 一般", "2 不满意", "1 很不满意"), needed=True),
        _C("text", "说了什么", _H.LONG, personal=True),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cells:
    """One line: its texts by the columns' names; a column that is not told is blank."""

    told: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.told.get(name, "")

    def number(self, name: str) -> Decimal | None:
        return Decimal(self[name]) if self[name] else None

    def day(self, name: str) -> date | None:
        return date.fromisoformat(self[name]) if self[name] else None


def tidied(ledger: Ledger, told: Mapping[str, str]) -> dict[str, str]:
    """A line in the plain spelling; raise ``NameNeeded``, ``NotALedgerValue`` or ``BothMissing``."""
    line = {column.name: _plain(column, told.get(column.name, "")) for column in LEDGERS[ledger]}
    if ledger is Ledger.WORKS:
        line |= {name: told.get(name, "") for name in HIDDEN}
    if ledger is Ledger.COSTS:
        _priced(line)
    if ledger is Ledger.SOURCES and line["by"] == "总额" and _finer_than_cents(line["value"]):
        raise NotALedgerValue("金额", line["value"], "总额最多 2 位小数")
    if ledger is Ledger.PHASES and line["until"] < line["since"]:
        raise NotALedgerValue("结束", line["until"], "比开始还早")
    return {name: text for name, text in line.items() if text}


def _finer_than_cents(text: str) -> bool:
    """Whether a sum of money is told finer than the cent: it would be rounded unseen."""
    return len(text.partition(".")[2]) > 2


def _priced(line: dict[str, str]) -> None:
    """A line of a bill has a quantity and a price, or a rate."""
    priced = bool(line["quantity"] and line["price"])
    if priced == bool(line["rate"]):
        raise BothMissing(line["work"])
    if not line["category"]:
        line["category"] = RATES if line["rate"] else CATEGORIES[1]


def _plain(column: LedgerColumn, text: str) -> str:
    plain = text.strip()
    if not plain:
        if column.needed:
            raise NameNeeded(column.word)
        return ""
    spell = _SPELLINGS.get(column.holds)
    return spell(column, plain) if spell else plain


def _day(column: LedgerColumn, text: str) -> str:
    day = day_of(text)
    if day is None:
        raise NotALedgerValue(column.word, text, "要写成 2026-5-1 这样的日期")
    return day.isoformat()


def _door(column: LedgerColumn, text: str) -> str:
    try:
        return str(doors.read(text))
    except NotADoor:
        if _IN_A_NAMED_BUILDING.fullmatch(plain := tidy(text)):
            return plain
        raise NotALedgerValue(column.word, text, "要写 3-2-501 这样的房号") from None


# 综合楼-1-101, 东区-501: as a survey tells the doors of buildings that have a name
_IN_A_NAMED_BUILDING = re.compile(r"[^\W\d][^\W_]{0,11}(-[0-9A-Za-z]{1,3})?-[0-9]{2,4}")


def _choice(column: LedgerColumn, plain: str) -> str:
    """One of the choices; a category of the city's own is one, too."""
    if column.name == "category" or plain in column.choices:
        return plain
    begins = [each for each in column.choices if each.startswith(plain)]
    if len(begins) == 1:
        return begins[0]
    raise NotALedgerValue(column.word, plain, "要写" + "、".join(column.choices))


_PLAIN = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_GROUPED = re.compile(
    r"[+-]?[0-9]{1,3}([, ])[0-9]{3}(\1[0-9]{3})*(\.[0-9]+)?"
)  # 1,234.5; 1 520 000
_IN_FRONT = re.compile(r"(?:(?:人民币|RMB|¥)[: ]*)+", re.IGNORECASE)
_COUNTED = re.compile(r" *(m2|平方米|平米|米|户|个)$")
_MEASURED = re.compile(r" *(m2|平方米|平米|平)$")
_MONEY = re.compile(r" *(万|亿)? *(?:元整|元)?$")
_TIMES = {"万": 10**4, "亿": 10**8}


def number(text: str) -> Decimal | None:
    """A number as people write it, money too (1,234.5、89.5元、￥1 520 000、152万元、60㎡);
    ``None`` for none. Where no money can stand, ask ``count_of`` or ``area_of``: 3万户 is none."""
    told = tidy(text)
    value = count_of(told)
    if value is not None:
        return value
    plain = _IN_FRONT.sub("", told, count=1) if _IN_FRONT.match(told) else told
    found = _MONEY.search(plain)
    value = _decimal(plain[: found.start()] if found else plain, blanks=True)
    times = _TIMES.get((found and found[1]) or "", 1)
    return value if value is None or times == 1 else Decimal(spelled(value * times))


def count_of(text: str) -> Decimal | None:
    """A number that counts or measures things, no money: 12、168户、620米、1,200㎡."""
    return _decimal(_COUNTED.sub("", tidy(text)))


def area_of(text: str) -> Decimal | None:
    """So many m²: 58.36、58.36㎡、58.36平; 58户 and 58元 are none."""
    return _decimal(_MEASURED.sub("", tidy(text)))


def _decimal(plain: str, *, blanks: bool = False) -> Decimal | None:
    """The value of digits; groups of three may stand apart by commas, in money by blanks, too."""
    grouped = _GROUPED.fullmatch(plain)
    if grouped and (blanks or grouped[1] == ","):
        plain = plain.replace(grouped[1], "")
    if not _PLAIN.fullmatch(plain):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def rate_of(text: str) -> Decimal | None:
    """A rate as people write it: 3.5%、5‰、0.035; ``None`` for none, and for what is no share."""
    plain = tidy(text)
    sign = plain[-1:] if plain.endswith(("%", "‰")) else ""
    value = _decimal(plain.removesuffix(sign).rstrip())
    if value is None:
        return None
    value = value / {"%": 100, "‰": 1000}.get(sign, 1)
    return value if 0 < value <= 1 else None


def _number(column: LedgerColumn, text: str, finest: int) -> str:
    read = number if column.unit == "元" else area_of if column.unit == "㎡" else count_of
    value = read(text)
    if value is None:
        raise NotALedgerValue(column.word, text, "要写数字")
    told = spelled(value)
    if value < 0 or value >= MOST or len(told.partition(".")[2]) > -finest:
        why = "不能是负数" if value < 0 else "太大" if value >= MOST else f"最多 {-finest} 位小数"
        raise NotALedgerValue(column.word, text, why)
    return told


def spelled(value: Decimal) -> str:
    """A number in the one plain spelling: 92.80 and 92.8 are the same, and so is 5.0 and 5."""
    told = f"{value:f}"
    if "." in told:
        told = told.rstrip("0").rstrip(".")
    return "0" if told in {"-0", ""} else told


def per_cent(rate: Decimal) -> str:
    """A rate as people read it: 0.035 is 3.5%."""
    return f"{spelled(rate * 100)}%"


def _rate(column: LedgerColumn, text: str) -> str:
    value = rate_of(text)
    if value is None:
        raise NotALedgerValue(column.word, text, "要写 3.5% 这样的比例")
    return spelled(value)


_SPELLINGS: Mapping[Holds, Callable[[LedgerColumn, str], str]] = {
    Holds.NUMBER: lambda column, text: _number(column, text, FINEST),
    Holds.MONEY: lambda column, text: _number(column, text, -2),
    Holds.WHOLE: lambda column, text: _number(column, text, 0),
    Holds.RATE: _rate,
    Holds.DAY: _day,
    Holds.CHOICE: _choice,
    Holds.DOOR: _door,
}


def shown(column: LedgerColumn, text: str) -> str:
    """A cell as people read it: rates in per cent."""
    if column.holds is Holds.RATE and text:
        return per_cent(Decimal(text))
    return text
