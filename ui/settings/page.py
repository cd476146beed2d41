"""设置: rules of meetings, backups and restoring, checking the history."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QTabWidget, QVBoxLayout, QWidget

from desktop.services.diagnostics import Shown
from desktop.services.drills import Drill
from desktop.services.profiles import ProfileLine
from desktop.services.upkeep import Backup
from ui.actions import button
from ui.settings.decisions import DecisionsTab
from ui.settings.diagnosis import DiagnosisTab
from ui.settings.password import PasswordTab
from ui.settings.presenter import SettingsPresenter, SettingsScreen, shown
from ui.settings.style import StyleTab
from ui.widgets.form import Field, Form
from ui.widgets.page import Page, hint, row
from ui.widgets.table import Table, TableColumn


class Swapping(Protocol):
    """Puts another file in the place of the open one."""

    def restore(self, backup: Path) -> None: ...
    def lock(self, name: str, password: str) -> None: ...
    def unlock(self) -> None: ...


class SettingsPage(Page):
    """``more``: tabs that have a presenter of their own."""

    help = (
        "会议规则：双击一行修改到会和通过的比例、提前通知的天数；改过的规则存在数据文件里，升级不会覆盖。"
        "备份：程序在打开、关闭、导入前和每半小时自动备份；换电脑时用“备份到…”存到U盘，在新电脑上“从备份恢复…”。"
        "个人信息：有人要求查阅、复制或删除自己的信息时用；到期的信息在那里列出。"
        "数据密码：设了以后，打开数据文件和备份都要姓名和密码；忘了用打印出来的恢复密钥打开。"
    )

    def __init__(
        self,
        presenter: SettingsPresenter,
        more: Sequence[tuple[str, QWidget]],
        swaps: Swapping,
        shown: Callable[[], Shown],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("设置", parent)
        self._presenter, self._restore = presenter, swaps.restore
        self.rules: Table[ProfileLine] = Table(
            [
                TableColumn("会议", lambda p: p.profile.name, 120),
                TableColumn("到会", _quorum, 250),
                TableColumn(
                    "通过",
                    lambda p: p.profile.passing.words if p.profile.passing else "不表决",
                    270,
                ),
                TableColumn(
                    "提前通知",
                    lambda p: f"{p.profile.notice_days} 天" if p.profile.notice_days else "不要求",
                    90,
                ),
                TableColumn("依据", _source, 0),
                TableColumn("", lambda p: "本单位已改" if p.own else "", 90, ink=lambda _: "warn"),
            ],
            "没有会议规则，程序的文件不全：请重新安装。",
        )
        self.copies: Table[Backup] = Table(
            [
                TableColumn("时间", lambda b: f"{b.at:%Y-%m-%d %H:%M}", 150),
                TableColumn("原因", lambda b: b.why, 100),
                TableColumn("大小", lambda b: f"{b.size // 1024} KB", 90, right=True),
                TableColumn("位置", lambda b: str(b.path), 0),
            ],
            "还没有备份。点“立即备份”。",
        )
        self.drill = hint("")
        self.tabs = tabs = QTabWidget()
        tabs.addTab(
            self._page(
                row(
                    button(self, "rule.change", self._change),
                    button(self, "rule.take_back", self._take_back),
                    None,
                ),
                hint("比例写成 2/3（含本数）或 >1/2（超过），留空为不要求。"),
                self.rules,
            ),
            "会议规则",
        )
        self.decisions = DecisionsTab(presenter, self)
        tabs.addTab(self.decisions, "表决规则")
        self.style_tab = StyleTab(presenter, self)
        tabs.addTab(self.style_tab, "公文格式")
        self.backups = self._page(
            row(
                button(self, "backup.now", presenter.back_up),
                button(self, "backup.usb", self._usb),
                button(self, "backup.restore", self._from),
                None,
            ),
            self.copies,
            self.drill,
        )
        tabs.addTab(self.backups, "备份与恢复")
        self.password = PasswordTab(presenter, swaps.lock, swaps.unlock, self)
        tabs.addTab(self.password, "数据密码")
        for name, tab in more:
            tabs.addTab(tab, name)
        self.diagnosis = DiagnosisTab(presenter, shown, self)
        tabs.addTab(self.diagnosis, "诊断")
        tabs.currentChanged.connect(lambda _: self._tab_chosen())
        self.where = hint("")
        self.content.addWidget(self.where)
        self.content.addWidget(tabs, stretch=1)
        self.rules.opened.connect(self._change)
        presenter.watch(self.show_state)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._presenter.load()  # backups are made by themselves meanwhile

    def show_password(self) -> None:
        """The password has just been set, or taken away: what is to be done next is there."""
        self.tabs.setCurrentWidget(self.password)
        self.password.remind()

    def show_state(self, state: SettingsScreen) -> None:
        self.show_said(state)
        self.where.setText(f"数据：{state.where}　经办人：{state.who}")
        self.rules.set_rows(state.profiles)
        self.decisions.show_state(state)
        self.diagnosis.show_state(state)
        self.style_tab.show_state(state)
        self.password.show_state(state)
        self.copies.set_rows(state.backups)
        self.drill.setText(_drilled(state.drill))

    def _tab_chosen(self) -> None:
        if self.tabs.currentWidget() is self.diagnosis:
            self.diagnosis.again()

    def start(self) -> None:
        self.tabs.tabBar().setFocus()  # the arrows choose the tab

    def show_backups(self) -> None:
        """Bring up what tells of the backups."""
        self.tabs.setCurrentWidget(self.backups)

    def _page(self, *parts: object) -> QWidget:
        page = QWidget()
        inside = QVBoxLayout(page)
        for part in parts:
            if isinstance(part, QWidget):
                inside.addWidget(part)
            else:
                inside.addLayout(part)  # type: ignore[arg-type]
        return page

    def _change(self) -> None:
        line = self.rules.chosen()
        if line is None:
            self._presenter.refuse("请先选中一条规则。")
            return
        profile = line.profile
        source = next((t.source for t in (profile.passing, profile.quorum) if t), "")
        fields = [
            Field("quorum", "到会比例", value=shown(profile.quorum), hint="2/3；留空为不要求"),
            Field("passing", "通过比例", value=shown(profile.passing), hint=">1/2；留空为不表决"),
            Field("days", "提前通知天数", value=profile.notice_days),
            Field("source", "依据", value=source, hint="本小区议事规则第几条"),
        ]
        Form(
            self,
            self._presenter,
            f"会议规则：{profile.name}",
            fields,
            lambda v: self._presenter.change_passing(
                profile, str(v["quorum"]), str(v["passing"]), str(v["days"]), str(v["source"])
            ),
            "法律规定的到会和通过比例不要改低。改动会记入历史，以后新建的会议按新规则。",
        ).open()

    def _take_back(self) -> None:
        line = self.rules.chosen()
        if line is None or not line.own:
            self._presenter.refuse("请先选中一条改动过的规则。")
        else:
            self._presenter.take_back(line.profile)

    def _usb(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, "备份到哪个文件夹"):
            self._presenter.save_to(Path(folder))

    def _from(self) -> None:
        chosen = self.copies.chosen()
        name = str(chosen.path) if chosen else ""
        if not name:
            name, _ = QFileDialog.getOpenFileName(
                self, "选择备份", self._presenter.folder(), "备份 (*.圆桌备份)"
            )
        if name:
            Form(
                self,
                self._presenter,
                "从备份恢复",
                [],
                lambda _: self._restore(Path(name)),
                f"{Path(name).name}\n现在的数据会先自动备份，然后换成这个备份，程序会重新打开数据文件。",
            ).open()


def _source(line: ProfileLine) -> str:
    thresholds = (line.profile.passing, line.profile.quorum)
    return next((t.source for t in thresholds if t), line.profile.notice_source)


def _quorum(line: ProfileLine) -> str:
    profile = line.profile
    told = [profile.quorum.words] if profile.quorum else []
    return "；".join([*told, *(each.words for each in profile.body_quorums)]) or "不要求"


def _drilled(drill: Drill | None) -> str:
    every = "每个月，程序自己把一份备份恢复到旁边，从头到尾核对一遍，再删掉。"
    if drill is None:
        return every
    went = "相符" if drill.good else "恢复不出来，或核对不符"
    return f"{every}上次是 {drill.at}，{drill.backup}：{went}。"
