"""What an import of suggestions would take, as JSON for scripts and checks."""

from collections.abc import Sequence
from typing import Any

from desktop.domain.grouping import Sorted
from desktop.domain.jielong import Chain, Doubt, Entry, Reply, Room
from desktop.domain.voice_table import LONGEST, VoiceRow, VoiceRows


def chain_json(chain: Chain) -> dict[str, Any]:
    """A paste of a WeChat chain."""
    header, entries = chain.header, chain.entries
    wishes = [each for each in entries if each.is_suggestion]
    return {
        "header": {
            "group": header.group or None,
            "members": header.members,
            "title": header.title or None,
            "deadline": header.deadline or None,
            "initiator": header.initiator or None,
        },
        "counts": {
            "entries": len(entries),
            "suggestions": len(wishes),
            "without_room": sum(1 for each in entries if not each.room.building),
            "without_room_suggestions": sum(1 for each in wishes if not each.room.building),
            "replies": len(chain.replies),
        },
        "entries": [_entry(each) for each in entries],
        "replies": [_reply(each) for each in chain.replies],
        "ignored_lines": [{"line": line, "text": text} for line, text in chain.ignored],
    } | _problems(entries, chain.doubts)


def _problems(entries: Sequence[Entry], doubts: Sequence[Doubt]) -> dict[str, Any]:
    """What an import would refuse, and what a person must look at; nothing where all is plain."""
    reason = f"太长，一条建议最多 {LONGEST} 字，请拆开"
    found = [
        {"line": each.line, "code": "TEXT_TOO_LONG", "reason": reason, "severity": "error"}
        for each in entries
        if len(each.text) > LONGEST
    ]
    found += [
        {"line": each.line, "code": "UNCERTAIN", "reason": each.reason, "severity": "warning"}
        for each in doubts
    ]
    return {"problems": found} if found else {}


def _entry(each: Entry) -> dict[str, Any]:
    told: dict[str, Any] = {
        "line": each.line,
        "line_end": each.line_end,
        "seq": each.seq or None,
        "proposer": each.proposer or None,
        **_room(each.room),
        "text": each.text,
        "is_suggestion": each.is_suggestion,
    }
    if each.phone:
        told["phone"] = each.phone
    if each.note:
        told["note"] = each.note
    if each.more_rooms:
        told["extra_rooms"] = [str(room) for room in each.more_rooms]
    return told


def _reply(each: Reply) -> dict[str, Any]:
    return {
        "line": each.line,
        "parent_seq": each.parent_seq or None,
        "parent_line": each.parent_line,
        "proposer": each.proposer or None,
        **_room(each.room),
        "text": each.text,
    }


def _room(room: Room) -> dict[str, Any]:
    return {
        "building": room.building or None,
        "unit": room.unit or None,
        "room_no": room.room or None,
        "room": str(room) or None,
    }


def table_json(read: VoiceRows) -> dict[str, Any]:
    """A table of suggestions."""
    return {
        "rows": [_row(each) for each in read.rows],
        "problems": [
            {
                "line": each.line,
                "code": each.code,
                "field": each.field.value,
                "value": each.value,
                "reason": each.reason,
                "severity": "error" if each.error else "warning",
                **({"sheet": each.sheet} if each.sheet else {}),
            }
            for each in read.problems
        ],
    }


def _row(each: VoiceRow) -> dict[str, Any]:
    return {
        "line": each.line,
        "id": each.id or None,
        "text": each.text,
        "source": each.source or None,
        "channel": each.channel.value,
        "date": each.day.isoformat() if each.day else None,
        "building": each.building or None,
        "unit": each.unit or None,
        "room_no": each.room or None,
        "room": each.place or None,
        "proposer": each.proposer or None,
        "category": each.category or None,
        **({"sheet": each.sheet} if each.sheet else {}),
    }


def groups_json(found: Sorted) -> list[dict[str, Any]]:
    """Proposed groups; one that stands alone is a group of one."""
    return [
        {
            "group": f"G{number:03d}",
            "title": each.title,
            "topic": each.topic or None,
            "category": each.category or "其他",
            "ids": [str(key) for key in each.voices],
            "categories": {
                str(key): found.categories.get(key) or each.category or "其他"
                for key in each.voices
            },
            "why": [{"word": word, "voices": count} for word, count in each.why],
        }
        for number, each in enumerate(found.proposals, 1)
    ]
