"""意见建议: one line to take a suggestion down, the list, merging and answers."""

from PySide6.QtWidgets import QComboBox, QWidget

from desktop.domain.terms import Channel, Voice
from desktop.services.suggestions import SuggestionLine, SuggestionPlan
from ui.actions import button
from ui.suggestions.presenter import VoicePresenter, VoiceScreen
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import Page, entry, row
from ui.widgets.table import Table, TableColumn

_NO_VOICES = "还没有建议。在上面一行打字，回车就记下第一条。"
_ANSWERS = (Voice.ANSWERED, Voice.HANDLED, Voice.DECLINED)


class VoicePage(Page):
    help = (
        "在第一行直接打字，回车就记下一条；房号写成 3-2-501 或 3栋2单元501 都可以，不写姓名即为匿名。"
        "按住 Ctrl 选几条，点“归并”归在一起；原话不改，随时可以拆出。"
    )

    def __init__(self, presenter: VoicePresenter, parent: QWidget | None = None) -> None:
        super().__init__("意见建议", parent)
        self._presenter = presenter
        self.text = entry("建议内容，回车记下")
        self.door = entry("房号", 130)
        self.proposer = entry("姓名（可不填）", 130)
        self.channel = QComboBox()
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
        add = button(self, "voice.add", self._add)
        self.content.addLayout(row(self.text, self.door, self.proposer, self.channel, add))
        self.content.addWidget(self.list, stretch=1)
        self.content.addLayout(
            row(
                button(self, "voice.merge", self._merge),
                button(self, "voice.split", lambda: presenter.split(self.list.all_chosen())),
                button(self, "voice.answer", self._answer),
                button(self, "voice.remove", self._remove),
                None,
            )
        )
        for line in (self.text, self.door, self.proposer):
            line.returnPressed.connect(self._add)
        self.search_line.textChanged.connect(presenter.search)
        self.list.opened.connect(self._answer)
        presenter.watch(self.show_state)

    def show_state(self, state: VoiceScreen) -> None:
        self.show_said(state)
        words = state.words.strip()
        self.list.empty = f"没有找到“{words}”。" if words else _NO_VOICES
        self.list.set_rows(state.lines)

    def _add(self) -> None:
        plan = SuggestionPlan(
            self.text.text(),
            Channel(self.channel.currentData()),  # Qt gives back plain text
            door=self.door.text(),
            proposer=self.proposer.text(),
        )
        self._presenter.ask(lambda: self._presenter.add(plan), self._taken)

    def _taken(self, problem: str) -> None:
        if problem:
            self._presenter.refuse(problem)
        else:
            for line in (self.text, self.door, self.proposer):
                line.clear()
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
            Field(
                "state", "处理方式", Kind.CHOICE, Voice.ANSWERED, [(v, v.word) for v in _ANSWERS]
            ),
            Field(
                "text",
                "答复内容",
                Kind.LONG,
                chosen.answer,
                hint="写给提出人的话；不予采纳的写明原因",
            ),
        ]
        Form(
            self,
            self._presenter,
            "答复建议",
            fields,
            lambda v: self._presenter.answer(chosen, Voice(str(v["state"])), str(v["text"])),
        ).open()


def _ink(line: SuggestionLine) -> str:
    if line.state in {Voice.RECEIVED, Voice.GROUPED}:
        return "warn"
    return "good" if line.state in {Voice.ANSWERED, Voice.HANDLED} else ""
