"""清单: works, bill, money, stages and the ledgers, each a table that can be written and read."""

from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.documents.renewal.parts import balance_words, yearly
from desktop.domain.renewal.ledger import CATEGORIES, LEDGERS, Holds, LedgerColumn, shown
from desktop.domain.renewal.plan_files import PlanProblem
from desktop.domain.renewal.terms import Ledger
from desktop.services.renewal.ledgers import LedgerLine
from ui.actions import button
from ui.renewal.presenter import RenewalPresenter
from ui.renewal.screen import NO_PLAN, RenewalScreen
from ui.theme import mark
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import hint, row
from ui.widgets.table import Table, TableColumn

_WIDE = {Holds.LONG: 0, Holds.NUMBER: 90, Holds.WHOLE: 80, Holds.RATE: 70, Holds.DAY: 110}
_STRETCHED = {
    Ledger.WORKS: "work",
    Ledger.COSTS: "item",
    Ledger.SOURCES: "name",
    Ledger.RISERS: "note",
}
_RIGHT = frozenset({Holds.NUMBER, Holds.MONEY, Holds.WHOLE, Holds.RATE})


class LedgersTab(QWidget):
    def __init__(self, presenter: RenewalPresenter, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter, self._folder = presenter, folder
        self.which = QComboBox()
        self.which.setAccessibleName("哪一种清单")
        self.tables: dict[Ledger, Table[LedgerLine]] = {}
        self.stack = QStackedWidget()
        for ledger in Ledger:
            self.which.addItem(ledger.word, ledger)
            table = self.tables[ledger] = _table(ledger)
            table.opened.connect(self._change)
            self.stack.addWidget(table)
        self.sum = mark(QLabel(), "section")
        self.sources = button(self, "ledger.sources", self._sources)
        self.back = button(self, "ledger.back", presenter.bring_back)
        self.problems: Table[PlanProblem] = Table(
            [
                TableColumn("行", lambda p: str(p.line), 60, right=True),
                TableColumn("问题", lambda p: p.reason, 0),
            ],
            "没有问题，可以代替原来的清单。",
        )
        self.read_of = hint("")
        waiting = QWidget()
        inside = QVBoxLayout(waiting)
        inside.addWidget(self.read_of)
        inside.addWidget(self.problems)
        inside.addLayout(
            row(
                None,
                button(self, "renewal.throw", presenter.throw_away),
                button(self, "ledger.take", presenter.take_ledger),
            )
        )
        self.stack.addWidget(waiting)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.addLayout(
            row(
                self.which, button(self, "ledger.add", self._add),
                button(self, "ledger.change", self._change),
                button(self, "ledger.remove", self._remove), self.back, None,
                button(self, "ledger.up", lambda: self._move(up=True)),
                button(self, "ledger.down", lambda: self._move(up=False)), self.sources,
                button(self, "ledger.read", self._read),
                button(self, "ledger.write", lambda: presenter.write_ledger(folder)),
            )
        )  # fmt: skip
        whole.addWidget(self.sum)
        whole.addWidget(self.stack, stretch=1)
        self.which.currentIndexChanged.connect(lambda _: presenter.show_ledger(self._ledger()))

    def show_state(self, state: RenewalScreen) -> None:
        if state.ledger is not self._ledger():
            self.which.blockSignals(True)  # noqa: FBT003 - Qt's own
            self.which.setCurrentIndex(list(Ledger).index(state.ledger))
            self.which.blockSignals(False)  # noqa: FBT003
        self.sources.setVisible(state.ledger is Ledger.WORKS)
        self.back.setVisible(state.removed is not None)
        self.tables[state.ledger].set_rows(state.lines)
        self.sum.setText(_sum(state))
        if state.table is not None:
            count = len(state.table.lines)
            self.read_of.setText(
                f"读到{state.table.ledger.word} {count} 行，问题 {len(state.table.problems)} 处。"
                "收进来代替原来的清单，有问题的行不收。"
            )
            self.problems.set_rows(tuple(state.table.problems))
            self.stack.setCurrentIndex(self.stack.count() - 1)
        else:
            self.stack.setCurrentIndex(list(Ledger).index(state.ledger))

    def _ledger(self) -> Ledger:
        return Ledger(self.which.currentData())

    def _line(self) -> LedgerLine | None:
        line = self.tables[self._ledger()].chosen()
        if line is None:
            self._presenter.refuse("请先选中一行。")
        return line

    def _add(self) -> None:
        if self._presenter.state.line is None:
            self._presenter.refuse(NO_PLAN)
            return
        self._form(None)

    def _change(self) -> None:
        if (line := self._line()) is not None:
            self._form(line)

    def _form(self, old: LedgerLine | None) -> None:
        ledger = self._ledger()
        facts = self._presenter.state.facts
        works = list(facts.works) if facts else []
        fields = [_field(column, old, works) for column in LEDGERS[ledger]]
        Form(
            self, self._presenter, f"{ledger.word}：{'更正' if old else '登记'}", fields,
            lambda told: self._presenter.put_line(
                old, {name: str(value) for name, value in told.items()}
            ),
        ).open()  # fmt: skip

    def _remove(self) -> None:
        if (line := self._line()) is not None:
            self._presenter.remove_line(line)

    def _move(self, *, up: bool) -> None:
        if (line := self._line()) is not None:
            self._presenter.move_line(line, up=up)

    def _read(self) -> None:
        if self._presenter.state.line is None:
            self._presenter.refuse(NO_PLAN)
            return
        name, _ = QFileDialog.getOpenFileName(
            self, f"读取{self._ledger().word}表", "", "表格 (*.xlsx *.xls *.csv)"
        )
        if name:
            self._presenter.read_ledger(Path(name))

    def _sources(self) -> None:
        """Propose the suggestions a work comes from; a person decides which."""
        line = self._line()
        if line is None:
            return

        def show(found: list[tuple[int, str]], resolved: list[str]) -> None:
            numbers = "、".join(str(number) for number, _ in found)
            told = "\n".join(f"{number}　{text}" for number, text in found)
            fields = [
                Field("voices", "来源建议编号", value=line.cells["voices"] or numbers),
                Field("told", "说到它的建议", Kind.LONG, told or "没有找到说到它的建议。"),
                Field(
                    "resolution",
                    "决议依据",
                    Kind.PICK,
                    line.cells["resolution"],
                    [("", ""), *((each, each) for each in resolved)],
                ),
            ]
            Form(
                self, self._presenter, f"来源：{line.cells['work']}", fields,
                lambda answers: self._presenter.put_line(
                    line,
                    {
                        **line.cells.told, "voices": str(answers["voices"]),
                        "resolution": str(answers["resolution"]),
                    },
                ),
                "程序按本行业的说法找的，请删去不是说这件事的编号。",
            ).open()  # fmt: skip

        self._presenter.find_sources(line, show)


def _table(ledger: Ledger) -> Table[LedgerLine]:
    columns = LEDGERS[ledger]
    stretched = _STRETCHED.get(ledger) or next(
        (c.name for c in columns if c.holds is Holds.LONG),
        next((c.name for c in columns if c.needed and c.holds is Holds.TEXT), columns[-1].name),
    )
    shown_columns = [_column(column, wide=column.name == stretched) for column in columns]
    if ledger is Ledger.COSTS:
        shown_columns.append(TableColumn("金额（元）", lambda line: line.amount, 120, right=True))
    return Table(shown_columns, f"还没有{ledger.word}。点“登记…”一行一行填，或“读取表格…”。")


def _column(column: LedgerColumn, *, wide: bool) -> TableColumn[LedgerLine]:
    def text(line: LedgerLine) -> str:
        return shown(column, line.cells[column.name]).replace("\n", " ")

    width = 0 if wide else _WIDE.get(column.holds, 110) or 150
    return TableColumn(column.title, text, width, right=column.holds in _RIGHT)


def _field(column: LedgerColumn, old: LedgerLine | None, works: list[str]) -> Field:
    value = shown(column, old.cells[column.name]) if old else ""
    if column.holds is Holds.LONG:
        return Field(column.name, column.title, Kind.LONG, value)
    if column.name == "category":  # a city may have categories of its own
        named = [(each, each) for each in column.choices or CATEGORIES]
        return Field(column.name, column.title, Kind.PICK, value or named[1][1], named)
    if column.holds is Holds.CHOICE:
        choices = [(each, each) for each in column.choices]
        if value and value not in column.choices:
            choices.append((value, value))
        if not column.needed:
            choices.insert(0, ("", "——"))
        return Field(column.name, column.title, Kind.CHOICE, value, choices)
    if column.holds is Holds.WORK and works:
        named = [] if column.needed else [("", "——")]
        named += [(each, each) for each in dict.fromkeys([*works, *([value] if value else [])])]
        return Field(column.name, column.title, Kind.CHOICE, value, named)
    hints = {Holds.DAY: "2026-5-1", Holds.RATE: "3.5%", Holds.NUMBER: "数字", Holds.WHOLE: "整数"}
    need = "" if column.needed else "可以空着"
    return Field(column.name, column.title, value=value, hint=hints.get(column.holds, need))


def _sum(state: RenewalScreen) -> str:
    """What the lines add up to."""
    facts = state.facts
    if facts is None or not state.lines:
        return ""
    if state.ledger in {Ledger.COSTS, Ledger.SOURCES}:
        bill, paid = facts.bill.total, facts.paid.total
        return f"预算 {bill} 元，资金 {paid} 元。{balance_words(bill, paid)}"
    if state.ledger is Ledger.REVENUE:
        total = sum((yearly(line.cells) for line in state.lines), Decimal(0))
        return f"每年 {total} 元"
    return f"共 {len(state.lines)} 行"
