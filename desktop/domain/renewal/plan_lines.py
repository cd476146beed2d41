"""What the ledgers of a plan say, as the terms of the rules, and back."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from desktop.domain.renewal.costs import CostLine, Source
from desktop.domain.renewal.ledger import SETTLED, Cells, spelled


def works_of(lines: Sequence[Cells]) -> dict[str, str]:
    """The works that are in the plan with their categories, in the order of the list."""
    return {each["work"]: each["category"] for each in lines if each["state"] in {"", "列入"}}


def numbered_works(lines: Sequence[Cells]) -> list[tuple[int, str]]:
    """Every work by the number that stands on the sheets: it is given once and never moves."""
    return [(int(each["number"]), each["work"]) for each in lines if each["number"]]


def renamed(lines: Sequence[Cells]) -> dict[str, str]:
    """What works were called before, and what they are called now. A name that another work bears
    by now is that work's."""
    now = {each["work"] for each in lines}
    return {
        before: each["work"]
        for each in lines
        for before in each["was"].split("\n")
        if before and before not in now
    }


def settled_doors(talks: Sequence[Cells]) -> dict[str, list[str]]:
    """Doors whose last talk about a work ended well, by work. The later day counts, and of one day
    the later line."""
    last: dict[tuple[str, str], tuple[str, str]] = {}
    for each in talks:
        key = (each["work"], each["door"])
        if each["door"] and each["on"] >= last.get(key, ("", ""))[0]:
            last[key] = (each["on"], each["result"])
    found: dict[str, list[str]] = {}
    for (work, door), (_, result) in last.items():
        if result in SETTLED:
            found.setdefault(work, []).append(door)
    return found


def costs_of(lines: Sequence[Cells]) -> list[CostLine]:
    return [
        CostLine(
            place, each["category"], each["work"], each["item"], each["unit"],
            each.number("quantity"), each.number("price"), each.number("rate"), each["place"],
        )
        for place, each in enumerate(lines, 1)
    ]  # fmt: skip


def sources_of(lines: Sequence[Cells]) -> list[Source]:
    return [
        Source(
            each["name"],
            each.number("value") if each["by"] == "总额" else None,
            each.number("value") if each["by"] == "每户" else None,
            each.number("value") if each["by"] == "每平方米" else None,
            everybody=each["who"] == "全部户",
        )
        for each in lines
    ]


def from_works(works: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"category": kind, "work": work} for work, kind in works.items()]


def from_costs(lines: Sequence[CostLine]) -> list[dict[str, str]]:
    return [
        {
            "category": each.category, "work": each.work, "item": each.item, "unit": each.unit,
            "place": each.place, "quantity": _text(each.quantity), "price": _text(each.price),
            "rate": _text(each.rate),
        }
        for each in lines
    ]  # fmt: skip


def from_sources(sources: Sequence[Source]) -> list[dict[str, str]]:
    return [
        {
            "name": each.name,
            "kind": kind_of_source(each.name),
            "by": "每户" if each.each is not None else "每平方米" if each.by_area is not None else "总额",
            "value": _text(
                each.each if each.each is not None
                else each.by_area if each.by_area is not None
                else each.amount
            ),
            "who": "全部户" if each.everybody else "愿意改造的户",
        }
        for each in sources
    ]  # fmt: skip


_KINDS = (
    ("中央", "中央补助"), ("省", "省级补助"), ("市级", "市级补助"), ("区", "区县补助"),
    ("县", "区县补助"), ("管线", "专营单位"), ("专营", "专营单位"), ("维修资金", "维修资金"),
    ("公共收益", "公共收益"), ("居民", "居民出资"), ("业主", "居民出资"), ("社会", "社会资本"),
)  # fmt: skip


def kind_of_source(name: str) -> str:
    """The kind of a source by its name; 其他 where the name does not tell."""
    return next((kind for word, kind in _KINDS if word in name), "其他")


def _text(value: Decimal | None) -> str:
    return "" if value is None else spelled(value)
