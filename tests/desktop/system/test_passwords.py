"""Passwords as they are kept: what a stranger's file may not make us pay."""

import pytest

from desktop.system import passwords


def test_a_password_fits_only_as_it_was_typed():
    kept = passwords.kept("槐树下的椅子 ", lambda n: bytes(n))
    assert passwords.fits("槐树下的椅子 ", kept)
    assert not passwords.fits("槐树下的椅子", kept)


@pytest.mark.parametrize(
    ("memory", "passes", "lanes", "paid"),
    [
        (passwords.MEMORY, passwords.PASSES, passwords.LANES, True),
        (4 << 20, 3, 4, False),
        (65_536, 4_000, 4, False),
        (65_536, 3, 99, False),
        (8, 1, 4, False),
        (65_536, 0, 4, False),
    ],
)
def test_a_cost_beyond_all_measure_is_not_paid(memory, passes, lanes, paid):
    assert passwords.sane(memory, passes, lanes) is paid
    told = f"$argon2id$v=19$m={memory},t={passes},p={lanes}${'A' * 22}${'A' * 43}"
    assert not passwords.fits("槐树下的椅子", told)


def test_what_is_no_kept_password_fits_nothing():
    for told in ("", "geheim", "$argon2id$v=19$$$", "$argon2id$v=19$m=65536,t=3,p=4$?$?"):
        assert not passwords.fits("geheim", told)
