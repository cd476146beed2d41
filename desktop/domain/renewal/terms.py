"""Closed lists of a renewal plan: its stages, its ledgers, where an answer came from."""

from desktop.domain.terms import Term


class RenewalStage(Term):
    """How far a plan is, in the order in which it goes on."""

    SURVEY = "survey", "征求意愿"
    WORKS = "works", "确定内容"
    SCHEME = "scheme", "方案征求意见"
    APPROVED = "approved", "方案已通过"
    PUBLICITY = "publicity", "公示中"
    IN_WORKS = "in_works", "施工中"
    ACCEPTED = "accepted", "已验收"
    EVALUATED = "evaluated", "已评价"


class SurveyWay(Term):
    """How a household was asked."""

    DOOR = "door", "入户"
    MEETING = "meeting", "圆桌会"
    WRITTEN = "written", "书面"
    TABLE = "table", "表格导入"
    TABLE_DOOR = "table_door", "入户（表格导入）"
    TABLE_MEETING = "table_meeting", "圆桌会（表格导入）"
    TABLE_WRITTEN = "table_written", "书面（表格导入）"

    @property
    def of_a_table(self) -> bool:
        """Whether the answer came from a table: the next table takes its place."""
        return self.value.startswith("table")

    @property
    def asked(self) -> "SurveyWay | None":
        """How it was asked, wherever the answer came from; ``None`` where that is not known."""
        if self is SurveyWay.TABLE:
            return None
        return SurveyWay(self.value.removeprefix("table_"))

    @property
    def in_a_table(self) -> "SurveyWay":
        """The same, of an answer that a table tells."""
        return self if self.of_a_table else SurveyWay(f"table_{self.value}")


class Base(Term):
    """Of what the consent of a project is a share."""

    ALL = "all", "全体户"
    ANSWERED = "answered", "已答复户"


class Ledger(Term):
    """The lists of a plan; each has its own columns (``domain/ledger.py``)."""

    WORKS = "works", "改造内容"
    COSTS = "costs", "预算"
    SOURCES = "sources", "资金来源"
    PHASES = "phases", "实施计划"
    REVENUE = "revenue", "长效收入"
    COMMENTS = "comments", "方案意见"
    TALKS = "talks", "协调记录"
    ILLEGAL = "illegal", "拆违"
    PARKING = "parking", "车位"
    SHEDS = "sheds", "充电设施"
    RISERS = "risers", "立管"
    SHARED = "shared", "联片共用"
    RATINGS = "ratings", "事后评价"


class LiftStage(Term):
    """How far the lift of one unit is."""

    ASKING = "asking", "征求意愿"
    TALKING = "talking", "协商分摊"
    AGREED = "agreed", "已签协议"
    BUILDING = "building", "施工中"
    RUNNING = "running", "已使用"
    DROPPED = "dropped", "暂不加装"
