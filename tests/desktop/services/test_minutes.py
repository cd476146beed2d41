"""The sample meeting: everything its expected file names is recorded, and is in the minutes."""

import json

import pytest

from desktop.domain.errors import (
    GlyphsMissing,
    Gone,
    MinutesGap,
    MinutesStale,
    NameNeeded,
    NotNow,
    PrivateOnNotice,
    ReasonNeeded,
)
from desktop.domain.meeting import day_words
from desktop.domain.session_errors import (
    CheckedByWriter,
    NoNumberDiffers,
    NotCheckedYet,
    NothingToCorrect,
    NumbersDiffer,
    UnknownReader,
)
from desktop.domain.terms import BodyKind, Copy, Method, Outcome, Result, Stage
from desktop.services.minutes import TWO_READERS
from desktop.services.minutes_checks import number_differences
from desktop.services.papers import Paper
from tests.conftest import DATA

EXPECTED = json.loads((DATA / "meeting.expected.json").read_text("utf-8"))
WORDS = {"物业公司（冯志强）": "冯志强"}


def plain(text):
    return "".join(text.split())


def test_attendance_with_times_and_presence_at_every_vote(held):
    register, ref = held
    people = {each.name: each for each in register.table.people(ref)}
    for each in EXPECTED["attendance"]["voters"]:
        person = people[each["name"]]
        assert (person.arrived, person.left or None) == (each["arrived"], each["left"])
        assert person.entitled
        assert person.body_name == each["party"]
    assert people["杜文静"].excused == "请假，在外地出差"
    for each in EXPECTED["attendance"]["observers"]:
        assert not people[each["name"]].entitled
        assert (people[each["name"]].left or None) == each["left"]
    for check in EXPECTED["presence_checks"]:
        board = register.table.board(ref, check["time"])
        assert board.present == check["present"], check["time"]
        assert {line.name: line.present for line in board.voting} == check["by_party"]
        assert board.quorate == (check["present"] >= 14)


def test_every_vote_with_its_bodies_and_result(held):
    register, ref = held
    for item, wanted in zip(register.papers.told(ref).numbered, EXPECTED["items"], strict=True):
        assert len(item.rounds) == len(wanted["votes"])
        for made, vote in zip(item.rounds, wanted["votes"], strict=True):
            assert (made.at, made.present) == (vote["time"], vote["present"])
            assert (made.for_, made.against, made.abstain) == (
                vote["for"], vote["against"], vote["abstain"],
            )  # fmt: skip
            bodies = {
                line.name: {"for": line.for_, "against": line.against, "abstain": line.abstain}
                for line in made.bodies
            }
            assert bodies == vote["by_party"]
            assert made.method is Method.SHOW_OF_HANDS
            assert (made.result is Result.TIED) == vote["tie"]
            assert (made.result is Result.PASSED) == (vote["result"] in {"passed", "recommended"})
        outcomes = {
            "recommended": Outcome.RECOMMENDED,
            "passed_after_amendment": Outcome.PASSED_AMENDED,
            "postponed": Outcome.POSTPONED,
        }
        assert item.outcome is outcomes[wanted["outcome"]]
        assert item.owners_decide == wanted["needs_owner_vote"]
        assert len(item.proposals) == len(wanted["proposals"])


def test_every_resolution_with_who_by_when_and_on_what(held):
    register, ref = held
    told = register.papers.told(ref)
    for item, wanted in zip(told.numbered, EXPECTED["items"], strict=True):
        made = [(each.due.isoformat(), each.basis.value) for each in item.resolutions]
        assert made == [(each["deadline"], each["basis"]) for each in wanted["resolutions"]]
    other = EXPECTED["other"][0]
    assert [(each.lead, each.due.isoformat()) for each in told.other_resolutions] == [
        (other["responsible"], other["deadline"])
    ]


def test_all_of_it_is_in_the_minutes(held):
    register, ref = held
    text = plain(register.minutes.text(ref, Copy.RECORD).text)
    for each in (*EXPECTED["attendance"]["voters"], *EXPECTED["attendance"]["observers"]):
        assert each["name"] in text
    for name in EXPECTED["attendance"]["late"]:
        person = next(p for p in EXPECTED["attendance"]["voters"] if p["name"] == name)
        assert f"{name}（{person['arrived']}到会）" in text
    for name in EXPECTED["attendance"]["left_early"]:
        person = next(p for p in EXPECTED["attendance"]["voters"] if p["name"] == name)
        assert f"{name}（{person['left']}离会）" in text
    for item in EXPECTED["items"]:
        assert item["title"] in text
        for vote in item["votes"]:
            counts = f"同意{vote['for']}票，反对{vote['against']}票，弃权{vote['abstain']}票"
            assert counts in text
            for body, part in vote["by_party"].items():
                assert (
                    f"{body}同意{part['for']}、反对{part['against']}、弃权{part['abstain']}" in text
                )
        for each in item["resolutions"]:
            from datetime import date

            assert f"{day_words(date.fromisoformat(each['deadline']))}前" in text
        for each in item["discussion"]:
            assert each["speaker"] in text
    for sign in ("2×15>19", "2×9<20", "2×14>19", "2×17>18", "3×13<2×21"):
        assert sign in text
    assert "保留意见：夏丽君" in text
    assert "民法典第二百七十八条第一款第八项" in text


def test_the_notice_copy_attributes_neither_speeches_nor_votes(held):
    register, ref = held
    text = register.minutes.text(ref, Copy.NOTICE).text
    body = text.split("审议事项")[1]
    for name in ("周爱民", "陈光荣", "蒋红卫", "夏丽君（业委会）"):
        assert f"{name}：" not in body
        assert f"{name}（" not in body
    assert "业委会同意3" not in body
    assert "同意15票，反对3票，弃权1票" in body
    assert "卢学文（书记）" in text


def test_finalising_makes_a_version_that_only_a_reason_opens_again(held):
    register, ref = held
    register.minutes.finalise(ref)
    one = register.minutes.text(ref, Copy.RECORD)
    assert one.final
    assert len(one.code) == 19
    with pytest.raises(NotNow):
        register.minutes.save(ref, Copy.RECORD, "改")
    with pytest.raises(ReasonNeeded):
        register.minutes.reopen(ref, "")
    register.minutes.reopen(ref, "漏了一句")
    register.minutes.save(ref, Copy.RECORD, one.text + "\n补一句。")
    register.minutes.finalise(ref)
    two = register.minutes.text(ref, Copy.RECORD)
    assert (two.version, two.code != one.code) == (2, True)
    assert [each[0] for each in register.minutes.versions(ref, Copy.RECORD)] == [1, 2]
    register.meetings.post(ref)
    register.meetings.archive(ref)
    assert register.papers.told(ref).facts.stage is Stage.ARCHIVED


@pytest.mark.parametrize(
    ("copy", "addition", "refusal"),
    [
        (Copy.RECORD, "责任：〔待补〕", MinutesGap),
        (Copy.RECORD, "有人叫\U0003106c", GlyphsMissing),
        (Copy.NOTICE, "请联系 139 0000 1234", PrivateOnNotice),
        (Copy.NOTICE, "证件 519901195901040677", PrivateOnNotice),
    ],
)
def test_what_must_not_be_printed_blocks_finalising(held, copy, addition, refusal):
    register, ref = held
    text = register.minutes.text(ref, copy).text
    register.minutes.save(ref, copy, f"{text}\n{addition}")
    with pytest.raises(refusal):
        register.minutes.finalise(ref)
    assert len(register.minutes.problems(ref)) == 1
    assert register.papers.told(ref).facts.stage is Stage.CLOSED


def test_a_resident_named_in_full_blocks_the_notice_copy(held):
    register, ref = held
    compound = ref.compound_id
    owner = next(
        o.name
        for p in register.premises.lines(compound)
        for o in p.owners
        if len(o.name) == 3 and "(" not in o.name
    )
    text = register.minutes.text(ref, Copy.NOTICE).text
    register.minutes.save(ref, Copy.NOTICE, f"{text}\n{owner}家漏水。")
    with pytest.raises(PrivateOnNotice, match=owner):
        register.minutes.finalise(ref)


def test_edits_can_be_thrown_away_for_a_new_draft(held):
    register, ref = held
    before = register.minutes.text(ref, Copy.RECORD)
    register.minutes.save(ref, Copy.RECORD, "全删了")
    assert register.minutes.text(ref, Copy.RECORD).edited
    register.minutes.start_again(ref, Copy.RECORD)
    assert register.minutes.text(ref, Copy.RECORD).text == before.text


def test_an_edited_text_is_looked_at_again_when_the_record_moves(held):
    register, ref = held
    before = register.minutes.text(ref, Copy.RECORD)
    register.minutes.save(ref, Copy.RECORD, before.text + "\n补充一句。")
    register.sessions.note(ref, None, "17:10", "卢学文", "散会前补充：下周检查消防通道")
    stale = register.minutes.text(ref, Copy.RECORD)
    assert (stale.edited, stale.stale) == (True, True)
    assert any("记录又有变动" in each for each in register.minutes.problems(ref))
    with pytest.raises(MinutesStale):
        register.minutes.finalise(ref)
    register.minutes.confirm(ref, Copy.RECORD)
    assert not register.minutes.text(ref, Copy.RECORD).stale
    register.minutes.start_again(ref, Copy.RECORD)
    again = register.minutes.text(ref, Copy.RECORD)
    assert not again.edited
    assert "消防通道" in again.text
    register.sessions.note(ref, None, "17:12", "卢学文", "还有一条：井盖")
    assert "井盖" in register.minutes.text(ref, Copy.RECORD).text


def test_empty_minutes_are_refused(held):
    register, ref = held
    with pytest.raises(NameNeeded):
        register.minutes.save(ref, Copy.RECORD, " \n ")


def test_a_reopened_text_follows_the_record_unless_it_was_edited(held):
    register, ref = held
    register.minutes.finalise(ref)
    register.minutes.reopen(ref, "地点写错了")
    register.sessions.note(ref, None, "17:10", "卢学文", "更正：地点在二楼")
    told = register.minutes.text(ref, Copy.RECORD)
    assert told.version == 2
    assert "地点在二楼" in told.text


def test_why_somebody_stayed_away_is_not_on_the_wall(held):
    register, ref = held
    made = register.table.add(ref, "李大山", BodyKind.OWNERS)
    register.table.excuse(made, "肺癌住院化疗")
    notice = register.minutes.text(ref, Copy.NOTICE).text
    assert "住院" not in notice
    assert "李大山" not in notice
    assert "出差" not in notice
    assert "肺癌住院化疗" in register.minutes.text(ref, Copy.RECORD).text


def test_a_guest_named_with_a_room_blocks_the_notice_copy(held):
    register, ref = held
    text = register.minutes.text(ref, Copy.NOTICE).text
    register.minutes.save(ref, Copy.NOTICE, text + "\n3栋2单元501的王**说声音大。")
    with pytest.raises(PrivateOnNotice, match="王"):
        register.minutes.finalise(ref)


class TestReadAgainstTheRecord:
    def test_every_line_of_a_draft_has_its_fact(self, held):
        register, ref = held
        text = register.minutes.text(ref, Copy.RECORD).text
        told = register.papers.told(ref)
        for line in text.split("\n"):
            source = register.minutes.source(ref, Copy.RECORD, line)
            assert source.words.startswith("依据："), line
        first = told.numbered[0]
        vote = next(line for line in text.split("\n") if "表决：" in line)
        assert register.minutes.source(ref, Copy.RECORD, vote).item == first.id
        edited = vote.replace("举手", "当场举手")
        assert "（文字改过）" in register.minutes.source(ref, Copy.RECORD, edited).words
        assert "没有对应" in register.minutes.source(ref, Copy.RECORD, "大家合影留念。").words

    def test_a_number_that_differs_stops_finalising_until_it_is_meant(self, held):
        register, ref = held
        text = register.minutes.text(ref, Copy.RECORD).text
        assert "同意15票" in text
        register.minutes.save(ref, Copy.RECORD, text.replace("同意15票", "同意17票", 1))
        assert any("同意17票" in each for each in register.minutes.problems(ref))
        with pytest.raises(NumbersDiffer, match="同意15"):
            register.minutes.finalise(ref)
        with pytest.raises(ReasonNeeded):
            register.minutes.keep_numbers(ref, Copy.RECORD, " ")
        register.minutes.keep_numbers(ref, Copy.RECORD, "两张选票会后补入，见附件")
        kept = register.minutes.text(ref, Copy.RECORD).text
        # the reason was given for this number, and for no other one
        register.minutes.save(ref, Copy.RECORD, kept.replace("应到21人", "应到99人", 1))
        with pytest.raises(NumbersDiffer, match="应到99人") as refused:
            register.minutes.finalise(ref)
        assert "同意17票" not in str(refused.value)
        twice = kept.replace("同意14票", "同意17票", 1)
        register.minutes.save(ref, Copy.RECORD, twice)
        with pytest.raises(NumbersDiffer, match="同意17票"):  # of another vote
            register.minutes.finalise(ref)
        register.minutes.save(ref, Copy.RECORD, kept)
        register.minutes.finalise(ref)

    def test_no_reason_is_kept_where_nothing_differs(self, held):
        register, ref = held
        with pytest.raises(NoNumberDiffers):
            register.minutes.keep_numbers(ref, Copy.RECORD, "以防万一")

    def test_a_fresh_draft_differs_in_nothing(self, held):
        register, ref = held
        for copy in Copy:
            text = register.minutes.text(ref, copy).text
            told = register.papers.told(ref)
            assert number_differences(text + " ", told, copy) == []
            # held against the record line by line, as if all of it had been typed anew
            lines = "\n".join(f"{line} " if "表决：" in line else line for line in text.split("\n"))
            assert number_differences(lines, told, copy) == []

    def test_a_second_person_reads_the_very_text(self, held):
        register, ref = held
        recorder = register.papers.told(ref).facts.recorder
        with pytest.raises(CheckedByWriter):
            register.minutes.check_read(ref, recorder)
        with pytest.raises(UnknownReader):
            register.minutes.check_read(ref, "不存在的人")
        register.settings.put(TWO_READERS, True)
        with pytest.raises(NotCheckedYet):
            register.minutes.finalise(ref)
        register.minutes.check_read(ref, "谢淑芬")
        assert register.minutes.text(ref, Copy.RECORD).checked_by == "谢淑芬"
        text = register.minutes.text(ref, Copy.RECORD).text
        register.minutes.save(ref, Copy.RECORD, text + "\n大家合影留念。")
        assert register.minutes.text(ref, Copy.RECORD).checked_by == ""
        with pytest.raises(NotCheckedYet, match="存档件"):
            register.minutes.finalise(ref)
        register.minutes.check_read(ref, "谢淑芬")
        register.minutes.finalise(ref)
        assert register.minutes.text(ref, Copy.RECORD).checked_by == "谢淑芬"

    def test_final_minutes_are_corrected_beside_their_text(self, held):
        register, ref = held
        day = register.now().date()
        with pytest.raises(NotNow):
            register.corrections.add(ref, "同意15票", "同意16票", "笔误", day)
        register.minutes.finalise(ref)
        before = register.minutes.text(ref, Copy.RECORD)
        for wrong, right, why in (("", "乙", "丙"), ("同意15票", "", "丙"), ("同意15票", "乙", "")):
            with pytest.raises(NameNeeded):
                register.corrections.add(ref, wrong, right, why, day)
        with pytest.raises(NothingToCorrect):
            register.corrections.add(ref, "同意99票", "同意16票", "笔误", day)
        register.corrections.add(ref, "同意15票", "同意16票", "笔误", day)
        assert register.minutes.text(ref, Copy.RECORD) == before
        text = register.papers.document(ref, Paper.CORRECTION).text
        assert "原文“同意15票”，更正为“同意16票”" in text
        assert "更正原因：笔误。" in text

    def test_phrases_are_kept_and_put_away(self, held):
        register, _ = held
        shipped = register.phrases.lines()
        assert len(shipped) >= 5
        register.phrases.add("请物业每周五公布进度。")
        register.phrases.add("请物业每周五公布进度。")
        assert register.phrases.lines() == [*shipped, "请物业每周五公布进度。"]
        register.phrases.remove(shipped[0])
        assert shipped[0] not in register.phrases.lines()
        with pytest.raises(Gone):
            register.phrases.remove(shipped[0])
        with pytest.raises(NameNeeded):
            register.phrases.add("  ")
        register.phrases.as_shipped()
        assert register.phrases.lines() == shipped
