"""Whatever a service writes under an act, the roles that may do the act may write on a server, too."""

import re
from threading import local

import pytest
from sqlalchemy import Engine, event

from desktop.domain.rights import MAY, Role, right_of
from desktop.storage import server_rights
from desktop.storage.store import Store
from desktop.storage.tables import Table

_WRITES = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


def doers(act):
    right = right_of(act)
    return [role for role in Role if MAY[role] and (right is None or right in MAY[role])]


@pytest.fixture(autouse=True)
def written_as_the_matrix_says(monkeypatch):
    """Watches every statement of every act; what ``server_rights`` does not know fails the test."""
    now, missing, writing = local(), set(), Store.writing

    def watched(store, act):
        now.act = act
        return writing(store, act)

    def look(_connection, _cursor, statement, *_rest):
        found, act = _WRITES.match(statement), getattr(now, "act", "")
        if act.startswith(("lock.", "backup.drill")):  # of a file: no server has them
            return
        if not found or not act or found[2] not in Table.metadata.tables:
            return
        verb, table = found[1].split()[0].upper(), Table.metadata.tables[found[2]]
        for role in doers(act):
            if not any(each.startswith(verb) for each in server_rights.verbs(table, role)):
                missing.add((act, verb, table.name, role.value))

    monkeypatch.setattr(Store, "writing", watched)
    event.listen(Engine, "before_cursor_execute", look)
    yield
    event.remove(Engine, "before_cursor_execute", look)
    assert not missing
