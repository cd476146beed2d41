"""Closed lists of terms for what happens between meetings; kept and shown like all others."""

from desktop.domain.terms import Term


class AffairState(Term):
    """How far a matter has come that needs no meeting."""

    FOUND = "found", "发现"
    ACCEPTED = "accepted", "受理"
    IN_HAND = "in_hand", "办理"
    REPORTED = "reported", "反馈"
    RATED = "rated", "评价"
    CLOSED = "closed", "销号"


class AffairAct(Term):
    """What is done about a matter; each is kept with who did it and when it happened."""

    FIND = "find", "发现"
    ACCEPT = "accept", "受理"
    WORK = "work", "办理"
    WHISTLE = "whistle", "吹哨"
    CLAIM = "claim", "部门认领"
    RAISE = "raise", "升级"
    REPORT = "report", "办结反馈"
    RATE = "rate", "评价"
    CLOSE = "close", "销号"
    REOPEN = "reopen", "重新办理"


class Level(Term):
    """Where a matter or a dispute is settled: 小事不出楼栋，大事不出小区，难事联合调解."""

    BUILDING = "building", "楼栋"
    COMPOUND = "compound", "小区"
    JOINT = "joint", "联合"


class Rating(Term):
    """What somebody who asked for it says afterwards."""

    CONTENT = "content", "满意"
    FAIR = "fair", "基本满意"
    DISCONTENT = "discontent", "不满意"


class DisputeState(Term):
    OPEN = "open", "已登记"
    MEDIATING = "mediating", "调解中"
    AGREED = "agreed", "达成协议"
    FAILED = "failed", "调解不成"
    VISITED = "visited", "已回访"


class Mediated(Term):
    """How one mediation ended."""

    GOES_ON = "goes_on", "继续调解"
    AGREED = "agreed", "达成协议"
    FAILED = "failed", "调解不成"


class Listing(Term):
    """The three lists of a community (三张清单). An office may call the third one 服务."""

    NEED = "need", "需求"
    RESOURCE = "resource", "资源"
    PROJECT = "project", "项目"


class OpenDayKind(Term):
    """A session on the spot: people come, departments are there, what can be is settled at once."""

    OFFICE = "office", "社区办公日"
    TALK = "talk", "集中说事日"
    WEEKEND = "weekend", "周末议事日"


class Every(Term):
    """How often a meeting comes back."""

    WEEK = "week", "每周"
    MONTH = "month", "每月"
    MONTH_END = "month_end", "每月月底"
    QUARTER = "quarter", "每季度"


class Opinion(Term):
    """What the party organisation says before an item goes on the agenda (党组织前置审核)."""

    AGREES = "agrees", "同意列入"
    ADJUST = "adjust", "建议调整后列入"
    LATER = "later", "建议暂缓"


class Right(Term):
    """Who has a right by law to bring an item, so that nobody can keep it off the agenda."""

    NONE = "none", "无"
    OWNERS = "owners", "百分之二十以上业主提议"
    RESIDENTS = "residents", "十分之一以上居民提议"
