"""Taking an import back: what was on file is kept line by line, and put back as it was."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, select, update
from sqlalchemy.orm import Session

from desktop.domain.errors import CannotUndo
from desktop.domain.ids import Ref
from desktop.domain.long_work import Step, going_on
from desktop.domain.terms import AreaSource
from desktop.storage.tables import (
    HistoryRecord,
    ImportLineRecord,
    ImportRecord,
    OwnerRecord,
    OwnershipRecord,
    PremisesRecord,
    VoterRecord,
)

IMPORTED, REPLACED = "名册导入", "名册导入变更"  # why an ownership began, and why it ended
_P, _O, _H = PremisesRecord, OwnerRecord, OwnershipRecord


def snapshot(session: Session, compound_id: UUID, premises_id: UUID) -> str:
    """Premises, their present ownerships and phones as JSON, to be put back by an undo."""
    premises = session.execute(
        select(_P.area, _P.area_source, _P.status, _P.note).where(
            _P.compound_id == compound_id, _P.id == premises_id
        )
    ).one()
    held = session.execute(
        select(_H.id, _H.owner_id, _H.reason, _O.phone)
        .join(_O, and_(_O.compound_id == _H.compound_id, _O.id == _H.owner_id))
        .where(_H.compound_id == compound_id, _H.premises_id == premises_id, _H.until.is_(None))
    ).all()
    return json.dumps(
        {
            "area": premises[0],
            "source": premises[1].value,
            "status": premises[2],
            "note": premises[3],
            "held": [[str(row[0]), str(row[1]), row[2], row[3]] for row in held],
        },
        ensure_ascii=False,
    )


def put_back(
    session: Session, import_: Ref, lines: Sequence[ImportLineRecord], step: Step = going_on
) -> None:
    """Undo the lines of an import: added premises go, changed ones are as before.

    Raise ``CannotUndo`` when any of them was worked on by hand since: that is not thrown away.
    """
    compound_id = import_.compound_id
    _refuse_if_worked_on(session, import_, [line.premises_id for line in lines])
    added = [line.premises_id for line in lines if line.before is None]
    for start in range(0, len(added), 500):
        step(start, len(added))
        some = added[start : start + 500]
        session.execute(delete(_H).where(_H.compound_id == compound_id, _H.premises_id.in_(some)))
        session.execute(delete(_P).where(_P.compound_id == compound_id, _P.id.in_(some)))
    for number, line in enumerate(lines):
        if line.before is not None:
            step(number, len(lines))
            _restore(session, compound_id, line.premises_id, json.loads(line.before))
    owners = select(_H.owner_id).where(_H.compound_id == compound_id)
    session.execute(delete(_O).where(_O.compound_id == compound_id, _O.id.not_in(owners)))


def _refuse_if_worked_on(session: Session, import_: Ref, premises: Sequence[UUID]) -> None:
    """Premises transferred or changed by hand after an import, and their owners."""
    compound = import_.compound_id
    began = session.scalar(
        select(func.min(HistoryRecord.sequence)).where(
            HistoryRecord.compound_id == compound,
            HistoryRecord.noun == ImportRecord.__tablename__,
            HistoryRecord.key == str(import_.id),
        )
    )
    for start in range(0, len(premises), 400):
        some = premises[start : start + 400]
        voting = session.scalars(
            select(VoterRecord.premises_id).where(
                VoterRecord.compound_id == compound, VoterRecord.premises_id.in_(some)
            )
        ).first()
        if voting:
            raise CannotUndo(f"{_door_of(session, compound, voting)} 已在书面表决的名册里")
        ours = and_(_H.compound_id == compound, _H.premises_id.in_(some))
        owners = session.scalars(select(_H.owner_id).where(ours)).all()
        moved = session.scalars(
            # keys sort by the time they were made
            select(_H.premises_id).where(
                ours, _H.id > import_.id, _H.reason.not_in((IMPORTED, REPLACED))
            )
        ).first()
        changed = session.scalars(
            select(HistoryRecord.key).where(
                HistoryRecord.compound_id == compound,
                HistoryRecord.sequence > (began or 0),
                HistoryRecord.noun.in_((_P.__tablename__, _O.__tablename__)),
                HistoryRecord.key.in_([str(key) for key in (*some, *owners)]),
            )
        ).first()
        if moved or changed:
            raise CannotUndo(
                f"{_door_of(session, compound, moved or UUID(changed))} 导入之后办过变更"
            )


def _door_of(session: Session, compound_id: UUID, key: UUID) -> str:
    """The door of premises, or of the first premises of an owner."""
    held = select(_H.premises_id).where(_H.compound_id == compound_id, _H.owner_id == key)
    wanted = select(_P.door_key).where(
        _P.compound_id == compound_id, (_P.id == key) | _P.id.in_(held)
    )
    return (session.scalars(wanted).first() or "").replace("|", "-").strip("-")


def _restore(
    session: Session, compound_id: UUID, premises_id: UUID, was: Mapping[str, Any]
) -> None:
    mine = and_(_P.compound_id == compound_id, _P.id == premises_id)
    session.execute(
        update(_P)
        .where(mine)
        .values(
            area=was["area"],
            area_source=AreaSource(was["source"]),
            status=was["status"],
            note=was["note"],
        )
    )
    kept = {UUID(held[0]) for held in was["held"]}
    all_held = and_(_H.compound_id == compound_id, _H.premises_id == premises_id)
    session.execute(delete(_H).where(all_held, _H.until.is_(None), _H.id.not_in(kept)))
    for held_id, owner_id, reason, phone in was["held"]:
        session.execute(
            update(_H)
            .where(_H.compound_id == compound_id, _H.id == UUID(held_id))
            .values(until=None, reason=reason)
        )
        session.execute(
            update(_O)
            .where(_O.compound_id == compound_id, _O.id == UUID(owner_id))
            .values(phone=phone)
        )
