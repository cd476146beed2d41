"""What the program refuses about renewal plans."""

from desktop.domain.errors import Refusal
from desktop.domain.renewal.terms import RenewalStage


class NotALedgerValue(Refusal, says="“{column}”写的是“{text}”，{why}。"):
    column: str
    text: str
    why: str


class BothMissing(Refusal, says="“{work}”要写数量和单价，或者只写费率。"):
    work: str


class NotALedgerTable(Refusal, says="“{name}”里没有“{wanted}”一栏，看不出是{ledger}表。"):
    name: str
    wanted: str
    ledger: str


class NoSuchHousehold(Refusal, says="调查名单里没有“{text}”。请核对房号，或先更新调查名单。"):
    text: str


class ForeignSheet(Refusal, says="这张调查表是别的小区的，没有登记。"):
    pass


class NotASurveyAnswer(Refusal, says="“{what}”填的“{text}”不认识：{help}。"):
    what: str
    text: str
    help: str


class RenewalNotNow(Refusal, says="方案现在是“{stage.word}”，不能{act}。"):
    stage: RenewalStage
    act: str


class GateOpen(
    Refusal,
    says="先治后改：“{question}”还没有写明。请写上怎么落实（已落实、或何时由谁落实）再通过方案。",
):
    question: str


class NoScheme(Refusal, says="还没有方案版本。请先点“定一版…”。"):
    pass


class NothingChanged(Refusal, says="和上一版完全一样，没有新定一版。"):
    pass


class NoCoefficient(Refusal, says="{room} 没有{what}，算不出分摊。请补上再算。"):
    room: str
    what: str


class NotAConsentShare(Refusal, says="“{text}”不是比例。请写成 2/3 或 80%（含本数），不大于 1。"):
    text: str


class UnknownVoices(Refusal, says="没有 {numbers} 号建议。请核对编号。"):
    numbers: str


class NothingRead(Refusal, says="“{name}”里没有读到能用的行，没有代替原来的清单。"):
    name: str


class NotMetYet(Refusal, says="{unit} 的意愿还没有达到条件，不能记为已签协议。"):
    unit: str


class NotInUnit(Refusal, says="{unit} 没有 {room} 这一户。"):
    unit: str
    room: str


class NotYetThatDay(Refusal, says="{day} 还没有到，不能记为已经通过。"):
    day: str


class NothingToApprove(
    Refusal, says="这一版里还没有改造内容，没有可以通过的。请先登记改造内容，再定一版。"
):
    pass


class ConsentShort(
    Refusal,
    says="项目要求{words}同意，现在{missing}。仍要通过的，请勾选“同意比例没有达到，仍然通过”，并在依据里写明理由。",
):
    words: str
    missing: str


class PostedTooEarly(Refusal, says="公示日期 {day} 早于通过的日期 {approved}，请核对。"):
    day: str
    approved: str


class SameWork(Refusal, says="改造内容里已经有“{work}”，同一项只写一行，分项写在预算里。"):
    work: str


class FormerWork(
    Refusal, says="“{work}”是“{now}”以前的名称，居民的意愿记在那一项上；请换一个名称，免得算混。"
):
    work: str
    now: str


class NobodyPays(Refusal, says="所有楼层的系数都是 0，没有人分摊。"):
    pass


class NotFigures(Refusal, says="“{name}”不是改造汇总表：{why}。"):
    name: str
    why: str


class NobodyToAsk(Refusal, says="名册里还没有住宅。请先在“小区与名册”里登记或导入，再列调查名单。"):
    pass


class EmptySheet(Refusal, says="这张表什么也没有填，没有登记。"):
    pass


class HasAnswered(Refusal, says="{door} 已经答过，不能从名单里去掉。要去掉请先撤回它的调查表。"):
    door: str


class BadPlanMeta(Refusal, says="--meta 的文件不能用：{why}。"):
    why: str
