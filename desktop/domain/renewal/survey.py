"""Asking every household about a renewal: 改不改, 改什么, and whether its unit wants a lift.

Counts are integers, areas ``Decimal`` in m², shares are compared as whole numbers. A survey tells
what people wish; it is no vote of owners (民法典 art. 278), and says so wherever it is printed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from desktop.domain.count import is_count
from desktop.domain.renewal.terms import SurveyWay

CENT = Decimal("0.01")
SCORES = (3, 2, 1)  # of the first, second and third wish
LIFT = "加装电梯"


class Want(Enum):
    """改不改."""

    YES = "yes"
    NO = "no"
    NONE = "noanswer"


class Lift(Enum):
    """What a household says of a lift in its unit. All but silence take part."""

    AGREE = "agree"
    OPPOSE = "oppose"
    NEUTRAL = "neutral"
    NONE = "noanswer"


@dataclass(frozen=True, slots=True)
class Answer:
    """One questionnaire. ``objections``: (work, reason), as written."""

    id: str
    building: str
    unit: str
    room: str
    floor: int | None
    area: Decimal | None
    want: Want
    wishes: tuple[str, ...]
    lift: Lift
    objections: tuple[tuple[str, str], ...]
    on: date | None
    way: SurveyWay | None = None  # how it was asked, where that is known

    @property
    def door(self) -> str:
        return "-".join(part for part in (self.building, self.unit, self.room) if part)

    @property
    def said(self) -> tuple[object, ...]:
        return (self.want, self.wishes, self.lift, self.objections)


@dataclass(frozen=True, slots=True)
class Household:
    """One household that is asked, whether it answers or not; area in m²."""

    building: str
    unit: str
    room: str
    floor: int | None = None
    area: Decimal | None = None

    @property
    def door(self) -> str:
        return "-".join(part for part in (self.building, self.unit, self.room) if part)

    @property
    def silent(self) -> Answer:
        """What it has said before it was asked: nothing."""
        return Answer(
            "", self.building, self.unit, self.room, self.floor, self.area,
            Want.NONE, (), Lift.NONE, (), None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Double:
    """Two questionnaires of one household: the later one counts."""

    door: str
    kept: str
    dropped: str
    same: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """How many households want the renewal, in heads and m²."""

    households: int
    yes: int
    no: int
    silent: int
    area: Decimal
    area_yes: Decimal
    area_no: Decimal = Decimal(0)
    unmeasured: int = 0  # households whose m² nobody knows

    @property
    def area_answered(self) -> Decimal:
        return self.area_yes + self.area_no

    @property
    def answered(self) -> int:
        return self.yes + self.no

    @property
    def two_thirds(self) -> bool:
        """Whether at least two thirds of all households say yes; of nobody, nothing is."""
        return self.households > 0 and self.yes * 3 >= self.households * 2


@dataclass(frozen=True, slots=True)
class Priority:
    """One work of the catalogue and how often it was wished for, first, second and third."""

    work: str
    category: str
    counts: tuple[int, int, int]

    @property
    def mentions(self) -> int:
        return sum(self.counts)

    @property
    def score(self) -> int:
        return sum(n * worth for n, worth in zip(self.counts, SCORES, strict=True))


@dataclass(frozen=True, slots=True)
class UnitLift:
    """What the households of one unit say of a lift."""

    building: str
    unit: str
    answers: tuple[Answer, ...]

    def of(self, *said: Lift) -> list[Answer]:
        return [each for each in self.answers if each.lift in said]

    @property
    def taking_part(self) -> list[Answer]:
        return self.of(Lift.AGREE, Lift.OPPOSE, Lift.NEUTRAL)


def area(answers: Iterable[Answer]) -> Decimal:
    """Areas added up; what is not known counts nothing."""
    return sum((each.area for each in answers if each.area is not None), Decimal(0))


def percent(part: int | Decimal, whole: int | Decimal) -> str | None:
    """A share in per cent, two places, half up; ``None`` of nothing."""
    if not whole:
        return None
    return str((Decimal(part) * 100 / Decimal(whole)).quantize(CENT, ROUND_HALF_UP))


def percent_words(part: int | Decimal, whole: int | Decimal) -> str:
    """The same as people read it: 82.74%; — of nothing."""
    told = percent(part, whole)
    return "—" if told is None else f"{told}%"


def one_each(answers: Sequence[Answer]) -> tuple[list[Answer], list[Double]]:
    """One questionnaire a household: the one of the later day, and of one day the later one."""
    kept: dict[tuple[str, str, str], Answer] = {}
    doubles = []
    for each in answers:
        key = (each.building, each.unit, each.room)
        earlier = kept.get(key)
        if earlier is None:
            kept[key] = each
            continue
        later = (each.on or date.min) >= (earlier.on or date.min)
        stays, goes = (each, earlier) if later else (earlier, each)
        doubles.append(Double(each.door, stays.id, goes.id, each.said == earlier.said))
        kept[key] = stays
    return list(kept.values()), doubles


def everyone(answers: Sequence[Answer], asked: Iterable[Household]) -> list[Answer]:
    """One answer for each household: those on the list in its order, silent where nothing came
    back, then who answered without being on it. Floor and area are the list's, where it has them."""
    told = {(each.building, each.unit, each.room): each for each in answers}
    found = []
    for household in asked:
        answer = told.pop((household.building, household.unit, household.room), household.silent)
        area, floor = household.area or answer.area, household.floor or answer.floor
        found.append(replace(answer, area=area, floor=floor))
    return found + list(told.values())


def wish(answers: Sequence[Answer]) -> Wish:
    said = {want: [each for each in answers if each.want is want] for want in Want}
    return Wish(
        len(answers),
        len(said[Want.YES]),
        len(said[Want.NO]),
        len(said[Want.NONE]),
        area(answers),
        area(said[Want.YES]),
        area(said[Want.NO]),
        sum(each.area is None for each in answers),
    )


def by_unit(answers: Sequence[Answer]) -> dict[tuple[str, str], list[Answer]]:
    """The answers of each building and unit, in walking order."""
    found: dict[tuple[str, str], list[Answer]] = {}
    for each in sorted(answers, key=lambda a: (natural(a.building), natural(a.unit))):
        found.setdefault((each.building, each.unit), []).append(each)
    return found


def by_building(answers: Sequence[Answer]) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for each in sorted(answers, key=lambda a: natural(a.building)):
        found.setdefault(each.building, []).append(each)
    return found


def priorities(answers: Iterable[Answer], works: Mapping[str, str]) -> list[Priority]:
    """The works by score, then mentions, then their place in the catalogue; ``works`` gives each
    its category. What a household names twice counts once, at its better place; what is not in the
    catalogue counts nothing."""
    counts = {work: [0, 0, 0] for work in works}
    for each in answers:
        seen: set[str] = set()
        for place, work in enumerate(each.wishes[: len(SCORES)]):
            if work in counts and work not in seen:
                counts[work][place] += 1
                seen.add(work)
    found = [
        Priority(work, category, (counts[work][0], counts[work][1], counts[work][2]))
        for work, category in works.items()
    ]
    return sorted(found, key=lambda each: (-each.score, -each.mentions))  # stable: the catalogue's


def not_in_catalogue(answers: Iterable[Answer], works: Mapping[str, str]) -> list[tuple[str, str]]:
    """(door, what was wished for) where the catalogue has no such work."""
    return [(each.door, work) for each in answers for work in each.wishes if work not in works]


def called(answers: Iterable[Answer], now: Mapping[str, str]) -> list[Answer]:
    """Answers with works called what they are called now; the questionnaires stay as they were."""
    return [
        replace(
            each,
            wishes=tuple(now.get(work, work) for work in each.wishes),
            objections=tuple((now.get(work, work), why) for work, why in each.objections),
        )
        for each in answers
    ]


def named_twice(answers: Iterable[Answer]) -> list[tuple[str, str]]:
    """(door, work) where a household names one work more than once."""
    return [
        (each.door, work)
        for each in answers
        for work in sorted(set(each.wishes))
        if each.wishes.count(work) > 1
    ]


def lifts(answers: Sequence[Answer]) -> list[UnitLift]:
    """Every unit with its answers, in walking order."""
    return [UnitLift(*where, tuple(some)) for where, some in by_unit(answers).items()]


def objections(answers: Iterable[Answer]) -> dict[str, list[tuple[Answer, str]]]:
    """Who objects to what, and why; by work, in the order of the answers."""
    found: dict[str, list[tuple[Answer, str]]] = {}
    for each in answers:
        for work, reason in each.objections:
            found.setdefault(work, []).append((each, reason))
    return found


def building_name(building: str) -> str:
    """As people say it: 3栋; a building that has a name keeps it (综合楼)."""
    if not building:
        return "未注明楼栋"
    return f"{building}栋" if len(building) <= 3 and building.isascii() else building


def unit_name(building: str, unit: str) -> str:
    return building_name(building) + (f"{unit}单元" if unit else "")


def natural(text: str) -> tuple[int, int, str]:
    """Numbers before names, and numbers by their size: 2 before 10, 10 before A."""
    return (0, int(text), "") if is_count(text) else (1, 0, text)
