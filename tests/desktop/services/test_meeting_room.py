"""At the table: the door, the floor, the clock, items cut and joined, items nobody announced."""

from datetime import date, timedelta

import pytest

from desktop.domain.errors import ArrivedEarlier, NoticeNeeded, NoticeTooLate
from desktop.domain.ids import Ref
from desktop.domain.session_errors import (
    AlreadyWaiting,
    ForeignCode,
    LetterNeeded,
    LetterTooLate,
    NobodyWaiting,
    NotAnnounced,
    NotOnTheList,
    OnceAtTheTable,
    RetitledItem,
    SameItem,
    SeveralMeant,
    StandInHere,
    StandsForHimself,
    VotedItem,
)
from desktop.domain.session_terms import TurnKind
from desktop.domain.sign_code import sign_code
from desktop.domain.terms import BodyKind, Copy, Outcome
from desktop.services.agendas import ItemPlan
from desktop.services.meetings import MeetingPlan
from desktop.services.papers import Paper
from desktop.services.suggestions import SuggestionPlan
from desktop.services.votes import Hands

DAY = date(2024, 9, 20)  # the test clock's day


def plan(profile="roundtable", **more) -> MeetingPlan:
    return MeetingPlan(profile, "第一次会议", DAY, "09:00", "议事厅", **more)


@pytest.fixture
def room(register, compound) -> Ref:
    """A round table in session, with people, two of one name's initials."""
    made = register.meetings.plan(
        compound, plan(), [ItemPlan("清理楼道"), ItemPlan("增设充电桩"), ItemPlan("修剪树枝")]
    )
    for name, duty in (("王强", "3-1-201"), ("王琴", "3-1-202"), ("李明", "5-2-101")):
        register.table.add(made, name, BodyKind.OWNERS, duty)
    register.meetings.open(made)
    return made


def people(register, room):
    return {each.name: each for each in register.table.people(room)}


def items(register, room):
    return {each.title: each for each in register.papers.told(room).items}


class TestDoor:
    def test_by_code_number_name_initials_and_room(self, register, room):
        for text, name in (
            (sign_code(people(register, room)["王强"].id), "王强"),
            ("3", "李明"),
            ("3-1-202", "王琴"),
        ):
            welcome = register.reception.sign_in(room, text, "9:05")
            assert (welcome.person.name, welcome.already) == (name, False)
        assert all(each.arrived == "09:05" for each in register.table.people(room))

    def test_twice_is_once(self, register, room):
        code = sign_code(people(register, room)["王强"].id)
        register.reception.sign_in(room, code, "9:05")
        again = register.reception.sign_in(room, code, "9:30")
        assert again.already
        assert again.person.arrived == "09:05"
        register.table.leave(Ref(room.compound_id, again.person.id), "9:40")
        with pytest.raises(ArrivedEarlier):
            register.reception.sign_in(room, code, "9:35")
        assert not register.reception.sign_in(room, code, "9:50").already
        assert len(people(register, room)["王强"].stays) == 2

    def test_what_cannot_be_meant_is_refused(self, register, room, compound):
        with pytest.raises(SeveralMeant, match="王强"):
            register.reception.sign_in(room, "wq", "9:05")
        for text in ("赵六", "99", "zl", "  "):
            with pytest.raises(NotOnTheList):
                register.reception.sign_in(room, text, "9:05")
        other = register.meetings.plan(compound, plan())
        stranger = register.table.add(other, "赵六", BodyKind.OWNERS)
        with pytest.raises(ForeignCode):
            register.reception.sign_in(room, sign_code(stranger.id), "9:05")

    def test_a_number_is_not_given_again(self, register, room):
        register.table.remove(Ref(room.compound_id, people(register, room)["王琴"].id))
        register.table.add(room, "赵六", BodyKind.OWNERS)
        assert [each.number for each in register.table.people(room)] == [1, 3, 4]


class TestFloor:
    def test_asking_speaking_and_ending(self, register, room, clock):
        item = items(register, room)["清理楼道"].id
        register.floor.ask(room, item, "王强", 3)
        clock.at += timedelta(seconds=5)
        register.floor.ask(room, item, "李明", 2)
        with pytest.raises(AlreadyWaiting):
            register.floor.ask(room, item, "李明", 2)
        order = register.floor.ask(room, item, "王琴", 1, TurnKind.ORDER)
        assert register.floor.next(room, item).speaker == "王琴"
        clock.at += timedelta(seconds=30)
        assert register.floor.next(room, item).speaker == "王强"
        told = register.floor.told(room)
        assert told.speaking.speaker == "王强"
        assert next(t for t in told.turns if t.id == order.id).ended == "09:00:35"
        register.floor.take_off(Ref(room.compound_id, told.queue(item)[0].id))
        with pytest.raises(NobodyWaiting):
            register.floor.next(room, item)
        register.floor.stop(room)
        assert register.floor.told(room).speaking is None

    def test_the_clock_follows_the_item_and_stops_at_the_end(self, register, room, clock):
        first, second = items(register, room)["清理楼道"].id, items(register, room)["增设充电桩"].id
        register.floor.take_up(room, first)
        clock.at += timedelta(minutes=4)
        register.floor.take_up(room, first)  # again: nothing new
        register.floor.take_up(room, second)
        clock.at += timedelta(minutes=2)
        told = register.floor.told(room)
        assert (told.used(first, "09:06:00"), told.used(second, "09:06:00")) == (240, 120)
        register.reception.sign_in(room, "1", "9:00")
        register.meetings.close(room, "9:10")
        told = register.floor.told(room)
        assert all(span.ended for span in told.spans)
        assert told.used(second, "11:00:00") == 360


class TestItems:
    def test_split_keeps_order_and_the_suggestions(self, register, room, compound):
        voice = register.suggestions.add(compound, SuggestionPlan("楼道堆杂物，灯也不亮"))
        item = register.agendas.add(room, ItemPlan("楼道环境", suggestions=(voice.id,)))
        later = register.agendas.add(room, ItemPlan("其他"))
        made = register.agendas.split(item, "楼道照明")
        told = register.papers.told(room).items
        assert [each.title for each in told] == [
            "清理楼道", "增设充电桩", "修剪树枝", "楼道环境", "楼道照明", "其他",
        ]  # fmt: skip
        assert [each.number for each in told] == [1, 2, 3, 4, 5, 6]
        assert [each.suggestions for each in told] == [0, 0, 0, 1, 1, 0]
        assert made != later

    def test_merge_and_taking_it_back(self, register, room, compound):
        voice = register.suggestions.add(compound, SuggestionPlan("树枝挡窗"))
        trees = register.agendas.add(room, ItemPlan("树枝遮挡采光", suggestions=(voice.id,)))
        into = Ref(room.compound_id, items(register, room)["修剪树枝"].id)
        register.agendas.merge(trees, into)
        told = items(register, room)
        assert told["树枝遮挡采光"].outcome is Outcome.MERGED
        assert "修剪树枝" in told["树枝遮挡采光"].outcome_note
        assert told["修剪树枝"].suggestions == 1
        for pair in ((into, into), (into, trees)):
            with pytest.raises(SameItem):
                register.agendas.merge(*pair)
        with pytest.raises(SameItem):
            register.sessions.conclude(into, Outcome.MERGED)
        register.sessions.conclude(trees, Outcome.POSTPONED)
        assert items(register, room)["树枝遮挡采光"].outcome is Outcome.POSTPONED

    def test_what_was_voted_on_is_neither_cut_nor_joined(self, register, room):
        for number in "123":
            register.reception.sign_in(room, number, "9:00")
        first = Ref(room.compound_id, items(register, room)["清理楼道"].id)
        other = Ref(room.compound_id, items(register, room)["修剪树枝"].id)
        count = register.table.board(room, "9:10")
        hands = Hands("9:10", against=0, abstain=0, counted_at="9:10", counted=count.present)
        register.votes.by_hands(first, hands)
        for act in (
            lambda: register.agendas.split(first, "另一半"),
            lambda: register.agendas.merge(first, other),
        ):
            with pytest.raises(VotedItem):
                act()


class TestUnannounced:
    def committee(self, register, compound) -> Ref:
        made = register.meetings.plan(compound, plan("committee"), [ItemPlan("公布收支")])
        register.table.add(made, "周洁", BodyKind.OWNERS_COMMITTEE, "主任")
        register.meetings.give_notice(made, DAY - timedelta(days=8))
        return made

    def test_a_committee_does_not_vote_on_what_its_notice_did_not_name(self, register, compound):
        made = self.committee(register, compound)
        late = register.agendas.add(made, ItemPlan("更换电梯配件"))
        register.meetings.open(made)
        register.reception.sign_in(made, "1", "9:00")
        count = register.table.board(made, "9:10")
        hands = Hands("9:10", against=0, abstain=0, counted_at="9:10", counted=count.present)
        with pytest.raises(NotAnnounced):
            register.votes.by_hands(late, hands)
        named = Ref(made.compound_id, items(register, made)["公布收支"].id)
        register.votes.by_hands(named, hands)
        register.sessions.conclude(late, Outcome.POSTPONED)

    def test_a_second_notice_in_time_mends_it(self, register, compound):
        made = self.committee(register, compound)
        register.agendas.add(made, ItemPlan("更换电梯配件"))
        with pytest.raises(NoticeTooLate):
            register.meetings.add_notice(made, DAY - timedelta(days=6))
        assert items(register, made)["更换电梯配件"].late
        register.meetings.add_notice(made, DAY - timedelta(days=7))
        assert not items(register, made)["更换电梯配件"].late
        fresh = register.meetings.plan(compound, plan("committee"))
        with pytest.raises(NoticeNeeded):
            register.meetings.add_notice(fresh, DAY)

    def test_a_round_table_may_take_up_what_comes(self, register, room):
        for number in "123":
            register.reception.sign_in(room, number, "9:00")
        late = register.agendas.add(room, ItemPlan("门口积水"))
        count = register.table.board(room, "9:10")
        register.votes.by_hands(
            late, Hands("9:10", against=1, abstain=0, counted_at="9:10", counted=count.present)
        )
        assert items(register, room)["门口积水"].outcome is Outcome.PASSED

    def test_what_is_cut_off_or_named_otherwise_was_not_announced(self, register, compound):
        made = self.committee(register, compound)
        register.agendas.add(made, ItemPlan("楼道灯采购"))
        register.meetings.add_notice(made, DAY - timedelta(days=7))
        register.meetings.open(made)
        register.reception.sign_in(made, "1", "9:00")
        count = register.table.board(made, "9:10")
        hands = Hands("9:10", against=0, abstain=0, counted_at="9:10", counted=count.present)
        told = items(register, made)
        cut = register.agendas.split(Ref(made.compound_id, told["楼道灯采购"].id), "罢免主任")
        with pytest.raises(NotAnnounced):
            register.votes.by_hands(cut, hands)
        item = Ref(made.compound_id, told["公布收支"].id)
        register.agendas.change(item, ItemPlan("另聘物业公司"))
        with pytest.raises(RetitledItem, match="公布收支"):
            register.votes.by_hands(item, hands)
        now = items(register, made)["另聘物业公司"]
        assert (now.late, now.announced) == (True, "公布收支")
        record = register.papers.document(made, Paper.RECORD).text
        assert "会议通知所列议题：“公布收支”" in record
        register.agendas.change(item, ItemPlan("公布收支"))  # called as in the notice again
        assert not items(register, made)["公布收支"].late
        register.votes.by_hands(item, hands)

    def test_a_second_notice_announces_the_new_title(self, register, compound):
        made = self.committee(register, compound)
        item = Ref(made.compound_id, items(register, made)["公布收支"].id)
        register.agendas.change(item, ItemPlan("公布收支和预算"))
        assert items(register, made)["公布收支和预算"].announced == "公布收支"
        register.meetings.add_notice(made, DAY - timedelta(days=7))
        told = items(register, made)["公布收支和预算"]
        assert (told.late, told.announced) == (False, "")


class TestStandIns:
    LETTER = DAY - timedelta(days=1)

    def ref(self, register, room, name) -> Ref:
        return Ref(room.compound_id, people(register, room)[name].id)

    def test_a_person_counts_once(self, register, room):
        register.reception.sign_in(room, "1", "9:00")
        strong, zither, light = (self.ref(register, room, n) for n in ("王强", "王琴", "李明"))
        with pytest.raises(StandsForHimself):
            register.table.stand_in(strong, "王强", self.LETTER)
        with pytest.raises(OnceAtTheTable, match="签到名单"):
            register.table.stand_in(zither, "王强", self.LETTER)
        with pytest.raises(LetterNeeded):
            register.table.stand_in(zither, "赵六")
        with pytest.raises(LetterTooLate):
            register.table.stand_in(zither, "赵六", DAY + timedelta(days=1))
        register.table.stand_in(zither, "赵六", self.LETTER)
        with pytest.raises(OnceAtTheTable, match="王琴"):
            register.table.stand_in(light, "赵六", self.LETTER)
        with pytest.raises(StandInHere, match="王琴"):
            register.table.add(room, "赵六", BodyKind.OWNERS)
        register.table.arrive_all(room, "9:05")
        assert register.table.board(room, "9:10").present == 3
        text = register.minutes.text(room, Copy.RECORD).text
        assert "代为出席：赵六（代王琴，委托书2024年9月19日）" in text
        assert (
            "代会：赵六（委托书2024年9月19日）" in register.papers.document(room, Paper.RECORD).text
        )
        register.table.stand_in(zither, "")
        assert people(register, room)["王琴"].letter_on is None

    def test_a_guest_without_a_vote_may_speak_for_a_seat(self, register, room):
        register.table.add(room, "赵六", BodyKind.OBSERVERS)
        register.table.stand_in(self.ref(register, room, "王琴"), "赵六", self.LETTER)
        register.table.arrive_all(room, "9:05")
        assert register.table.board(room, "9:10").present == 3
