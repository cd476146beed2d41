"""An attacker with a text editor and a calculator: takes a bundle apart and puts another together.

``rows``: he changes rows and writes a new list of files. ``history``: he also rewrites what the history
says of them, every hash after it, and signs all checkpoints with a key of his own. ``all``: he counts
again, too, so that his bundle agrees with itself from end to end; then only an anchor tells.
"""

import importlib.util
import json
import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop.domain.chain import ALGORITHM, ZERO, Record, commitment, decode, encode, seal
from desktop.domain.checkpoint import Checkpoint
from tests.conftest import ROOT

FILE = ROOT / "resources" / "verifier" / "verify_evidence.py"
ROWS, CHAIN, POINTS, LIST = "evidence.json", "chain.jsonl", "checkpoints.json", "manifest.json"
PERSONAL = {"ballot": ("marks",), "ruling": ("marks", "reason")}


def loaded() -> ModuleType:
    """The verifier, which is no module of ours."""
    spec = importlib.util.spec_from_file_location("verify_evidence", FILE)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made


verifier = loaded()


def told(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return (text + "\n").encode("utf-8")


def unzipped(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as made:
        for name, data in sorted(parts.items()):
            made.writestr(name, data)
    return buffer.getvalue()


class Bundle:
    """A bundle taken apart; ``writing`` puts it together again."""

    def __init__(self, path: Path) -> None:
        self.parts = unzipped(path)
        self.told = json.loads(self.parts[ROWS])
        self.chain = [json.loads(line) for line in self.parts[CHAIN].splitlines()]
        self.points = json.loads(self.parts[POINTS])
        self.compound = UUID(self.told["compound"])
        self._key = Ed25519PrivateKey.from_private_bytes(sha256(b"attacker").digest())
        self._at = {id(self.chain[p["sequence"] - 1]): p for p in self.points["checkpoints"]}
        self.touched: list[tuple[str, dict[str, Any], str]] = []  # noun, row, column
        self.gone: list[tuple[str, str]] = []  # noun, key

    def rows(self, noun: str) -> list[dict[str, Any]]:
        return self.told["tables"][noun]

    @property
    def anchors(self) -> tuple[str, str]:
        """What stands on paper: the end of the chain as typed, and the announced count in full."""
        end = self.chain[-1]
        settled = [p for p in self.points["checkpoints"] if p["action"] == "poll.settle"]
        mine = [p for p in settled if p["key"] == self.told["poll"]][-1]
        made = [
            Checkpoint(self.compound, each["sequence"], bytes.fromhex(each["hash"]), "")
            for each in (end, mine)
        ]
        return made[0].anchor.shown, made[1].full

    def payload(self, record: dict[str, Any]) -> dict[str, Any]:
        made = decode(b64decode(record["payload"]))
        assert isinstance(made, dict)
        return made

    def say(self, record: dict[str, Any], payload: dict[str, Any]) -> None:
        record["payload"] = b64encode(encode(payload)).decode("ascii")

    def touch(self, noun: str, row: dict[str, Any], name: str) -> bool:
        self.touched.append((noun, row, name))
        return True

    # the history

    def telling(self, noun: str, key: str) -> list[dict[str, Any]]:
        """The records that tell of one thing, seals too, in order."""
        found = []
        for record in self.chain:
            if record["noun"] != noun or record["payload"] is None:
                continue
            sealed = self.payload(record)["values"].get("seals", b"")
            if record["key"] == key or UUID(key).bytes in sealed:
                found.append(record)
        return found

    def rewrite(self, noun: str, row: Mapping[str, Any], name: str) -> None:
        """Let the history say of a row's column what the row says now."""
        for record in reversed(self.telling(noun, row["id"])):
            payload = self.payload(record)
            values = payload["values"]
            if "seals" in values:
                values["seals"] = _resealed(values["seals"], noun, row)
            elif name in values:
                values[name] = _said(noun, row, name, values[name])
            else:
                continue
            self.say(record, payload)
            return

    def forget(self, noun: str, key: str) -> None:
        """Let the history never have heard of a thing."""
        for record in self.telling(noun, key):
            payload = self.payload(record)
            if "seals" in payload["values"]:
                sealed = payload["values"]["seals"]
                places = range(0, len(sealed), 48)
                kept = [sealed[n : n + 48] for n in places if sealed[n : n + 16] != UUID(key).bytes]
                payload["values"]["seals"] = b"".join(kept)
                self.say(record, payload)
            else:
                self.chain.remove(record)

    def link(self) -> None:
        """Every number and hash again, and every checkpoint signed with the attacker's key."""
        previous = ZERO
        for number, record in enumerate(self.chain, 1):
            record["sequence"], record["previous"] = number, previous.hex()
            payload = b"" if record["payload"] is None else b64decode(record["payload"])
            known = bytes.fromhex(record["payload_hash"]) if record["payload"] is None else None
            plain = ("at", "offset", "actor", "action", "noun", "key")
            made = Record(
                ALGORITHM, self.compound, number, previous, *[record[name] for name in plain],
                payload, b"",
            )  # fmt: skip
            if known is None:
                tag = b"roundtable/history/payload/1\n"
                record["payload_hash"] = sha256(tag + payload).hexdigest()
            previous = seal(made, known)
            record["hash"] = previous.hex()
        self._sign()

    def _sign(self) -> None:
        public, kept = self._key.public_key().public_bytes_raw().hex(), []
        for record in self.chain:
            if point := self._at.get(id(record)):
                hash_ = bytes.fromhex(record["hash"])
                text = Checkpoint(self.compound, record["sequence"], hash_, point["at"]).signed
                point |= {
                    "sequence": record["sequence"], "hash": record["hash"], "signer": public,
                    "signature": self._key.sign(text).hex(),
                }  # fmt: skip
                kept.append(point)
        self.points["checkpoints"] = kept
        self.points["signers"] = [{"key": public, "name": "张敏", "since": "2026-01-01"}]

    def recount(self) -> None:
        """Figures and digest of the last count as they follow from the rows."""
        tables = self.told["tables"]
        count = max(tables["poll_count"], key=lambda row: row["round"])
        objections = sum(row["late"] == 0 for row in tables["objection"])
        poll = verifier.Poll(tables, objections)
        rules = [json.loads(matter["rule"]) for matter in poll.matters]
        made = [verifier.figures(poll, number, rule) for number, rule in enumerate(rules)]
        count["figures"] = json.dumps(made, ensure_ascii=False)
        by_voter = {row["id"]: row for row in poll.voters}
        ballots = [
            [by_voter[key][name] for name in ("position", "area", "head")]
            + [paper[name] for name in ("paper", "way", "marks")]
            for key in sorted(poll.read, key=lambda key: by_voter[key]["position"])
            for paper in poll.read[key]
        ]
        names = ("about", "place", "line", "marks")
        rulings = [[row[name] for name in names] for row in poll.rulings]
        about = [self.told["poll"], _bytes(poll.row["roll_digest"]), count["figures"]]
        value = [_bytes(count["secret"]), about, ballots, rulings, poll.boxed]
        digest = sha256(encode(value)).hexdigest()
        count["digest"] = {"hex": digest}
        self.told["code"] = "-".join(digest[n : n + 4] for n in range(0, 16, 4)).upper()
        self.rewrite("poll_count", count, "figures")
        self.rewrite("poll_count", count, "digest")

    def writing(self) -> bytes:
        """The bundle, with a list of files that fits."""
        self.parts |= {
            ROWS: told(self.told),
            CHAIN: b"".join(map(told, self.chain)),
            POINTS: told(self.points),
        }
        return self.listed()

    def listed(self) -> bytes:
        self.parts.pop(LIST, None)
        names = {name: sha256(data).hexdigest() for name, data in self.parts.items()}
        return zipped(self.parts | {LIST: told(names)})


def _bytes(value: Any) -> bytes:
    return bytes.fromhex(value["hex"]) if value else b""


def _resealed(sealed: bytes, noun: str, row: Mapping[str, Any]) -> bytes:
    place = sealed.index(UUID(row["id"]).bytes)
    return sealed[: place + 16] + verifier.seal_of(noun, row) + sealed[place + 48 :]


def _said(noun: str, row: Mapping[str, Any], name: str, old: Any) -> Any:
    """A column of a row as a payload has it."""
    value = row[name]
    if name in PERSONAL.get(noun, ()) and value is not None:
        return commitment(_bytes(row["salt"]), name, value)
    if isinstance(old, bool):
        return bool(value)
    if isinstance(old, list):
        return json.loads(value)
    return _bytes(value) if isinstance(value, dict) else value
