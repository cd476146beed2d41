"""A chapter as HTML for the screen, and where words are found in all chapters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from desktop.documents.handbook import Chapter
from desktop.documents.markdown import (
    Figure,
    Part,
    Pieces,
    Section,
    Step,
    Table,
    Words,
    words,
)

_AROUND = 14  # characters shown on either side of what was found


@dataclass(frozen=True, slots=True)
class Hit:
    """One place of the words looked for: the ``nth`` of its chapter, counted from 0."""

    key: str
    chapter: str
    section: str
    nth: int
    around: str


def hits(chapters: Sequence[Chapter], wanted: str) -> list[Hit]:
    """Every place where the words stand, in reading order; whatever their case."""
    low = wanted.strip().casefold()
    return [hit for chapter in chapters for hit in _within(chapter, low)] if low else []


def _within(chapter: Chapter, wanted: str) -> Iterator[Hit]:
    nth, section = 0, ""
    for part in chapter.parts:
        if isinstance(part, Section) and part.level > 1:
            section = part.text
        for text in words(part):
            place = text.casefold().find(wanted)
            while place >= 0:
                end = place + len(wanted)
                start = max(0, place - _AROUND)
                around = text[start : end + _AROUND]
                around = f"{'…' * (start > 0)}{around}{'…' * (end + _AROUND < len(text))}"
                yield Hit(chapter.key, chapter.title, section, nth, around)
                nth += 1
                place = text.casefold().find(wanted, end)


def html(chapter: Chapter) -> str:
    """The chapter for a ``QTextBrowser``; sections are anchors by their own names."""
    made = []
    for number, group in groupby(chapter.parts, _list_of):
        parts = list(group)
        if number is None:
            made += [_alone(part) for part in parts]
        else:
            first = next(part.number for part in parts if isinstance(part, Step))
            opening = f'<ol start="{first}">' if number else "<ul>"
            items = [f"<li>{_inline(p.pieces)}</li>" for p in parts if isinstance(p, Step)]
            made.append(f"{opening}{''.join(items)}{'</ol>' if number else '</ul>'}")
    return "\n".join(made)


def _list_of(part: Part) -> bool | None:
    """Whether a list has numbers; ``None`` for what is no list."""
    return bool(part.number) if isinstance(part, Step) else None


def _alone(part: Part) -> str:
    match part:
        case Section(text, 1):
            return f"<h1>{escape(text)}</h1>"
        case Section(text, _):
            return f'<h2><a name="{escape(text)}"></a>{escape(text)}</h2>'
        case Words(pieces) | Step(pieces):
            return f"<p>{_inline(pieces)}</p>"
        case Figure(path, caption):
            return (
                f'<p class="figure"><img src="{escape(path)}"></p>'
                f'<p class="caption">{escape(caption)}</p>'
            )
        case Table(header, rows):
            head = "".join(f'<th align="left">{_inline(cell)}</th>' for cell in header)
            body = "".join(
                f"<tr>{''.join(f'<td>{_inline(cell)}</td>' for cell in row)}</tr>" for row in rows
            )
            return (
                f'<table width="100%" cellspacing="0" cellpadding="6"><tr>{head}</tr>{body}</table>'
            )


def _inline(pieces: Pieces) -> str:
    made = []
    for piece in pieces:
        text = escape(piece.text)
        if piece.bold:
            text = f"<b>{text}</b>"
        if piece.link:
            text = f'<a href="{escape(piece.link.replace(".md", "", 1))}">{text}</a>'
        made.append(text)
    return "".join(made)
