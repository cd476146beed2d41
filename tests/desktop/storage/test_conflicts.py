"""Two people edit the same: the second is shown what the first did, and nothing is overwritten unseen."""

import pytest

from desktop.domain.errors import ChangedMeanwhile
from desktop.domain.terms import AreaSource, Use
from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.services.premises import PremisesPlan


@pytest.fixture
def two(where, clock):
    """Two windows on the same data, and premises that both see."""
    one = Register(where, "张敏", create=True, now=clock)
    one.communities.set_up("街道", "社区")
    compound = one.communities.add(CompoundFacts("小区"))
    ref = one.premises.add(compound, PremisesPlan("1-1-101", Use.DWELLING, "90"), "张伟", "")
    other = Register(where, "何婷", now=clock)
    yield one, other, ref
    one.close()
    other.close()


def test_what_somebody_else_changed_is_shown_before_it_is_overwritten(two):
    one, other, ref = two
    seen = one.position()
    other.premises.change(ref, "95", AreaSource.CONTRACT, "已核对")
    with pytest.raises(ChangedMeanwhile) as told, one.based_on(seen):
        one.premises.change(ref, "88.5", AreaSource.CONTRACT, "已核对")
    assert told.value.who == "何婷"
    assert (told.value.theirs, told.value.yours) == ("950000", "885000")
    line = one.premises.lines(ref.compound_id)[0]
    assert line.area == 950_000  # nothing was kept
    one.news()
    with one.based_on(one.position()):  # seen, and wanted nevertheless
        one.premises.change(ref, "88.5", AreaSource.CONTRACT, "已核对")
    assert one.premises.lines(ref.compound_id)[0].area == 885_000


def test_what_each_changes_in_another_column_disturbs_nobody(two):
    one, other, ref = two
    seen = one.position()
    other.premises.change(ref, "90", AreaSource.UNKNOWN, "已核对")
    with one.based_on(seen):
        one.premises.change(ref, "88.5", AreaSource.UNKNOWN, "已核对")
    line = one.premises.lines(ref.compound_id)[0]
    assert (line.area, line.note) == (885_000, "已核对")


def test_ones_own_changes_are_no_conflict(two):
    one, _, ref = two
    seen = one.position()
    one.premises.change(ref, "95", AreaSource.UNKNOWN, "")
    with one.based_on(seen):
        one.premises.change(ref, "96", AreaSource.UNKNOWN, "")
    assert one.premises.lines(ref.compound_id)[0].area == 960_000


def test_who_does_not_say_what_he_saw_is_not_held_up(two):
    one, other, ref = two
    other.premises.change(ref, "95", AreaSource.UNKNOWN, "")
    one.premises.change(ref, "96", AreaSource.UNKNOWN, "")
    with one.based_on(None):
        one.premises.change(ref, "97", AreaSource.UNKNOWN, "")
    assert one.premises.lines(ref.compound_id)[0].area == 970_000
