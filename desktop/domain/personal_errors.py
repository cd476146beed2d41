"""What is refused around personal data: finding a person, handing out, erasing, showing a number."""

from desktop.domain.errors import Refusal


class WhoIsIt(Refusal, says="请至少填写姓名、电话、房号中的一项。"):
    pass


class NameForErasing(Refusal, says="{what}要填写姓名：一个房号、一个电话可能是几个人的。"):
    what: str


class SeveralOfThatName(
    Refusal, says="名册里有 {count} 位业主叫这个名字。请再填电话或房号，或选定小区，分清是哪一位。"
):
    count: int


class NothingKept(Refusal, says="没有找到这个人的信息。请检查姓名、电话、房号是否写对。"):
    pass


class NothingToErase(Refusal, says="没有可以删除的：{why}"):
    why: str


class ErasureStale(Refusal, says="预览之后数据又有改动，请重新预览再删除。"):
    pass


class PersonInReason(Refusal, says="原因会永久留在历史里，请不要写姓名、电话。如：本人书面申请。"):
    pass


class NoNumberThere(Refusal, says="这里没有登记{what}。"):
    what: str
