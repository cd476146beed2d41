"""三张清单: 需求, 资源, 项目（服务）, and what is matched with what."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.affair_terms import Listing
from desktop.domain.phones import mask_numbers
from desktop.services.three_lists import ListedLine, ListedPlan
from ui.actions import button
from ui.affairs.presenter import AffairPresenter, AffairScreen
from ui.widgets.form import Field, Form, Kind, number_field, number_told
from ui.widgets.page import choice, row, section
from ui.widgets.table import Table, TableColumn


class ListsTab(QWidget):
    def __init__(self, presenter: AffairPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.which = choice("哪张清单")
        self._words: dict[Listing, str] = {}
        columns: list[TableColumn[ListedLine]] = [
            TableColumn("名称", lambda x: x.title, 200),
            TableColumn("说明", lambda x: x.text, 0),
            TableColumn("谁", lambda x: x.holder, 120),
            TableColumn("联系", lambda x: mask_numbers(x.contact), 120),
            TableColumn("对接", lambda x: "、".join(x.matches), 200, ink=_matched),
            TableColumn("", lambda x: f"已移出：{x.ended}" if x.ended else "", 130),
        ]
        self.list: Table[ListedLine] = Table(
            columns, "清单是空的。点“列入清单”：居民要什么、辖区有什么、在做什么。"
        )
        self.proposals: Table[ListedLine] = Table(
            [
                TableColumn("可以对接的", lambda x: x.title, 200),
                TableColumn("", lambda x: self._words.get(x.listing, x.listing.word), 70),
                TableColumn("说明", lambda x: x.text, 0),
                TableColumn("谁", lambda x: x.holder, 140),
            ],
            "在需求清单里选中一项，这里提出用得上的资源和项目。",
            many=True,
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.addLayout(
            row(
                self.which, None, button(self, "listed.third", self._third),
                button(self, "listed.number", self._number),
                button(self, "listed.end", self._end), button(self, "listed.change", self._change),
                button(self, "listed.add", self._add),
            )
        )  # fmt: skip
        whole.addWidget(self.list, stretch=3)
        whole.addLayout(
            row(
                section("对接"), None, button(self, "listed.unmatch", self._unmatch),
                button(self, "listed.match", self._match),
            )
        )  # fmt: skip
        whole.addWidget(self.proposals, stretch=2)
        self.which.currentIndexChanged.connect(lambda _: self.show_state(presenter.state))
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self.list.opened.connect(self._change)

    def show_state(self, state: AffairScreen) -> None:
        words = {each: each.word for each in Listing} | {Listing.PROJECT: state.third}
        if words != self._words:
            self._words = words
            now = self.which.currentIndex()
            self.which.blockSignals(True)  # noqa: FBT003 - Qt's own
            self.which.clear()
            for each, word in words.items():
                self.which.addItem(f"{word}清单", each)
            self.which.setCurrentIndex(max(0, now))
            self.which.blockSignals(False)  # noqa: FBT003
        self.list.set_rows([each for each in state.listed if each.listing is self._listing()])
        self.proposals.set_rows(state.proposals)

    def start(self) -> None:
        self.list.setFocus()

    def _listing(self) -> Listing:
        return Listing(self.which.currentData() or Listing.NEED)

    def _chosen(self) -> None:
        line = self.list.chosen()
        if line is not None and line.listing is Listing.NEED:
            self._presenter.propose(line)

    def _add(self) -> None:
        listing = self._listing()
        self._form(
            f"列入{self._words[listing]}清单",
            None,
            lambda plan: self._presenter.add_listed(listing, plan),
        )

    def _change(self) -> None:
        line = self.list.chosen()
        if line is None:
            self._presenter.refuse("请先选中一项。")
            return
        self._form("更正", line, lambda plan: self._presenter.change_listed(line, plan))

    def _form(self, title: str, old: ListedLine | None, done: Callable[[ListedPlan], None]) -> None:
        fields = [
            Field("title", "名称", value=old.title if old else ""),
            Field("text", "说明", Kind.LONG, old.text if old else ""),
            Field("holder", "谁", value=old.holder if old else "", hint="居民、单位、志愿队"),
            number_field("contact", "联系方式", old.contact if old else ""),
        ]
        Form(
            self, self._presenter, title, fields,
            lambda told: done(
                ListedPlan(
                    str(told["title"]), str(told["text"]), str(told["holder"]),
                    number_told(told["contact"], old.contact if old else ""),
                )
            ),
        ).open()  # fmt: skip

    def _number(self) -> None:
        line = self.list.chosen()
        if line is None:
            self._presenter.refuse("请先选中一项。")
        else:
            self._presenter.show_contact(line)

    def _end(self) -> None:
        line = self.list.chosen()
        if line is None:
            self._presenter.refuse("请先选中一项。")
        elif line.ended:
            self._presenter.take_back_listed(line)
        else:
            Form(
                self, self._presenter, f"移出清单：{line.title}", [Field("why", "原因")],
                lambda told: self._presenter.end_listed(line, str(told["why"])),
                "记录保留；再点一次可以放回清单。",
            ).open()  # fmt: skip

    def _need(self) -> ListedLine | None:
        line = self.list.chosen()
        if line is None or line.listing is not Listing.NEED:
            self._presenter.refuse("请先在需求清单里选中一项。")
            return None
        return line

    def _match(self) -> None:
        need, others = self._need(), self.proposals.all_chosen()
        if need is None:
            return
        if not others:
            everything = [
                each
                for each in self._presenter.state.listed
                if each.listing is not Listing.NEED and not each.ended
            ]
            fields = [
                Field(
                    "other", "和哪一项对接", Kind.CHOICE, "",
                    [(str(n), each.title) for n, each in enumerate(everything)],
                ),
                Field("note", "说明"),
            ]  # fmt: skip
            if not everything:
                self._presenter.refuse("资源清单和项目清单还是空的。")
                return
            Form(
                self, self._presenter, f"对接：{need.title}", fields,
                lambda told: self._presenter.match(
                    need, [everything[int(str(told["other"]))]], str(told["note"])
                ),
            ).open()  # fmt: skip
            return
        self._presenter.match(need, others, "")

    def _unmatch(self) -> None:
        need = self._need()
        if need is None:
            return
        matched = [each for each in self._presenter.state.listed if each.title in need.matches]
        if not matched:
            self._presenter.refuse("这项需求还没有对接。")
            return
        fields = [
            Field(
                "other", "取消哪一项", Kind.CHOICE, "",
                [(str(n), each.title) for n, each in enumerate(matched)],
            )
        ]  # fmt: skip
        Form(
            self, self._presenter, f"取消对接：{need.title}", fields,
            lambda told: self._presenter.unmatch(need, matched[int(str(told["other"]))]),
        ).open()  # fmt: skip

    def _third(self) -> None:
        fields = [
            Field("word", "第三张清单叫", value=self._words[Listing.PROJECT], hint="项目，或服务")
        ]
        Form(
            self, self._presenter, "第三张清单的名称", fields,
            lambda told: self._presenter.call_third(str(told["word"])),
        ).open()  # fmt: skip


def _matched(line: ListedLine) -> str:
    return "good" if line.matches else ""
