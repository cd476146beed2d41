import random

import pypdf
import pytest

from desktop.domain import recovery_key
from desktop.domain.account_errors import NotAllowed
from desktop.domain.errors import NameNeeded
from desktop.domain.lock_errors import (
    BadKeyring,
    BadRecoveryGroup,
    KeyringMissing,
    LastPerson,
    NoPasswordSet,
    PasswordAlreadySet,
    PasswordsDiffer,
    PasswordTooCommon,
    WrongPassword,
    WrongRecoveryKey,
)
from desktop.domain.rights import Operator, Role
from desktop.register import Register
from desktop.services import locking
from desktop.storage import keyring, sqlite
from desktop.system import folders

PASSWORD, OTHER = "槐树下的第三把椅", "井台边的七块石头"


@pytest.fixture(scope="module")
def listed():
    return locking.common(folders.resources() / "rules")


@pytest.fixture
def path(tmp_path, clock):
    """An office's file with an older backup that anybody can read, closed."""
    made = Register(tmp_path / "社区.圆桌", "张敏", create=True, now=clock)
    made.communities.set_up("棠梨街道", "柳荫社区")
    made.upkeep.back_up("手动")
    made.close()
    return tmp_path / "社区.圆桌"


@pytest.fixture
def key(path, listed):
    return locking.encrypt(path, " 张敏 ", PASSWORD, PASSWORD, listed)


@pytest.fixture
def register(path, key, clock):
    made = Register(path, "张敏", key=key, now=clock)
    yield made
    made.close()


def paper(key):
    return " ".join(recovery_key.written(key))


def test_a_file_is_opened_with_the_password_or_the_paper(path, key):
    assert locking.locked(path)
    assert locking.people(path) == ("张敏",)
    assert locking.unlock(path, "张敏", PASSWORD) == locking.recover(path, paper(key)) == key
    assert locking.open_with(path, "", PASSWORD) == locking.open_with(path, "", paper(key)) == key
    with pytest.raises(WrongPassword):
        locking.unlock(path, "张敏", PASSWORD + " ")
    with pytest.raises(WrongPassword):
        locking.open_with(path, "李四", OTHER)


def test_the_paper_of_another_file_and_a_mistyped_one_are_told_apart(path, key):
    with pytest.raises(WrongRecoveryKey, match="纸上的文件名"):
        locking.recover(path, paper(bytes(32)))
    keyring.beside(path).unlink()
    with pytest.raises(WrongRecoveryKey):
        locking.recover(path, paper(bytes(32)))
    groups = paper(key).split(" ")
    groups[4] = ("Z" if groups[4][0] != "Z" else "Y") + groups[4][
        1:
    ]  # one wrong letter always tells
    with pytest.raises(BadRecoveryGroup, match="第 5 组"):
        locking.open_with(path, "", " ".join(groups))


def test_a_keyring_of_another_file_is_not_added_to(path, key, clock):
    other = keyring.empty(bytes(32)).having("李四", OTHER, bytes(32), lambda n: bytes(n))
    register = Register(path, "张敏", key=key, now=clock)
    keyring.save(path, other)  # copied back from an old backup while the file is open
    register.locking.set_password("张敏", OTHER, OTHER, "")
    register.close()
    assert locking.unlock(path, "张敏", OTHER) == key
    assert locking.people(path) == ("张敏",)


def test_a_lost_or_damaged_keyring_loses_nothing(path, key, clock):
    for spoil in (lambda file: file.unlink(), lambda file: file.write_bytes(b"{}")):
        spoil(keyring.beside(path))
        assert locking.locked(path)
        assert locking.people(path) == ()
        with pytest.raises((KeyringMissing, BadKeyring), match="恢复密钥"):
            locking.open_with(path, "张敏", PASSWORD)
        found = locking.open_with(path, "张敏", paper(key))
        again = Register(path, "张敏", key=found, now=clock)
        again.locking.set_password("张敏", OTHER, OTHER, "")
        again.close()
        assert locking.unlock(path, "张敏", OTHER) == key


def test_a_keyring_of_another_file_is_told(path, key, tmp_path):
    other = random.Random(1).randbytes(32)
    ring = keyring.empty(key).having("张敏", PASSWORD, other, random.Random(2).randbytes)
    keyring.save(path, ring)
    with pytest.raises(BadKeyring):
        locking.unlock(path, "张敏", PASSWORD)


def test_what_is_no_file_of_ours_asks_for_no_password(tmp_path, held_file):
    (tmp_path / "别的.圆桌").write_bytes(b"nothing" * 9)
    for each in (tmp_path / "别的.圆桌", tmp_path / "没有.圆桌", held_file):
        assert not locking.locked(each)


def test_a_bad_password_leaves_the_file_as_it_was(path, listed):
    for password, again, wrong in (
        ("woaini1314", "woaini1314", PasswordTooCommon),
        (PASSWORD, OTHER, PasswordsDiffer),
    ):
        with pytest.raises(wrong):
            locking.encrypt(path, "张敏", password, again, listed)
    with pytest.raises(NameNeeded):
        locking.encrypt(path, " ", PASSWORD, PASSWORD, listed)
    assert sqlite.plain(path)
    assert not locking.locked(path)


def test_a_second_password_on_a_file_is_refused(path, key, listed):
    with pytest.raises(PasswordAlreadySet):
        locking.encrypt(path, "李四", OTHER, OTHER, listed)
    assert locking.people(path) == ("张敏",)


def test_stopped_it_has_no_password(path, listed):
    assert locking.encrypt(path, "张敏", PASSWORD, PASSWORD, listed, stop=lambda _: True) is None
    assert not locking.locked(path)


def test_people_come_change_and_go(register, path, key):
    lock = register.locking
    lock.set_password("李四", OTHER, OTHER, "")
    assert lock.people() == ("张敏", "李四")
    with pytest.raises(WrongPassword):
        lock.set_password("张敏", "新的密码换了一个", "新的密码换了一个", OTHER)  # not his own
    with pytest.raises(PasswordTooCommon):
        lock.set_password("张敏", "88888888", "88888888", PASSWORD)
    lock.set_password("张敏", "新的密码真的很长", "新的密码真的很长", PASSWORD)
    assert locking.unlock(path, "张敏", "新的密码真的很长") == key
    lock.set_password("张敏", PASSWORD, PASSWORD, paper(key))  # he forgot it; the paper is proof
    with pytest.raises(WrongRecoveryKey):
        lock.set_password("张敏", PASSWORD, PASSWORD, paper(bytes(32)))
    lock.remove("李四")
    with pytest.raises(WrongPassword):
        locking.unlock(path, "李四", OTHER)
    with pytest.raises(LastPerson):
        lock.remove("张敏")


def test_every_change_of_it_leaves_a_trace_and_no_secret(register, path, key):
    register.locking.note("lock.on")
    register.locking.set_password("李四", OTHER, OTHER, "")
    register.locking.remove("李四")
    assert register.settings.get("data password")["people"] == ["张敏"]
    assert register.verification.check().sound
    connection = sqlite.look(path, key=key)
    acts = [row[0] for row in connection.execute("SELECT action FROM history ORDER BY sequence")]
    connection.close()
    assert [act for act in acts if act.startswith("lock.")] == [
        "lock.on",
        "lock.person",
        "lock.remove",
    ]


def test_a_clerk_changes_her_own_password_and_nothing_else(register, path, key):
    lock = register.locking
    lock.set_password("李四", OTHER, OTHER, "")
    register._store.operator = Operator("李四", Role.CLERK)
    for forbidden in (
        lambda: lock.set_password("王五", OTHER, OTHER, ""),
        lambda: lock.check("王五", OTHER, OTHER),
        lambda: lock.remove("张敏"),
        lock.sheet,
        lock.remove_leftovers,
        lock.demand,
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    assert lock.people() == ("张敏", "李四")
    lock.set_password("李四", PASSWORD, PASSWORD, OTHER)
    assert locking.unlock(path, "李四", PASSWORD) == key


def test_the_paper_is_one_page_with_the_key_twice_and_nothing_else(register, key, tmp_path):
    (tmp_path / "恢复密钥.pdf").write_bytes(register.locking.sheet())
    pages = pypdf.PdfReader(tmp_path / "恢复密钥.pdf").pages
    assert len(pages) == 1
    text = pages[0].extract_text()
    for group in recovery_key.written(key):
        assert text.count(group) == 2
    for word in ("棠梨街道柳荫社区", "社区.圆桌", "2024-09-20", "密封存放"):
        assert text.count(word) == 2
    assert "张敏" not in text


def test_old_backups_that_anybody_can_read_are_told_and_deleted_when_wished(register, path):
    (old,) = register.locking.leftovers()
    assert sqlite.plain(old)
    assert register.locking.remove_leftovers() == 1
    assert register.locking.leftovers() == []
    (kept,) = register.upkeep.backups()
    assert kept.why == "删旧备份前"
    assert locking.locked(kept.path)


def test_taken_away_the_file_opens_without_and_older_backups_with_it(path, key, clock, listed):
    register = Register(path, "张敏", key=key, now=clock)
    made = register.upkeep.back_up("手动")
    register.close()
    assert locking.decrypt(path, key)
    assert not locking.locked(path)
    assert not keyring.beside(path).exists()
    assert locking.open_with(made, "张敏", PASSWORD) == key
    again = Register(path, "张敏", now=clock)
    assert again.communities.office() == ("棠梨街道", "柳荫社区")
    assert not again.locking.on
    assert again.locking.leftovers() == []
    with pytest.raises(NoPasswordSet):
        again.locking.sheet()
    again.close()


def test_the_key_changes_with_every_new_password_on_the_file(path, key, listed):
    locking.decrypt(path, key)
    assert locking.encrypt(path, "张敏", PASSWORD, PASSWORD, listed) != key
