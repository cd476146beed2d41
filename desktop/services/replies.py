"""Every voice gets an answer: slips for proposers, a list for the wall, a text for the chat group."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from desktop.documents.replies import PostedReply, Reply
from desktop.domain.terms import Voice
from desktop.domain.voice import WAITING
from desktop.services import wall
from desktop.services.suggestions import SuggestionLine, Suggestions
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
        """The list for the wall: by group and answer, no name, no number, no door of a proposer."""
        lines = self._suggestions.lines(compound_id)
        with self._store.reading() as session:
            hide, shield = (
                wall.hide(session, compound_id),
                wall.shield(session, compound_id, doors=True),
            )
        alike: dict[tuple[UUID, Voice, str], list[SuggestionLine]] = {}
        for line in sorted(lines, key=lambda each: each.number):
            # what one of a group was told is not what all of them were told
            state = Voice.RECEIVED if line.state in WAITING else line.state
            key = (line.group_id or line.ref.id, state, line.answer)
            alike.setdefault(key, []).append(line)
        order: dict[UUID, int] = {}
        for place, (group, _, _) in enumerate(alike):
            order.setdefault(group, place)
        together = sorted(alike, key=lambda key: order[key[0]])
        return [shield.whole(self._posted(alike[key], hide)) for key in together]

    def _posted(self, members: Sequence[SuggestionLine], hide: wall.Hide) -> PostedReply:
        first = members[0]
        return PostedReply(
            hide(first.group or first.text[:60]),
            len(members),
            "待处理" if first.state in WAITING else first.state.word,
            hide(first.answer),
        )
