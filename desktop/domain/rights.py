"""Who may do what: roles, rights, and the right that each business act needs, as data.

The matrix is *role × right* (``MAY``); an act (``meeting.open``, as the history names it) needs one
right (``right_of``); a person has one role, and works in all compounds or in those named. An office
without accounts knows one person who may everything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from desktop.domain.account_errors import NotAllowed, NotYourCompound
from desktop.domain.ids import OFFICE
from desktop.domain.terms import Term


class Role(Term):
    ADMIN = "admin", "社区书记、管理员"
    SECRETARY = "secretary", "会议秘书"
    CLERK = "clerk", "录入员"
    TELLER = "teller", "监票人"
    VIEWER = "viewer", "查看"


class Right(Term):
    REGISTER = "register", "登记意见、事项和调查表"
    ATTEND = "attend", "签到"
    MEET = "meet", "开会、记录、纪要"
    DISPUTE = "dispute", "处理矛盾纠纷"
    ROSTER = "roster", "管理小区、名册和机构"
    POLL = "poll", "组织书面表决"
    ENTER = "enter", "发票、收票、录票"
    CHECK = "check", "复核、更正录入"
    COUNT = "count", "裁定、公布计票、供人查阅"
    CLOSE = "close", "截止表决"
    PAPERS = "papers", "写出文件和清单"
    RENEWAL = "renewal", "编改造方案"
    PERSONAL = "personal", "查看完整的电话和证件尾号"
    ERASE = "erase", "导出、删除个人信息"
    SETTINGS = "settings", "改规则和格式、备份、恢复"
    ACCOUNTS = "accounts", "管理人员和权限"


_CLERK = frozenset({Right.REGISTER, Right.ATTEND, Right.ENTER, Right.CHECK, Right.PERSONAL})
_TELLER = frozenset({Right.CHECK, Right.COUNT, Right.CLOSE})
_SECRETARY = frozenset(Right) - {Right.ERASE, Right.SETTINGS, Right.ACCOUNTS}
MAY: Mapping[Role, frozenset[Right]] = {
    Role.ADMIN: frozenset(Right),
    Role.SECRETARY: _SECRETARY,
    Role.CLERK: _CLERK,
    Role.TELLER: _TELLER,
    Role.VIEWER: frozenset(),
}
_OF_AREA: Mapping[str, Right] = {  # the first word of an act
    "account": Right.ACCOUNTS,
    "affair": Right.REGISTER,
    "agenda": Right.MEET,
    "archive": Right.SETTINGS,
    "attachment": Right.REGISTER,
    "backup": Right.SETTINGS,
    "ballot": Right.ENTER,
    "body": Right.ROSTER,
    "community": Right.ROSTER,
    "compound": Right.ROSTER,
    "decision": Right.SETTINGS,
    "dispute": Right.DISPUTE,
    "floor": Right.MEET,
    "form": Right.PAPERS,
    "item": Right.MEET,
    "letterhead": Right.SETTINGS,
    "lexicon": Right.MEET,
    "listed": Right.REGISTER,
    "lock": Right.ACCOUNTS,
    "meeting": Right.MEET,
    "minutes": Right.MEET,
    "note": Right.MEET,
    "open_day": Right.REGISTER,
    "paper": Right.PAPERS,
    "personal": Right.ERASE,
    "phrases": Right.MEET,
    "poll": Right.POLL,
    "premises": Right.ROSTER,
    "profile": Right.SETTINGS,
    "proposal": Right.MEET,
    "renewal": Right.RENEWAL,
    "resolution": Right.REGISTER,
    "rhythm": Right.MEET,
    "roll": Right.POLL,
    "roster": Right.ROSTER,
    "seat": Right.ROSTER,
    "setting": Right.SETTINGS,
    "suggestion": Right.REGISTER,
    "suggestion_group": Right.MEET,
    "table": Right.ATTEND,
    "vote": Right.MEET,
    "wording": Right.SETTINGS,
}
_OF_ACT: Mapping[str, Right | None] = {  # what its area does not say; None: everybody
    "account.password": None,  # one's own
    "account.sign": None,  # the trace of signing in
    "backup.drill": None,  # held by itself, whoever works
    "ballot.check": Right.CHECK,
    "ballot.correct": Right.CHECK,
    "ballot.correct_secret": Right.CHECK,
    "attachment.renewal": Right.RENEWAL,
    "attachment.renewal.remove": Right.RENEWAL,
    "lock.off": None,  # the trace of it; the right was asked for before the file was closed
    "lock.on": None,
    "lock.password": None,  # who has the old one, or the recovery key
    "personal.unmask": Right.PERSONAL,
    "poll.close": Right.CLOSE,
    "poll.inspect": Right.COUNT,
    "poll.platform": Right.ENTER,
    "poll.platform_undo": Right.CHECK,
    "poll.recount": Right.COUNT,
    "poll.rule": Right.COUNT,
    "poll.settle": Right.COUNT,
    "renewal.answer": Right.REGISTER,
    "renewal.answer.take_back": Right.REGISTER,
    "trust.signer": None,  # this computer's key becomes known
}


def right_of(act: str) -> Right | None:
    """The right an act needs; ``None``: nobody is refused it. An unknown act is a ``KeyError``."""
    if act in _OF_ACT:
        return _OF_ACT[act]
    return _OF_AREA[act.partition(".")[0]]


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever works now. ``role`` is ``None`` in an office without accounts: may everything."""

    name: str
    role: Role | None = None
    compounds: frozenset[UUID] | None = None  # None: all of them
    account: UUID | None = None

    def may(self, right: Right | None) -> bool:
        return self.role is None or right is None or right in MAY[self.role]

    @property
    def may_write(self) -> bool:
        """Whether this person has any right at all."""
        return self.role is None or bool(MAY[self.role])

    def demand(self, right: Right | None) -> None:
        """Raise ``NotAllowed`` when this person has not the right."""
        if right is not None and not self.may(right) and self.role is not None:
            raise NotAllowed(self.name, self.role.word, right.word)

    def demand_compound(self, compound: UUID) -> None:
        """Raise ``NotYourCompound`` when this person does not work there."""
        if self.compounds is not None and compound not in {OFFICE, *self.compounds}:
            raise NotYourCompound(self.name)
