"""Opening a file that has a password: name and password, or the recovery key from paper."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialogButtonBox, QWidget

from ui.presenter import Presenter, Runner, Screen
from ui.widgets.form import Field, Form, Kind


class UnlockPresenter(Presenter[Screen]):
    """Finds the key of one file, and hands it on."""

    def __init__(self, path: Path, runner: Runner, then: Callable[[bytes], None]) -> None:
        super().__init__(Screen(), runner)
        self.path, self._then = path, then

    def with_password(self, name: str, password: str) -> None:
        from desktop.services import locking

        self._act(lambda: locking.unlock(self.path, name, password), "", self._then)

    def with_paper(self, text: str) -> None:
        from desktop.services import locking

        self._act(lambda: locking.recover(self.path, text), "", self._then)


def ask(parent: QWidget, presenter: UnlockPresenter, who: str, why: str) -> Form:
    """Ask for whatever can still open the file; ``why`` says what was refused."""
    from desktop.services import locking

    names = locking.people(presenter.path)
    return _password(parent, presenter, names, who) if names else _paper(parent, presenter, why)


def _password(
    parent: QWidget, presenter: UnlockPresenter, names: tuple[str, ...], who: str
) -> Form:
    form = Form(
        parent,
        presenter,
        f"打开 {presenter.path.name}",
        [
            Field("name", "姓名", Kind.CHOICE, who.strip(), [(name, name) for name in names]),
            Field("password", "密码", Kind.SECRET),
        ],
        lambda told: presenter.with_password(str(told["name"]), str(told["password"])),
    )
    other = form.buttons.addButton("用恢复密钥…", QDialogButtonBox.ButtonRole.ActionRole)

    def paper() -> None:
        form.reject()
        _paper(parent, presenter, "忘了密码，就照打印出来的恢复密钥填。")

    other.clicked.connect(paper)
    form.open()
    form.inputs["password"].setFocus()
    return form


def _paper(parent: QWidget, presenter: UnlockPresenter, why: str) -> Form:
    hint = "13 组，每组 5 个字母或数字；大小写、空格都可以"
    form = Form(
        parent,
        presenter,
        f"用恢复密钥打开 {presenter.path.name}",
        [Field("paper", "恢复密钥", Kind.LONG, hint=hint)],
        lambda told: presenter.with_paper(str(told["paper"])),
        f"{why}\n打开以后，请到“设置”的“数据密码”里给自己设一个新密码。",
    )
    form.open()
    return form
