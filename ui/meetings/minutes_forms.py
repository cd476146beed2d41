"""Small forms about the minutes: who has read them, what is corrected, phrases, versions."""

from collections.abc import Callable

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.domain.errors import NameNeeded
from desktop.domain.terms import Copy
from ui.meetings.presenter import MeetingPresenter
from ui.widgets.form import Field, Form, Kind

_INSERT, _ADD, _REMOVE = "insert", "add", "remove"


class MinutesForms:
    """``copy`` tells which copy is open; ``save`` keeps what is being typed."""

    def __init__(
        self,
        parent: QWidget,
        presenter: MeetingPresenter,
        text: QPlainTextEdit,
        copy: Callable[[], Copy],
        save: Callable[[], None],
    ) -> None:
        self._parent, self._presenter, self._text = parent, presenter, text
        self._copy, self._save = copy, save

    def read(self) -> None:
        """A second person has read both copies."""
        self._save()
        self._open(
            "核对无误",
            [Field("by", "核对人", hint="席位人员、与会人或别的经办人，不能是记录人")],
            lambda told: self._presenter.check_read(str(told["by"])),
            "请核对人把会议纪要和张贴件逐句看过再填。之后再改文字，要重新核对。",
        )

    def numbers(self) -> None:
        """Numbers unlike the record are meant: these, and no others."""
        self._save()
        mine = f"{self._copy().word}："
        told = [p for p in self._presenter.state.problems if p.startswith(mine) and "不一致" in p]
        self._open(
            "数字照此",
            [Field("reason", "理由")],
            lambda told: self._presenter.keep_numbers(self._copy(), str(told["reason"])),
            "\n".join(
                [
                    "写明为什么与记录的表决、到会人数或时限不同；理由留在这一版里，只对现在这些数有效。",
                    *told,
                ]
            ),
        )

    def correct(self) -> None:
        fields = [
            Field("wrong", "原文", Kind.LONG, self._text.textCursor().selectedText()),
            Field("right", "更正为", Kind.LONG),
            Field("reason", "更正原因"),
        ]
        self._open(
            "更正",
            fields,
            lambda told: self._presenter.correct_minutes(
                str(told["wrong"]), str(told["right"]), str(told["reason"])
            ),
            "已定稿的文字不动，登记一条更正，另印“更正公告”。改动大的请用“重新打开”。",
        )

    def phrase(self) -> None:
        self._presenter.phrases(self._phrase)

    def reopen(self) -> None:
        self._open(
            "重新打开纪要",
            [Field("reason", "原因", hint="为什么要改；原来的版本会保留")],
            lambda told: self._presenter.reopen(str(told["reason"])),
        )

    def versions(self) -> None:
        self._presenter.versions(self._copy(), self._show_versions)

    def _phrase(self, phrases: list[str]) -> None:
        chosen = self._text.textCursor().selectedText().strip()
        acts = [(_INSERT, "插入"), (_ADD, "收进下面写的一句"), (_REMOVE, "从常用语里去掉")]
        fields = [
            Field("phrase", "常用语", Kind.CHOICE, "", [(each, each) for each in phrases]),
            Field("act", "做什么", Kind.CHOICE, _ADD if chosen else _INSERT, acts),
            Field("fresh", "新的一句", Kind.LONG, chosen),
        ]

        def done(told: dict[str, object]) -> None:
            phrase = str(told["phrase"] or "")
            if told["act"] == _ADD:
                self._presenter.add_phrase(str(told["fresh"]))
            elif not phrase:
                raise NameNeeded("常用语")
            elif told["act"] == _REMOVE:
                self._presenter.remove_phrase(phrase)
            elif not self._text.isReadOnly():
                self._text.insertPlainText(phrase)

        self._open("常用语", fields, done)

    def _show_versions(self, lines: list[tuple[int, str, str, str]]) -> None:
        told = [
            f"第 {version} 版　{at[:16].replace('T', ' ') or '未定稿'}　{who}"
            f"{f'　重新打开：{reason}' if reason else ''}"
            for version, at, who, reason in lines
        ]
        name = f"{self._copy().word}的历次版本"
        self._open(name, [], lambda _: None, "\n".join(told) or "还没有定稿的版本。")

    def _open(
        self,
        title: str,
        fields: list[Field],
        done: Callable[[dict[str, object]], None],
        explain: str = "",
    ) -> None:
        Form(self._parent, self._presenter, title, fields, done, explain).open()
