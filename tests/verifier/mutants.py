"""What somebody could do to a bundle, each with what must give it away."""

import json
import random
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.verifier.forging import CHAIN, POINTS, ROWS, Bundle, unzipped, zipped

Change = Callable[[Bundle, random.Random], bool]  # whether there was anything to change


@dataclass(frozen=True)
class Mutant:
    """``anchors``: what was kept outside, where nothing else gives it away."""

    name: str
    data: bytes
    anchors: tuple[str, ...] = ()

    @property
    def anchored(self) -> bool:
        return bool(self.anchors)


def _pick(bundle: Bundle, noun: str, rng: random.Random, *, marked: bool = False):
    rows = [row for row in bundle.rows(noun) if not marked or row.get("marks")]
    return rng.choice(rows) if rows else None


def _read(row):
    return row["state"] in {"entered", "checked"}


# Changes of rows. All but the last few change what the digest or the figures of the count hold.


def mark(bundle, rng):
    noun = rng.choice(["ballot", "secret_ballot"])
    row = _pick(bundle, noun, rng, marked=True)
    if not row or (noun == "ballot" and not _read(row)):
        return False
    place = rng.randrange(len(row["marks"]))
    other = rng.choice([each for each in "FAXI" if each != row["marks"][place]])
    row["marks"] = row["marks"][:place] + other + row["marks"][place + 1 :]
    return bundle.touch(noun, row, "marks")


def area(bundle, rng):
    row = _pick(bundle, "voter", rng)
    if not row["area"] or bundle.rows("secret_ballot"):
        return False
    row["area"] += rng.choice([1, 100, 500_000])
    return bundle.touch("voter", row, "area")


def head(bundle, rng):
    read = {row["voter_id"] for row in bundle.rows("ballot") if row["marks"] and _read(row)}
    rows = [row for row in bundle.rows("voter") if row["id"] in read]
    if not rows:
        return False  # of a door that said nothing it may change nothing
    row = rng.choice(rows)
    row["head"] = max(each["head"] for each in bundle.rows("voter")) + 1
    return bundle.touch("voter", row, "head")


def ruling(bundle, rng):
    row = _pick(bundle, "ruling", rng)
    if not row:
        return False
    row["marks"] = "".join({"F": "A", "A": "F"}.get(each, "F") for each in row["marks"])
    return bundle.touch("ruling", row, "marks")


def ballot_of_another(bundle, rng):
    row = _pick(bundle, "ballot", rng, marked=True)
    others = [each["id"] for each in bundle.rows("voter") if row and each["id"] != row["voter_id"]]
    if not row or not others or not _read(row):
        return False
    row["voter_id"] = rng.choice(others)
    return bundle.touch("ballot", row, "voter_id")


def spoilt(bundle, rng):
    row = _pick(bundle, "ballot", rng, marked=True)
    if not row or not _read(row):
        return False
    row["state"] = "spoilt"
    return bundle.touch("ballot", row, "state")


def dropped(bundle, rng):
    noun = rng.choice(["ballot", "ruling", "secret_ballot"])
    row = _pick(bundle, noun, rng, marked=True)
    if not row or (noun == "ballot" and not _read(row)):
        return False
    bundle.rows(noun).remove(row)
    bundle.gone.append((noun, row["id"]))
    return True


def two_swapped(bundle, rng):
    rows = [r for r in bundle.rows("ballot") if r["marks"] and _read(r)]
    pairs = [(one, other) for one in rows for other in rows if one["marks"] != other["marks"]]
    if not pairs:
        return False
    one, other = rng.choice(pairs)
    one["marks"], other["marks"] = other["marks"], one["marks"]
    bundle.touch("ballot", one, "marks")
    return bundle.touch("ballot", other, "marks")


def threshold(bundle, rng):
    row = _pick(bundle, "poll_matter", rng)
    rule = json.loads(row["rule"])
    for each in (*rule["participation"], *rule["approval"]):
        each["numerator"], each["denominator"] = 1, 97
    row["rule"] = json.dumps(rule, ensure_ascii=False, sort_keys=True)
    return bundle.touch("poll_matter", row, "rule")


def title(bundle, rng):
    row = _pick(bundle, "poll_matter", rng)
    row["title"] += "（改）"
    return bundle.touch("poll_matter", row, "title")


def announced(bundle, rng):
    row = max(bundle.rows("poll_count"), key=lambda each: each["round"])
    figures = json.loads(row["figures"])
    each = rng.choice(figures)
    each["lines"][0]["heads"]["for"] += 1
    row["figures"] = json.dumps(figures, ensure_ascii=False)
    return bundle.touch("poll_count", row, "figures")


def word(bundle, rng):
    row = max(bundle.rows("poll_count"), key=lambda each: each["round"])
    figures = json.loads(row["figures"])
    rng.choice(figures)["word"] = "一致通过"
    row["figures"] = json.dumps(figures, ensure_ascii=False)
    return bundle.touch("poll_count", row, "figures")


def roll_digest(bundle, rng):
    row = bundle.rows("poll")[0]
    row["roll_digest"] = {"hex": rng.randbytes(32).hex()}
    return bundle.touch("poll", row, "roll_digest")


ROW_CHANGES: tuple[Change, ...] = (
    mark, area, head, ruling, ballot_of_another, spoilt, dropped, two_swapped, threshold, title,
    announced, word, roll_digest,
)  # fmt: skip
COUNTED = frozenset({announced, word})  # whoever counts again undoes them


# Changes of the chain and of the files; the attacker fits the list of files to them.


def salt(bundle, rng):
    row = _pick(bundle, "ballot", rng, marked=True)
    if row is None:
        return False
    row["salt"] = {"hex": rng.randbytes(16).hex()}
    return True


def withheld(bundle, rng):
    """The payload of a record of this vote is left out, the hash stays."""
    keys = {row["id"] for rows in bundle.told["tables"].values() for row in rows}
    mine = [r for r in bundle.chain if r["payload"] and r["key"] in keys]
    rng.choice(mine)["payload"] = None
    return True


def reordered(bundle, rng):
    place = rng.randrange(len(bundle.chain) - 1)
    chain = bundle.chain
    chain[place], chain[place + 1] = chain[place + 1], chain[place]
    return True


def record_out(bundle, rng):
    del bundle.chain[rng.randrange(len(bundle.chain) - 1)]
    return True


def record_twice(bundle, rng):
    """Not at the end: what follows an anchor, the anchor says nothing of."""
    place = rng.randrange(len(bundle.chain) - 1)
    bundle.chain.insert(place, dict(bundle.chain[place]))
    return True


def cut(bundle, rng):
    """The end is cut off somewhere before the count."""
    del bundle.chain[rng.randrange(1, len(bundle.chain) // 2) :]
    bundle.points["checkpoints"] = [
        point for point in bundle.points["checkpoints"] if point["sequence"] <= len(bundle.chain)
    ]
    return True


def record_field(bundle, rng):
    record = rng.choice(bundle.chain)
    name = rng.choice(["at", "offset", "actor", "action", "noun", "key"])
    record[name] += "1"
    return True


def payload_byte(bundle, rng):
    record = rng.choice([each for each in bundle.chain if each["payload"]])
    data = bytearray(b64decode(record["payload"]))
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    record["payload"] = b64encode(data).decode("ascii")
    return True


def checkpoint_field(bundle, rng):
    point = rng.choice(bundle.points["checkpoints"])
    name = rng.choice(["hash", "signer", "signature", "at", "sequence"])
    if name == "sequence":
        point[name] -= 1
    elif name == "at":
        point[name] += "Z"
    else:
        place = rng.randrange(len(point[name]))
        other = rng.choice([each for each in "0123456789abcdef" if each != point[name][place]])
        point[name] = point[name][:place] + other + point[name][place + 1 :]
    return True


def checkpoints_swapped(bundle, rng):
    points = bundle.points["checkpoints"]
    if len(points) < 2:
        return False
    one, other = rng.sample(points, 2)
    one["hash"], other["hash"] = other["hash"], one["hash"]
    return True


def row_twice(bundle, rng):
    rows = bundle.rows(rng.choice(["ballot", "voter", "poll_count", "poll_matter"]))
    rows.append(dict(rng.choice(rows)))
    return True


def row_out(bundle, rng):
    rows = bundle.rows(rng.choice(["ballot", "voter", "poll_count", "poll_matter"]))
    rows.remove(rng.choice(rows))
    return True


def column_out(bundle, rng):
    row = _pick(bundle, rng.choice(["ballot", "voter", "poll_matter"]), rng)
    del row[rng.choice([name for name in row if name not in {"salt", "private", "id"}])]
    return True


def other_code(bundle, rng):
    bundle.told["code"] = "0000-0000-0000-0000"
    return True


def other_vote(bundle, rng):
    bundle.told["compound"] = bundle.told["poll"]
    return True


CHAIN_CHANGES = (
    salt, withheld, reordered, record_out, record_twice, cut, record_field, payload_byte,
    checkpoint_field, checkpoints_swapped, row_twice, row_out, column_out, other_code, other_vote,
)  # fmt: skip
# The same by somebody who numbers, links and signs the chain again: what is left to give it away.
RELINKED = (reordered, record_field, record_twice)


def flip(path: Path, rng: random.Random) -> Mutant:
    """One bit of one file."""
    parts = unzipped(path)
    name = rng.choice(sorted(parts))
    data = bytearray(parts[name])
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return Mutant(f"bit of {name}", zipped(parts | {name: bytes(data)}))


def files(path: Path, rng: random.Random) -> Mutant:
    """A file too many, one missing, one of another bundle's, fields twice, no numbers."""
    parts = unzipped(path)
    name = rng.choice([ROWS, CHAIN, POINTS])
    kind = rng.choice(["out", "in", "twice", "nan", "exchange", "empty"])
    if kind == "out":
        del parts[rng.choice(sorted(parts))]
    elif kind == "in":
        parts["../外面.txt"] = b"x"
    elif kind == "empty":
        parts[name] = b""
    else:
        line, _, rest = parts[name].partition(b"\n")
        odd = {"twice": b'{"code":"1","code":"1",', "nan": b'{"z":NaN,', "exchange": b"[1,"}[kind]
        parts[name] = odd + line[1:] + b"\n" + rest
    if kind == "out":
        return Mutant(f"{kind} {name}", zipped(parts))
    bundle = Bundle(path)
    bundle.parts = parts
    return Mutant(f"{kind} {name}", bundle.listed())


def mixed(path: Path, other: Path, rng: random.Random) -> Mutant:
    """Parts of two bundles."""
    one, two = Bundle(path), Bundle(other)
    kind = rng.choice([ROWS, CHAIN, POINTS, "ballots"])
    if kind == "ballots":
        one.told["tables"]["ballot"] = two.told["tables"]["ballot"]
    elif kind == ROWS:
        one.told = two.told
    elif kind == CHAIN:
        one.chain = two.chain
    else:
        one.points = two.points
    return Mutant(f"{kind} of another", one.writing())


def of_rows(path: Path, rng: random.Random, level: str) -> Mutant | None:
    """A change of rows by an attacker of this level, if this bundle has such rows."""
    change, bundle = rng.choice(ROW_CHANGES), Bundle(path)
    anchors = bundle.anchors
    if level == "all" and change in COUNTED:
        return None
    if not change(bundle, rng):
        return None
    if level != "rows":
        for touched in bundle.touched:
            bundle.rewrite(*touched)
        for gone in bundle.gone:
            bundle.forget(*gone)
        if level == "all":
            bundle.recount()
        bundle.link()
    return Mutant(
        f"{change.__name__} ({level})", bundle.writing(), anchors if level == "all" else ()
    )


def of_chain(path: Path, rng: random.Random) -> Mutant | None:
    change, bundle = rng.choice(CHAIN_CHANGES), Bundle(path)
    return Mutant(change.__name__, bundle.writing()) if change(bundle, rng) else None


def relinked(path: Path, rng: random.Random) -> Mutant:
    change, bundle = rng.choice(RELINKED), Bundle(path)
    anchors = bundle.anchors
    change(bundle, rng)
    bundle.link()
    return Mutant(f"{change.__name__} (linked again)", bundle.writing(), anchors)


def mutants(paths: list[Path], rng: random.Random) -> Iterator[Mutant]:
    """One after the other, of every kind, without an end."""
    while True:
        path, other = rng.sample(paths, 2)
        yield flip(path, rng)
        yield files(path, rng)
        yield mixed(path, other, rng)
        yield relinked(path, rng)
        some = [of_rows(path, rng, level) for level in ("rows", "history", "all")]
        yield from (each for each in (*some, of_chain(path, rng)) if each)
