"""Votes from elsewhere without their widgets: a platform's table, a scanner's file."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from desktop.domain.errors import Refusal
from desktop.domain.ids import Ref
from desktop.register import Register
from desktop.services.platforms import PlatformPreview
from desktop.services.scans import ScannedBallot
from ui.presenter import Runner
from ui.votes.entry import EntryActs


class IntakeActs(EntryActs):
    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(register, runner)

    def read_platform(
        self,
        path: Path,
        columns: Mapping[str, int] | None,
        done: Callable[[PlatformPreview], None],
        refused: Callable[[str], None],
    ) -> None:
        """Read a platform's table for its preview; the form itself shows why it cannot be read."""
        ref = self.state.ref
        if ref is None:
            return

        def failed(error: BaseException) -> None:
            if not isinstance(error, Refusal):
                raise error
            refused(str(error))

        self._runner.run(lambda: self._register.platforms.preview(ref, path, columns), done, failed)

    def take_platform(self, preview: PlatformPreview) -> None:
        ref = self.state.ref
        if ref is not None:
            self._act_long(
                "正在导入电子票",
                lambda: self._register.platforms.take_over(ref, preview, self.long.step),
                f"已导入 {preview.taken} 份电子票。",
            )

    def read_scans(
        self,
        path: Path,
        done: Callable[[list[ScannedBallot]], None],
        refused: Callable[[str], None],
    ) -> None:
        """Read a scanner's file; ``long`` counts the pages meanwhile."""
        ref = self.state.ref
        if ref is None:
            return
        self.long.begin()

        def told(pages: int) -> None:
            self.long.told(pages)

        def failed(error: BaseException) -> None:
            if not isinstance(error, Refusal):
                raise error
            refused(str(error))

        self._runner.run(
            lambda: self._register.scans.read(ref, path, told, lambda: self.long.stopped),
            done,
            failed,
        )

    def confirm_scans(
        self,
        ballots: Sequence[ScannedBallot],
        done: Callable[[list[str]], None],
    ) -> None:
        """Keep these as proposed; ``done`` hears, for each in turn, "" or why it was refused."""
        ref, scans = self.state.ref, self._register.scans
        if ref is None:
            return

        def work() -> list[str]:
            told = []
            for ballot in ballots:
                try:
                    scans.confirm(ref, ballot)
                    told.append("")
                except Refusal as refusal:
                    told.append(str(refusal))
            return told

        self._act(work, "", done)

    def undo_platform(self, why: str) -> None:
        self._on(
            lambda ref: self._register.platforms.take_out(ref, why),
            "平台的票已全部撤销，可以重新导入。",
        )

    def _on(self, act: Callable[[Ref], object], said: str = "") -> None:
        ref = self.state.ref
        if ref is not None:
            self._act(lambda: act(ref), said)
