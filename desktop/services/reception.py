"""At the door of a meeting: a scanned code, a number of the list or a name becomes a sign-in."""

from dataclasses import dataclass

from desktop.domain.attendance import Attendee
from desktop.domain.count import is_count
from desktop.domain.ids import Ref
from desktop.domain.meeting import read_time
from desktop.domain.session_errors import ForeignCode, NotOnTheList, SeveralMeant
from desktop.domain.sign_code import is_sign_code, sign_code
from desktop.services.table import Table, attendees
from desktop.storage.store import Store
from desktop.system.pinyin import initials


@dataclass(frozen=True, slots=True)
class Welcome:
    """What came of a sign-in: who it was, and whether he was here already (and nothing changed)."""

    person: Attendee
    already: bool


class Reception:
    def __init__(self, store: Store, table: Table) -> None:
        self._store, self._table = store, table

    def sign_in(self, meeting: Ref, text: str, at: str) -> Welcome:
        """Sign in whom a code, a number or a name means. Who is here already stays as he is: it is
        for the clerk to say that he leaves."""
        time = read_time(at)
        with self._store.reading() as session:
            person = _meant(text.strip(), attendees(session, meeting))
        if person.stays and not person.stays[-1].left:
            return Welcome(person, already=True)
        self._table.arrive(Ref(meeting.compound_id, person.id), time)
        return Welcome(person, already=False)


def _meant(text: str, people: list[Attendee]) -> Attendee:
    """The only one whom a text can mean."""
    code = is_sign_code(text)
    if code is not None:
        for each in people:
            if sign_code(each.id) == code:
                return each
        raise ForeignCode
    if is_count(text):
        found = [each for each in people if each.number == int(text)]
    else:
        found = [each for each in people if each.name == text]
        found = found or [each for each in people if each.duty == text]
        typed = text.lower()
        if not found and typed.isascii() and typed:
            found = [each for each in people if initials(each.name).startswith(typed)]
    if not found:
        raise NotOnTheList(text)
    if len(found) > 1:
        named = "、".join(f"{each.number} {each.name}（{each.body_name}）" for each in found)
        raise SeveralMeant(text, named)
    return found[0]
