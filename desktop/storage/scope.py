"""Readings of somebody who works in some compounds only: rows of the others are not there."""

from functools import lru_cache
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import (
    ORMExecuteState,
    Session,
    with_loader_criteria,
)
from sqlalchemy.orm.util import LoaderCriteriaOption

from desktop.domain.ids import OFFICE
from desktop.domain.rights import Operator
from desktop.storage.tables import CompoundRecord, Table
from desktop.storage.tables.base import Kept

EVERYTHING = "everything"  # an option of a statement that must see all rows


def limit(session: Session, operator: Operator) -> None:
    """Leave out of all that this session reads what is kept under compounds of others."""
    if operator.compounds is None:
        return
    criteria = _criteria(operator.compounds)

    def add(state: ORMExecuteState) -> None:
        if state.is_select and not state.execution_options.get(EVERYTHING):
            state.statement = state.statement.options(*criteria)

    event.listen(session, "do_orm_execute", add)


@lru_cache(maxsize=8)
def _criteria(compounds: frozenset[UUID]) -> tuple[LoaderCriteriaOption, ...]:
    """Made once for a person: a statement that carries them anew would be compiled anew."""
    allowed = sorted({OFFICE, *compounds})
    criteria = [
        with_loader_criteria(
            Kept,
            lambda kind: kind.compound_id.in_(allowed),
            include_aliases=True,
        ),
        with_loader_criteria(CompoundRecord, CompoundRecord.id.in_(allowed), include_aliases=True),
    ]
    for kind in others():
        mine = kind.__table__.c.compound_id.in_(allowed)
        criteria.append(with_loader_criteria(kind, mine, include_aliases=True))
    return tuple(criteria)


def others() -> list[type[Table]]:
    """Tables of a compound that are not ``Kept``: history, heads, checkpoints, lines of imports …"""
    return [
        mapper.class_
        for mapper in sorted(Table.registry.mappers, key=lambda each: each.class_.__name__)
        if "compound_id" in mapper.columns and not issubclass(mapper.class_, Kept)
    ]
