"""机构与席位: the bodies of a compound, and who sits in them with which duty."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.meeting import read_day
from desktop.domain.phones import mask_phone
from desktop.domain.terms import BodyKind
from desktop.services.bodies import BodyLine, SeatLine
from ui.actions import button
from ui.roster.presenter import RosterPresenter
from ui.widgets.form import Field, Form, Kind, number_field, number_told
from ui.widgets.page import row, section
from ui.widgets.table import Table, TableColumn


class SeatsTab(QWidget):
    def __init__(self, presenter: RosterPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.bodies: Table[BodyLine] = Table(
            [
                TableColumn("机构", lambda b: b.kind.word, 110),
                TableColumn("名称", lambda b: b.name, 0),
                TableColumn("人数", lambda b: str(len(b.seats)), 60, right=True),
            ],
            "还没有机构。添加党支部、业委会或自管委、物业、网格、居民代表……点“添加机构”。",
        )
        self.seats: Table[SeatLine] = Table(
            [
                TableColumn("姓名", lambda s: s.name, 120),
                TableColumn("职务", lambda s: s.duty, 0),
                TableColumn("任期", lambda s: s.since.isoformat() if s.since else "", 105),
                TableColumn("电话", lambda s: mask_phone(s.phone) if s.phone else "", 130),
            ],
            "选中左边的机构，在这里添加成员。",
        )
        self._lay_out()
        self.bodies.opened.connect(self._rename_body)
        self.seats.opened.connect(self._change_seat)
        self.bodies.selectionModel().selectionChanged.connect(lambda *_: self._show_seats())

    def show_bodies(self, bodies: Sequence[BodyLine]) -> None:
        """List the bodies; the members of the chosen one beside them."""
        self.bodies.set_rows(bodies)
        self._show_seats()

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        rename = button(self, "body.rename", self._rename_body)
        remove = button(self, "body.remove", self._remove_body)
        add = button(self, "body.add", self._add_body)
        left.addLayout(row(section("机构"), None, remove, rename, add))
        left.addWidget(self.bodies)
        leave = button(self, "seat.leave", self._leave_seat)
        change = button(self, "seat.change", self._change_seat)
        right.addLayout(
            row(
                section("成员"),
                None,
                button(self, "seat.number", self._show_number),
                leave,
                change,
                button(self, "seat.add", self._seat),
            )
        )
        right.addWidget(self.seats)
        both = row(left, right)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        self.setLayout(both)

    def _show_seats(self) -> None:
        body = self.bodies.chosen()
        self.seats.set_rows(body.seats if body else ())

    # -- what buttons do -----------------------------------------------------------------------

    def _add_body(self) -> None:
        if self._presenter.state.compound is None:
            self._presenter.refuse("请先新建小区。")
            return
        fields = [
            Field("kind", "机构", Kind.CHOICE, BodyKind.BRANCH, [(k, k.word) for k in BodyKind]),
            Field("name", "名称", hint="如：川和物业；不填就用机构名"),
        ]
        Form(
            self,
            self._presenter,
            "添加机构",
            fields,
            lambda v: self._presenter.add_body(BodyKind(str(v["kind"])), str(v["name"])),
        ).open()

    def _seat(self) -> None:
        body = self.bodies.chosen()
        if body is None:
            self._presenter.refuse("请先选中左边的机构。")
            return
        fields = [
            Field("name", "姓名"),
            Field("duty", "职务", hint="书记、主任、1栋……"),
            Field("phone", "电话"),
            Field("since", "任期开始", hint="如 2024-03-01，可空"),
        ]
        Form(
            self,
            self._presenter,
            f"添加成员：{body.name}",
            fields,
            lambda v: self._presenter.seat(
                body.ref, str(v["name"]), str(v["duty"]), str(v["phone"]), _day(v["since"])
            ),
        ).open()

    def _leave_seat(self) -> None:
        seat = self.seats.chosen()
        if seat is None:
            self._presenter.refuse("请先选中一位成员。")
            return
        fields = [Field("on", "任期到", Kind.DAY, self._presenter.today())]

        def done(told: dict[str, object]) -> None:
            on = told["on"]
            assert isinstance(on, date)  # noqa: S101 - a day field gives a day
            self._presenter.leave_seat(seat, on)

        Form(self, self._presenter, f"任期结束：{seat.name}", fields, done).open()

    def _rename_body(self) -> None:
        body = self.bodies.chosen()
        if body is None:
            self._presenter.refuse("请先选中一个机构。")
            return
        Form(
            self,
            self._presenter,
            f"改名：{body.name}",
            [Field("name", "名称", value=body.name)],
            lambda v: self._presenter.rename_body(body.ref, str(v["name"])),
        ).open()

    def _remove_body(self) -> None:
        body = self.bodies.chosen()
        if body is None:
            self._presenter.refuse("请先选中一个机构。")
            return
        self._presenter.remove_body(body.ref)

    def _change_seat(self) -> None:
        seat = self.seats.chosen()
        if seat is None:
            self._presenter.refuse("请先选中一位成员。")
            return
        fields = [
            Field("duty", "职务", value=seat.duty),
            number_field("phone", "电话", seat.phone),
            Field("since", "任期开始", value=seat.since or "", hint="如 2024-03-01，可空"),
        ]
        Form(
            self,
            self._presenter,
            f"更正：{seat.name}",
            fields,
            lambda v: self._presenter.change_seat(
                seat.ref, str(v["duty"]), number_told(v["phone"], seat.phone), _day(v["since"])
            ),
        ).open()

    def _show_number(self) -> None:
        seat = self.seats.chosen()
        if seat is None:
            self._presenter.refuse("请先选中一位成员。")
            return
        self._presenter.show_seat_number(seat)


def _day(told: object) -> date | None:
    """A day as it was typed; blank is none."""
    return read_day(str(told)) if str(told).strip() else None
