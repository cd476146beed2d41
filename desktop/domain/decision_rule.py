"""Rules of decisions as data: who may vote, who must take part, who must agree, by what law."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desktop.domain.errors import ReasonNeeded
from desktop.domain.rule import Threshold, chinese, read_share
from desktop.domain.rules_file import Reader, threshold
from desktop.domain.terms import Base, Comparison, Electorate, Measured, Silence

# 民法典 art. 278 (1): what owners decide jointly, by the number of the item.
ITEMS = {
    1: "制定和修改业主大会议事规则", 2: "制定和修改管理规约", 3: "选举或者更换业主委员会委员",
    4: "选聘和解聘物业服务企业或者其他管理人", 5: "使用维修资金", 6: "筹集维修资金",
    7: "改建、重建建筑物及其附属设施", 8: "改变共有部分的用途或者利用共有部分经营",
    9: "有关共有和共同管理权利的其他重大事项",
}  # fmt: skip
NO_OBJECTION = "没有书面异议"
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

    ``consent_of`` names a group all of whom must agree besides, or, with ``consent_half``, more
    than half of those of it who took part; ``items`` are the numbers of
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
    consent_half: bool = False
    no_objection: bool = False
    tie_fails: bool = False  # as many for as against is not enough, whatever the share says
    one_agrees: bool = False  # somebody must agree, where silence alone could reach the share
    document_needed: bool = False  # the office's own document with its page sets the share
    warning: str = ""
    silence: Silence = Silence.NOTHING
    copied_from: str = ""  # the name of the rule this one was changed from
    copy_reason: str = ""
    original: "DecisionRule | None" = None  # the shipped rule behind a changed copy

    @property
    def owners_joint(self) -> bool:
        """Whether this is 业主共同决定: only a statutory rule of the owners ever is."""
        return self.statutory and self.of_owners

    @property
    def of_owners(self) -> bool:
        """Whether owners decide, all of them or some."""
        return self.electorate in _OWNERS

    @property
    def by_door(self) -> bool:
        """Whether every household is one, whoever owns it."""
        return self.electorate in {Electorate.HOUSEHOLDS, Electorate.RESIDENTS}

    @property
    def lines(self) -> list[str]:
        """The conditions in words, one a line."""
        told = [f"参加表决 {self._worded(each)}" for each in self.participation]
        told += [f"同意 {self._worded(each)}" for each in self.approval]
        return told + list(self.besides)

    @property
    def besides(self) -> tuple[str, ...]:
        """The conditions beside the shares, in words: they ask whether a question is agreed to."""
        told = [f"还须{self.consent_of}同意"] if self.consent_of else []
        told += [NO_OBJECTION] if self.no_objection else []
        told += ["同意的多于反对的"] if self.tie_fails else []
        told += ["至少有一票同意"] if self.one_agrees else []
        told += [self.silence.word] if self.silence is not Silence.NOTHING else []
        return tuple(told)

    @property
    def unit(self) -> str:
        """What is counted beside area: 人, or 户 where every household is one."""
        return "户" if self.electorate is Electorate.HOUSEHOLDS else "人"

    def _worded(self, demand: Demand) -> str:
        return demand.words.replace("人数", f"{self.unit}数")

    @property
    def by_area(self) -> bool:
        """Whether floor area counts at all."""
        return any(d.measure is Measured.AREA for d in (*self.participation, *self.approval))


_NAMES = (
    "key", "name", "electorate", "participation", "approval", "source", "text", "statutory",
    "valid_from", "items", "consent_of", "consent_half", "no_objection", "tie_fails", "one_agrees",
    "document_needed", "warning", "silence", "copied_from", "copy_reason",
)  # fmt: skip


def read(file: str, tables: Mapping[str, Any]) -> dict[str, DecisionRule]:
    """Read all rules of one file by key; raise ``BadRules`` with the place of what is wrong."""
    found: dict[str, DecisionRule] = {}
    whole = Reader(file, "", tables)
    whole.only(("decision",))
    for reader in whole.tables("decision"):
        reader.only(_NAMES)
        rule = _rule(reader)
        if rule.key in found:
            raise reader.wrong("key", f"“{rule.key}”出现了两次")
        taken = [each for other in found.values() for each in other.items if each in rule.items]
        if taken:
            raise reader.wrong("items", f"第 {taken[0]} 项已属于另一条规则")
        found[rule.key] = rule
    if not found:
        raise whole.wrong("decision", "没有一条规则")
    return found


_OWNERS = frozenset({Electorate.OWNERS, Electorate.RANGE, Electorate.AFFECTED})
# What can be counted of whom: floor area belongs to owners and households, parties sit at a table.
_MEASURES = {
    each: frozenset({Measured.HEADS, Measured.AREA})
    if each in {*_OWNERS, Electorate.HOUSEHOLDS}
    else frozenset({Measured.HEADS, Measured.PARTIES})
    if each is Electorate.PARTIES
    else frozenset({Measured.HEADS})
    for each in Electorate
}
_WHOLE = frozenset({Base.ENTITLED, Base.MEMBERS})  # taking part is a share of everybody


def _rule(reader: Reader) -> DecisionRule:
    approval, original = _demands(reader, "approval"), reader.inner("original")
    document_needed = reader.flag("document_needed", default=False)
    if not approval:
        raise reader.wrong("approval", "至少要有一个通过条件")
    rule = DecisionRule(
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
        consent_half=reader.flag("consent_half", default=False),
        no_objection=reader.flag("no_objection", default=False),
        tie_fails=reader.flag("tie_fails", default=False),
        one_agrees=reader.flag("one_agrees", default=False),
        document_needed=document_needed,
        warning=reader.text("warning", ""),
        silence=reader.term("silence", Silence) if "silence" in reader.table else Silence.NOTHING,
        copied_from=reader.text("copied_from", ""),
        copy_reason=reader.text("copy_reason", ""),
        original=_rule(original) if original and not document_needed else None,
    )
    if any(item not in ITEMS for item in rule.items):
        raise reader.wrong("items", "民法典第二百七十八条第一款只有（一）至（九）项")
    if rule.consent_half and not rule.consent_of:
        raise reader.wrong("consent_half", "没有写明是哪一组人（consent_of）")
    if any(d.threshold.base not in _WHOLE for d in rule.participation):
        raise reader.wrong("participation", "参加表决的比例只能以全体（entitled 或 members）为基数")
    if rule.statutory and rule.silence is not Silence.NOTHING:
        raise reader.wrong("silence", "法定规则只计交回的票")
    if rule.copied_from and not (rule.copy_reason and rule.source):
        raise reader.wrong("copy_reason", "由其他规则改成的，要写明原因和依据")
    return rule


def copied(rule: DecisionRule, changed: DecisionRule, reason: str, source: str) -> DecisionRule:
    """A changed copy of a rule: never statutory, without the article's name, with its reason.

    ``changed`` holds the new shares; ``source`` is the office's own document with its page. Raise
    ``ReasonNeeded`` when the reason or the source is not written.
    """
    if not reason.strip() or not source.strip():
        raise ReasonNeeded("修改规则（并写明依据的文件和页码）")
    return replace(
        changed,
        name=f"本单位规则（由“{_plain_name(rule)}”修改）",
        source=source.strip(),
        text=changed.text if changed.text != rule.text else "；".join(changed.lines) + "。",
        statutory=False,
        items=(),
        copied_from=rule.name,
        copy_reason=reason.strip(),
        # a share that a document sets has no law behind it: there is nothing to print beside
        original=None if rule.document_needed else rule.original or rule,
        warning=f"本规则不是{rule.source}的规定，按它通过的不是业主共同决定。"
        if rule.owners_joint
        else changed.warning,
    )


def documented(rule: DecisionRule, document: str, share: str = "") -> DecisionRule:
    """A rule whose share an office's own document sets, with that document as its only source.

    ``share`` as people write it; blank keeps the catalogue's. What is printed says it in words.
    """
    approval = rule.approval
    if share.strip():
        part, whole, comparison = read_share(share)
        approval = tuple(
            Demand(each.measure, Threshold(part, whole, comparison, each.threshold.base, document))
            for each in approval
        )
    made = replace(rule, approval=approval, source=document, original=None)
    words = "；".join(line for line in made.lines if line not in made.besides)
    return replace(made, text=f"{rule.text.rstrip('。')}：{words}。")


def _plain_name(rule: DecisionRule) -> str:
    """The name of a rule without the words that no copy may bear: 重大事项."""
    return rule.name.replace("业主共同决定", "").strip("（）") or rule.name


def told(rule: DecisionRule) -> dict[str, Any]:
    """The rule as plain data, in the shape ``read`` takes; so it is frozen with a vote."""
    data: dict[str, Any] = {
        name: getattr(rule, name) for name in _NAMES if name not in {"participation", "approval"}
    }
    data["original"] = told(rule.original) if rule.original else None
    data["items"] = list(rule.items)
    data["valid_from"] = rule.valid_from.isoformat() if rule.valid_from else None
    for name in ("participation", "approval"):
        data[name] = [
            {
                "measures": [demand.measure.value],
                "numerator": demand.threshold.numerator,
                "denominator": demand.threshold.denominator,
                "comparison": demand.threshold.comparison.value,
                "base": demand.threshold.base.value,
                "source": demand.threshold.source,
            }
            for demand in getattr(rule, name)
        ]
    return data


def thaw(data: Mapping[str, Any]) -> DecisionRule:
    """A rule that was frozen with a vote."""
    return _rule(Reader("", "", _table(data)))


def _table(data: Mapping[str, Any]) -> dict[str, Any]:
    """Frozen data as a rules file would have it: days are days, and what is missing is not there."""
    table = {name: value for name, value in data.items() if value is not None}
    if "valid_from" in table:
        table["valid_from"] = date.fromisoformat(table["valid_from"])
    if "original" in table:
        table["original"] = _table(table["original"])
    return table


def _demands(reader: Reader, name: str) -> tuple[Demand, ...]:
    """Each table is one share, asked of every measure it names."""
    found: list[Demand] = []
    electorate = reader.term("electorate", Electorate)
    for inner in reader.tables(name):
        inner.only(("measures", "numerator", "denominator", "comparison", "base", "source"))
        if "seats" in inner.table.get("measures", ()):
            raise inner.wrong("measures", "席位一人一席，请写 heads")
        measures = inner.terms("measures", Measured)
        if not measures:
            raise inner.wrong("measures", "至少要有一项")
        if wrong := [each for each in measures if each not in _MEASURES[electorate]]:
            raise inner.wrong("measures", f"由{electorate.word}决定的，不按{wrong[0].word}计")
        share = threshold(inner)
        found += [Demand(measure, share) for measure in measures]
    if len({each.measure for each in found}) < len(found):
        raise reader.wrong(name, "同一项有两个条件")
    return tuple(found)
