"""Random votes, made through the services as people make them: what may happen, happens sometimes."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

from desktop.domain.decision_rule import DecisionRule
from desktop.domain.ids import Ref
from desktop.domain.platform import PlatformRow, PlatformTable, Row
from desktop.domain.poll import Channels, HouseRules
from desktop.domain.poll_errors import AlreadyEntered
from desktop.domain.sheet import Sheet
from desktop.domain.tally import Twice
from desktop.domain.terms import (
    AreaSource,
    BallotState,
    BodyKind,
    Delivery,
    MatterKind,
    PollStage,
    RulingOn,
    Use,
)
from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.services.platforms import PlatformPreview
from desktop.services.polls import MatterPlan, PollPlan
from desktop.services.premises import PremisesPlan

AREAS = ("62.5", "88.31", "90", "120.05", "102.3612", "45.001", "300")
OWN = {
    "公示无异议": {"no_objection": True},
    "多于反对": {"tie_fails": True, "one_agrees": True},
    "一组过半": {"consent_of": "被占用的业主", "consent_half": True},
}
QUARTER = "四分之一"  # few votes are enough: several names are, and some are tied
OWNERS = (
    QUARTER,
    QUARTER,
    "ordinary",
    "major",
    "lift",
    "follow_majority",
    "objection",
    "affected_all",
    *OWN,
)
HOMES = ("renewal", "villagers_households", "hamlet_households", "residents")
SEVERAL = (("张伟", "13900000001"), ("李娜、王强", "13900000002"), ("开发商（未售）", ""))
DOCUMENT = "议事规则第三条，第2页"
OPENS, CLOSES = date(2026, 10, 8), date(2026, 10, 20)


class Clock:
    """Time goes on by a second with every look, as it does."""

    def __init__(self) -> None:
        self.at = datetime(2026, 10, 8, 9, 0, tzinfo=timezone(timedelta(hours=8)))

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=20)
        return self.at


class World:
    """An office whose votes are made; two people work in it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random, self.clock, self.folder = random.Random(seed), Clock(), folder
        where = folder / "社区.圆桌"
        self.office = Register(where, "张敏", create=True, now=self.clock)
        self.office.communities.set_up("棠梨街道", "柳荫社区")
        self.second = Register(where, "李四", now=self.clock)
        self.own = self._rules()
        self._compound: UUID | None = None
        self._body: UUID | None = None
        self._made = 0

    def close(self) -> None:
        self.second.close()
        self.office.close()

    def bundle(self) -> tuple[Ref, Path]:
        """A new vote, counted and announced, and its evidence."""
        poll = self.vote()
        path = self.folder / f"{poll.id}.zip"
        return poll, self.office.evidence.write(poll, "律师", "核对", path)

    def vote(self) -> Ref:
        if self._made % 5 == 0 or self._compound is None:
            self._compound = self._roster()
        self._made += 1
        return Vote(self, self._compound, self._body).run()

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def _rules(self) -> dict[str, str]:
        """Own copies of the ordinary rule, by what is changed in them."""
        made = {}
        for name, changed in OWN.items():
            rule: DecisionRule = self.office.decisions.get("ordinary")
            copy = self.office.decisions.change(
                "ordinary", replace(rule, **changed), "大会决定", DOCUMENT
            )
            made[name] = copy.key
        rule = self.office.decisions.get("ordinary")
        few = tuple(
            replace(each, threshold=replace(each.threshold, numerator=1, denominator=4))
            for each in rule.approval
        )
        mild = replace(rule, approval=few)
        made[QUARTER] = self.office.decisions.change("ordinary", mild, "大会决定", DOCUMENT).key
        return made

    def _roster(self) -> UUID:
        number = self._made // 5 + 1
        compound = self.office.communities.add(CompoundFacts(f"小区{number}"))
        for door in range(self.random.randrange(6, 18)):
            shop = self.chance(0.15)
            name = (
                f"1-商-S{door:02d}" if shop else f"{1 + door // 8}-1-{1 + door % 8}0{1 + door % 4}"
            )
            owner, phone = f"业主{door}", ""
            if self.chance(0.45):  # the same person is known by name and telephone
                owner, phone = self.random.choice(SEVERAL)
            elif self.chance(0.2):
                owner = f"业主{door}、配偶{door}"
            use = Use.SHOP if shop else Use.DWELLING
            plan = PremisesPlan(name, use, self.random.choice(AREAS), AreaSource.REGISTERED)
            self.office.premises.add(compound, plan, owner, phone)
        body = self.office.bodies.add(compound, BodyKind.OWNERS_COMMITTEE)
        for seat in range(self.random.randrange(3, 8)):
            self.office.bodies.seat(body, f"委员{seat}")
        self._body = body.id
        return compound


class Vote:
    """One vote from its planning to its last count."""

    def __init__(self, world: World, compound: UUID, body: UUID | None) -> None:
        self.world, self.office, self.random = world, world.office, world.random
        self.compound, self.body = compound, body
        self.chance = world.chance
        self.lean = self.random.choice((0.9, 0.8, 0.5, 0.4))

    def run(self) -> Ref:
        self._plan()
        self._roll()
        if self.rules.secret:
            self._by_secret()
        else:
            self._by_paper()
        self._count()
        while self.chance(0.35):
            self._again()
        if self.chance(0.3):
            self._post()
        return self.poll

    # planning

    def _plan(self) -> None:
        who = self.random.choice(("owners", "owners", "owners", "homes", "body"))
        self.rules = HouseRules(
            twice=self.random.choice(list(Twice)),
            channels=self.random.choice(list(Channels)),
            invalid_participates=self.chance(0.4),
            blank_abstains=self.chance(0.3),
            two_person=self.chance(0.2),
        )
        if who != "owners" and self.chance(0.5):
            self.rules = replace(self.rules, secret=True, two_person=False)
        self.matters = [self._matter(n, who) for n in range(1, self.random.randrange(2, 5))]
        plan = PollPlan(
            "书面表决\u3000第" + str(self.random.randrange(99)),
            OPENS, CLOSES, "业主委员会", rules=self.rules, noticed_on=date(2026, 9, 20),
            body=self.body if who == "body" else None,
        )  # fmt: skip
        self.poll = self.office.polls.plan(self.compound, plan, self.matters)
        self.office.polls.freeze(self.poll)
        if self.chance(0.15):
            self.office.polls.thaw(self.poll, "漏了一户")
            self.office.polls.freeze(self.poll)
            self.office.polls.notice(self.poll, date(2026, 10, 8))

    def _matter(self, number: int, who: str) -> MatterPlan:
        keys = {"owners": OWNERS, "homes": HOMES, "body": ("committee", "property_committee")}[who]
        key = self.random.choice(keys)
        if self.rules.secret and key == "property_committee":
            key = "committee"
        rule = self.world.own.get(key, key)
        told = self.office.decisions.get(rule)
        plan = MatterPlan(f"事项{number}", rule=rule, text="说明", document=DOCUMENT)
        if told.besides or (key != QUARTER and self.chance(0.5)):
            return plan
        names = tuple(f"候选人{n}" for n in range(1, self.random.randrange(3, 6)))
        if self.chance(0.4):
            return replace(plan, kind=MatterKind.CHOICE, options=names)
        seats, spare = self.random.randrange(1, len(names)), self.random.randrange(3)
        return replace(
            plan, kind=MatterKind.ELECTION, options=names, seats=seats, substitutes=spare
        )

    def _roll(self) -> None:
        voters = self.office.rolls.lines(self.poll)
        some = self.random.sample(voters, min(3, len(voters)))
        by_area = any(voter.area for voter in voters)
        if self.chance(0.4) and by_area:
            area = self.random.choice(AREAS)
            self.office.rolls.correct_area(some[0].ref, area, AreaSource.SURVEYED, "测绘")
        if self.chance(0.3) and by_area:
            self.office.rolls.correct_owner(some[1].ref, "新业主", "", "过户")
        if self.chance(0.5):
            asked = [voter.ref for voter in some[: self.random.randrange(1, 3)]]
            self.office.rolls.must_agree(asked, "电梯井占用其专有部分", asked=True)
        self.office.polls.open(self.poll)
        if self.chance(0.3):
            self.office.ballots.issue(self.poll, [1, 2])
            if not self.rules.secret:
                self._enter("1")
        self.office.ballots.issue_all(self.poll)
        reached = [voter.ref for voter in voters if self.chance(0.6)]
        if reached:
            self.office.rolls.deliver(reached, Delivery.IN_PERSON, "10月9日", "何婷")
        if self.chance(0.3):
            self.office.rolls.entrust(some[0].ref, "赵敏")

    # voting

    def _keys(self) -> list[str]:
        """What one ballot says; most say the same in some votes, so that matters pass."""
        lean = self.lean
        made = []
        for matter in self.matters:
            if matter.kind is MatterKind.DECISION:
                made.append("1" if self.chance(lean) else self.random.choice("1230"))
            elif self.chance(0.15):
                made.append(self.random.choice(("n", "x", "0")))
            else:
                most = len(matter.options)
                number = self.random.randrange(1, min(matter.seats, most) + 1)
                known = range(1, (min(matter.seats + 1, most) if self.chance(0.7) else most) + 1)
                places = self.random.sample(known, number)
                made.append(" ".join(map(str, places)))
        return made

    def _enter(self, paper: str) -> None:
        keys = self._keys()
        self.office.entries.enter(self.poll, paper, keys)
        if self.rules.two_person:
            self.second_reads(paper, keys)

    def second_reads(self, paper: str, keys: list[str]) -> None:
        entries = self.world.second.entries
        if self.chance(0.1):
            card = entries.check(self.poll, paper, self._keys())
            if card.state is BallotState.DIFFERS:
                self.office.entries.correct(card.ref, keys, "核对原票")
            return
        entries.check(self.poll, paper, keys)

    def _by_paper(self) -> None:
        papers = [line.number.paper for line in self.office.ballots.lines(self.poll)]
        self.random.shuffle(papers)
        live = []
        for paper in papers:
            fate = self.random.random()
            number = paper
            if fate < 0.06:
                self._quietly(self.office.ballots.spoil, paper, "污损")
                continue
            if fate < 0.14:
                number = self._quietly(self.office.ballots.replace, paper, "遗失") or paper
            if fate < 0.85:
                live.append(number)
        late = [live.pop() for _ in range(min(2, len(live)))] if self.chance(0.4) else []
        for number in live:
            if self.chance(0.3):
                self._quietly(self.office.ballots.receive, str(number))
            self._quietly(self._entered, number)
        for number in live:
            if self.chance(0.2):
                self._besides(number)
        if self.chance(0.35):
            self._platform()
        for number in late:
            self._quietly(self.office.ballots.receive, str(number))
        if self.chance(0.2):
            self.office.polls.extend(self.poll, CLOSES + timedelta(days=3), "未达比例")
        self.office.polls.close(self.poll)
        for number in late:
            self._quietly(self._entered, number)

    def _entered(self, _poll: Ref, number: int) -> None:
        self._enter(str(number))
        if self.chance(0.1) and not self.rules.two_person:
            card = self.office.entries.find(self.poll, str(number))
            self.office.entries.correct(card.ref, self._keys(), "看错")

    def _besides(self, number: int) -> None:
        made = self.office.ballots.receive_besides(self.poll, str(number), "又交一张")
        self._enter(str(made.number.paper))

    def _quietly(self, act, *told):
        """Do something to a paper that was entered already, or not."""
        try:
            return act(self.poll, *told)
        except AlreadyEntered:
            return None
        except Exception as wrong:
            if "Now" in type(wrong).__name__ or "Void" in type(wrong).__name__:
                return None
            raise

    def _platform(self) -> None:
        """What the platform exported, as it was read of its table."""
        told = self.office.polls.told(self.poll).matters
        rows = []
        for line, voter in enumerate(self.office.rolls.lines(self.poll), 2):
            if self.chance(0.4):
                marks = "".join(
                    self.random.choice("FAX") * (len(matter.lines) or 1) for matter in told
                )
                rows.append(PlatformRow(line, str(voter.door), voter.door, (), marks, Row.NEW))
        table = PlatformTable((), 1, Sheet("导出", (), ()), {})
        preview = PlatformPreview("平台.xlsx", table, tuple(rows))
        taken = self.office.platforms.take_over(self.poll, preview)
        if taken and self.chance(0.2):
            self.office.platforms.take_out(self.poll, "导错了表")

    def _by_secret(self) -> None:
        lines = self.office.ballots.lines(self.poll)
        back = [line.number.paper for line in lines if self.chance(0.8)]
        for paper in back:
            self.office.ballots.receive(self.poll, str(paper))
        self.office.polls.close(self.poll)
        for _ in back:
            self.office.entries.enter_secret(self.poll, self._keys())
        if back and self.chance(0.4):
            self.office.entries.correct_secret(self.poll, 1, self._keys(), "看错了一行")

    # counting

    def _count(self) -> None:
        for _ in range(40):
            open_ = [case for case in self.office.counts.cases(self.poll) if case.ruled is None]
            if not open_:
                break
            # doors first: what is ruled of them decides whether an owner's doors differ
            case = min(open_, key=lambda each: each.about is RulingOn.SPLIT_OWNER)
            marks = self.random.choice(case.choices)[0]
            self.office.counts.rule(self.poll, case, marks, "本人到场确认")
            if self.chance(0.1):
                self.office.counts.rule(self.poll, case, case.choices[0][0], "改判")
        self.office.counts.settle(self.poll, "两张票未录入")

    def _again(self) -> None:
        """Posted, objected to, counted again."""
        if self.chance(0.7) and self.office.polls.told(self.poll).stage is PollStage.SETTLED:
            self._post()
        self.office.counts.recount(self.poll, "有异议")
        if self.rules.secret:
            if self.office.ballots.reconcile(self.poll).entered:
                self.office.entries.correct_secret(self.poll, 1, self._keys(), "再看一遍")
        else:
            self._read_again()
        self._count()

    def _read_again(self) -> None:
        kept = [
            line
            for line in self.office.ballots.lines(self.poll)
            if line.state is BallotState.ENTERED and line.way.value != "platform"
        ]
        if kept and not self.rules.two_person and self.chance(0.6):
            line = self.random.choice(kept)
            self.office.entries.correct(line.ref, self._keys(), "看错")

    def _post(self) -> None:
        if self.office.polls.told(self.poll).stage is not PollStage.SETTLED:
            return
        self.office.publicity.post(self.poll, date(2026, 10, 8))
        if self.chance(0.7):
            door = str(self.office.rolls.lines(self.poll)[0].door)
            objection = self.office.publicity.object(
                self.poll, date(2026, 10, 8), door, "某业主", "我没有投票"
            )
            if self.chance(0.5):
                self.office.publicity.answer(objection, "已核对", date(2026, 10, 8))


@contextmanager
def world(folder: Path, seed: int) -> Iterator[World]:
    made = World(folder, seed)
    try:
        yield made
    finally:
        made.close()
