"""What is refused in the meeting room and on the way from its record to final minutes."""

from datetime import date

from desktop.domain.errors import Refusal


class NotOnTheList(Refusal, says="名单里没有“{text}”。请核对号码，或者点“加人”。"):
    text: str


class ForeignCode(Refusal, says="这个签到码不是本次会议的。"):
    pass


class SeveralMeant(Refusal, says="“{text}”对得上几个人：{names}。请打全名或名单上的号码。"):
    text: str
    names: str


class AlreadyWaiting(Refusal, says="{name}已经在发言次序里了。"):
    name: str


class NobodyWaiting(Refusal, says="没有人在等候发言。"):
    pass


class NotALimit(Refusal, says="发言时限请填 1 到 60 分钟。"):
    pass


class NotAnnounced(
    Refusal,
    says="“{title}”没有写进会议通知，按{rule}的规则本次会议不能表决，只能听取意见或延期再议。",
):
    title: str
    rule: str


class RetitledItem(
    Refusal,
    says="“{title}”在会议通知里是“{announced}”。改过的议题按{rule}的规则本次会议不能表决，"
    "请改回通知里的题目，或听取意见、延期再议。",
):
    title: str
    announced: str
    rule: str


class StandsForHimself(Refusal, says="{name}不能代自己出席：本人到会请直接签到。"):
    name: str


class OnceAtTheTable(
    Refusal,
    says="{name}{why}。一个人只算一个到会人数，不能再代{for_whom}出席；如是同名的另一个人，请在姓名后注明。",
):
    name: str
    why: str
    for_whom: str


class StandInHere(
    Refusal,
    says="{name}正代{for_whom}出席，一个人只算一个到会人数，不能再为自己签到。请先取消代会。",
):
    name: str
    for_whom: str


class LetterNeeded(Refusal, says="代会要有书面委托：请核对{name}带来的委托书，填写委托书的日期。"):
    name: str


class LetterTooLate(Refusal, says="委托书的日期不能晚于开会的日子（{day}）。"):
    day: date


class VotedItem(Refusal, says="“{title}”已经表决过，不能{what}。"):
    title: str
    what: str


class SameItem(Refusal, says="不能并入它自己，也不能并入已经并掉的议题。"):
    pass


class NotCheckedYet(Refusal, says="还没有第二个人核对过纪要：{copies}。请核对人点“核对无误”。"):
    copies: str


class CheckedByWriter(Refusal, says="核对人不能是记录人{name}本人，请换一个人核对。"):
    name: str


class UnknownReader(
    Refusal,
    says="“{name}”不是名册里的席位人员、与会人或别的经办人，不能作为核对人。请填写核对人的姓名。",
):
    name: str


class NothingToCorrect(Refusal, says="纪要里找不到“{text}”，请照原文填写要更正的话。"):
    text: str


class NumbersDiffer(Refusal, says="纪要里的数和记录不一致：{found}。请改正文字，或写明理由保留。"):
    found: str


class NoNumberDiffers(Refusal, says="纪要里没有与记录不一致的数，不用写理由。"):
    pass


class OnThisAgenda(Refusal, says="这件事已经在“{meeting}”的议程里了。"):
    meeting: str


class WrongBlanks(Refusal, says="要保留的空格是：{wanted}。花括号里的字不能改，也不能多、不能少。"):
    wanted: str


class WrongPattern(
    Refusal,
    says="文号样式“{pattern}”不对：机关代字、六角括号里的年份〔{{年}}〕、序号{{号}}依次各一个，"
    "如 柳社议〔{{年}}〕{{号}}号。",
):
    pattern: str


class NeverShown(Refusal, says="电话、证件、卡号任何时候都不能张贴：{numbers}。"):
    numbers: str


class SecondNeeded(Refusal, says="公开姓名要有另一个人同意，请填写同意人（不能是经办人自己）。"):
    pass


class NothingPointed(Refusal, says="还没有指定任何一格填什么。"):
    pass


class NotOneRow(Refusal, says="逐行填的格子要在同一张表的同一行，程序从这一行往下填。"):
    pass


class NotABlankForm(Refusal, says="“{name}”不是可以填的表：{why}。请用 .xlsx 或 .docx 的空表。"):
    name: str
    why: str


class BadPackage(Refusal, says="“{name}”不能收进来：{why}。"):
    name: str
    why: str


class PackageKnown(Refusal, says="“{title}”已经在这份文件里了，没有再收。"):
    title: str


class NotAPlanTable(
    Refusal,
    says="看不出“{name}”是什么表。入户调查要有“房号、改不改”，改造清单要有“类别、改造内容”，"
    "预算要有“改造内容、数量、单价”，资金要有“资金来源、金额”。",
):
    name: str


class UnfinishedNotice(Refusal, says="{paper}里还有 {count} 处〔待补〕，补齐以后才能张贴。"):
    paper: str
    count: int


class OtherCompound(
    Refusal,
    says="“{name}”是{theirs}的会议，现在打开的是{ours}，没有收。"
    "请先换到{theirs}（没有就先登记这个小区），再收进来。",
):
    name: str
    theirs: str
    ours: str


class PatternTaken(
    Refusal, says="文号样式“{pattern}”已经由{issuer}使用，两家编号会重复，请换一个字头。"
):
    pattern: str
    issuer: str


class UnknownSecond(
    Refusal, says="找不到“{name}”：同意人要是在机构任职的人，或者在本文件里操作过的人。"
):
    name: str
