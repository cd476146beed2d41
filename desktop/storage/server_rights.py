"""Which right lets write which table of a database server, as data.

Everybody who works in a compound reads its rows. Writing is said here, table by table: ``I`` insert,
``U`` update, ``U(a, b)`` update of these columns only, ``D`` delete. ``U(compound_id)`` lets lock a row
and change nothing, because no row may leave its compound. What a role may do is what its rights
(``domain.rights.MAY``) may do, together. Besides, ``ERASE`` lets update every table that has personal
columns. A table without a line here is only read.
"""

from collections.abc import Mapping

from sqlalchemy import Table as SqlTable

from desktop.domain.rights import MAY, Right, Role

ANYBODY = None  # whoever has any right at all
LOCK = "U(compound_id)"

WRITES: Mapping[str, Mapping[Right | None, str]] = {
    # what every act leaves behind
    "history": {ANYBODY: "I"},
    "chain_head": {ANYBODY: "U(sequence, hash)", Right.ROSTER: "I"},
    "checkpoint": {ANYBODY: "I"},
    "signer": {ANYBODY: "I"},
    "draft": {ANYBODY: "I U", Right.ERASE: "D"},
    # the office
    "account": {ANYBODY: "U(password, salt)", Right.ACCOUNTS: "I U"},
    "account_compound": {Right.ACCOUNTS: "I U"},
    "sign_in": {ANYBODY: "I U D"},
    "setting": {Right.MEET: "I U", Right.ROSTER: "I", Right.SETTINGS: "I U", Right.ERASE: "D"},
    "form": {Right.PAPERS: "I U D"},
    "community": {Right.ROSTER: "I U"},
    "compound": {Right.ROSTER: "I U"},
    # who lives and sits where
    "premises": {Right.ROSTER: "I U D"},
    "owner": {Right.ROSTER: "I U D"},
    "ownership": {Right.ROSTER: "I U D"},
    "roster_import": {Right.ROSTER: "I U"},
    "roster_import_line": {Right.ROSTER: "I", Right.ERASE: "U"},
    "body": {Right.ROSTER: "I U D"},
    "person": {Right.ROSTER: "I U"},
    "seat": {Right.ROSTER: "I U"},
    # suggestions and what follows from them
    "suggestion": {Right.REGISTER: "I U D", Right.MEET: "U"},
    "suggestion_step": {Right.REGISTER: "I D", Right.MEET: "I"},
    "suggestion_group": {Right.REGISTER: "I U", Right.MEET: "I U"},
    "suggestion_apart": {Right.REGISTER: "I D"},
    "affair": {Right.REGISTER: "I U"},
    "affair_step": {Right.REGISTER: "I"},
    "open_day": {Right.REGISTER: "I U"},
    "open_day_suggestion": {Right.REGISTER: "I D"},
    "listed": {Right.REGISTER: "I U"},
    "listed_match": {Right.REGISTER: "I D"},
    "resolution": {Right.REGISTER: "I U"},
    "resolution_step": {Right.REGISTER: "I"},
    "satisfaction": {Right.REGISTER: "I D"},
    "dispute": {Right.DISPUTE: "I U"},
    "mediation": {Right.DISPUTE: "I"},
    "attachment": {Right.REGISTER: "I D", Right.RENEWAL: "I D"},
    # meetings
    "rhythm": {Right.MEET: "I U"},
    "meeting": {Right.MEET: "I U"},
    "attendee": {Right.MEET: "I", Right.ATTEND: "I U D"},
    "stay": {Right.ATTEND: "I U D"},
    "item": {Right.MEET: "I U D"},
    "item_span": {Right.MEET: "I U"},
    "item_suggestion": {Right.MEET: "I D"},
    "turn": {Right.MEET: "I U"},
    "note": {Right.MEET: "I U"},
    "proposal": {Right.MEET: "I U"},
    "round": {Right.MEET: "I U"},
    "body_vote": {Right.MEET: "I"},
    "vote_cast": {Right.MEET: "I"},
    "session_correction": {Right.MEET: "I", Right.ATTEND: "I"},
    "minutes": {Right.MEET: "I U"},
    "correction": {Right.MEET: "I"},
    "posting": {Right.MEET: "I U"},
    "meeting_objection": {Right.MEET: "I U"},
    "paper": {Right.PAPERS: "I"},
    "file_number": {Right.PAPERS: "I U"},
    "showing": {Right.PAPERS: "I"},
    # votes in writing
    "poll": {
        Right.POLL: "I U",
        Right.CLOSE: "U",
        Right.COUNT: "U",
        Right.ENTER: LOCK,
        Right.CHECK: LOCK,
    },
    "poll_matter": {Right.POLL: "I U D"},
    "voter": {Right.POLL: "I U D"},
    "roll_correction": {Right.POLL: "I"},
    "ballot": {Right.POLL: "I D", Right.ENTER: "I U", Right.CHECK: "U"},
    "ballot_entry": {Right.ENTER: "I", Right.CHECK: "I"},
    "secret_ballot": {Right.ENTER: "I", Right.CHECK: "U"},
    "ruling": {Right.COUNT: "I"},
    "poll_count": {Right.COUNT: "I"},
    "inspection": {Right.COUNT: "I"},
    "objection": {Right.POLL: "I U"},
    # renewal plans
    "renewal": {Right.RENEWAL: "I U"},
    "renewal_household": {Right.RENEWAL: "I U D"},
    "renewal_answer": {Right.REGISTER: "I D", Right.RENEWAL: "I D"},
    "renewal_line": {Right.RENEWAL: "I U D"},
    "renewal_scheme": {Right.RENEWAL: "I U"},
    "renewal_lift": {Right.RENEWAL: "I U"},
    "renewal_figures": {Right.RENEWAL: "I U D"},
}
# What signing in leaves behind: written also by whoever only looks.
SIGN_IN = {"history", "chain_head", "sign_in"}
# The numbers of papers go through all compounds of an office: the next one is known only from all.
READ_BY_ALL = {"file_number"}
# Of these only one's own row may be changed, by whoever is no administrator: the column with the login.
OWN_ROW: Mapping[str, str] = {"account": "name"}

_SHORT = {"lock_timeout": "5s", "idle_in_transaction_session_timeout": "15s"}
# Nobody may hold the others: who waits for a lock gives up, who went away in a transaction is cut off.
# A statement of the clerks' takes milliseconds; whoever writes papers and checks the history of a whole
# compound also draws pages with a reading open, and may take his time.
_LONG = {"lock_timeout": "5s", "idle_in_transaction_session_timeout": "60s"}
TIMES: Mapping[Role, Mapping[str, str]] = {
    Role.ADMIN: {**_LONG, "statement_timeout": "300s"},
    Role.SECRETARY: {**_LONG, "statement_timeout": "120s"},
    Role.CLERK: {**_SHORT, "statement_timeout": "30s"},
    Role.TELLER: {**_SHORT, "statement_timeout": "30s"},
    Role.VIEWER: {**_LONG, "statement_timeout": "30s"},
}


def verbs(table: SqlTable, role: Role) -> list[str]:
    """What a role may do to a table besides reading, as GRANT has it."""
    told: set[str] = set()
    if Right.ERASE in MAY[role] and any(column.info.get("personal") for column in table.columns):
        told.add("U")
    for right, written in WRITES.get(table.name, {}).items():
        anybody = right is ANYBODY and (MAY[role] or table.name in SIGN_IN)
        if right in MAY[role] or anybody:
            told |= set(_split(written))
    if "U" in told:
        told = {each for each in told if not each.startswith("U(")}
    return sorted(_WORDS[each[0]] + each[1:] for each in told)


_WORDS = {"I": "INSERT", "U": "UPDATE", "D": "DELETE"}


def _split(written: str) -> list[str]:
    return written.replace(" (", "(").replace(", ", ",").split(" ")
