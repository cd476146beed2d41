"""校验账本 without its widgets: the check, and anchors held against the chains."""

from dataclasses import dataclass
from pathlib import Path

from desktop.domain.errors import Stopped
from desktop.register import Register
from desktop.services.verification import AnchorHeld, Checked
from ui.presenter import Presenter, Runner, Screen


@dataclass(frozen=True, slots=True)
class VerifyScreen(Screen):
    checked: Checked | None = None
    held: tuple[AnchorHeld, ...] = ()


class VerifyPresenter(Presenter[VerifyScreen]):
    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(VerifyScreen(), runner)
        self._register = register

    def verify(self) -> None:
        """Check everything; it can be stopped, and writes nothing."""

        def work() -> Checked:
            checked = self._register.verification.check(lambda _, done: self.long.told(done))
            if checked is None:
                raise Stopped
            return checked

        self._act_long("正在校验账本", work, then=lambda checked: self._change(checked=checked))

    def hold(self, text: str) -> None:
        """Hold an anchor somebody typed or scanned against the chains."""
        held = self._register.verification.hold
        self._act(lambda: held(text), "", lambda told: self._change(held=(told,)))

    def hold_file(self, path: Path) -> None:
        """Hold all anchors of a file from a stick against the chains."""
        held = self._register.verification.hold_file
        self._act(lambda: held(path), "", lambda told: self._change(held=tuple(told)))

    def keep(self, folder: Path) -> None:
        """Write the anchors to a stick."""
        keep = self._register.verification.keep
        self._act(lambda: keep(folder), "", lambda path: self._change(done=f"已存到 {path}"))
