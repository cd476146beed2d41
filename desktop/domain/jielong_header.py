"""What stands around the entries of a group chain: group, title, deadline, and who began it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

SAYS = re.compile(r"^(?P<who>[^：:，。！？\n]{1,24})[：:]\s*(?P<text>(?s:.+))$")
_GROUP = re.compile(r"^(?P<name>.*群)\s*[（(](?P<members>[0-9]+)[）)]\s*$")
DAY = re.compile(r"(?:(?P<year>20[0-9]{2})年)?(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日")
_DEADLINE = re.compile(
    r"[（(]?(?:截止(?:时间|到|至)?[:：]?)?\s*" + DAY.pattern.replace("?P<", "?P<d")
    + r"\s*(?:(?:下午|晚上|上午|中午)?\s*(?P<hour>[0-9]{1,2})\s*(?:点|[:：时])\s*(?P<minute>[0-9]{2})?)?"
    r"[^（）()]{0,6}(?:截止|前)?[）)]?"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    group: str = ""
    members: int | None = None
    title: str = ""
    deadline: str = ""  # 2024-06-14 18:00, as a calendar on the wall says it
    initiator: str = ""


def header(lines: Sequence[str], ignored: Sequence[str]) -> Header:
    """What stands around the entries: group, title, deadline, and who began it."""
    made = Header()
    for line in lines[:40]:
        if (group := _GROUP.match(line.strip())) and not made.group:
            made = replace(made, group=group["name"].strip(), members=int(group["members"]))
    year = next((int(d["year"]) for line in ignored if (d := DAY.search(line)) and d["year"]), None)
    place = next(
        (n for n, line in enumerate(ignored) if line.lstrip("#＃").startswith("接龙")), None
    )
    if place is not None:
        rest = ignored[place].lstrip("#＃").removeprefix("接龙").strip(" :：")
        title = rest or (ignored[place + 1] if place + 1 < len(ignored) else "")
        deadline = _DEADLINE.search(title) if "截止" in title else None
        made = replace(
            made,
            title=re.sub(r"[（(][^（()）]*截止[^（()）]*[）)]", "", title).strip(),
            deadline=_moment(deadline, year) if deadline else "",
        )
    return replace(made, initiator=_initiator(ignored))


def _moment(found: re.Match[str], year: int | None) -> str:
    told = found["dyear"]
    if not (told or year):
        return ""
    hour = int(found["hour"] or 23)
    if found["hour"] and hour < 12 and re.search("下午|晚上", found[0]):
        hour += 12
    minute = int(found["minute"] or (0 if found["hour"] else 59))
    try:
        day = date(int(told or year or 0), int(found["dmonth"]), int(found["dday"]))
    except ValueError:
        return ""
    return f"{day.isoformat()} {hour:02d}:{minute:02d}"


def _initiator(ignored: Sequence[str]) -> str:
    """Who called on everybody: a name alone above the call, or before a colon."""
    for place, line in enumerate(ignored):
        if line.startswith("@所有人") and place:
            above = ignored[place - 1]
            if len(above) <= 16 and not DAY.search(above):
                return above
        if (said := SAYS.match(line)) and "@所有人" in said["text"]:
            return said["who"].strip()
    return ""
