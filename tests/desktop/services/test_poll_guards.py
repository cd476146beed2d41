"""What a written vote refuses before and while it runs: rules, ranges, days, names, secrecy."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from desktop.domain import errors, poll_errors
from desktop.domain.electorate import Doubt, Scope
from desktop.domain.poll import HouseRules
from desktop.domain.terms import BallotState, BodyKind, Delivery, MatterKind, PollStage
from desktop.services.poll_papers import PollPaper
from desktop.services.polls import MatterPlan, PollPlan
from tests.conftest import CHINA
from tests.desktop.services.test_polls import (
    DOORS,
    MATTERS,
    NOTICED,
    opened,
    plan,
    roster,
)

__all__ = ["roster"]  # fixture
SCHEMES = MatterPlan("选方案", kind=MatterKind.CHOICE, options=("A方案", "B方案"))


@pytest.fixture
def seats(register, roster):
    body = register.bodies.add(roster, BodyKind.PROPERTY_COMMITTEE)
    for name in ("甲一", "乙二", "丙三", "丁四"):
        register.bodies.seat(body, name)
    return body


@pytest.mark.parametrize(
    ("rule", "says"),
    [("lift", "专有部分被占用"), ("follow_majority", "从众"), ("objection", "异议")],
)
def test_conditions_beside_the_shares_are_asked_of_questions_only(register, roster, rule, says):
    asked = replace(SCHEMES, rule=rule, document="议事规则第三条，第2页")
    with pytest.raises(poll_errors.OnlyForQuestions, match=says):
        register.polls.plan(roster, plan(), [asked])
    poll = register.polls.plan(roster, plan(), MATTERS)
    with pytest.raises(poll_errors.OnlyForQuestions):
        register.polls.add_matter(poll, asked)


def test_a_secret_vote_asks_nobody_by_name(register, roster, seats):
    secret = HouseRules(secret=True)
    asked = [MatterPlan("定方案", "property_committee")]
    poll = register.polls.plan(roster, plan(body=seats.id, rules=secret), asked)
    with pytest.raises(poll_errors.SecretNamed, match="委员过半数"):
        register.polls.freeze(poll)
    both = HouseRules(secret=True, two_person=True)
    with pytest.raises(poll_errors.SecretTwice):
        register.polls.plan(roster, plan(rules=both), MATTERS)
    with pytest.raises(poll_errors.SecretTwice):
        register.polls.change(poll, plan(body=seats.id, rules=both))


def test_a_group_of_which_half_must_agree_has_a_name_of_its_own(register, roster, seats):
    asked = [MatterPlan("定方案", "property_committee")]
    poll = opened(register, roster, asked, body=seats.id)
    lines = register.rolls.lines(poll)
    register.rolls.must_agree([line.ref for line in lines[:2]], "业主代表委员", asked=True)
    for paper, key in enumerate("2111", 1):
        register.entries.enter(poll, str(paper), key)
    register.polls.close(poll)
    (told,) = register.counts.settle(poll).matters
    assert told.reasons == ("另须过半数同意的一组不符合要求（2×1 = 2）",)


def test_a_name_with_a_character_that_no_face_has_is_refused(register, roster, tmp_path):
    named = replace(SCHEMES, kind=MatterKind.ELECTION, options=("张三", "李𠀀𪛖", "王强"))
    with pytest.raises(errors.GlyphsMissing, match="𠀀 𪛖"):
        register.polls.plan(roster, plan(), [named])
    with pytest.raises(errors.GlyphsMissing, match="😀"):
        register.polls.plan(roster, plan(), [replace(SCHEMES, options=("A😀", "B"))])
    with pytest.raises(errors.GlyphsMissing):
        register.polls.plan(roster, plan(title="赵𫝀案"), [])
    poll = opened(register, roster, [MatterPlan("续聘😀", text="好👍")])
    assert register.poll_papers.write_ballots(poll, tmp_path)


def test_a_long_title_is_set_smaller_and_never_cut(register, roster, tmp_path):
    from pypdf import PdfReader

    title = "关于" + "选聘物业服务企业和续筹专项维修资金" * 6
    poll = opened(register, roster, title=title)
    path = register.poll_papers.write_ballots(poll, tmp_path)[0]
    page = PdfReader(path).pages[0].extract_text().replace("\n", "").replace(" ", "")
    assert title in page
    with pytest.raises(poll_errors.DoesNotFit):
        register.polls.plan(roster, plan(title="很长的表决名称" * 28))


def test_papers_after_the_last_day_are_refused_until_it_is_decided(register, roster, clock):
    poll = opened(register, roster)
    clock.at = datetime(2024, 10, 20, 23, 0, tzinfo=CHINA)
    register.ballots.receive(poll, "1")
    clock.at = datetime(2024, 10, 21, 0, 5, tzinfo=CHINA)
    for late in (
        lambda: register.ballots.receive(poll, "2"),
        lambda: register.entries.look(poll, "2"),
        lambda: register.entries.enter(poll, "2", "11"),
        lambda: register.ballots.receive_besides(poll, "1", "又一张"),
    ):
        with pytest.raises(poll_errors.PastClosing, match="2024-10-20"):
            late()
    assert register.ballots.receive(poll, "1").state is BallotState.RETURNED  # seen in time
    register.entries.enter(poll, "1", "11")
    register.polls.extend(poll, date(2024, 11, 1), "人数不足")
    register.entries.enter(poll, "2", "11")
    clock.at = datetime(2024, 11, 2, 9, 0, tzinfo=CHINA)
    register.polls.close(poll)
    register.entries.enter(poll, "3", "11")  # the box is opened


@pytest.mark.parametrize(
    ("scope", "named"),
    [
        (Scope(doors=frozenset({"1-1-101", "1-1-999"})), "1-1-999"),
        (Scope(buildings=frozenset({"2", "7"})), "7栋"),
        (Scope(units=frozenset({("1", "1"), ("1", "9")})), "1栋9单元"),
    ],
)
def test_a_range_that_names_what_is_not_there_is_not_frozen(register, roster, scope, named):
    warned = {each.doubt: each for each in register.rolls.preview(roster, scope).warnings}
    assert warned[Doubt.NOT_THERE].doors == (named,)
    poll = register.polls.plan(roster, plan(scope=scope), MATTERS)
    with pytest.raises(poll_errors.NotOnRoster, match=named):
        register.polls.freeze(poll)


def test_a_vote_that_is_changed_is_checked_again(register, roster, seats):
    poll = register.polls.plan(
        roster, plan(body=seats.id), [MatterPlan("定方案", "property_committee")]
    )
    with pytest.raises(poll_errors.MixedElectorates):
        register.polls.change(poll, plan())
    later = PollPlan("居民会议", date(2026, 3, 1), date(2026, 3, 9))
    poll = register.polls.plan(roster, later, [MatterPlan("改不改", "residents")])
    with pytest.raises(poll_errors.NotInForce):
        register.polls.change(poll, plan())
    assert register.polls.told(poll).opens_on == date(2026, 3, 1)


def test_owners_are_told_of_every_matter_before_the_vote_begins(register, roster, seats):
    poll = register.polls.plan(roster, plan(noticed_on=NOTICED), MATTERS[:1])
    register.polls.add_matter(poll, MATTERS[1])
    assert register.polls.told(poll).noticed_on is None
    register.polls.freeze(poll)
    with pytest.raises(poll_errors.NotNoticed):
        register.polls.open(poll)
    register.polls.open(poll, "应急维修，已逐户通知")
    assert register.polls.told(poll).stage is PollStage.OPEN
    asked = [MatterPlan("定方案", "property_committee")]
    members = register.polls.plan(roster, plan(body=seats.id), asked)
    register.polls.freeze(members)
    register.polls.open(members)  # members are called as their own rules say


def test_a_share_that_a_document_sets_has_no_second_verdict(register, roster):
    document = "区改造办〔2024〕3号，第2页"
    asked = [MatterPlan("改不改", "renewal", document=document, share="80%")]
    poll = opened(register, roster, asked)
    rule = register.polls.told(poll).matters[0].rule
    assert (rule.source, rule.original) == (document, None)
    assert "全体户数的五分之四以上（含本数）" in rule.text
    for paper in range(1, 9):
        register.entries.enter(poll, str(paper), "1" if paper < 7 else "2")
    register.polls.close(poll)
    (told,) = register.counts.settle(poll).matters
    assert (told.verdict, [c.inequality for c in told.checks]) == ("not_passed", ["5×6 < 4×8"])
    paper = register.poll_papers.document(poll, PollPaper.RESULT).text
    assert "两种计法" not in paper
    assert "（须写明" not in paper
    assert document in paper


def test_a_changed_copy_of_such_a_rule_has_none_either(register, roster):
    renewal = register.decisions.get("renewal")
    most = replace(renewal.approval[0].threshold, numerator=4, denominator=5)
    changed = replace(renewal, approval=(replace(renewal.approval[0], threshold=most),))
    made = register.decisions.change("renewal", changed, "区文件规定", "区改造办〔2024〕3号")
    assert made.original is None
    assert register.decisions.get(made.key).original is None


def test_rulings_hold_for_an_offices_rule_of_silence(register, roster):
    asked = [MatterPlan("续聘", "follow_majority", document="议事规则第三条，第2页")]
    poll = opened(register, roster, asked)
    for line in register.rolls.lines(poll):
        register.rolls.deliver([line.ref], Delivery.IN_PERSON, "2024-10-08", "张敏")
    by_door = {str(line.door): str(line.number.paper) for line in register.ballots.lines(poll)}
    for door, key in (("1-1-101", "1"), ("1-1-201", "2"), ("1-1-102", "2"), ("2-1-101", "1")):
        register.entries.enter(poll, by_door[door], key)
    register.polls.close(poll)
    (case,) = register.counts.cases(poll)
    register.counts.rule(poll, case, "F", "本人到场确认")
    (told,) = register.counts.settle(poll).matters
    assert told.beside is not None  # 2 heads for, 1 against; without the ruling it was a tie
    assert told.beside.lines[0].heads["for"] == 5


def test_a_scheme_is_chosen_and_a_candidate_elected(register, roster):
    election = MatterPlan("选主任", kind=MatterKind.ELECTION, options=("甲", "乙"))
    poll = opened(register, roster, [SCHEMES, election])
    for paper in range(1, len(DOORS) + 1):
        register.entries.enter(poll, str(paper), ["1", "2"])
    register.polls.close(poll)
    told = register.counts.settle(poll).matters
    assert [each.word for each in told] == ["A方案 选定", "乙 当选"]
