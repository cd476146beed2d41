"""个人信息: what is kept about people and why; one person found, handed out, erased; what is due."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.services.personal_data import DueLine, Kept, Look, Preview
from desktop.services.personal_finding import Sought
from ui.actions import button
from ui.presenter import Basis
from ui.settings.personal_presenter import PersonalPresenter, PersonalScreen, Purpose
from ui.theme import mark
from ui.widgets.asked import AskedDialog
from ui.widgets.flow import Flow
from ui.widgets.form import Field, Form
from ui.widgets.page import entry, fit, hint, row, section
from ui.widgets.table import Table, TableColumn

NOBODY = "填姓名、电话、房号中的一项或几项，点“查找”。"
LINKS = "点“查找”以后，房屋、任职、签到、记名表决、附件列在这里。"
BACKUPS = (
    "删除前会先备份。备份（共 {count} 个，最早 {first}，列在“备份与恢复”）里仍有这些信息，随自动清理到期消失；"
    "存在 U 盘和别处的备份、已经导出打印的文件，请自己清理。从旧备份恢复会把删掉的信息带回来。"
)
NO_BACKUPS = "删除前会先备份，那个备份里仍有这些信息；已经导出打印的文件，请自己清理。"
SERVER = "数据在服务器上：删除前请管理员备份；删除后服务器的文件和备份由管理员清理。已经导出打印的文件，请自己清理。"


class PersonalTab(QWidget):
    def __init__(self, presenter: PersonalPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.name, self.phone = entry("姓名", 140), entry("电话", 150)
        self.door = entry("房号，如 3-2-501", 170)
        self.where = QComboBox()
        self.where.setAccessibleName("在哪个小区")
        self.where.addItem("全部小区", None)
        self.found: Table[Kept] = Table(
            [
                TableColumn("登记在", lambda k: k.word, 130),
                TableColumn("哪一条", lambda k: k.where, 210),
                TableColumn("内容", lambda k: k.what, 0),
                TableColumn("用途", lambda k: k.purpose, 170),
                TableColumn("保存", lambda k: k.until, 130),
                TableColumn("可以删除", lambda k: k.goes, 130, ink=lambda _: "good"),
                TableColumn("留下的原因", lambda k: k.why, 170),
            ],
            NOBODY,
        )
        self.links: Table[tuple[str, str]] = Table(
            [TableColumn("其他登记", lambda x: x[0], 110), TableColumn("", lambda x: x[1], 0)],
            LINKS,
        )
        self.purposes: Table[Purpose] = Table(
            [
                TableColumn("登记在", lambda p: p.holding.word, 140),
                TableColumn("哪一项", lambda p: p.column.word, 140),
                TableColumn("用途", lambda p: p.column.purpose, 0),
                TableColumn("依据", lambda p: p.column.basis, 270),
                TableColumn("保存", lambda p: p.holding.keep, 150),
                TableColumn("本人要求删除时", lambda p: p.column.erase.word, 170),
                TableColumn(
                    "", lambda p: "" if p.holding.certain else "请核对", 70, ink=lambda _: "warn"
                ),
            ],
            "没有用途表，程序的文件不全：请重新安装。",
        )
        self.due: Table[DueLine] = Table(
            [
                TableColumn("登记在", lambda d: d.word, 150),
                TableColumn("哪一条", lambda d: d.where, 0),
                TableColumn("还留着", lambda d: d.columns, 330),
                TableColumn("到期", lambda d: d.since.isoformat(), 110),
            ],
            "没有到期的个人信息，不用做什么。到期的会在这里列出。",
            many=True,
        )
        self.looks: Table[Look] = Table(
            [
                TableColumn("时间", lambda x: x.at[:16].replace("T", " "), 140),
                TableColumn("经办人", lambda x: x.who, 110),
                TableColumn("做了什么", lambda x: x.act, 130),
                TableColumn("哪里", lambda x: x.what, 0),
            ],
            "还没有人看过完整号码，也没有交出或删除过个人信息。有了会在这里列出。",
        )
        self._lay_out()
        presenter.watch(self.show_state)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._presenter.load()

    def show_state(self, state: PersonalScreen) -> None:
        text = state.problem or state.done
        self.said.setText(text)
        self.said.setVisible(bool(text))
        mark(self.said, "problem" if state.problem else "done")
        known = [self.where.itemData(n) for n in range(1, self.where.count())]
        if known != [key for key, _ in state.compounds]:
            while self.where.count() > 1:
                self.where.removeItem(1)
            for key, name in state.compounds:
                self.where.addItem(name, key)
        self.found.empty = "没有找到。" if state.sought else NOBODY
        self.links.empty = "没有其他登记。" if state.sought else LINKS
        self.found.set_rows(state.lines)
        self.links.set_rows(state.links)
        self.purposes.set_rows(state.purposes)
        self.due.set_rows(state.due)
        self.looks.set_rows(state.looks)
        self.tabs.setTabText(2, f"到期（{len(state.due)}）" if state.due else "到期")

    def sought(self) -> Sought:
        """Who is asked for, as typed."""
        where = self.where.currentData()
        return Sought(
            self.name.text().strip(),
            self.phone.text().strip(),
            self.door.text().strip(),
            where if isinstance(where, UUID) else None,
        )

    def _lay_out(self) -> None:
        self.tabs = QTabWidget()
        one = QVBoxLayout()
        one.addLayout(
            Flow(
                self.name, self.phone, self.door, self.where,
                button(self, "personal.find", self._find), None,
                button(self, "personal.export", self._export),
                button(self, "personal.erase", self._erase),
            )
        )  # fmt: skip
        one.addWidget(self.found, stretch=4)
        one.addWidget(self.links, stretch=2)
        self._add(one, "查一个人")
        table = QVBoxLayout()
        table.addWidget(
            hint(
                "每一项为什么登记、依据什么、保存多久。标“请核对”的，依据或年限是通常的理解，请按本地规定核对。"
            )
        )
        table.addWidget(self.purposes)
        self._add(table, "用途和期限")
        over = QVBoxLayout()
        over.addLayout(
            row(
                hint("保存期满的在这里列出，程序不会自己删除。选中几条，或不选就是全部。"),
                button(self, "personal.due", self._erase_due),
            )
        )
        over.addWidget(self.due)
        self._add(over, "到期")
        log = QVBoxLayout()
        log.addWidget(hint("完整号码平时遮盖，点“显示电话”才看得到；看过几次、谁看的都记在这里。"))
        log.addWidget(self.looks)
        self._add(log, "查看记录")
        whole = QVBoxLayout(self)
        whole.addWidget(self.said)
        whole.addWidget(self.tabs)
        for line in (self.name, self.phone, self.door):
            line.returnPressed.connect(self._find)

    def _add(self, inside: QVBoxLayout, title: str) -> None:
        page = QWidget()
        page.setLayout(inside)
        self.tabs.addTab(page, title)

    def _find(self) -> None:
        self._presenter.find(self.sought())

    def _export(self) -> None:
        who = self.sought()
        if not who.name:
            self._presenter.refuse("请先填写姓名，查找并核对是不是这个人。")
        elif folder := QFileDialog.getExistingDirectory(self, "写到哪个文件夹"):
            self._presenter.export(who, Path(folder))

    def _erase(self) -> None:
        who = self.sought()
        self._presenter.preview(who, lambda seen: self._ask(who, seen))

    def _ask(self, who: Sought, seen: Preview) -> None:
        ErasingDialog(self, self._presenter, who, seen).open()

    def _erase_due(self) -> None:
        lines: Sequence[DueLine] = self.due.all_chosen() or self._presenter.state.due
        if not lines:
            self._presenter.refuse("没有到期的个人信息，不用做什么。到期的会在这里列出。")
            return
        Form(
            self,
            self._presenter,
            f"删除到期的个人信息：{len(lines)} 条",
            [Field("reason", "原因", value="保存期满")],
            lambda v: self._presenter.erase_due(lines, str(v["reason"])),
            "姓名、电话、房号清空，文字里的姓名、电话去掉，其余文字保留；矛盾纠纷和调解记录的文字整条清空。删除前先备份；要找回只能从备份恢复。",
        ).open()


class ErasingDialog(AskedDialog):
    """What would be erased and what would stay, before anything is done."""

    def __init__(
        self, parent: QWidget, presenter: PersonalPresenter, who: Sought, seen: Preview
    ) -> None:
        # what would go is compared with what was shown by the service itself
        super().__init__(parent, presenter, Basis())
        self.setWindowTitle(f"删除个人信息：{who.name}")
        fit(self, 860, 600)
        self._presenter, self._who, self._seen = presenter, who, seen
        self.goes: Table[Kept] = Table(
            [
                TableColumn("登记在", lambda k: k.word, 140),
                TableColumn("哪一条", lambda k: k.where, 240),
                TableColumn("删除", lambda k: k.goes, 0),
            ],
            "没有可以删除的。",
        )
        self.stays: Table[Kept] = Table(
            [
                TableColumn("登记在", lambda k: k.word, 140),
                TableColumn("哪一条", lambda k: k.where, 240),
                TableColumn("留下什么、为什么", lambda k: k.why, 0),
            ],
            "没有要留下的。",
        )
        self.goes.set_rows(seen.goes)
        self.stays.set_rows(seen.stays)
        self.reason = entry("原因，如：本人书面申请（不要写姓名、电话）")
        warning = mark(QLabel(_backups(seen)), "warning")
        warning.setWordWrap(True)
        warning.setToolTip("\n".join(each.path.name for each in seen.backups))
        self.buttons = QDialogButtonBox()
        self.yes = self.buttons.addButton("删除", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.yes.setEnabled(bool(seen.goes))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(section(f"删除 {len(seen.goes)} 处"))
        whole.addWidget(self.goes, stretch=3)
        whole.addWidget(section(f"留下 {len(seen.stays)} 处"))
        whole.addWidget(self.stays, stretch=2)
        whole.addWidget(warning)
        whole.addWidget(self.reason)
        whole.addWidget(self.problem)
        whole.addWidget(self.buttons)

    def accept(self) -> None:
        self.keep(lambda: self._presenter.erase(self._who, self.reason.text(), self._seen))


def _backups(seen: Preview) -> str:
    if seen.server:
        return SERVER
    if not seen.backups:
        return NO_BACKUPS
    return BACKUPS.format(count=len(seen.backups), first=f"{seen.backups[-1].at:%Y-%m-%d}")
