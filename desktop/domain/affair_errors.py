"""What is refused around matters, open days, disputes, the three lists and what comes back."""

from desktop.domain.affair_terms import AffairAct, AffairState, DisputeState, Level
from desktop.domain.errors import Refusal


class NotThisAffairAct(Refusal, says="事项现在是“{state.word}”，不能{act.word}。"):
    act: AffairAct
    state: AffairState


class DaysReversed(Refusal, says="“{first}”晚于“{last}”，起止日子写反了；原来的假日没有改。"):
    first: str
    last: str


class DaysTooMany(
    Refusal, says="“{first}”到“{last}”超过 {most} 天，年份可能写错了；原来的假日没有改。"
):
    first: str
    last: str
    most: int


class NotAPicture(
    Refusal, says="“{name}”不是图片或 PDF，请选 jpg、png、webp、heic、gif 或 pdf 文件。"
):
    name: str


class NothingCorrected(Refusal, says="内容、房号、姓名都没有改动。"):
    pass


class CutNothing(Refusal, says="请在右边选中要另成一组的几条（至少留一条在原来的方案里）。"):
    pass


class BeforeTheLastStep(Refusal, says="“{at}”早于上一步（{last}），请核对时间。"):
    at: str
    last: str


class TopLevel(Refusal, says="已经是“{level.word}”一级，没有更高一级了；请提交会议或转调解。"):
    level: Level


class NotWhistled(Refusal, says="还没有对哪个部门吹哨，不能登记认领。"):
    pass


class DayClosed(Refusal, says="这次现场办公已经结束，不能再登记；跟办的事项请到“办理事项”里记。"):
    pass


class NotThisDisputeStep(Refusal, says="纠纷现在是“{state.word}”，不能{what}。"):
    state: DisputeState
    what: str


class NotANeed(Refusal, says="只能把需求和资源、项目对接。"):
    pass


class RatedByNobody(Refusal, says="决议还没有办结，不能评价。"):
    pass


class NotSuchADay(Refusal, says="“{day}”不是可用的日子：每周填 1 到 7，每月、每季度填 1 到 31。"):
    day: int
