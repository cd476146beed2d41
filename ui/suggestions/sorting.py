"""归并: what seems to be one matter and why; one key accepts, sets aside or skips."""

from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from desktop.domain.terms import Voice
from desktop.services.groupings import GroupLine, ProposedGroup
from desktop.services.suggestions import SuggestionLine
from ui.actions import button
from ui.suggestions.presenter import VoicePresenter, VoiceScreen
from ui.theme import mark
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import row, section
from ui.widgets.table import Table, TableColumn

_NOT_ASKED = "点“提出归并方案”（Ctrl+G），程序会指出哪些建议说的是一件事、理由是什么；由您决定。"
_NONE_LEFT = "没有要归并的了：其余的建议各说各的事，或已归并。"
GROUP_ANSWERS = (
    Voice.ANSWERED, Voice.HANDLED, Voice.IN_HAND, Voice.REFERRED, Voice.OUTSIDE, Voice.DECLINED,
)  # fmt: skip


class SortingTab(QWidget):
    def __init__(self, presenter: VoicePresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.why = mark(QLabel(), "hint")
        self.why.setWordWrap(True)
        self.proposals: Table[ProposedGroup] = Table(
            [
                TableColumn("方案", _title, 0),
                TableColumn("类别", lambda p: p.category, 80),
                TableColumn("涉及", lambda p: p.reach.words, 200),
            ],
            _NOT_ASKED,
        )
        self.members: Table[SuggestionLine] = Table(
            [
                TableColumn("编号", lambda v: str(v.number), 55, right=True),
                TableColumn("房号", lambda v: v.door, 90),
                TableColumn("原话", lambda v: v.text, 0),
            ],
            "选中一个方案或一组，这里显示每一条原话。",
            many=True,
        )
        self.groups: Table[GroupLine] = Table(
            [
                TableColumn("已归并", lambda g: g.title, 0),
                TableColumn("类别", lambda g: g.category, 80),
                TableColumn("涉及", lambda g: g.reach.words, 150),
                TableColumn("待答复", lambda g: str(g.waiting or ""), 70, right=True),
                TableColumn("议程", lambda g: "已列入" if g.on_agenda else "", 70),
            ],
            "还没有归并过的建议。点“提出归并方案”，或在“清单”里选几条，点“归并”。",
        )
        both = QSplitter()
        both.addWidget(self._left())
        both.addWidget(self._right())
        both.setStretchFactor(0, 1)
        both.setStretchFactor(1, 1)
        both.setSizes([500, 500])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.addLayout(
            row(
                button(self, "voice.propose", presenter.propose), None,
                button(self, "voice.teach", self._teach), button(self, "voice.forget", self._forget),
            )
        )  # fmt: skip
        whole.addWidget(both, stretch=1)
        self.proposals.selectionModel().selectionChanged.connect(lambda *_: self._proposal_chosen())
        self.groups.selectionModel().selectionChanged.connect(lambda *_: self._group_chosen())
        self.groups.opened.connect(self._answer)
        self.proposals.opened.connect(self._accept)

    def _left(self) -> QWidget:
        left = QWidget()
        whole = QVBoxLayout(left)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.proposals, stretch=3)
        whole.addWidget(self.groups, stretch=2)
        whole.addLayout(
            row(
                button(self, "group.answer", self._answer),
                button(self, "group.rename", self._rename),
                None,
            )
        )
        return left

    def _right(self) -> QWidget:
        right = QWidget()
        whole = QVBoxLayout(right)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(section("为什么是一件事"))
        whole.addWidget(self.why)
        whole.addWidget(self.members, stretch=1)
        whole.addLayout(
            row(
                button(self, "voice.accept", self._accept),
                button(self, "voice.aside", self._set_aside),
                button(self, "voice.cut", self._cut),
                button(self, "voice.skip", self._skip),
                button(self, "voice.move", self._move),
                None,
                button(self, "voice.undo", self._presenter.undo),
            )
        )
        return right

    def show_state(self, state: VoiceScreen) -> None:
        self.proposals.empty = _NOT_ASKED if state.proposals is None else _NONE_LEFT
        place, before = self.proposals.currentIndex().row(), self.proposals.chosen()
        found = state.proposals or ()
        self.proposals.set_rows(found)
        if found and before not in found and self.groups.chosen() is None:
            self.proposals.choose([max(0, min(place, len(found) - 1))])
        self.groups.set_rows(state.groups)
        if self.proposals.chosen() is None:
            self.members.set_rows(state.members if self.groups.chosen() else ())
            self.why.clear()

    def _proposal_chosen(self) -> None:
        if chosen := self.proposals.chosen():
            self.groups.clearSelection()
            self.members.set_rows(chosen.members)
            self.why.setText(f"依据：{chosen.why_words}")

    def _group_chosen(self) -> None:
        if chosen := self.groups.chosen():
            self.proposals.clearSelection()
            self.why.clear()
            self._presenter.choose_group(chosen)

    def _accept(self) -> None:
        if chosen := self.proposals.chosen():
            self._presenter.accept(chosen)
        else:
            self._presenter.refuse("请先选中一个方案。")

    def _set_aside(self) -> None:
        proposal, line = self.proposals.chosen(), self.members.chosen()
        if proposal is None or line is None:
            self._presenter.refuse("请先在右边选中不是这件事的那一条。")
        else:
            self._presenter.set_aside(proposal, line)

    def _cut(self) -> None:
        """Two matters in one proposal: what is chosen on the right becomes one of its own."""
        proposal = self.proposals.chosen()
        if proposal is None:
            self._presenter.refuse("请先选中一个方案。")
            return
        lines = self.members.all_chosen()
        self._presenter.ask(lambda: self._presenter.cut(proposal, lines), self._refused)

    def _refused(self, problem: str) -> None:
        if problem:
            self._presenter.refuse(problem)

    def _move(self) -> None:
        """One of the members belongs into a group that is there."""
        line, groups = self.members.chosen(), self._presenter.state.groups
        if line is None:
            self._presenter.refuse("请先在右边选中要移的那一条。")
        elif not groups:
            self._presenter.refuse("还没有归并过的组。")
        else:
            choices = [(str(n), each.title) for n, each in enumerate(groups)]
            Form(
                self, self._presenter, f"移到：{line.text[:30]}",
                [Field("group", "移到哪一组", Kind.CHOICE, "0", choices)],
                lambda v: self._presenter.move([line], groups[int(str(v["group"]))]),
            ).open()  # fmt: skip

    def _skip(self) -> None:
        if chosen := self.proposals.chosen():
            self._presenter.skip(chosen)
        else:
            self._presenter.refuse("请先选中一个方案。")

    def _answer(self) -> None:
        group = self.groups.chosen()
        if group is None:
            self._presenter.refuse("请先选中一个已归并的组。")
            return
        fields = [
            Field(
                "state",
                "处理方式",
                Kind.CHOICE,
                Voice.ANSWERED,
                [(v, v.word) for v in GROUP_ANSWERS],
            ),
            Field("text", "答复内容", Kind.LONG, "", hint="组里没有答复过的每一条都写上这段话"),
        ]
        Form(
            self,
            self._presenter,
            f"答复“{group.title}”",
            fields,
            lambda v: self._presenter.answer_group(group, Voice(str(v["state"])), str(v["text"])),
        ).open()

    def _rename(self) -> None:
        group = self.groups.chosen()
        if group is None:
            self._presenter.refuse("请先选中一个已归并的组。")
            return
        Form(
            self,
            self._presenter,
            "改名",
            [Field("title", "归并后的名称", value=group.title)],
            lambda v: self._presenter.rename(group, str(v["title"])),
        ).open()

    def _teach(self) -> None:
        topics = self._presenter.topics()
        fields = [
            Field("topic", "说的是哪件事", Kind.CHOICE, topics[0], [(t, t) for t in topics]),
            Field("new", "或新的一类事", hint="上面没有的事，在这里写名称"),
            Field("phrase", "本地人怎么说", hint="如：瞎子过道；几个词都要有时用空格隔开"),
        ]
        Form(
            self,
            self._presenter,
            "教一个说法",
            fields,
            lambda v: self._presenter.teach(str(v["topic"]), str(v["phrase"]), str(v["new"])),
        ).open()

    def _forget(self) -> None:
        """Take out a way of saying it that was taught by mistake."""
        taught = self._presenter.taught()
        if not taught:
            self._presenter.refuse("还没有教过说法。")
            return
        choices = [(str(n), f"{topic}：{phrase}") for n, (topic, phrase) in enumerate(taught)]
        Form(
            self, self._presenter, "删除教过的说法",
            [Field("which", "哪一个", Kind.CHOICE, "0", choices)],
            lambda v: self._presenter.forget(*taught[int(str(v["which"]))]),
        ).open()  # fmt: skip


def _title(proposal: ProposedGroup) -> str:
    return f"加入“{proposal.group_title}”" if proposal.group else proposal.title
