"""意见建议: one line to take a suggestion down, the list, what belongs together, answers."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.meeting import read_day
from desktop.domain.terms import Channel, Voice
from desktop.domain.voice import FIELDS, SETTLED, WAITING
from desktop.services.suggestions import SuggestionLine, SuggestionPlan
from desktop.system.pinyin import initials
from ui.actions import button
from ui.suggestions.history import StepsForm, show_photos
from ui.suggestions.importing import ImportForm
from ui.suggestions.presenter import VoicePresenter, VoiceScreen
from ui.suggestions.ranking import RankingTab
from ui.suggestions.replies import RepliesTab, ReplyPresenter, ReplyScreen
from ui.suggestions.sorting import GROUP_ANSWERS, SortingTab
from ui.theme import mark
from ui.widgets.flow import Flow
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import Page, choice, entry, row
from ui.widgets.table import Table, TableColumn

_NO_VOICES = "还没有建议。在上面一行打字，回车就记下第一条。"
ANSWERS = (*GROUP_ANSWERS, Voice.CLOSED)
_PICTURES = "图片和 PDF (*.jpg *.jpeg *.png *.gif *.bmp *.webp *.heic *.pdf)"
_PAUSE = 200  # milliseconds without a key before what was typed is looked up


class VoicePage(Page):
    help = (
        "在第一行直接打字，回车就记下一条；房号写成 3-2-501 或 3栋2单元501 都可以，不写姓名即为匿名。"
        "输入时下面会提示以前有没有说过同样的事。微信群的接龙整段复制，点“粘贴接龙”。"
        "“归并”一页里，程序提出哪些说的是一件事和理由，Ctrl+回车 归在一起，Ctrl+D 剔出不是的；原话不改，随时可以拆出。"
    )

    def __init__(
        self,
        presenter: VoicePresenter,
        replies: ReplyPresenter,
        folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("意见建议", parent)
        self._presenter = presenter
        self.text = entry("建议内容，回车记下")
        self.door = entry("房号", 130)
        self.proposer = entry("姓名（可不填）", 130)
        self.channel = choice("来源")
        for channel in Channel:
            self.channel.addItem(channel.word, channel)
        self.search_line = entry("查找内容、房号、姓名、拼音首字母", 290)
        self.list: Table[SuggestionLine] = Table(
            [
                TableColumn("编号", lambda v: str(v.number), 60, right=True),
                TableColumn("日期", lambda v: v.received_on.isoformat(), 105),
                TableColumn("内容", lambda v: v.text, 0),
                TableColumn("房号", lambda v: v.door, 90),
                TableColumn("提出人", lambda v: v.proposer, 90),
                TableColumn("来源", lambda v: v.channel.word, 100),
                TableColumn("归并", lambda v: v.group, 120),
                TableColumn("状态", lambda v: v.state.word, 110, ink=_ink),
            ],
            _NO_VOICES,
            many=True,
        )
        self.bar.addWidget(self.search_line)
        self.bar.addWidget(button(self, "voice.paste", self._paste))
        self.bar.addWidget(button(self, "voice.import", self._import))
        add = button(self, "voice.add", self._add)
        self.hint = mark(QLabel(), "hint")
        self.hint.setWordWrap(True)
        self.nameless = QCheckBox("匿名")
        self.nameless.setToolTip("不记姓名；不勾选时，房号有业主而姓名空着，就记业主")
        self._owners = self._owners_of = ""  # who owns the door that was typed
        self._unknown = ""  # initials nobody was found for, once told
        self.content.addLayout(
            row(self.text, self.door, self.proposer, self.nameless, self.channel, add)
        )
        self.details = row(None)
        self._asked: list[tuple[str, QLineEdit]] = []
        self.content.addLayout(self.details)
        self.content.addWidget(self.hint)
        self.tabs = QTabWidget()
        self.sorting = SortingTab(presenter)
        listing = QWidget()
        inner = QVBoxLayout(listing)
        inner.setContentsMargins(0, 6, 0, 0)
        self.tabs.addTab(listing, "清单")
        self.tabs.addTab(self.sorting, "归并")
        self.ranking = RankingTab(presenter)
        self.tabs.addTab(self.ranking, "议题排序")
        self.replies = RepliesTab(replies, folder, self)
        self.tabs.addTab(self.replies, "答复")
        self.content.addWidget(self.tabs, stretch=1)
        inner.addWidget(self.list, stretch=1)
        inner.addLayout(
            Flow(
                button(self, "voice.merge", self._merge),
                button(self, "voice.split", lambda: presenter.split(self.list.all_chosen())),
                button(self, "voice.answer", self._answer),
                button(self, "voice.affair", self._affair),
                button(self, "voice.photo", self._photo),
                button(self, "voice.photos", self._photos),
                button(self, "voice.steps", self._steps),
                button(self, "voice.correct", self._correct),
                button(self, "voice.remove", self._remove),
                None,
                button(self, "duty.edit", self._duties),
                button(self, "voice.undo_import", self._undo_import),
            )
        )
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_PAUSE)
        self._typing.timeout.connect(self._ask_hint)
        self.text.textChanged.connect(lambda _: self._typing.start())
        self.door.editingFinished.connect(self._fill_proposer)
        for line in (self.text, self.door, self.proposer):
            line.returnPressed.connect(self._add)
        self.search_line.textChanged.connect(presenter.search)
        self.list.opened.connect(self._answer)
        self.channel.currentIndexChanged.connect(lambda _: self._lay_details())
        self._lay_details()
        replies.watch(self._show_replies)
        presenter.watch(self.show_state)

    def show_state(self, state: VoiceScreen) -> None:
        self.show_said(state)
        words = state.words.strip()
        self.list.empty = f"没有找到“{words}”。" if words else _NO_VOICES
        self.list.set_rows(state.lines)
        self.sorting.show_state(state)
        self.ranking.show_state(state)
        self.hint.setText(state.hint.words)
        told = "\n".join(f"{line.number}　{line.door}　{line.text}" for line in state.hint.lines)
        self.hint.setToolTip(told)

    def _show_replies(self, state: ReplyScreen) -> None:
        if state.problem or state.done:
            self.show_said(state)
        self.replies.show_state(state)

    def _lay_details(self) -> None:
        """The fields of the channel; what stands in them is kept for the next suggestion."""
        for _, line in self._asked:
            self.details.removeWidget(line)
            line.deleteLater()
        names = FIELDS.get(Channel(self.channel.currentData()), ())
        self._asked = [(name, entry(name, 160)) for name in names]
        for place, (_, line) in enumerate(self._asked):
            self.details.insertWidget(place, line)
            line.returnPressed.connect(self._add)

    def _duties(self) -> None:
        def ask(lists: dict[str, tuple[str, ...]]) -> None:
            fields = [
                Field(kind, f"{kind}事项", Kind.LONG, "\n".join(lines), hint="一行一项")
                for kind, lines in lists.items()
            ]
            Form(
                self, self._presenter, "社区事项清单", fields,
                lambda v: self._presenter.keep_duties(
                    {kind: str(v[kind]).split("\n") for kind in lists}
                ),
                "按本社区的承办、协办、证明事项清单填写。答复建议时，程序会提示清单里有没有这类事项。",
            ).open()  # fmt: skip

        self._presenter.duty_lists(ask)

    def _affair(self) -> None:
        """A matter that needs no meeting: it is handled, and its proposer hears of it."""
        chosen = self.list.chosen()
        if chosen is None:
            self._presenter.refuse("请先选中一条建议。")
            return
        fields = [Field("lead", "谁来办"), Field("due", "办结时限", hint="如 2026-09-30，可空")]

        def done(told: dict[str, object]) -> None:
            due = str(told["due"]).strip()
            self._presenter.handle(chosen, str(told["lead"]), read_day(due) if due else None)

        Form(
            self, self._presenter, f"直接办理：{chosen.text[:30]}", fields, done,
            "转到“办事—办理事项”，办结反馈后这条建议自动有答复。",
        ).open()  # fmt: skip

    def _photo(self) -> None:
        chosen = self.list.chosen()
        if chosen is None:
            self._presenter.refuse("请先选中一条建议。")
            return
        name, _ = QFileDialog.getOpenFileName(self, "选择照片", "", _PICTURES)
        if name:
            self._presenter.photo(chosen, Path(name))

    def _photos(self) -> None:
        chosen = self.list.chosen()
        if chosen is None:
            self._presenter.refuse("请先选中一条建议。")
            return
        self._presenter.photos(chosen, lambda found: show_photos(self, self._presenter, found))

    def _steps(self) -> None:
        chosen = self.list.chosen()
        if chosen is None:
            self._presenter.refuse("请先选中一条建议。")
            return
        self._presenter.steps(
            chosen, lambda found: StepsForm(self, self._presenter, chosen, found).open()
        )

    def _correct(self) -> None:
        chosen = self.list.chosen()
        if chosen is None:
            self._presenter.refuse("请先选中一条建议。")
            return
        known = "" if chosen.proposer == "匿名" else chosen.proposer
        fields = [
            Field("text", "内容", Kind.LONG, chosen.text),
            Field("door", "房号", value=chosen.door),
            Field("proposer", "姓名", value=known, hint="留空即为匿名"),
        ]
        Form(
            self, self._presenter, f"更正第 {chosen.number} 号", fields,
            lambda v: self._presenter.correct(
                chosen, str(v["text"]), str(v["door"]), str(v["proposer"])
            ),
            "只改记录有误的地方；原来写的留在“经过”里。",
        ).open()  # fmt: skip

    def _ask_hint(self) -> None:
        self._presenter.ask_hint(self.text.text(), self.door.text())

    def _fill_proposer(self) -> None:
        if self.door.text().strip() and not self.proposer.text().strip():
            asked = self.door.text()

            def fill(names: str) -> None:
                if self.door.text() == asked and not self.proposer.text():
                    self._owners, self._owners_of = names, asked
                    self.proposer.setPlaceholderText(names or "姓名（可不填）")

            self._presenter.who_lives(asked, fill)

    def _import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "选择建议表或接龙文本", "", "表格和文本 (*.xlsx *.xls *.csv *.txt)"
        )
        if name:
            ImportForm(self, self._presenter, Path(name)).open()

    def _paste(self) -> None:
        ImportForm(self, self._presenter, None).open()

    def _undo_import(self) -> None:
        last = self._presenter.state.last_import
        if last is None:
            self._presenter.refuse("没有可以撤回的导入。")
            return
        Form(
            self,
            self._presenter,
            "撤回导入",
            [],
            lambda _: self._presenter.undo_import(),
            f"撤回最近一次导入的 {last[1]} 条建议？已经归并或答复过的，不能整批撤回。",
        ).open()

    def _add(self) -> None:
        proposer = self._who()
        if proposer is None:
            return
        plan = SuggestionPlan(
            self.text.text(),
            Channel(self.channel.currentData()),  # Qt gives back plain text
            door=self.door.text(),
            proposer=proposer,
            details={
                name: line.text().strip() for name, line in self._asked if line.text().strip()
            },
        )
        self._presenter.ask(lambda: self._presenter.add(plan), self._taken)

    def _who(self) -> str | None:
        """Who speaks: as typed; the owner whose initials were typed; the only owner of the door
        where nothing was, unless 匿名 is ticked. ``None``: initials of nobody, told first."""
        typed = self.proposer.text().strip()
        offered = [name for name in self._owners.split("、") if name]
        if self.nameless.isChecked():
            return ""
        if not typed:
            return offered[0] if len(offered) == 1 and self._owners_of == self.door.text() else ""
        if not (typed.isascii() and typed.isalpha()):
            return typed
        meant = [name for name in offered if initials(name) == typed.lower()]
        if len(meant) == 1:
            return meant[0]
        if typed.islower() and self._unknown != typed:  # Tom may well be called so
            self._unknown = typed
            self._presenter.refuse(
                f"没有找到缩写 {typed} 的业主。请写全名；确实就叫“{typed}”的，再按一次回车。"
            )
            return None
        return typed

    def _taken(self, problem: str) -> None:
        if problem:
            self._presenter.refuse(problem)
        else:
            for line in (self.text, self.door, self.proposer):
                line.clear()
            self.proposer.setPlaceholderText("姓名（可不填）")
            self._owners = self._owners_of = self._unknown = ""
            self.nameless.setChecked(False)
        self.text.setFocus()

    def start(self) -> None:
        self.text.setFocus()

    def _merge(self) -> None:
        chosen = self.list.all_chosen()
        title = next((line.group for line in chosen if line.group), "")
        fields = [Field("title", "归并后的名称", value=title, hint="如：飞线充电")]
        Form(
            self,
            self._presenter,
            "归并建议",
            fields,
            lambda v: self._presenter.merge(chosen, str(v["title"])),
        ).open()

    def _remove(self) -> None:
        chosen = self.list.chosen()
        if chosen is None:
            self._presenter.refuse("请先选中一条建议。")
            return
        Form(
            self,
            self._presenter,
            "删除建议",
            [],
            lambda _: self._presenter.remove(chosen),
            f"删除第 {chosen.number} 号：{chosen.text[:60]}？删除会记入历史，不能恢复。",
        ).open()

    def _answer(self) -> None:
        chosen = self.list.chosen()
        if chosen is None:
            self._presenter.refuse("请先选中一条建议。")
            return
        fields = [
            Field("state", "处理方式", Kind.CHOICE, Voice.ANSWERED, [(v, v.word) for v in ANSWERS]),
            Field(
                "text",
                "答复内容",
                Kind.LONG,
                chosen.answer,
                hint="写给提出人的话；转办写明转给谁，不予列入、不属社区职责写明原因",
            ),
        ]

        def ask(duties: str) -> None:
            Form(
                self,
                self._presenter,
                "答复建议",
                fields,
                lambda v: self._presenter.answer(chosen, Voice(str(v["state"])), str(v["text"])),
                duties,
            ).open()

        self._presenter.duties(chosen.text, ask)


def _ink(line: SuggestionLine) -> str:
    if line.state in WAITING:
        return "warn"
    return "good" if line.state in SETTLED else ""
