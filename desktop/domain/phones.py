"""Telephone numbers as a screen shows them: the whole one only to who asks for it, and that is recorded."""

import re

# however it is written: 138 1234 5678, 138.1234.5678, 138—1234—5678, 短号 666123
_DIALLED = re.compile(r"\d(?:\W{0,2}\d){4,}")
_BETWEEN = re.compile(r"(\s*[，,、;；/／]\s*)")  # two numbers


def mask_phone(phone: str) -> str:
    """First three and last two digits, for the screen only: 139******66; of a short one less."""
    shown = 3 if len(phone) > 9 else 2 if len(phone) > 5 else 0
    if not shown:
        return "*" * len(phone)
    return phone[:shown] + "*" * (len(phone) - 2 * shown + 1) + phone[1 - shown :]


def mask_numbers(text: str) -> str:
    """What is written as a contact, its telephone numbers masked: 王阿姨 139******66."""
    return _DIALLED.sub(lambda found: "".join(map(_masked, _BETWEEN.split(found[0]))), text)


def _masked(part: str) -> str:
    """One of several numbers, or what stands between them."""
    return part if _BETWEEN.fullmatch(part) else mask_phone(part)
