"""Scanned ballots: read apart, proposed one by one, kept only when a person has confirmed them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.documents.ballot_paper import frame, ticks
from desktop.documents.fonts import Fonts
from desktop.domain.ballot import Number, words
from desktop.domain.errors import Refusal
from desktop.domain.ids import Ref
from desktop.domain.poll import Matter
from desktop.domain.poll_errors import SecretByHand
from desktop.domain.ticks import Seen, propose
from desktop.scans.child import read_apart
from desktop.services import settings
from desktop.services.entries import Card, Entries
from desktop.services.poll_papers import ballot_form
from desktop.services.poll_records import matters_of, poll_of, read_rules
from desktop.storage.store import Store

if TYPE_CHECKING:  # numpy comes with it
    from desktop.scans.marks import PageRead

_ASKED_FOR = "scanned ballots"


@dataclass(frozen=True, slots=True)
class ScannedBallot:
    """One ballot as the reader proposes it. ``refused``: why it may not be entered at all."""

    place: int  # page in the file, from 1
    number: Number | None
    door: str
    marks: str
    words: tuple[str, ...]
    doubts: tuple[str, ...]
    refused: str
    crops: tuple[bytes, ...]

    @property
    def clean(self) -> bool:
        return not self.doubts and not self.refused


class Scans:
    def __init__(self, store: Store, entries: Entries, fonts: Fonts) -> None:
        self._store, self._entries, self._fonts = store, entries, fonts

    @property
    def wanted(self) -> bool:
        """Whether the office has asked for reading scans; off until then."""
        with self._store.reading() as session:
            return bool(settings.read(session, _ASKED_FOR, default=False))

    def want(self, *, on: bool) -> None:
        with self._store.writing("setting.put") as session:
            settings.write(session, _ASKED_FOR, on)

    def read(
        self,
        poll: Ref,
        path: Path,
        told: Callable[[int], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> list[ScannedBallot]:
        """Read a scanner's file; writes nothing. Doubtful ballots come first.

        ``told`` hears how many pages are done; when ``cancelled`` says yes, what was read is given.
        """
        with self._store.reading() as session:
            if read_rules(poll_of(session, poll).policy).secret:
                raise SecretByHand("识读扫描件")
            form = ballot_form(session, poll)
            matters = matters_of(session, poll)
            blank = read_rules(poll_of(session, poll).policy).blank_abstains
        boxes = ticks(form, self._fonts)
        pages: list[PageRead] = []
        for page in read_apart(path, frame(), boxes, cancelled):
            pages.append(page)
            told(len(pages))
        found = [self._proposed(poll, each, matters, blank=blank) for each in _together(pages)]
        return sorted(found, key=lambda each: (each.clean, each.place))

    def confirm(self, poll: Ref, ballot: ScannedBallot) -> Card:
        """Keep a ballot as proposed, after a person has looked at it."""
        number = ballot.number.code if ballot.number else ""
        return self._entries.enter_marks(poll, number, ballot.marks, "扫描识读，经人工确认")

    def _proposed(
        self, poll: Ref, page: "PageRead", matters: list[Matter], *, blank: bool
    ) -> ScannedBallot:
        if page.number is None or page.problem:
            return ScannedBallot(page.place, page.number, "", "", (), (), page.problem, ())
        proposal = propose(matters, page.seen, blank_abstains=blank)
        door, refused = "", ""
        try:
            door = self._entries.look(poll, page.number.code).door.words
        except Refusal as refusal:
            refused = str(refusal)
        crops = tuple(page.crops[number] for number in sorted(page.crops))
        return ScannedBallot(
            page.place,
            page.number,
            door,
            proposal.marks,
            words(matters, proposal.marks),
            proposal.doubts,
            refused,
            crops,
        )


def _together(pages: "list[PageRead]") -> "Iterator[PageRead]":
    """The pages of one ballot as one; a page that was scanned twice is told by its doubt."""
    whole: dict[Number, PageRead] = {}
    for page in pages:
        if page.number is None or page.problem:
            yield page
            continue
        first = whole.get(page.number)
        if first is None:
            whole[page.number] = page
            continue
        again = first.seen.keys() & page.seen.keys()
        differs = {key: Seen.FAINT for key in again if first.seen[key] is not page.seen[key]}
        seen = {**first.seen, **page.seen, **differs}
        crops = {**first.crops, **page.crops}
        whole[page.number] = replace(first, seen=seen, crops=crops)
    yield from whole.values()
