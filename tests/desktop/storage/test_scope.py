"""Rows of other compounds are not there for somebody who works in one: every table, every way to ask."""

from itertools import product

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from desktop.domain.account_errors import NotAllowed, NotYourCompound
from desktop.domain.rights import MAY, Operator, Role, right_of
from desktop.services.communities import CompoundFacts
from desktop.services.suggestions import SuggestionPlan
from desktop.storage.scope import others
from desktop.storage.tables import CommunityRecord, CompoundRecord, SuggestionRecord, Table
from tests.desktop.domain.test_rights import _acts


@pytest.fixture
def two(register, compound):
    """Two compounds, each with a suggestion; the operator works in the first."""
    other = register.communities.add(CompoundFacts("别的小区"))
    for each in (compound, other):
        register.suggestions.add(each, SuggestionPlan("楼道灯不亮"))
    register._store.operator = Operator("小李", Role.SECRETARY, frozenset({compound}))
    return compound, other


def _kept():
    kinds = {mapper.class_ for mapper in Table.registry.mappers}
    assert len(others()) < len(kinds)
    return [(CompoundRecord, "id")] + [
        (kind, "compound_id")
        for kind in sorted(kinds, key=lambda each: each.__name__)
        if "compound_id" in Table.metadata.tables[kind.__tablename__].columns
    ]


def _ways(kind, key):
    alias = aliased(kind)
    return (
        select(getattr(kind, key)),
        select(getattr(alias, key)),
        select(getattr(kind, key)).union_all(select(getattr(kind, key))),
        select(getattr(kind, key)).where(getattr(kind, key).in_(select(getattr(alias, key)))),
        select(getattr(kind, key)).group_by(getattr(kind, key)).having(func.count() > 0),
    )


def test_no_way_of_asking_shows_rows_of_others(register, two):
    compound, other = two
    with register._store.reading() as session:
        for kind, key in _kept():
            for wanted in _ways(kind, key):
                assert other not in set(session.scalars(wanted))
            column = getattr(kind, key)
            for counted in (func.count(), func.count(column)):
                assert session.scalar(select(counted).where(column == other)) == 0
    assert compound != other


def test_joins_subqueries_and_keys_show_none_either(register, two):
    compound, other = two
    with register._store.reading() as session:
        joined = select(CompoundRecord.name).join(
            CommunityRecord, CommunityRecord.id == CompoundRecord.community_id
        )
        assert list(session.scalars(joined)) == ["锦屏雅筑"]
        there = select(select(CompoundRecord.id).where(CompoundRecord.id == other).exists())
        assert session.scalar(there) is False
        assert session.get(CompoundRecord, other) is None
        assert session.get(CompoundRecord, compound) is not None
        count = select(select(func.count()).select_from(SuggestionRecord).scalar_subquery())
        assert session.scalar(count) == 1


def test_what_is_written_elsewhere_is_taken_back(register, two):
    compound, other = two
    with pytest.raises(NotYourCompound):
        register.suggestions.add(other, SuggestionPlan("不是我的小区"))
    register.suggestions.add(compound, SuggestionPlan("是我的"))
    register._store.operator = Operator("书记", Role.ADMIN)
    with register._store.reading() as session:
        count = select(func.count()).where(SuggestionRecord.compound_id == other)
        assert session.scalar(count) == 1


def test_every_act_is_refused_to_whoever_has_not_its_right(register, two):
    """Role × act × compound, cell by cell, through the only door to the tables.

    An act for every right; that each act of the services has its right is held in ``test_rights``.
    """
    acts = {right_of(act.replace("*", "add")): act.replace("*", "add") for act in sorted(_acts())}
    compound, other = two
    cells = allowed = 0
    for role, act, where in product(Role, acts.values(), (compound, other)):
        register._store.operator = Operator("某人", role, frozenset({compound}))
        right = right_of(act)
        may = (right is None or right in MAY[role]) and where == compound
        try:
            with register._store.writing(act):
                register._store.touched(where, "test", where, "try", {})
        except (NotAllowed, NotYourCompound):
            assert not may, (role, act, where)
        else:
            assert may, (role, act, where)
            allowed += 1
        cells += 1
    assert len(acts) > 14
    assert cells == 2 * len(Role) * len(acts)
    assert 0 < allowed < cells
