"""Speeches made short for the minutes: sentences are left out, never rewritten, and it is said so.

What was said in full stands in the record of the meeting (会议记录).
"""

import re
from collections.abc import Iterable, Sequence

from desktop.domain.proceedings import Note
from desktop.domain.terms import NoteKind

WHOLE = 60  # characters; a remark that short is kept as it was said
MOST = 4  # remarks of one party on one item; the others are counted
# What limits what was said before it; without it the first sentence would say something else.
_LIMITS = re.compile(r"^(?:但|不过|然而|可是|只是|除非|前提|如果|否则|必须|要求|而且|并且|同时)")
# Who objects, promises or asks comes before who only explains or agrees.
_WEIGHT = (
    NoteKind.OBJECTION,
    NoteKind.COMMITMENT,
    NoteKind.OPINION,
    NoteKind.RESERVATION,
    NoteKind.FACT,
    NoteKind.EXPLANATION,
    NoteKind.SUPPORT,
)


def gist(text: str) -> str:
    """A long remark's first sentence with whatever limits it; 〔略〕 where something was left out."""
    plain = " ".join(text.split("\n")).strip().rstrip("。；")
    if len(plain) <= WHOLE:
        return plain
    first, *rest = (part for part in re.split(r"(?<=[。！？；])", plain) if part.strip())
    kept = [first, *(part for part in rest if _LIMITS.match(part))]
    shown = "".join(kept).rstrip("。；")
    return shown if shown == plain else f"{shown}〔略〕"


def weighed(notes: Iterable[Note], most: int = MOST) -> tuple[list[Note], int]:
    """The remarks that weigh most, in the order in which they were made, each thing once; and how
    many there were in all."""
    once: dict[str, Note] = {}
    for note in notes:
        once.setdefault(gist(note.text), note)
    told = list(once.values())
    heavy = sorted(told, key=lambda note: _WEIGHT.index(note.kind))[:most]
    return [note for note in told if note in heavy], len(told)


def by_party(notes: Sequence[Note]) -> dict[str, list[Note]]:
    """Remarks by the body their speakers sit in, "" for speakers of none, in order of appearance."""
    found: dict[str, list[Note]] = {}
    for note in notes:
        found.setdefault(note.speaker_body, []).append(note)
    return found
