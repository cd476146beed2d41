"""文件: every paper that was written, and the folder it lies in."""

from pathlib import Path

from PySide6.QtWidgets import QPushButton, QWidget

from desktop.services.papers import PaperLine
from ui.papers.presenter import PapersPresenter, PapersScreen
from ui.widgets.files import show_file
from ui.widgets.page import Page, hint
from ui.widgets.table import Table, TableColumn


class PapersPage(Page):
    help = "这里列出写出过的文件。双击打开文件；“打开文件夹”查看全部。"

    def __init__(
        self, presenter: PapersPresenter, folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__("文件", parent)
        self._folder, self._presenter = folder, presenter
        self.list: Table[PaperLine] = Table(
            [
                TableColumn("时间", lambda p: p.at[:16].replace("T", " "), 140),
                TableColumn("会议", lambda p: p.meeting, 220),
                TableColumn("文件", lambda p: p.title, 160),
                TableColumn("格式", lambda p: p.form, 60),
                TableColumn("位置", lambda p: p.path, 0),
            ],
            "还没有写出过文件。在会议的“会前”“会后”里点“导出 PDF 和 Word”。",
        )
        show = QPushButton("打开文件夹")
        show.clicked.connect(lambda: self._open(self._folder))
        self.bar.addWidget(show)
        self.content.addWidget(hint(f"文件写在：{folder}"))
        self.content.addWidget(self.list)
        self.list.opened.connect(self._open_chosen)
        presenter.watch(self.show_state)

    def show_state(self, state: PapersScreen) -> None:
        self.show_said(state)
        self.list.set_rows(state.lines)

    def _open_chosen(self) -> None:
        if line := self.list.chosen():
            path = Path(line.path)
            if path.exists():
                self._open(path)
            else:
                self._presenter.refuse("文件已不在原来的位置，可以在会议里重新导出。")

    def _open(self, path: Path) -> None:
        if path == self._folder:
            path.mkdir(parents=True, exist_ok=True)
        show_file(path)
