"""Versions of a renewal scheme: what was in each, and what changed from one to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.domain.renewal.ledger import LEDGERS, Cells, shown
from desktop.domain.renewal.plan_lines import renamed
from desktop.domain.renewal.terms import Ledger

# What a version is made of; the order is the order of the comparison.
PARTS = (Ledger.WORKS, Ledger.COSTS, Ledger.SOURCES, Ledger.PHASES)
Version = Mapping[Ledger, Sequence[Cells]]
# By what a line is known to be the same one in both versions.
_KNOWN_BY = {
    Ledger.WORKS: ("work",),
    Ledger.COSTS: ("work", "item", "place"),
    Ledger.SOURCES: ("name",),
    Ledger.PHASES: ("name",),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was: ``before`` or ``after`` is blank where it was not there."""

    part: Ledger
    what: str
    column: str
    before: str
    after: str


def differences(old: Version, new: Version) -> list[Difference]:
    """Everything that changed from one version to the other, in the order of the new one."""
    found: list[Difference] = []
    called = renamed(new.get(Ledger.WORKS, ()))
    for part in PARTS:
        was = [_under_new_name(line, called) for line in old.get(part, ())]
        before, after = _by_name(part, was), _by_name(part, new.get(part, ()))
        if part is Ledger.WORKS:
            found += [
                Difference(part, called[line["work"]], "改名", line["work"], called[line["work"]])
                for line in old.get(part, ())
                if line["work"] in called
            ]
        for name, line in after.items():
            if name not in before:
                found.append(Difference(part, _said(name), "新增", "", _whole(part, line)))
            else:
                found += _changed(part, name, before[name], line)
        found += [
            Difference(part, _said(name), "取消", _whole(part, line), "")
            for name, line in before.items()
            if name not in after
        ]
    return found


def _under_new_name(line: Cells, called: Mapping[str, str]) -> Cells:
    name = called.get(line["work"])
    return line if name is None else Cells({**line.told, "work": name})


Name = tuple[str, ...]


def _by_name(part: Ledger, lines: Sequence[Cells]) -> dict[Name, Cells]:
    """Lines by what they are known by; of several alike each has its number besides."""
    found: dict[Name, Cells] = {}
    for line in lines:
        name = tuple(line[column] for column in _KNOWN_BY[part])
        again = 1
        while (known := name if again == 1 else (*name, str(again))) in found:
            again += 1
        found[known] = line
    return found


def _said(name: Name) -> str:
    return " · ".join(part for part in name if part)


def _changed(part: Ledger, name: Name, old: Cells, new: Cells) -> list[Difference]:
    return [
        Difference(
            part, _said(name), column.word, shown(column, old[column.name]),
            shown(column, new[column.name]),
        )
        for column in LEDGERS[part]
        if old[column.name] != new[column.name]
    ]  # fmt: skip


def _whole(part: Ledger, line: Cells) -> str:
    """A line in a few words, without what it is known by."""
    known = _KNOWN_BY[part]
    told = [
        f"{column.word} {shown(column, line[column.name])}"
        for column in LEDGERS[part]
        if line[column.name] and column.name not in known
    ]
    return "，".join(told)
