"""小区与名册: the compound's facts, its premises and owners, its bodies and who sits in them."""

from datetime import date
from functools import partial

from PySide6.QtWidgets import (
    QLabel,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain import area as areas
from desktop.domain.count import is_count
from desktop.domain.errors import NotANumber
from desktop.domain.phones import mask_phone
from desktop.domain.terms import AreaSource, CompoundKind, ManagedBy, Use
from desktop.services.communities import CompoundFacts, CompoundLine
from desktop.services.premises import PastOwnership, PremisesLine, PremisesPlan
from ui.actions import button
from ui.roster.files import ask_problems, ask_roster, ask_template
from ui.roster.importing import ImportPanel
from ui.roster.presenter import RosterPresenter, RosterScreen
from ui.roster.seats import SeatsTab
from ui.theme import mark
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import Page, entry, row
from ui.widgets.table import Table, TableColumn

_NO_PREMISES = "还没有房屋。点右上角“导入名册…”，或先下载空白模板填写。"


class RosterPage(Page):
    help = (
        "先登记小区，再导入名册：导入前会逐行预览，标明新增、变更、提醒、错误，点“确认导入”才写入，"
        "导错了可以一键撤销。查找可以输入姓名、拼音首字母（如 wgl）或房号（如 3-2-501）。"
    )

    def __init__(self, presenter: RosterPresenter, parent: QWidget | None = None) -> None:
        super().__init__("小区与名册", parent)
        self._presenter = presenter
        self.facts = QLabel()
        self.facts.setWordWrap(True)
        self.search_line = entry("姓名、拼音首字母或房号", 240)
        self.premises: Table[PremisesLine] = Table(
            [
                TableColumn("房屋", lambda p: p.door.words, 160),
                TableColumn("用途", lambda p: p.use.word, 60),
                TableColumn(
                    "面积（㎡）",
                    lambda p: "" if p.area is None else areas.shown(p.area),
                    100,
                    right=True,
                ),
                TableColumn(
                    "来源",
                    lambda p: p.source.word,
                    70,
                    ink=lambda p: "warn" if p.source is AreaSource.UNKNOWN else "",
                ),
                TableColumn(
                    "业主",
                    lambda p: p.names or "（无业主）",
                    180,
                    ink=lambda p: "" if p.owners else "bad",
                ),
                TableColumn(
                    "电话",
                    lambda p: "、".join(mask_phone(o.phone) for o in p.owners if o.phone),
                    130,
                ),
                TableColumn("备注", lambda p: " ".join(filter(None, [p.status, p.note])), 0),
            ],
            _NO_PREMISES,
        )
        self.seats = SeatsTab(presenter, self)
        self.imports = ImportPanel(presenter, partial(ask_problems, self, presenter), self)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._tabs())
        self.stack.addWidget(self.imports)
        for name, act in (
            ("compound.add", self._add_compound),
            ("compound.change", self._change_compound),
            ("roster.template", partial(ask_template, self, presenter)),
            ("roster.undo", presenter.undo),
            ("roster.import", partial(ask_roster, self, presenter)),
        ):
            self.bar.addWidget(button(self, name, act))
        self.content.addWidget(self.facts)
        self.content.addWidget(self.stack, stretch=1)
        self.search_line.textChanged.connect(presenter.search)
        self.premises.opened.connect(self._change_premises)
        presenter.watch(self.show_state)

    def show_state(self, state: RosterScreen) -> None:
        self.show_said(state)
        here = state.here
        self.facts.setText(about(here) if here else _nothing(state))
        mark(self.facts, "hint")
        searching = bool(state.words.strip())
        self.premises.empty = f"没有找到“{state.words.strip()}”。" if searching else _NO_PREMISES
        self.premises.set_rows(state.premises)
        self.seats.show_bodies(state.bodies)
        if state.preview is not None:
            self.imports.show_preview(state.preview, here.facts.name if here else "", state.doing)
        self.stack.setCurrentIndex(1 if state.preview is not None else 0)

    def _tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        homes = QWidget()
        inside = QVBoxLayout(homes)
        inside.addLayout(
            row(
                self.search_line,
                None,
                button(self, "premises.add", self._add_premises),
                button(self, "premises.change", self._change_premises),
                button(self, "premises.number", self._number),
                button(self, "premises.past", self._past),
                button(self, "premises.transfer", self._transfer),
            )
        )
        inside.addWidget(self.premises)
        tabs.addTab(homes, "房屋与业主")
        tabs.addTab(self.seats, "机构与席位")
        return tabs

    def _number(self) -> None:
        line = self.premises.chosen()
        if line is None:
            self._presenter.refuse("请先选中一套房屋。")
            return
        self._presenter.show_owner_numbers(line)

    def _add_compound(self) -> None:
        state = self._presenter.state
        office = next(((c.subdistrict, c.community) for c in state.compounds), ("", ""))
        self._compound_form("新建小区", CompoundFacts(""), office, add=True)

    def _change_compound(self) -> None:
        here = self._presenter.state.here
        if here is None:
            self._presenter.refuse("请先新建小区。")
            return
        self._compound_form("小区资料", here.facts, (here.subdistrict, here.community), add=False)

    def _compound_form(
        self, title: str, facts: CompoundFacts, office: tuple[str, str], *, add: bool
    ) -> None:
        fields = [
            Field("subdistrict", "街道（乡镇）", value=office[0]),
            Field("community", "社区", value=office[1], hint="如：柳荫社区"),
            Field("name", "小区名称", value=facts.name, hint="如：金鹭小区"),
            Field("kind", "类型", Kind.CHOICE, facts.kind, [(k, k.word) for k in CompoundKind]),
            Field(
                "managed", "管理", Kind.CHOICE, facts.managed_by, [(m, m.word) for m in ManagedBy]
            ),
            Field("address", "地址", value=facts.address),
            Field("year", "建成年份", value=facts.built_year or "", hint="如：1999"),
        ]

        def done(told: dict[str, object]) -> None:
            year = str(told["year"]).strip()
            if year and not is_count(year):
                raise NotANumber(year)
            made = CompoundFacts(
                str(told["name"]),
                CompoundKind(str(told["kind"])),
                ManagedBy(str(told["managed"])),
                str(told["address"]),
                int(year) if year else None,
            )
            act = self._presenter.add_compound if add else self._presenter.change_compound
            act(made, str(told["subdistrict"]), str(told["community"]))

        Form(self, self._presenter, title, fields, done).open()

    def _add_premises(self) -> None:
        if self._presenter.state.compound is None:
            self._presenter.refuse("请先新建小区。")
            return
        fields = [
            Field("door", "房号", hint="3-2-501、3栋2单元501、1栋商铺2"),
            Field("use", "用途", Kind.CHOICE, Use.DWELLING, [(u, u.word) for u in Use]),
            Field("area", "面积（㎡）", hint="89.53"),
            Field(
                "source",
                "面积来源",
                Kind.CHOICE,
                AreaSource.REGISTERED,
                [(s, s.word) for s in AreaSource],
            ),
            Field("owners", "业主", hint="共有的用顿号隔开"),
            Field("phone", "电话"),
        ]

        def done(told: dict[str, object]) -> None:
            plan = PremisesPlan(
                str(told["door"]),
                Use(str(told["use"])),
                str(told["area"]),
                AreaSource(str(told["source"])),
            )
            self._presenter.add_premises(plan, str(told["owners"]), str(told["phone"]))

        Form(self, self._presenter, "添加房屋", fields, done).open()

    def _change_premises(self) -> None:
        chosen = self.premises.chosen()
        if chosen is None:
            self._presenter.refuse("请先选中一套房屋。")
            return
        fields = [
            Field(
                "area", "面积（㎡）", value="" if chosen.area is None else areas.shown(chosen.area)
            ),
            Field(
                "source", "面积来源", Kind.CHOICE, chosen.source, [(s, s.word) for s in AreaSource]
            ),
            Field("note", "备注", value=chosen.note),
        ]
        Form(
            self,
            self._presenter,
            f"更正：{chosen.door.words}",
            fields,
            lambda v: self._presenter.change_premises(
                chosen, str(v["area"]), AreaSource(str(v["source"])), str(v["note"])
            ),
        ).open()

    def _past(self) -> None:
        chosen = self.premises.chosen()
        if chosen is None:
            self._presenter.refuse("请先选中一套房屋。")
            return

        def show(lines: list[PastOwnership]) -> None:
            told = [
                f"{each.names}　{each.since or '登记前'} 至 {each.until or '今'}　{each.reason}"
                for each in lines
            ]
            Form(
                self,
                self._presenter,
                f"{chosen.door.words} 的业主",
                [],
                lambda _: None,
                "\n".join(told) or "没有登记过业主。",
            ).open()

        self._presenter.past(chosen, show)

    def _transfer(self) -> None:
        chosen = self.premises.chosen()
        if chosen is None:
            self._presenter.refuse("请先选中一套房屋。")
            return
        fields = [
            Field("owners", "新业主", hint="共有的用顿号隔开"),
            Field("phone", "电话"),
            Field("on", "过户日期", Kind.DAY, date.today()),  # noqa: DTZ011 - the clerk's calendar
            Field("reason", "原因", hint="买卖、继承、赠与……"),
        ]

        def done(told: dict[str, object]) -> None:
            on = told["on"]
            assert isinstance(on, date)  # noqa: S101 - a day field gives a day
            self._presenter.transfer(
                chosen, str(told["owners"]), str(told["phone"]), on, str(told["reason"])
            )

        Form(
            self,
            self._presenter,
            f"过户：{chosen.door.words}（现业主：{chosen.names or '无'}）",
            fields,
            done,
        ).open()


def about(line: CompoundLine) -> str:
    """A compound in one line: what it is, and what its roster counts."""
    facts = line.facts
    year = f"，{facts.built_year}年建成" if facts.built_year else ""
    text = (
        f"{line.subdistrict}{line.community}　{facts.name}（{facts.kind.word}{year}，"
        f"{facts.managed_by.word}）　住宅 {line.dwellings} 套，商铺 {line.shops} 间，车位 {line.stalls} 个，"
        f"专有部分面积 {areas.shown(line.area)} ㎡（不含车位），业主 {line.owners} 人"
    )
    if line.without_area or line.without_owner:
        text += f"；缺面积 {line.without_area} 套，缺业主 {line.without_owner} 套"
    return text


def _nothing(state: RosterScreen) -> str:
    return "还没有小区。点右上角“新建小区”。" if not state.compounds else "请在上方选择小区。"
