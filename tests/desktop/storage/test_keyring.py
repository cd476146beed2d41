import json
import random

import pytest

from desktop.domain.lock_errors import BadKeyring, LastPerson, WrongPassword
from desktop.storage import keyring
from desktop.storage.keyring import Cost

KEY, CHEAP = bytes(range(32)), Cost(64, 1, 1)


def ring(*people):
    made, rng = keyring.empty(KEY), random.Random(1)
    for name, password in people:
        made = made.having(name, password, KEY, rng.randbytes, CHEAP)
    return made


def test_everybody_opens_it_with_his_own_password_after_it_was_written(tmp_path):
    path = tmp_path / "社区.圆桌"
    keyring.save(path, ring(("张敏", "槐树下的椅子"), ("李四", "另一个密码")))
    read = keyring.load(path)
    assert read.names == ("张敏", "李四")
    assert read.unwrap("张敏", "槐树下的椅子") == read.unwrap("李四", "另一个密码") == KEY
    assert read.fits(KEY)
    assert not read.fits(bytes(32))
    text = keyring.beside(path).read_text("utf-8")
    assert KEY.hex() not in text
    assert [each.name for each in tmp_path.iterdir()] == ["社区.圆桌.钥匙"]


@pytest.mark.parametrize("tried", ["槐树下的椅子 ", " 槐树下的椅子", "槐树下的椅子a", "Ａ", ""])
def test_a_password_is_taken_exactly_as_typed(tried):
    made = ring(("张敏", "槐树下的椅子"), ("李四", "A"))
    for name in ("张敏", "李四"):
        with pytest.raises(WrongPassword):
            made.unwrap(name, tried)


def test_a_name_is_bound_to_its_entry():
    made = ring(("张敏", "槐树下的椅子"))
    from dataclasses import replace

    stolen = replace(made, entries=(replace(made.entries[0], name="李四"),))
    with pytest.raises(WrongPassword):
        stolen.unwrap("李四", "槐树下的椅子")
    with pytest.raises(WrongPassword):
        made.unwrap("没有的人", "槐树下的椅子")


def test_another_password_takes_the_place_of_the_old_one():
    made = ring(("张敏", "旧的密码"), ("李四", "另一个"), ("张敏", "新的密码"))
    assert sorted(made.names) == ["张敏", "李四"]
    assert made.unwrap("张敏", "新的密码") == KEY
    with pytest.raises(WrongPassword):
        made.unwrap("张敏", "旧的密码")


def test_somebody_removed_opens_it_no_more_and_the_last_one_stays():
    made = ring(("张敏", "槐树下的椅子"), ("李四", "另一个")).without("张敏")
    with pytest.raises(WrongPassword):
        made.unwrap("张敏", "槐树下的椅子")
    with pytest.raises(LastPerson, match="李四"):
        made.without("李四")


def test_every_changed_byte_is_damage_not_a_wrong_password(tmp_path):
    path = tmp_path / "社区.圆桌"
    keyring.save(path, ring(("张敏", "槐树下的椅子")))
    data = keyring.beside(path).read_bytes()
    same = json.loads(data)
    for place in range(len(data)):
        keyring.beside(path).write_bytes(
            data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        )
        try:
            keyring.load(path)
        except BadKeyring as told:
            assert "恢复密钥" in str(told)  # noqa: PT017 - some bytes are mere white space
        else:
            assert json.loads(keyring.beside(path).read_bytes()) == same


@pytest.mark.parametrize(
    "told", [b"", b"{}", b"[]", b"[" * 100_000, b"\xff", b'{"sum": 1, "key": 1, "people": [1]}']
)
def test_what_is_no_keyring_is_damage_in_words(tmp_path, told):
    path = tmp_path / "社区.圆桌"
    keyring.beside(path).write_bytes(told)
    with pytest.raises(BadKeyring, match="恢复密钥"):
        keyring.load(path)


def test_a_keyring_that_would_take_all_memory_is_not_tried(tmp_path):
    path = tmp_path / "社区.圆桌"
    from dataclasses import replace

    made = ring(("张敏", "槐树下的椅子"))
    keyring.save(path, replace(made, entries=(replace(made.entries[0], cost=Cost(1 << 40)),)))
    with pytest.raises(BadKeyring):
        keyring.load(path)


def test_a_guess_costs_what_was_decided():
    cost = Cost()
    assert (cost.memory, cost.passes, cost.lanes) == (64 * 1024, 3, 4)
