"""Personal data as a catalogue: which column is kept for what, on what basis, how long, what may go."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.domain import digits, masking
from desktop.domain.rules_file import Reader
from desktop.domain.terms import Term

ERASED = "（个人信息已删除）"  # what stands where a name was
LEFT_OUT = "〔略〕"  # the same within a text


class Kind(Term):
    """How a cell tells of a person."""

    NAME = "name", "姓名"  # one person's, and nothing else
    NAMES = "names", "若干人的姓名"
    PHONE = "phone", "电话"
    DOOR = "door", "房号"
    TRAIT = "trait", "随姓名一起的"  # goes with the name of its row
    CHOICE = "choice", "选择"
    TEXT = "text", "文字"  # somebody may be mentioned in it


class Erase(Term):
    """Whether it is emptied when the person asks (个人信息保护法 art. 47)."""

    REQUEST = "request", "本人要求时删除"
    AFTER = "after", "用途结束后删除"
    KEPT = "kept", "依法保存，只存储和保护"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``table`` and ``name`` as the file has them, the rest as people read it."""

    table: str
    name: str
    word: str
    kind: Kind
    purpose: str
    basis: str
    erase: Erase

    @property
    def going(self) -> str:
        """What goes of it, in words: of a text that need not be kept, who is named in it."""
        if self.kind is Kind.TEXT and self.erase is not Erase.KEPT:
            return f"{self.word}（其中的姓名、电话）"
        return self.word


@dataclass(frozen=True, slots=True)
class Holding:
    """One table that holds personal data. ``years`` after ``event`` it goes; 0: with its file.

    ``parent``: rows belong to a row of that table and go with it. ``certain``: basis and time are the
    law's own words, not our reading of it.
    """

    table: str
    word: str
    event: str
    years: int
    certain: bool
    why: str
    parent: str
    columns: tuple[Column, ...]

    @property
    def keep(self) -> str:
        """How long, in words."""
        return f"{self.event}后 {self.years} 年" if self.years else f"随{self.event}保存"

    def due_on(self, ended: date) -> date | None:
        """From which day nothing of it is needed any more; none where it stays with its file."""
        return after_years(ended, self.years) if self.years else None

    def column(self, name: str) -> Column:
        """The column of that name; raises ``KeyError``."""
        for each in self.columns:
            if each.name == name:
                return each
        raise KeyError(name)


Catalogue = Mapping[str, Holding]


def catalogue(file: str, tables: Mapping[str, Any]) -> dict[str, Holding]:
    """Read the catalogue; raise ``BadRules`` with the place of what is wrong."""
    return {name: _holding(Reader(file, name, table)) for name, table in tables.items()}


def after_years(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 1 March, so that nothing goes a day early."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def without(text: str, names: Collection[str], phones: Collection[str]) -> str:
    """A text without these names and telephone numbers, however they are set; the rest stays."""
    text = masking.masked(text, names, (), lambda _: LEFT_OUT)
    ways = {way for each in phones for way in digits.dialled(each)}
    found = [
        (each.start, each.end, LEFT_OUT)
        for each in digits.numbers(digits.plain(text), ways)
        if any(way in re.sub(r"\D", "", each.text) for way in ways)
    ]
    return digits.put_in(text, found) if found else text


def mentions(text: str, names: Collection[str], phones: Collection[str]) -> bool:
    """Whether one of these people is named, or one of these numbers stands, in a text."""
    return without(text, names, phones) != text


def _holding(reader: Reader) -> Holding:
    reader.only(
        (
            "word",
            "purpose",
            "basis",
            "certain",
            "event",
            "years",
            "erase",
            "why",
            "parent",
            "columns",
        )
    )
    columns = reader.inner("columns")
    if columns is None:
        raise reader.wrong("columns", "缺少这一项")
    return Holding(
        table=reader.place,
        word=reader.text("word"),
        event=reader.text("event"),
        years=reader.whole("years"),
        certain=reader.flag("certain", default=False),
        why=reader.text("why", ""),
        parent=reader.text("parent", ""),
        columns=tuple(_column(reader, columns, name) for name in columns.table),
    )


def _column(table: Reader, columns: Reader, name: str) -> Column:
    reader = columns.inner(name)
    if reader is None:
        raise columns.wrong(name, "缺少这一项")
    reader.only(("word", "kind", "purpose", "basis", "erase"))
    return Column(
        table=table.place,
        name=name,
        word=reader.text("word"),
        kind=reader.term("kind", Kind),
        purpose=reader.text("purpose", table.text("purpose")),
        basis=reader.text("basis", table.text("basis")),
        erase=(reader if "erase" in reader.table else table).term("erase", Erase),
    )
