"""Rules of decisions as data: who may vote, who must take part, who must agree, by what law."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.domain.rule import Threshold, chinese
from desktop.domain.rules_file import Reader, threshold
from desktop.domain.terms import Base, Comparison, Electorate, Measured

_WHOLES = {
    Base.ENTITLED: "全体", Base.PARTICIPATING: "参加表决的", Base.VALID: "有效票的",
    Base.PRESENT: "到会的", Base.MEMBERS: "全体成员的",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Demand:
    """One condition: a share, asked of one measure."""

    measure: Measured
    threshold: Threshold

    @property
    def words(self) -> str:
        """全体专有部分面积的三分之二以上（含本数）, 参加表决的人数过半数."""
        share = self.threshold
        whole = f"{_WHOLES[share.base]}{self.measure.word}"
        if share.numerator == share.denominator:
            return f"{whole}全部"
        if (share.numerator, share.denominator, share.comparison) == (1, 2, Comparison.MORE_THAN):
            return f"{whole}过半数"
        part = f"{chinese(share.denominator)}分之{chinese(share.numerator)}"
        if share.comparison is Comparison.AT_LEAST:
            return f"{whole}的{part}以上（含本数）"
        return f"超过{whole}的{part}"


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """How a matter is decided. A rule that a vote used is frozen with the vote.

    ``consent_of`` names a group all of whom must agree besides; ``items`` are the numbers of
    民法典 art. 278 (1) that choose this rule; ``statutory`` rules cannot be changed, only copied.
    """

    key: str
    name: str
    electorate: Electorate
    participation: tuple[Demand, ...]
    approval: tuple[Demand, ...]
    source: str
    text: str  # for the printed page
    statutory: bool
    valid_from: date | None = None
    items: tuple[int, ...] = ()
    consent_of: str = ""
    no_objection: bool = False
    document_needed: bool = False  # the office's own document with its page sets the share
    warning: str = ""

    @property
    def owners_joint(self) -> bool:
        """Whether this is 业主共同决定: only a statutory rule of the owners ever is."""
        owners = {Electorate.OWNERS, Electorate.RANGE, Electorate.AFFECTED}
        return self.statutory and self.electorate in owners

    @property
    def lines(self) -> list[str]:
        """The conditions in words, one a line."""
        told = [f"参加表决 {each.words}" for each in self.participation]
        told += [f"同意 {each.words}" for each in self.approval]
        told += [f"还须{self.consent_of}同意"] if self.consent_of else []
        told += ["没有书面异议"] if self.no_objection else []
        return told


_NAMES = (
    "key", "name", "electorate", "participation", "approval", "source", "text", "statutory",
    "valid_from", "items", "consent_of", "no_objection", "document_needed", "warning",
)  # fmt: skip


def read(file: str, tables: Mapping[str, Any]) -> dict[str, DecisionRule]:
    """Read all rules of one file by key; raise ``BadRules`` with the place of what is wrong."""
    found: dict[str, DecisionRule] = {}
    for reader in Reader(file, "", tables).tables("decision"):
        reader.only(_NAMES)
        rule = _rule(reader)
        if rule.key in found:
            raise reader.wrong("key", f"“{rule.key}”出现了两次")
        taken = [each for other in found.values() for each in other.items if each in rule.items]
        if taken:
            raise reader.wrong("items", f"第 {taken[0]} 项已属于另一条规则")
        found[rule.key] = rule
    if not found:
        raise Reader(file, "", tables).wrong("decision", "没有一条规则")
    return found


def _rule(reader: Reader) -> DecisionRule:
    approval = _demands(reader, "approval")
    if not approval:
        raise reader.wrong("approval", "至少要有一个通过条件")
    return DecisionRule(
        key=reader.text("key"),
        name=reader.text("name"),
        electorate=reader.term("electorate", Electorate),
        participation=_demands(reader, "participation"),
        approval=approval,
        source=reader.text("source"),
        text=reader.text("text"),
        statutory=reader.flag("statutory", default=False),
        valid_from=reader.day("valid_from"),
        items=reader.wholes("items"),
        consent_of=reader.text("consent_of", ""),
        no_objection=reader.flag("no_objection", default=False),
        document_needed=reader.flag("document_needed", default=False),
        warning=reader.text("warning", ""),
    )


def _demands(reader: Reader, name: str) -> tuple[Demand, ...]:
    """Each table is one share, asked of every measure it names."""
    found: list[Demand] = []
    for inner in reader.tables(name):
        inner.only(("measures", "numerator", "denominator", "comparison", "base", "source"))
        measures = inner.terms("measures", Measured)
        if not measures:
            raise inner.wrong("measures", "至少要有一项")
        share = threshold(inner)
        found += [Demand(measure, share) for measure in measures]
    if len({each.measure for each in found}) < len(found):
        raise reader.wrong(name, "同一项有两个条件")
    return tuple(found)
