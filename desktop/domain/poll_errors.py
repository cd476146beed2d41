"""What is refused in written votes: the vote, its roll, its ballots, its count."""

from desktop.domain.errors import Refusal
from desktop.domain.terms import BallotAct, BallotState, PollAct, PollStage


class PollNotNow(Refusal, says="这次表决{stage.word}，现在不能{act.word}。"):
    act: PollAct
    stage: PollStage


class NotInForce(Refusal, says="“{rule}”自 {day} 起施行，这次表决开始得更早，不能按它表决。"):
    rule: str
    day: str


class NotLonger(Refusal, says="延长后的截止日期 {closes} 要晚于原来的 {before}。"):
    before: str
    closes: str


class OnlyForQuestions(
    Refusal,
    says="“{title}”是在几个名字或方案里选，“{rule}”的条件（{besides}）只能用于赞成或反对的事项。"
    "请拆成赞成或反对的事项，或另选规则。",
):
    title: str
    rule: str
    besides: str


class NotOnRoster(Refusal, says="表决范围里的 {names} 在名册里没有，请先核对范围或补登名册。"):
    names: str


class NotNoticed(
    Refusal, says="还没有记下表决公告的日期，不能开始表决。请先记下，或写明没有公告的原因。"
):
    pass


class PastClosing(Refusal, says="已过截止日期 {day}，不再收票。请先延长表决期，或截止收票。"):
    day: str


class DoesNotFit(Refusal, says="“{text}…”有 {count} 个字，选票上印不下。请写短一些。"):
    text: str
    count: int


class TooManySeats(Refusal, says="候选人 {names} 名，应选 {seats} 名：应选人数不能多于候选人。"):
    names: int
    seats: int


class DaysCrossed(Refusal, says="截止日期 {closes} 早于开始日期 {opens}。"):
    opens: str
    closes: str


class BallotNotNow(Refusal, says="{number} 号票{state.word}，不能{act.word}。"):
    number: str
    state: BallotState
    act: BallotAct


class NotABallot(Refusal, says="“{text}”不是票号：应为 12 位数字，且校验位要对。请重扫或重输。"):
    text: str


class ForeignBallot(Refusal, says="{number} 号票是另一次表决（{title}）的，不能录到这里。"):
    number: str
    title: str


class StaleBallot(Refusal, says="{number} 号票是名册重新冻结之前印的，已经作废，不能录入。"):
    number: str


class UnknownBallot(Refusal, says="这次表决没有印过 {number} 号票。"):
    number: str


class VoidBallot(Refusal, says="{number} 号票{state.word}（{why}），不能录入。"):
    number: str
    state: BallotState
    why: str


class NotReturned(Refusal, says="{number} 号票截止前没有登记交回，不能再计入。"):
    number: str


class SameVotes(Refusal, says="重新计票只数原来的票，不能再导入平台结果。"):
    pass


class TooLate(Refusal, says="{what}（{day}）{why}。"):
    what: str
    day: str
    why: str


class AlreadyEntered(Refusal, says="{number} 号票（{door}）已由{who}录入，不再计一次。"):
    number: str
    door: str
    who: str


class SamePerson(Refusal, says="复核录入要由另一个人做；{who}已经录过这张票。"):
    who: str


class NotAnAnswer(Refusal, says="“{matter}”不能填“{key}”。"):
    matter: str
    key: str


class NotInElectorate(Refusal, says="名册里没有 {door}，不能表决。"):
    door: str


class NothingToDecide(Refusal, says="请先添加至少一个表决事项。"):
    pass


class EmptyRoll(Refusal, says="按这个范围，名册里没有一户可以表决。"):
    pass


class AreaMissing(Refusal, says="{count} 户没有面积，按面积表决不能冻结名册：{doors}。"):
    count: int
    doors: str


class NoSuchElectorate(Refusal, says="“{rule}”由{electorate}决定，不用纸质票；请在会议中表决。"):
    rule: str
    electorate: str


class MixedElectorates(
    Refusal, says="一张票上的事项要由同一批人表决；“{title}”由{electorate}决定。"
):
    title: str
    electorate: str


class DocumentNeeded(Refusal, says="“{rule}”没有统一的规定，请写明依据的文件和页码。"):
    rule: str


class DoesNotBalance(Refusal, says="票数对不上：{inequality}。请查找原因，或写明说明。"):
    inequality: str


class RulingsLeft(Refusal, says="还有 {count} 处要裁定，不能出结果。"):
    count: int


class NotChecked(Refusal, says="还有 {count} 张票没有第二人复核，不能出结果。"):
    count: int


class SecretWeighted(
    Refusal, says="“{title}”按面积或按一人多套合并计票，票上要有票号，不能无记名。"
):
    title: str


class SecretNamed(Refusal, says="“{title}”的规则{besides}，要知道是谁投的票，不能无记名。"):
    title: str
    besides: str


class SecretTwice(
    Refusal,
    says="无记名票上没有票号，第二个人找不到同一张票，不能“两个人分别录入”。请只选一项；"
    "无记名票由监票人在场唱票核对。",
):
    pass


class SecretBox(
    Refusal,
    says="登记交回的票有 {returned} 张，箱里已录入 {entered} 张，不能再多。请先按存根登记交回。",
):
    returned: int
    entered: int


class SecretByHand(Refusal, says="无记名票上没有票号，不能{what}。"):
    what: str


class ProxyFull(Refusal, says="{agent}已经受托 {count} 户，按规则最多 {most} 户。"):
    agent: str
    count: int
    most: int


class NotBesides(
    Refusal, says="{number} 号票还没有交回，请先登记交回或直接录入；另收只用于第二张。"
):
    number: str


class EachDoorOne(Refusal, says="按户表决，每户一票，几户不能合并成一名业主。"):
    pass
