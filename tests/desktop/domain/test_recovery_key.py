import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain import recovery_key
from desktop.domain.lock_errors import BadRecoveryGroup, BadRecoveryLength

KEYS = st.binary(min_size=32, max_size=32)
GROUPS = recovery_key.written(bytes(range(7, 39)))


@given(KEYS)
def test_what_is_written_reads_back(key):
    groups = recovery_key.written(key)
    assert [len(group) for group in groups] == [5] * 13
    assert not set("OILB") & set("".join(groups))
    assert recovery_key.read("  ".join(groups)) == key


@given(KEYS)
def test_look_alikes_small_letters_and_full_width_ones_are_read_as_meant(key):
    text = "-".join(recovery_key.written(key))
    wrong = text.replace("0", "o").replace("1", "l").replace("8", "B").lower()
    wide = "".join(chr(ord(c) + 0xFEE0) if c != "-" else "　" for c in wrong)
    assert recovery_key.read(wrong) == recovery_key.read(wide) == key


def test_every_single_wrong_letter_names_its_group():
    text = "".join(GROUPS)
    for place, right in enumerate(text):
        for letter in recovery_key.ALPHABET.replace(right, ""):
            with pytest.raises(BadRecoveryGroup) as wrong:
                recovery_key.read(text[:place] + letter + text[place + 1 :])
            assert wrong.value.number == place // 5 + 1


def test_every_two_neighbours_exchanged_are_noticed():
    for number, group in enumerate(GROUPS):
        for place in range(4):
            turned = group[:place] + group[place + 1] + group[place] + group[place + 2 :]
            if turned != group:
                with pytest.raises(BadRecoveryGroup, match=f"第 {number + 1} 组"):
                    recovery_key.read("".join((*GROUPS[:number], turned, *GROUPS[number + 1 :])))


def test_two_groups_in_the_wrong_order_are_noticed():
    for one in range(12):
        turned = list(GROUPS)
        turned[one], turned[one + 1] = turned[one + 1], turned[one]
        with pytest.raises(BadRecoveryGroup, match=f"第 {one + 1} 组"):
            recovery_key.read(" ".join(turned))


def test_a_missing_group_is_told_as_such():
    with pytest.raises(BadRecoveryLength, match="60 个字符"):
        recovery_key.read(" ".join(GROUPS[1:]))
    with pytest.raises(BadRecoveryLength):
        recovery_key.read("")
