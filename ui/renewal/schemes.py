"""版本和照片: versions of the scheme side by side, who approved which, and the photos of the site."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from desktop.domain.count import read_count
from desktop.domain.meeting import day_words
from desktop.domain.renewal.scheme import Difference
from desktop.services.attachments import AttachmentLine
from desktop.services.renewal.papers import AFTER, BEFORE, SIGN
from desktop.services.renewal.schemes import SchemeLine
from ui.actions import button
from ui.renewal.presenter import RenewalPresenter
from ui.renewal.screen import NO_PLAN, RenewalScreen
from ui.theme import mark
from ui.widgets.files import away, show_file
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import row, section
from ui.widgets.table import Table, TableColumn

KINDS = (BEFORE, AFTER, SIGN, "图纸", "公示照片", "其他")


class SchemesTab(QWidget):
    def __init__(self, presenter: RenewalPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.list: Table[SchemeLine] = Table(
            [
                TableColumn("版", lambda s: f"第 {s.number} 版", 70),
                TableColumn("日期", lambda s: s.facts.made_on.isoformat(), 110),
                TableColumn("说明", lambda s: s.facts.said.replace("\n", " "), 0),
                TableColumn("通过", _approved, 260, ink=lambda s: "good" if _approved(s) else ""),
                TableColumn("公示", _posted, 220),
            ],
            "还没有版本。清单填好以后点“定一版…”：这一版以后不会变，改动另定一版，两版可以对照。",
            many=True,
        )
        self.compared = mark(QLabel(), "section")
        self.differences: Table[Difference] = Table(
            [
                TableColumn("部分", lambda d: d.part.word, 90),
                TableColumn("项目", lambda d: d.what, 0),
                TableColumn("哪一项", lambda d: d.column, 90),
                TableColumn("变更前", lambda d: d.before, 240),
                TableColumn("变更后", lambda d: d.after, 240),
            ],
            "选中一版和现在的内容对照，选中两版互相对照。",
        )
        self.photos: Table[AttachmentLine] = Table(
            [
                TableColumn("种类", lambda a: a.kind, 110),
                TableColumn("文件", lambda a: a.name, 0),
                TableColumn("大小", lambda a: f"{a.size / 1024:.0f} KB", 90, right=True),
            ],
            "还没有照片。改造前、改造后、效果图会排进公示和公示牌；图纸和公示照片只存档。点“收进照片…”。",
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.addLayout(
            row(
                button(self, "scheme.fix", self._fix), button(self, "scheme.compare", self._compare),
                button(self, "scheme.approve", self._approve),
                button(self, "scheme.post", self._post), None,
            )
        )  # fmt: skip
        whole.addWidget(self.list, stretch=2)
        whole.addLayout(row(section("对照"), self.compared, None))
        whole.addWidget(self.differences, stretch=3)
        whole.addLayout(
            row(
                section("照片和图纸"), None, button(self, "photo.remove", self._remove),
                button(self, "photo.open", self._open), button(self, "photo.add", self._add),
            )
        )  # fmt: skip
        whole.addWidget(self.photos, stretch=2)
        self.photos.opened.connect(self._open)
        self.list.opened.connect(self._compare)

    def show_state(self, state: RenewalScreen) -> None:
        self.list.set_rows(state.schemes)
        self.compared.setText(state.compared)
        self.differences.set_rows(state.differences)
        self.photos.set_rows(state.photos)

    def _scheme(self) -> SchemeLine | None:
        line = self.list.chosen()
        if line is None:
            self._presenter.refuse("请先选中一版。")
        return line

    def _fix(self) -> None:
        if self._presenter.state.line is None:
            self._presenter.refuse(NO_PLAN)
            return
        fields = [Field("said", "这一版的说明", Kind.LONG, "", hint="改了什么、为什么")]
        Form(
            self, self._presenter, "定一版方案", fields,
            lambda told: self._presenter.fix_scheme(str(told["said"])),
            "把改造内容、预算、资金、实施计划现在的样子定下来，以后不会变。",
        ).open()  # fmt: skip

    def _compare(self) -> None:
        chosen = sorted(each.number for each in self.list.all_chosen())
        if not chosen:
            self._presenter.refuse("请先选中一版，或按住 Ctrl 选两版。")
        elif len(chosen) == 1:
            self._presenter.compare(chosen[0], 0)
        else:
            self._presenter.compare(chosen[0], chosen[-1])

    def _approve(self) -> None:
        scheme = self._scheme()
        if scheme is None:
            return
        fields = [
            Field("by", "由谁通过", Kind.PICK, "", [(each, each) for each in self._bodies()]),
            Field("on", "哪一天", Kind.DAY, date.today()),  # noqa: DTZ011
            Field("how", "依据", Kind.LONG, hint="哪次会议、哪次表决，结果如何"),
            Field("below", "同意比例没有达到，仍然通过", Kind.FLAG, value=False),
        ]
        Form(
            self, self._presenter, f"第 {scheme.number} 版通过", fields,
            lambda told: self._presenter.approve(
                scheme, str(told["by"]), _day(told["on"]), str(told["how"]),
                below=bool(told["below"]),
            ),
            "依法由业主共同决定的事项，要另作业主表决。先治后改三项没有写明的，不能通过。",
        ).open()  # fmt: skip

    def _post(self) -> None:
        scheme = self._scheme()
        if scheme is None:
            return
        fields = [
            Field("on", "哪天张贴", Kind.DAY, date.today()),  # noqa: DTZ011
            Field("days", "公示几天", value=str(scheme.facts.days)),
        ]
        Form(
            self, self._presenter, f"第 {scheme.number} 版公示", fields,
            lambda told: self._presenter.post(
                scheme, _day(told["on"]), read_count(str(told["days"]))
            ),
            "张贴当天不算，最后一天是节假日的顺延。",
        ).open()  # fmt: skip

    def _add(self) -> None:
        if self._presenter.state.line is None:
            self._presenter.refuse(NO_PLAN)
            return
        names, _ = QFileDialog.getOpenFileNames(
            self, "照片和图纸（可以多选）", "", "照片和图纸 (*.jpg *.jpeg *.png *.pdf)"
        )
        if not names:
            return
        scheme = self.list.chosen()
        fields = [Field("kind", "是什么", Kind.CHOICE, KINDS[0], [(k, k) for k in KINDS])]
        if scheme is not None:
            fields.append(Field("mine", f"是第 {scheme.number} 版的图", Kind.FLAG, value=False))
        Form(
            self, self._presenter, f"收进 {len(names)} 个文件", fields,
            lambda told: self._presenter.add_photos(
                [Path(n) for n in names], str(told["kind"]), scheme if told.get("mine") else None
            ),
        ).open()  # fmt: skip

    def _bodies(self) -> list[str]:
        """Who may approve a scheme: the owners, the residents, a table, the bodies of the compound."""
        usual = ["业主大会", "居民会议", "居民代表会议", "圆桌会议"]
        return list(dict.fromkeys(["", *usual, *self._presenter.state.bodies]))

    def _photo(self) -> AttachmentLine | None:
        photo = self.photos.chosen()
        if photo is None:
            self._presenter.refuse("请先选中一个文件。")
        return photo

    def _remove(self) -> None:
        photo = self._photo()
        if photo is not None:
            Form(
                self, self._presenter, f"删除“{photo.name}”", [],
                lambda _: self._presenter.remove_photo(photo), "删除以后要从原来的照片再收进来。",
            ).open()  # fmt: skip

    def _open(self) -> None:
        photo = self._photo()
        if photo is None:
            return

        def show(content: bytes) -> None:
            path = away() / photo.name
            path.write_bytes(content)
            show_file(path)

        self._presenter.photo(photo, show)


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _approved(line: SchemeLine) -> str:
    facts = line.facts
    return f"{day_words(facts.approved_on)} {facts.approved_by}" if facts.approved_on else ""


def _posted(line: SchemeLine) -> str:
    facts = line.facts
    if facts.posted_on is None:
        return ""
    return (
        f"{facts.posted_on.isoformat()} 起，到 {line.last_day.isoformat() if line.last_day else ''}"
    )
