"""Steps that all services of written votes share: fetching, freezing to text, reading back."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from desktop.domain.electorate import Scope
from desktop.domain.ids import Ref
from desktop.domain.poll import Channels, HouseRules, Matter, after
from desktop.domain.poll_errors import PastClosing
from desktop.domain.tally import Twice
from desktop.domain.terms import PollAct, Use
from desktop.services import decisions
from desktop.services.records import get
from desktop.storage.tables import PollMatterRecord, PollRecord

_M = PollMatterRecord
_MATTERS = (
    select(_M)
    .where(_M.compound_id == bindparam("compound"), _M.poll_id == bindparam("poll"))
    .order_by(_M.position)
)  # asked for every ballot: made once
HIDDEN = "截止收票后才能看"  # marks, while they could still be told on


def poll_of(session: Session, ref: Ref, act: PollAct | None = None) -> PollRecord:
    """The vote; raise ``PollNotNow`` when it is not the time for ``act``.

    The row is locked: nobody closes the vote while a ballot is being written, nor the other way.
    """
    found = session.get(PollRecord, tuple(ref), with_for_update=act is not None)
    if found is None:
        return get(session, PollRecord, ref, "表决")
    if act is not None:
        after(found.stage, act)
    return found


def in_time(poll: PollRecord, today: date) -> None:
    """Refuse a paper that comes after the last day while nobody has closed or extended the vote."""
    if not poll.closed_at and today > poll.closes_on:
        raise PastClosing(poll.closes_on.isoformat())


def matters_of(session: Session, ref: Ref) -> list[Matter]:
    """The matters of a vote in the order of the ballot."""
    return [_matter(record) for record in matter_records(session, ref)]


def matter_records(session: Session, ref: Ref) -> list[PollMatterRecord]:
    return list(session.scalars(_MATTERS, {"compound": ref.compound_id, "poll": ref.id}))


def _matter(record: PollMatterRecord) -> Matter:
    return Matter(
        record.title,
        record.text,
        record.kind,
        decisions.thaw(record.rule),
        tuple(record.options),
        record.seats,
        record.substitutes,
    )


def scope_text(scope: Scope) -> str:
    return json.dumps(
        {
            "uses": sorted(use.value for use in scope.uses),
            "buildings": sorted(scope.buildings),
            "units": sorted(map(list, scope.units)),
            "floors_from": scope.floors_from,
            "doors": sorted(scope.doors),
        },
        ensure_ascii=False,
    )


def read_scope(text: str) -> Scope:
    told: dict[str, Any] = json.loads(text)
    return Scope(
        frozenset(map(Use, told["uses"])),
        frozenset(told["buildings"]),
        frozenset((building, unit) for building, unit in told["units"]),
        told["floors_from"],
        frozenset(told["doors"]),
    )


def rules_text(rules: HouseRules) -> str:
    return json.dumps(asdict(rules))


def read_rules(text: str) -> HouseRules:
    told: dict[str, Any] = json.loads(text)
    told["twice"], told["channels"] = Twice(told["twice"]), Channels(told["channels"])
    return HouseRules(**told)


def plain(session: Session, key: UUID) -> Any:
    """A key as the database has it, for statements past the session."""
    return key if session.connection().dialect.name == "postgresql" else str(key)
