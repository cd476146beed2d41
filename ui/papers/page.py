"""文件: every paper that was written, and the folder it lies in."""

from pathlib import Path

from PySide6.QtWidgets import QPushButton, QTabWidget, QWidget

from desktop.services.papers import PaperLine
from ui.papers.forms import FormsTab
from ui.papers.many import ManyTab
from ui.papers.posting import PostingTab
from ui.papers.presenter import PapersPresenter, PapersScreen
from ui.widgets.files import show_file
from ui.widgets.page import Page, hint
from ui.widgets.table import Table, TableColumn


class PapersPage(Page):
    help = (
        "写出的文件：双击打开；“打开文件夹”查看全部。街道表格：载入街道要的空表，指一次格子，以后一点就填好。"
        "批量和清单：多次会议的纪要一起写出，停下来可以接着写；各种清单存成 .xlsx。"
        "公示和异议：哪天张贴、贴在哪里，收到的异议和答复。"
    )

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
        self.forms = FormsTab(presenter, folder, self)
        self.many = ManyTab(presenter, folder, self)
        self.posting = PostingTab(presenter, self)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.list, "写出的文件")
        self.tabs.addTab(self.forms, "街道表格")
        self.tabs.addTab(self.many, "批量和清单")
        self.tabs.addTab(self.posting, "公示和异议")
        self.content.addWidget(self.tabs)
        self.list.opened.connect(self._open_chosen)
        presenter.watch(self.show_state)

    def show_state(self, state: PapersScreen) -> None:
        self.show_said(state)
        self.list.set_rows(state.lines)
        self.forms.show_state(state)
        self.many.show_state(state)
        self.posting.show_state(state)

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
