"""Reading a roster: every row becomes premises, a problem, or a line that is left out — aloud."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop.domain import area as areas
from desktop.domain import people
from desktop.domain.door import Door, only_number, read, tidy
from desktop.domain.errors import NotADoor, NotAnArea
from desktop.domain.sheet import Column, Layout, Sheet, layout
from desktop.domain.terms import AreaSource, OwnerKind, Use

ERRORS = frozenset(
    {
        "DUP_ROOM",
        "AREA_MISSING",
        "AREA_UNPARSED",
        "AREA_NOT_POSITIVE",
        "OWNER_MISSING",
        "LOCATION_UNPARSED",
    }
)
_A_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:\D|$)")
_A_NAME = re.compile(r"公司|中心|集团|单位$")  # 成都合计商贸有限公司 is no total
_TOTAL = re.compile(r"(小计|合计|总计|累计)")
_FOOTER = re.compile(
    r"^(填表人|制表|填报|审核|日期|说明|注[::]|备注[::]|经办|联系电话[::]|单位[::])"
)
_TITLE = re.compile(
    r"^(?P<name>.+?)(?:小区)?(?:业主|房屋|住户|住宅|居民|产权|房产)"
    r"(?:信息|清册|登记|名册|花名册|台账|基本)?.*(?:表|册|账)$"
)


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One premises as the table has it. ``area`` is in units of 0.0001 m², or unknown."""

    sheet: str
    line: int
    use: Use
    door: Door
    raw: str  # the location as written
    area: int | None
    source: AreaSource
    owners: tuple[str, ...]
    phones: tuple[str, ...] = ()
    identities: tuple[str, ...] | None = ()  # None: written, but unusable
    tails: tuple[str, ...] = ()
    status: str = ""
    business: str = ""
    linked: str = ""
    right: str = ""
    note: str = ""

    @property
    def unsold(self) -> bool:
        return any(people.kind_of(name) is OwnerKind.DEVELOPER for name in self.owners)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes premises the same: parking places and shops have keys of their own."""
        kind = "车位" if self.use is Use.PARKING else "商" if self.door.shop else ""
        return (kind, self.door.building, self.door.unit, self.door.room)


@dataclass(frozen=True, slots=True)
class Problem:
    sheet: str
    line: int
    code: str
    field: str
    value: str
    reason: str
    duplicate_of: int | None = None
    row: RosterRow | None = None  # the row that was not taken, of a duplicate

    @property
    def severity(self) -> str:
        return "error" if self.code in ERRORS else "warning"


@dataclass(frozen=True, slots=True)
class Ignored:
    sheet: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """All that a file says, row by row. Every row is in exactly one of the lists."""

    file: str
    encoding: str
    compound: str | None
    sheets: tuple[str, ...]
    layouts: tuple[Layout, ...]
    rows: tuple[RosterRow, ...]
    problems: tuple[Problem, ...]
    ignored: tuple[Ignored, ...]


@dataclass
class _Gathered:
    rows: list[RosterRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    seen: dict[tuple[str, str, str, str], RosterRow] = field(default_factory=dict)


def parse(
    file: str,
    encoding: str,
    sheets: Sequence[Sheet],
    told: Mapping[str, Mapping[Column, int]] | None = None,
) -> Parsed:
    """Read all sheets; ``told`` gives, by sheet, what the user says its columns mean."""
    got, layouts, names = _Gathered(), [], []
    for sheet in sheets:
        where = layout(sheet, (told or {}).get(sheet.name))
        if where is None or not where.readable:
            got.ignored += [Ignored(sheet.name, line, "未识别") for line in sheet.lines]
            continue
        layouts.append(where)
        names.append(sheet.name)
        _SheetReader(sheet, where, got).run()
    return Parsed(
        file,
        encoding,
        _compound(sheets),
        tuple(names),
        tuple(layouts),
        tuple(got.rows),
        tuple(got.problems),
        tuple(got.ignored),
    )


class _SheetReader:
    def __init__(self, sheet: Sheet, where: Layout, got: _Gathered) -> None:
        self.sheet, self.where, self.got = sheet, where, got
        self.building = self.unit = ""

    def run(self) -> None:
        for index, (line, row) in enumerate(zip(self.sheet.lines, self.sheet.rows, strict=True)):
            if why := self._left_out(index, row):
                self.got.ignored.append(Ignored(self.sheet.name, line, why))
            else:
                self._row(index, line, row)

    def _left_out(self, index: int, row: Sequence[str]) -> str:
        filled = [cell.strip() for cell in row if cell.strip()]
        if index in self.where.header:
            return "表头"
        if not filled:
            return "空行"
        if index < self.where.header[0]:
            return "标题" if index == 0 else "副标题"
        first = filled[0].replace(" ", "").replace("\u3000", "")
        if len(first) < 20 and not _A_NAME.search(first) and (found := _TOTAL.search(first)):
            return "小计" if found[1] == "小计" else "合计"
        if _FOOTER.match(first) and len(filled) <= 2:
            return "表尾"
        return ""

    def _cell(self, index: int, row: Sequence[str], column: Column) -> str:
        at = self.where.columns.get(column)
        if at is None:
            return ""
        text = row[at].strip() if at < len(row) else ""
        return text or self.sheet.merged.get((index, at), "").strip()

    def _row(self, index: int, line: int, row: Sequence[str]) -> None:
        def cell(column: Column) -> str:
            return self._cell(index, row, column)

        def problem(code: str, column: Column, value: str, reason: str, **more: object) -> None:
            place = (self.sheet.name, line, code, self.where.heading(column), value, reason)
            self.got.problems.append(replace(Problem(*place), **more))  # type: ignore[arg-type]

        try:
            door, raw = self._door(cell)
        except NotADoor as wrong:
            column = self._place_column()
            problem("LOCATION_UNPARSED", column, cell(column), _why_no_door(wrong.text))
            return
        owners = people.owner_names(cell(Column.OWNER))
        found = people.phones(cell(Column.PHONE))
        measured, area_code, area_reason = _area(cell(Column.AREA))
        identities: tuple[str, ...] | None
        identities, id_problem = people.identity_numbers(cell(Column.IDENTITY))
        read_row = RosterRow(
            sheet=self.sheet.name,
            line=line,
            use=self._use(cell(Column.USE), door),
            door=door,
            raw=raw,
            area=measured,
            source=_source(cell(Column.SOURCE)),
            owners=owners,
            phones=found.good,
            identities=None if id_problem else identities,
            tails=people.identity_tails(cell(Column.TAIL)),
            status=cell(Column.STATUS),
            business=cell(Column.BUSINESS),
            linked=cell(Column.LINKED),
            right=cell(Column.RIGHT),
            note=people.clean(cell(Column.NOTE)),
        )
        if first := self.got.seen.get(read_row.key):
            same = "相同" if first.owners == owners else f"不同（{'、'.join(owners) or '无'}）"
            column = self._place_column()
            value = raw if column is Column.LOCATION else str(door)
            reason = f"与第{first.line}行房号重复，业主{same}"
            problem("DUP_ROOM", column, value, reason, duplicate_of=first.line, row=read_row)
            return
        self.got.seen[read_row.key] = read_row
        self.got.rows.append(read_row)
        if area_code and Column.AREA in self.where.columns:
            problem(area_code, Column.AREA, cell(Column.AREA), area_reason)
        if not owners and Column.OWNER in self.where.columns:
            problem("OWNER_MISSING", Column.OWNER, "", f"{self.where.heading(Column.OWNER)}为空")
        for bad in found.bad:
            problem("PHONE_INVALID", Column.PHONE, bad, _phone_reason(bad))
        if id_problem:
            problem(id_problem, Column.IDENTITY, cell(Column.IDENTITY), _ID_REASONS[id_problem])

    def _place_column(self) -> Column:
        order = (Column.LOCATION, Column.ROOM, Column.SHOP, Column.STALL)
        return next(column for column in order if column in self.where.columns)

    def _door(self, cell: Callable[[Column], str]) -> tuple[Door, str]:
        if self.where.use is Use.PARKING and (stall := cell(Column.STALL)):
            return Door("", "", tidy(stall)), stall
        if Column.LOCATION in self.where.columns and Column.ROOM not in self.where.columns:
            text = cell(Column.LOCATION)
            return read(text), text
        if self.where.use is Use.SHOP and Column.SHOP in self.where.columns:
            return self._shop(cell)
        room = tidy(cell(Column.ROOM)).replace(" ", "").removesuffix("室").removesuffix("号")
        building = only_number(cell(Column.BUILDING))
        unit = only_number(cell(Column.UNIT))
        # only a row that leaves out its building leaves out its unit, too
        self.unit = unit if building else unit or self.unit
        self.building = building or self.building
        if not room:
            raise NotADoor("缺房号")
        if _A_DATE.match(room):
            raise NotADoor(room)
        if not self.building:
            return read(room), room
        return Door(self.building, self.unit, room.upper()), room

    def _shop(self, cell: Callable[[Column], str]) -> tuple[Door, str]:
        number = tidy(cell(Column.SHOP)).replace(" ", "")
        if not number:
            raise NotADoor("缺商铺号")
        self.building = only_number(cell(Column.BUILDING)) or self.building
        return Door(self.building, "", number.upper(), shop=True), number

    def _use(self, told: str, door: Door) -> Use:
        if door.shop or "商" in told:
            return Use.SHOP
        if self.where.use is Use.PARKING or "车" in told:
            return Use.PARKING
        return self.where.use if not told or "住" in told else Use.OTHER


_ID_REASONS = {
    "ID_SCIENTIFIC": "证件号被表格软件转成科学计数法，已丢失位数",
    "ID_LENGTH": "证件号位数不对",
}


def _area(text: str) -> tuple[int | None, str, str]:
    if not text.strip():
        return None, "AREA_MISSING", "面积为空"
    try:
        measured = areas.units(text)
    except NotAnArea:
        return None, "AREA_UNPARSED", "面积不是数字"
    if measured <= 0:
        return None, "AREA_NOT_POSITIVE", "面积为0" if measured == 0 else "面积为负数"
    return measured, "", ""


def _source(text: str) -> AreaSource:
    for source in (AreaSource.REGISTERED, AreaSource.SURVEYED, AreaSource.CONTRACT):
        if source.word in text:
            return source
    return AreaSource.REGISTERED if "产权" in text or "不动产" in text else AreaSource.UNKNOWN


def _phone_reason(text: str) -> str:
    digits = sum(c.isdigit() for c in text)
    return f"手机号只有{digits}位" if digits < 11 else "电话号码不对"


def _why_no_door(text: str) -> str:
    if _A_DATE.match(text):
        return "房号被表格软件改成了日期，请把这一栏设为文本后重填"
    if text in {"", "缺房号"} or re.search(r"(单元|栋|幢)$", text):
        return "缺房号"
    return "坐落无法解析为楼栋和房号"


def _compound(sheets: Iterable[Sheet]) -> str | None:
    """The compound's name, if the title of the first sheet tells it."""
    for sheet in sheets:
        for row in sheet.rows[:2]:
            texts = [cell.strip() for cell in row if cell.strip()]
            if len(texts) == 1 and (found := _TITLE.match(texts[0])):
                return found["name"]
        return None
    return None
