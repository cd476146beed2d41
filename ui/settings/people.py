"""人员: who works here, as what, in which compounds; what each role may do; who signed in."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QTabWidget, QVBoxLayout, QWidget

from desktop.domain.rights import MAY, Right, Role
from desktop.services.accounts import AccountLine, SignInLine
from ui.actions import button
from ui.settings.people_presenter import PeoplePresenter, PeopleScreen
from ui.theme import mark
from ui.widgets.flow import Flow
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import hint
from ui.widgets.table import Table, TableColumn

ALONE = (
    "还没有设人员：谁打开这个数据文件，填个姓名就能做所有的事，历史里记的是填的那个姓名。一个人办公可以一直这样用。"
    "电脑还有别人用，或者结果可能有争议时，请点“加一位…”：第一位是管理员，从那时起打开文件要登录。"
)
TYPED = "至少 8 个字符，照原样使用：区分大小写，空格也算"
EVERYWHERE = "全部小区"
_ROLES = tuple((role, role.word) for role in Role)


class PeopleTab(QWidget):
    """``signed_in``: told when somebody else works from now on."""

    def __init__(
        self, presenter: PeoplePresenter, signed_in: Callable[[], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._presenter, self._signed_in = presenter, signed_in
        self.people: Table[AccountLine] = Table(
            [
                TableColumn("姓名", lambda a: a.name, 160),
                TableColumn("角色", lambda a: a.role.word, 160),
                TableColumn("小区", lambda a: "、".join(a.compounds) or EVERYWHERE, 0),
                TableColumn("停用", lambda a: a.ended, 120, ink=lambda _: "warn"),
            ],
            ALONE,
        )
        self.rights: Table[Right] = Table(
            [
                TableColumn("能做什么", lambda r: r.word, 0),
                *(TableColumn(role.word, _may(role), 150, ink=lambda _: "good") for role in Role),
            ],
            "没有权限表，程序的文件不全：请重新安装。",
        )
        self.rights.set_rows(tuple(Right))
        self.signed: Table[SignInLine] = Table(
            [
                TableColumn("时间", lambda s: s.at[:19].replace("T", " "), 180),
                TableColumn("姓名", lambda s: s.name, 160),
                TableColumn(
                    "结果",
                    lambda s: s.what,
                    0,
                    ink=lambda s: "bad" if s.refused else "good",
                ),
            ],
            "设了人员以后，谁在什么时候登录过、密码错过几次，都列在这里。",
        )
        self.two = QCheckBox(
            "截止书面表决要两个人：第二个人（监票人、会议秘书或管理员）当场输入密码"
        )
        self.two.clicked.connect(lambda on: presenter.want_two(on=on))
        self.said = hint("")
        inner = QTabWidget()
        first = QWidget()
        inside = QVBoxLayout(first)
        inside.addLayout(
            Flow(
                button(self, "person.add", self._add),
                button(self, "person.change", self._change),
                button(self, "person.reset", self._reset),
                button(self, "person.own", self._own),
                button(self, "person.end", self._end),
                button(self, "person.take_back", self._take_back),
                None,
            )
        )
        inside.addWidget(self.people, stretch=1)
        inside.addWidget(self.two)
        inner.addTab(first, "谁在这里工作")
        inner.addTab(self.rights, "角色能做什么")
        inner.addTab(self.signed, "登录记录")
        whole = QVBoxLayout(self)
        whole.addWidget(self.said)
        whole.addWidget(inner, stretch=1)
        self.people.opened.connect(self._change)
        presenter.watch(self.show_state)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._presenter.load()

    def show_state(self, state: PeopleScreen) -> None:
        told = state.problem or state.done
        mark(self.said, "problem" if state.problem else "hint").setText(told)
        self.said.setVisible(bool(told))
        self.people.set_rows(state.accounts)
        self.signed.set_rows(state.signed)
        self.two.setChecked(state.two_close)
        self.two.setEnabled(any(not each.ended for each in state.accounts))

    def _add(self) -> None:
        first = not any(not each.ended for each in self._presenter.state.accounts)
        role = Role.ADMIN if first else Role.CLERK
        Form(
            self,
            self._presenter,
            "加第一位：管理员" if first else "加一位",
            [
                Field("name", "姓名", value=self._presenter.who if first else ""),
                Field(
                    "role",
                    "角色",
                    Kind.CHOICE,
                    role,
                    choices=_ROLES[:1] if first else _ROLES,
                ),
                *([] if first else [self._where(())]),
                Field("password", "密码", Kind.SECRET, hint=TYPED),
                Field("again", "再输一遍", Kind.SECRET),
            ],
            lambda v: self._presenter.add(
                str(v["name"]),
                Role(str(v["role"])),
                str(v["password"]),
                str(v["again"]),
                _picked(v.get("where")),
                self._signed_in,
            ),
            "从现在起打开这个数据文件要登录。请记住密码；忘了只能由另一位管理员重设，所以最好设两位管理员。"
            if first
            else "",
        ).open()

    def _change(self) -> None:
        account = self._chosen()
        if account is None:
            return
        Form(
            self,
            self._presenter,
            f"改角色和小区：{account.name}",
            [
                Field("role", "角色", Kind.CHOICE, account.role, choices=_ROLES),
                self._where(account.where),
            ],
            lambda v: self._presenter.change(account, Role(str(v["role"])), _picked(v["where"])),
        ).open()

    def _reset(self) -> None:
        account = self._chosen()
        if account is not None:
            Form(
                self,
                self._presenter,
                f"重设密码：{account.name}",
                [
                    Field("password", "新密码", Kind.SECRET, hint=TYPED),
                    Field("again", "再输一遍", Kind.SECRET),
                ],
                lambda v: self._presenter.reset(account, str(v["password"]), str(v["again"])),
            ).open()

    def _own(self) -> None:
        Form(
            self,
            self._presenter,
            f"改自己的密码：{self._presenter.who}",
            [
                Field("old", "现在的密码", Kind.SECRET),
                Field("new", "新密码", Kind.SECRET, hint=TYPED),
                Field("again", "再输一遍", Kind.SECRET),
            ],
            lambda v: self._presenter.own_password(str(v["old"]), str(v["new"]), str(v["again"])),
        ).open()

    def _end(self) -> None:
        account = self._chosen()
        if account is not None:
            self._presenter.end(account)

    def _take_back(self) -> None:
        account = self._chosen()
        if account is not None:
            self._presenter.take_back(account)

    def _chosen(self) -> AccountLine | None:
        account = self.people.chosen()
        if account is None:
            self._presenter.refuse("请先选中一位。")
        return account

    def _where(self, mine: tuple[object, ...]) -> Field:
        return Field(
            "where",
            "小区（都不选就是全部）",
            Kind.MANY,
            mine,
            choices=self._presenter.state.compounds,
        )


def _may(role: Role) -> Callable[[Right], str]:
    return lambda right: "可以" if right in MAY[role] else ""


def _picked(told: object) -> tuple[UUID, ...] | None:
    picked = told if isinstance(told, tuple) else ()
    return tuple(UUID(str(each)) for each in picked) or None
