"""Who speaks in one entry of a group chain, where he lives, how to reach him — and what he wishes.

Name, room, telephone and wish stand in any order; what is neither goes with the wish or the remark,
so that nothing of an entry is lost. A text is looked at in one width, and kept as it was written.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from desktop.domain.jielong_room import CN, NUM, ROOM, Room, half, room_of
from desktop.domain.jielong_words import EMOJI, is_suggestion

HEAD = 56  # characters in which a speaker says who he is
_FURTHER = re.compile(r"\s*[/、]\s*(?P<room>[0-9]{3,4})(?![0-9])(?:号|室)?")
_ESTATE = re.compile(rf"(?:[{CN}0-9]{{1,2}}|[A-Za-z东南西北])[期区]\s*$")
_SIDE = re.compile(
    rf"\s*(?P<side>{NUM}[楼层](?:左|右|东|西|南|北|中)?(?:边|手边?|户|间|侧)?)(?=[\s,，:：、]|$)"
)
_PHONE = re.compile(
    r"(?:(?:手机|电话|联系方式|联系电话|tel|TEL|Tel)\s*[:：]?\s*)?"
    r"(?<![0-9-])(?P<phone>1[3-9][0-9](?:[0-9]{8}|[*xX]{4}[0-9]{4}|[- ][0-9]{4}[- ][0-9]{4})"
    r"|0[0-9]{2,3}-[0-9]{7,8})(?![0-9])"
)
_IDENTITY = re.compile(r"(?:身份证号?码?\s*[:：]?\s*)?(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])")
_STALL = re.compile(r"(?:车位|车库)\s*[A-Za-z]?-?[0-9]{1,4}号?")
_BETWEEN = " \t\n\u3000,，、;；:：/|-—–_+＋"
_BRACKETS = re.compile(r"^[（(【\[]([^）)】\]]{1,12})[）)】\]]")
_TAIL_ROOM = re.compile(r"[（(]\s*([^（()）]{3,24}?)\s*[)）]\s*$")
_TAIL_NAME = re.compile(r"\s*(?:--+|——+|—)\s*(?P<who>[^\s，。,.]{1,8})\s*$")
# What stands beside a name and is none: the relation, the role.
_ROLES = re.compile(
    r"^(?:老?党员|租户|租客|业主|房东|退休.{0,4}|家属.{0,3}|代.{0,5}|替.{0,4}|帮.{0,4}|楼长|楼栋长|组长|住户|居民"
    r"|志愿者|业委会.{0,4}|网格员|匿名|手机|电话|老板|[两三四几]家)$"
)
WISH = re.compile(
    r"^(?:建议|希望|请|关于|要求|能不能|可不可以|想|把|我们|我家|楼|小区|停车|下水|支持|强烈|补充|回复|报修|反映"
    r"|例|格式|示例|模板|如[:：])"
)
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
    "杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文樊兰殷施陶"
    "洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢岳齐梅莫庄辛左祝甘曲祁房桂卫蒙詹鲍褚苟卿"
)
_THING = re.compile(
    r"^(?:电梯|路灯|门禁|监控|物业|垃圾|绿化|停车|车位|车棚|车库|地库|道闸|消防|噪音|噪声|下水|水管|楼道|楼顶|楼上|楼下"
    r"|大门|单元门|快递|充电|外墙|屋顶|屋面|健身|广场舞|井盖|小区|社区|道路|路面|积水|漏水|停水|停电|水压|燃气|天然气"
    r"|电动车|电瓶车|公共|维修|宠物|养狗|狗|流浪|蚊|老鼠|耗子|蟑螂|草坪|保安|保洁|门岗|油烟|污水|化粪池|管道|照明"
    r"|声控灯|灯|楼梯|扶手|无障碍|晾衣|空调|网线|飞线|高空|装修|树|门|水|电|路|墙)"
)
_CALLED = re.compile(
    rf"^(?:[{SURNAMES}][\u4e00-\u9fff]{{1,2}}|(?:欧阳|司马|上官|诸葛|夏侯|东方|皇甫|尉迟|令狐|慕容)[\u4e00-\u9fff]{{1,2}}"
    r"|[\u4e00-\u9fff]{1,6}(?:先生|女士|小姐|阿姨|大爷|大妈|婆婆|爷爷|奶奶|师傅|老师|姐|哥|叔|伯|孃|嬢|妈|爸|太太))$"
)
_COMPLAINT = re.compile(
    r"[坏漏堵修装烂脏臭吵]|不[了能亮通到够行]|没[人有]|太[多少大小贵吵脏远高乱差慢暗黑]|(?:难|少|贵|慢|差|松|裂)$"
)


@dataclass(slots=True)
class Said:
    """One entry taken apart."""

    who: str = ""
    room: Room = field(default_factory=Room)
    text: str = ""
    notes: tuple[str, ...] = ()
    more: tuple[Room, ...] = ()
    phone: str = ""
    identity: bool = False  # an identity number stood there; it is not kept


def apart(body: str) -> Said:
    """Name, room, telephone, wish, remark and further rooms of one entry, in whatever order."""
    told = Said()
    body = _without_numbers(body, told)
    found = next(rooms_near_the_front(body), None)
    if found is None:
        if _room_at_the_end(body, told):
            return told
        told.who, told.text, roles = _name_first(body)
        told.notes = tuple(roles)
        return told
    before, after = body[: found.start()], body[found.end() :]
    told.room = room_of(found)
    notes: list[str] = [found["lane"]] if found["lane"] else []
    if estate := _ESTATE.search(half(before)):
        notes.append(before[estate.start() :].strip())
        before = before[: estate.start()]
    after = _after_room(after, told, notes)
    names, wishes = _before_room(before, notes)
    if names:
        told.who = names[-1] if len(names) > 1 and notes else names[0]
        notes += [name for name in names if name != told.who]
    elif not wishes:
        told.who, after, more = _name_first(after)
        notes += more
        after = _joint(after, told, notes)
    if wishes:  # what stood before the room was no name: it is what is wished
        after = "，".join([*wishes, after] if after else wishes)
    told.text, told.notes = after, tuple(dict.fromkeys(notes))
    return told


def _without_numbers(body: str, told: Said) -> str:
    """The body without the speaker's telephone and identity number, where he says who he is."""
    flat = half(body)
    if identity := _IDENTITY.search(flat):
        told.identity = True
        body = f"{body[: identity.start()].rstrip()} {body[identity.end() :].lstrip()}".strip()
        flat = half(body)
    for found in _PHONE.finditer(flat):
        labelled = not found[0].lstrip()[:1].isdigit()
        ends = not flat[found.end() :].strip(" 。，,）)")
        at_head = found.start() <= HEAD and not re.search(r"[。！？，]", flat[: found.start()])
        if ends or ((labelled or at_head) and not re.search("打|拨|呼", flat[: found.start()])):
            told.phone = re.sub(r"[ ]", "", found["phone"])
            left, right = body[: found.start()].rstrip(), body[found.end() :].lstrip()
            return f"{left} {right}".strip()
    return body


def _before_room(before: str, notes: list[str]) -> tuple[list[str], list[str]]:
    """Names and wishes among what stands before a room; roles go to the remarks."""
    names: list[str] = []
    wishes: list[str] = []
    for token in _tokens(before):
        if _ROLES.match(token):
            notes += [token] if token not in {"匿名", "手机", "电话"} else []
        elif is_name(token) and not wishes:
            names.append(token)
        else:
            wishes.append(token)
    return names, wishes


def _after_room(after: str, told: Said, notes: list[str]) -> str:
    """What follows a room without the rooms and remarks that belong to it."""
    others: list[Room] = []
    while further := _FURTHER.match(half(after)):
        others.append(Room(told.room.building, told.room.unit, further["room"]))
        after = after[further.end() :]
    if (side := _SIDE.match(half(after))) and not told.room.room:
        notes.append(side["side"].strip())
        after = after[side.end() :]
    after = _trimmed(after.lstrip("）)】]"))
    while True:
        further_room = ROOM.match(half(after))
        if bracket := _BRACKETS.match(after):
            notes.append(bracket[1])
            after = _trimmed(after[bracket.end() :])
        elif further_room and further_room["r1"]:
            others.append(room_of(further_room))
            after = _trimmed(after[further_room.end() :])
        else:
            break
    told.more = tuple(others)
    return after


def _joint(after: str, told: Said, notes: list[str]) -> str:
    """王芳、3-2-502 李伟 两家联名：who else signs stands right behind the first."""
    further = ROOM.match(half(after))
    if further is None or not further["r1"]:
        return after
    told.more = (*told.more, room_of(further))
    who, rest, more = _name_first(after[further.end() :])
    notes += [who] if who else []
    notes += more
    return rest


def _room_at_the_end(body: str, told: Said) -> bool:
    """建议多装充电桩（3-1-201）; 灯坏了，请修 -- 王阿姨 2-2-202; 路灯坏了 6-1-101."""
    inside = _TAIL_ROOM.search(half(body))
    tail = ROOM.fullmatch(inside[1].strip()) if inside else None
    if tail is not None and inside is not None and not tail["b3"]:
        told.room, rest = room_of(tail), body[: inside.start()].rstrip()
    else:
        ends = [m for m in ROOM.finditer(half(body)) if m.end() == len(body.rstrip(" 。"))]
        if not ends or not ends[-1]["r1"] or not body[: ends[-1].start()].strip():
            return False
        told.room, rest = room_of(ends[-1]), body[: ends[-1].start()].rstrip(" ，,（(")
    if (signed := _TAIL_NAME.search(rest)) and is_name(signed["who"]):
        told.who, rest = signed["who"], rest[: signed.start()].rstrip()
    if not told.who:
        told.who, rest, notes = _name_first(rest)
        told.notes = tuple(notes)
    told.text = rest
    return True


def rooms_near_the_front(body: str) -> "Iterator[re.Match[str]]":
    """Rooms that say where the speaker lives, not what he speaks of."""
    for found in ROOM.finditer(half(body[:HEAD])):
        before = body[: found.start()].strip(_BETWEEN + "（(")
        tokens = _tokens(before)
        if len(before) > 16 or len(tokens) > 3 or any(WISH.match(token) for token in tokens):
            return
        if all(len(token) <= 8 or is_name(token) for token in tokens) and not re.search(
            r"[。！？，,；;]", _joined(before, tokens)
        ):
            yield found


def _joined(before: str, tokens: Sequence[str]) -> str:
    """What stands before a room, without the commas that only part a name from it."""
    return "" if all(is_name(token) or _ROLES.match(token) for token in tokens) else before[:-1]


def _tokens(text: str) -> list[str]:
    whole = re.sub(_TITLED, lambda titled: titled[0].replace(" ", "\0"), text)
    parts = re.split(rf"[{re.escape(_BETWEEN)}（()）【】\[\]]+", whole)
    return [token.replace("\0", " ") for token in parts if token]


def _trimmed(text: str) -> str:
    """Without what stands between a name and a wish; the + of +1 stays."""
    left = text.lstrip(_BETWEEN.replace("+", "").replace("＋", "") + "。")
    while left[:1] in ("+", "＋") and not left[1:2].isdigit():
        left = left[1:].lstrip(_BETWEEN.replace("+", "").replace("＋", ""))
    return left


# Ms. Wong: the title and the name are one word.
_TITLED = r"(?:Mr|Mrs|Ms|Miss|Dr)\b\.?\s?[A-Za-z]{2,16}(?![A-Za-z])"
_NAME = re.compile(
    rf"(?P<who>{_TITLED}|"
    r"[^\s，,：:、。！？!?（()；;+＋|/]{1,8})\s*(?:(?P<note>[（(][^）)]{1,12}[）)])\s*)?"
    r"(?:(?<=[）)])|[\s，,：:|/—]+|[+＋](?![0-9])|、(?=[0-9]{1,3}-[0-9]))(?=\S)"
)


def _name_first(body: str) -> tuple[str, str, list[str]]:
    """Who speaks, where a name stands in front; else nobody. And remarks: roles, brackets."""
    told, notes = _trimmed(body), list[str]()
    stall = _STALL.match(told)
    kept = stall[0] if stall else ""
    told = _trimmed(told[len(kept) :])
    while True:
        bracket = _BRACKETS.match(told)
        if bracket and _ROLES.match(bracket[1]):
            notes.append(bracket[1])
            told = _trimmed(told[bracket.end() :])
            continue
        found = _NAME.match(told)
        if found is None or not _ROLES.match(found["who"]):
            break
        told = _trimmed(told[found.end() :])
        if found["who"] == "匿名":
            return "", _with(kept, told), notes
        notes.append(found["who"])
    if found is None and _CALLED.match(told) and not _THING.match(told):
        return told, kept, notes  # a name and nothing else
    if found is None or WISH.match(found["who"]) or not is_name(found["who"]):
        return "", _with(kept, told), notes
    notes += [found["note"].strip("（()）")] if found["note"] else []
    return found["who"], _with(kept, _trimmed(told[found.end() :])), notes


def _with(kept: str, text: str) -> str:
    return f"{kept} {text}".strip() if kept else text


def is_name(text: str) -> bool:
    """Whether a word could be what somebody is called in a group: no sentence, no thing, no room."""
    bare = EMOJI.sub("", text)
    if re.fullmatch(_TITLED, bare):
        return True
    if not 1 <= len(bare) <= 8 or re.search(r"[0-9]", half(bare)):
        return False
    if _THING.match(bare) or re.match("有人|谁|这|那|为|怎", bare) or not is_suggestion(bare):
        return False
    return bool(_CALLED.match(bare)) or not _COMPLAINT.search(bare)
