"""Whether a voice speaks against a thing that others wish: 不要老年食堂 is no wish for one.

Complaints keep their meaning (反对涨价, 别在楼道充电 are what they ask for): only a refusal of
something to be built, changed or hired turns a voice round.
"""

import re
from collections.abc import Iterable

# 要不要 asks, 特别 and 分别 are other words, 没有人反对 agrees.
_NO = (
    r"(?:(?<![要])不要|(?<![想])不想|(?<![需])不需要|(?<![同])不同意|(?<![赞])不赞[成同]|(?<![支])不支持"
    r"|(?<![愿])不愿意?|不希望|没必要|没有必要|坚决不|(?<![不人谁])反对|抵制"
    r"|(?<![特分个区识级性类差辨鉴])别(?![人的墅处家扭样名致号区称看具个]))"
)
NEGATED = re.compile(_NO)
# 反对拆掉健身器材, 不要再拖食堂的事: who refuses this wishes the thing.
_UNDO = (
    r"拆|取消|关|撤|停[办用运了]|减|占|挪|搬走|卖|租|拖|毁坏|忘|只|光|不|没|涨|收|堵|乱|破坏|浪费"
)
# 别让充电桩坏着, 不要在摄像头下扔垃圾: what stands between says that the thing is there.
_THERE = r"让|看|往|见"
_MAKE = r"(?:建|装|修|办|开|设|换|改|增|加|搞|引进|安|划|弄|选|聘|成立|招|要|整|动)"


class Wished:
    """The names of a wished thing, ready to tell who speaks against it."""

    def __init__(self, things: Iterable[str]) -> None:
        names = "|".join(re.escape(each) for each in sorted(things, key=len, reverse=True))
        self._things = re.compile(names)
        self._refused = re.compile(
            rf"{_NO}(?:(?!{_UNDO}|{_THERE})[^，。！？；,;!?\n]){{0,12}}?(?:{names})"
            rf"(?!(?:的|随便)?(?:{_UNDO}|里|旁|上|下|底|前|后|外|边|门口)|[^，。！？；,;!?\n]{{0,4}}[坏烂])"
        )
        # 食堂就别办了, 充电桩我们不需要; 不要建在窗下 says where, not whether
        self._told_off = re.compile(
            rf"(?:{names})[^。！？；!?\n]{{0,8}}?{_NO}(?:再|搞|来)?"
            rf"(?:(?:{_MAKE}+)(?:这个|那个|什么)?(?:了|吧|$|[，。！？；,;!?\s])|(?:了|吧)?(?:$|[，。！？；,;!?\s]))"
        )

    def refused(self, text: str) -> str:
        """The name of the thing where a text speaks against it, else nothing."""
        named = self._things.search(text) if NEGATED.search(text) else None
        if named and any(each.search(text) for each in (self._refused, self._told_off)):
            return named[0]
        return ""


_REFUSES = re.compile(rf"{_NO}(?:(?!{_UNDO})[^，。！？；,;!?\n]){{0,8}}?{_MAKE}(?!在|成)")


def refuses(text: str) -> bool:
    """Whether a text refuses that anything be built or changed, whatever it is."""
    return _REFUSES.search(text) is not None
