"""The sample community and its meeting, held through the same services a secretary uses."""

import csv
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from desktop.domain.ids import Ref
from desktop.domain.terms import (
    Basis,
    BodyKind,
    Channel,
    CompoundKind,
    ManagedBy,
    NoteKind,
    Outcome,
)
from desktop.domain.vote import BodyVote
from desktop.register import Register
from desktop.services.agendas import ItemPlan
from desktop.services.communities import CompoundFacts
from desktop.services.meetings import MeetingPlan
from desktop.services.papers import Form, Paper
from desktop.services.polls import MatterPlan, PollPlan
from desktop.services.sessions import Task
from desktop.services.suggestions import SuggestionPlan
from desktop.services.votes import Hands
from desktop.storage import sqlite

ROSTER, VOICES, SCRIPT = "金鹭小区房屋清册.csv", "意见建议.csv", "meeting.toml"
PAPERS = (Paper.NOTICE, Paper.SIGN_IN, Paper.MINUTES, Paper.MINUTES_NOTICE)
LAST_DAYS = timedelta(days=5)  # what the sample vote has left
Say = Callable[[str], None]


def make(path: Path, who: str, folder: Path) -> None:
    """Make the file of the sample community: whole, or not at all."""
    draft = path.with_name(f"{path.name}.part")
    sqlite.clear(draft)
    register = Register(draft, who, create=True)
    try:
        fill(register, folder)
    finally:
        register.close()
    sqlite.settle(draft)
    draft.replace(path)


def fill(register: Register, folder: Path, say: Say = lambda _: None) -> Ref:
    """Fill an empty file with the sample community; give its meeting, closed."""
    script = tomllib.loads((folder / SCRIPT).read_text("utf-8"))
    compound = _compound(register, script)
    preview = register.rosters.preview(
        compound, register.rosters.read(folder / ROSTER), folder / ROSTER
    )
    register.rosters.take_over(preview)
    say(f"已导入名册：{len(preview.lines)} 行")
    for body in script["body"]:
        made = register.bodies.add(compound, BodyKind(body["kind"]), body["name"])
        for seat in body["seats"]:
            name, _, duty = seat.partition("|")
            register.bodies.seat(made, name, duty)
    groups = _voices(register, compound, folder / VOICES)
    say(f"已登记意见建议：{sum(map(len, groups.values()))} 条")
    meeting = _Meeting(register, compound, script, groups).hold(say)
    _poll(register, compound, script["poll"])
    say("已登记业主大会书面表决：正在收票")
    return meeting


def _poll(register: Register, compound: UUID, script: Mapping[str, Any]) -> None:
    """A written vote that is under way: its days move along with ours, the last but a few days off."""
    told = dict(script)
    today = register.now().date()
    if told["closes_on"] < today:
        late = today + LAST_DAYS - told["closes_on"]
        for day in ("noticed_on", "opens_on", "closes_on"):
            told[day] += late
    pattern, back = told.pop("pattern"), told.pop("back")
    matters = [MatterPlan(**matter) for matter in told.pop("matter")]
    poll = register.polls.plan(compound, PollPlan(**told), matters)
    register.polls.freeze(poll)
    register.polls.open(poll)
    for paper in range(1, register.ballots.issue_all(poll) + 1):
        if paper % 4 < back:
            keys = [pattern[(paper * (n + 1)) % len(pattern)] for n in range(len(matters))]
            register.entries.enter(poll, str(paper), keys)


def run(register: Register, folder: Path, out: Path, say: Say) -> list[Path]:
    """Fill, finalise, and write every paper as PDF and Word into ``out``."""
    meeting = fill(register, folder, say)
    register.minutes.finalise(meeting)
    return [register.papers.write(meeting, paper, form, out) for paper in PAPERS for form in Form]


def _compound(register: Register, script: Mapping[str, Any]) -> UUID:
    register.communities.set_up(**script["community"])
    told = dict(script["compound"])
    kind, managed = CompoundKind(told.pop("kind")), ManagedBy(told.pop("managed_by"))
    return register.communities.add(CompoundFacts(**told, kind=kind, managed_by=managed))


def _voices(register: Register, compound: UUID, path: Path) -> dict[str, list[Ref]]:
    groups: dict[str, list[Ref]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            plan = SuggestionPlan(
                row["内容"],
                Channel.by_word(row["来源"]),
                date.fromisoformat(row["日期"]),
                row["房号"],
            )
            groups.setdefault(row["归并"], []).append(register.suggestions.add(compound, plan))
    for title, refs in groups.items():
        if title:
            register.groupings.merge(refs, title)
    return groups


class _Meeting:
    def __init__(
        self,
        register: Register,
        compound: UUID,
        script: Mapping[str, Any],
        groups: Mapping[str, list[Ref]],
    ) -> None:
        self.register, self.script = register, script
        told = dict(script["meeting"])
        self.ends, self.noticed_on = told.pop("ends"), told.pop("noticed_on")
        items = [
            ItemPlan(
                item["title"],
                presenter=item["presenter"],
                minutes=item["minutes"],
                suggestions=tuple(ref.id for name in item["groups"] for ref in groups[name]),
            )
            for item in script["item"]
        ]
        self.ref = register.meetings.plan(compound, MeetingPlan(**told), items)
        self.people = {
            each.name: Ref(compound, each.id) for each in register.table.people(self.ref)
        }
        self.bodies = {each.body_name: each.body for each in register.table.people(self.ref)}
        self.items = [item.id for item in register.papers.told(self.ref).numbered]
        self.proposal: dict[int, UUID] = {}

    def hold(self, say: Say) -> Ref:
        self.register.meetings.give_notice(self.ref, self.noticed_on)
        self.register.meetings.open(self.ref)
        for event in self.script["event"]:
            next(act for name, act in self._acts().items() if name in event)(event)
        self.register.meetings.close(self.ref, self.ends)
        say(f"已记录会议：{self.script['meeting']['title']}")
        return self.ref

    def _acts(self) -> Mapping[str, Callable[[Mapping[str, Any]], None]]:
        return {
            "excuse": self._excuse,
            "arrive": self._arrive,
            "leave": self._leave,
            "note": self._note,
            "propose": self._propose,
            "vote": self._vote,
            "task": self._task,
            "conclude": self._conclude,
        }

    def _item(self, event: Mapping[str, Any]) -> UUID | None:
        return self.items[event["item"] - 1] if "item" in event else None

    def _item_ref(self, event: Mapping[str, Any]) -> Ref:
        return Ref(self.ref.compound_id, self.items[event["item"] - 1])

    def _excuse(self, event: Mapping[str, Any]) -> None:
        self.register.table.excuse(self.people[event["excuse"]], event["reason"])

    def _arrive(self, event: Mapping[str, Any]) -> None:
        names = [event["arrive"]]
        if names == ["*"]:
            away = {e.name for e in self.register.table.people(self.ref) if e.excused}
            names = [n for n in self.people if n not in {*event["not"], *away}]
        for name in names:
            self.register.table.arrive(self.people[name], event["at"])

    def _leave(self, event: Mapping[str, Any]) -> None:
        names = event["leave"] if isinstance(event["leave"], list) else [event["leave"]]
        for name in names:
            self.register.table.leave(self.people[name], event["at"])

    def _note(self, event: Mapping[str, Any]) -> None:
        kind = NoteKind(event["kind"])
        self.register.sessions.note(
            self.ref, self._item(event), event["at"], event["by"], event["note"], kind
        )

    def _propose(self, event: Mapping[str, Any]) -> None:
        made = self.register.sessions.propose(
            self._item_ref(event), event["by"], event["propose"], event["at"]
        )
        self.proposal[event["item"]] = made.id

    def _vote(self, event: Mapping[str, Any]) -> None:
        votes = []
        for part in event["vote"].split("；"):
            name, *counts = part.split(" ")
            for_, against, abstain = map(int, counts)
            present = for_ + against + abstain
            votes.append(BodyVote(self.bodies[name], name, present, for_, against, abstain))
        hands = Hands(event["at"], tuple(votes))
        proposal = self.proposal.get(event["item"])
        self.register.votes.by_hands(self._item_ref(event), hands, proposal)

    def _task(self, event: Mapping[str, Any]) -> None:
        task = Task(
            event["task"],
            event["lead"],
            event["due"],
            Basis(event.get("basis", "vote")),
            helpers=event.get("helpers", ""),
            note=event.get("remark", ""),
        )
        self.register.sessions.decide_task(self.ref, self._item(event), task)

    def _conclude(self, event: Mapping[str, Any]) -> None:
        outcome, remark = Outcome(event["conclude"]), event.get("remark", "")
        self.register.sessions.conclude(self._item_ref(event), outcome, remark, event["check"])
