"""Readings of somebody who works in some compounds only: rows of the others are not there."""

from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from desktop.domain.ids import OFFICE
from desktop.domain.rights import Operator
from desktop.storage.tables import CompoundRecord, Table


def limit(session: Session, operator: Operator) -> None:
    """Leave out of all that this session reads what is kept under compounds of others."""
    if operator.compounds is None:
        return
    allowed = frozenset({OFFICE, *operator.compounds})
    criteria = [with_loader_criteria(kind, _mine(name, allowed)) for kind, name in _kept()]

    def add(state: ORMExecuteState) -> None:
        if state.is_select:
            state.statement = state.statement.options(*criteria)

    event.listen(session, "do_orm_execute", add)


def _mine(name: str, allowed: frozenset[UUID]) -> Any:
    return lambda kind: getattr(kind, name).in_(allowed)


def _kept() -> list[tuple[type[Table], str]]:
    made: list[tuple[type[Table], str]] = [(CompoundRecord, "id")]
    for mapper in Table.registry.mappers:
        if "compound_id" in mapper.columns:
            made.append((mapper.class_, "compound_id"))
    return made
