"""Closed lists of the field's terms: stored by value, shown by word."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """One term: ``value`` is kept in the file for ever, ``word`` is what people read."""

    word: str

    def __new__(cls, value: str, word: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_, member.word = value, word
        return member

    @classmethod
    def by_word(cls, word: str) -> Self:
        """Find the member people call ``word``; raises ``KeyError`` if there is none."""
        for member in cls:
            if member.word == word:
                return member
        raise KeyError(word)


class CompoundKind(Term):
    MANAGED = "managed", "物业小区"
    OLD = "old", "老旧小区"
    SETTLEMENT = "settlement", "村民聚居点"


class ManagedBy(Term):
    PROPERTY = "property", "物业服务企业"
    SELF = "self", "业主自管"
    NONE = "none", "无人管理"


class Use(Term):
    """What premises (专有部分) are used for."""

    DWELLING = "dwelling", "住宅"
    SHOP = "shop", "商铺"
    PARKING = "parking", "车位"
    OTHER = "other", "其他"


class AreaSource(Term):
    """Where the figure of an area comes from (建筑物区分所有权解释 art. 8, in this order)."""

    REGISTERED = "registered", "登记"
    SURVEYED = "surveyed", "测绘"
    CONTRACT = "contract", "合同"
    UNKNOWN = "unknown", "未注明"


class OwnerKind(Term):
    PERSON = "person", "个人"
    COMPANY = "company", "单位"
    DEVELOPER = "developer", "开发商(未售)"


class BodyKind(Term):
    """Who sits at the table. The order is the order of every list and of counting heads once."""

    BRANCH = "branch", "党支部"
    RESIDENTS_COMMITTEE = "residents_committee", "居委会"
    OWNERS_COMMITTEE = "owners_committee", "业委会"
    SELF_MANAGEMENT = "self_management", "自管委"
    PROPERTY_COMMITTEE = "property_committee", "物管委"
    PROPERTY_COMPANY = "property_company", "物业服务企业"
    GRID = "grid", "网格"
    REPRESENTATIVES = "representatives", "居民代表"
    PART_TIME = "part_time", "兼职委员"
    OWNERS = "owners", "业主"
    OBSERVERS = "observers", "列席"


class MeetingKind(Term):
    ROUNDTABLE = "roundtable", "圆桌会议"
    COURTYARD = "courtyard", "院坝会"
    HAMLET = "hamlet", "坝坝会"
    THREE_PARTY = "three_party", "三方协调会"
    ANALYSIS = "analysis", "民情分析会"
    JOINT = "joint", "党建联席会议"
    OFFICE_DAY = "office_day", "社区办公日"
    TALK_DAY = "talk_day", "集中说事日"
    COMMITTEE = "committee", "业委会会议"
    REPRESENTATIVES = "representatives", "居民代表会议"
    ASSEMBLY = "assembly", "业主大会"


class Stage(Term):
    DRAFT = "draft", "筹备中"
    NOTICED = "noticed", "已通知"
    IN_SESSION = "in_session", "会议中"
    CLOSED = "closed", "已闭会"
    MINUTES_FINAL = "minutes_final", "纪要已定稿"
    POSTED = "posted", "已公示"
    ARCHIVED = "archived", "已归档"
    CANCELLED = "cancelled", "已取消"


class Act(Term):
    """What can be done to a meeting as a whole."""

    PREPARE = "prepare", "修改会前安排"
    GIVE_NOTICE = "give_notice", "发出通知"
    RESCHEDULE = "reschedule", "改期"
    OPEN = "open", "开会"
    RECORD = "record", "记录"
    CORRECT = "correct", "补记"
    CLOSE = "close", "散会"
    LAPSE = "lapse", "宣布流会"
    WRITE_MINUTES = "write_minutes", "起草纪要"
    FINALISE = "finalise", "定稿"
    REOPEN = "reopen", "重新打开纪要"
    POST = "post", "公示"
    ARCHIVE = "archive", "归档"
    CANCEL = "cancel", "取消"
    TAKE_BACK = "take_back", "撤回开会"
    GO_ON = "go_on", "续会"
    ATTACH = "attach", "收进档案"


class Decision(Term):
    """Three kinds of decision that never mix."""

    CONSULTATION = "consultation", "协商"
    BODY_VOTE = "body_vote", "机构表决"
    OWNERS_JOINT = "owners_joint", "业主共同决定"


class Method(Term):
    SHOW_OF_HANDS = "show_of_hands", "举手表决"
    ROLL_CALL = "roll_call", "记名表决"


class Choice(Term):
    FOR = "for", "同意"
    AGAINST = "against", "反对"
    ABSTAIN = "abstain", "弃权"


class Result(Term):
    """How one round of voting came out."""

    PASSED = "passed", "通过"
    NOT_PASSED = "not_passed", "未通过"
    TIED = "tied", "票数相同，未通过"
    VOID = "void", "作废"


class Outcome(Term):
    """What became of an agenda item."""

    PASSED = "passed", "通过"
    PASSED_AMENDED = "passed_after_amendment", "修改后通过"
    NOT_PASSED = "not_passed", "未通过"
    NOT_PASSED_TIE = "not_passed_tie", "票数相同，未通过"
    RECOMMENDED = "recommended", "形成建议，提交业主共同决定"
    AGREED = "agreed", "协商一致"
    HEARD = "heard", "听取意见，未作表决"
    QUORUM_MISSED = "quorum_missed", "到会人数不足，未表决"
    POSTPONED = "postponed", "延期再议"
    MERGED = "merged", "并入其他议题"
    VOID = "void", "作废"


class ProposalState(Term):
    OPEN = "open", "讨论中"
    AMENDED = "amended", "已被修改"
    PUT = "put", "付诸表决"
    PASSED = "passed", "通过"
    LOST = "lost", "未通过"
    WITHDRAWN = "withdrawn", "撤回"


class NoteKind(Term):
    """What a remark of the session is. The letter of its hot key follows the word on screen."""

    FACT = "fact", "情况"
    OPINION = "opinion", "意见"
    EXPLANATION = "explanation", "说明"
    SUPPORT = "support", "赞成"
    OBJECTION = "objection", "反对"
    RESERVATION = "reservation", "保留意见"
    COMMITMENT = "commitment", "承诺"


class Basis(Term):
    """On what a resolution rests."""

    VOTE = "vote", "表决"
    COMMITMENT = "commitment", "当场承诺"
    RECOMMENDATION = "recommendation", "建议意见的分工"
    POSTPONED = "postponed", "续议安排"
    FOLLOW_UP = "follow_up", "会后工作"


class Progress(Term):
    """How far a resolution has come. Overdue is computed, never stored."""

    OPEN = "open", "待落实"
    IN_PROGRESS = "in_progress", "落实中"
    DONE = "done", "已完成"
    CONFIRMED = "confirmed", "已销号"
    PASSED_ON = "passed_on", "已上报转办"
    DEFERRED = "deferred", "暂缓"
    CANNOT = "cannot", "无法办理"


class Channel(Term):
    """Where a suggestion came from."""

    HEART_TALK = "heart_talk", "民情恳谈日"
    MEETING = "meeting", "圆桌会议"
    BOX = "box", "意见箱"
    GROUP_CHAT = "group_chat", "微信群接龙"
    HOTLINE = "hotline", "12345热线"
    PATROL = "patrol", "网格巡查"
    ONLINE = "online", "掌上议事厅"
    VISIT = "visit", "敲门问需"
    OPEN_DAY = "open_day", "现场办公"
    OTHER = "other", "其他"


class Voice(Term):
    """How far a suggestion has come."""

    RECEIVED = "received", "待处理"
    GROUPED = "grouped", "已归并"
    ON_AGENDA = "on_agenda", "已列入议程"
    IN_HAND = "in_hand", "办理中"
    REFERRED = "referred", "转办"
    HANDLED = "handled", "直接办理"
    OUTSIDE = "outside", "不属社区职责"
    DECLINED = "declined", "不予列入"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已销号"


class Copy(Term):
    """For whose eyes a paper is."""

    RECORD = "record", "存档件"
    NOTICE = "notice", "张贴件"


class Base(Term):
    """What a share is a share of; every percentage names it."""

    ENTITLED = "entitled", "应到人数"
    PRESENT = "present", "到会有表决权人数"
    PARTICIPATING = "participating", "参加表决人数"
    MEMBERS = "members", "全体成员人数"
    VALID = "valid", "有效票数"


class Measured(Term):
    """What is counted; each condition of a rule is asked of one measure."""

    HEADS = "heads", "人数"
    AREA = "area", "专有部分面积"
    PARTIES = "parties", "参加方"


class Electorate(Term):
    """Who may vote under a rule."""

    OWNERS = "owners", "全体业主"
    RANGE = "range", "相关范围的业主（楼栋、单元、楼层）"
    AFFECTED = "affected", "有利害关系的业主"
    RESIDENTS = "residents", "十八周岁以上居民，或户代表"
    REPRESENTATIVES = "representatives", "居民代表"
    VILLAGERS = "villagers", "十八周岁以上村民，或户代表"
    VILLAGE_REPRESENTATIVES = "village_representatives", "村民代表"
    MEMBERS = "members", "委员"
    PARTIES = "parties", "各参加方"
    PRESENT = "present", "到会的人"
    HOUSEHOLDS = "households", "全体住户"


class Comparison(Term):
    """民法典 art. 1259: 以上 includes the number; 过半数 is read as strictly more than half."""

    AT_LEAST = "at_least", "≥"
    MORE_THAN = "more_than", ">"


class Silence(Term):
    """What owners who returned nothing count as. Anything but nothing is an office's own rule."""

    NOTHING = "nothing", "未交回的不计入"
    FOLLOWS = "follows", "从众（计入已表决的多数）"
    CONSENTS = "consents", "异议表决（未提出异议视为同意）"


class MatterKind(Term):
    """What a ballot asks; each kind offers 反对."""

    DECISION = "decision", "赞成／反对／弃权"
    CHOICE = "choice", "方案选择"
    ELECTION = "election", "选举"


class PollStage(Term):
    """The life of a written vote (书面表决) with a frozen electorate."""

    DRAFT = "draft", "筹备中"
    FROZEN = "frozen", "名册已冻结"
    OPEN = "open", "表决中"
    COUNTING = "counting", "计票中"
    SETTLED = "settled", "已出结果"
    POSTED = "posted", "已公告"
    VOID = "void", "已作废"


class PollAct(Term):
    """What can be done to a written vote."""

    PREPARE = "prepare", "修改表决事项"
    FREEZE = "freeze", "冻结名册"
    THAW = "thaw", "解冻名册"
    OPEN = "open", "开始表决"
    PRINT = "print", "印票"
    CORRECT = "correct", "更正名册"
    COLLECT = "collect", "收发票"
    ENTER = "enter", "录入票"
    EXTEND = "extend", "延长表决期"
    CLOSE = "close", "截止收票"
    RULE = "rule", "裁定"
    SETTLE = "settle", "公布计票结果"
    RECOUNT = "recount", "重新计票"
    POST = "post", "公告"
    OBJECT = "object", "登记异议"
    VOID = "void", "作废"


class BallotState(Term):
    """How far one paper ballot has come. What it counts for is told by the count, not here."""

    PRINTED = "printed", "已印"
    ISSUED = "issued", "已发出"
    RETURNED = "returned", "已交回"
    ENTERED = "entered", "已录入"
    CHECKED = "checked", "已核对"
    DIFFERS = "differs", "两次录入不一致"
    SPOILT = "spoilt", "作废"
    REPLACED = "replaced", "已换发"


class BallotAct(Term):
    """What can be done to one paper ballot."""

    ISSUE = "issue", "发出"
    TAKE_BACK = "take_back", "撤回发出"
    RETURN = "return", "收回"
    ENTER = "enter", "录入"
    CHECK = "check", "复核录入"
    CORRECT = "correct", "更正录入"
    SPOIL = "spoil", "作废"
    REPLACE = "replace", "换发"
    REVIVE = "revive", "另收"


class Delivery(Term):
    """How a ballot reached the owner (送达方式)."""

    IN_PERSON = "in_person", "当面送达"
    COLLECTED = "collected", "本人领取"
    LETTER_BOX = "letter_box", "投入信报箱"
    POST = "post", "邮寄"
    MESSAGE = "message", "微信或短信"
    NOTICE = "notice", "公告送达"


class Way(Term):
    """How a vote reached us."""

    PAPER = "paper", "纸质票"
    PLATFORM = "platform", "电子投票平台"
    EXTRA = "extra", "另收的票"  # beyond the printed ones: a copy, a second paper of a door


class RulingOn(Term):
    """What waits for a person to decide."""

    TWO_BALLOTS = "two_ballots", "同一户有两张不同的票"
    CHANNELS = "channels", "纸质票与电子票不一致"
    SPLIT_OWNER = "split_owner", "一名业主的几套房屋表决不同"
    CO_OWNERS = "co_owners", "共有人意见不一致"
