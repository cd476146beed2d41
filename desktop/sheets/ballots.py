"""Reading the ballots of an owners' vote from a table, with what its meta file says of it."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any

from desktop.domain import area as areas
from desktop.domain.decision_rule import DecisionRule
from desktop.domain.door import only_number, tidy
from desktop.domain.errors import BadBallots, NoSuchFile, NotAnArea, Refusal
from desktop.domain.measure import Area
from desktop.domain.tally import Mark, Voting
from desktop.sheets.reading import decode
from desktop.system.files import read_whole

_WORDS = {
    "同意": Mark.FOR, "赞成": Mark.FOR, "反对": Mark.AGAINST, "不同意": Mark.AGAINST,
    "弃权": Mark.ABSTAIN, "多选": Mark.INVALID, "空白": Mark.INVALID, "无效": Mark.INVALID,
    "未交回": Mark.UNRETURNED, "": Mark.UNRETURNED,
}  # fmt: skip
DEVELOPER = "DEV"
OWNERS_RULES = ("ordinary", "major")
_STATES = {"", "已交回", "交回", "未交回"}
_MEANINGS = {mark.value for mark in Mark} - {Mark.CONFLICT.value}  # what one paper can say
_FACES = {"", "有效", "无效"}
_NEEDED = ("楼栋", "单元", "房号", "专有面积", "业主", "证件尾号", "收票情况", "票面")


@dataclass(frozen=True, slots=True)
class Matter:
    key: str
    column: str
    title: str
    rule: DecisionRule


@dataclass(frozen=True, slots=True)
class Meta:
    compound: str
    matters: tuple[Matter, ...]
    words: Mapping[str, Mark]


@dataclass(slots=True)
class Door:
    """One door: its owner, and its ballots in order of receipt, each a mark per matter."""

    room: str
    area: Area
    owners: str
    head: str
    ballots: list[dict[str, Mark]] = field(default_factory=list)
    letter: str = ""  # 委托书: 有, 无, or ""
    tails: str = ""  # of the owners' numbers


@dataclass(frozen=True, slots=True)
class Ballots:
    file: str
    meta: Meta
    doors: tuple[Door, ...]
    warnings: tuple[str, ...] = ()  # what was counted one way and could be meant another

    def voting(self, matter: Matter) -> list[Voting]:
        """The electorate with its marks on one matter."""
        return [
            Voting(door.room, door.area, door.head, tuple(b[matter.key] for b in door.ballots))
            for door in self.doors
        ]


def read_meta(path: Path, rules: Mapping[str, DecisionRule]) -> Meta:
    """Read what is voted on and under which of the ``rules``; raise ``BadBallots`` with the place of what is wrong."""
    table = read_json(path)
    matters: list[Matter] = []
    for number, each in enumerate(_list(table, "matters", path), 1):
        kind = each.get("type") if isinstance(each, dict) else None
        if kind not in OWNERS_RULES:
            raise BadBallots(path.name, f"matters 第 {number} 项的 type 只能是 ordinary 或 major")
        column = _plain(str(each.get("column") or ""))
        if not column:
            raise BadBallots(path.name, f"matters 第 {number} 项缺少 column")
        key = str(each.get("id") or number)
        if any(other.key == key for other in matters):
            raise BadBallots(path.name, f"matters 第 {number} 项的 id “{key}”重复")
        if any(other.column == column for other in matters):
            raise BadBallots(path.name, f"matters 第 {number} 项的 column “{column}”已用过")
        matters.append(Matter(key, column, str(each.get("title") or column), rules[kind]))
    words = dict(_WORDS)
    legend = table.get("legend") or {}
    if not isinstance(legend, dict):
        raise BadBallots(path.name, "legend 应为“票面：含义”的对应表")
    for word, mark in legend.items():
        if isinstance(mark, str) and mark in _MEANINGS:
            words[word] = Mark(mark)
    return Meta(str(table.get("compound") or ""), tuple(matters), words)


def read_json(path: Path, refuse: Callable[[str], Refusal] | None = None) -> dict[str, Any]:
    """Read a JSON object; refuse anything else in words, of a vote's where nothing else is told."""
    if not path.is_file():
        raise NoSuchFile(str(path))
    refusal = refuse or partial(BadBallots, path.name)
    try:
        table = json.loads(decode(read_whole(path), path.name)[0])
    except (ValueError, RecursionError) as wrong:
        raise refusal("不是 JSON 文件") from wrong
    if not isinstance(table, dict):
        raise refusal("应为一个 JSON 对象（花括号）")
    return table


def _list(table: dict[str, Any], name: str, path: Path) -> list[Any]:
    value = table.get(name)
    if not isinstance(value, list) or not value:
        raise BadBallots(path.name, f"缺少 {name}")
    return value


def read(path: Path, meta: Meta) -> Ballots:
    """Read the ballots; raise ``BadBallots`` with the line of what cannot be counted."""
    if not path.is_file():
        raise NoSuchFile(str(path))
    text, _ = decode(read_whole(path), path.name)
    first = text.partition("\n")[0]
    delimiter = max(",\t;；", key=first.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        heads = [_plain(name) for name in rows.fieldnames or ()]
    except csv.Error as wrong:
        raise BadBallots(path.name, "表头的引号不成对") from wrong
    rows.fieldnames = heads
    if twice := sorted({name for name in heads if name and heads.count(name) > 1}):
        raise BadBallots(path.name, f"有两列同名：{'、'.join(twice)}")
    missing = [
        name
        for name in (*_NEEDED, *(matter.column for matter in meta.matters))
        if name not in heads
    ]
    if missing:
        raise BadBallots(path.name, f"缺少列：{'、'.join(missing)}")
    doors: dict[str, Door] = {}
    numbers: dict[str, int] = {}  # of papers, and the line each stands on
    try:
        for row in rows:
            _once(numbers, (row.get("票号") or "").strip(), rows.line_num, path)
            _take(
                doors,
                {k: (v or "").strip() for k, v in row.items() if k},
                rows.line_num,
                meta,
                path,
            )
    except csv.Error as wrong:
        raise BadBallots(path.name, f"第 {rows.line_num} 行的引号不成对") from wrong
    if not doors:
        raise BadBallots(path.name, "没有一行票")
    return Ballots(path.name, meta, tuple(doors.values()), tuple(_warnings(doors.values())))


def _plain(heading: str) -> str:
    """A heading without blanks, full-width letters and the unit behind it: 专有面积（㎡） → 专有面积."""
    plain = "".join(unicodedata.normalize("NFKC", heading).split())
    return re.sub(r"\((?:㎡|m2|平方米|平米)\)$", "", plain)


def _once(numbers: dict[str, int], number: str, line: int, path: Path) -> None:
    """One paper is one row: a number that stands on two was copied, or mistyped."""
    if number in numbers:
        raise BadBallots(path.name, f"第 {line} 行的票号“{number}”在第 {numbers[number]} 行已有")
    if number:
        numbers[number] = line


def _warnings(doors: Iterable[Door]) -> Iterator[str]:
    """Owners that only a name tells: they may be several people, or one that was told twice."""
    bare: dict[str, list[str]] = {}
    told: dict[str, list[str]] = {}
    for door in doors:
        if door.head == DEVELOPER:
            continue
        names = door.owners.split("、")
        for name, end in zip_longest(names, door.tails.split("/")[: len(names)], fillvalue=""):
            (told if end.strip() else bare).setdefault(name.strip(), []).append(door.room)
        if len(names) > 1 and len([end for end in door.tails.split("/") if end]) < len(names):
            yield f"{door.room} 的共有人 {len(names)} 名，证件尾号不全，可能有同名的不同人"
    for name, rooms in bare.items():
        if len(rooms) > 1:
            yield f"“{name}”没有证件尾号，{'、'.join(rooms[:6])} 等 {len(rooms)} 户按同一人计，可能是几个人"
        if name in told:
            also = "、".join(told[name][:6])
            yield f"“{name}”在 {rooms[0]} 没有证件尾号，在 {also} 有，按不同的人计"


def _take(doors: dict[str, Door], row: dict[str, str], line: int, meta: Meta, path: Path) -> None:
    def wrong(why: str) -> BadBallots:
        return BadBallots(path.name, f"第 {line} 行：{why}")

    parts = (only_number(row["楼栋"]), only_number(row["单元"]), tidy(row["房号"]).upper())
    if not (parts[0] and parts[2]):
        raise wrong("没有楼栋或房号")
    room = "-".join(parts)
    try:
        area = Area(areas.units(row["专有面积"]))
    except NotAnArea as refused:
        raise wrong(str(refused).removesuffix("。")) from refused
    if not row["业主"]:
        raise wrong("没有业主")
    if area.count <= 0:
        raise wrong("面积应大于 0")
    head = _head(row["业主"], row["证件尾号"])
    door = doors.setdefault(room, Door(room, area, row["业主"], head, tails=row["证件尾号"]))
    if door.area != area or door.head != head:
        raise wrong(f"{room} 的面积或业主与前面不一致")
    door.letter = row.get("委托书", "") or door.letter
    if (ballot := _ballot(row, meta, wrong)) is not None:
        door.ballots.append(ballot)


def _ballot(
    row: dict[str, str], meta: Meta, wrong: Callable[[str], BadBallots]
) -> dict[str, Mark] | None:
    """The marks of one row; ``None`` when nothing came back."""
    state, face = row.get("收票情况", ""), row.get("票面", "")
    if state not in _STATES:
        raise wrong(f"收票情况“{state}”只能是 已交回 或 未交回")
    if face not in _FACES:
        raise wrong(f"票面“{face}”只能是 有效 或 无效")
    words = {matter.key: row[matter.column] for matter in meta.matters}
    if state == "未交回":
        if set(words.values()) - {"", "未交回"}:
            raise wrong("写明未交回，却有票面")
        return None
    if face == "无效":
        return dict.fromkeys(words, Mark.INVALID)
    if not state and not any(words.values()):
        return None
    for word in words.values():
        if word not in meta.words:
            raise wrong(f"“{word}”不是认识的票面")
    return {key: meta.words[word] for key, word in words.items()}


def _head(owners: str, tails: str) -> str:
    """Who the owner is: the developer, or the set of co-owners with their numbers, in any order."""
    if owners.startswith("开发商"):
        return DEVELOPER
    names, ends = owners.split("、"), tails.split("/")
    ends += [""] * (len(names) - len(ends))
    return "&".join(sorted(name + end for name, end in zip(names, ends, strict=False)))
