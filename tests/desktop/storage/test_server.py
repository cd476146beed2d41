"""A street's server: set up again and again, attacked with raw SQL, and worked on as every role."""

import random
import subprocess
import sys

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import text

from desktop.domain.errors import FileInUse
from desktop.domain.ids import OFFICE
from desktop.domain.rights import Role
from desktop.domain.server_errors import (
    BadLoginName,
    KeepersLogin,
    NoPlaceHere,
    NoSuchLogin,
    NotItsKeeper,
    ServerNotReady,
    ServerOutdated,
    ServerRefused,
)
from desktop.domain.terms import AreaSource, Use
from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.services.polls import MatterPlan
from desktop.services.premises import PremisesPlan
from desktop.services.suggestions import SuggestionPlan
from desktop.storage import database, moving, server_people
from desktop.storage import server as roles
from tests.conftest import ROOT, Clock
from tests.faults import test_votes as votes
from tests.support import street as streets
from tests.support.street import OURS, THEIRS


@pytest.fixture(scope="module")
def attacked(server):
    """The clerk of one compound, with rows of two."""
    return streets.peopled(streets.filled(streets.ready(server)), frozenset({OURS}))


ATTACKS = {
    "read a foreign compound": (
        f"SELECT * FROM owner WHERE compound_id = '{THEIRS}'",
        0,
    ),
    "insert into it": (
        f"INSERT INTO suggestion_group (compound_id, id, title, category, held, rank) "
        f"VALUES ('{THEIRS}', gen_random_uuid(), '', '', '', 0)",
        errors.InsufficientPrivilege,
    ),
    "update it": (f"UPDATE suggestion SET state = 'x' WHERE compound_id = '{THEIRS}'", 0),
    "carry a row over": (
        f"UPDATE suggestion SET compound_id = '{THEIRS}'",
        errors.InsufficientPrivilege,
    ),
    "point to it with a key": (
        "INSERT INTO suggestion_step (compound_id, id, suggestion_id, at, state, text, who) "
        f"VALUES ('{OURS}', gen_random_uuid(), '{THEIRS}', '', 'noted', '', '')",
        errors.ForeignKeyViolation,
    ),
    "become the owner": (f"SET ROLE {roles.OWNER}", errors.InsufficientPrivilege),
    "become an administrator": ("SET ROLE roundtable_admin", errors.InsufficientPrivilege),
    "become somebody else": ("SET SESSION AUTHORIZATION postgres", errors.InsufficientPrivilege),
    "say who one is": (
        f"SET app.compound = '{THEIRS}'; SET app.login = 'postgres'; "
        f"SELECT * FROM owner WHERE compound_id = '{THEIRS}'",
        0,
    ),
    "join a compound": (
        f"INSERT INTO access.membership VALUES (session_user, '{THEIRS}')",
        errors.InsufficientPrivilege,
    ),
    "read who works where": ("SELECT * FROM access.membership", errors.InsufficientPrivilege),
    "change history": ("UPDATE history SET actor = 'x'", errors.InsufficientPrivilege),
    "remove history": ("DELETE FROM history", errors.InsufficientPrivilege),
    "remove checkpoints": ("DELETE FROM checkpoint", errors.InsufficientPrivilege),
    "turn a head back": (
        f"UPDATE chain_head SET sequence = sequence - 1 WHERE compound_id = '{OURS}'",
        errors.InsufficientPrivilege,
    ),
    "point a head at nothing": (
        f"UPDATE chain_head SET sequence = sequence + 9 WHERE compound_id = '{OURS}'",
        errors.InsufficientPrivilege,
    ),
    "switch triggers off": (
        "ALTER TABLE history DISABLE TRIGGER ALL",
        errors.InsufficientPrivilege,
    ),
    "act as a replica": (
        "SET session_replication_role = replica",
        errors.InsufficientPrivilege,
    ),
    "switch row security off": (
        "ALTER TABLE owner DISABLE ROW LEVEL SECURITY",
        errors.InsufficientPrivilege,
    ),
    "read without row security": (
        "SET row_security = off; SELECT * FROM owner",
        errors.InsufficientPrivilege,
    ),
    "look through a view": (
        "CREATE VIEW all_owners AS SELECT * FROM owner",
        errors.InsufficientPrivilege,
    ),
    "look through a temporary view": (
        "CREATE TEMP VIEW all_owners AS SELECT * FROM owner",
        errors.InsufficientPrivilege,
    ),
    "make a function": (
        "CREATE FUNCTION public.session_user() RETURNS name LANGUAGE sql AS $$ SELECT 'x'::name $$",
        errors.InsufficientPrivilege,
    ),
    "make a schema": ("CREATE SCHEMA evil", errors.InsufficientPrivilege),
    "read files of the server": (
        "SELECT pg_read_file('postgresql.conf')",
        errors.InsufficientPrivilege,
    ),
    "run a program": ("COPY owner TO PROGRAM 'cat'", errors.InsufficientPrivilege),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_comes_to_nothing(attacked, attack):
    statement, outcome = ATTACKS[attack]
    with attacked.raw(Role.SECRETARY) as connection:
        if outcome == 0:
            *before, last = statement.split("; ")
            for each in before:
                connection.execute(each)
            assert connection.execute(last).rowcount == 0
        else:
            with pytest.raises(outcome):
                connection.execute(statement)
        connection.rollback()


def test_functions_and_tables_of_the_same_names_elsewhere_are_not_used(attacked):
    evil = (
        "CREATE SCHEMA IF NOT EXISTS evil",
        "CREATE OR REPLACE FUNCTION evil.array_agg(uuid) RETURNS uuid[] LANGUAGE sql AS "
        f"$$ SELECT ARRAY['{THEIRS}'::uuid] $$",
        "CREATE TABLE IF NOT EXISTS evil.membership (login name, compound_id uuid)",
        f"INSERT INTO evil.membership SELECT rolname, '{OFFICE}' FROM pg_roles",
        "CREATE OR REPLACE FUNCTION evil.compounds() RETURNS uuid[] LANGUAGE sql AS "
        f"$$ SELECT ARRAY['{THEIRS}'::uuid] $$",
        "GRANT USAGE ON SCHEMA evil TO PUBLIC",
        "GRANT SELECT ON evil.membership TO PUBLIC",
    )
    with attacked.root() as keeper, attacked.raw(Role.CLERK) as clerk:
        for statement in evil:
            keeper.execute(statement)
        clerk.execute("SET search_path = evil, access, public, pg_catalog")
        seen = clerk.execute("SELECT compound_id FROM owner").fetchall()
        assert seen == [(OURS,)]
        keeper.execute("DROP SCHEMA evil CASCADE")


def test_a_view_of_the_owners_shows_nothing_more_than_its_reader_may_see(attacked):
    """A view reads as its owner: the rows are told by who signed in, and even the owner is held."""
    with attacked.root() as keeper, attacked.raw(Role.CLERK) as clerk:
        keeper.execute("CREATE VIEW public.mistaken AS SELECT compound_id FROM owner")
        keeper.execute(f"ALTER VIEW public.mistaken OWNER TO {roles.OWNER}")
        keeper.execute("GRANT SELECT ON public.mistaken TO roundtable_clerk")
        seen = clerk.execute("SELECT * FROM mistaken").fetchall()
        clerk.rollback()
        keeper.execute("DROP VIEW public.mistaken")
    assert seen == [(OURS,)]


def test_only_ones_own_password_of_the_program_is_changed(attacked):
    login = attacked.login(Role.CLERK)
    with attacked.root() as keeper, attacked.raw(Role.CLERK) as clerk:
        keeper.execute("UPDATE account SET name = %s WHERE id = %s", [login, OURS])
        changed = clerk.execute("UPDATE account SET password = 'x' RETURNING id").fetchall()
        clerk.rollback()
    assert changed == [(OURS,)]


# -- working -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def working(server):
    """A street with two compounds, made by an administrator of the program; others know the first."""
    made = streets.ready(server)
    admin = made.login(Role.ADMIN)
    with database.keeping(made.where) as connection:
        server_people.put(connection, admin, Role.ADMIN)
        server_people.give(connection, admin, server_people.EVERYWHERE)
    register = Register(made.address(Role.ADMIN), "张敏", now=Clock())
    register.communities.set_up("棠梨街道", "柳荫社区")
    ours, theirs = (
        register.communities.add(CompoundFacts(name)) for name in ("锦屏雅筑", "金鹭小区")
    )
    for compound in (ours, theirs):
        plan = PremisesPlan("1-1-101", Use.DWELLING, "80.00", AreaSource.REGISTERED)
        register.premises.add(compound, plan, "业主一", "13900001234")
        register.suggestions.add(compound, SuggestionPlan("楼道灯坏了"))
    register.close()
    with database.keeping(made.where) as connection:
        for role in (Role.SECRETARY, Role.CLERK, Role.TELLER, Role.VIEWER):
            server_people.put(connection, made.login(role), role)
            server_people.give(connection, made.login(role), [ours])
    return made, ours, theirs


@pytest.fixture
def at(working):
    """The program as one of the roles."""
    opened = []

    def open_as(role):
        opened.append(Register(working[0].address(role), role.word, now=Clock()))
        return opened[-1]

    yield open_as
    for register in opened:
        register.close()


def test_a_clerk_works_in_the_own_compound_and_no_other(working, at):
    _street, ours, theirs = working
    clerk = at(Role.CLERK)
    assert [line.id for line in clerk.communities.lines()] == [ours]
    clerk.suggestions.add(ours, SuggestionPlan("下水道堵了"))
    with pytest.raises(ServerRefused, match="没有保存"):
        clerk.suggestions.add(theirs, SuggestionPlan("下水道堵了"))
    with pytest.raises(ServerRefused):
        clerk.communities.change(ours, CompoundFacts("新名字"))
    assert clerk.communities.lines()[0].facts.name == "锦屏雅筑"
    assert clerk.verification.check().sound


def test_a_vote_goes_through_the_hands_of_all_its_roles(working, at):
    _street, ours, _theirs = working
    secretary, clerk, teller = at(Role.SECRETARY), at(Role.CLERK), at(Role.TELLER)
    poll = secretary.polls.plan(ours, votes.PLAN, (MatterPlan("续聘物业"),))
    with pytest.raises(ServerRefused):
        clerk.polls.freeze(poll)
    secretary.polls.freeze(poll)
    secretary.polls.open(poll)
    clerk.ballots.issue_all(poll)
    clerk.entries.enter(poll, "1", "1")
    with pytest.raises(ServerRefused):
        clerk.polls.close(poll)
    teller.polls.close(poll)
    with pytest.raises(ServerRefused):
        clerk.counts.settle(poll)
    teller.counts.settle(poll)
    assert secretary.counts.preview(poll)[0].lines[0].doors["for"] == 1
    assert teller.verification.check().sound


def test_a_viewer_reads_and_changes_nothing(working, at):
    _street, ours, _theirs = working
    viewer = at(Role.VIEWER)
    assert viewer.communities.office() == ("棠梨街道", "柳荫社区")
    with pytest.raises(ServerRefused):
        viewer.suggestions.add(ours, SuggestionPlan("下水道堵了"))
    with pytest.raises(ServerRefused):
        viewer.sessions.keep_draft(f"note/{ours}/1", "草稿")


def test_others_hear_of_it_and_numbers_are_never_given_twice(working, at):
    _street, ours, _theirs = working
    one, two = at(Role.CLERK), at(Role.SECRETARY)
    assert two.news() == one.news() == frozenset()
    one.suggestions.add(ours, SuggestionPlan("电梯停了"))
    assert "suggestion" in two.news()
    two.suggestions.add(ours, SuggestionPlan("电梯又停了"))
    with one._store.reading() as session:
        numbers = session.scalars(text("SELECT number FROM suggestion")).all()
    assert len(set(numbers)) == len(numbers)


def test_what_another_compound_does_is_no_news(working, at):
    _street, _ours, theirs = working
    admin, clerk = at(Role.ADMIN), at(Role.CLERK)
    assert clerk.news() == frozenset()
    admin.suggestions.add(theirs, SuggestionPlan("门禁坏了"))
    assert clerk.news() == frozenset()


def test_a_taken_compound_is_gone_at_once_and_comes_back(working, at):
    street, ours, _theirs = working
    clerk, login = at(Role.CLERK), street.login(Role.CLERK)
    with database.keeping(street.where) as connection:
        server_people.take(connection, login, [ours])
    with pytest.raises(ServerRefused):
        clerk.suggestions.add(ours, SuggestionPlan("下水道堵了"))
    with pytest.raises(NoPlaceHere, match="server-user give"):
        Register(street.address(Role.CLERK), "李四")
    with database.keeping(street.where) as connection:
        server_people.give(connection, login, [ours])
    clerk.suggestions.add(ours, SuggestionPlan("下水道堵了"))


def test_a_dialog_left_open_holds_nobody(working, at):
    street, ours, _theirs = working
    setting = "idle_in_transaction_session_timeout"
    with street.root() as keeper:  # the tests need not wait the fifteen seconds
        clerk = f"ALTER ROLE {street.login(Role.CLERK)} IN DATABASE {street.keeper.database}"
        keeper.execute(f"{clerk} SET {setting} = '300ms'")
    secretary = at(Role.SECRETARY)
    with street.raw(Role.CLERK) as away:
        away.execute("SELECT * FROM chain_head FOR UPDATE")
        secretary.suggestions.add(ours, SuggestionPlan("车棚漏雨"))  # waits, and is let through
        with pytest.raises((errors.IdleInTransactionSessionTimeout, psycopg.OperationalError)):
            away.execute("SELECT 1")
    with street.root() as keeper:
        keeper.execute(f"{clerk} SET {setting} = '15s'")


@pytest.mark.faults
def test_a_count_is_exactly_the_ballots_that_were_in_for_clerk_and_secretary_too(working, at):
    """The clerk may lock the vote's row and not change it: that is enough for the race to be none."""
    _street, ours, _theirs = working
    secretary, clerk, rng = at(Role.SECRETARY), at(Role.CLERK), random.Random(7)
    poll = votes.opened(secretary, ours, 6)
    for _ in range(5):
        votes.race(secretary, clerk, poll, rng)
        poll = votes.another(secretary, ours)


# -- setting up --------------------------------------------------------------------------------


def test_setting_up_again_changes_nothing(server):
    street = streets.ready(server)
    asked = (
        "SELECT relname, relowner::regrole::text, relacl::text, relrowsecurity, relforcerowsecurity, "
        "array(SELECT p.polname || pg_get_expr(p.polqual, p.polrelid) FROM pg_policy p "
        "WHERE polrelid = c.oid ORDER BY 1) FROM pg_class c "
        "WHERE relnamespace IN ('public'::regnamespace, 'access'::regnamespace) ORDER BY 1"
    )
    with street.root() as connection:
        before = connection.execute(asked).fetchall()
        database.set_up(street.where)
        assert connection.execute(asked).fetchall() == before
    tables = [line for line in before if line[3]]
    assert {line[1] for line in before} == {roles.OWNER}
    assert all(line[4] for line in tables)


def test_what_is_shown_is_what_is_done(server):
    """The dry run, run by hand on a database that has its tables, gives the same rights."""
    made, by_hand = streets.ready(server), streets.Street(streets.empty(server))
    database.open_database(by_hand.where).dispose()
    with by_hand.root() as connection, connection.transaction():
        for statement in roles.statements(by_hand.keeper.database):
            if statement.startswith("-- every"):
                for (name,) in connection.execute(
                    "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' "
                    "AND relnamespace = 'public'::regnamespace"
                ).fetchall():
                    connection.execute(f"ALTER TABLE {name} OWNER TO {roles.OWNER}")
                connection.execute(f"ALTER FUNCTION refuse_history OWNER TO {roles.OWNER}")
            elif not statement.startswith("--"):
                connection.execute(statement)
    asked = "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"
    with made.root() as one, by_hand.root() as two:
        assert one.execute(asked).fetchall() == two.execute(asked).fetchall()


def test_nothing_is_set_up_while_somebody_works(server, monkeypatch):
    street = streets.ready(server)
    monkeypatch.setattr(roles, "PATIENCE", "50ms")
    with street.root() as connection, connection.transaction():
        connection.execute("SELECT * FROM suggestion")
        with pytest.raises(FileInUse, match="关闭"):
            database.set_up(street.where)
    database.set_up(street.where)


def test_only_the_keeper_upgrades(server):
    street = streets.Street(streets.empty(server))
    engine = database._postgresql(street.where)
    database._upgrade(engine, "0008")
    engine.dispose()
    with database.keeping(street.where) as connection:
        roles.set_up(connection, lambda there: database.migrate(there, "0009"))
        server_people.put(connection, street.login(Role.CLERK), Role.CLERK)
        server_people.give(connection, street.login(Role.CLERK), server_people.EVERYWHERE)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0008'")
    for who in (street.address(Role.CLERK), streets.told(street.keeper)):
        with pytest.raises(ServerOutdated, match="server-setup"):
            Register(who, "李四")


def test_an_empty_database_is_not_made_by_a_clerk(server):
    street = streets.Street(streets.empty(server))
    with street.root() as connection:
        connection.execute(f"CREATE ROLE {street.login(Role.CLERK)} LOGIN")
    with pytest.raises(ServerNotReady, match="server-setup"):
        Register(street.address(Role.CLERK), "李四", create=True)


def test_people_are_kept_by_the_keeper_alone(working):
    street, _ours, _theirs = working
    secretary = database.address(street.address(Role.SECRETARY))
    with pytest.raises(NotItsKeeper, match="postgres"), database.keeping(secretary) as connection:
        server_people.put(connection, "lisi", Role.CLERK)
    with pytest.raises(NotItsKeeper), database.keeping(secretary) as connection:
        server_people.give(connection, street.login(Role.SECRETARY), server_people.EVERYWHERE)
    with pytest.raises(NotItsKeeper):
        database.set_up(secretary)


def test_a_person_is_let_in_changed_shut_out_and_let_in_again(server):
    street = streets.ready(server)
    login = f"王芳_{street.keeper.database[-8:]}"
    with database.keeping(street.where) as connection:
        server_people.put(connection, login, Role.CLERK, "第一个密码")
        server_people.give(connection, login, [OURS, THEIRS])
        server_people.take(connection, login, [THEIRS])
        server_people.put(connection, login, Role.TELLER)
        assert server_people.people(connection) == [
            server_people.Person(login, Role.TELLER, True, frozenset({OURS}))
        ]
        kept = connection.scalar(
            text("SELECT rolpassword FROM pg_authid WHERE rolname = :n"), {"n": login}
        )
        assert kept.startswith("SCRAM-SHA-256$")
        for bad in (
            "pg_read_all_data",
            "roundtable_owner",
            "a b",
            "",
            "x" * 21,
            "public",
            "none",
            "𠮷" * 16,
        ):
            with pytest.raises(BadLoginName):
                server_people.put(connection, bad, Role.CLERK)
        with pytest.raises(KeepersLogin):
            server_people.put(connection, "postgres", Role.CLERK)
        with pytest.raises(NoSuchLogin):
            server_people.give(connection, "没有这个人", [OURS])
    with street.raw(login) as connection:
        assert connection.execute("SHOW statement_timeout").fetchone() == ("30s",)
        assert connection.execute("SHOW idle_in_transaction_session_timeout").fetchone() == ("15s",)
        with database.keeping(street.where) as keeper:
            server_people.end(keeper, login)
        assert connection.execute("SELECT access.compounds()").fetchone() == (None,)
    with pytest.raises(psycopg.OperationalError):
        street.raw(login)
    with database.keeping(street.where) as connection:
        assert not server_people.people(connection)[0].active
        server_people.put(connection, login, Role.CLERK)
        server_people.give(connection, login, server_people.EVERYWHERE)
    with street.raw(login) as connection:
        assert connection.execute("SELECT access.everywhere()").fetchone() == (True,)


def test_a_keeper_who_is_no_superuser_does(server):
    """Hosted databases give no superuser: a role that may make roles and owns the database is enough."""
    street = streets.Street(streets.empty(server))
    name = f"keeper_{street.keeper.database[-8:]}"
    with street.root() as connection:
        for role in (roles.OWNER, *roles.GROUPS.values()):  # others of this server made them
            connection.execute(
                f"DO $$ BEGIN CREATE ROLE {role}; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
            )
        connection.execute(f"CREATE ROLE {name} LOGIN CREATEROLE")
        connection.execute(f"ALTER DATABASE {street.keeper.database} OWNER TO {name}")
        for role in (roles.OWNER, *roles.GROUPS.values()):
            connection.execute(f"GRANT {role} TO {name} WITH ADMIN OPTION")
    where = database.address(street.address(name))
    database.set_up(where)
    database.set_up(where)
    with database.keeping(where) as connection:
        server_people.put(connection, street.login(Role.CLERK), Role.CLERK, "x")
        server_people.give(connection, street.login(Role.CLERK), server_people.EVERYWHERE)
    Register(street.address(Role.CLERK), "李四").close()


def test_a_file_moves_into_a_server_that_was_set_up(server, sample_file, tmp_path):
    file = tmp_path / "示例.圆桌"
    file.write_bytes(sample_file.read_bytes())
    street = streets.ready(server)
    counts = moving.move(file, street.where)
    assert counts["history"] > 0
    with database.keeping(street.where) as connection:
        server_people.put(connection, street.login(Role.SECRETARY), Role.SECRETARY)
        server_people.give(connection, street.login(Role.SECRETARY), server_people.EVERYWHERE)
    old, new = Register(file, "何婷"), Register(street.address(Role.SECRETARY), "何婷")
    meeting = new.meetings.lines()[0].ref
    assert new.papers.told(meeting) == old.papers.told(meeting)
    new.suggestions.add(meeting.compound_id, SuggestionPlan("楼道灯坏了"))
    assert new.verification.check().sound
    old.close()
    new.close()


def test_from_the_command_line(server):
    url = streets.told(streets.empty(server))
    login = f"lisi_{url.partition('?')[0][-8:]}"

    def run(*arguments):
        command = [sys.executable, str(ROOT / "main.py"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    shown = run("server-setup", url, "--dry-run")
    assert "FORCE ROW LEVEL SECURITY" in shown.stdout
    early = run("server-user", url, "list")
    assert (early.returncode, "server-setup" in early.stderr) == (2, True)
    assert run("server-setup", url).returncode == 0
    made = run("server-user", url, "add", login, "--role", "clerk", "--everywhere")
    assert made.returncode == 0, made.stderr
    assert "密码" in made.stdout
    assert run("server-user", url, "list").stdout == f"{login}\t录入员\t全部小区\n"
    assert "找不到小区" in run("server-user", url, "give", login, "--compound", "x").stderr
    assert run("server-user", url, "end", login).returncode == 0
    assert "已停用" in run("server-user", url, "list").stdout
    assert "postgresql" in run("server-setup", "社区.圆桌").stderr
