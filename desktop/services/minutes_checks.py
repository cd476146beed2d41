"""Reading minutes against the record: which fact a line rests on, and numbers that differ."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from uuid import UUID

from desktop.documents.minutes_draft import Source, sourced
from desktop.domain.meeting import day_words
from desktop.domain.number_check import Difference, Recorded, differences, inequalities
from desktop.domain.proceedings import Item, Proceedings, Round
from desktop.domain.terms import Copy, Outcome, Result

ALIKE = 0.6  # an edited line still belongs to the line it was made from
NO_SOURCE = "这一句是后来写的，没有对应的记录。"


@dataclass(frozen=True, slots=True)
class LineSource:
    """What a line of the minutes rests on, in words; ``item`` to go there."""

    words: str
    item: UUID | None = None


def source_of(told: Proceedings, copy: Copy, line: str) -> LineSource:
    """The fact behind a line, also when it has been edited a little."""
    made = sourced(told, copy)
    plain = line.strip()
    texts = [text for text, _ in made]
    found = plain if plain in texts else next(iter(get_close_matches(plain, texts, 1, ALIKE)), "")
    if not plain or not found:
        return LineSource(NO_SOURCE if plain else "")
    source = made[texts.index(found)][1]
    edited = "" if found == plain else "（文字改过）"
    return LineSource(f"依据{edited}：{_words(told, source)}", source.item)


def _words(told: Proceedings, source: Source) -> str:
    item = next((each for each in told.items if each.id == source.item), None)
    if source.notes:
        where = f"第 {item.number} 项“{item.title}”的" if item and item.number else ""
        return f"{where}{source.what}（{_speeches(told, source)}）"
    if item is None:
        if source.what == "签到记录":
            came = sum(each.came for each in told.voters)
            return f"签到记录，应到 {len(told.voters)} 人，先后到会 {came} 人"
        return source.what
    where = f"第 {item.number} 项“{item.title}”" if item.number else item.title
    made = next((each for each in item.rounds if each.id == source.round), None)
    return f"{where}的{_fact(source, item, made)}"


def _speeches(told: Proceedings, source: Source) -> str:
    """Which speeches a condensed line was made from, by time and name: 15:12 周爱民、15:16 陈光荣."""
    notes = [*told.other_notes, *(note for item in told.items for note in item.notes)]
    made = [note for note in notes if note.id in source.notes]
    return "、".join(f"{note.at} {note.speaker or '未注明'}".strip() for note in made)


def _fact(source: Source, item: Item, made: Round | None) -> str:
    if made is not None:
        return (
            f"第 {made.sequence} 次表决，{made.at}{made.method.word}，同意 {made.for_} 反对 "
            f"{made.against} 弃权 {made.abstain}"
        )
    counts = {
        "发言记录": len(item.standing_notes),
        "方案": len(item.proposals),
        "议定事项": len(item.resolutions),
    }
    count = counts.get(source.what)
    return f"{source.what}（{count} 条）" if count else source.what


def number_differences(text: str, told: Proceedings, copy: Copy) -> list[Difference]:
    """Numbers and outcomes in a text of the minutes that were not recorded. Lines that stand as they
    were drafted are sound: what somebody said of numbers is his."""
    sound = frozenset(line for line, _ in sourced(told, copy))
    return differences(text.split("\n"), [_whole(told), *map(_of_item, told.numbered)], sound)


def not_kept(found: Sequence[Difference], kept: Sequence[str]) -> list[Difference]:
    """Without those of which a person has said that they are meant, each as often as it was there."""
    left = Counter(kept)
    told = []
    for each in found:
        if left[each.kept_as] > 0:
            left[each.kept_as] -= 1
        else:
            told.append(each)
    return told


def _whole(told: Proceedings) -> Recorded:
    begun = sum(each.here(told.facts.starts) for each in told.voters)
    came = sum(each.came for each in told.voters)
    rounds = [each for item in told.items for each in item.rounds]
    counts = {
        "entitled": frozenset({len(told.voters)}),
        "present": frozenset({begun, came, *(each.present for each in rounds)}),
    }
    tasks = (*told.other_resolutions, *(t for item in told.items for t in item.resolutions))
    uneven = frozenset(each for item in told.items for each in _uneven_of(item))
    return Recorded("会议", counts, frozenset(day_words(t.due) for t in tasks if t.due), uneven)


def _of_item(item: Item) -> Recorded:
    rounds = item.rounds
    bodies = [line for each in rounds for line in each.bodies]

    def known(whole: Sequence[int], parts: Sequence[int | None]) -> frozenset[int]:
        return frozenset((*whole, *(part for part in parts if part is not None)))

    counts = {
        "entitled": known([r.entitled for r in rounds], []),
        "present": known([r.present for r in rounds], [b.present for b in bodies]),
        "for": known([r.for_ for r in rounds], [b.for_ for b in bodies]),
        "against": known([r.against for r in rounds], [b.against for b in bodies]),
        "abstain": known([r.abstain for r in rounds], [b.abstain for b in bodies]),
    }
    sound = [each for each in rounds if each.result is not Result.VOID]
    outcome = None
    if item.outcome is not None and item.outcome is not Outcome.MERGED:
        outcome = (item.outcome in _PASSING, item.outcome.word)
    return Recorded(
        item.title,
        counts,
        frozenset(day_words(task.due) for task in item.resolutions if task.due),
        _uneven_of(item),
        frozenset(each.result is Result.PASSED for each in sound)
        | (frozenset({outcome[0]}) if outcome else frozenset()),
        outcome,
        any(not (each.against or each.abstain) for each in sound) if sound else None,
    )


_PASSING = {Outcome.PASSED, Outcome.PASSED_AMENDED, Outcome.AGREED, Outcome.RECOMMENDED}


def _uneven_of(item: Item) -> frozenset[str]:
    """Every inequality that was written down of an item: of its rounds and of its head counts."""
    told = [item.outcome_note, *(f"{each.inequality}；{each.quorum}" for each in item.rounds)]
    return inequalities("；".join(told))
