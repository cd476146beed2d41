"""Proposed groups: how well they agree with people's, and what a secretary has decided."""

import csv

import pytest

from desktop.domain.errors import BadRules
from desktop.domain.grouping import Voice, flats, pile_of, propose, stairs, title
from desktop.domain.lexicon import CERTAIN, read, says_nothing
from desktop.services.lexicons import shipped
from tests.conftest import DATA, ROOT
from tests.support.agreement import b_cubed, kept_aside, keystrokes, main, pairwise

LEXICON = shipped(ROOT / "resources/lexicon")


def labelled(name="suggestions_labelled.csv"):
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("aside", "precision", "f1"), [(False, 0.97, 0.96), (True, 0.97, 0.86)])
def test_groups_agree_with_those_of_people(aside, precision, f1):
    rows = labelled()
    voices = [Voice(r["id"], r["text"], r["building"], r["unit"]) for r in rows]
    found = {
        key: number
        for number, each in enumerate(propose(voices, LEXICON).proposals)
        for key in each.voices
    }
    assert found.keys() == {row["id"] for row in rows}
    gold = {row["id"]: row["group"] for row in rows if kept_aside(row["group"]) is aside}
    told = b_cubed(gold, found)
    assert told[0] >= precision
    assert told[2] >= f1
    assert pairwise(gold, found)[0] >= precision


def test_a_secretary_needs_a_fraction_of_the_keys():
    rows = labelled()
    voices = [Voice(r["id"], r["text"], r["building"], r["unit"]) for r in rows]
    gold = {row["id"]: row["group"] for row in rows}
    with_them, by_hand = keystrokes(gold, (p.voices for p in propose(voices, LEXICON).proposals))
    assert 3 * with_them < by_hand


def test_groups_agree_where_people_speak_round_corners():
    """Written by somebody who had seen neither the sample nor the lexicon; since read for it."""
    rows = labelled("voices_indirect.csv")
    voices = [Voice(r["id"], r["text"], r["building"], r["unit"]) for r in rows]
    found = {
        key: number
        for number, each in enumerate(propose(voices, LEXICON).proposals)
        for key in each.voices
    }
    told = b_cubed({row["id"]: row["group"] for row in rows}, found)
    assert told[0] >= 0.87
    assert told[2] >= 0.84


def test_the_figures_are_those_that_are_written_down(capsys):
    main([])
    written = (ROOT / "docs/figures.md").read_text("utf-8")
    told = capsys.readouterr().out.splitlines()
    assert sum("suggestions_labelled.csv" in line for line in told) == 3
    for line in told:
        assert line in written


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("绿化带边上蚊虫乱飞，娃娃被咬一身包", "老鼠蟑螂"),
        ("厨房老有小强爬出来", "老鼠蟑螂"),
        ("管道气什么时候开通", "燃气"),
        ("走廊上堆物太多", "楼道杂物"),
        ("四楼总往窗外倒茶叶水", "高空抛物"),
        ("有人毁绿种菜", "绿化种菜"),
        ("乒乓球台的网烂了", "球场"),
        ("空置的房子物业费能不能打折", "物业费缴纳"),
        ("临停怎么收费这么贵", "停车收费"),
        ("电梯停运一周了", "电梯故障"),
        ("屋面开裂，一下雨就渗水", "屋面漏水"),
        ("立管锈穿了到处漏", "供水管改造"),
        ("对门的摄像头正对我家门，没有隐私", "邻居监控隐私"),
        ("隔壁改成日租房", "群租"),
        ("门禁关不严", "单元门禁"),
        ("楼上天天拖椅子", "楼上噪音"),
        ("从阳台吊线下来充电", "飞线充电"),
        ("想给私家车装充电桩，物业不盖章", "电动汽车充电桩"),
        ("单元口台阶没有坡道，轮椅上不去", "无障碍坡道"),
        ("活动室老是锁着", "活动室开放"),
        ("社会车辆天天占我们的位置", "外来车辆停放"),
        ("燃油车停在充电位上不走", "占用充电车位"),
        ("车库出口排长队，等十几分钟", "道闸"),
        ("给车充电还要收停车费，不合理", "停车收费"),
        ("竖管裂了，每层都漏水", "公共立管漏水"),
        ("八楼一直漏到一楼", "公共立管漏水"),
    ],
)
def test_what_a_fresh_reader_missed_is_known(text, topic):
    assert LEXICON.senses(text)[0].topic.name == topic


def test_one_character_decides_nothing_and_none_counts_inside_another_word():
    assert not [sense for sense in LEXICON.senses("绿化带") if sense.topic.name == "儿童托管"]
    assert all(sense.score < CERTAIN for sense in LEXICON.senses("猫"))


def groups(*texts, apart=(), groups=None):
    voices = [
        Voice(number, text, group=(groups or {}).get(number)) for number, text in enumerate(texts)
    ]
    return propose(voices, LEXICON, apart).proposals


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("停车费凭啥涨", "车位太少了停不到"),
        ("车位太少了停不到", "电瓶车充电棚不够用"),
        ("地库装不到新能源充电桩", "电瓶车充电棚不够用"),
        ("电瓶车从窗子飞线充电", "电瓶车推进电梯上楼"),
        ("楼道灯坏了摸黑上楼", "院坝里头路灯不亮"),
        ("顶楼屋面漏雨", "楼上厕所漏水到我家天花板"),
        ("一楼返水粪水冒出来", "楼上厕所漏水到我家天花板"),
    ],
)
def test_what_sounds_alike_is_not_the_same(one, other):
    assert len(groups(one, other)) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("楼道灯坏了", "晚上摸黑上楼差点踩空"),
        ("耗子多得很", "请开展一次灭鼠"),
        ("狗屎没人捡", "遛狗要牵绳"),
    ],
)
def test_what_has_no_word_in_common_can_be_the_same(one, other):
    (proposal,) = groups(one, other)
    assert len(proposal.voices) == 2
    assert proposal.why


def test_two_homes_with_a_leak_are_two_matters_and_one_stairwell_is_one():
    homes = [
        Voice(1, "楼上漏水到我家，赔偿谈不拢", "3栋", "2单元"),
        Voice(2, "楼上厕所漏水，天花板泡了", "7", "1"),
        Voice(3, "楼上漏水，3栋2单元的，请调解", "", ""),
    ]
    told = {frozenset(each.voices) for each in propose(homes, LEXICON).proposals}
    assert told == {frozenset({1, 3}), frozenset({2})}


def test_what_was_kept_apart_is_not_proposed_again():
    texts = ("楼道灯坏了", "楼道灯不亮", "楼道的灯要换")
    assert len(groups(*texts)) == 1
    told = {frozenset(each.voices) for each in groups(*texts, apart=[(0, 1)])}
    assert not any({0, 1} <= each for each in told)


def test_new_voices_join_the_group_that_is_there():
    texts = ("楼道灯坏了", "楼道灯不亮", "一单元的声控灯拍手都不亮", "狗屎没人捡")
    told = groups(*texts, groups={0: "组", 1: "组"})
    joining = next(each for each in told if each.group == "组")
    assert joining.voices == (2,)
    told = groups(*texts, groups={0: "组", 1: "组"}, apart=[(2, "组")])
    assert all(each.group is None for each in told)


def test_an_office_teaches_its_own_way_of_saying_it():
    text = "我们那个瞎子过道好久整"
    assert pile_of(Voice(1, text), LEXICON.senses(text)) != "楼道照明"
    taught = shipped(ROOT / "resources/lexicon", {"楼道照明": ["瞎子过道"]})
    assert pile_of(Voice(1, text), taught.senses(text)) == "楼道照明"


def test_the_work_tells_how_far_it_is_and_can_be_stopped():
    told = []

    class Stopped(Exception):
        pass

    def step(done, whole):
        told.append((done, whole))
        if len(told) == 2:
            raise Stopped

    with pytest.raises(Stopped):
        propose([Voice(n, "楼道灯坏了") for n in range(1_000)], LEXICON, (), step)
    assert told[0] == (0, 1_000)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("关于4栋1单元电梯", ("4", "1")), ("十二幢二单元", ("12", "2")), ("3栋", None)],
)
def test_stairs_are_read_from_what_is_said(text, wanted):
    assert stairs(text) == wanted


def test_a_title_is_the_first_clause_that_says_something():
    assert title("来电人反映：楼道堆满杂物，要求清理。") == "楼道堆满杂物"
    assert title("啊" * 60) == "啊" * 23 + "…"


@pytest.mark.parametrize(
    ("words", "topic", "place"),
    [
        ({"w": {"灯": "照明"}}, {}, "w.灯"),
        ({}, {"by": "room"}, "topic[1].by"),
        ({}, {"says": "-灯"}, "topic[1].says"),
        ({}, {"cues": "灯"}, "topic[1].cues"),
    ],
)
def test_a_wrong_lexicon_is_refused_with_its_place(words, topic, place):
    good = {"name": "灯", "title": "灯", "category": "设施维修", "says": "灯"}
    with pytest.raises(BadRules) as refused:
        read(words, {"topic": [{**good, **topic}]})
    assert place in str(refused.value)


def test_no_topic_is_named_twice_and_every_cue_is_found_by_its_own_words():
    names = [topic.name for topic in LEXICON.topics]
    assert len(names) == len(set(names))
    for topic in LEXICON.topics:
        assert topic.title
        assert LEXICON.topic(topic.name) is topic


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        ("希望开个老年食堂", "我不同意开办社区食堂，油烟大"),
        ("希望开个老年食堂", "食堂就别办了"),
        ("建议更换物业", "坚决不换物业"),
        ("建议更换物业", "物业挺好的，别换物业公司"),
        ("车位太少，建议增加停车位", "反对把花园改成停车场"),
        ("建议装充电桩", "我不想在楼下装充电桩"),
        ("建议装充电桩", "不需要充电桩"),
        ("建议成立业委会", "不需要业委会"),
        ("希望加装电梯", "我家一楼，不赞成装电梯"),
        ("建议增设篮球场", "不希望在院里设篮球场"),
    ],
)
def test_who_refuses_a_wish_is_not_put_among_its_supporters(wish, refusal):
    assert len(groups(wish, refusal)) == 2
    (refused,) = LEXICON.senses(refusal)[:1]
    assert LEXICON.topic(refused.topic.name) is refused.topic
    assert refused.score >= CERTAIN


def test_those_who_refuse_the_same_are_one_pile_with_a_title_of_its_own():
    told = groups("我不同意开办社区食堂", "食堂没必要搞", "希望开个老年食堂", "想有个食堂")
    assert {each.voices for each in told} == {(0, 1), (2, 3)}
    assert {each.topic for each in told} == {"老年食堂", "老年食堂（反对）"}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("一个人不想开火，想有个食堂", "老年食堂"),
        ("别再拖了，食堂赶快开", "老年食堂"),
        ("不要取消食堂", "老年食堂"),
        ("特别需要食堂", "老年食堂"),
        ("要不要办食堂大家投票", "老年食堂"),
        ("不想爬楼了，快装电梯", "加装电梯意愿"),
        ("充电棚不要建在窗子底下", "电瓶车充电棚"),
        ("反对物业费涨价", "物业费调整"),
        ("不要乱停车", "乱停车"),
        ("反对拆除健身器材", "健身器材"),
        ("不要在摄像头下乱扔垃圾", "监控"),
        ("别往垃圾站外面倒垃圾", "垃圾清运"),
    ],
)
def test_a_no_that_does_not_refuse_the_thing_keeps_its_meaning(text, topic):
    assert LEXICON.senses(text)[0].topic.name == topic


def test_disputes_of_different_flats_are_different():
    leaks = [
        Voice(1, "楼上502漏水到402，天花板泡了", "3栋", "2单元"),
        Voice(2, "301漏水到201的厕所", "3栋", "2单元"),
        Voice(3, "402的天花板被楼上502漏水泡了", "3栋", "2单元"),
    ]
    told = {frozenset(each.voices) for each in propose(leaks, LEXICON).proposals}
    assert told == {frozenset({1, 3}), frozenset({2})}
    fewer = [leaks[0], Voice(4, "楼上漏水，请调解", "3栋", "2单元")]
    assert len(propose(fewer, LEXICON).proposals) == 1  # the only dispute there is talk of


def test_a_sum_or_a_year_is_no_flat():
    assert flats("502漏水到４０２，赔1510元，2019年就开始了") == ("402", "502")


@pytest.mark.parametrize(
    ("phrase", "nothing"), [("了 的", True), ("我们 的", True), ("的灯", False)]
)
def test_a_phrase_of_function_words_alone_says_nothing(phrase, nothing):
    assert says_nothing(phrase) is nothing
