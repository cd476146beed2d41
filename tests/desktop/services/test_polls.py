"""A written vote from planning to the announced count, on both databases."""

import re
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from desktop.domain import errors, poll_errors
from desktop.domain.electorate import Doubt, Scope
from desktop.domain.ids import Ref
from desktop.domain.poll import Channels, HouseRules
from desktop.domain.rights import Operator
from desktop.domain.tally import Mark, Twice
from desktop.domain.terms import (
    AreaSource,
    BallotState,
    BodyKind,
    Delivery,
    MatterKind,
    PollStage,
    Use,
)
from desktop.register import Register
from desktop.services.polls import MatterPlan, PollPlan
from desktop.services.premises import PremisesPlan

OPENS, CLOSES = date(2024, 10, 8), date(2024, 10, 20)
NOTICED = date(2024, 9, 20)
MATTERS = (
    MatterPlan("选聘物业服务企业"),
    MatterPlan("筹集维修资金", rule="major"),
)
DOORS = (
    ("1-1-101", "90.00", "张伟"),
    ("1-1-102", "80.00", "李娜、王强"),
    ("1-1-201", "90.00", "张伟"),
    ("1-1-202", "80.00", "赵敏"),
    ("2-1-101", "100.00", "开发商（未售）"),
    ("2-1-102", "100.00", "开发商(未售)"),
    ("2-1-201", "60.00", "孙丽"),
    ("1-商-S01", "45.50", "蜀宁市锦程商贸有限公司"),
)


@pytest.fixture
def roster(register, compound):
    for door, area, owners in DOORS:
        use = Use.SHOP if "商" in door else Use.DWELLING
        plan = PremisesPlan(door, use, area, AreaSource.REGISTERED)
        register.premises.add(compound, plan, owners, "13900000001" if owners == "张伟" else "")
    register.premises.add(
        compound, PremisesPlan("车1", Use.PARKING, "12.00"), "张伟", "13900000001"
    )
    return compound


def plan(title="2024年业主大会书面表决", **more):
    return PollPlan(title, OPENS, CLOSES, "锦屏雅筑业主委员会", **more)


def opened(register, compound, matters=MATTERS, **more) -> Ref:
    more.setdefault("noticed_on", NOTICED)
    poll = register.polls.plan(compound, plan(**more), matters)
    register.polls.freeze(poll)
    register.polls.open(poll)
    register.ballots.issue_all(poll)
    return poll


def line_of(register, poll, door):
    return next(each for each in register.ballots.lines(poll) if str(each.door) == door)


def enter(register, poll, papers):
    for text, keys in papers:
        register.entries.enter(poll, text, keys)


def test_the_roll_counts_owners_not_doors(register, roster):
    found = register.rolls.preview(roster, Scope())
    assert [str(voter.door) for voter in found.voters][-1] == "2-1-201"
    assert (len(found.voters), len(found.heads)) == (8, 6)  # 张伟 and the developer have two each
    assert found.area == 6_455_000
    assert not found.warnings


def test_doubts_are_told_before_freezing(register, roster):
    register.premises.add(
        roster, PremisesPlan("3-1-101", Use.DWELLING, "70.00"), "张伟", "13900000002"
    )
    register.premises.add(roster, PremisesPlan("3-1-102", Use.DWELLING, ""), "")
    register.premises.add(
        roster,
        PremisesPlan("3-1-103", Use.DWELLING, "70.00", AreaSource.CONTRACT),
        "张伟、钱进",
        "13900000001",
    )
    doubts = {each.doubt: each for each in register.rolls.preview(roster, Scope()).warnings}
    assert doubts[Doubt.NO_AREA].doors == ("3-1-102",)
    assert doubts[Doubt.NO_SOURCE].doors == ("3-1-101",)
    assert doubts[Doubt.NO_OWNER].doors == ("3-1-102",)
    assert doubts[Doubt.SAME_NAME].name == "张伟"
    assert doubts[Doubt.MIXED].doors == ("1-1-101", "1-1-201", "3-1-103")
    poll = register.polls.plan(roster, plan(), MATTERS)
    with pytest.raises(poll_errors.AreaMissing, match="3-1-102"):
        register.polls.freeze(poll)


@pytest.mark.parametrize(
    ("scope", "doors", "words"),
    [
        (Scope(buildings=frozenset({"2"})), 3, "2栋"),
        (Scope(units=frozenset({("1", "1")})), 4, "1栋1单元"),
        (Scope(floors_from=2), 3, "2层及以上"),
        (Scope(doors=frozenset({"1-1-101", "2-1-201"})), 2, "名单所列 2 户"),
        (Scope(uses=frozenset({Use.DWELLING, Use.SHOP, Use.PARKING})), 9, "全小区（含车位）"),
    ],
)
def test_a_vote_may_reach_only_a_part(register, roster, scope, doors, words):
    assert len(register.rolls.preview(roster, scope).voters) == doors
    assert scope.words == words


def test_a_whole_vote_adds_up(register, roster):
    poll = opened(register, roster)
    told = register.polls.told(poll)
    assert (told.doors, told.heads, told.area, told.stage) == (8, 6, 6_455_000, PollStage.OPEN)
    enter(
        register,
        poll,
        [
            ("1-1-101", "11"), ("1-1-102", "12"), ("1-1-201", "11"), ("1-1-202", "13"),
            ("2-1-101", "11"), ("2-1-102", "11"), ("2-1-201", "20"),
        ],
    )  # fmt: skip
    board = register.counts.board(poll)
    assert (board.papers.returned, board.papers.outstanding) == (7, 1)
    assert [(m.measure.value, m.left) for m in board.missing] == [("area", 0), ("heads", 0)]
    assert board.large == (("1-商-S01", 455_000),)
    register.polls.close(poll)
    count = register.counts.settle(poll)
    hire, raise_ = count.matters
    assert (hire.verdict, raise_.verdict) == ("passed", "not_passed")
    assert [check.inequality for check in hire.checks] == [
        "3×600.00 ≥ 2×645.50", "3×5 ≥ 2×6", "2×540.00 > 600.00", "2×4 > 5",
    ]  # fmt: skip
    assert raise_.part_heads == 4  # 孙丽's mark was invalid: not counted as taking part
    assert (raise_.lines[0].heads["for"], raise_.lines[0].area["for"]) == (2, 3_800_000)
    assert register.polls.told(poll).stage is PollStage.SETTLED
    assert [each.code for each in register.counts.rounds(poll)] == [count.code]


def test_a_paper_is_never_counted_twice(register, roster):
    poll = opened(register, roster)
    number = line_of(register, poll, "1-1-101").number
    card = register.entries.look(poll, number.code)
    assert (str(card.door), card.number) == ("1-1-101", number)
    register.entries.enter(poll, number.code, "12")
    with pytest.raises(poll_errors.AlreadyEntered, match="张敏"):
        register.entries.enter(poll, number.shown, "12")
    with pytest.raises(poll_errors.AlreadyEntered):
        register.entries.look(poll, "2")
    with pytest.raises(poll_errors.NotABallot):
        register.entries.look(poll, str(int(number.code) + 1))
    with pytest.raises(poll_errors.NotAnAnswer):
        register.entries.enter(poll, "3", "17")
    with pytest.raises(poll_errors.NotInElectorate):
        register.entries.look(poll, "9-9-909")


def test_foreign_stale_and_replaced_papers_are_refused(register, roster):
    other = opened(register, roster, title="另一次表决")
    foreign = register.ballots.lines(other)[0].number
    poll = register.polls.plan(roster, plan(), MATTERS)
    register.polls.freeze(poll)
    stale = register.ballots.lines(poll)[0].number
    register.polls.thaw(poll, "漏了一户")
    register.polls.freeze(poll)
    register.polls.notice(poll, NOTICED)
    register.polls.open(poll)
    register.ballots.issue_all(poll)
    with pytest.raises(poll_errors.ForeignBallot, match="另一次表决"):
        register.entries.look(poll, foreign.code)
    with pytest.raises(poll_errors.StaleBallot):
        register.entries.look(poll, stale.code)
    new = register.ballots.replace(poll, 2, "业主遗失")
    with pytest.raises(poll_errors.VoidBallot, match="换发 9 号"):
        register.entries.look(poll, "2")
    assert register.entries.enter(poll, "1-1-101", "11").number.paper == new
    register.ballots.spoil(poll, 3, "污损")
    with pytest.raises(poll_errors.VoidBallot, match="污损"):
        register.entries.enter(poll, "3", "11")
    papers = register.ballots.reconcile(poll)
    assert (papers.printed, papers.issued, papers.returned, papers.outstanding, papers.spoilt) == (
        9, 9, 1, 6, 2,
    )  # fmt: skip
    assert papers.issued == papers.returned + papers.outstanding + papers.spoilt


def test_two_ballots_and_split_owners_wait_for_a_person(register, roster):
    poll = opened(register, roster)
    enter(
        register,
        poll,
        [
            ("1-1-101", "11"), ("1-1-201", "21"), ("1-1-102", "11"), ("1-1-202", "11"),
            ("2-1-101", "11"), ("2-1-102", "11"),
        ],
    )  # fmt: skip
    register.polls.close(poll)
    with pytest.raises(poll_errors.RulingsLeft, match="1 处"):
        register.counts.settle(poll)
    case = register.counts.cases(poll)[0]
    assert (case.names, case.title) == ("张伟", "选聘物业服务企业")
    with pytest.raises(errors.ReasonNeeded):
        register.counts.rule(poll, case, "F", " ")
    register.counts.rule(poll, case, "A", "本人到场确认")
    count = register.counts.settle(poll)
    line = count.matters[0].lines[0]
    assert (line.heads["for"], line.heads["against"], line.split) == (3, 1, 0)
    assert (line.area["for"], line.area["against"]) == (4_500_000, 900_000)
    assert register.counts.cases(poll)[0].ruled.reason == "本人到场确认"


def test_two_papers_of_one_door_are_a_case(register, roster):
    poll = opened(register, roster)
    register.entries.enter(poll, "1-1-102", "11")
    first = line_of(register, poll, "1-1-102").number.paper
    paper = _besides(register, poll, first)
    register.entries.enter(poll, str(paper), "22")
    (waiting,) = register.counts.cases(poll)  # that they differ, never how
    assert (waiting.about.word, waiting.choices) == ("共有人意见不一致", ())
    assert waiting.said == ("截止收票后才能看",)
    with pytest.raises(poll_errors.PollNotNow):
        register.counts.rule(poll, waiting, "AA", "先裁定")
    register.polls.close(poll)
    case = register.counts.cases(poll)[0]
    assert case.about.word == "共有人意见不一致"
    assert [words for _, words in case.choices][:2] == [
        f"按{first}号票：同意；同意", f"按{paper}号票：反对；反对",
    ]  # fmt: skip
    register.counts.rule(poll, case, "AA", "二人协商后以第二张为准")
    assert register.counts.settle(poll).matters[0].lines[0].doors["against"] == 1
    papers = register.counts.papers(poll)
    assert (papers.returned, papers.extra, papers.printed) == (1, 1, 8)  # nothing of it was printed
    assert papers.lines[-1] == "交回 1 + 另收 1 = 有效 1 + 无效 0 + 重复 1"


def _besides(register: Register, poll: Ref, paper: int) -> int:
    """A second paper of the same door is handed in."""
    line = register.ballots.receive_besides(poll, str(paper), "夫妻二人各交一张")
    return line.number.paper


def test_a_second_person_reads_blind(where, register, roster):
    poll = opened(register, roster, rules=HouseRules(two_person=True))
    register.entries.enter(poll, "1-1-101", "11")
    with pytest.raises(poll_errors.SamePerson):
        register.entries.check(poll, "1-1-101", "11")
    other = Register(where, "李四", now=register.now)
    try:
        assert other.entries.next(poll, 0, again=True).number.paper == 2
        assert other.entries.check(poll, "2", "12").state is BallotState.DIFFERS
        register.polls.close(poll)
        with pytest.raises(poll_errors.RulingsLeft):
            register.counts.settle(poll)
        card = other.entries.differing(poll)[0]
        register.entries.correct(card.ref, "11", "核对原票")
        assert [(r.keying, r.who, r.words) for r in other.entries.readings(card.ref)] == [
            (1, "张敏", ("同意", "同意")), (2, "李四", ("同意", "反对")), (3, "张敏", ("同意", "同意")),
        ]  # fmt: skip
        register.entries.enter(poll, "1-1-102", "11")
        with pytest.raises(poll_errors.NotChecked):
            register.counts.settle(poll)
        other.entries.check(poll, "1-1-102", "11")
        assert register.counts.settle(poll).matters[0].lines[0].doors["for"] == 2
    finally:
        other.close()


def test_closed_means_closed_and_a_recount_keeps_the_first(register, roster):
    poll = opened(register, roster)
    enter(register, poll, [("1-1-101", "11"), ("2-1-201", "22")])
    register.ballots.receive(poll, "1-1-102")
    register.polls.close(poll)
    with pytest.raises(poll_errors.PollNotNow):
        register.ballots.receive(poll, "1-1-202")
    with pytest.raises(poll_errors.DoesNotBalance, match="交回 3 ≠ 已录入 2"):
        register.counts.settle(poll)
    first = register.counts.settle(poll, "1-1-102 的票是空信封")
    with pytest.raises(poll_errors.PollNotNow):
        register.entries.enter(poll, "1-1-102", "11")
    with pytest.raises(errors.ReasonNeeded):
        register.counts.recount(poll, "")
    register.counts.recount(poll, "业主申请复核")
    card = line_of(register, poll, "1-1-101")
    register.entries.correct(card.ref, "21", "第一次看错")
    second = register.counts.settle(poll, "同前")
    assert (first.round, second.round, second.reason) == (1, 2, "业主申请复核")
    changed = {
        (each.matter, each.what): (each.before, each.after)
        for each in register.counts.difference(poll)
    }
    assert changed["选聘物业服务企业", "同意（户）"] == ("1", "0")
    assert changed["选聘物业服务企业", "反对（㎡）"] == ("60.00", "150.00")
    assert register.counts.rounds(poll)[0] == first


def test_corrections_after_freezing_are_new_facts(register, roster):
    poll = opened(register, roster)
    lines = register.rolls.lines(poll)
    one = next(line for line in lines if str(line.door) == "2-1-201")
    with pytest.raises(errors.ReasonNeeded):
        register.rolls.correct_area(one.ref, "61.00", AreaSource.REGISTERED, "")
    register.rolls.correct_area(one.ref, "61.00", AreaSource.REGISTERED, "以不动产权证为准")
    register.rolls.correct_owner(one.ref, "赵敏", "1-1-202", "已过户")
    told = register.polls.told(poll)
    assert (told.heads, told.area) == (5, 6_465_000)
    assert [(c.field, c.old, c.new) for c in register.rolls.corrections(poll)] == [
        ("面积", "60.00", "61.00"), ("业主", "孙丽", "赵敏（与 1-1-202 同一业主）"),
    ]  # fmt: skip


def test_what_may_not_be_decided_on_paper_is_refused(register, roster):
    poll = register.polls.plan(roster, plan())
    with pytest.raises(poll_errors.NothingToDecide):
        register.polls.freeze(poll)
    with pytest.raises(poll_errors.NoSuchElectorate):
        register.polls.add_matter(poll, MatterPlan("遛狗", "roundtable"))
    with pytest.raises(poll_errors.MixedElectorates):
        register.polls.add_matter(poll, MatterPlan("选主任", "committee"))
    with pytest.raises(poll_errors.DocumentNeeded):
        register.polls.add_matter(poll, MatterPlan("续聘", "follow_majority"))
    register.polls.add_matter(poll, MatterPlan("续聘物业"))
    with pytest.raises(poll_errors.MixedElectorates):
        register.polls.add_matter(
            poll, MatterPlan("改不改", "renewal", document="区改造办〔2024〕3号第2页")
        )
    register.polls.change_matter(poll, 1, MatterPlan("解聘物业"))
    register.polls.add_matter(poll, MatterPlan("用维修资金"))
    register.polls.remove_matter(poll, 1)
    assert [m.title for m in register.polls.told(poll).matters] == ["用维修资金"]


def test_households_are_doors_whoever_owns_them(register, roster):
    poll = opened(
        register, roster, (MatterPlan("改不改", "renewal", document="区改造办〔2024〕3号第2页"),)
    )
    told = register.polls.told(poll)
    assert (told.doors, told.heads) == (8, 8)
    assert "区改造办〔2024〕3号第2页" in told.matters[0].rule.source


def test_members_of_a_body_vote_by_seats(register, roster):
    body = register.bodies.add(roster, BodyKind.OWNERS_COMMITTEE)
    for name in ("甲一", "乙二", "丙三"):
        register.bodies.seat(body, name)
    poll = opened(
        register,
        roster,
        (MatterPlan("选主任", "committee", kind=MatterKind.ELECTION, options=("甲一", "乙二")),),
        body=body.id,
    )
    register.entries.enter(poll, "1", ["1"])
    register.entries.enter(poll, "2", ["1"])
    register.polls.close(poll)
    figures = register.counts.settle(poll).matters[0]
    assert figures.word == "甲一 当选"
    assert not figures.by_area


def test_an_election_fills_seats_and_names_ties(register, roster):
    election = MatterPlan(
        "选举业委会委员",
        kind=MatterKind.ELECTION,
        options=("甲", "乙", "丙"),
        seats=2,
        substitutes=1,
    )
    poll = opened(register, roster, (election,))
    doors = [
        "1-1-101",
        "1-1-201",
        "1-1-102",
        "1-1-202",
        "2-1-101",
        "2-1-102",
        "2-1-201",
        "1-商-S01",
    ]
    for door, keys in zip(
        doors, ("1 2", "1 2", "1 2", "1 3", "2 1", "1 2", "n", "1 2 3"), strict=True
    ):
        register.entries.enter(poll, door, [keys])
    register.polls.close(poll)
    told = register.counts.settle(poll).matters[0]
    assert told.word == "甲、乙 当选"
    assert told.standings[0] == ("甲", 4, 5_400_000, True)
    assert told.lines[0].doors["invalid"] == 1  # three names for two seats


def test_silence_is_counted_beside_and_only_when_delivered(register, roster):
    poll = opened(
        register,
        roster,
        (MatterPlan("续聘", "follow_majority", document="议事规则第十二条，第3页"),),
    )
    enter(register, poll, [("1-1-101", "1"), ("1-1-201", "1"), ("1-1-102", "1"), ("1-1-202", "2")])
    voters = [line.ref for line in register.rolls.lines(poll)]
    register.rolls.deliver(voters, Delivery.LETTER_BOX, "2024-10-09 10:00", "网格员李", "赵敏")
    register.polls.close(poll)
    literal = register.counts.settle(poll).matters[0]
    assert literal.verdict == "quorum_missed"
    assert literal.beside.verdict == "passed"
    assert literal.beside.lines[0].doors["unreturned"] == 0
    assert "争议" in literal.warning


def test_proxies_have_a_cap_and_the_period_is_extended_with_a_reason(register, roster):
    poll = opened(
        register, roster, rules=HouseRules(proxy_most=1, twice=Twice.LAST, channels=Channels.PAPER)
    )
    first, second, *_ = register.rolls.lines(poll)
    register.rolls.entrust(first.ref, "周明")
    with pytest.raises(poll_errors.ProxyFull):
        register.rolls.entrust(second.ref, "周明")
    with pytest.raises(poll_errors.NotLonger):
        register.polls.extend(poll, OPENS, "人数不足")
    register.polls.extend(poll, date(2024, 11, 5), "参加表决的人数不足")
    assert register.polls.told(poll).extensions == (
        "2024-10-20 延长至 2024-11-05：参加表决的人数不足",
    )
    register.polls.void(poll, "程序有误")
    with pytest.raises(poll_errors.PollNotNow):
        register.polls.open(poll)


def test_marks_never_show_on_the_board(register, roster):
    poll = opened(register, roster)
    register.entries.enter(poll, "1-1-101", "12")
    shown = repr(register.counts.board(poll)) + repr(register.ballots.lines(poll))
    assert not any(f"'{mark.value}'" in shown for mark in (Mark.FOR, Mark.AGAINST))
    assert "marks" not in shown


def test_every_step_is_in_the_chain(register, roster):
    poll = opened(register, roster)
    register.entries.enter(poll, "1-1-101", "12")
    register.polls.close(poll)
    register.counts.settle(poll)
    assert register.verification.check().sound
    assert isinstance(poll.id, UUID)


HOUSEHOLDS = (MatterPlan("改不改", "hamlet_households"), MatterPlan("怎么改", "hamlet_households"))


def test_a_secret_vote_knows_who_voted_and_what_was_voted_but_not_whose(register, roster):
    poll = opened(register, roster, HOUSEHOLDS, rules=HouseRules(secret=True))
    for door in ("1-1-101", "1-1-102", "2-1-201", "1-1-201", "1-1-202", "2-1-101"):
        register.ballots.receive(poll, door)
    with pytest.raises(poll_errors.SecretByHand):
        register.entries.enter(poll, "1-1-101", "11")
    with pytest.raises(poll_errors.PollNotNow):  # now the hour would tell whose it is
        register.entries.enter_secret(poll, "11")
    register.polls.close(poll)
    for keys in ("11", "11", "12", "21", "11", "00"):
        register.entries.enter_secret(poll, keys)
    with pytest.raises(poll_errors.SecretBox, match="6 张"):
        register.entries.enter_secret(poll, "11")
    assert register.counts.board(poll).papers.entered == 6
    first, second = register.counts.settle(poll).matters
    assert (first.lines[0].heads["for"], first.total_heads, first.verdict) == (4, 8, "not_passed")
    assert second.lines[0].heads["against"] == 1
    papers = register.counts.papers(poll)
    assert papers.lines[-1] == "交回 6 = 有效 5 + 无效 1 + 重复 0"
    rows = register.publicity.inspect(poll, "赵敏", "核对").rows
    assert {row.names for row in rows} == {"无记名"}
    assert rows[0].door == "第1张"


def test_what_is_weighed_cannot_be_secret(register, roster):
    poll = register.polls.plan(roster, plan(rules=HouseRules(secret=True)), MATTERS)
    with pytest.raises(poll_errors.SecretWeighted):
        register.polls.freeze(poll)


def test_a_secret_ballot_carries_its_number_on_the_stub_alone(register, roster, tmp_path):
    from pypdf import PdfReader

    poll = opened(register, roster, HOUSEHOLDS, rules=HouseRules(secret=True))
    path = register.poll_papers.write_ballots(poll, tmp_path)[1]
    told = PdfReader(path).pages[0].extract_text()
    number = line_of(register, poll, "2-1-101").number.shown
    assert told.count(number) == 1
    assert "业主（受托人）签名" not in told
    assert told.index("存") < told.index(number) or told.count("票号：") == 1
    register.ballots.receive(poll, "1-1-101")
    assert register.counts.board(poll).parts  # who has given back is known


def test_papers_nobody_registered_lie_in_a_sealed_box_or_are_refused(register, roster):
    for sealed in (True, False):
        poll = opened(register, roster, title=f"表决{sealed}")
        register.ballots.receive(poll, "1")
        register.polls.close(poll, sealed=sealed)
        assert register.entries.next(poll, 0).number.paper == 1
        enter(register, poll, [("1", "11")])
        if sealed:
            enter(register, poll, [("2", "11")])
        else:
            assert register.entries.next(poll, 0) is None
            with pytest.raises(poll_errors.NotReturned, match="2 号票截止前没有登记交回"):
                enter(register, poll, [("2", "11")])


def test_a_recount_counts_the_same_papers_and_no_others(register, roster):
    poll = opened(register, roster)
    register.polls.close(poll)
    enter(register, poll, [("1", "11")])
    register.counts.settle(poll)
    register.counts.recount(poll, "有业主质疑")
    with pytest.raises(poll_errors.NotReturned):
        enter(register, poll, [("2", "11")])


def test_the_item_of_the_article_stays_with_the_matter(register, roster):
    poll = register.polls.plan(roster, plan(), (MatterPlan("使用维修资金", item=5),))
    (matter,) = register.polls.told(poll).matters
    assert matter.rule.items == (5,)
    assert matter.rule.source == "民法典第二百七十八条第二款，第一款第（五）项"


def test_there_are_never_more_seats_than_candidates(register, roster):
    matter = MatterPlan("选业委会", kind=MatterKind.ELECTION, options=("甲", "乙"), seats=3)
    with pytest.raises(poll_errors.TooManySeats, match="候选人 2 名，应选 3 名"):
        register.polls.plan(roster, plan(), (matter,))


def test_a_reading_is_put_right_by_number_or_door(register, roster):
    poll = opened(register, roster)
    enter(register, poll, [("1", "11")])
    card = register.entries.find(poll, "1")
    assert register.entries.find(poll, str(card.door)) == card
    register.entries.correct(card.ref, ["2", "1"], "看错一行")
    (first, _) = register.entries.readings(card.ref)
    assert first.words == ("截止收票后才能看",) * 2
    register.polls.close(poll)
    readings = register.entries.readings(card.ref)
    assert [each.words[0][-2:] for each in readings] == ["同意", "反对"]
    assert readings[1].reason == "看错一行"


def test_a_notice_never_comes_after_the_vote(register, roster):
    poll = opened(register, roster)
    with pytest.raises(poll_errors.TooLate, match="公告日期"):
        register.polls.notice(poll, date(2024, 10, 21))
    register.polls.notice(poll, CLOSES)
    register.polls.close(poll)
    register.counts.settle(poll)
    with pytest.raises(poll_errors.TooLate):
        register.publicity.post(poll, date(2024, 9, 1))


def test_the_code_on_the_wall_cannot_be_tried_out(register, roster):
    codes = set()
    for title in ("一", "二"):
        poll = opened(register, roster, title=title)
        enter(register, poll, [("1", "11")])
        register.polls.close(poll)
        codes.add(register.counts.settle(poll).digest)
        register.counts.recount(poll, "复核")
        codes.add(register.counts.settle(poll).digest)
    assert len(codes) == 4  # the same ballots, and never the same code


def test_how_it_stands_is_told_to_nobody_while_ballots_come_in(register, roster):
    poll = opened(register, roster)
    with pytest.raises(poll_errors.PollNotNow):
        register.counts.preview(poll)


def test_a_shop_is_not_the_flat_of_its_number(register, compound):
    for door, use, owner in (("1-101", Use.DWELLING, "甲"), ("1-商-101", Use.SHOP, "乙")):
        plan_ = PremisesPlan(door, use, "50", AreaSource.REGISTERED)
        register.premises.add(compound, plan_, owner)
    poll = opened(register, compound)
    assert register.entries.find(poll, "1-商-101").names == "乙"
    assert register.entries.find(poll, "1-101").names == "甲"


@pytest.mark.parametrize("area", ["-90", "0"])
def test_an_area_is_corrected_to_what_can_be(register, roster, area):
    poll = opened(register, roster)
    voter = register.rolls.lines(poll)[0]
    with pytest.raises(errors.NotAnArea):
        register.rolls.correct_area(voter.ref, area, AreaSource.REGISTERED, "登记簿")


def test_marks_that_were_read_must_be_those_of_a_whole_ballot(register, roster):
    poll = opened(register, roster)
    for marks in ("", "F", "FFF", "FQ"):
        with pytest.raises(poll_errors.NotAnAnswer):
            register.entries.enter_marks(poll, "1", marks, "扫描件")


def test_an_own_rule_is_never_called_a_joint_decision(register, roster, tmp_path):
    text = (
        '[[decision]]\nkey = "own"\nname = "{name}"\nelectorate = "owners"\n'
        'source = "{source}"\ntext = "x"\n[[decision.approval]]\nmeasures = ["{measure}"]\n'
        'numerator = 1\ndenominator = 3\ncomparison = "more_than"\nbase = "participating"\n'
        'source = "x"\n'
    )
    path = tmp_path / "own.toml"
    for name, source, measure in (
        ("业主共同决定（一般事项）", "议事规则", "heads"),
        ("本小区规则", "民法典第二百七十八条第二款", "heads"),
        ("本小区规则", "《民法典》第 ２７８ 条", "heads"),
        ("本小区规则", "民法典第二七九条", "heads"),
        ("民法典第278条表决", "议事规则第3页", "heads"),
        ("业主 共同决定", "议事规则第3页", "heads"),
        ("本小区规则", "　", "heads"),
        ("", "议事规则第3页", "heads"),
        ("本小区规则", "议事规则", "parties"),
    ):
        path.write_text(text.format(name=name, source=source, measure=measure), "utf-8")
        with pytest.raises(errors.BadRules, match=r"decision\[1\]\."):
            register.decisions.take_over(path)
    good = text.format(name="本小区规则", source="议事规则第三条，第2页", measure="heads")
    for wrong in ("statutory = true", "items = [5]", 'copied_from = "x"\ncopy_reason = "y"'):
        path.write_text(good.replace("text =", f"{wrong}\ntext ="), "utf-8")
        with pytest.raises(errors.BadRules, match=wrong.partition(" ")[0]):
            register.decisions.take_over(path)
    for key in ("", "a/1", "ordinary"):
        path.write_text(good.replace('"own"', f'"{key}"'), "utf-8")
        with pytest.raises(errors.BadRules, match="key"):
            register.decisions.take_over(path)
    path.write_text(good.replace("text =", "valid_from = 2025-01-01\ntext ="), "utf-8-sig")
    register.decisions.take_over(path)
    assert register.decisions.own() == {"own"}
    early = PollPlan("书面表决", OPENS, CLOSES)
    with pytest.raises(poll_errors.NotInForce):
        register.polls.plan(roster, early, [MatterPlan("续聘", "own")])


def test_only_somebody_who_has_not_read_a_paper_checks_it(register, roster, monkeypatch):
    poll = opened(register, roster, rules=HouseRules(two_person=True))
    enter(register, poll, [("1", "11")])
    card = register.entries.find(poll, "1")
    monkeypatch.setattr(register._store, "operator", Operator("李四"))
    register.entries.correct(card.ref, ["2", "1"], "看错")
    with pytest.raises(poll_errors.SamePerson):
        register.entries.check(poll, "1", "21")
    monkeypatch.setattr(register._store, "operator", Operator("王五"))
    register.entries.check(poll, "1", "21")


def test_a_ruling_ends_with_the_ballots_it_chose_between(register, roster):
    poll = opened(register, roster)
    enter(register, poll, [("2", "11")])
    enter(register, poll, [(str(_besides(register, poll, 2)), "22")])
    register.polls.close(poll)
    (case,) = [each for each in register.counts.cases(poll) if each.line < 0]
    register.counts.rule(poll, case, "FF", "本人确认")
    assert register.counts.cases(poll)[0].ruled is not None
    register.entries.correct(register.entries.find(poll, "2").ref, ["2", "1"], "看错")
    assert register.counts.cases(poll)[0].ruled is None  # FF stands on no ballot any more


def test_who_thaws_a_roll_tells_the_owners_again(register, roster):
    poll = register.polls.plan(roster, plan(), MATTERS)
    register.polls.freeze(poll)
    register.polls.notice(poll, date(2024, 9, 22))
    register.polls.thaw(poll, "漏了一项")
    assert register.polls.told(poll).noticed_on is None


def test_a_rule_is_not_used_before_it_is_in_force(register, roster):
    early = PollPlan("旧表决", date(2020, 12, 1), date(2020, 12, 20), "业委会")
    with pytest.raises(poll_errors.NotInForce, match="2021-01-01"):
        register.polls.plan(roster, early, MATTERS)


def test_a_paper_is_taken_besides_only_where_one_is_back(register, roster):
    poll = opened(register, roster)
    with pytest.raises(poll_errors.NotBesides):
        register.ballots.receive_besides(poll, "1-1-101", "又交一张")
    first = register.ballots.receive(poll, "1-1-101").number.paper
    with pytest.raises(errors.ReasonNeeded):
        register.ballots.receive_besides(poll, "1-1-101", " ")
    paper = _besides(register, poll, first)
    register.ballots.take_back(poll, paper)  # registered by mistake
    papers = register.ballots.reconcile(poll)
    assert (papers.returned, papers.extra, papers.not_entered) == (1, 0, 1)
    register.polls.close(poll, sealed=False)
    with pytest.raises(poll_errors.NotReturned):
        register.ballots.receive_besides(poll, str(first), "又交一张")


def test_a_replaced_paper_that_comes_back_waits_for_a_ruling(register, roster):
    poll = opened(register, roster)
    old = line_of(register, poll, "1-1-102").number.paper
    new = register.ballots.replace(poll, old, "业主遗失")
    enter(register, poll, [(str(new), "11")])
    with pytest.raises(poll_errors.VoidBallot):
        register.entries.enter(poll, str(old), "22")
    back = register.ballots.receive_besides(poll, str(old), "旧票找到，一并交回")
    assert (back.number.paper, back.state) == (old, BallotState.RETURNED)
    enter(register, poll, [(str(old), "22")])
    assert register.counts.cases(poll)[0].about.word == "共有人意见不一致"
    papers = register.counts.papers(poll)
    assert (papers.issued, papers.returned, papers.outstanding, papers.spoilt) == (9, 2, 7, 0)


def test_a_receipt_by_mistake_is_taken_back(register, roster):
    poll = opened(register, roster)
    line = register.ballots.receive(poll, "1-1-101")
    register.ballots.take_back(poll, line.number.paper)
    assert line_of(register, poll, "1-1-101").state is BallotState.ISSUED
    assert register.ballots.reconcile(poll).returned == 0


def test_what_two_people_read_is_not_changed_by_one(register, roster, monkeypatch):
    poll = opened(register, roster, rules=HouseRules(two_person=True))
    enter(register, poll, [("1", "11")])
    monkeypatch.setattr(register._store, "operator", Operator("李四"))
    register.entries.check(poll, "1", "11")
    card = register.entries.find(poll, "1")
    register.entries.correct(card.ref, ["2", "1"], "两人都看错了")
    assert register.entries.find(poll, "1").state is BallotState.ENTERED
    with pytest.raises(poll_errors.SamePerson):
        register.entries.check(poll, "1", "21")
    monkeypatch.setattr(register._store, "operator", Operator("王五"))
    register.entries.check(poll, "1", "21")
    assert register.entries.find(poll, "1").state is BallotState.CHECKED
    assert [read.keying for read in register.entries.readings(card.ref)] == [1, 2, 3, 4]


def test_a_secret_ballot_is_put_right_by_its_place_in_the_box(register, roster):
    poll = opened(register, roster, HOUSEHOLDS, rules=HouseRules(secret=True))
    for door in ("1-1-101", "1-1-102"):
        register.ballots.receive(poll, door)
    register.polls.close(poll)
    for keys in ("11", "21"):
        register.entries.enter_secret(poll, keys)
    with pytest.raises(errors.ReasonNeeded):
        register.entries.correct_secret(poll, 2, "11", "")
    with pytest.raises(errors.Gone):
        register.entries.correct_secret(poll, 3, "11", "看错")
    register.entries.correct_secret(poll, 2, "11", "看错了一行")
    assert register.entries.secret(poll, 2) == ("同意", "同意")
    assert register.counts.settle(poll).matters[0].lines[0].heads["for"] == 2
    assert register.verification.check().sound


def test_who_must_agree_is_on_record(register, roster):
    poll = opened(register, roster)
    voter = register.rolls.lines(poll)[0]
    with pytest.raises(errors.ReasonNeeded):
        register.rolls.must_agree([voter.ref], "", asked=True)
    register.rolls.must_agree([voter.ref], "电梯井占用其专有部分", asked=True)
    register.rolls.must_agree([voter.ref], "设计已改", asked=False)
    told = [(c.field, c.old, c.new, c.reason) for c in register.rolls.corrections(poll)]
    assert told == [
        ("另行同意", "不须另行同意", "须其同意", "电梯井占用其专有部分"),
        ("另行同意", "须其同意", "不须另行同意", "设计已改"),
    ]


def test_households_are_never_merged_into_one_owner(register, roster):
    poll = opened(register, roster, HOUSEHOLDS)
    voter = register.rolls.lines(poll)[0]
    with pytest.raises(poll_errors.EachDoorOne):
        register.rolls.correct_owner(voter.ref, "赵敏", "1-1-202", "同一人")
    register.rolls.correct_owner(voter.ref, "赵敏", "", "过户")
    assert register.polls.told(poll).heads == 8


def test_villagers_vote_on_paper_only_by_household(register, roster):
    with pytest.raises(poll_errors.NoSuchElectorate):
        register.polls.plan(
            roster,
            PollPlan("村民会议", date(2026, 3, 1), date(2026, 3, 9)),
            [MatterPlan("改不改", "villagers")],
        )
    by_door = PollPlan("村民会议", date(2026, 3, 1), date(2026, 3, 9), noticed_on=NOTICED)
    poll = register.polls.plan(roster, by_door, [MatterPlan("改不改", "villagers_households")])
    register.polls.freeze(poll)
    register.polls.open(poll)
    register.ballots.issue_all(poll)
    enter(register, poll, [(str(n), "1") for n in range(1, 6)])
    register.polls.close(poll)
    (told,) = register.counts.settle(poll).matters  # five of eight are less than two thirds
    assert (told.verdict, told.total_heads) == ("quorum_missed", 8)


def test_a_changed_copy_is_printed_with_what_the_rule_itself_says(register, roster):
    rules = register.decisions
    major = rules.get("major")
    half = replace(
        major,
        approval=tuple(
            replace(d, threshold=replace(d.threshold, numerator=1, denominator=2))
            for d in major.approval
        ),
    )
    made = rules.change("major", half, "本小区议事规则另有约定", "议事规则第十二条，第3页")
    poll = opened(register, roster, [MatterPlan("筹集维修资金", rule=made.key)])
    said = ("1", "1", "1", "2", "2", "2", "1", "1")
    enter(register, poll, [(door, key) for (door, *_), key in zip(DOORS, said, strict=True)])
    register.polls.close(poll)
    (told,) = register.counts.settle(poll).matters
    assert (told.verdict, told.owners_joint) == ("passed", False)
    assert told.original is not None
    assert (told.original.verdict, told.original.owners_joint) == ("not_passed", True)
    assert register.counts.rounds(poll)[-1].matters[0] == told  # and so it is kept
    frozen = register.polls.told(poll).matters[0].rule.original
    assert frozen is not None
    assert (frozen.name, frozen.approval) == (major.name, major.approval)


def test_what_a_vote_rests_on_is_not_taken_away(register, compound, tmp_path):
    path = tmp_path / "名册.csv"
    path.write_text("楼栋,单元,房号,建筑面积,业主姓名\n1,1,101,90,张伟\n1,1,102,80,李娜\n", "utf-8")
    preview = register.rosters.preview(compound, register.rosters.read(path), path)
    last = register.rosters.take_over(preview)
    poll = register.polls.plan(compound, plan(), [MatterPlan("续聘")])
    register.polls.freeze(poll)
    with pytest.raises(errors.CannotUndo, match="书面表决"):
        register.rosters.undo(last)
    body = register.bodies.add(compound, BodyKind.OWNERS_COMMITTEE, "业委会")
    register.polls.plan(compound, PollPlan("委员表决", OPENS, CLOSES, body=body.id))
    with pytest.raises(errors.StillInUse, match="书面表决"):
        register.bodies.remove(body)


def test_a_void_paper_that_was_taken_by_mistake_is_void_again(register, roster, tmp_path):
    poll = opened(register, roster)
    new = register.ballots.replace(poll, 1, "业主遗失")
    register.ballots.receive_besides(poll, "1", "以为是新票")
    register.ballots.take_back(poll, 1)
    register.ballots.spoil(poll, 2, "污损")
    register.ballots.receive_besides(poll, "2", "又拿来了")
    register.ballots.take_back(poll, 2)
    states = {line.number.paper: line.state for line in register.ballots.lines(poll)}
    assert (states[1], states[2], states[new]) == (
        BallotState.REPLACED, BallotState.SPOILT, BallotState.ISSUED,
    )  # fmt: skip
    papers = register.ballots.reconcile(poll)
    assert papers.issued == papers.returned + papers.outstanding + papers.spoilt


def test_only_papers_that_are_ours_are_printed_as_ballots(register, roster, tmp_path):
    poll = opened(register, roster)
    register.ballots.receive(poll, "1")
    _besides(register, poll, 1)
    written = register.poll_papers.write_ballots(poll, tmp_path)
    assert sum(int(re.search(r"(\d+)张", path.name)[1]) for path in written) == 8
    one = register.poll_papers.write_ballots(poll, tmp_path / "一张", papers=[3])
    assert len(one) == 1
    assert "1张" in one[0].name


def test_a_secret_box_takes_no_paper_besides(register, roster):
    poll = opened(register, roster, HOUSEHOLDS, rules=HouseRules(secret=True))
    register.ballots.receive(poll, "1")
    with pytest.raises(poll_errors.SecretByHand):
        register.ballots.receive_besides(poll, "1", "又一张")
