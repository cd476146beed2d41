"""Needs, resources, projects: kept, matched, ended."""

import pytest

from desktop.domain import affair_errors, errors
from desktop.domain.affair_terms import Listing
from desktop.services.three_lists import ListedPlan


def test_lists_are_matched_to_one_another(register, compound):
    lists = register.three_lists
    need = lists.add(compound, Listing.NEED, ListedPlan("楼道照明", "6栋老人多，夜里摸黑上楼"))
    lamp = lists.add(compound, Listing.RESOURCE, ListedPlan("电工志愿队", "可以修楼道灯、换灯泡"))
    choir = lists.add(compound, Listing.RESOURCE, ListedPlan("合唱团", "周末排练"))
    work = lists.add(compound, Listing.PROJECT, ListedPlan("楼道亮化工程", "更换声控灯"))
    found = [each.title for each in lists.proposals(need)]
    assert set(found) == {"电工志愿队", "楼道亮化工程"}
    lists.match(need, lamp, "本周六")
    lists.match(need, lamp, "本周六")  # the same match twice is one
    lists.match(need, work)
    with pytest.raises(affair_errors.NotANeed):
        lists.match(lamp, choir)
    lines = {each.ref: each for each in lists.lines(compound)}
    assert lines[need].matches == ("电工志愿队", "楼道亮化工程")
    assert lines[lamp].matches == ("楼道照明",)
    lists.unmatch(need, lamp)
    with pytest.raises(errors.Gone):
        lists.unmatch(need, lamp)
    lists.end(choir, "解散")
    assert lists.lines(compound)[-1].ended == "解散"
    lists.take_back(choir)
    assert not any(each.ended for each in lists.lines(compound))
    lists.change(choir, ListedPlan("老年合唱团"))
    with pytest.raises(errors.ReasonNeeded):
        lists.end(choir, "")


def test_an_office_calls_the_third_list_as_it_likes(register, compound):
    assert register.three_lists.third == "项目"
    register.three_lists.call_third("服务")
    assert register.three_lists.third == "服务"
    with pytest.raises(errors.NameNeeded):
        register.three_lists.call_third(" ")
    with pytest.raises(errors.NameNeeded):
        register.three_lists.add(compound, Listing.NEED, ListedPlan(" "))
