"""The catalogue: what is shipped holds together, and a wrong file is refused with the place."""

import re
import tomllib
from dataclasses import replace

import pytest

from desktop.domain import decision_rule
from desktop.domain.errors import BadRules, ReasonNeeded
from desktop.domain.terms import Base, Comparison, Measured, Silence
from desktop.services.decisions import shipped
from tests.conftest import ROOT

RULES = shipped(ROOT / "resources/rules")
GOOD = """
[[decision]]
key = "own"
name = "本小区规则"
electorate = "owners"
source = "议事规则第三条"
text = "x"
[[decision.approval]]
measures = ["heads", "area"]
numerator = 2
denominator = 3
comparison = "at_least"
base = "entitled"
source = "议事规则第三条"
"""


def read(text):
    return decision_rule.read("own.toml", tomllib.loads(text))


def test_the_nine_items_each_choose_one_rule():
    items = sorted(item for rule in RULES.values() for item in rule.items)
    assert items == list(range(1, 10))


def test_only_statutory_owners_rules_are_joint_decisions():
    joint = {key for key, rule in RULES.items() if rule.owners_joint}
    assert joint == {"ordinary", "major", "affected_all"}
    assert not read(GOOD)["own"].owners_joint


@pytest.mark.parametrize(
    ("key", "measure", "share"),
    [
        ("ordinary", Measured.AREA, (1, 2, Comparison.MORE_THAN, Base.PARTICIPATING)),
        ("major", Measured.HEADS, (3, 4, Comparison.AT_LEAST, Base.PARTICIPATING)),
        ("affected_all", Measured.HEADS, (1, 1, Comparison.AT_LEAST, Base.ENTITLED)),
        ("residents", Measured.HEADS, (1, 2, Comparison.MORE_THAN, Base.PRESENT)),
        ("hamlet_households", Measured.HEADS, (2, 3, Comparison.AT_LEAST, Base.ENTITLED)),
        ("roundtable", Measured.PARTIES, (1, 1, Comparison.AT_LEAST, Base.PRESENT)),
    ],
)
def test_shares_are_those_of_the_law(key, measure, share):
    found = next(each.threshold for each in RULES[key].approval if each.measure is measure)
    assert (found.numerator, found.denominator, found.comparison, found.base) == share


def test_every_rule_says_its_source_and_reads_as_words():
    for rule in RULES.values():
        assert rule.source
        assert rule.text
        assert rule.lines
    assert RULES["ordinary"].lines[0] == "参加表决 全体专有部分面积的三分之二以上（含本数）"
    assert RULES["ordinary"].lines[3] == "同意 参加表决的人数过半数"
    assert RULES["renewal"].document_needed


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('electorate = "owners"', 'electorate = "大家"', "decision[1].electorate"),
        ("numerator = 2", "numerator = 4", "decision[1].approval[1].numerator"),
        ("numerator = 2", 'numerator = "2"', "decision[1].approval[1].numerator"),
        ('base = "entitled"', 'base = "all"', "decision[1].approval[1].base"),
        ('measures = ["heads", "area"]', "measures = []", "decision[1].approval[1].measures"),
        ('text = "x"', 'text = "x"\nquorums = 1', "decision[1].quorums"),
        ('text = "x"', 'text = "x"\nvalid_from = "去年"', "decision[1].valid_from"),
        ('text = "x"', 'text = "x"\nitems = ["6"]', "decision[1].items"),
        ('text = "x"', 'text = "x"\nitems = [99]', "decision[1].items"),
        ('text = "x"', 'text = "x"\nconsent_half = true', "decision[1].consent_half"),
        ('["heads", "area"]', '["seats"]', "decision[1].approval[1].measures"),
        ('["heads", "area"]', '["head"]', "decision[1].approval[1].measures"),
        ('electorate = "owners"', 'electorate = "members"', "decision[1].approval[1].measures"),
        ('electorate = "owners"', 'electorate = "parties"', "decision[1].approval[1].measures"),
        ("[[decision]]", "[other]\nx = 1\n[[decision]]", "other"),
        ("[[decision.approval]]", "[[decision.participation]]", "decision[1].approval"),
        ('source = "议事规则第三条"\ntext', "text", "decision[1].source"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_place(old, new, place):
    with pytest.raises(BadRules) as refused:
        read(GOOD.replace(old, new, 1))
    assert place in str(refused.value)
    assert not {"not", "line"} & set(re.findall("[a-z]+", refused.value.why))


def test_a_file_without_rules_and_two_of_one_key_are_refused():
    for text in ("", GOOD + GOOD):
        with pytest.raises(BadRules):
            read(text)


def test_a_copy_reads_as_what_it_now_says():
    rule = RULES["ordinary"]
    demand = rule.approval[0]
    higher = replace(demand, threshold=replace(demand.threshold, numerator=3, denominator=5))
    own = decision_rule.copied(
        rule, replace(rule, approval=(higher,)), "约定更高", "管理规约第5条，第2页"
    )
    assert own.text == "；".join(own.lines) + "。"
    assert "五分之三" in own.text or "3/5" in own.text
    worded = replace(rule, approval=(higher,), text="按本小区管理规约办。")
    own = decision_rule.copied(rule, worded, "约定更高", "管理规约第5条，第2页")
    assert own.text == "按本小区管理规约办。"
    assert not own.owners_joint
    with pytest.raises(ReasonNeeded):
        decision_rule.copied(rule, worded, "约定更高", " ")


def test_only_a_rule_that_counts_silence_says_so():
    assert RULES["follow_majority"].lines[-1] == RULES["follow_majority"].silence.word
    assert all(line for rule in RULES.values() for line in rule.lines)
    words = {each.word for each in Silence if each is not Silence.NOTHING}
    assert not words & set(RULES["ordinary"].lines)


def test_a_document_sets_the_share_and_its_words_leave_out_what_is_asked_besides():
    rule = replace(read(GOOD)["own"], one_agrees=True, tie_fails=True)
    made = decision_rule.documented(rule, "议事规则第五条", ">1/2")
    assert {(d.threshold.numerator, d.threshold.denominator) for d in made.approval} == {(1, 2)}
    assert {d.threshold.comparison for d in made.approval} == {Comparison.MORE_THAN}
    assert {d.threshold.source for d in made.approval} == {made.source} == {"议事规则第五条"}
    assert made.besides == rule.besides != ()
    shares = made.lines[: -len(made.besides)]
    assert made.text == f"x：{'；'.join(shares)}。"


def test_a_document_without_a_share_keeps_that_of_the_catalogue():
    rule = read(GOOD)["own"]
    assert decision_rule.documented(rule, "议事规则第五条", " ").approval == rule.approval
