"""Rules of owners' joint decisions (民法典 art. 278): who must take part, and who must agree."""

from dataclasses import dataclass

from desktop.domain.rule import Threshold
from desktop.domain.terms import Base, Comparison

_QUORUM = "民法典第二百七十八条第二款"


@dataclass(frozen=True, slots=True)
class OwnersRule:
    """Participation and approval, each asked of heads and of floor area alike."""

    key: str
    name: str
    quorum: Threshold  # of all owners, by heads and by area
    approval: Threshold  # of those taking part, by heads and by area


def _quorum() -> Threshold:
    return Threshold(2, 3, Comparison.AT_LEAST, Base.ENTITLED, _QUORUM)


# 过半数 is read as strictly more than half (usage; art. 1259 does not list it).
ORDINARY = OwnersRule(
    "ordinary",
    "一般事项",
    _quorum(),
    Threshold(1, 2, Comparison.MORE_THAN, Base.PARTICIPATING, _QUORUM),
)
# 筹集维修资金, 改建重建, 改变共有部分用途或利用共有部分经营.
MAJOR = OwnersRule(
    "major",
    "重大事项",
    _quorum(),
    Threshold(3, 4, Comparison.AT_LEAST, Base.PARTICIPATING, _QUORUM),
)
RULES = {rule.key: rule for rule in (ORDINARY, MAJOR)}
# The items of art. 278 (1): choosing the item chooses the rule.
ITEMS = {
    1: (ORDINARY, "制定和修改业主大会议事规则"),
    2: (ORDINARY, "制定和修改管理规约"),
    3: (ORDINARY, "选举业主委员会或者更换业主委员会成员"),
    4: (ORDINARY, "选聘和解聘物业服务企业或者其他管理人"),
    5: (ORDINARY, "使用建筑物及其附属设施的维修资金"),
    6: (MAJOR, "筹集建筑物及其附属设施的维修资金"),
    7: (MAJOR, "改建、重建建筑物及其附属设施"),
    8: (MAJOR, "改变共有部分的用途或者利用共有部分从事经营活动"),
    9: (ORDINARY, "有关共有和共同管理权利的其他重大事项"),
}
