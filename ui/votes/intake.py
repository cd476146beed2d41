"""Votes from elsewhere without their widgets: a platform's table, a scanner's file."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from desktop.domain.errors import Refusal
from desktop.domain.ids import Ref
from desktop.register import Register
from desktop.services.platforms import PlatformPreview
from desktop.services.scans import ScannedBallot
from ui.long_work import LongWork
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
        ref, preview = self.state.ref, self._register.platforms.preview
        if ref is None:
            return
        self.ask(
            lambda: self._act_long(
                f"正在读取 {path.name}",
                lambda: preview(ref, path, columns, lambda: self.long.stopped),
                then=done,
            ),
            lambda problem: refused(problem) if problem else None,
        )

    def take_platform(self, preview: PlatformPreview) -> None:
        ref = self.state.ref
        if ref is not None:
            self._act_long(
                "正在导入电子票",
                lambda: self._register.platforms.take_over(ref, preview, self.long.step),
                f"已导入 {preview.taken} 份电子票。",
                keeps=True,
            )

    def read_scans(
        self,
        path: Path,
        long: LongWork,
        done: Callable[[list[ScannedBallot]], None],
        refused: Callable[[str], None],
    ) -> None:
        """Read a scanner's file; ``long`` counts the pages meanwhile, and stops it."""
        ref = self.state.ref
        if ref is None:
            return
        long.begin(f"正在识读 {path.name}")

        def told(pages: int) -> None:
            long.told(pages)

        def failed(error: BaseException) -> None:
            if not isinstance(error, Refusal):
                raise error
            refused(str(error))

        self._runner.run(
            lambda: self._register.scans.read(ref, path, told, lambda: long.stopped),
            done,
            failed,
            long=long,
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
