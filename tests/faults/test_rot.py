"""Bit rot: what of single bits that turned round is seen, and by what; the rest is told as a figure.

A plain SQLite file has no checksums on its pages: what sees a change is the check of every row against
the history. The share that nothing sees is measured here, not hidden.
"""

import random
from collections import Counter
from hashlib import sha256

import pytest

from desktop.domain.errors import Refusal
from desktop.register import Register
from desktop.storage import sqlite, trouble
from tests.faults import filled
from tests.faults.scale import many

FLIPS = many(60, 3_000)
pytestmark = pytest.mark.faults


def digests(path):
    """Of every table, one digest of all its rows; raise what the driver raises at a damaged page."""
    connection = sqlite.look(path)
    try:
        told = {}
        for table in filled.tables(connection):
            digest = sha256()
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY rowid"):
                digest.update(repr(row).encode("utf-8", "surrogatepass"))
            told[table] = digest.hexdigest()
        return told
    finally:
        connection.close()


def seen_by(path, whole):
    """What notices that the file is not as it was; "" for a change of content that nothing sees."""
    try:
        register = Register(path, "张敏")
    except Refusal:
        return "opening", ""
    try:
        checked = register.verification.check()
    except Refusal:
        return "the check", ""
    finally:
        register.close()
    if not checked.database_sound:
        return "integrity_check", ""
    if not checked.sound:
        return "the chain", ""
    try:
        now = digests(path)
    except trouble.RAISED:
        return "reading", ""
    changed = [name for name in now if now[name] != whole.get(name)]
    return ("nothing", changed[0]) if changed else ("harmless", "")


def test_a_turned_bit_never_breaks_the_check(held_file, tmp_path, record_property):
    path, data = tmp_path / "社区.圆桌", held_file.read_bytes()
    path.write_bytes(data)
    whole, rng = digests(path), random.Random(5)
    seen, unseen = Counter(), Counter()
    for _ in range(FLIPS):
        place, turned = rng.randrange(len(data)), bytearray(data)
        turned[place] ^= 1 << rng.randrange(8)
        sqlite.clear(path)
        path.write_bytes(turned)
        by, table = seen_by(path, whole)
        seen[by] += 1
        unseen[table] += by == "nothing"
    real = FLIPS - seen["harmless"]
    told = ", ".join(f"{by} {count}" for by, count in seen.most_common())
    worst = ", ".join(f"{name} {count}" for name, count in unseen.most_common(4) if count)
    record_property(
        "figure",
        f"{FLIPS} bits: {told}; of {real} real changes {100 * seen['nothing'] / real:.0f} % unseen ({worst})",
    )
    assert unseen["history"] == 0  # the chain covers all of it
    assert seen["nothing"] <= real / 100  # the secrets among the settings leave no history
