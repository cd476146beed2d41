"""Which first steps are left, on both databases; where a new file may lie."""

import pytest

from desktop.domain.errors import Gone
from desktop.domain.first_steps import Step
from desktop.domain.ids import Ref
from desktop.domain.terms import BodyKind
from desktop.services.communities import CompoundFacts
from desktop.services.first_steps import place_for
from desktop.services.meetings import MeetingPlan
from desktop.services.premises import PremisesPlan


def test_a_step_is_taken_wherever_it_is_taken(register, clock):
    steps = register.first_steps
    assert steps.left() == tuple(Step)
    register.communities.set_up("棠梨街道", "柳荫社区")
    compound = register.communities.add(CompoundFacts("金鹭小区"))
    assert steps.left() == (Step.ROSTER, Step.BODIES, Step.MEETING)
    register.premises.add(compound, PremisesPlan("3-2-501"), "王桂兰", "")
    body = register.bodies.add(compound, BodyKind.BRANCH)
    assert Step.BODIES in steps.left()  # a body with nobody in it
    register.bodies.seat(body, "李建国")
    plan = MeetingPlan("roundtable", "第一次", clock().date(), "15:00", "")
    register.meetings.plan(compound, plan)
    assert steps.left() == ()


def test_who_knows_is_not_reminded(register):
    assert register.desk.today().first == tuple(Step)
    register.first_steps.dismiss()
    assert register.desk.today().first == ()
    assert register.first_steps.left() == tuple(Step)


def test_households_that_were_told_are_kept_and_taken_back(register, compound):
    steps = register.first_steps
    assert steps.expected(compound) is None
    steps.expect(compound, 324)
    assert steps.expected(compound) == 324
    steps.expect(compound, None)
    assert steps.expected(compound) is None
    with pytest.raises(Gone):
        steps.expect(Ref(compound, register._store.key()).id, 1)


def test_a_new_file_lies_on_a_local_disk_under_a_name_of_its_own(tmp_path):
    synchronised, local = tmp_path / "坚果云" / "文档", tmp_path / "本机"
    assert place_for("柳荫社区", [synchronised, local]) == local / "柳荫社区.圆桌"
    local.mkdir()
    (local / "柳荫社区.圆桌").touch()
    assert place_for("柳荫社区", [local]) == local / "柳荫社区2.圆桌"
    assert place_for(" ", [local]).name == "社区数据.圆桌"
    assert place_for("../别处", [local]).parent == local
    assert place_for("柳荫", [synchronised]).parent == synchronised  # the refusal says why
