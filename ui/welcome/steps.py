"""The pages of the first steps that ask in lines: the office and its file, the compound; the end."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.count import read_count
from desktop.domain.errors import NoOperator
from desktop.domain.first_steps import Step
from desktop.domain.terms import CompoundKind, ManagedBy
from desktop.services.communities import CompoundFacts
from desktop.services.first_steps import place_for
from ui.actions import button
from ui.welcome.presenter import (
    Check,
    Told,
    WizardPresenter,
    found_wrong,
    needed,
)
from ui.welcome.questions import Questions
from ui.welcome.wizard import StepPage
from ui.widgets.page import hint, row

FILES = "圆桌议事数据 (*.圆桌 *.db)"
SUFFIX = ".圆桌"
ALONE = (  # what working without a password means, before there is anything to protect
    "新文件没有密码：能用这台电脑的人都能打开、能改，历史里记的是填的姓名。一个人办公可以一直这样用；"
    "要登录或加密，建好以后到“设置—人员”“设置—数据密码”。"
)
_WIDE = 760  # pixels of a page that asks in lines

Make = Callable[[str, str, tuple[str, str]], None]


class AskingPage(StepPage):
    """A page of questions. What is typed and left without Next is there again."""

    def __init__(self, *below: QWidget) -> None:
        super().__init__()
        self.questions = Questions()
        self._filled: dict[str, str] = {}
        column = QWidget()
        column.setMaximumWidth(_WIDE)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 6, 0, 0)
        inside.addLayout(self.questions)
        for each in below:
            inside.addWidget(each)
        inside.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(column)

    def show_answers(self, known: dict[str, str], draft: object) -> None:
        """Show what is on file, over it what was typed, and begin at the first question."""
        self.questions.fill(known)
        self._filled = self.questions.answers()
        if isinstance(draft, dict):
            self.questions.fill(draft)
        self.questions.show_wrong({})
        for widget in self.questions.inputs.values():
            if widget.isEnabled():
                widget.setFocus()
                break

    def typed(self) -> dict[str, str]:
        """What was typed and is not on file."""
        told = self.questions.answers()
        return {name: text for name, text in told.items() if text != self._filled.get(name)}


class StartPage(AskingPage):
    """经办人, 社区, and where the new file lies; ``make(path, who, office)`` makes it."""

    step = Step.OFFICE
    title = "经办人和社区"
    why = "全部资料存在这台电脑的一个文件里，不上网。经办人的姓名会记在每一处改动旁边。"

    def __init__(
        self, operators: Sequence[str], operator: str, folders: Sequence[Path], make: Make
    ) -> None:
        self.alone = hint(ALONE)
        super().__init__(self.alone)
        self._folders, self._make = tuple(folders), make
        self.operator = QComboBox()
        self.operator.setEditable(True)
        self.operator.addItems(list(operators))
        self.operator.setCurrentText(operator)
        self.path = QLineEdit()
        self._chosen = False  # by the user: the name of the community leaves it alone
        subdistrict, community = QLineEdit(), QLineEdit()
        ask = self.questions.ask
        ask("operator", "经办人", self.operator)
        if line := self.operator.lineEdit():
            line.setPlaceholderText("您的姓名")
        ask("subdistrict", "街道（乡镇）", subdistrict, "如：棠梨街道")
        ask("community", "社区", community, "如：柳荫社区")
        browse = button(self, "wizard.place", self._browse)
        ask("path", "数据文件", self.path, "文件放在哪里", browse)
        community.textChanged.connect(lambda _: self._propose())
        self.path.textEdited.connect(lambda _: self._choose())
        self._propose()

    def enter(self) -> None:
        told = self.questions.answers()
        first = self.operator if not told["operator"] else self.questions.inputs["subdistrict"]
        first.setFocus()

    def keep(self, answered: Callable[[str], None]) -> None:
        told = self.questions.answers()
        wrong = found_wrong(
            [
                ("operator", self._operator),
                ("community", needed(told["community"], "社区名称")),
                ("path", needed(told["path"], "数据文件的位置")),
            ]
        )
        self.questions.show_wrong(wrong)
        if wrong:
            answered(" ")
        else:
            self._begin((told["subdistrict"], told["community"]))

    def skip(self, answered: Callable[[str], None]) -> None:
        """Make the file without the office's name; an operator it needs."""
        wrong = found_wrong([("operator", self._operator)])
        self.questions.show_wrong(wrong)
        if wrong:
            answered(" ")
        else:
            self._begin(("", ""))

    def refused(self, problem: str) -> str:
        self.questions.show_wrong({"path": problem})
        return " "

    def _begin(self, office: tuple[str, str]) -> None:
        path = self.path.text().strip()
        whole = path if Path(path).suffix else f"{path}{SUFFIX}"
        self._make(whole, self.operator.currentText(), office)

    def _operator(self) -> None:
        if not self.operator.currentText().strip():
            raise NoOperator

    def _propose(self) -> None:
        if not self._chosen:
            name = self.questions.answers()["community"]
            self.path.setText(str(place_for(name, self._folders)))

    def _choose(self) -> None:
        self._chosen = True

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "数据文件放在哪里", self.path.text(), FILES)
        if name:
            self._choose()
            self.path.setText(name)


class OfficePage(AskingPage):
    """The same step once the file is there: the names can still be set right."""

    step = Step.OFFICE
    title = StartPage.title
    why = StartPage.why

    def __init__(self, presenter: WizardPresenter) -> None:
        self.where = hint("")
        super().__init__(self.where)
        self._presenter = presenter
        self.questions.ask("subdistrict", "街道（乡镇）", QLineEdit(), "如：棠梨街道")
        self.questions.ask("community", "社区", QLineEdit(), "如：柳荫社区")

    def enter(self) -> None:
        self.where.setText(f"数据：{self._presenter.where}　经办人：{self._presenter.who}")
        self._presenter.read(self._show)

    def _show(self, told: Told) -> None:
        known = dict(zip(("subdistrict", "community"), told.office, strict=True))
        self.show_answers(known, told.drafts.get(Step.OFFICE))

    def keep(self, answered: Callable[[str], None]) -> None:
        told = self.questions.answers()
        wrong = found_wrong([("community", needed(told["community"], "社区名称"))])
        self.questions.show_wrong(wrong)
        if wrong:
            answered(" ")
            return
        self._presenter.ask(
            lambda: self._presenter.keep_office(told["subdistrict"], told["community"]), answered
        )

    def put_aside(self) -> None:
        self._presenter.put_aside(Step.OFFICE, self.typed())


class CompoundPage(AskingPage):
    step = Step.COMPOUND
    title = "小区"
    why = "先登记一个小区；别的小区以后在“小区与名册”里加。"

    def __init__(self, presenter: WizardPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        kind, managed = QComboBox(), QComboBox()
        for each in CompoundKind:
            kind.addItem(each.word, each.value)
        for who in ManagedBy:
            managed.addItem(who.word, who.value)
        ask = self.questions.ask
        ask("name", "小区名称", QLineEdit(), "如：金鹭小区")
        ask("kind", "类型", kind)
        ask("managed", "管理", managed)
        ask("households", "户数（可不填）", QLineEdit(), "如：324；导入名册后用来核对")

    def enter(self) -> None:
        self._presenter.read(self._show)

    def _show(self, told: Told) -> None:
        facts = told.here.facts if told.here else CompoundFacts("")
        known = {
            "name": facts.name,
            "kind": facts.kind.value,
            "managed": facts.managed_by.value,
            "households": str(told.households or ""),
        }
        self.show_answers(known, told.drafts.get(Step.COMPOUND))

    def keep(self, answered: Callable[[str], None]) -> None:
        told = self.questions.answers()
        checks: list[Check] = [("name", needed(told["name"], "小区名称"))]
        if told["households"]:
            checks.append(("households", lambda: read_count(told["households"])))
        wrong = found_wrong(checks)
        self.questions.show_wrong(wrong)
        if wrong:
            answered(" ")
            return
        here = self._presenter.state.told.here if self._presenter.state.told else None
        facts = CompoundFacts(
            told["name"],
            CompoundKind(told["kind"]),
            ManagedBy(told["managed"]),
            here.facts.address if here else "",
            here.facts.built_year if here else None,
        )
        households = read_count(told["households"]) if told["households"] else None
        self._presenter.ask(lambda: self._presenter.keep_compound(facts, households), answered)

    def put_aside(self) -> None:
        self._presenter.put_aside(Step.COMPOUND, self.typed())


class EndPage(StepPage):
    """What comes next; ``go(place)`` leaves for a place, ``show_notice`` for the meeting's papers."""

    title = "可以开始用了"

    def __init__(
        self,
        presenter: WizardPresenter,
        go: Callable[[str], None],
        show_notice: Callable[[], None],
        show_help: Callable[[], None],
    ) -> None:
        super().__init__()
        self._presenter = presenter
        self.notice = button(self, "wizard.notice", show_notice)
        self.desk = button(self, "wizard.desk", lambda: go("工作台"))
        self.help = button(self, "help", show_help)
        self.stick = button(self, "backup.usb", self._stick)
        self.left = hint("")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 6, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self.left)
        self.texts = [QLabel() for _ in range(3)]
        for text, made in zip(
            self.texts, ((self.notice, self.desk), (self.help,), (self.stick,)), strict=True
        ):
            text.setWordWrap(True)
            inside.addWidget(text)
            inside.addLayout(row(*made, None))
        inside.addStretch(1)

    def enter(self) -> None:
        self._presenter.read(self._show)

    def _show(self, told: Told) -> None:
        planned = told.meeting is not None
        missing = "、".join(step.word for step in told.left)
        self.left.setText(
            f"还差：{missing}。到“工作台”点“还差这几步”随时接着做。"
            if missing
            else f"{told.here.facts.name if told.here else ''}的几步都办好了。"
        )
        meeting = (
            "会议的通知和签到表已经排好：打开看一遍，打印、张贴，开会那天在“会中”签到、记录、表决。"
        )
        texts = (
            meeting if planned else "每天从“工作台”开始：要办的事都列在那里。",
            "居民说的事，随时记进“意见建议”；哪一页不明白，按 F1 看说明和手册。",
            "数据由程序自己备份，放在数据文件旁边的“备份”文件夹；电脑会坏，请每周往U盘再存一份。"
            if self._presenter.in_a_file
            else "数据在服务器上，由服务器管理员备份。",
        )
        for label, text in zip(self.texts, texts, strict=True):
            label.setText(text)
        self.notice.setVisible(planned)
        self.stick.setVisible(self._presenter.in_a_file)
        (self.notice if planned else self.desk).setFocus()

    def _stick(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, "备份到哪个文件夹"):
            self._presenter.back_up_to(Path(folder))
