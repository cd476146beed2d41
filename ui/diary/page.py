"""日程: meetings that come back, their next days, days off, dates for a phone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.affair_terms import Every
from desktop.domain.count import read_count
from desktop.domain.meeting import weekday
from desktop.services.rhythms import Occurrence, RhythmLine, RhythmPlan
from ui.actions import button
from ui.diary.presenter import DiaryPresenter, DiaryScreen
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import Page, row, section
from ui.widgets.table import Table, TableColumn


class DiaryPage(Page):
    help = (
        "把定期开的会记在这里：每周院坝会、月底坝坝会、每季度一次等。程序按节假日提出以后几次的日子、"
        "收集意见截止日和最迟通知日，选中一次点“新建这次会议”。日子只是建议，由人来定。"
    )

    def __init__(
        self, presenter: DiaryPresenter, folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__("日程", parent)
        self._presenter, self._folder = presenter, folder
        self.list: Table[RhythmLine] = Table(
            [
                TableColumn("会议", lambda r: r.title or r.kind, 200),
                TableColumn("形式", lambda r: r.kind, 130),
                TableColumn("什么时候", lambda r: r.words, 160),
                TableColumn("时间", lambda r: r.starts, 70),
                TableColumn("收集意见", _collects, 150),
                TableColumn("地点", lambda r: r.place, 0),
            ],
            "还没有定期会议。如：月度坝坝会，每月 15 日前收集意见，月底开会。点“新建定期会议”。",
        )
        self.coming: Table[Occurrence] = Table(
            [
                TableColumn("日子", lambda o: _day(o.when.day), 150),
                TableColumn("会议", lambda o: o.rhythm.title or o.rhythm.kind, 0),
                TableColumn("收集意见截止", lambda o: _optional(o.when.collect_by), 140),
                TableColumn("最迟通知", lambda o: _optional(o.when.notice_by), 140),
                TableColumn("说明", _moved, 220),
                TableColumn("", lambda o: "已新建" if o.meeting else "", 80, ink=lambda _: "good"),
            ],
            "新建定期会议后，这里提出以后几次的日子。",
        )
        add = button(self, "rhythm.add", self._add)
        for made in (
            button(self, "rhythm.days", self._days),
            button(self, "rhythm.ics", self._ics),
            add,
        ):
            self.bar.addWidget(made)
        self.content.addLayout(
            row(
                section("定期会议"), None, button(self, "rhythm.end", self._end),
                button(self, "rhythm.change", self._change),
            )
        )  # fmt: skip
        self.content.addWidget(self.list, stretch=2)
        self.content.addLayout(
            row(section("以后几次"), None, button(self, "rhythm.convene", self._convene))
        )
        self.content.addWidget(self.coming, stretch=3)
        self.list.opened.connect(self._change)
        self.coming.opened.connect(self._convene)
        presenter.watch(self.show_state)

    def show_state(self, state: DiaryScreen) -> None:
        self.show_said(state)
        self.list.set_rows(state.lines)
        self.coming.set_rows(state.coming)

    def start(self) -> None:
        self.coming.setFocus()

    def _add(self) -> None:
        self._form("新建定期会议", None, self._presenter.add)

    def _change(self) -> None:
        if line := self._chosen():
            self._form("修改", line, lambda plan: self._presenter.change(line.ref, plan))

    def _chosen(self) -> RhythmLine | None:
        line = self.list.chosen()
        if line is None:
            self._presenter.refuse("请先选中一项定期会议。")
        return line

    def _form(self, title: str, old: RhythmLine | None, done: Callable[[RhythmPlan], None]) -> None:
        profiles = self._presenter.state.profiles
        fields = [
            Field(
                "profile", "形式", Kind.CHOICE, old.profile if old else profiles[0].key,
                [(each.key, each.name) for each in profiles],
            ),
            Field("title", "名称", value=old.title if old else "", hint="可空，如 坝坝会"),
            Field(
                "every", "多久一次", Kind.CHOICE, old.every if old else Every.MONTH,
                [(each, each.word) for each in Every],
            ),
            Field(
                "day", "哪一天", value=str(old.day if old else 10),
                hint="每周填 1–7，每月、每季度填 1–31；月底不用填",
            ),
            Field("starts", "时间", value=old.starts if old else "19:00"),
            Field("place", "地点", value=old.place if old else ""),
            Field(
                "collect", "收集意见到几日", value=str(old.collect_by if old else 0),
                hint="如 15；不专门收集填 0",
            ),
        ]  # fmt: skip

        def take(told: dict[str, object]) -> None:
            done(
                RhythmPlan(
                    str(told["profile"]),
                    Every(str(told["every"])),
                    read_count(str(told["day"]) or "0"),
                    str(told["title"]),
                    str(told["starts"]),
                    str(told["place"]),
                    read_count(str(told["collect"]) or "0"),
                )
            )

        Form(self, self._presenter, title, fields, take).open()

    def _end(self) -> None:
        if line := self._chosen():
            Form(
                self, self._presenter, "停止定期会议", [],
                lambda _: self._presenter.end(line.ref),
                f"以后不再提出“{line.title or line.kind}”的日子；已经新建的会议不受影响。",
            ).open()  # fmt: skip

    def _convene(self) -> None:
        occurrence = self.coming.chosen()
        if occurrence is None:
            self._presenter.refuse("请先选中一次。")
        elif occurrence.meeting is not None:
            self._presenter.refuse("这一次已经新建了会议。")
        else:
            self._presenter.convene(occurrence)

    def _days(self) -> None:
        own = self._presenter.state.own
        fields = [
            Field(
                "off", "放假的日子", Kind.LONG, "\n".join(day.isoformat() for day in own.off),
                hint="一行一个，或 2027-10-01/2027-10-07",
            ),
            Field(
                "work", "调休上班的周末", Kind.LONG,
                "\n".join(day.isoformat() for day in own.work),
            ),
        ]  # fmt: skip
        Form(
            self, self._presenter, "节假日", fields,
            lambda told: self._presenter.days_off(str(told["off"]), str(told["work"])),
            "随程序带有国务院办公厅公布的 2024—2026 年安排。新一年公布后填在这里，公示期和会议日子都会照着算。",
        ).open()  # fmt: skip

    def _ics(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "日历写到哪里", str(self._folder / "圆桌议事日程.ics"), "日历 (*.ics)"
        )
        if name:
            self._presenter.write(Path(name))


def _day(day: date) -> str:
    return f"{day.isoformat()} {weekday(day)}"


def _optional(day: date | None) -> str:
    return day.isoformat() if day else ""


def _collects(line: RhythmLine) -> str:
    return f"每月 {line.collect_by} 日前" if line.collect_by else ""


def _moved(each: Occurrence) -> str:
    moved = each.when.moved_from
    return f"{moved.month}月{moved.day}日放假，挪到这天" if moved else ""
