"""Who may vote: the doors of the roll, whose they are, and what is doubtful about them.

One owner with many premises is one head with the areas summed; co-owners are one head; everything
the developer has not sold is one head (建筑物区分所有权解释 art. 8–9). Owners in arrears stay in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256

from desktop.domain.area import shown
from desktop.domain.chain import encode
from desktop.domain.count import is_count
from desktop.domain.door import Door
from desktop.domain.terms import AreaSource, OwnerKind, Use

DEVELOPER = "developer"


@dataclass(frozen=True, slots=True)
class Holder:
    """One owner of a door. ``key`` tells owners of the same name apart."""

    key: str
    name: str
    kind: OwnerKind = OwnerKind.PERSON


@dataclass(frozen=True, slots=True)
class Voter:
    """One door of the roll. ``area`` in units of 0.0001 m², ``None`` when nobody knows it."""

    key: str
    door: Door
    use: Use
    floor: int | None
    area: int | None
    source: AreaSource
    holders: tuple[Holder, ...]

    @property
    def head(self) -> str:
        """Who this is, however many doors: the same set of owners is the same head."""
        if any(each.kind is OwnerKind.DEVELOPER for each in self.holders):
            return DEVELOPER
        if not self.holders:
            return f"?{self.key}"
        return "&".join(sorted(each.key for each in self.holders))

    @property
    def names(self) -> str:
        return "、".join(each.name for each in self.holders)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which doors a vote reaches: everything where a field is empty.

    ``units`` are (building, unit); ``doors`` is a drawn list of doors as printed.
    """

    uses: frozenset[Use] = frozenset({Use.DWELLING, Use.SHOP, Use.OTHER})
    buildings: frozenset[str] = frozenset()
    units: frozenset[tuple[str, str]] = frozenset()
    floors_from: int | None = None
    doors: frozenset[str] = frozenset()

    def covers(self, voter: Voter) -> bool:
        door = voter.door
        return (
            voter.use in self.uses
            and (not self.buildings or door.building in self.buildings)
            and (not self.units or (door.building, door.unit) in self.units)
            and (
                self.floors_from is None
                or (voter.floor is not None and voter.floor >= self.floors_from)
            )
            and (not self.doors or str(door) in self.doors)
        )

    @property
    def words(self) -> str:
        """The range as a notice names it: 3栋、5栋七层以上."""
        parts = []
        if self.units:
            parts.append("、".join(f"{b}栋{u}单元" for b, u in sorted(self.units, key=_natural)))
        elif self.buildings:
            parts.append("、".join(f"{b}栋" for b in sorted(self.buildings, key=_natural_text)))
        if self.floors_from is not None:
            parts.append(f"{self.floors_from}层及以上")
        if self.doors:
            parts.append(f"名单所列 {len(self.doors)} 户")
        told = "".join(parts) or "全小区"
        return told + ("（含车位）" if Use.PARKING in self.uses else "")


class Doubt(Enum):
    """What a frozen roll may be fought over."""

    NO_AREA = "没有面积"
    NO_SOURCE = "面积没有注明来源"
    NO_OWNER = "没有业主"
    SAME_NAME = "同名但身份不同，按不同业主计"
    MIXED = "共有人组合不同，按不同业主计"
    NO_FLOOR = "看不出楼层，没有列入按楼层划定的范围"
    NOT_THERE = "写在范围里，名册里却没有（或用途不在范围内）"


@dataclass(frozen=True, slots=True)
class Warned:
    doubt: Doubt
    doors: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Roll:
    """The doors of a vote in walking order, each with the number of its head."""

    voters: tuple[Voter, ...]
    heads: Mapping[str, int] = field(repr=False)  # head → its number, by first door
    warnings: tuple[Warned, ...] = ()

    @property
    def area(self) -> int:
        return sum(voter.area or 0 for voter in self.voters)

    @property
    def digest(self) -> bytes:
        """SHA-256 over door, use, area, source and head of every line, in order; no names."""
        return digest((v, self.heads[v.head]) for v in self.voters)


def digest(lines: Iterable[tuple[Voter, int]]) -> bytes:
    """What a frozen roll is known by."""
    return sha256(
        encode([[str(v.door), v.use.value, v.area, v.source.value, head] for v, head in lines])
    ).digest()


def roll(voters: Sequence[Voter], scope: Scope) -> Roll:
    """The electorate of a scope, from all doors in walking order."""
    reached = tuple(voter for voter in voters if scope.covers(voter))
    heads: dict[str, int] = {}
    for voter in reached:
        heads.setdefault(voter.head, len(heads) + 1)
    return Roll(reached, heads, tuple(_warnings(reached, voters, scope)))


def _warnings(
    reached: Sequence[Voter], everybody: Sequence[Voter], scope: Scope
) -> Iterator[Warned]:
    if absent := _absent(reached, everybody, scope):
        yield Warned(Doubt.NOT_THERE, absent)
    yield from _about_doors(reached)
    if scope.floors_from is not None:
        unknown = tuple(str(v.door) for v in everybody if v.floor is None and v.use in scope.uses)
        if unknown:
            yield Warned(Doubt.NO_FLOOR, unknown)
    yield from _about_owners(reached)


def _absent(reached: Sequence[Voter], everybody: Sequence[Voter], scope: Scope) -> tuple[str, ...]:
    """What a range names and nobody stands for: misspelt, or not on the roster yet."""
    doors = {str(voter.door) for voter in reached}
    buildings = {voter.door.building for voter in everybody}
    units = {(voter.door.building, voter.door.unit) for voter in everybody}
    return (
        *(f"{each}栋" for each in sorted(scope.buildings - buildings, key=_natural_text)),
        *(f"{b}栋{u}单元" for b, u in sorted(scope.units - units, key=_natural)),
        *sorted(scope.doors - doors),
    )


def _about_doors(reached: Sequence[Voter]) -> Iterator[Warned]:
    doubts: dict[Doubt, list[str]] = {}
    for voter in reached:
        door = str(voter.door)
        if voter.area is None:
            doubts.setdefault(Doubt.NO_AREA, []).append(door)
        elif voter.source is AreaSource.UNKNOWN:
            doubts.setdefault(Doubt.NO_SOURCE, []).append(door)
        if not voter.holders:
            doubts.setdefault(Doubt.NO_OWNER, []).append(door)
    for doubt, doors in doubts.items():
        yield Warned(doubt, tuple(doors))


def _about_owners(reached: Sequence[Voter]) -> Iterator[Warned]:
    """Who may be the same person after all, and who owns with different others."""
    by_name: dict[str, dict[str, list[str]]] = {}
    by_key: dict[str, dict[str, list[str]]] = {}
    names: dict[str, str] = {}
    for voter in reached:
        people = [each for each in voter.holders if each.kind is OwnerKind.PERSON]
        for holder in people:
            door = str(voter.door)
            names[holder.key] = holder.name
            by_name.setdefault(holder.name, {}).setdefault(holder.key, []).append(door)
            by_key.setdefault(holder.key, {}).setdefault(voter.head, []).append(door)
    for name, groups in by_name.items():
        if len(groups) > 1:
            yield Warned(Doubt.SAME_NAME, _doors(groups), name)
    for key, groups in by_key.items():
        if len(groups) > 1:
            yield Warned(Doubt.MIXED, _doors(groups), names[key])


def _doors(groups: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(door for doors in groups.values() for door in doors))


def told(warning: Warned, most: int = 6) -> str:
    """A warning in one line, with the first doors it is about."""
    doors = "、".join(warning.doors[:most])
    more = f" 等 {len(warning.doors)} 处" if len(warning.doors) > most else ""
    name = f"{warning.name}：" if warning.name else ""
    return f"{name}{warning.doubt.value}（{doors}{more}）"


def area_words(units: int | None) -> str:
    """An area for a list; an unknown one is named so."""
    return "面积不详" if units is None else f"{shown(units)} ㎡"


def _natural_text(text: str) -> tuple[int, str]:
    return (int(text) if is_count(text) else 0, text)


def _natural(pair: tuple[str, str]) -> tuple[tuple[int, str], ...]:
    return tuple(_natural_text(part) for part in pair)
