"""The independent verifier: agrees with the program on random votes, and with nobody who changed one."""

import ast
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop.domain import errors, poll_errors
from desktop.domain.poll import HouseRules
from tests.desktop.services.test_polls import enter, opened, roster
from tests.packaging.parts import shipped
from tests.verifier import mutants
from tests.verifier.forging import FILE, LIST, Bundle, unzipped, verifier, zipped
from tests.verifier.votes import world

__all__ = ["roster"]  # a fixture
VOTES, MUTANTS = 40, 120
ONE = pytest.mark.parametrize("where", ["sqlite"], indirect=True)  # what was written is the same


@pytest.fixture(scope="module")
def bundles(tmp_path_factory) -> list[Path]:
    """Random votes, each with its evidence."""
    seed = random.SystemRandom().randrange(1 << 20)
    print(f"votes of seed {seed}")
    with world(tmp_path_factory.mktemp("votes"), seed) as here:
        return [here.bundle()[1] for _ in range(VOTES)]


@pytest.fixture
def bundle(register, roster, tmp_path) -> Path:
    """One small vote: two papers of a door ruled on, on both databases."""
    poll = opened(register, roster, rules=HouseRules(invalid_participates=True))
    enter(register, poll, [("1", "11"), ("2", "12"), ("3", "10"), ("5", "11"), ("6", "11")])
    besides = register.ballots.receive_besides(poll, "1", "又交一张")
    enter(register, poll, [(str(besides.number.paper), "22")])
    register.polls.close(poll)
    for case in register.counts.cases(poll):
        register.counts.rule(poll, case, case.choices[0][0], "本人确认")
    for case in register.counts.cases(poll):
        register.counts.rule(poll, case, case.choices[0][0], "本人确认")
    register.counts.settle(poll, "一张未录入")
    return register.evidence.write(poll, "律师", "核对", tmp_path / "查证包.zip")


def states(found) -> dict[str, str]:
    return {claim.name: claim.word for claim in found.claims}


def rejected(data: bytes, folder: Path, *more) -> bool:
    path = folder / "改过.zip"
    path.write_bytes(data)
    return verifier.verify(path, *more).code != verifier.HOLDS


def test_it_agrees_with_the_program_on_random_votes(bundles):
    wrong = {}
    for path in bundles:
        found = verifier.verify(path, Bundle(path).anchors)
        if found.code != verifier.HOLDS or "不成立" in states(found).values():
            wrong[path.name] = (found.unreadable, [c for c in found.claims if not c.holds])
        assert states(found)["计票由存证码封住"] == "成立"
    assert not wrong


def test_no_mutant_passes(bundles, tmp_path):
    rng = random.Random(random.SystemRandom().randrange(1 << 20))
    passed, silent, made = [], 0, mutants.mutants(bundles, rng)
    for _ in range(MUTANTS):
        mutant = next(made)
        if not mutant.anchored:
            if not rejected(mutant.data, tmp_path):
                passed.append(mutant.name)
            continue
        if not rejected(mutant.data, tmp_path, mutant.anchors):
            passed.append(mutant.name)
        silent += not rejected(mutant.data, tmp_path)
    assert passed == []
    assert silent > 0  # whoever rewrites everything is found by what was kept outside, and only so


def test_both_databases_write_what_it_understands(bundle, capsys):
    assert verifier.main([str(bundle)]) == verifier.HOLDS
    told = capsys.readouterr().out
    assert "赞成：5 户；5/6 人（全体的 83.33%）；面积 395.50/645.50 ㎡（全体的 61.27%）" in told
    assert "没有核对的：密钥是本单位的、计票由存证码封住。" in told


@ONE
def test_what_was_kept_outside(bundle, capsys):
    end, settled = Bundle(bundle).anchors
    found = verifier.verify(bundle, [end, settled])
    assert list(states(found).values()).count("成立") == len(found.claims) - 1
    key = found.facts["keys"][0]
    assert states(verifier.verify(bundle, [end], key[:12].upper()))["密钥是本单位的"] == "成立"
    assert verifier.verify(bundle, [], "0" * 12).code == verifier.REJECTED
    typed = end.lower().replace("0", "o")
    assert verifier.verify(bundle, [typed]).code == verifier.HOLDS
    number, _, letters = end.partition("-")
    other = letters[:-1] + ("0" if letters[-1] != "0" else "1")
    assert verifier.verify(bundle, [f"{number}-{other}"]).code == verifier.REJECTED
    assert verifier.verify(bundle, [f"{int(number) + 1}-{letters}"]).code == verifier.REJECTED
    assert verifier.verify(bundle, ["128-7K3M"]).code == verifier.UNREADABLE
    early = verifier.anchor_of(
        Bundle(bundle).compound, 1, bytes.fromhex(Bundle(bundle).chain[0]["hash"])
    )
    found = verifier.verify(bundle, [early])
    assert found.code == verifier.HOLDS
    assert states(found)["计票由存证码封住"] == "未核对"  # it was counted after that
    for short in ("00", "a.......", "--------"):
        with pytest.raises(SystemExit):
            verifier.main([str(bundle), f"--key={short}"])
        assert "八位" in capsys.readouterr().err
    with pytest.raises(SystemExit):  # what was typed is wrong; of the evidence nothing is said
        verifier.main([str(bundle), "--anchor", "128-7K3M"])
    assert "再抄一遍" in capsys.readouterr().err


@ONE
def test_what_follows_the_last_anchor_is_not_sealed_by_it(bundle, tmp_path):
    made = Bundle(bundle)
    anchors = made.anchors
    made.chain.append(dict(made.chain[-1]))
    made.link()
    (tmp_path / "x.zip").write_bytes(made.writing())
    found = verifier.verify(tmp_path / "x.zip", anchors)
    assert found.code == verifier.HOLDS  # as the page says: nothing about what came after
    assert any("第 1 条到第" in claim.why for claim in found.claims if "存证码" in claim.name)


@ONE
def test_it_runs_alone_and_writes_nothing(bundle, tmp_path):
    alone = tmp_path / "律师"
    alone.mkdir()
    for path in (FILE, bundle):
        shutil.copy(path, alone)
    before = {path.name: path.read_bytes() for path in alone.iterdir()}
    command = [sys.executable, "-I", "-B", "-W", "error", FILE.name, bundle.name, "--json"]
    done = subprocess.run(command, cwd=alone, capture_output=True, check=True, timeout=60)
    told = json.loads(done.stdout.decode("utf-8"))
    assert told["result"] == "holds"
    assert told["facts"]["code"] == json.loads(unzipped(bundle)["evidence.json"])["code"]
    assert {path.name: path.read_bytes() for path in alone.iterdir()} == before


def test_it_imports_the_standard_library_and_shares_nothing():
    tree = ast.parse(FILE.read_text("utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names.add(str(node.module).partition(".")[0])
    assert names <= set(sys.stdlib_module_names)
    assert not names & {"socket", "urllib", "http", "subprocess", "os", "shutil", "pickle"}
    assert ("resources/verifier", FILE.name) in {
        (folder, Path(path).name) for path, folder in shipped.data()
    }


# Files of strangers


@ONE
def test_files_that_are_no_bundle_are_refused_without_a_traceback(bundle, tmp_path):
    rng, whole = random.Random(3), bundle.read_bytes()
    odd = [b"", b"PK", b"x" * 100, whole[:-1], whole[: len(whole) // 2], whole + b"x", whole[1:]]
    odd += [rng.randbytes(2000), whole[:-22] + rng.randbytes(22)]
    for data in odd:
        path = tmp_path / "x.zip"
        path.write_bytes(data)
        assert verifier.verify(path).code == verifier.UNREADABLE
    assert verifier.verify(tmp_path / "没有.zip").unreadable
    assert verifier.verify(tmp_path).unreadable


@ONE
def test_bytes_of_the_zip_itself_change_nothing_or_are_noticed(bundle, tmp_path):
    rng, whole, parts = random.Random(7), bundle.read_bytes(), unzipped(bundle)
    path = tmp_path / "x.zip"
    for _ in range(60):
        data = bytearray(whole)
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        path.write_bytes(data)
        if verifier.verify(path).code == verifier.HOLDS:
            assert unzipped(path) == parts


def hostile(parts, **changed):
    return {**parts, **{name.replace("_json", ".json"): data for name, data in changed.items()}}


@ONE
def test_hostile_contents(bundle, tmp_path):
    parts = unzipped(bundle)
    deep, huge = b"[" * 100_000, b"[" + b"{}," * 2_100_000 + b"{}]"
    bad = [
        hostile(parts, manifest_json=each)
        for each in (
            deep,
            b"[]",
            b"{}",
            b'{"a":1e5}',
            b"\xff",
            b"",
            b'{"a":"\\ud800"}',
            b"9" * 9999,
        )
    ]
    bad += [hostile(parts, evidence_json=each) for each in (deep, huge, b"[1]", b'{"a":1,"a":1}')]
    bad += [hostile(parts, checkpoints_json=each) for each in (deep, b'{"checkpoints":[{}]}')]
    for each in bad:
        assert rejected(zipped(each), tmp_path)
        made = Bundle(bundle)
        made.parts = dict(each)
        assert rejected(made.listed() if each[LIST] == parts[LIST] else zipped(each), tmp_path)


@ONE
def test_bombs_and_names(bundle, tmp_path):
    parts = unzipped(bundle)
    path = tmp_path / "x.zip"

    def written(*extra: tuple[str, bytes]) -> int:
        with ZipFile(path, "w", ZIP_DEFLATED) as made:
            for name, data in [*parts.items(), *extra]:
                made.writestr(ZipInfo(name), data, ZIP_DEFLATED)
        return verifier.verify(path).code

    assert written() == verifier.HOLDS
    with pytest.warns(UserWarning, match="Duplicate name"):
        assert written((LIST, parts[LIST])) != verifier.HOLDS
    assert written(("../../外面.txt", b"x")) != verifier.HOLDS
    assert written(*[(f"{n}", b"") for n in range(9_000)]) == verifier.UNREADABLE
    parts["说明.txt"] = bytes(100 << 20)
    assert written() == verifier.UNREADABLE
    assert not (tmp_path.parent / "外面.txt").exists()


def test_payloads_that_are_no_values():
    deep = b"n" + bytes(8)
    for _ in range(40):
        deep = verifier.framed(b"l", deep)
    twice = verifier.framed(b"m", verifier.encoded("a") * 4)
    odd = [
        b"", b"n", deep, twice, verifier.encoded(1) + b"x", verifier.framed(b"i", b"01"),
        verifier.framed(b"i", b"9" * 5000), verifier.framed(b"s", b"\xff"), verifier.framed(b"t", b"x"),
        verifier.framed(b"m", verifier.encoded("b") * 2 + verifier.encoded("a") * 2), b"q" + bytes(8),
        b"s" + b"\xff" * 8, verifier.framed(b"i", b"-0"), verifier.framed(b"i", b""),
    ]  # fmt: skip
    for data in odd:
        with pytest.raises((verifier.Unreadable, UnicodeDecodeError)):
            verifier.decoded(data)
    value = {"b": [1, -5, None, True, False, "文", b"\0"], "a": {}}
    assert verifier.decoded(verifier.encoded(value)) == value


# What the evidence must not leave out


@ONE
def test_a_record_of_this_vote_without_its_payload_is_noticed(bundle, tmp_path):
    """The chain holds without it; what it said would be forgotten."""
    made = Bundle(bundle)
    for record in made.chain:
        if record["noun"] == "ruling":
            record["payload"] = None
    made.told["tables"]["ruling"] = []
    path = tmp_path / "x.zip"
    path.write_bytes(made.writing())
    assert states(verifier.verify(path))["校验码"] == "不成立"
    made = Bundle(bundle)
    entered = [each for each in made.chain if each["noun"] == "ballot" and each["payload"]][-1]
    entered["payload"] = None
    path.write_bytes(made.writing())
    assert states(verifier.verify(path))["这次表决的记录齐全"] == "不成立"


@ONE
def test_the_last_count_cannot_be_left_out(register, roster, tmp_path):
    poll = opened(register, roster)
    enter(register, poll, [(str(n), "11") for n in range(1, 8)])
    register.polls.close(poll)
    register.counts.settle(poll)
    register.counts.recount(poll, "有异议")
    register.entries.correct(register.entries.find(poll, "1").ref, ["2", "2"], "看错")
    for case in register.counts.cases(poll):
        register.counts.rule(poll, case, case.choices[0][0], "本人确认")
    register.counts.settle(poll)
    made = Bundle(register.evidence.write(poll, "律师", "核对", tmp_path / "x.zip"))
    last = max(made.rows("poll_count"), key=lambda row: row["round"])
    made.rows("poll_count").remove(last)
    next(each for each in made.chain if each["key"] == last["id"])["payload"] = None
    (tmp_path / "y.zip").write_bytes(made.writing())
    assert states(verifier.verify(tmp_path / "y.zip"))["这次表决的记录齐全"] == "不成立"


@ONE
def test_what_was_frozen_before_there_were_seals_is_said_to_be_unchecked(bundle, tmp_path):
    made = Bundle(bundle)
    freeze = next(r for r in made.chain if r["noun"] == "voter" and r["payload"])
    payload = made.payload(freeze)
    del payload["values"]["seals"]
    made.say(freeze, payload)
    made.link()
    (tmp_path / "x.zip").write_bytes(made.writing())
    found = verifier.verify(tmp_path / "x.zip")
    assert found.code == verifier.HOLDS
    assert states(found)["旧版本写下的内容"] == "未核对"


@ONE
def test_checkpoints_that_were_left_out(bundle, tmp_path):
    path, made = tmp_path / "x.zip", Bundle(bundle)
    points = made.points["checkpoints"]
    made.points["checkpoints"] = points[:-1]
    path.write_bytes(made.writing())
    assert states(verifier.verify(path))["计票留有存证点"] == "不成立"
    for point in points:
        point["signer"] = point["signature"] = ""
    made.points["checkpoints"] = points
    path.write_bytes(made.writing())
    assert states(verifier.verify(path))["存证点和签名"] == "未核对"
    made.points["checkpoints"] = points * 4_000
    path.write_bytes(made.writing())
    assert verifier.verify(path).code == verifier.UNREADABLE


def test_objections_are_counted_as_they_were_when_it_was_counted(bundles):
    """A rule that asks for none knows of those that came before the recount, and of no later ones."""
    checks = [
        each["inequality"]
        for path in bundles
        for matter in verifier.verify(path).matters
        for each in matter["checks"]
        if each["name"] == "no_objection"
    ]
    assert set(checks) <= {"1 > 0", "2 > 0", "3 > 0", "4 > 0"}


@ONE
def test_there_is_no_evidence_before_a_count(register, roster, tmp_path):
    poll = opened(register, roster)
    with pytest.raises(poll_errors.PollNotNow):
        register.evidence.write(poll, "律师", "核对", tmp_path / "x.zip")
    register.polls.void(poll, "改期")
    with pytest.raises(poll_errors.PollNotNow):
        register.evidence.write(poll, "律师", "核对", tmp_path / "x.zip")
    with pytest.raises(errors.NameNeeded):
        register.evidence.write(poll, "", "核对", tmp_path / "x.zip")
    assert not list(tmp_path.glob("*.zip"))


# Ed25519: RFC 8032, 7.1 (key, message, signature), and what must be refused

VECTORS = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("key", "text", "signature"), VECTORS)
def test_signatures_of_the_standard(key, text, signature):
    told = bytes.fromhex(key), bytes.fromhex(text), bytes.fromhex(signature)
    assert verifier.signature_holds(*told)
    for place in range(0, 64, 5):
        other = bytearray(told[2])
        other[place] ^= 1
        assert not verifier.signature_holds(told[0], told[1], bytes(other))
    assert not verifier.signature_holds(told[0], told[1] + b"x", told[2])
    assert not verifier.signature_holds(told[0], told[1], told[2][:63])


def test_signatures_of_another_library():
    rng = random.Random(5)
    for _ in range(20):
        key, text = Ed25519PrivateKey.from_private_bytes(rng.randbytes(32)), rng.randbytes(50)
        public, signature = key.public_key().public_bytes_raw(), key.sign(text)
        assert verifier.signature_holds(public, text, signature)
        s = int.from_bytes(signature[32:], "little") + verifier.ORDER
        assert not verifier.signature_holds(public, text, signature[:32] + s.to_bytes(32, "little"))
        assert not verifier.signature_holds(public, text + b"x", signature)


def torsion() -> list[bytes]:
    """The eight points of small order: what is left of other points taken ORDER times."""
    for y in range(2, 100):
        start, made = verifier.point_of(y.to_bytes(32, "little")), verifier.NEUTRAL
        for place in range(verifier.ORDER.bit_length() if start else 0):
            made = verifier.added(made, start) if verifier.ORDER >> place & 1 else made
            start = verifier.added(start, start)
        points = [verifier.NEUTRAL]
        for _ in range(7):
            points.append(verifier.added(points[-1], made))
        told = {verifier.told_point(point) for point in points}
        if len(told) == 8:
            return sorted(told)
    raise AssertionError


def small_order() -> list[bytes]:
    """All of them as bytes, the ways that are not the one way, too."""
    plain = set(torsion())
    signed = {data[:31] + bytes([data[31] | 128]) for data in plain}
    beyond = {(y + verifier.P).to_bytes(32, "little") for y in (0, 1)}
    return sorted(plain | signed | beyond)


@pytest.mark.parametrize("key", small_order())
def test_keys_that_sign_anything_are_refused(key):
    for first in small_order():
        assert not verifier.signature_holds(key, b"anything", first + bytes(32))


def test_only_the_one_way_of_writing_a_point_is_read():
    assert {data for data in small_order() if verifier.point_of(data)} == set(torsion())
    assert verifier.point_of(b"\1" * 31) is None
