"""The first steps without their widgets: what is on file, what was typed, and keeping a page."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any
from uuid import UUID

from desktop.domain.errors import NameNeeded, Refusal, StillInUse
from desktop.domain.first_steps import Step
from desktop.domain.ids import Ref
from desktop.domain.meeting import read_time
from desktop.domain.phones import mask_phone
from desktop.domain.proceedings import Item, Proceedings
from desktop.domain.rule import Profile
from desktop.domain.terms import BodyKind, Stage
from desktop.register import Register
from desktop.services.agendas import ItemPlan
from desktop.services.bodies import BodyLine, SeatLine
from desktop.services.communities import CompoundFacts, CompoundLine
from desktop.services.meetings import MeetingPlan
from ui.presenter import Basis, Presenter, Runner, Screen

Draft = Mapping[str, Any]
Check = tuple[str, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class Told:
    """All that the steps show, as it is on file."""

    office: tuple[str, str]
    here: CompoundLine | None
    households: int | None
    bodies: tuple[BodyLine, ...]
    meeting: Proceedings | None
    profiles: tuple[Profile, ...]
    left: tuple[Step, ...]
    drafts: Mapping[Step, Draft]


@dataclass(frozen=True, slots=True)
class Seat:
    """A line of the grid; ``seat`` is the key of the seat it shows, or ""."""

    kind: BodyKind
    name: str
    duty: str = ""
    phone: str = ""
    seat: str = ""


@dataclass(frozen=True, slots=True)
class MeetingWish:
    profile: str
    on: date
    starts: str
    place: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WizardScreen(Screen):
    compound: UUID | None = None
    told: Told | None = None


class WizardPresenter(Presenter[WizardScreen]):
    nouns = frozenset(
        {"compound", "community", "premises", "body", "seat", "meeting", "item", "setting"}
    )

    def __init__(
        self, register: Register, runner: Runner, want: Callable[[UUID], None] = lambda _: None
    ) -> None:
        super().__init__(WizardScreen(), runner)
        self._register, self._want = register, want
        self._shown = Basis()  # what the page that is open was filled with

    @property
    def where(self) -> str:
        return self._register.address.shown

    @property
    def who(self) -> str:
        return self._register.who

    @property
    def in_a_file(self) -> bool:
        """Whether the program itself keeps the backups."""
        return self._register.address.path is not None

    def today(self) -> date:
        return self._register.now().date()

    def use(self, compound: UUID | None) -> None:
        self._change(compound=compound)

    def load(self) -> None:
        self._read(self._told, self._loaded)

    def read(self, then: Callable[[Told], None]) -> None:
        """Read all that the steps show, for a page to be filled with: what it keeps later rests on
        this."""

        def loaded(told: Told) -> None:
            self._loaded(told)
            self._shown = self.basis()
            if self._attached:  # the pages may be gone meanwhile
                then(told)

        self._read(self._told, loaded)

    def _loaded(self, told: Told) -> None:
        self._change(told=told, compound=told.here.id if told.here else None)

    def _told(self) -> Told:
        register = self._register
        lines = register.communities.lines()
        chosen = [line for line in lines if line.id == self.state.compound]
        here = next(iter(chosen or lines), None)
        found = register.meetings.lines(here.id) if here else []
        drafts = {step: register.sessions.draft(_place(step)) for step in Step}
        return Told(
            register.communities.office(),
            here,
            register.first_steps.expected(here.id) if here else None,
            tuple(register.bodies.lines(here.id)) if here else (),
            register.papers.told(found[-1].ref) if found else None,
            tuple(line.profile for line in register.profiles.lines()),
            register.first_steps.left(),
            {step: json.loads(text) for step, text in drafts.items() if text},
        )

    # -- what is typed ---------------------------------------------------------------------------

    def put_aside(self, step: Step, draft: Draft) -> None:
        """Keep a page that is left as it is; no fact yet."""
        text = json.dumps(draft, ensure_ascii=False) if draft else ""
        self._read(lambda: self._register.sessions.keep_draft(_place(step), text), lambda _: None)

    def _keep(self, step: Step, work: Callable[[], UUID | None]) -> None:
        def kept() -> UUID | None:
            made = work()
            if self._register.sessions.draft(_place(step)):
                self._register.sessions.keep_draft(_place(step), "")
            return made

        def told(made: UUID | None) -> None:
            if made is not None:
                self._change(compound=made)
                self._want(made)

        self._basis = self._shown
        self._act(kept, "", told)
        self._basis = Basis()

    # -- the pages -------------------------------------------------------------------------------

    def keep_office(self, subdistrict: str, community: str) -> None:
        def work() -> None:
            if self._register.communities.office() != (subdistrict.strip(), community.strip()):
                self._register.communities.set_up(subdistrict, community)

        self._keep(Step.OFFICE, work)

    def keep_compound(self, facts: CompoundFacts, households: int | None) -> None:
        """Register the compound, or set right what was told of it."""
        compound = self.state.compound

        def work() -> UUID:
            if compound is None:
                made = self._register.communities.add(facts)
            else:
                made = compound
                self._register.communities.change(made, facts)
            self._register.first_steps.expect(made, households)
            return made

        self._keep(Step.COMPOUND, work)

    def keep_bodies(self, bodies: Mapping[BodyKind, str | None], seats: Sequence[Seat]) -> None:
        """Bring bodies (by name, ``None``: not wanted) and seats to what the page says; whatever it
        does not show stays as it is."""
        compound = self._compound()
        on = self.today()

        def work() -> None:
            register = self._register.bodies
            there = {line.kind: line for line in reversed(register.lines(compound))}
            for kind, name in bodies.items():
                if name is None:
                    if kind in there and not there[kind].seats:
                        with suppress(StillInUse):  # somebody sat there once: it stays
                            register.remove(there[kind].ref)
                elif kind not in there:
                    register.add(compound, kind, name)
                elif name.strip() and there[kind].name != name.strip():
                    register.rename(there[kind].ref, name)
            lines = register.lines(compound)
            refs = {line.kind: line.ref for line in reversed(lines)}
            known = {str(seat.ref.id): seat for line in lines for seat in line.seats}
            for told in seats:
                self._keep_seat(refs, known.get(told.seat), told, on)

        self._keep(Step.BODIES, work)

    def _keep_seat(
        self, refs: Mapping[BodyKind, Ref], old: SeatLine | None, told: Seat, on: date
    ) -> None:
        name, phone = told.name.strip(), told.phone.strip()
        if old is not None and phone == mask_phone(old.phone):  # as it was shown: nobody changed it
            phone = old.phone
        if old is not None and name == old.name:
            if (old.duty, old.phone) != (told.duty.strip(), phone):
                self._register.bodies.change_seat(old.ref, told.duty, phone, old.since)
            return
        if old is not None:
            self._register.bodies.leave_seat(old.ref, on)
        elif told.seat:  # somebody else has ended this seat meanwhile
            return
        if name and told.kind in refs:
            self._register.bodies.seat(refs[told.kind], name, told.duty, phone)

    def keep_meeting(self, wish: MeetingWish) -> None:
        """Plan the first meeting, or set its frame and its agenda right while it is prepared."""
        compound, told = self._compound(), self.state.told
        meeting = told.meeting if told else None
        titles = [title.strip() for title in wish.items]

        def work() -> None:
            register = self._register
            if meeting is None:
                name = register.profiles.get(wish.profile).name
                title = register.meetings.next_title(compound, name, wish.on)
                plan = MeetingPlan(wish.profile, title, wish.on, wish.starts, wish.place)
                register.meetings.plan(compound, plan, [ItemPlan(t) for t in titles if t])
                return
            facts, ref = meeting.facts, Ref(compound, meeting.facts.id)
            register.meetings.change(
                ref,
                MeetingPlan(
                    meeting.profile.key,
                    facts.title,
                    wish.on,
                    wish.starts,
                    wish.place,
                    facts.convener,
                    facts.chair,
                    facts.recorder,
                    facts.entered_afterwards,
                    facts.short,
                ),
            )
            self._keep_items(ref, meeting.numbered[: len(wish.items)], titles)

        self._keep(Step.MEETING, work)

    def _keep_items(self, meeting: Ref, items: Sequence[Item], titles: Sequence[str]) -> None:
        """Line by line: what stands there is changed, what was blanked is taken off."""
        agendas = self._register.agendas
        for item, title in zip_longest(items, titles, fillvalue=None):
            ref = Ref(meeting.compound_id, item.id) if item else None
            if item and ref and title and title != item.title:
                agendas.change(ref, ItemPlan(title, None, item.presenter, item.minutes))
            elif ref and not title:
                agendas.remove(ref)
            elif title and not item:
                agendas.add(meeting, ItemPlan(title))

    def meeting(self) -> Ref | None:
        """The meeting that the steps have led to."""
        told = self.state.told
        if told is None or told.meeting is None or self.state.compound is None:
            return None
        return Ref(self.state.compound, told.meeting.facts.id)

    def back_up_to(self, folder: Path) -> None:
        self._act_long(
            "正在备份",
            lambda: self._register.upkeep.save_to(folder, self.long.step),
            f"已备份到 {folder}",
        )

    def _compound(self) -> UUID:
        if self.state.compound is None:
            raise NameNeeded("小区名称（第 2 步）")
        return self.state.compound


def prepared(meeting: Proceedings | None) -> bool:
    """Whether this page may still change the meeting: its notice has not gone out."""
    return meeting is None or meeting.facts.stage is Stage.DRAFT


def found_wrong(checks: Sequence[Check]) -> dict[str, str]:
    """The fields that are wrong, each with its sentence."""
    wrong: dict[str, str] = {}
    for name, check in checks:
        try:
            check()
        except Refusal as refusal:
            wrong.setdefault(name, str(refusal))
    return wrong


def needed(text: str, what: str) -> Callable[[], None]:
    """A check that something was filled in."""

    def check() -> None:
        if not text.strip():
            raise NameNeeded(what)

    return check


def a_time(text: str) -> Callable[[], object]:
    return lambda: read_time(text)


def _place(step: Step) -> str:
    return f"wizard/{step.value}"
