"""经过 and 照片 of one suggestion: what became of it step by step, and what was kept with it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from desktop.services.attachments import AttachmentLine
from desktop.services.suggestions import SuggestionLine, VoiceStep
from ui.actions import button
from ui.suggestions.presenter import VoicePresenter
from ui.widgets.asked import Passing
from ui.widgets.files import away, show_file
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import fit, row
from ui.widgets.table import Table, TableColumn


class StepsForm(Passing):
    """Every step of a suggestion, the first one that it was taken down."""

    def __init__(
        self,
        parent: QWidget,
        presenter: VoicePresenter,
        line: SuggestionLine,
        steps: Sequence[VoiceStep],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"第 {line.number} 号的经过")
        fit(self, 720, 420)
        told = QLabel(f"{line.received_on.isoformat()} 由{line.channel.word}登记：{line.text}")
        told.setWordWrap(True)
        self.rows: Table[VoiceStep] = Table(
            [
                TableColumn("时间", lambda s: s.at[:16].replace("T", " "), 130),
                TableColumn("状态", lambda s: s.state.word, 110),
                TableColumn("说明", lambda s: s.text, 0),
                TableColumn("经办", lambda s: s.who, 80),
            ],
            "登记以后还没有办理或答复过。在“清单”里选中它，点“答复”。",
        )
        self.rows.set_rows(steps)
        self.number = QLabel()
        self.number.setWordWrap(True)

        def answered(problem: str) -> None:
            if problem:
                self.number.setText(problem)

        def ask() -> None:
            shown = self.while_open(self.number.setText)
            presenter.ask(lambda: presenter.show_number(line, shown), self.while_open(answered))

        buttons = QDialogButtonBox()
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(told)
        if line.details:
            more = QLabel(line.details)
            more.setWordWrap(True)
            whole.addWidget(more)
        whole.addWidget(self.rows, stretch=1)
        whole.addLayout(row(self.number, None, button(self, "voice.number", ask)))
        whole.addWidget(buttons)


def show_photos(
    parent: QWidget, presenter: VoicePresenter, found: Sequence[AttachmentLine]
) -> None:
    """List the photos of a suggestion, and open the one that is chosen."""
    if not found:
        presenter.refuse("这条建议没有附照片。")
        return
    choices = [
        (str(n), f"{each.name}（{each.size // 1024 + 1} KB）") for n, each in enumerate(found)
    ]
    folder = away()
    Form(
        parent, presenter, "看照片", [Field("which", "哪一张", Kind.CHOICE, "0", choices)],
        lambda v: presenter.photo_file(found[int(str(v["which"]))], folder, show_file),
    ).open()  # fmt: skip
