"""Every voice gets an answer: slips for proposers, a list for the wall, a text for the chat group."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from desktop.documents.replies import PostedReply, Reply
from desktop.domain.terms import Voice
from desktop.domain.voice import WAITING
from desktop.services.suggestions import SuggestionLine, Suggestions
from desktop.services.wall import masked, people
from desktop.storage.store import Store


class Replies:
    def __init__(self, store: Store, suggestions: Suggestions) -> None:
        self._store, self._suggestions = store, suggestions

    def slips(self, compound_id: UUID, numbers: Iterable[int] = ()) -> list[Reply]:
        """答复单 for those who have an answer; all of them, or these."""
        wanted = set(numbers)
        return [
            Reply(
                line.number,
                line.door,
                "" if line.proposer == "匿名" else line.proposer,
                line.received_on,
                line.text,
                line.group,
                line.state.word,
                line.answer,
            )
            for line in sorted(self._suggestions.lines(compound_id), key=lambda each: each.number)
            if (line.number in wanted if wanted else line.answer)
        ]

    def posted(self, compound_id: UUID) -> list[PostedReply]:
        """The list for the wall: by group, no name, no number, no door of a proposer."""
        lines = self._suggestions.lines(compound_id)
        with self._store.reading() as session:
            known = people(session, compound_id)
        groups: dict[UUID, list[SuggestionLine]] = {}
        for line in sorted(lines, key=lambda each: each.number):
            groups.setdefault(line.group_id or line.ref.id, []).append(line)
        return [self._posted(each, *known) for each in groups.values()]

    def unanswered(self, compound_id: UUID) -> list[SuggestionLine]:
        """Who has heard nothing yet."""
        return [line for line in self._suggestions.lines(compound_id) if line.state in WAITING]

    def _posted(
        self, members: Sequence[SuggestionLine], residents: set[str], office: set[str]
    ) -> PostedReply:
        first = members[0]
        answered = next((each for each in members if each.answer), None)
        title = first.group or first.text[:60]
        state = answered.state if answered else first.state
        return PostedReply(
            masked(title, residents, office),
            len(members),
            "待处理" if state is Voice.RECEIVED else state.word,
            masked(answered.answer if answered else "", residents, office),
        )
