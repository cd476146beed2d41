"""Sentences of papers that an office may put in its own words.

A sentence has blanks, {召集单位} or {日期}; every one of them stays in it, and no other gets in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.domain.session_errors import WrongBlanks

_BLANK = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as shipped. ``paper`` and ``name`` are what the office finds it under."""

    paper: str
    name: str
    text: str

    @property
    def blanks(self) -> frozenset[str]:
        return frozenset(_BLANK.findall(self.text))


SENTENCES: Mapping[str, Sentence] = {
    "notice.opening": Sentence(
        "会议通知",
        "开头",
        "为共同商议小区事务，{召集单位}定于{日期}召开{会议}。现将有关事项通知如下：",
    ),
    "notice.rules": Sentence(
        "会议通知", "有关要求", "请准时到会签到；因故不能参加的，请提前向召集人请假。"
    ),
    "notice.owners": Sentence(
        "会议通知",
        "业主共同决定的说明",
        "标注“业主共同决定”的议题，本次会议只形成建议，依法由业主另行表决。",
    ),
    "poster.invite": Sentence(
        "会议公告",
        "怎样提意见",
        "对以上议题有意见建议的，请在会前告诉网格员，或者向社区居民委员会提出；"
        "会议允许居民旁听的，请提前报名。",
    ),
    "proxy.powers": Sentence(
        "委托书",
        "委托内容",
        "本人因故不能参加{日期}召开的{会议}，现委托＿＿＿＿＿＿代为出席。"
        "委托权限：□发表意见　□按下列意见表决　□按受托人意见表决。",
    ),
    "publicity.opening": Sentence("公示", "开头", "{会议}于{日期}召开，议定事项如下，现予公示："),
    "publicity.period": Sentence(
        "公示",
        "公示期",
        "公示期 7 日，自张贴的次日起算；最后一日是法定休假日的，以休假日结束的次日为最后一日。"
        "张贴地点：＿＿＿＿＿＿＿＿。",
    ),
    "publicity.dates": Sentence(
        "公示",
        "公示期（起止日已定）",
        "公示期 {天数} 日，自{起}张贴的次日起算，至{止}止；最后一日是法定休假日的，已顺延到休假日结束的次日。"
        "张贴地点：{地点}。",
    ),
    "publicity.object": Sentence(
        "公示",
        "怎样提异议",
        "公示期内有异议的，请书面或当面向召集单位、社区居民委员会提出，我们将登记并答复。",
    ),
    "agenda.empty": Sentence("议程", "没有议题时", "议题待定。"),
    "delivery.ways": Sentence(
        "送达登记表", "送达方式", "送达方式：当面、电话、微信群、短信、张贴。见证人：＿＿＿＿＿"
    ),
    "signin.coded": Sentence(
        "签到表（扫码）", "说明", "到会时由工作人员用扫码枪扫本人一行的签到码，再签名。"
    ),
    "invitation.text": Sentence(
        "签到条",
        "正文",
        "请于{时间}到{地点}参加{会议}。请带本条，到会时扫码签到。",
    ),
    "onpaper.how": Sentence(
        "现场记录表",
        "怎么用",
        "签到另用签到表。每次表决前清点到会人数；会后照本表补录进程序，原件存档。",
    ),
    "decision.owners": Sentence(
        "决议书",
        "业主共同决定的说明",
        "涉及业主共同决定的事项，本次会议只形成建议，依照民法典第二百七十八条由业主另行表决。",
    ),
    "decision.none": Sentence("决议书", "没有决议时", "本次会议没有形成决议。"),
    "objections.foot": Sentence("异议登记表", "说明", "本表含个人信息，存档备查，不张贴。"),
    "poster.end": Sentence("会议公告", "结尾", "特此公告。"),
    "publicity.end": Sentence("公示", "结尾", "特此公示。"),
    "chat.end": Sentence("会议通知", "微信群通知的结尾", "请各位按时参加，不能到会的请提前请假。"),
    "correction.opening": Sentence("更正公告", "开头", "{日期}召开的{会议}的会议纪要，更正如下："),
    "correction.end": Sentence("更正公告", "结尾", "除以上更正外，纪要其他内容不变。特此公告。"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences in use: the office's own in place of the shipped ones."""

    own: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, **values: str) -> str:
        """A sentence with its blanks filled in."""
        text = self.own.get(key) or SENTENCES[key].text
        return _BLANK.sub(lambda blank: values[blank[1]], text)


SHIPPED = Wording()


def check(key: str, text: str) -> str:
    """An office's own sentence; raise ``WrongBlanks`` when a blank is missing or unknown."""
    told, wanted = frozenset(_BLANK.findall(text)), SENTENCES[key].blanks
    if told != wanted or "{" in _BLANK.sub("", text) or "}" in _BLANK.sub("", text):
        listed = "、".join(f"{{{each}}}" for each in sorted(wanted)) or "没有"
        raise WrongBlanks(listed)
    return text.strip()
