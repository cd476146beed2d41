"""What becomes of a suggestion: 发现 → 受理 → 办理 → 反馈 → 销号, or why it goes another way."""

from collections.abc import Mapping

from desktop.domain.errors import NameNeeded, NotThisVoiceStep, ReasonNeeded
from desktop.domain.terms import Channel, Voice

# What else is asked about a suggestion that came by a channel.
FIELDS: Mapping[Channel, tuple[str, ...]] = {
    Channel.HEART_TALK: ("恳谈地点",),
    Channel.MEETING: ("会议名称",),
    Channel.BOX: ("意见箱位置", "微心愿"),
    Channel.GROUP_CHAT: ("群名",),
    Channel.HOTLINE: ("工单号", "转来日期", "回复时限"),
    Channel.PATROL: ("巡查人", "巡查地点"),
    Channel.ONLINE: ("平台编号",),
    Channel.VISIT: ("走访人",),
}
REPLY_BY = "回复时限"
DAYS = frozenset({"转来日期", REPLY_BY})  # of those fields, what is a day
WAITING = frozenset({Voice.RECEIVED, Voice.GROUPED})
# Whoever spoke has been told how it ended.
SETTLED = frozenset({Voice.HANDLED, Voice.DECLINED, Voice.OUTSIDE, Voice.ANSWERED, Voice.CLOSED})
_WAYS = frozenset(
    {Voice.IN_HAND, Voice.REFERRED, Voice.HANDLED, Voice.DECLINED, Voice.OUTSIDE, Voice.ANSWERED}
)
LIFE: Mapping[Voice, frozenset[Voice]] = {
    **dict.fromkeys((*WAITING, Voice.ON_AGENDA, Voice.IN_HAND, Voice.REFERRED), _WAYS),
    # an answer can be put right, and whoever is not content is heard again
    **dict.fromkeys(
        (Voice.HANDLED, Voice.DECLINED, Voice.OUTSIDE, Voice.ANSWERED), _WAYS | {Voice.CLOSED}
    ),
    Voice.CLOSED: frozenset({Voice.IN_HAND}),
}
_REASONS = {
    Voice.DECLINED: "不予列入",
    Voice.OUTSIDE: "不属社区职责（写明该找哪里）",
    Voice.REFERRED: "转办（写明转给谁）",
}


def step(state: Voice, to: Voice, text: str) -> Voice:
    """Take one step; refuse one that does not follow, or one without its reason or its words."""
    if to not in LIFE[state]:
        raise NotThisVoiceStep(state, to)
    if not text.strip():
        if to in _REASONS or state is Voice.CLOSED:
            raise ReasonNeeded(_REASONS.get(to, "重新办理"))
        if to is not Voice.CLOSED:
            raise NameNeeded("答复内容")
    return to
