"""意愿: who is asked, sheets to print, and one line in which they are keyed in without the mouse."""

from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.documents.renewal.parts import WISHES
from desktop.domain.renewal.survey import percent_words, unit_name
from desktop.domain.renewal.survey_code import LIFT_WORDS, WANT_WORDS
from desktop.domain.renewal.terms import SurveyWay
from desktop.services.renewal.surveys import AskedLine, Keyed, Turnout
from ui.actions import button
from ui.renewal.presenter import RenewalPresenter
from ui.renewal.screen import RenewalScreen
from ui.theme import mark, sized
from ui.widgets.page import entry, hint, row, section
from ui.widgets.table import Table, TableColumn

TICK = 200  # ms


class SurveyTab(QWidget):
    def __init__(self, presenter: RenewalPresenter, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter, self._folder = presenter, folder
        self.where = entry("扫码，或打房号 3-2-501")
        self.want = entry("1改 2不改", 90)
        self.wishes = entry("优先项编号 3 7 1")
        self.lift = entry("电梯 1同意 2反对 3无所谓", 190)
        self.against = entry("反对项编号", 100)
        self.reason = entry("反对理由")
        self.day = entry("日期，空着是今天", 150)
        self._fields = (self.where, self.want, self.wishes, self.lift, self.against, self.reason)
        # one day's sheets are keyed together: the day stays until another is typed
        self.way = QComboBox()
        self.way.setAccessibleName("怎么问的")
        for way in (SurveyWay.DOOR, SurveyWay.MEETING, SurveyWay.WRITTEN):
            self.way.addItem(way.word, way)
        self.said = QLabel()
        self.works = hint("")
        self.recent = hint("")
        self.figures = mark(QLabel(), "section")
        self.figures.setWordWrap(True)
        self.list: Table[AskedLine] = Table(
            [
                TableColumn("号", lambda a: str(a.place), 54, right=True),
                TableColumn("房号", lambda a: a.door, 100),
                TableColumn("面积", lambda a: str(a.household.area or ""), 80, right=True),
                TableColumn("改不改", _want, 70, ink=_ink),
                TableColumn("优先项", lambda a: "、".join(a.answer.wishes) if a.answer else "", 0),
                TableColumn("电梯", _lift, 70),
                TableColumn("反对", _against, 160),
                TableColumn("张数", lambda a: str(a.sheets or ""), 60, right=True),
            ],
            "名单是空的。点“从名册列名单”，或在“方案”里读取入户调查表。",
        )
        self.turnout: Table[Turnout] = Table(
            [
                TableColumn("楼栋单元", _unit, 84),
                TableColumn("已答", lambda t: f"{t.answered}/{t.households}", 72, right=True),
                TableColumn("占户数", lambda t: _share(t.answered, t.households), 72, right=True),
                TableColumn("占面积", lambda t: _share(t.area_answered, t.area), 0, right=True),
            ],
            "还没有人答。印好调查表发下去，收回一张，点“登记”一张。",
        )
        self.print = button(self, "survey.print", lambda: presenter.print_sheets(folder))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.addLayout(
            row(
                button(self, "survey.list", presenter.list_households), self.print,
                None, button(self, "survey.drop", self._drop),
                button(self, "survey.back", self._back),
            )
        )  # fmt: skip
        asked = (self.where, self.want, self.wishes, self.lift)
        whole.addLayout(row(*asked))
        enter = button(self, "survey.enter", self._enter)
        whole.addLayout(row(self.against, self.reason, self.day, self.way, enter))
        whole.addWidget(self.said)
        whole.addWidget(self.works)
        whole.addWidget(self.figures)
        both = row()
        both.addWidget(self.list, stretch=3)
        side = QVBoxLayout()
        side.addWidget(section("答复进度"))
        sized(self.turnout, "setMinimumWidth", 324)
        side.addWidget(self.turnout, stretch=1)
        side.addWidget(self.recent)
        both.addLayout(side, stretch=1)
        whole.addLayout(both, stretch=1)
        for line, following in zip(self._fields, self._fields[1:], strict=False):
            line.returnPressed.connect(lambda line=line, after=following: self._go_on(line, after))
        for last in (self.reason, self.day):
            last.returnPressed.connect(self._enter)

    def show_state(self, state: RenewalScreen) -> None:
        told = state.survey
        self.said.setText(state.said)
        self.said.setVisible(bool(state.said))
        mark(self.said, "problem" if state.wrong else "done")
        self.recent.setText("\n".join(state.recent))
        self.print.setEnabled(not state.doing)
        self.list.set_rows(told.asked if told else ())
        self.turnout.set_rows(told.turnout if told else ())
        if told is None:
            self.figures.setText("")
            self.works.setText("")
            return
        wish = told.wish
        counts = "，".join(
            f"{word} {n}" for word, n in zip(WISHES, (wish.yes, wish.no, wish.silent), strict=True)
        )
        checks = "；".join(
            c.inequality + (" ✓" if c.holds else f"，{c.lacks}") for c in told.consent.checks(wish)
        )
        self.figures.setText(f"{wish.households} 户：{counts}　{told.consent.words}：{checks}")
        self.works.setText("　".join(f"{n} {work}" for n, work in told.works))

    def _go_on(self, line: QLineEdit, following: QLineEdit) -> None:
        """Enter goes on; nothing to say about the lift and after it keeps the sheet at once."""
        if line is self.where and not line.text().strip():
            return
        if line is self.against and not line.text().strip():
            self._enter()
            return
        following.setFocus()

    def _enter(self) -> None:
        keyed = Keyed(
            self.where.text(), self.want.text(), self.wishes.text(), self.lift.text(),
            self.against.text(), self.reason.text(), SurveyWay(self.way.currentData()),
            self.day.text(),
        )  # fmt: skip

        def answered(problem: str) -> None:
            if problem:
                self.where.setFocus()
                self.where.selectAll()
                return
            for line in self._fields:
                line.clear()
            self.where.setFocus()

        self._presenter.enter(keyed, answered)

    def _chosen(self) -> AskedLine | None:
        line = self.list.chosen()
        if line is None:
            self._presenter.refuse("请先选中一户。")
        return line

    def _drop(self) -> None:
        if (line := self._chosen()) is not None:
            self._presenter.drop_household(line.ref)

    def _back(self) -> None:
        if (line := self._chosen()) is not None:
            self._presenter.take_back(line.door)


def _share(part: int | Decimal, whole: int | Decimal) -> str:
    """A share in its narrow column: whole percents without their zeros."""
    return percent_words(part, whole).replace(".00%", "%")


def _unit(told: Turnout) -> str:
    return unit_name(told.building, told.unit)


def _want(line: AskedLine) -> str:
    return WANT_WORDS[line.answer.want] if line.answer else ""


def _ink(line: AskedLine) -> str:
    return {"改": "good", "不改": "bad"}.get(_want(line), "")


def _lift(line: AskedLine) -> str:
    return LIFT_WORDS[line.answer.lift] if line.answer else ""


def _against(line: AskedLine) -> str:
    return "、".join(work for work, _ in line.answer.objections) if line.answer else ""
