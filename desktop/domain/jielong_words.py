"""What lines of a group chain say that wish nothing: 收到, 无, +1; and whether they back somebody."""

import re
import unicodedata

EMOJI = re.compile(
    r"\[[^\[\]\s]{1,6}\]|[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF\uFE0F\u200D]"
)
_LONGEST = 60  # characters: what is longer wishes something, or must be looked at anyhow

_SELF = r"(?:(?:俺|我|咱|偶)(?:们|家|这边)*)"
# Neighbours as they are called: 陈生, 黄太, 老张, 王建国. The frequent surnames only, because 安装 is no name.
_FREQUENT = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧曹袁邓许傅沈"
    "曾彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴钟汪姜范姚谭廖邹陆"
)
_NEIGHBOUR = (
    rf"(?:[老小阿][{_FREQUENT}]|[{_FREQUENT}](?:先生|女士|小姐|阿姨|大爷|大妈|师傅|老师|[生太姐哥叔伯孃嬢姨总工])"
    rf"|[{_FREQUENT}][\u4e00-\u9fff](?:[\u4e00-\u9fff]|(?=的|$)))"
)
_OPINION = "(?:意见|建议|说法|看法|观点|想法|提议)"
_THAT = (
    r"(?:(?:楼上|上面|前面|大家|以上|所有|全部|各位)(?:的|所有|全部|各位)*"
    r"(?:邻居|意见|建议|说法|看法|人|业主)*(?:的(?:意见|建议|说法))?|第?[0-9]{1,4}(?:号|楼|条|户)(?![0-9])(?:的)?"
    rf"(?:{_NEIGHBOUR}|邻居|业主)?(?:的?{_OPINION}|的)?)"
)
_BACKS = (
    rf"{_SELF}?(?:也|都|完全|坚决|非常|强烈|举双手|表示)*(?:支持|同意|赞成|赞同|附议|同感|同问|同求|力挺)"
    rf"(?:\+1|一下)?{_THAT}?"
    rf"|{_SELF}也(?:都)?(?:是|一样|这样|如此|这么(?:想|认为|觉得)|想说)(?:的|这样|一样)?"
    r"|\+[0-9]{1,6}|同上|同楼上|见上|如上|同前|\U0001f446|对头|对对对?|没错|确实(?:是)?|说得(?:对|好)|就是"
)
_ACKNOWLEDGES = (
    r"收到|已?阅|已(?:填|接龙|接|报名|报|知晓|知悉|登记|签|投)|已私信\w{0,4}|知晓|知道|晓得|明白|清楚"
    r"|(?:都|很|挺)好|好[的嘞啊呀滴哒]?|都可以|可以|行|okay|ok|1|顶|赞|点赞|了解|报名|签到|参加|参与"
    r"|弃权|路过|围观|打卡|接龙|撤回一?条?消息|撤回了一条消息|满意"
)
_THANKS = (
    r"(?:谢谢|多谢|感谢|辛苦|支持|配合)(?:了|啦|你们|您|各位|大家|社区|物业|书记|群主|网格员|工作|的"
    r"|付出|一下)*"
)
_NONE = (
    r"(?:暂时|目前|现在|我家?|这边)*(?:还)?(?:无|没有?|没得|木有|没啥子?|没什么|没想(?:到|好))"
    r"(?:其他|其它|别的|什么|啥子?|任何|特别的?|好)*(?:意见|建议|想法|问题|异议|要求|说的|补充)(?:要提)?"
    r"|(?:暂时|目前|一时|现在)?(?:还)?没(?:有)?想(?:到|好|出来)"
    r"|暂无(?:其他|其它)?(?:意见|建议|想法|问题|异议)?|暂时(?:没有?|无)|没(?:有|得)?|无"
)
_FILL = (
    r"了|啦|哈|的|吧|呢|啊|呀|嘛|哦|噢|哟|大家|社区|书记|各位|邻居们?|网格员|群主|工作|全部|谢谢|也|都|先"
    r"|\+(?![0-9])|\"[^\"]{1,8}\"|“[^”]{1,8}”"
)
_UNIT = re.compile(rf"{_THANKS}|{_NONE}|{_BACKS}|{_ACKNOWLEDGES}")
_UNITS = re.compile(rf"{_BACKS}|{_NONE}|{_THANKS}|{_ACKNOWLEDGES}")
_FILLER = re.compile(_FILL)
_BACKING = re.compile(_BACKS)
_NOISE = re.compile(r"[\s，。！？、,.!?~～…；;：:—\-·]+")
_ANSWERED = re.compile(r"^(?:@\S{1,12}\s*)?回复\s*@?[^\s:：]{1,12}\s*[:：]\s*")
_AGAINST = re.compile(
    r"不(?:太|能|会|想|应该?|可以?|要)?(?:支持|同意|赞成|赞同)|反对|不(?:行|可以?|好|对)|别|凭什么|没必要"
)
_FOR = re.compile(
    rf"^(?:{_SELF})?(?:也|都|完全|坚决|非常|强烈|举双手|表示)*(?:支持|同意|赞成|赞同|附议|同感|同求|顶|力挺)"
    rf"|^{_SELF}也(?:是|一样|这样|如此|这么(?:想|认为|觉得))|^\+[0-9]|^对头|^对对|^没错|^同上|^同楼上"
)
_NUMBER = re.compile(
    r"(?:支持|同意|赞成|赞同|附议|顶|同)\s*第?\s*([0-9]{1,4})\s*(?:号|楼|条|户)(?!楼|栋)"
)
_NAMED = re.compile(rf"{_NUMBER.pattern}的?({_NEIGHBOUR})".replace("([0-9]{1,4})", "[0-9]{1,4}"))
_ABOVE = re.compile(
    r"^\+[0-9]|\+[0-9]{1,6}$|同(?:上|楼上|感|问|求)|见上|如上|楼上(?!所有|全部|各位|大家)|也(?:是|一样)|^\U0001f446"
)
_EVERYBODY = re.compile(r"所有|全部|各位|大家|以上")
_PICTURE = re.compile(r"\[(?:图片|视频|文件|照片|链接)\]")


def flat(text: str) -> str:
    """A text for comparing: one width, no faces, no stops, small letters."""
    kept = EMOJI.sub("", text.replace("\U0001f446", "同上"))
    return _NOISE.sub("", unicodedata.normalize("NFKC", kept)).lower()


def is_suggestion(text: str) -> bool:
    """Whether an entry wishes anything: 收到, 无, +1 and “支持楼上” do not."""
    told = flat(_ANSWERED.sub("", text.strip()))
    if len(told) > _LONGEST:
        return True
    return bool(told) and not _nothing(told)


def _nothing(told: str) -> bool:
    """Whether a text is made of nothing but acknowledgements; read once from the left."""
    return any(_made_of(told, units) for units in (_UNIT, _UNITS))


def _made_of(told: str, units: "re.Pattern[str]") -> bool:
    place = 0
    while place < len(told):
        found = units.match(told, place) or _FILLER.match(told, place)
        if found is None or found.end() == place:
            return False
        place = found.end()
    return True


def backs(text: str) -> bool:
    """Whether a reply says that its writer wants the same: 支持, +1, 我家也是; no 坚决反对."""
    told = flat(_ANSWERED.sub("", text.strip()))
    return bool(_FOR.search(told)) and not _AGAINST.search(told)


def adds(text: str) -> bool:
    """Whether a reply wishes something besides backing what it answers."""
    rest = _ANSWERED.sub("", text.strip())
    pieces = [piece for piece in re.split(r"[，,。；;！!\n]", rest) if flat(piece)]
    return any(is_suggestion(piece) and not backs(piece) for piece in pieces)


def backed_number(text: str) -> int | None:
    """The entry that somebody backs by its number: 附议3号."""
    found = _NUMBER.search(unicodedata.normalize("NFKC", text))
    return int(found[1]) if found else None


def backed_surname(text: str) -> str:
    """The surname of the neighbour somebody backs besides a number: 支持3楼陈生."""
    found = _NAMED.search(unicodedata.normalize("NFKC", text))
    return found[1].lstrip("老小阿")[:1] if found else ""


def backs_above(text: str) -> bool:
    """Whether somebody backs the entry above his own: +1, 同楼上; not “支持大家”."""
    told = flat(text)
    return bool(_ABOVE.search(told)) and not _EVERYBODY.search(told) and not _AGAINST.search(told)


def only_a_picture(text: str) -> bool:
    """Whether there is a picture and nothing else: a person must look at it."""
    return bool(_PICTURE.search(text)) and not flat(text)
