"""Accounts: signing in, waiting, the clock set back, the last administrator, the second person."""

from datetime import timedelta

import pytest

from desktop.domain.account_errors import (
    AccountsNow,
    AdminEverywhere,
    FirstIsAdmin,
    LastAdmin,
    LockedOut,
    NameTaken,
    NotAllowed,
    NotYourCompound,
    SameSecondPerson,
    SecondPersonNeeded,
    SignedOut,
    SignInNeeded,
    SignInRefused,
)
from desktop.domain.errors import NameNeeded
from desktop.domain.ids import Ref
from desktop.domain.lock_errors import PasswordsDiffer, PasswordTooCommon, PasswordTooShort
from desktop.domain.rights import Role
from desktop.domain.terms import PollStage, Use
from desktop.register import Register
from desktop.services.accounts import TWO_CLOSE
from desktop.services.communities import CompoundFacts
from desktop.services.polls import MatterPlan, PollPlan
from desktop.services.premises import PremisesPlan
from desktop.services.suggestions import SuggestionPlan
from tests.desktop.services.test_polls import CLOSES, NOTICED, OPENS

BOSS, CLERK = " 书记 的一句话 ", "录入员的密码-7"


@pytest.fixture
def office(register, compound):
    """An administrator and a clerk of one of two compounds; the administrator works."""
    register.communities.add(CompoundFacts("别的小区"))
    register.accounts.add("王书记", Role.ADMIN, BOSS, BOSS, None)
    register.accounts.add("小李", Role.CLERK, CLERK, CLERK, [compound])
    return register, compound


def _again(register, *clock):
    """The same data opened once more, by the clerk."""
    where = register.address.path or register.address.url.render_as_string(hide_password=False)
    return Register(where, "小李", password=CLERK, **({"now": clock[0]} if clock else {}))


def test_an_office_without_accounts_asks_for_no_password(register):
    assert register.accounts.names() == []
    assert (register.who, register.operator.role) == ("张敏", None)
    register.accounts.sign_in("李四", None)
    assert register.who == "李四"


def test_the_first_account_is_an_administrators_and_signs_in(register, compound):
    with pytest.raises(FirstIsAdmin):
        register.accounts.add("小李", Role.CLERK, CLERK, CLERK, None)
    with pytest.raises(FirstIsAdmin):
        register.accounts.add("王书记", Role.ADMIN, BOSS, BOSS, [compound])
    register.accounts.add("王书记", Role.ADMIN, BOSS, BOSS, None)
    assert (register.who, register.operator.role) == ("王书记", Role.ADMIN)


def test_a_password_is_used_exactly_as_typed(office):
    register, _ = office
    with pytest.raises(SignInRefused):
        register.accounts.sign_in("王书记", BOSS.strip())
    register.accounts.sign_in("王书记", BOSS)
    with pytest.raises(SignInNeeded):
        register.accounts.sign_in("王书记", None)


@pytest.mark.parametrize(
    ("password", "again", "refusal"),
    [
        ("短密码", "短密码", PasswordTooShort),
        ("12345678", "12345678", PasswordTooCommon),
        ("Password1", "Password1", PasswordTooCommon),
        ("不一样的密码之一", "不一样的密码之二", PasswordsDiffer),
    ],
)
def test_passwords_that_are_not_taken(register, password, again, refusal):
    with pytest.raises(refusal):
        register.accounts.add("王书记", Role.ADMIN, password, again, None)
    assert register.accounts.names() == []


def test_names_are_given_once_and_not_empty(office):
    register, _ = office
    with pytest.raises(NameTaken):
        register.accounts.add("小李", Role.VIEWER, CLERK, CLERK, None)
    with pytest.raises(NameNeeded):
        register.accounts.add("  ", Role.VIEWER, CLERK, CLERK, None)


def test_a_clerk_sees_and_does_what_a_clerk_may(office):
    register, compound = office
    register.accounts.sign_in("小李", CLERK)
    assert [line.id for line in register.communities.lines()] == [compound]
    register.suggestions.add(compound, SuggestionPlan("楼道灯不亮"))
    with pytest.raises(NotAllowed, match="小李（录入员）没有“管理小区、名册和机构”"):
        register.premises.add(compound, PremisesPlan("1-1-101", Use.DWELLING, "90"), "张伟", "")
    with pytest.raises(NotAllowed):
        register.accounts.add("谁", Role.ADMIN, CLERK, CLERK, None)
    with pytest.raises(NotAllowed):
        register.settings.put("x", 1)
    assert register.accounts.log() == []  # who signed in is the administrator's to see


def test_before_signing_in_nobody_hears_who_else_did(where, clock, office):
    other = Register(where, "王书记", now=clock, later=True)
    assert other.waiting
    assert other.accounts.log() == []
    other.sign_in("王书记", BOSS)
    assert other.accounts.log()
    other.close()


def test_after_five_wrong_passwords_one_waits_also_after_a_new_start(office, clock):
    register, _ = office
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(SignInRefused) as told:
            register.accounts.sign_in("小李", "不是这个密码")
        assert told.value.left == left
    with pytest.raises(LockedOut) as locked:
        register.accounts.sign_in("小李", CLERK)
    assert locked.value.minutes == 1
    with pytest.raises(LockedOut):
        Register(
            register.address.path or str(register.address.url.render_as_string(False)),
            "小李",
            password=CLERK,
            now=clock,
        )
    clock.at -= timedelta(days=400)  # setting the clock back gains nothing
    with pytest.raises(LockedOut):
        register.accounts.sign_in("小李", CLERK)
    clock.at += timedelta(seconds=61)
    with pytest.raises(SignInRefused):  # one more wrong one, and the wait is longer
        register.accounts.sign_in("小李", "还是不对的")
    with pytest.raises(LockedOut) as locked:
        register.accounts.sign_in("小李", CLERK)
    assert locked.value.minutes == 2
    register.accounts.sign_in("王书记", BOSS)  # the wait is one person's
    clock.at += timedelta(minutes=2)
    register.accounts.sign_in("小李", CLERK)
    with pytest.raises(SignInRefused) as told:
        register.accounts.sign_in("小李", "又错了的密码")
    assert told.value.left == 4  # counted from the start again


def test_an_administrator_helps_out(office):
    register, _ = office
    for _ in range(5):
        with pytest.raises(SignInRefused):
            register.accounts.sign_in("小李", "不是这个密码")
    clerk = next(each.id for each in register.accounts.lines() if each.name == "小李")
    register.accounts.reset(clerk, "新的一句密码一二三", "新的一句密码一二三")
    register.accounts.sign_in("小李", "新的一句密码一二三")
    register.accounts.own_password("新的一句密码一二三", CLERK, CLERK)
    register.accounts.sign_in("小李", CLERK)
    register.accounts.sign_in("王书记", BOSS)
    told = [(line.name, line.refused) for line in register.accounts.log()]
    assert told.count(("小李", True)) == 5


def test_nobody_without_an_account_is_told_so(office):
    register, _ = office
    with pytest.raises(SignInRefused):
        register.accounts.sign_in("没有这个人", BOSS)


def test_the_last_administrator_stays(office):
    register, _ = office
    boss = next(each.id for each in register.accounts.lines() if each.name == "王书记")
    for act in (
        lambda: register.accounts.end(boss),
        lambda: register.accounts.change(boss, Role.SECRETARY, None),
    ):
        with pytest.raises(LastAdmin):
            act()


def test_a_closed_account_works_no_more_and_can_come_back(office):
    register, compound = office
    clerk = next(each.id for each in register.accounts.lines() if each.name == "小李")
    other = Register(
        register.address.path or register.address.url.render_as_string(False),
        "小李",
        password=CLERK,
    )
    other.news()
    register.accounts.end(clerk)
    with pytest.raises(SignedOut):
        other.news()
    with pytest.raises(NotAllowed):
        other.suggestions.add(compound, SuggestionPlan("楼道灯不亮"))
    other.close()
    with pytest.raises(SignInRefused):
        register.accounts.sign_in("小李", CLERK)
    register.accounts.take_back(clerk)
    register.accounts.sign_in("小李", CLERK)


def test_more_rights_are_there_at_once(office):
    register, _ = office
    clerk = next(each.id for each in register.accounts.lines() if each.name == "小李")
    other = Register(
        register.address.path or register.address.url.render_as_string(False),
        "小李",
        password=CLERK,
    )
    other.news()
    register.accounts.change(clerk, Role.SECRETARY, None)
    other.news()
    assert len(other.communities.lines()) == 2
    assert other.operator.role is Role.SECRETARY
    other.close()


def test_two_persons_close_a_vote_where_the_office_wants_it(office):
    register, compound = office
    register.accounts.add("赵监票", Role.TELLER, CLERK, CLERK, None)
    register.premises.add(compound, PremisesPlan("1-1-101", Use.DWELLING, "90"), "张伟", "")
    poll: Ref = register.polls.plan(
        compound,
        PollPlan("续聘", OPENS, CLOSES, "业委会", noticed_on=NOTICED),
        [MatterPlan("续聘物业")],
    )
    register.polls.freeze(poll)
    register.polls.open(poll)
    register.settings.put(TWO_CLOSE, value=True)
    with pytest.raises(SecondPersonNeeded):
        register.polls.close(poll)
    with pytest.raises(SameSecondPerson):
        register.polls.close(poll, second=("王书记", BOSS))
    with pytest.raises(NotAllowed):
        register.polls.close(poll, second=("小李", CLERK))
    with pytest.raises(SignInRefused):
        register.polls.close(poll, second=("赵监票", BOSS))
    register.polls.close(poll, second=("赵监票", CLERK))
    assert register.who == "王书记"
    assert register.polls.told(poll).stage is PollStage.COUNTING
    assert register.verification.check().sound


def test_no_password_is_in_the_file(office, tmp_path):
    register, _ = office
    if register.address.path is None:
        pytest.skip("the server's files are not ours to read")
    files = list(register.address.path.parent.glob(register.address.path.name + "*"))
    raw = b"".join(each.read_bytes() for each in files)
    assert BOSS.strip().encode() not in raw
    assert CLERK.encode() not in raw


def test_a_window_that_was_open_before_the_first_account_may_do_nothing_more(where, clock):
    one = Register(where, "张敏", create=True, now=clock)
    one.communities.set_up("棠梨街道", "柳荫社区")
    other = Register(where, "黑客", now=clock)
    one.accounts.add("王书记", Role.ADMIN, BOSS, BOSS, None)
    with pytest.raises(AccountsNow, match="登录"):
        other.news()
    with pytest.raises(NotAllowed):
        other.communities.add(CompoundFacts("别的小区"))
    assert other.accounts.names() == ["王书记"]
    other.accounts.sign_in("王书记", BOSS)
    other.communities.add(CompoundFacts("别的小区"))
    one.close()
    other.close()


def test_an_administrator_has_every_compound(office):
    register, compound = office
    with pytest.raises(AdminEverywhere):
        register.accounts.add("甲管理", Role.ADMIN, CLERK, CLERK, [compound])
    clerk = next(each.id for each in register.accounts.lines() if each.name == "小李")
    with pytest.raises(AdminEverywhere):
        register.accounts.change(clerk, Role.ADMIN, [compound])
    register.accounts.change(clerk, Role.ADMIN, None)


def test_the_second_person_works_in_that_compound(office):
    register, compound = office
    other = next(x.id for x in register.communities.lines() if x.id != compound)
    register.accounts.add("赵监票", Role.TELLER, CLERK, CLERK, [compound])
    register.accounts.add("钱监票", Role.TELLER, CLERK, CLERK, [other])
    register.settings.put(TWO_CLOSE, value=True)
    assert register.accounts.seconds(compound) == ("赵监票",)
    with pytest.raises(NotYourCompound):
        register.accounts.second("钱监票", CLERK, compound)
    assert register.accounts.second("赵监票", CLERK, compound) == "赵监票"
    told = [(line.name, line.what) for line in register.accounts.log()]
    assert told[0] == ("赵监票", "截止表决时当场确认")


def test_two_compounds_of_one_name_are_told_apart(office):
    register, compound = office
    twin = register.communities.add(CompoundFacts("锦屏雅筑"))
    line = next(each for each in register.accounts.lines() if each.name == "小李")
    assert line.where == (compound,)
    assert twin not in line.where


def test_trying_again_and_again_does_not_make_waiting_longer(office, clock):
    register, _ = office
    for _ in range(5):
        with pytest.raises(SignInRefused):
            register.accounts.sign_in("小李", "不是这个")
    for _ in range(99):  # a minute, in steps of less than a second
        clock.at += timedelta(milliseconds=600)
        with pytest.raises(LockedOut):
            register.accounts.sign_in("小李", CLERK)
    clock.at += timedelta(seconds=1)
    register.accounts.sign_in("小李", CLERK)


def test_rights_are_those_of_the_moment_also_for_a_window_that_has_heard_nothing(where, clock):
    one = Register(where, "张敏", create=True, now=clock)
    one.communities.set_up("棠梨街道", "柳荫社区")
    stale = Register(where, "黑客", now=clock)
    one.accounts.add("王书记", Role.ADMIN, BOSS, BOSS, None)
    boss = one.accounts.lines()[0].id
    for act in (
        lambda: stale.accounts.add("黑客", Role.ADMIN, CLERK, CLERK, None),
        lambda: stale.accounts.reset(boss, CLERK, CLERK),
        lambda: stale.communities.add(CompoundFacts("别的小区")),
    ):
        with pytest.raises((AccountsNow, NotAllowed)):
            act()
    one.accounts.add("李书记", Role.ADMIN, CLERK, CLERK, None)
    second = Register(where, "李书记", password=CLERK, now=clock)
    lower = next(each.id for each in one.accounts.lines() if each.name == "李书记")
    one.accounts.change(lower, Role.VIEWER, None)
    with pytest.raises(NotAllowed):
        second.accounts.change(lower, Role.ADMIN, None)
    one.accounts.end(lower)
    with pytest.raises((SignedOut, NotAllowed)):
        second.accounts.take_back(lower)
    assert one.accounts.proved("王书记", BOSS).role is Role.ADMIN
    for each in (one, stale, second):
        each.close()


def test_a_password_is_not_the_name_of_its_own_account(office):
    register, _ = office
    with pytest.raises(PasswordTooCommon):
        register.accounts.add("zhangwei1998", Role.CLERK, "zhangwei1998", "zhangwei1998", None)
    clerk = next(each.id for each in register.accounts.lines() if each.name == "小李")
    register.accounts.reset(clerk, "王书记给的新密码", "王书记给的新密码")
