import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from desktop.domain import chain
from desktop.domain.errors import NameNeeded
from desktop.services.premises import PremisesPlan
from desktop.storage import history
from desktop.storage.tables import CompoundRecord


def records(register, compound):
    with register._store.reading() as session:
        return list(history.records(session, compound))


def test_every_change_leaves_one_row_with_who_when_and_what(register, compound):
    made = records(register, compound)
    assert [(each.noun, each.action, each.actor) for each in made] == [
        ("compound", "compound.add", "张敏")
    ]
    assert (made[0].at, made[0].offset) == ("2024-09-20T01:00:00.000+00:00", "+08:00")
    told = chain.decode(made[0].payload)
    assert told["verb"] == "add"
    assert told["values"]["name"] == "锦屏雅筑"


def test_personal_values_are_only_commitments(register, compound):
    register.premises.add(compound, PremisesPlan("1-1-101", area="89.53"), "王桂兰", "13900001234")
    for each in records(register, compound):
        assert "王桂兰".encode() not in each.payload
        assert b"13900001234" not in each.payload
    with register._store.reading() as session:
        name, salt = session.execute(text("SELECT name, salt FROM owner")).one()
    owner = next(each for each in records(register, compound) if each.noun == "owner")
    told = chain.decode(owner.payload)["values"]
    assert told["name"] == chain.commitment(bytes(salt), "name", name)


@pytest.mark.parametrize("act", ["UPDATE history SET actor = 'x'", "DELETE FROM history"])
def test_the_database_refuses_to_change_history(register, compound, act):
    with (
        pytest.raises(DBAPIError, match="append-only"),
        register._store.writing("setting.put") as session,
    ):
        session.execute(text(act))
    assert register.verification.check().sound


def test_replacing_a_row_is_refused_too(file_register):
    file_register.communities.set_up("街道", "社区")
    with (
        pytest.raises(DBAPIError, match="append-only"),
        file_register._store.writing("setting.put") as session,
    ):
        session.execute(text("INSERT OR REPLACE INTO history SELECT * FROM history"))


def test_a_row_changed_behind_our_back_is_found(file_register, tmp_path):
    for number in range(5):
        file_register.communities.set_up("街道", f"社区{number}")
    with file_register._store.writing("setting.put") as session:
        session.execute(text("DROP TRIGGER history_no_update"))
        session.execute(text("UPDATE history SET actor = '别人' WHERE sequence = 3"))
    checked = file_register.verification.check()
    assert not checked.sound
    assert checked.chains[0].broken == 3


def test_a_refused_change_leaves_nothing(register, compound):
    before = records(register, compound)
    with pytest.raises(NameNeeded), register._store.writing("setting.put") as session:
        session.get(CompoundRecord, compound).name = "改名"
        session.flush()
        raise NameNeeded("什么")
    assert records(register, compound) == before
    assert register.communities.lines()[0].facts.name == "锦屏雅筑"


def test_the_news_names_what_was_touched(register, compound):
    heard = []
    register.listen(heard.append)
    register.premises.add(compound, PremisesPlan("1-1-101"), "王桂兰")
    assert heard == [frozenset({"premises", "owner", "ownership"})]
