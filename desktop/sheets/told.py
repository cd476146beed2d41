"""What was read from a roster, as JSON in the shape of the published samples."""

from typing import Any

from desktop.domain import area as areas
from desktop.domain.roster import Parsed, Problem, RosterRow
from desktop.domain.terms import Use


def as_json(parsed: Parsed) -> dict[str, Any]:
    """Households, parking, problems and ignored rows. Text files count lines, books rows."""
    text = bool(parsed.encoding)
    line = "line" if text else "row"
    homes = [row for row in parsed.rows if row.use is not Use.PARKING]
    stalls = [row for row in parsed.rows if row.use is Use.PARKING]
    told: dict[str, Any] = {"compound": parsed.compound, "file": parsed.file}
    told |= {"encoding": parsed.encoding} if text else {"sheets": list(parsed.sheets)}
    told["counts"] = _counts(parsed, homes, stalls)
    if text:
        told["total_area_parsed"] = _total(parsed.rows)
    else:
        uses = [use for use in Use if any(row.use is use for row in parsed.rows)]
        told["total_area_parsed"] = {
            use.word: _total([row for row in parsed.rows if row.use is use]) for use in uses
        }
    told["households"] = [_household(row, line, text=text) for row in homes]
    if stalls or not text:
        told["parking"] = [_stall(row, line) for row in stalls]
    told["problems"] = [_problem(each, line, text=text) for each in _in_order(parsed)]
    ignored = [
        {**({} if text else {"sheet": each.sheet}), line: each.line, "why": each.why}
        for each in parsed.ignored
    ]
    told["ignored_lines" if text else "ignored_rows"] = ignored
    return told


def _in_order(parsed: Parsed) -> list[Problem]:
    order = {name: place for place, name in enumerate(parsed.sheets)}
    return sorted(parsed.problems, key=lambda each: (order[each.sheet], each.line))


def _counts(parsed: Parsed, homes: list[RosterRow], stalls: list[RosterRow]) -> dict[str, int]:
    shops = sum(row.use is Use.SHOP for row in homes)
    counts = {
        "households": len(homes) - shops,
        "shops": shops,
        "problems": len(parsed.problems),
    }
    if parsed.encoding:
        taken_out = sum(each.code in {"DUP_ROOM", "LOCATION_UNPARSED"} for each in parsed.problems)
        return {"rows": len(parsed.rows) + taken_out, **counts}
    dwellings = [row for row in homes if row.use is Use.DWELLING]
    return {
        **counts,
        "parking": len(stalls),
        "unsold": sum(row.unsold for row in dwellings),
        "area_ok": sum(row.area is not None for row in dwellings),
    }


def _total(rows: "list[RosterRow] | tuple[RosterRow, ...]") -> str:
    return areas.shown(sum(row.area or 0 for row in rows))


def _household(row: RosterRow, line: str, *, text: bool) -> dict[str, Any]:
    told: dict[str, Any] = {} if text else {"sheet": row.sheet}
    told |= {line: row.line, "kind": row.use.word}
    told |= {"location_raw": row.raw} if text else {}
    told |= {
        "building": row.door.building,
        "unit": row.door.unit or None,
        "room": row.door.room,
        "area": None if row.area is None else areas.shown(row.area),
        "owners": list(row.owners),
    }
    if text:
        told["id_numbers"] = None if row.identities is None else list(row.identities)
    told |= {"phone": next(iter(row.phones), None), "phones": list(row.phones), "notes": row.note}
    if not text:
        told["unsold"] = row.unsold
        told |= {"business": row.business} if row.use is Use.SHOP else {"status": row.status}
        told["id_tails"] = list(row.tails)
    return told


def _stall(row: RosterRow, line: str) -> dict[str, Any]:
    return {
        "sheet": row.sheet,
        line: row.line,
        "no": row.door.room,
        "area": None if row.area is None else areas.shown(row.area),
        "owners": list(row.owners),
        "phone": next(iter(row.phones), None),
        "linked_room": row.linked or None,
        "kind": row.right or None,
    }


def _problem(each: Problem, line: str, *, text: bool) -> dict[str, Any]:
    told: dict[str, Any] = {} if text else {"sheet": each.sheet}
    told |= {
        line: each.line,
        "code": each.code,
        "field": each.field,
        "value": each.value,
        "reason": each.reason,
        "severity": each.severity,
    }
    if each.duplicate_of is not None and each.row is not None:
        told[f"duplicate_of_{line}"] = each.duplicate_of
        if text:
            told["room"] = str(each.row.door)
        else:
            told["owners"] = list(each.row.owners)
            told["area"] = None if each.row.area is None else areas.shown(each.row.area)
    return told
