"""What was taken down wrong of a suggestion: how the step that keeps it is worded, and read again."""

import re

PREFIX = "更正："
_WHAT = ("内容", "房号", "姓名")
_WAS = re.compile(rf"({'|'.join(_WHAT)})原为“(.*?)”(?=；(?:{'|'.join(_WHAT)})原为“|$)", re.DOTALL)
_STEP = re.compile(rf"{PREFIX}(?:{'|'.join(_WHAT)})原为“")
_NOTHING = "无"
Told = tuple[str, str, str]  # text, door, proposer


def worded(old: Told, new: Told) -> str:
    """The step that keeps what stood there before; "" where nothing was changed."""
    changed = [
        f"{what}原为“{before or _NOTHING}”"
        for what, before, after in zip(_WHAT, old, new, strict=True)
        if before != after
    ]
    return PREFIX + "；".join(changed) if changed else ""


def is_one(step: str) -> bool:
    """Whether a step keeps a correction; an answer may begin with the same word."""
    return bool(_STEP.match(step))


def before(step: str, now: Told) -> Told:
    """What stood there before a correction."""
    was = {what: "" if told == _NOTHING else told for what, told in _WAS.findall(step)}
    text, door, proposer = (was.get(what, told) for what, told in zip(_WHAT, now, strict=True))
    return text, door, proposer
