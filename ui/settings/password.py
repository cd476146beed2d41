"""数据密码: the password of the data file, who has one, the recovery key, old readable backups."""

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.actions import button
from ui.settings.presenter import SettingsPresenter, SettingsScreen
from ui.theme import mark
from ui.widgets.form import Field, Form, Kind
from ui.widgets.page import hint, row
from ui.widgets.printing import ask_and_print
from ui.widgets.table import Table, TableColumn

PROTECTS = (
    "设了密码，数据文件和以后的备份都会加密：电脑、U盘丢了，别人打不开。"
    "它不保护已经打印、导出的文件，也不保护开着没人看的程序。"
)
BOTH_LOST = (
    "忘了密码，可以用打印出来的恢复密钥打开。密码和恢复密钥都没有了，数据和全部备份就永远打不开，"
    "谁也帮不上忙，开发者也不行。设好以后请马上打印恢复密钥，封好存放。"
)
_AS_TYPED = "至少 8 个字符，照原样使用：区分大小写，空格也算"


class PasswordTab(QWidget):
    """``lock(name, password)`` and ``unlock()`` close the file, change it, and open it again."""

    def __init__(
        self,
        presenter: SettingsPresenter,
        lock: Callable[[str, str], None],
        unlock: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._presenter, self._lock, self._unlock = presenter, lock, unlock
        self.people: Table[str] = Table([TableColumn("姓名", lambda name: name, 0)], "")
        self.standing = QLabel()
        self.standing.setWordWrap(True)
        self.old = QLabel()
        self.old.setWordWrap(True)
        self.buttons = {
            name: button(self, name, does)
            for name, does in (
                ("lock.on", self._ask_on),
                ("lock.person", self._ask_person),
                ("lock.remove", self._ask_remove),
                ("lock.paper", self._print),
                ("lock.off", self._ask_off),
                ("lock.old", self._ask_old),
            )
        }
        whole = QVBoxLayout(self)
        whole.addWidget(self.standing)
        *first, old = self.buttons.values()
        whole.addLayout(row(*first, None))
        whole.addWidget(self.people, stretch=3)
        whole.addWidget(self.old)
        whole.addLayout(row(old, None))
        whole.addWidget(hint(f"{PROTECTS}{BOTH_LOST}"))
        whole.addStretch(1)

    def show_state(self, state: SettingsScreen) -> None:
        for name, made in self.buttons.items():
            made.setVisible(state.lockable and state.locked == (name != "lock.on"))
        self.people.set_rows(state.people)
        self.people.setVisible(state.locked)
        told, role = _standing(state)
        mark(self.standing, role).setText(told)
        count = len(state.old_backups)
        mark(self.old, "warning").setText(
            f"备份文件夹里还有 {count} 个设密码以前的备份没有加密，谁都能打开。"
            "U盘和别处的旧备份，请自己找出来处理。"
        )
        self.old.setVisible(bool(count))
        self.buttons["lock.old"].setVisible(bool(count))

    def remind(self) -> None:
        """Ask to print the recovery key of a new password at once."""
        if not self._presenter.locked:
            return
        Form(
            self,
            self._presenter,
            "密码已设好",
            [],
            lambda _: self._print(),
            "数据文件已经加密。请点“确定”打印恢复密钥：一页两份，剪开装进信封封好，一份锁在本单位，"
            "一份存到别处。现在打印不了，以后也可以在这一页打印。",
        ).open()

    def _ask_on(self) -> None:
        fields = [
            Field("name", "姓名", value=self._presenter.state.who),
            Field("password", "密码", Kind.SECRET, hint=_AS_TYPED),
            Field("again", "再填一次", Kind.SECRET),
            Field("understood", "我明白：密码和恢复密钥都丢了，数据就永远打不开", Kind.FLAG),
        ]
        Form(
            self,
            self._presenter,
            "给数据文件设密码",
            fields,
            lambda told: self._lock(*self._presenter.check_new(told)),
            f"{PROTECTS}\n{BOTH_LOST}\n程序会先关上数据文件，加密、逐行核对，再重新打开；中途断电也不会丢。",
        ).open()

    def _ask_person(self) -> None:
        chosen = self.people.chosen() or ""
        fields = [
            Field(
                "name", "姓名", Kind.PICK, chosen, [(n, n) for n in self._presenter.state.people]
            ),
            Field("password", "新密码", Kind.SECRET, hint=_AS_TYPED),
            Field("again", "再填一次", Kind.SECRET),
            Field("proof", "原来的密码", Kind.SECRET, hint="新添的人不填；忘了就填恢复密钥"),
        ]
        Form(
            self,
            self._presenter,
            "设人员密码",
            fields,
            lambda told: self._presenter.set_password(
                *(str(told[each]) for each in ("name", "password", "again", "proof"))
            ),
        ).open()

    def _ask_remove(self) -> None:
        name = self.people.chosen()
        if name is None:
            self._presenter.refuse("请先选中一个人。")
            return
        Form(
            self,
            self._presenter,
            "移除人员",
            [],
            lambda _: self._presenter.remove_person(name),
            f"{name} 以后不能用自己的密码打开这个数据文件。以前的备份里，原来的密码还有效；"
            "要连备份也换掉，请先“取消密码…”，再重新设置。",
        ).open()

    def _print(self) -> None:
        def print_it(data: bytes) -> None:
            ask_and_print(data, self)

        self._presenter.sheet(print_it)

    def _ask_off(self) -> None:
        Form(
            self,
            self._presenter,
            "取消密码",
            [],
            lambda _: self._unlock(),
            "数据文件会变回不加密的，拿到文件的人都能打开、看到里面的姓名和电话。"
            "以前的备份仍然要原来的密码或恢复密钥才能打开，请留好。要恢复，再设一次密码就行。",
        ).open()

    def _ask_old(self) -> None:
        names = "\n".join(path.name for path in self._presenter.state.old_backups[:6])
        Form(
            self,
            self._presenter,
            "删除未加密的旧备份",
            [],
            lambda _: self._presenter.remove_old_backups(),
            f"{names}\n这 {len(self._presenter.state.old_backups)} 个文件会被删除，删了找不回来："
            "再也不能恢复到那些时候。删之前会先做一份加密的备份。",
        ).open()


def _standing(state: SettingsScreen) -> tuple[str, str]:
    """How things stand, in a sentence, and the role of it."""
    if not state.lockable:
        return "数据在服务器上，由服务器管理员负责保护，这里不设密码。", "hint"
    if not state.locked:
        return "没有设密码：拿到数据文件或备份的人都能打开。", "warning"
    if not state.people:
        return (
            "钥匙文件不见了或已损坏：请马上“设人员密码…”，不然下次只能用恢复密钥打开。",
            "problem",
        )
    return "已设密码，数据文件和新的备份都是加密的。下面的人能用自己的密码打开。", "done"
