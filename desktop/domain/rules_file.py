"""Looking things up in a rules file; every refusal names the exact place."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from desktop.domain.errors import BadRules
from desktop.domain.rule import Threshold
from desktop.domain.terms import Base, Comparison, Term

T = TypeVar("T", bound=Term)


class Reader:
    """One table of a rules file; every look-up knows where it stands."""

    def __init__(self, file: str, place: str, table: Mapping[str, Any]) -> None:
        self.file, self.place, self.table = file, place, table

    def wrong(self, name: str, why: str) -> BadRules:
        return BadRules(self.file, f"{self.place}.{name}".lstrip("."), why)

    def text(self, name: str, default: str | None = None) -> str:
        value = self.table.get(name, default)
        if value is None:
            raise self.wrong(name, "缺少这一项")
        if not isinstance(value, str):
            raise self.wrong(name, "应为文字")
        return value

    def whole(self, name: str, default: int | None = None) -> int:
        value = self.table.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.wrong(name, "应为整数")
        return value

    def wholes(self, name: str) -> tuple[int, ...]:
        values = self.table.get(name, [])
        if not isinstance(values, list) or not all(type(each) is int for each in values):
            raise self.wrong(name, "应为整数的列表")
        return tuple(values)

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.table.get(name, default)
        if not isinstance(value, bool):
            raise self.wrong(name, "应为 true 或 false")
        return value

    def term(self, name: str, kind: type[T]) -> T:
        try:
            return kind(self.text(name))
        except ValueError:
            known = "、".join(member.value for member in kind)
            raise self.wrong(name, f"只能是 {known}") from None

    def terms(self, name: str, kind: type[T]) -> tuple[T, ...]:
        values = self.table.get(name, [])
        if not isinstance(values, list):
            raise self.wrong(name, "应为列表")
        known = {member.value: member for member in kind}
        for value in values:
            if not isinstance(value, str) or value not in known:
                raise self.wrong(name, f"不认识“{value}”，只能是 {'、'.join(known)}")
        return tuple(known[value] for value in values)

    def day(self, name: str) -> date | None:
        value = self.table.get(name)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise self.wrong(name, "应为日期，如 2021-01-01")
        return value

    def tables(self, name: str) -> "list[Reader]":
        values = self.table.get(name, [])
        if not isinstance(values, list) or not all(isinstance(each, dict) for each in values):
            raise self.wrong(name, "应为若干组设置")
        return [
            Reader(self.file, f"{self.place}.{name}[{number}]".lstrip("."), each)
            for number, each in enumerate(values, 1)
        ]

    def only(self, names: Iterable[str]) -> None:
        """Refuse what nobody reads: a misspelt name would silently do nothing."""
        known = set(names)
        for name in self.table:  # in the order of the file
            if name not in known:
                raise self.wrong(name, "没有这一项")

    def inner(self, name: str) -> "Reader | None":
        table = self.table.get(name)
        if table is None:
            return None
        if not isinstance(table, dict):
            raise self.wrong(name, "应为一组设置")
        return Reader(self.file, f"{self.place}.{name}".lstrip("."), table)


def threshold(reader: Reader) -> Threshold:
    values = (
        reader.whole("numerator"),
        reader.whole("denominator"),
        reader.term("comparison", Comparison),
        reader.term("base", Base),
        reader.text("source"),
    )
    try:
        return Threshold(*values)
    except ValueError:
        raise reader.wrong("numerator", "分数应在 0 和 1 之间") from None
