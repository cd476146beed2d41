"""Reading profiles and the matter guide from data, with the exact place of any error."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.domain.rule import BodyQuorum, Profile, Threshold
from desktop.domain.rules_file import Reader, threshold
from desktop.domain.terms import BodyKind, Decision, MeetingKind


@dataclass(frozen=True, slots=True)
class Matter:
    """One line of the matter guide: who decides such a thing, by which article, how."""

    key: str
    name: str
    article: str
    decision: Decision  # who decides
    majority: str  # 一般 / 重大 / ""
    procedure: str
    paper: str
    mistake: str  # the usual mistake, in words, or ""
    words: tuple[str, ...]  # what people say when they mean it
    patterns: tuple[re.Pattern[str], ...] = ()  # what such a title may also look like

    @property
    def owners_decide(self) -> bool:
        return self.decision is Decision.OWNERS_JOINT


def profile(file: str, place: str, table: Mapping[str, Any]) -> Profile:
    """Read one profile; raise ``BadRules`` with the place of what is wrong."""
    reader = Reader(file, place, table)
    quorum, passing = reader.inner("quorum"), reader.inner("passing")
    quorums = [
        BodyQuorum(inner.term("body", BodyKind), threshold(inner), inner.terms("instead", BodyKind))
        for number, part in enumerate(table.get("body_quorum", ()), 1)
        for inner in [Reader(file, f"{place}.body_quorum[{number}]", part)]
    ]
    return Profile(
        key=reader.text("key"),
        kind=reader.term("kind", MeetingKind),
        name=reader.text("name"),
        convener=reader.text("convener", ""),
        bodies=reader.terms("bodies", BodyKind),
        decision=reader.term("decision", Decision),
        quorum=threshold(quorum) if quorum else None,
        body_quorums=tuple(quorums),
        passing=threshold(passing) if passing else None,
        notice_days=reader.whole("notice_days", 0),
        notice_source=reader.text("notice_source", ""),
        second_round=reader.flag("second_round", default=True),
        short=reader.flag("short", default=False),
        remark=reader.text("remark", ""),
        opinion=reader.flag("opinion", default=False),
        announced_only=reader.flag("announced_only", default=False),
        speech_minutes=reader.whole("speech_minutes", 3),
    )


def profiles(file: str, tables: Mapping[str, Any]) -> dict[str, Profile]:
    """Read all profiles of one file by key."""
    read = [
        profile(file, f"profile[{number}]", table)
        for number, table in enumerate(tables.get("profile", ()), 1)
    ]
    return {each.key: each for each in read}


def matters(file: str, tables: Mapping[str, Any]) -> dict[str, Matter]:
    """Read the matter guide by key."""
    found = {}
    for number, table in enumerate(tables.get("matter", ()), 1):
        reader = Reader(file, f"matter[{number}]", table)
        words = table.get("words", [])
        found[reader.text("key")] = Matter(
            key=reader.text("key"),
            name=reader.text("name"),
            article=reader.text("article"),
            decision=reader.term("decision", Decision),
            majority=reader.text("majority", ""),
            procedure=reader.text("procedure"),
            paper=reader.text("paper", ""),
            mistake=reader.text("mistake", ""),
            words=tuple(words),
            patterns=tuple(_pattern(reader, each) for each in table.get("patterns", [])),
        )
    return found


def _pattern(reader: Reader, text: object) -> re.Pattern[str]:
    try:
        return re.compile(str(text))
    except re.error:
        raise reader.wrong("patterns", f"“{text}”不是正则表达式") from None


def guess_matter(title: str, guide: Mapping[str, Matter]) -> Matter | None:
    """The matter a title most likely means, or ``None``.

    What only the owners can decide comes first: overlooking that is the costly mistake.
    """
    best, best_score = None, (False, 0)
    for matter in guide.values():
        found = sum(len(word) for word in matter.words if word in title)
        found += sum(len(hit[0]) for pattern in matter.patterns if (hit := pattern.search(title)))
        if found and (matter.owners_decide, found) > best_score:
            best, best_score = matter, (matter.owners_decide, found)
    return best


def as_table(profile: Profile) -> dict[str, Any]:
    """The same profile as plain data, as a rules file would have it."""
    table: dict[str, Any] = {
        "key": profile.key,
        "kind": profile.kind.value,
        "name": profile.name,
        "convener": profile.convener,
        "bodies": [body.value for body in profile.bodies],
        "decision": profile.decision.value,
        "notice_days": profile.notice_days,
        "notice_source": profile.notice_source,
        "second_round": profile.second_round,
        "short": profile.short,
        "remark": profile.remark,
        "opinion": profile.opinion,
        "announced_only": profile.announced_only,
        "speech_minutes": profile.speech_minutes,
    }
    if profile.quorum:
        table["quorum"] = _threshold_table(profile.quorum)
    if profile.passing:
        table["passing"] = _threshold_table(profile.passing)
    if profile.body_quorums:
        table["body_quorum"] = [
            {
                "body": each.body.value,
                "instead": [body.value for body in each.instead],
                **_threshold_table(each.threshold),
            }
            for each in profile.body_quorums
        ]
    return table


def _threshold_table(threshold: Threshold) -> dict[str, Any]:
    return {
        "numerator": threshold.numerator,
        "denominator": threshold.denominator,
        "comparison": threshold.comparison.value,
        "base": threshold.base.value,
        "source": threshold.source,
    }
