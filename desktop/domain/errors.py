"""Everything the program refuses: what was wrong, as data, and how the user is told."""

from dataclasses import dataclass
from typing import ClassVar, dataclass_transform
from uuid import UUID

from desktop.domain.terms import Act, Progress, Stage, Voice


@dataclass_transform(eq_default=False)
class Refusal(Exception):
    """Something the user can understand, and do something about. Each kind is a dataclass."""

    _says: ClassVar[str]

    def __init_subclass__(cls, says: str) -> None:
        cls._says = says
        dataclass(eq=False)(cls)

    def __str__(self) -> str:
        return self._says.format(**vars(self))


class ChangedMeanwhile(
    Refusal,
    says="您填写的时候，{who} 在 {at} 改过{what}。还没有保存。"
    "看清楚后再按一次“确定”（“保存”），就以您的为准；按“取消”，就以对方的为准。",
):
    who: str
    at: str
    what: str  # what stands there now and what was to stand there, where there are words for it
    compound: UUID  # in whose history it stands, and at which place
    sequence: int


# -- opening and keeping the file ------------------------------------------------------------


class NoSuchFile(Refusal, says="找不到文件：{path}。请确认文件名和位置。"):
    path: str


class NoDataFile(NoSuchFile, says="找不到数据文件：{path}。请确认位置，或新建一个数据文件。"):
    """A file of the program's own, which can be made anew; a table somebody sent cannot."""


class FileExists(Refusal, says="{path} 已经存在。请换一个名字，以免覆盖。"):
    path: str


class NotOurFile(Refusal, says="{path} 不是圆桌议事的数据文件，或已损坏。可从备份恢复。"):
    path: str


class NewerFile(Refusal, says="{path} 是更新版本的程序建立的。请先升级本程序，再打开它。"):
    path: str


class FileInUse(Refusal, says="{path} 正在使用。请先关闭其他窗口或电脑上的圆桌议事，再试一次。"):
    path: str


class Busy(Refusal, says="数据文件正忙，刚才的内容没有保存，请稍等再试一次。"):
    pass


class NotALocalDisk(
    Refusal,
    says="{path} 在{where}上。数据文件放在那里会损坏，请放到本机硬盘（如“文档”文件夹），"
    "多台电脑共用请改用 PostgreSQL。",
):
    path: str
    where: str


class OldEngine(Refusal, says="数据库组件版本过旧（{version}），会损坏数据，不能启动。"):
    version: str


class DiskFull(Refusal, says="磁盘空间不足（剩余 {free_mb} MB），请先清理磁盘。"):
    free_mb: int


class CannotWrite(Refusal, says="不能写入 {path}：{why}。请检查磁盘空间、权限和杀毒软件。"):
    path: str
    why: str


class BadBackup(Refusal, says="备份 {path} 没有通过检查，不能用它恢复。请换一个备份。"):
    path: str


class BadAddress(Refusal, says="数据库地址写错了：{address}。"):
    address: str


class NoServer(Refusal, says="连接不上数据库服务器：{why}。请检查网络，或联系管理员。"):
    why: str


class NoOperator(Refusal, says="请先填写经办人姓名，所有改动都会记在其名下。"):
    pass


# -- people and rooms --------------------------------------------------------------------------


class NotADoor(Refusal, says="“{text}”不是房号。请写成“楼栋-单元-房号”，如 3-2-501。"):
    text: str


class NotAnArea(Refusal, says="“{text}”不是面积。请写成数字，如 89.53。"):
    text: str


class NotANumber(Refusal, says="“{text}”不是整数。"):
    text: str


class NotATime(Refusal, says="“{text}”不是时间。请写成 15:30。"):
    text: str


class NotYetHappened(Refusal, says="“{text}”还没有到，不能登记为已经发生。"):
    text: str


class NotADay(Refusal, says="“{text}”不是日期。请写成 2026-09-30。"):
    text: str


class DoorTaken(Refusal, says="名册里已经有 {door}。"):
    door: str


class NameNeeded(Refusal, says="请填写{what}。"):
    what: str


class ReasonNeeded(Refusal, says="请写明{what}的原因。"):
    what: str


class Gone(Refusal, says="{what}已经不在了，可能刚被其他人改动。请刷新后再试。"):
    what: str


class StillInUse(Refusal, says="{what}已被引用（{where}），不能删除。"):
    what: str
    where: str


class TooLong(Refusal, says="{what}太长（{length} 字），请控制在 {limit} 字以内。"):
    what: str
    length: int
    limit: int


# -- imports -----------------------------------------------------------------------------------


class UnreadableSheet(Refusal, says="读不了“{name}”：{why}。"):
    name: str
    why: str


class NoRosterFound(Refusal, says="在“{name}”里没有找到名册：需要有房号（或房屋坐落）一栏。"):
    name: str


class NoVoicesFound(
    Refusal, says="在“{name}”里没有读到建议：表格要有“内容”一栏，接龙要有编号的条目。"
):
    name: str


class Stopped(Refusal, says="已停止，什么也没有改。"):
    pass


class MappingIncomplete(Refusal, says="请先指定“{columns}”在哪一列。"):
    columns: str


class ImportStale(Refusal, says="预览之后名册又有改动，请重新预览再确认。"):
    pass


class CannotUndo(Refusal, says="不能撤销这次导入：{why}。"):
    why: str


# -- meetings ------------------------------------------------------------------------------------


class NotNow(Refusal, says="会议{stage.word}，现在不能{act.word}。"):
    act: Act
    stage: Stage


class NoticeTooLate(
    Refusal, says="按{source}，会前至少 {needed} 天通知；现在离开会只有 {days} 天。"
):
    source: str
    needed: int
    days: int


class NoticeNeeded(Refusal, says="按{source}，本会应先发出通知。已开过的会请勾选“会后补录”。"):
    source: str


class QuorumMissing(Refusal, says="到会人数不够，不能表决：{inequality}。"):
    inequality: str


class NobodyPresent(Refusal, says="还没有人签到，不能{what}。"):
    what: str


class NotCountedAfresh(Refusal, says="请先清点到会人数，再按“其余同意”录入。"):
    pass


class CountMoved(
    Refusal, says="{at} 在场应为 {now} 人，不是 {counted} 人：清点之后又有人进出。请重新清点。"
):
    at: str
    counted: int
    now: int


class VotedOtherwise(
    Refusal,
    says="第 {round} 次表决的结果是“{word}”，不能另写“{told}”。要改，请作废那次表决或再表决一次。",
):
    round: int
    word: str
    told: str


class AlreadyVoted(Refusal, says="会议已经表决过，不能记为流会。请散会，没议完的议题可以续会。"):
    pass


class OneRoundOnly(
    Refusal, says="按{profile}的规则，一项议题只表决一次。要重来，请先作废上次表决。"
):
    profile: str


class AlreadyVoid(Refusal, says="这次表决已经作废了。"):
    pass


class ProposalClosed(Refusal, says="方案{version}{state}，不能付表决。"):
    version: int
    state: str


class VotesDoNotAddUp(
    Refusal,
    says="{where}票数不符：同意 {for_} + 反对 {against} + 弃权 {abstain} ≠ 到会 {present}。",
):
    where: str
    for_: int
    against: int
    abstain: int
    present: int


class OwnersDecide(
    Refusal,
    says="“{matter}”由业主共同决定（{article}），圆桌会议只能形成建议，不能作出决议。",
):
    matter: str
    article: str


class UnknownProfile(Refusal, says="没有名为“{key}”的会议规则。"):
    key: str


class BadRules(Refusal, says="规则文件 {file} 有误，在 {place}：{why}。"):
    file: str
    place: str
    why: str


class AlreadyHere(Refusal, says="{name} 已在 {since} 签到。"):
    name: str
    since: str


class NotHere(Refusal, says="{name} 还没有签到。"):
    name: str


class TimesCrossed(Refusal, says="{name} 的离会时间 {left} 早于到会时间 {arrived}。"):
    name: str
    arrived: str
    left: str


class EndsTooEarly(Refusal, says="散会时间 {ends} 早于{what} {at}。"):
    ends: str
    what: str
    at: str


class ArrivedEarlier(Refusal, says="{name} 在 {left} 才离会，不能在 {arrived} 再次签到。"):
    name: str
    left: str
    arrived: str


class MoveInstead(Refusal, says="会议已经发出通知，改日期请用“改期”，写明原因。"):
    pass


class AlreadyBegun(Refusal, says="会议里已有{what}，不能撤回。请散会，或宣布流会。"):
    what: str


class NoMeetingYet(Refusal, says="本小区还没有开过会，请用“新建会议”。"):
    pass


class EvidenceNeeded(Refusal, says="办结要写明证明，如验收情况、照片、由谁确认。"):
    pass


class AlreadyThere(Refusal, says="已经有“{name}”了。"):
    name: str


class NotAShare(Refusal, says="“{text}”不是比例。请写成 2/3（含本数）或 >1/2（超过），不大于 1。"):
    text: str


class NotThisStep(Refusal, says="这项决议{state.word}，不能再改为“{to.word}”。"):
    state: Progress
    to: Progress


class NotThisVoiceStep(Refusal, says="这条建议现在是“{state.word}”，不能改为“{to.word}”。"):
    state: Voice
    to: Voice


class AlreadyActedOn(
    Refusal, says="这批建议里有 {count} 条已经归并、列入议程或答复，不能整批撤回。"
):
    count: int


class BadBallots(Refusal, says="{file} 不能计票：{why}。"):
    file: str
    why: str


# -- minutes and papers --------------------------------------------------------------------------


class MinutesGap(Refusal, says="纪要里还有 {count} 处〔待补〕没有填写，不能定稿。"):
    count: int


class MinutesStale(
    Refusal,
    says="{copy}有手工修改，之后记录又有变动。请按新记录核对文字，再点“已核对”或“按记录重新起草”。",
):
    copy: str


class OnlyTheNewest(Refusal, says="只能重新打开最近一次会议的纪要。"):
    pass


class FileTooBig(Refusal, says="“{name}”有 {size} MB，超过 {limit} MB。请压缩后再收进来。"):
    name: str
    size: int
    limit: int


class CannotRead(Refusal, says="读不了 {path}：{why}。"):
    path: str
    why: str


class NotYet(Refusal, says="现在还不能出{paper}：{why}。"):
    paper: str
    why: str


class GlyphsMissing(
    Refusal, says="字体里没有这些字：{characters}。请改用同音字并加注，或安装生僻字字体。"
):
    characters: str


class PrivateOnNotice(Refusal, says="张贴件里有个人信息：{found}。请遮盖后再定稿。"):
    found: str


class NoSuchMeeting(Refusal, says="找不到唯一的会议“{wanted}”。可以是：{known}"):
    wanted: str
    known: str


class NoSuchCompound(Refusal, says="找不到小区“{wanted}”。有：{known}"):
    wanted: str
    known: str
