"""What is added up where it lies, against every door and every ballot looked at one by one."""

import random
from dataclasses import replace

import pytest

from desktop.domain.area import units
from desktop.domain.ballot import RETURNED
from desktop.domain.poll import Channels, HouseRules
from desktop.domain.tally import Twice
from desktop.domain.terms import AreaSource, Delivery, Measured, Use
from desktop.services.ballot_box import open_box
from desktop.services.boards import board
from desktop.services.counts import counted
from desktop.services.polls import MatterPlan
from desktop.services.premises import PremisesPlan
from desktop.services.rulings import cases
from tests.desktop.services.test_polls import opened

MATTERS = (MatterPlan("选聘物业服务企业"), MatterPlan("筹集维修资金", rule="major"))
AREAS = ("62.5", "88.31", "90", "120.05")


@pytest.fixture
def roster(register, compound):
    """36 doors of three buildings; every fifth owner has several."""
    rng = random.Random(8)
    for number in range(36):
        building, unit, floor = 1 + number // 12, 1 + number % 2, 1 + number // 4 % 3
        door = f"{building}-{unit}-{floor}0{1 + number % 4}"
        owner = f"业主{rng.choice('甲乙丙')}" if number % 5 == 0 else f"业主{number}"
        plan = PremisesPlan(door, Use.DWELLING, rng.choice(AREAS), AreaSource.REGISTERED)
        register.premises.add(compound, plan, owner)
    return compound


def collected(register, poll, seed):
    """Ballots of every fate, some papers besides, some doors that must agree or were reached."""
    rng = random.Random(seed)
    lines = register.ballots.lines(poll)
    voters = register.rolls.lines(poll)
    rng.shuffle(lines)
    for line in lines[:24]:
        register.entries.enter(
            poll, str(line.number.paper), rng.choice(("11", "22", "12", "33", "00"))
        )
    for line in lines[:5]:
        besides = register.ballots.receive_besides(poll, str(line.number.paper), "又交一张")
        register.entries.enter(poll, str(besides.number.paper), rng.choice(("11", "22")))
    for line in lines[24:27]:
        register.ballots.receive(poll, str(line.number.paper))
    register.ballots.replace(poll, lines[27].number.paper, "破损")
    register.ballots.spoil(poll, lines[28].number.paper, "遗失")
    register.rolls.must_agree([voters[3].ref, voters[17].ref], "占用其专有部分", asked=True)
    register.rolls.deliver(
        [voter.ref for voter in voters[::2]], Delivery.IN_PERSON, "10月9日", "何婷"
    )
    register.polls.close(poll)
    waiting = register.counts.cases(poll)
    for case in waiting[: len(waiting) // 2]:
        register.counts.rule(poll, case, rng.choice(case.choices)[0], "本人到场确认")


@pytest.mark.parametrize(
    "rules",
    [
        HouseRules(),
        HouseRules(two_person=True, channels=Channels.PLATFORM, twice=Twice.LAST),
        HouseRules(invalid_participates=True, twice=Twice.FIRST),
    ],
)
def test_what_is_put_together_counts_as_each_by_itself(register, roster, rules):
    poll = opened(register, roster, MATTERS, rules=rules)
    collected(register, poll, seed=random.SystemRandom().randrange(1 << 20))
    with register._store.reading() as session:
        whole, light = (open_box(session, poll, whole=each) for each in (True, False))
    assert not whole.alike
    assert sum(each.doors for each in light.alike) > 12
    assert 5 <= len(light.voters) < len(whole.voters) == light.on_roll == whole.on_roll
    assert counted(light) == counted(whole)
    assert cases(light) == cases(whole)
    assert light.sorted_papers == whole.sorted_papers


def test_the_board_asks_for_the_strictest_of_several_matters(register, roster):
    poll = opened(register, roster, MATTERS)
    with register._store.reading() as session:
        strict = open_box(session, poll, whole=False).matters[0]
        mild = tuple(
            replace(each, threshold=replace(each.threshold, numerator=1, denominator=4))
            for each in strict.rule.participation
        )
        milder = replace(strict, rule=replace(strict.rule, participation=mild))
        papers = register.counts.papers(poll)
        told = [
            {m.measure: m.needed for m in board(session, poll, matters, papers, 0).missing}
            for matters in ([strict], [strict, milder], [milder, strict], [milder])
        ]
    assert told[0] == told[1] == told[2]
    assert told[3][Measured.AREA] < told[0][Measured.AREA]


def test_the_board_adds_up_what_has_come_back(register, roster):
    poll = opened(register, roster, MATTERS)
    collected(register, poll, seed=3)
    shown = register.counts.board(poll)
    voters = {voter.position: voter for voter in register.rolls.lines(poll)}
    back = {line.door for line in register.ballots.lines(poll) if line.state in RETURNED}
    assert 27 <= len(back) < len(voters)
    here = [voter for voter in voters.values() if voter.door in back]
    for part in shown.parts:
        held = [
            voter
            for voter in voters.values()
            if (voter.door.building, voter.door.unit, int(voter.door.room[0]))
            == (part.building, part.unit, part.floor)
        ]
        returned = [voter for voter in held if voter in here]
        assert (part.doors, part.returned) == (len(held), len(returned)) != (0, 0)
        assert part.area == sum(voter.area for voter in held)
        assert part.area_returned == sum(voter.area for voter in returned)
    assert sum(part.doors for part in shown.parts) == 36
    told = {each.measure: (each.returned, each.total) for each in shown.missing}
    assert told == {
        Measured.HEADS: (len({v.head for v in here}), len({v.head for v in voters.values()})),
        Measured.AREA: (sum(v.area for v in here), sum(v.area for v in voters.values())),
    }
    away = sorted((v for v in voters.values() if v not in here), key=lambda v: -v.area)
    assert shown.large == tuple((str(voter.door), voter.area) for voter in away[:20])
    assert units(AREAS[-1]) in {area for _, area in shown.large}
