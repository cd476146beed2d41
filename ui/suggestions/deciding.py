"""What waits for the next agenda, in order; and the words an office teaches the program."""

from dataclasses import dataclass
from uuid import UUID

from desktop.domain.count import is_count
from desktop.register import Register
from desktop.services.backlog import Candidate
from desktop.services.groupings import GroupLine, ProposedGroup
from desktop.services.hints import NO_HINT, Hint
from desktop.services.meetings import MeetingLine
from desktop.services.suggestions import SuggestionLine
from ui.presenter import Presenter, Runner, Screen


@dataclass(frozen=True, slots=True)
class VoiceScreen(Screen):
    compound: UUID | None = None
    words: str = ""
    lines: tuple[SuggestionLine, ...] = ()  # those that are looked for
    last_import: tuple[str, int] | None = None
    hint: Hint = NO_HINT
    proposals: tuple[ProposedGroup, ...] | None = None  # None: not asked for yet
    groups: tuple[GroupLine, ...] = ()
    members: tuple[SuggestionLine, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    meetings: tuple[MeetingLine, ...] = ()  # those whose agenda is still being made


class Deciding(Presenter[VoiceScreen]):
    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(VoiceScreen(), runner)
        self._register = register

    def move_candidate(self, candidate: Candidate, by: int) -> None:
        """Put a matter before or after the one that is shown beside it; no other moves."""
        order = [each for each in self.state.candidates if not each.held]
        place = next((n for n, each in enumerate(order) if each.id == candidate.id), -1)
        if place < 0:
            self.refuse("暂缓的议题不能排先后，请先恢复。")
            return
        there = place + by
        if 0 <= there < len(order):
            moved = [(candidate, there + 1)]
            if order[there].fixed:  # else it gives way by itself
                moved.append((order[there], place + 1))
            self._act(lambda: self._register.backlog.place(moved))

    def as_proposed(self) -> None:
        compound = self._compound()
        if compound is not None:
            self._act(lambda: self._register.backlog.as_proposed(compound), "已按建议的顺序排列。")

    def hold(self, candidate: Candidate, reason: str) -> None:
        self._act(
            lambda: self._register.backlog.hold(candidate, reason),
            "已暂缓。" if reason.strip() else "已恢复。",
        )

    def take_up(self, candidate: Candidate, meeting: str, minutes: str) -> None:
        line = next((m for m in self.state.meetings if str(m.ref.id) == meeting), None)
        if line is None:
            self.refuse("请选一次会议。")
        elif minutes and not is_count(minutes):
            self.refuse("分钟请写数字，如 15。")
        else:
            self._act(
                lambda: self._register.backlog.take_up(
                    line.ref, candidate, int(minutes) if minutes else None
                ),
                f"“{candidate.title}”已列入 {line.held_on.isoformat()} {line.title}。",
            )

    # -- teaching

    def teach(self, topic: str, phrase: str, new: str = "") -> None:
        """One more way of saying a topic; ``new``: a topic the lexicon does not have yet."""
        name = new.strip() or topic
        self._act(
            lambda: self._register.lexicons.add(name, phrase, new=bool(new.strip())),
            f"已记住：“{phrase}”说的是“{name}”。",
        )

    def topics(self) -> list[str]:
        return sorted(topic.name for topic in self._register.lexicons.current().topics)

    def taught(self) -> list[tuple[str, str]]:
        """The office's own ways of saying it: topic and phrase."""
        own = self._register.lexicons.own()
        return [(topic, phrase) for topic, said in sorted(own.items()) for phrase in said]

    def forget(self, topic: str, phrase: str) -> None:
        self._act(
            lambda: self._register.lexicons.remove(topic, phrase), f"“{phrase}”不再算作“{topic}”。"
        )

    def _compound(self) -> UUID | None:
        if self.state.compound is None:
            self.refuse("请先在“小区与名册”里登记小区。")
        return self.state.compound
