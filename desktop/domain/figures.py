"""The figures of one count, as they are announced, printed, compared and kept for ever."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from desktop.domain import area as areas
from desktop.domain.poll import Matter
from desktop.domain.tally import Condition, Mark, Tally
from desktop.domain.terms import MatterKind, Measured
from desktop.domain.verdict import NAMES, Judged

MARKS = (Mark.FOR, Mark.AGAINST, Mark.ABSTAIN, Mark.INVALID, Mark.UNRETURNED)
WORDS = {
    Mark.FOR: "同意", Mark.AGAINST: "反对", Mark.ABSTAIN: "弃权", Mark.INVALID: "无效",
    Mark.UNRETURNED: "未交回", Mark.CONFLICT: "待裁定",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineFigures:
    """One line of the ballot; areas in units of 0.0001 m²."""

    name: str
    doors: Mapping[str, int]
    heads: Mapping[str, int]
    area: Mapping[str, int]
    split: int  # owners whose doors differ and for whom nobody has ruled


@dataclass(frozen=True, slots=True)
class Check:
    """One condition with the inequality anyone can check."""

    name: str
    holds: bool
    inequality: str

    @property
    def words(self) -> str:
        return NAMES[self.name]


@dataclass(frozen=True, slots=True)
class MatterFigures:
    """One matter of one count: every number that is printed."""

    title: str
    text: str
    kind: str
    rule: str
    source: str
    rule_text: str
    owners_joint: bool
    by_area: bool
    warning: str
    copied: str  # from which rule, and why; or ""
    verdict: str
    word: str
    lines: tuple[LineFigures, ...]
    part_heads: int
    part_area: int
    total_heads: int
    total_area: int
    checks: tuple[Check, ...]
    reasons: tuple[str, ...]
    standings: tuple[tuple[str, int, int, bool], ...] = ()  # name, heads, area, enough
    substitutes: tuple[str, ...] = ()
    silence: str = ""
    beside: "MatterFigures | None" = None  # counted with the office's rule of silence
    original: "MatterFigures | None" = None  # by the rule that the office's own was changed from
    unit: str = "人"  # or 户, where every household is one
    standing_checks: tuple[tuple[Check, ...], ...] = ()  # of each standing, in its order
    waits: bool = False  # passed, unless somebody objects while it is posted

    def named(self, check: Check) -> str:
        """What a condition asks, in the unit of this matter."""
        return check.words.replace("人数", f"{self.unit}数")

    @property
    def is_decision(self) -> bool:
        return self.kind == MatterKind.DECISION.value


def figures(matter: Matter, judged: Judged, silence: str = "") -> MatterFigures:
    """Put a judged matter into the figures that are kept."""
    tally, election, rule = judged.tally, judged.election, matter.rule
    return MatterFigures(
        matter.title,
        matter.text,
        matter.kind.value,
        rule.name,
        rule.source,
        rule.text,
        rule.owners_joint,
        rule.by_area,
        rule.warning if not rule.statutory else "",
        f"本规则由“{rule.copied_from}”修改而来，原因：{rule.copy_reason}。"
        if rule.copied_from
        else "",
        judged.verdict.value,
        judged.word,
        tuple(_line(name, each) for name, each in judged.tallies.items()),
        tally.participating.heads.count,
        tally.participating.area.count,
        tally.total.heads.count,
        tally.total.area.count,
        _checks(judged.conditions),
        judged.reasons,
        tuple(
            (each.name, each.votes.heads.count, each.votes.area.count, each.enough)
            for each in election.standings
        )
        if election
        else (),
        election.substitutes if election else (),
        silence,
        figures(matter, judged.silent, rule.silence.word) if judged.silent else None,
        figures(replace(matter, rule=rule.original), judged.original)
        if judged.original and rule.original
        else None,
        "户" if rule.by_door else "人",
        tuple(_checks(each.conditions) for each in election.standings) if election else (),
        judged.waits,
    )


def _checks(conditions: Sequence[Condition]) -> tuple[Check, ...]:
    return tuple(Check(each.name, each.holds, each.inequality) for each in conditions)


def _line(name: str, tally: Tally) -> LineFigures:
    return LineFigures(
        name,
        {mark.value: tally.doors[mark] for mark in Mark},
        {mark.value: tally.heads[mark].count for mark in Mark},
        {mark.value: tally.area[mark].count for mark in Mark},
        len(tally.undetermined),
    )


def thaw(data: Mapping[str, Any]) -> MatterFigures:
    """Figures that were kept as JSON."""
    told = dict(data)
    told["lines"] = tuple(LineFigures(**each) for each in told["lines"])
    told["checks"] = tuple(Check(**each) for each in told["checks"])
    for name in ("reasons", "substitutes"):
        told[name] = tuple(told[name])
    told["standings"] = tuple(tuple(each) for each in told["standings"])
    told["standing_checks"] = tuple(
        tuple(Check(**each) for each in checks) for checks in told.get("standing_checks", ())
    )
    for name in ("beside", "original"):  # counts of before know no original
        told[name] = thaw(told[name]) if told.get(name) else None
    return MatterFigures(**told)


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that a recount changed."""

    matter: str
    what: str
    before: str
    after: str


def differences(
    before: Sequence[MatterFigures], after: Sequence[MatterFigures]
) -> list[Difference]:
    """What changed from one count to the next; nothing when they agree."""
    found = []
    for old, new in zip(before, after, strict=True):
        for one, other in zip(old.lines, new.lines, strict=True):
            name = f"{one.name} " if one.name else ""
            for mark in Mark:
                key, word = mark.value, WORDS[mark]
                pairs = (
                    (f"{name}{word}（户）", str(one.doors[key]), str(other.doors[key])),
                    (f"{name}{word}（人）", str(one.heads[key]), str(other.heads[key])),
                    (
                        f"{name}{word}（㎡）",
                        areas.shown(one.area[key]),
                        areas.shown(other.area[key]),
                    ),
                )
                found += [Difference(new.title, *pair) for pair in pairs if pair[1] != pair[2]]
        if old.word != new.word:
            found.append(Difference(new.title, "结果", old.word, new.word))
        was, now = old.original, new.original
        if was and now and was.word != now.word:
            found.append(Difference(new.title, f"按“{now.rule}”的结果", was.word, now.word))
    return found


def percent(part: int, whole: int) -> str:
    """A share for reading only, two places, half up: 66.67%; nothing of nothing is —."""
    if not whole:
        return "—"
    rounded = (2 * part * 10_000 + whole) // (2 * whole)
    return f"{rounded // 100}.{rounded % 100:02d}%"


def measure_word(measure: Measured) -> str:
    return "㎡" if measure is Measured.AREA else "人"
