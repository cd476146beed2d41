"""Papers of many meetings in one go: with progress, stopped and taken up again where it stopped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.errors import Refusal
from desktop.domain.ids import Ref
from desktop.domain.terms import Stage
from desktop.services.meetings import Meetings
from desktop.services.papers import Form, Paper, Papers

# Told how many meetings are done; True: stop after this one.
Stop = Callable[[int], bool]
_HELD = frozenset({Stage.CLOSED, Stage.MINUTES_FINAL, Stage.POSTED, Stage.ARCHIVED})


@dataclass(frozen=True, slots=True)
class BatchDone:
    """What came of it. ``skipped`` lay in the folder already; ``refused``: (meeting, why)."""

    written: int
    skipped: int
    refused: tuple[tuple[str, str], ...]
    stopped: bool

    @property
    def words(self) -> str:
        parts = [f"写出 {self.written} 份"]
        parts += [f"{self.skipped} 份以前写过"] if self.skipped else []
        parts += [f"{len(self.refused)} 份没有写出"] if self.refused else []
        return ("已停止，" if self.stopped else "") + "，".join(parts)


class Batches:
    def __init__(self, meetings: Meetings, papers: Papers) -> None:
        self._meetings, self._papers = meetings, papers

    def held(self, compound: Ref | None = None) -> list[Ref]:
        """Every meeting that was held, the oldest first."""
        lines = self._meetings.lines(compound.compound_id if compound else None)
        return [line.ref for line in reversed(lines) if line.stage in _HELD]

    def write(
        self,
        meetings: Sequence[Ref],
        paper: Paper,
        forms: Sequence[Form],
        folder: Path,
        stop: Stop = lambda _: False,
    ) -> BatchDone:
        """Write a paper of each of these meetings. What lies in the folder already, under the name
        and with the digest it was written with, is not written again: so a stopped batch goes on."""
        written = skipped = 0
        refused: list[tuple[str, str]] = []
        stopped = False
        for number, meeting in enumerate(meetings):
            if stop(number):
                stopped = True
                break
            try:
                made, lay = self._papers.write_changed(meeting, paper, forms, folder)
            except Refusal as refusal:
                refused.append((self._papers.told(meeting).facts.full_title, str(refusal)))
            else:
                written, skipped = written + made, skipped + lay
        return BatchDone(written, skipped, tuple(refused), stopped)
