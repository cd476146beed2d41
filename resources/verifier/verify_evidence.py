"""Checks the evidence of a vote (查证包) without the program that wrote it, and counts the vote again.

    python verify_evidence.py 查证包.zip [--anchor 128-7K3M-…]… [--key 前几位] [--json]

One file, Python 3.11 or later, nothing but its standard library; written from ``docs/evidence.md`` alone.
It writes no file, opens no connection, and believes nothing that the bundle says of itself. Exit code 0:
all that can be checked holds; 1: something does not; 2: it cannot be read.
"""

import argparse
import hmac
import io
import json
import re
import sys
import unicodedata
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256, sha512
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

HOLDS, REJECTED, UNREADABLE = 0, 1, 2
FORMAT = "roundtable-evidence/1"
ROWS, CHAIN, POINTS, LIST = "evidence.json", "chain.jsonl", "checkpoints.json", "manifest.json"
NAMES = frozenset({ROWS, CHAIN, POINTS, LIST, "说明.txt", "verify_evidence.py"})
MIB = 1 << 20
# Most bytes of each file once unpacked, and of the whole ZIP; a bundle of 3,500 doors has a tenth of it.
MOST = {ROWS: 24 * MIB, CHAIN: 512 * MIB, POINTS: 16 * MIB}
MOST_OTHERS, MOST_PACKED, MOST_LINE, MOST_RATIO = MIB, 256 * MIB, 16 * MIB, 200
MOST_VALUES, MOST_MAPS = 1_500_000, 200_000  # in one JSON text; maps and lists among them
MOST_STEPS = 30_000_000  # rows looked at while records written in bulk are replayed
MOST_DEEP = 16  # lists within lists
MOST_POINTS, MOST_KEYS = 10_000, 50  # checkpoints, and keys that signed them


class Unreadable(Exception):
    """The file cannot be read as an evidence bundle; its text says why, in Chinese."""


class Contradiction(Exception):
    """The bundle says something that cannot be; its text says what, in Chinese."""


# ------------------------------------------------------------------------------------------ what was found


@dataclass(frozen=True)
class Claim:
    """One thing that was checked. ``holds``: ``None`` where it could not be checked."""

    name: str
    holds: bool | None
    why: str

    @property
    def word(self) -> str:
        return "未核对" if self.holds is None else "成立" if self.holds else "不成立"


@dataclass
class Findings:
    claims: list[Claim] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    matters: list[dict[str, Any]] = field(default_factory=list)
    unreadable: str = ""

    def yes(self, name: str, why: str) -> None:
        self.claims.append(Claim(name, holds=True, why=why))

    def no(self, name: str, why: str) -> None:
        self.claims.append(Claim(name, holds=False, why=why))

    def open(self, name: str, why: str) -> None:
        self.claims.append(Claim(name, holds=None, why=why))

    @property
    def code(self) -> int:
        if self.unreadable:
            return UNREADABLE
        return REJECTED if any(each.holds is False for each in self.claims) else HOLDS


# ------------------------------------------------------------------------------- values as the chain has them


def framed(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(8, "big") + body


def encoded(value: Any) -> bytes:
    """The one encoding of a value."""
    if value is None:
        return framed(b"n", b"")
    if value is True or value is False:
        return framed(b"t" if value else b"f", b"")
    if isinstance(value, int):
        return framed(b"i", b"%d" % value)
    if isinstance(value, str):
        return framed(b"s", value.encode("utf-8"))
    if isinstance(value, bytes):
        return framed(b"b", value)
    if isinstance(value, list):
        return framed(b"l", b"".join(map(encoded, value)))
    if isinstance(value, dict):
        pairs = sorted((name.encode("utf-8"), each) for name, each in value.items())
        return framed(b"m", b"".join(framed(b"s", name) + encoded(each) for name, each in pairs))
    raise Unreadable(f"数据里有不认识的类型（{type(value).__name__}）")


def decoded(data: bytes) -> Any:
    """The value that these bytes are the one encoding of."""
    value, end = _value(data, 0, len(data), 0)
    if end != len(data):
        raise Unreadable("记录内容后面还有多余的字节")
    return value


def _value(data: bytes, start: int, end: int, deep: int) -> tuple[Any, int]:
    body = start + 9
    stop = body + int.from_bytes(data[start + 1 : body], "big")
    if body > end or stop > end or deep > MOST_DEEP:
        raise Unreadable("记录内容不完整，或嵌套太深")
    kind = data[start : start + 1]
    if kind in b"ntf" and stop == body:
        return {b"n": None, b"t": True, b"f": False}[kind], stop
    if kind == b"s":
        return data[body:stop].decode("utf-8"), stop
    if kind == b"b":
        return data[body:stop], stop
    if kind == b"i":
        return _whole(data[body:stop]), stop
    if kind in b"lm":
        parts = []
        while body < stop:
            part, body = _value(data, body, stop, deep + 1)
            parts.append(part)
        return (parts if kind == b"l" else _map(parts)), stop
    raise Unreadable("记录内容里有不认识的类型")


def _whole(text: bytes) -> int:
    if not re.fullmatch(rb"-?[0-9]{1,40}", text) or b"%d" % int(text) != text:
        raise Unreadable("记录内容里的整数写法不对")
    return int(text)


def _map(parts: Sequence[Any]) -> dict[str, Any]:
    names = parts[::2]
    if len(parts) % 2 or not all(isinstance(name, str) for name in names):
        raise Unreadable("记录内容里的字段不成对")
    told = [name.encode("utf-8") for name in names]
    if any(one >= other for one, other in pairwise(told)):
        raise Unreadable("记录内容里的字段重复，或次序不对")
    return dict(zip(names, parts[1::2], strict=True))


# ------------------------------------------------------------------------------------- Ed25519 (RFC 8032, 5.1)

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]  # X, Y, Z, T: x = X/Z, y = Y/Z, xy = T/Z
NEUTRAL: Point = (0, 1, 1, 0)


def added(one: Point, other: Point) -> Point:
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def point_of(data: bytes) -> Point | None:
    """The point that 32 bytes stand for; ``None`` where they stand for none, or not in the one way."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if len(data) != 32 or y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == -u % P:
        x = x * ROOT % P
    if v * x * x % P != u or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def told_point(point: Point) -> bytes:
    x, y, z, _ = point
    inverse = pow(z, -1, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE_BYTES = (4 * pow(5, -1, P) % P).to_bytes(32, "little")


@cache
def multiples(data: bytes) -> tuple[tuple[Point, ...], ...] | None:
    """1 to 15 times 16ⁿ of a point, for each n below 64; ``None`` where it is no point of use.

    A key of small order signs anything; it is refused. Of a few keys each signs all, so this is kept.
    """
    here = point_of(data)
    if here is None:
        return None
    rows = []
    for _ in range(64):
        row = [here]
        for _ in range(14):
            row.append(added(row[-1], here))
        rows.append(tuple(row))
        here = added(row[-1], here)
    eight = rows[0][7]
    return None if eight[0] == 0 and eight[1] == eight[2] else tuple(rows)


def times(number: int, rows: Sequence[Sequence[Point]], start: Point = NEUTRAL) -> Point:
    """``start`` plus the point of these multiples so many times."""
    made = start
    for row in rows:
        if digit := number & 15:
            made = added(made, row[digit - 1])
        number >>= 4
    return made


def signature_holds(key: bytes, text: bytes, signature: bytes) -> bool:
    """Whether this is the key's Ed25519 signature of the text; exactly one S is taken, below the order."""
    base, rows = multiples(BASE_BYTES), multiples(key) if len(key) == 32 else None
    if base is None or rows is None or len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= ORDER:
        return False
    asked = int.from_bytes(sha512(signature[:32] + key + text).digest(), "little") % ORDER
    return told_point(times(ORDER - asked, rows, times(s, base))) == signature[:32]


# -------------------------------------------------------------------------------------------------- the ZIP


class Bundle:
    """A ZIP with exactly the six files, looked at with limits before anything is unpacked."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("rb")
        except OSError as wrong:
            raise Unreadable(f"打不开这个文件（{wrong.strerror or wrong}）") from wrong
        try:
            self._look()
            self._zip = zipfile.ZipFile(self._file)
            self._entries = {entry.filename: entry for entry in self._checked(self._zip.infolist())}
        except BaseException:
            self._file.close()
            raise

    def _look(self) -> None:
        """The end of the ZIP, before a library reads a directory of any size."""
        size = self._file.seek(0, io.SEEK_END)
        if not 22 <= size <= MOST_PACKED:
            raise Unreadable("不是查证包，或文件太大")
        self._file.seek(max(0, size - 42))
        end = self._file.read()
        zip64, last = end[:-22], end[-22:]
        count, directory = (
            int.from_bytes(last[10:12], "little"),
            int.from_bytes(last[12:16], "little"),
        )
        if last[:4] != b"PK\5\6" or last[20:] != b"\0\0" or zip64[:4] == b"PK\6\7":
            raise Unreadable("不是查证包：不是一个完整的 ZIP 文件")
        if count > len(NAMES) or directory > 4096:
            raise Unreadable("查证包里的文件太多")
        self._file.seek(0)

    def _checked(self, entries: Sequence[zipfile.ZipInfo]) -> Sequence[zipfile.ZipInfo]:
        names = [entry.filename for entry in entries]
        if len(set(names)) < len(names):
            raise Contradiction("查证包里有同名的文件")
        if set(names) != NAMES:
            odd = "、".join(sorted(clean(name) for name in set(names) ^ NAMES))
            raise Contradiction(f"查证包里缺少或多出了文件：{odd}")
        for entry in entries:
            if entry.flag_bits & 0x41 or entry.compress_type not in {0, 8}:
                raise Unreadable("查证包加了密，或用了不认识的压缩方法")
            packed, whole = entry.compress_size, entry.file_size
            if whole > MOST.get(entry.filename, MOST_OTHERS) or whole > MOST_RATIO * max(
                packed, 512
            ):
                raise Unreadable(f"查证包里的 {clean(entry.filename)} 太大")
        return entries

    def pieces(self, name: str) -> Iterator[bytes]:
        with self._zip.open(self._entries[name]) as file:
            while piece := file.read(MIB):
                yield piece

    def whole(self, name: str) -> bytes:
        return b"".join(self.pieces(name))

    def lines(self, name: str) -> Iterator[bytes]:
        rest = b""
        for piece in self.pieces(name):
            *full, rest = (rest + piece).split(b"\n")
            yield from full
            if len(rest) > MOST_LINE:
                raise Unreadable(f"{name} 里有一行太长")
        if rest:
            raise Unreadable(f"{name} 的最后一行不完整")

    def digest(self, name: str) -> str:
        made = sha256()
        for piece in self.pieces(name):
            made.update(piece)
        return made.hexdigest()

    def close(self) -> None:
        self._file.close()


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise Unreadable("JSON 里有重复的字段")
    return made


def _no_number(text: str) -> Any:
    raise Unreadable(f"JSON 里有不该有的数（{clean(text)}）")


def json_of(data: bytes | str) -> Any:
    """JSON of whole numbers, no field twice, not too much of it."""
    text = data.decode("utf-8") if isinstance(data, bytes) else data
    maps = text.count("[") + text.count("{")
    if maps > MOST_MAPS or maps + text.count(",") > MOST_VALUES:
        raise Unreadable("JSON 太大")
    return json.loads(
        text, object_pairs_hook=_pairs, parse_float=_no_number, parse_constant=_no_number
    )


# What a field must be. Everything from the bundle passes through one of these before it is used.


def get(told: Any, name: str, kind: type) -> Any:
    value = told.get(name) if isinstance(told, dict) else None
    if type(value) is not kind:
        raise Unreadable(f"查证包里“{name}”这一项缺少或写法不对")
    return value


def hex_of(told: Any, name: str, lengths: Sequence[int]) -> bytes:
    text = get(told, name, str)
    if len(text) not in [2 * each for each in lengths] or not re.fullmatch(r"[0-9a-f]*", text):
        raise Unreadable(f"查证包里“{name}”不是应有的十六进制")
    return bytes.fromhex(text)


def bytes_of(told: Any, name: str) -> bytes | None:
    """A column of bytes: ``{"hex": …}``, or null."""
    value = told.get(name)
    if value is None:
        return None
    text = get(value, "hex", str)
    if len(value) != 1 or not re.fullmatch(r"([0-9a-f]{2})*", text):
        raise Unreadable(f"查证包里“{name}”不是应有的十六进制")
    return bytes.fromhex(text)


def uuid_of(text: str) -> UUID:
    made = UUID(text) if re.fullmatch(r"[0-9a-f-]{36}", text) else None
    if made is None or str(made) != text:
        raise Unreadable("查证包里有一个编号的写法不对")
    return made


def fingerprint(told: str) -> str:
    """The first thirty-two hex digits as papers print them."""
    return " ".join(told[n : n + 4] for n in range(0, 32, 4)).upper()


def plain_key(told: str) -> str:
    """A key, or its beginning, as somebody typed it from paper: the hex digits alone."""
    return re.sub(r"[\s\-.…]", "", told).lower()


def clean(text: object) -> str:
    """A text from the bundle, safe to show: no control characters, no change of direction, not endless."""
    told = str(text)
    shown = "".join(c if c.isprintable() or c == "\u3000" else "?" for c in told[:300])
    return shown + ("…" if len(told) > 300 else "")


# ----------------------------------------------------------------------------------- chain, replay, checkpoints

PERSONAL = {
    "poll": {"staff"}, "voter": {"names", "delivered_by", "witness", "agent"}, "ballot": {"marks"},
    "ruling": {"marks", "reason"}, "objection": {"by", "text", "answer"},
}  # fmt: skip
SHOWN = {
    "ballot": {"marks"},
    "ruling": {"marks", "reason"},
}  # personal, and in the bundle with a salt
NOUNS = frozenset({*PERSONAL, "poll_matter", "secret_ballot", "poll_count"})
WORDS = {
    "poll": "表决", "poll_matter": "表决事项", "voter": "名册", "ballot": "选票", "secret_ballot": "无记名票",
    "ruling": "裁定", "objection": "异议", "poll_count": "计票结果",
}  # fmt: skip
FIXED = {
    "title",
    "convener",
    "opens_on",
    "closes_on",
}  # of a vote: nobody changes them after a count
UNSEALED = {("voter", "freeze"), ("ballot", "print")}
FIELDS = frozenset(
    ("algorithm", "sequence", "previous", "hash", "payload_hash", "at", "offset", "actor", "action",
     "noun", "key", "payload")
)  # fmt: skip


@dataclass
class Thing:
    """What the history says of one thing: its columns, or the seal of its row within a scope."""

    values: dict[str, Any]
    seal: bytes = b""


@dataclass
class Chain:
    """What was read from the chain: all hashes in order, and what the records of this vote make."""

    compound: UUID
    poll: str
    hashes: list[bytes] = field(default_factory=list)
    things: dict[str, dict[str, Thing]] = field(
        default_factory=lambda: {noun: {} for noun in NOUNS}
    )
    unsealed: set[str] = field(default_factory=set)
    withheld: list[tuple[int, str]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    settled: int = 0  # how often the vote was announced
    counted: int = 0  # the record of the last count
    objections: int = 0  # in time, when it was made
    first: str = ""
    last: str = ""
    steps: int = 0

    def take(self, line: bytes) -> None:
        """The next record; raise ``Contradiction`` where the chain does not hold."""
        told = json_of(line)
        if not isinstance(told, dict) or set(told) != FIELDS:
            raise Unreadable("账本里有一条记录的字段不对")
        number = len(self.hashes) + 1
        payload = self._payload(told, number)
        digest = hex_of(told, "payload_hash", (32,))
        texts = [
            get(told, name, str) for name in ("at", "offset", "actor", "action", "noun", "key")
        ]
        previous = self.hashes[-1] if self.hashes else bytes(32)
        fields = [get(told, "algorithm", int), self.compound.bytes, get(told, "sequence", int),
                  hex_of(told, "previous", (32,)), *texts, digest]  # fmt: skip
        made = sha256(b"roundtable/history/record/1\n" + encoded(fields)).digest()
        if fields[0] != 1 or fields[2] != number or fields[3] != previous:
            raise Contradiction(f"账本在第 {number} 条断开：前后接不上")
        if made != hex_of(told, "hash", (32,)):
            raise Contradiction(f"账本第 {number} 条被改过：哈希对不上")
        if (
            payload is not None
            and sha256(b"roundtable/history/payload/1\n" + payload).digest() != digest
        ):
            raise Contradiction(f"账本第 {number} 条的内容被改过")
        self.hashes.append(made)
        self.first, self.last = self.first or texts[0], texts[0]
        self._play(number, texts[4], texts[5], payload)

    def _payload(self, told: dict[str, Any], number: int) -> bytes | None:
        if told["payload"] is None:
            return None
        try:
            return b64decode(get(told, "payload", str), validate=True)
        except ValueError as wrong:
            raise Unreadable(f"账本第 {number} 条的内容读不出来") from wrong

    def _play(self, number: int, noun: str, key: str, payload: bytes | None) -> None:
        if noun not in NOUNS:
            return
        if payload is None:
            self.withheld.append((number, key))
            return
        told = decoded(payload)
        verb, values = get(told, "verb", str), get(told, "values", dict)
        self.keys.add(key)
        here = self.things[noun]
        if verb == "add":
            here[key] = Thing(values)
        elif verb == "edit":
            here[key] = Thing((here[key].values if key in here else {}) | values)
        elif verb == "remove":
            here.pop(key, None)
        elif isinstance(values.get("seals"), bytes):
            self._seal(here, values)
        elif (noun, verb) in UNSEALED:
            self.unsealed.add(noun)
        self._note(number, noun, key, verb, values)

    def _seal(self, here: dict[str, Thing], values: dict[str, Any]) -> None:
        scope, seals = get(values, "scope", dict), values["seals"]
        self.steps += len(here) + len(seals) // 48
        if len(seals) % 48 or self.steps > MOST_STEPS:
            raise Unreadable("账本里成批写入的记录写法不对，或太多")
        gone = [
            key
            for key, thing in here.items()
            if all(thing.values.get(name) == value for name, value in scope.items())
        ]
        for key in gone:
            del here[key]
        for start in range(0, len(seals), 48):
            key = str(UUID(bytes=seals[start : start + 16]))
            self.keys.add(key)
            here[key] = Thing(dict(scope), seals[start + 16 : start + 48])

    def _note(self, number: int, noun: str, key: str, verb: str, values: dict[str, Any]) -> None:
        """What the last count was made after, and how many counts there were."""
        if noun == "poll_count" and verb != "add":
            raise Contradiction(f"第 {number} 条改动了公布过的计票：程序只会另计一次，不会改")
        if noun == "poll" and key == self.poll and verb == "edit":
            if self.counted and not FIXED.isdisjoint(values):
                raise Contradiction(f"第 {number} 条在计票以后改了表决的名称、召集单位或日期")
            self.settled += values.get("stage") == "settled"
        if noun == "poll_count" and verb == "add":
            self.counted = number
            late = [thing.values.get("late") for thing in self.things["objection"].values()]
            self.objections = sum(1 for each in late if each is False)


def anchor_of(compound: UUID, sequence: int, hash_: bytes) -> str:
    """An anchor as it is typed."""
    full = f"RT1:{compound.hex}:{sequence}:{hash_.hex()}"
    bits = int.from_bytes(
        sha256(b"roundtable/anchor/1\n" + full.encode("ascii")).digest()[:10], "big"
    )
    letters = [
        "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[bits >> place & 31] for place in range(75, -1, -5)
    ]
    return "-".join([str(sequence), *("".join(letters[n : n + 4]) for n in range(0, 16, 4))])


def read_anchor(text: str) -> tuple[int, str]:
    """The place an anchor speaks of, and the anchor as it is typed; raise ``Unreadable``."""
    plain = (
        "".join(unicodedata.normalize("NFKC", text).split())
        .upper()
        .replace("—", "-")
        .replace("–", "-")
    )
    if found := re.fullmatch(r"RT1:([0-9A-F]{32}):([0-9]{1,12}):([0-9A-F]{64})", plain):
        number = int(found[2])
        return number, anchor_of(UUID(found[1]), number, bytes.fromhex(found[3]))
    number_text, _, letters = plain.partition("-")
    letters = letters.replace("-", "").translate(str.maketrans("OIL", "011"))
    if not re.fullmatch(r"[0-9]{1,12}", number_text) or not re.fullmatch(
        r"[0-9A-HJKMNP-TV-Z]{16}", letters
    ):
        raise Unreadable(f"存证码“{clean(text)}”抄写不完整，应为 序号-四组四位")
    groups = [letters[n : n + 4] for n in range(0, 16, 4)]
    return int(number_text), "-".join([str(int(number_text)), *groups])


# ------------------------------------------------------------------------------------ rows against the history


def field_of(value: Any) -> str:
    """One column as seals have it."""
    if value is None:
        return "-"
    if type(value) is str:
        return f"s{len(value)}:{value}"
    if type(value) is int:
        return f"i{value}"
    told = bytes_of({"": value}, "") or b""
    return f"b{2 * len(told)}:{told.hex()}"


def fields_of(row: Mapping[str, Any], names: Sequence[str]) -> bytes:
    return "".join(field_of(row[name]) for name in sorted(names)).encode("utf-8")


def seal_of(noun: str, row: Mapping[str, Any]) -> bytes:
    """The seal that this row must have."""
    personal = PERSONAL.get(noun, set())
    if noun not in SHOWN:
        private = hex_of(row, "private", (32,)) if personal else _private(b"", b"")
    else:
        salt = bytes_of(row, "salt") or b""
        told = fields_of(row, sorted(personal))
        private = _private(salt, told)
    plain = [name for name in row if name not in personal and name not in {"salt", "private"}]
    return sha256(b"roundtable/seal/1\n" + fields_of(row, plain) + private).digest()


def _private(salt: bytes, told: bytes) -> bytes:
    return hmac.digest(salt, b"roundtable/seal/private/1\n" + told, "sha256")


def same(told: Any, value: Any) -> bool:
    """Whether a row's column is what a payload says: flags, lists and bytes are written otherwise there."""
    if isinstance(told, bool):
        return type(value) is int and value == int(told)
    if isinstance(told, list):
        return isinstance(value, str) and json_of(value or "[]") == told
    if isinstance(told, bytes):
        return isinstance(value, dict) and bytes_of({"": value}, "") == told
    return type(value) is type(told) and value == told


def commitment(salt: bytes, name: str, value: Any) -> bytes:
    text = b"roundtable/history/commitment/1\n" + encoded([name, value])
    return hmac.digest(salt, text, "sha256")


def differs(noun: str, row: Mapping[str, Any], thing: Thing) -> tuple[str, list[str]]:
    """Where a row is not what the history says, and of which columns the history says nothing."""
    if thing.seal:
        return ("" if seal_of(noun, row) == thing.seal else "整行", [])
    unsaid = []
    for name, value in row.items():
        if name in {"salt", "private"}:
            continue
        if name not in thing.values:
            unsaid.append(name)
            continue
        told = thing.values[name]
        if same(told, value):
            continue
        salt = bytes_of(row, "salt") if name in PERSONAL.get(noun, set()) else None
        if value is None or salt is None or told != commitment(salt, name, value):
            return name, []
    hidden = PERSONAL.get(noun, set()) - SHOWN.get(noun, set())
    missing = set(thing.values) - set(row) - hidden
    return "".join(sorted(missing)[:1]), unsaid


# ---------------------------------------------------------------------------------------------- counting again

ANSWERS = {
    "F": "for",
    "A": "against",
    "X": "abstain",
    "I": "invalid",
    "C": "conflict",
    "U": "unreturned",
}
SAID = {
    "for": "赞成",
    "against": "反对",
    "abstain": "弃权",
    "invalid": "无效",
    "unreturned": "未参加",
}
VERDICTS = {
    "passed": "通过", "not_passed": "未通过",
    "quorum_missed": "参加表决未达法定要求，未形成决定", "undetermined": "尚不能确定",
}  # fmt: skip
CONDITIONS = {
    "quorum_area": "参加表决的面积", "quorum_heads": "参加表决的人数", "for_area": "同意的面积",
    "for_heads": "同意的人数", "consent": "须全部同意的业主", "consent_half": "另须过半数同意的一组",
    "no_objection": "书面异议", "tie_area": "同意和反对的面积", "tie_heads": "同意和反对的人数",
    "one_agrees": "至少一票同意",
}  # fmt: skip
SILENCES = {"follows": "从众（计入已表决的多数）", "consents": "异议表决（未提出异议视为同意）"}


@dataclass(frozen=True)
class Door:
    """A line of the roll with the marks that count for it, whole ballots in the order of receipt."""

    place: int
    area: int
    head: int
    marks: tuple[str, ...]
    asked: bool = False
    reached: bool = False


@dataclass(frozen=True)
class Sums:
    """One line of the ballot, added up: by answer as (heads, area), and doors."""

    doors: dict[str, int]
    heads: dict[str, int]
    area: dict[str, int]
    split: tuple[int, ...]
    invalid_too: bool

    def of(self, measure: str, letters: str) -> int:
        told = self.heads if measure == "heads" else self.area
        return sum(told[letter] for letter in letters)

    def part(self, measure: str, base: str) -> int:
        """Participating, total, valid or returned; split heads take part."""
        split = len(self.split) if measure == "heads" else 0
        letters = {
            "participating": "FAXI" if self.invalid_too else "FAX",
            "valid": "FAX",
            "present": "FAXIC",
        }.get(base, "FAXICU")
        return self.of(measure, letters) + split


def m2(units: int) -> str:
    """Units of 0.0001 m² as m²: two decimals, or as many as there are."""
    text = f"{units:05d}"
    return f"{text[:-4]}.{text[-4:-2]}{text[-2:].rstrip('0')}"


def shown(measure: str, count: int) -> str:
    return str(count) if measure == "heads" else m2(count)


class Poll:
    """The rows of the vote, as a count needs them."""

    def __init__(self, tables: Mapping[str, list[dict[str, Any]]], objections: int) -> None:
        (self.row,) = tables["poll"]
        self.policy = json_of(get(self.row, "policy", str))
        self.objections = objections
        self.matters = sorted(tables["poll_matter"], key=lambda row: get(row, "position", int))
        self.voters = sorted(tables["voter"], key=lambda row: get(row, "position", int))
        self.rulings = sorted(tables["ruling"], key=lambda row: get(row, "id", str))
        boxed = sorted(tables["secret_ballot"], key=lambda row: get(row, "sequence", int))
        self.boxed = [get(row, "marks", str) for row in boxed]
        self.counts = sorted(tables["poll_count"], key=lambda row: get(row, "round", int))
        self.spans = self._spans()
        self.lines = sum(map(len, self.spans))
        self.read: dict[str, list[dict[str, Any]]] = {}
        self.waiting: list[str] = []  # why this count could not be announced
        self._ballots(tables["ballot"])
        self._single(tables)
        self.doors = self._boxes() if self.secret else [self._door(row) for row in self.voters]

    @property
    def secret(self) -> bool:
        return bool(get(self.policy, "secret", bool))

    def _spans(self) -> list[range]:
        made, start = [], 0
        for row in self.matters:
            options = json_of(get(row, "options", str))
            if not isinstance(options, list) or not all(isinstance(each, str) for each in options):
                raise Unreadable("表决事项的选项写法不对")
            made.append(range(start, start + max(1, len(options))))
            start = made[-1].stop
        return made

    def _ballots(self, rows: Sequence[dict[str, Any]]) -> None:
        two = get(self.policy, "two_person", bool)
        for row in rows:
            state, marks = get(row, "state", str), row.get("marks")
            if state == "differs":
                self.waiting.append(f"{get(row, 'paper', int)} 号票两次录入不一致")
            if state not in {"entered", "checked"} or marks is None:
                continue
            self._marked(get(row, "marks", str))
            if two and state == "entered" and row.get("way") != "platform":
                self.waiting.append(f"{get(row, 'paper', int)} 号票没有第二人复核")
            self.read.setdefault(get(row, "voter_id", str), []).append(row)
        for papers in self.read.values():
            papers.sort(key=lambda row: (get(row, "order", int), get(row, "paper", int)))
        for marks in self.boxed:
            self._marked(marks)

    def _marked(self, marks: str) -> None:
        if len(marks) != self.lines or set(marks) - set("FAXI"):
            raise Unreadable("有一张票的票面记录和表决事项对不上")

    def _single(self, tables: Mapping[str, list[dict[str, Any]]]) -> None:
        """Each place, paper and door only once; no ballot without its door."""
        asked = (
            ("voter", "position"), ("poll_matter", "position"), ("ballot", "paper"),
            ("secret_ballot", "sequence"), ("poll_count", "round"),
        )  # fmt: skip
        for noun, name in asked:
            found = [get(row, name, int) for row in tables[noun]]
            if len(set(found)) < len(found):
                raise Contradiction(f"{WORDS[noun]}里有两行的 {name} 相同")
        if any(get(row, "area", int) < 0 for row in tables["voter"]):
            raise Contradiction("名册里有负的面积")
        if self.secret and len(self.boxed) > len(self.voters):
            raise Contradiction("票箱里的票比名册上的户还多")
        if set(self.read) - {row["id"] for row in tables["voter"]}:
            raise Contradiction("有选票不属于名册里的任何一户")

    def _boxes(self) -> list[Door]:
        """A secret vote: as many doors as the roll has lines; the first ones have the ballots of the box."""
        marks = [(each,) for each in self.boxed]
        away: list[tuple[str, ...]] = [()] * (len(self.voters) - len(marks))
        return [Door(n, 0, n, each) for n, each in enumerate([*marks, *away], 1)]

    def _door(self, row: dict[str, Any]) -> Door:
        place = get(row, "position", int)
        papers = self._channel(self.read.get(get(row, "id", str), []))
        marks: tuple[str, ...] = tuple(paper["marks"] for paper in papers)
        if len(set(marks)) > 1:
            ruled = self._ruled(place, marks)
            both = len({paper.get("way") == "platform" for paper in papers}) > 1
            if ruled is None and (both or get(self.policy, "twice", str) == "exclude"):
                self.waiting.append(f"名册第 {place} 行的几张票不一致，没有有效的裁定")
            marks = marks if ruled is None else (ruled,)
        return Door(
            place,
            get(row, "area", int),
            get(row, "head", int),
            marks,
            asked=get(row, "must_agree", int) == 1,
            reached=row.get("delivery") is not None,
        )

    def _channel(self, papers: list[dict[str, Any]]) -> list[dict[str, Any]]:
        channels = get(self.policy, "channels", str)
        if len(papers) < 2 or channels == "ask":
            return papers
        kept = [
            each for each in papers if (each.get("way") == "platform") == (channels == "platform")
        ]
        return kept or papers

    def _ruled(self, place: int, marks: Sequence[str]) -> str | None:
        about = {"two_ballots", "channels", "co_owners"}
        for row in reversed(self.rulings):
            mine = get(row, "place", int) == place and get(row, "line", int) < 0
            if mine and row.get("about") in about:
                told = get(row, "marks", str)
                return told if told in {*marks, "I" * self.lines} else None
        return None

    def answer(self, door: Door, line: int) -> str:
        """The one answer of a door on a line."""
        told = [marks[line] for marks in door.marks]
        if not told:
            return "U"
        if len(set(told)) == 1:
            return told[0]
        return {"first": told[0], "last": told[-1]}.get(get(self.policy, "twice", str), "C")

    def splits(self, line: int) -> dict[int, str]:
        """How owners whose doors differ count, as was ruled; the last ruling holds."""
        made = {}
        for row in self.rulings:
            if row.get("about") == "split_owner" and get(row, "line", int) == line:
                told = get(row, "marks", str)
                if told not in {"F", "A", "X"}:
                    raise Contradiction("有一条对多套房业主的裁定不是同意、反对或弃权")
                made[get(row, "place", int)] = told
        return made

    def sums(self, line: int, spoken: Mapping[int, str] | None = None) -> Sums:
        """A line added up; ``spoken``: what is taken as the answer of doors (by head and place) that gave none."""
        doors, heads, area = (dict.fromkeys(ANSWERS, 0) for _ in range(3))
        owners: dict[int, set[str]] = {}
        for number, door in enumerate(self.doors):
            answer = (spoken or {}).get(number) or self.answer(door, line)
            doors[answer] += 1
            area[answer] += door.area
            owners.setdefault(door.head, set()).add(answer)
        ruled, split = ({} if self.secret else self.splits(line)), []
        for head, answers in owners.items():
            valid = answers & {"F", "A", "X"}
            if len(valid) > 1 and head not in ruled:
                split.append(head)
            elif valid:
                heads[ruled[head] if len(valid) > 1 else valid.pop()] += 1
            else:
                heads[next(each for each in "CIU" if each in answers)] += 1
        invalid_too = get(self.policy, "invalid_participates", bool)
        return Sums(doors, heads, area, tuple(split), invalid_too)

    def silent(self, line: int, how: str) -> dict[int, str] | None:
        """What silence is taken for, by the number of the door; ``None`` with no majority to follow."""
        letter = "F"
        if how == "follows":
            told = self.sums(line)
            more = [told.of(each, "F") - told.of(each, "A") for each in ("heads", "area")]
            if min(more) <= 0 <= max(more):
                return None
            letter = "F" if min(more) > 0 else "A"
        spoke = {door.head for door in self.doors if door.marks}
        return {
            number: letter
            for number, door in enumerate(self.doors)
            if not door.marks and door.reached and door.head not in spoke
        }


# ------------------------------------------------------------------------------------------ rules and verdicts


def check(name: str, inequality: str, *, holds: bool) -> dict[str, Any]:
    return {"name": name, "holds": holds, "inequality": inequality}


def sign_of(one: int, other: int) -> str:
    return ">" if one > other else "=" if one == other else "<"


def shares(rule: Mapping[str, Any], which: str, sums: Sums) -> list[dict[str, Any]]:
    """The conditions of ``participation`` or ``approval``."""
    made = []
    for demand in get(rule, which, list):
        n, d = get(demand, "numerator", int), get(demand, "denominator", int)
        least = get(demand, "comparison", str) == "at_least"
        if not 0 < n <= d or get(demand, "comparison", str) not in {"at_least", "more_than"}:
            raise Unreadable("规则里的比例写法不对")
        for measure in get(demand, "measures", list):
            if measure not in {"heads", "area"}:
                raise Unreadable("规则里有不认识的计法")
            whole = sums.part(measure, get(demand, "base", str))
            quorum = which == "participation"
            part = sums.part(measure, "participating") if quorum else sums.of(measure, "F")
            if quorum:
                whole = sums.part(measure, "entitled")
            one, other = part * d, whole * n
            holds = whole > 0 and (one >= other if least else one > other)
            sign = ("≥" if least else ">") if holds else "=" if one == other else "<"
            left, right = (
                f"{factor}×{shown(measure, count)}" if factor > 1 else shown(measure, count)
                for factor, count in ((d, part), (n, whole))
            )
            name = f"{'quorum' if quorum else 'for'}_{measure}"
            made.append(check(name, f"{left} {sign} {right}", holds=holds))
    return made


def beside_shares(
    poll: Poll, rule: Mapping[str, Any], line: int, sums: Sums, spoken: Mapping[int, str] | None
) -> list[dict[str, Any]]:
    """What a rule asks of a decision beside its shares."""
    made = []
    measures = [measure for demand in rule["approval"] for measure in demand["measures"]]
    for measure in measures if rule.get("tie_fails") else ():
        one, other = sums.of(measure, "F"), sums.of(measure, "A")
        told = f"{shown(measure, one)} {sign_of(one, other)} {shown(measure, other)}"
        made.append(check(f"tie_{measure}", told, holds=one > other))
    if rule.get("one_agrees"):
        count = sums.heads["F"]
        made.append(check("one_agrees", f"{count} {'≥' if count else '<'} 1", holds=count > 0))
    asked = [(number, door) for number, door in enumerate(poll.doors) if door.asked]
    if rule.get("consent_of") and asked:
        answers = [(spoken or {}).get(number) or poll.answer(door, line) for number, door in asked]
        agree, here = answers.count("F"), len(answers) - answers.count("U")
        if rule.get("consent_half"):
            told = f"2×{agree} {sign_of(2 * agree, here)} {here}"
            made.append(check("consent_half", told, holds=2 * agree > here))
        else:
            told = f"{agree} {'=' if agree == len(asked) else '<'} {len(asked)}"
            made.append(check("consent", told, holds=agree == len(asked)))
    if rule.get("no_objection") and poll.objections:
        made.append(check("no_objection", f"{poll.objections} > 0", holds=False))
    return made


def reason(told: Mapping[str, Any]) -> str:
    return f"{CONDITIONS[told['name']]}不符合要求（{told['inequality']}）"


def line_figures(name: str, sums: Sums) -> dict[str, Any]:
    def worded(told: Mapping[str, int]) -> dict[str, int]:
        return {word: told[letter] for letter, word in ANSWERS.items()}

    return {
        "name": name,
        "doors": worded(sums.doors),
        "heads": worded(sums.heads),
        "area": worded(sums.area),
        "split": len(sums.split),
    }


def figures(
    poll: Poll, number: int, rule: Mapping[str, Any], spoken: Mapping[int, str] | None = None
) -> dict[str, Any]:
    """One matter counted and judged by a rule; ``spoken``: with this silence taken for answers."""
    matter, span = poll.matters[number], poll.spans[number]
    kind, options = get(matter, "kind", str), json_of(matter["options"])
    sums = [poll.sums(line, spoken) for line in span]
    first = sums[0]
    made: dict[str, Any] = {
        **_of_rule(rule),
        **{name: get(matter, name, str) for name in ("title", "text", "kind")},
        "lines": [line_figures(*each) for each in zip(options or [""], sums, strict=True)],
        "standings": [], "standing_checks": [], "substitutes": [], "silence": "", "beside": None,
        "original": None, "waits": False,
    }  # fmt: skip
    for measure in ("heads", "area"):
        made[f"part_{measure}"] = first.part(measure, "participating")
        made[f"total_{measure}"] = first.part(measure, "entitled")
    if kind == "decision":
        made |= _decided(poll, rule, span[0], first, spoken)
    else:
        made |= _elected(matter, options, rule, sums)
    if spoken is not None:
        return made | {"silence": SILENCES[rule["silence"]]}
    if kind == "decision" and rule.get("silence", "nothing") != "nothing":
        heard = poll.silent(span[0], rule["silence"])
        if heard is None:
            made["reasons"].append("多数意见按面积和按人数不一致，不能从众")
        else:
            made["beside"] = figures(poll, number, rule, heard)
    if rule.get("original") and not rule.get("document_needed"):
        made["original"] = figures(poll, number, get(rule, "original", dict))
    return made


def _of_rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    """What figures repeat of a rule."""
    electorate, statutory = get(rule, "electorate", str), rule.get("statutory") is True
    measures = [each for name in ("participation", "approval") for each in get(rule, name, list)]
    copied = rule.get("copied_from")
    return {
        "rule": get(rule, "name", str),
        "source": get(rule, "source", str),
        "rule_text": get(rule, "text", str),
        "owners_joint": statutory and electorate in {"owners", "range", "affected"},
        "by_area": any("area" in get(each, "measures", list) for each in measures),
        "warning": "" if statutory else rule.get("warning", ""),
        "copied": f"本规则由“{copied}”修改而来，原因：{rule.get('copy_reason', '')}。"
        if copied
        else "",
        "unit": "户" if electorate in {"households", "residents"} else "人",
    }


def _decided(
    poll: Poll, rule: Mapping[str, Any], line: int, sums: Sums, spoken: Mapping[int, str] | None
) -> dict[str, Any]:
    """Verdict of a question."""
    checks = [
        *shares(rule, "participation", sums),
        *shares(rule, "approval", sums),
        *beside_shares(poll, rule, line, sums, spoken),
    ]
    failed = [each for each in checks if not each["holds"]]
    reasons = [reason(each) for each in failed]
    group = rule.get("consent_of")
    unnamed = bool(group) and not any(door.asked for door in poll.doors)
    if unnamed:
        reasons.append(f"没有列明规则要求另行同意的人（{group}），这一条件没有计")
    verdict = "not_passed" if failed else "passed"
    if any(each["name"].startswith("quorum_") for each in failed):
        verdict = "quorum_missed"
    if verdict == "passed" and unnamed and rule.get("consent_half"):
        verdict = "undetermined"
    waits = verdict == "passed" and bool(rule.get("no_objection"))
    if waits:
        verdict = "undetermined"
        reasons.append("公示期内没有书面异议的才通过")
    word = "待公示期满" if waits else VERDICTS[verdict]
    return {"checks": checks, "reasons": reasons, "verdict": verdict, "word": word, "waits": waits}


Better = Callable[[str, str], bool]


def places(names: Sequence[str], count: int, better: Better) -> tuple[list[str], list[str]]:
    """Who has one of so many places for certain, and who is not told apart at the last of them."""
    sure, tied = [], []
    for name in names:
        others = [other for other in names if other != name]
        if sum(not better(name, other) for other in others) < count:
            sure.append(name)
        elif sum(better(other, name) for other in others) < count:
            tied.append(name)
    return sure, tied


def _elected(
    matter: Mapping[str, Any], options: Sequence[str], rule: Mapping[str, Any], sums: Sequence[Sums]
) -> dict[str, Any]:
    """Verdict of a choice or an election."""
    seats, spare = get(matter, "seats", int), get(matter, "substitutes", int)
    votes = {
        name: (each.of("heads", "F"), each.of("area", "F"))
        for name, each in zip(options, sums, strict=True)
    }
    order = sorted(options, key=lambda name: [-each for each in votes[name]])
    told = {name: shares(rule, "approval", each) for name, each in zip(options, sums, strict=True)}
    enough = {name: all(each["holds"] for each in told[name]) for name in options}
    checks = shares(rule, "participation", sums[0])
    by_area = _of_rule(rule)["by_area"]

    def better(one: str, other: str) -> bool:
        heads, area = (votes[one][each] > votes[other][each] for each in (0, 1))
        return heads and (area or not by_area)

    reasons = [reason(each) for each in checks if not each["holds"]]
    running = [] if reasons else [name for name in order if enough[name]]
    elected, tied = places(running, seats, better)
    left = [name for name in running if name not in {*elected, *tied}]
    second, also = ([], []) if tied else places(left, spare, better)
    tied += also
    verdict = "quorum_missed" if reasons else "passed" if elected else "not_passed"
    if not reasons:
        reasons = _left_open(matter, tied, votes, seats - len(elected))
    if verdict == "passed" and (besides := _besides(rule)):
        verdict = "undetermined"
        reasons.append(f"规则另有条件（{'、'.join(besides)}），有几个选项的事项不能据此计票")
    word = VERDICTS[verdict]
    if verdict == "passed":
        word = f"{'、'.join(elected)} {'选定' if matter['kind'] == 'choice' else '当选'}"
    return {
        "checks": checks, "reasons": reasons, "verdict": verdict, "word": word, "substitutes": second,
        "standings": [[name, *votes[name], enough[name]] for name in order],
        "standing_checks": [told[name] for name in order],
    }  # fmt: skip


def _left_open(
    matter: Mapping[str, Any],
    tied: Sequence[str],
    votes: Mapping[str, tuple[int, int]],
    vacant: int,
) -> list[str]:
    made = []
    if tied:
        even = len({votes[name] for name in tied}) == 1
        how = "得票相同" if even else "得票的人数和面积分不出先后"
        made.append(f"{'、'.join(tied)} {how}，须就此另行投票")
    if vacant > 0 and matter["kind"] == "election":
        made.append(f"缺额 {vacant} 名")
    return made


def _besides(rule: Mapping[str, Any]) -> list[str]:
    """What a rule asks beside shares, in words."""
    group, silence = rule.get("consent_of"), rule.get("silence", "nothing")
    told = (
        (group, f"还须{group}同意"),
        (rule.get("no_objection"), "没有书面异议"),
        (rule.get("tie_fails"), "同意的多于反对的"),
        (rule.get("one_agrees"), "至少有一票同意"),
        (silence != "nothing", SILENCES.get(silence, "")),
    )
    return [word for asked, word in told if asked]


DEFAULTS: dict[str, Any] = {
    "standings": [], "standing_checks": [], "substitutes": [], "silence": "", "beside": None,
    "original": None, "unit": "人", "waits": False,
}  # fmt: skip


def difference(ours: Any, theirs: Any, place: str = "") -> str:
    """The first place where two counts differ, or ""."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        if set(theirs) - set(ours):
            return f"{place}多出 {clean(sorted(set(theirs) - set(ours))[0])}"
        for name, one in ours.items():
            other = theirs[name] if name in theirs else DEFAULTS.get(name, KeyError)
            if told := difference(one, other, f"{place}{name} "):
                return told
        return ""
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for number, (one, other) in enumerate(zip(ours, theirs, strict=True), 1):
            if told := difference(one, other, f"{place}第{number} "):
                return told
        return ""
    if type(ours) is type(theirs) and ours == theirs:
        return ""
    return f"{place}公布的是 {clean(theirs)}，重新计算是 {clean(ours)}"


# --------------------------------------------------------------------------------------------- all of it


class Verifier:
    """Checks one bundle, step by step; every step adds its claims."""

    def __init__(self, path: Path, anchors: Sequence[str], key: str) -> None:
        self.found = Findings()
        self._path, self._key = path, key
        self._anchors = [(text, *read_anchor(text)) for text in anchors]

    def run(self) -> None:
        bundle = Bundle(self._path)
        try:
            if self._listed(bundle) and self._chained(bundle):
                self._points(json_of(bundle.whole(POINTS)))
                self._anchored()
                if self._rows():
                    self._counted()
        except Contradiction as wrong:
            self.found.no("内容自相一致", str(wrong))
        finally:
            bundle.close()

    def _listed(self, bundle: Bundle) -> bool:
        data = bundle.whole(LIST)
        listed = json_of(data)
        text = json.dumps(listed, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
        if text.encode("utf-8") != data or not isinstance(listed, dict):
            raise Unreadable("文件清单的写法不对")
        wrong = [name for name in sorted(NAMES - {LIST}) if listed.get(name) != bundle.digest(name)]
        if wrong or set(listed) != NAMES - {LIST}:
            self.found.no("文件齐全", f"和清单对不上：{'、'.join(wrong) or '清单多出了文件'}")
            return False
        self.found.yes("文件齐全", "每个文件都和清单里的摘要一致")
        return True

    def _chained(self, bundle: Bundle) -> bool:
        told = json_of(bundle.whole(ROWS))
        if get(told, "format", str) != FORMAT:
            raise Unreadable(f"不认识的格式：{clean(told['format'])}")
        self._told, poll = told, get(told, "poll", str)
        uuid_of(poll)
        chain = Chain(uuid_of(get(told, "compound", str)), poll)
        self._chain = chain
        try:
            for line in bundle.lines(CHAIN):
                chain.take(line)
        except Contradiction as wrong:
            self.found.no("账本连续", str(wrong))
            return False
        if not chain.hashes:
            raise Unreadable("账本是空的")
        length = len(chain.hashes)
        why = f"第 1 条到第 {length} 条一条接一条，没有改过、抽过、插过、换过次序"
        self.found.yes("账本连续", why)
        end = anchor_of(chain.compound, length, chain.hashes[-1])
        self.found.facts |= {"records": length, "from": chain.first, "to": chain.last, "end": end}
        return True

    def _points(self, told: Any) -> None:
        chain, signed, bare, wrong = self._chain, [], 0, []
        last, points = 0, get(told, "checkpoints", list)
        keys = {get(point, "signer", str) for point in points[: MOST_POINTS + 1]}
        if len(points) > MOST_POINTS or len(keys) > MOST_KEYS:
            raise Unreadable("存证点太多，或签名的密钥太多")
        for point in points:
            number, hash_ = get(point, "sequence", int), hex_of(point, "hash", (32,))
            signer, signature = (
                hex_of(point, "signer", (0, 32)),
                hex_of(point, "signature", (0, 64)),
            )
            if not last < number <= len(chain.hashes) or chain.hashes[number - 1] != hash_:
                wrong.append(number)
                continue
            last = number
            text = encoded([chain.compound.bytes, number, hash_, get(point, "at", str)])
            if not signer and not signature:
                bare += 1
            elif signature_holds(signer, b"roundtable/checkpoint/1\n" + text, signature):
                signed.append((number, signer.hex()))
            else:
                wrong.append(number)
        for signer_row in get(told, "signers", list):
            hex_of(signer_row, "key", (32,))
            get(signer_row, "name", str), get(signer_row, "since", str)
        if 0 < last < chain.counted and not wrong:
            why = (
                f"最后一个存证点在第 {last} 条，最后一次计票（第 {chain.counted} 条）之后的被拿掉了"
            )
            self.found.no("计票留有存证点", why)
        self._say_points(signed, bare, wrong)
        self._say_key([key for number, key in signed if number >= chain.counted])

    def _say_points(self, signed: list[tuple[int, str]], bare: int, wrong: list[int]) -> None:
        if wrong:
            why = f"第 {wrong[0]} 条处的存证点和账本对不上，或签名不对（共 {len(wrong)} 处）"
            self.found.no("存证点和签名", why)
        elif signed:
            keys = "、".join(sorted({fingerprint(key) for _, key in signed}))
            unsigned = f"；另有 {bare} 个没有签名" if bare else ""
            why = f"{len(signed)} 个存证点的签名都对，密钥 {keys}{unsigned}"
            self.found.yes("存证点和签名", why)
        else:
            self.found.open("存证点和签名", "没有签过名的存证点")
        self.found.facts["keys"] = sorted({key for _, key in signed})

    def _say_key(self, sealed: Sequence[str]) -> None:
        wanted = plain_key(self._key)
        if not wanted:
            self.found.open("密钥是本单位的", "没有给出密钥的前几位（--key）")
        elif self._chain.counted and any(key.startswith(wanted) for key in sealed):
            self.found.yes("密钥是本单位的", f"最后一次计票由 {wanted}… 签名封存")
        else:
            why = f"最后一次计票之后没有 {wanted}… 签名的存证点"
            self.found.no("密钥是本单位的", why)

    def _anchored(self) -> None:
        chain, sealed = self._chain, 0
        for text, number, wanted in self._anchors:
            name = f"存证码 {clean(text)[:40]}"
            if not 1 <= number <= len(chain.hashes):
                why = (
                    f"包里的账本只有 {len(chain.hashes)} 条，没有这个存证点：或者账本被截短，"
                    "或者查证包写得更早，请用现在的数据重新写一份"
                )
                self.found.no(name, why)
            elif anchor_of(chain.compound, number, chain.hashes[number - 1]) == wanted:
                sealed = max(sealed, number)
                self.found.yes(name, f"和包里的一致：第 1 条到第 {number} 条以后没有改过")
            else:
                why = f"和包里账本第 {number} 条的不一致：这份数据不是当时的那一份，或码抄错了"
                self.found.no(name, why)
        counted, name = chain.counted, "计票由存证码封住"
        if not self._anchors:
            self.found.open(name, "没有给出纸上的存证码（--anchor）")
        elif counted and sealed >= counted:
            self.found.yes(name, f"计票是账本第 {counted} 条，在存证码以内")
        else:
            self.found.open(name, f"计票是账本第 {counted} 条，给出的存证码都在它以前")

    def _rows(self) -> bool:
        """Every row against the history, none too many, none missing."""
        tables = get(self._told, "tables", dict)
        if set(tables) != NOUNS or not all(isinstance(rows, list) for rows in tables.values()):
            raise Unreadable("查证包里的表不全，或多出了表")
        chain, wrong, unsaid, said = self._chain, [], set(), 0
        for noun in sorted(NOUNS):
            there = dict(chain.things[noun])
            for row in tables[noun]:
                key = self._mine(noun, row)
                thing = there.pop(key, None)
                if thing is None:
                    open_ = noun in chain.unsealed
                    (
                        unsaid.add(f"{WORDS[noun]}（旧版本冻结）")
                        if open_
                        else wrong.append(f"{WORDS[noun]}多出一行")
                    )
                    continue
                place, columns = differs(noun, row, thing)
                unsaid |= {f"{WORDS[noun]}的 {clean(name)}" for name in columns}
                said += 1
                if place:
                    wrong.append(f"{WORDS[noun]}一行的 {clean(place)} 和账本不符（{key}）")
            wrong += [f"账本里有、包里没有的{WORDS[noun]}（{clean(key)}）" for key in there]
        self._complete(tables)
        if wrong:
            why = f"{wrong[0]}；共 {len(wrong)} 处"
            self.found.no("名册、选票、裁定和账本一致", why)
            return False
        self.found.yes("名册、选票、裁定和账本一致", f"{said} 行逐行重演账本，全部一致")
        if unsaid:
            why = f"账本没有记下：{'、'.join(sorted(unsaid)[:6])}"
            self.found.open("旧版本写下的内容", why)
        return True

    def _mine(self, noun: str, row: Any) -> str:
        """The key of a row, which must be of this vote."""
        key: str = get(row, "id", str)
        uuid_of(key)
        own = "id" if noun == "poll" else "poll_id"
        if (row.get("compound_id"), row.get(own)) != (self._told["compound"], self._told["poll"]):
            raise Contradiction(f"{WORDS[noun]}里有别的表决的内容")
        self._chain.keys.add(key)
        return key

    def _complete(self, tables: Mapping[str, list[Any]]) -> None:
        """No record of this vote without its payload; as many counts as were announced."""
        chain = self._chain
        chain.keys.add(chain.poll)
        hidden = [number for number, key in chain.withheld if key in chain.keys]
        rounds = sorted(get(row, "round", int) for row in tables["poll_count"])
        if hidden:
            why = f"账本第 {hidden[0]} 条是这次表决的，却没有内容（共 {len(hidden)} 条）"
            self.found.no("这次表决的记录齐全", why)
        elif not rounds or rounds != list(range(1, chain.settled + 1)):
            why = f"账本里公布了 {chain.settled} 次计票，包里有 {len(rounds)} 次"
            self.found.no("这次表决的记录齐全", why)
        else:
            why = f"这次表决的每条记录都有内容，{len(rounds)} 次计票都在"
            self.found.yes("这次表决的记录齐全", why)

    def _counted(self) -> None:
        poll = Poll(self._told["tables"], self._chain.objections)
        if not poll.counts:
            return
        count = poll.counts[-1]
        rules = [json_of(get(matter, "rule", str)) for matter in poll.matters]
        ours = [figures(poll, number, rule) for number, rule in enumerate(rules)]
        split = sum(
            line["split"] + line["doors"]["conflict"] for each in ours for line in each["lines"]
        )
        stage = poll.row.get("stage")
        if poll.waiting or split or stage not in {"settled", "posted"}:
            why = (poll.waiting or [f"还有 {split} 处待裁定" if split else "这次表决没有公布结果"])[
                0
            ]
            self.found.no("计票时没有待裁定、待复核的票", why)
        else:
            self.found.yes("计票时没有待裁定、待复核的票", "不一致的票都有裁定")
        theirs = json_of(get(count, "figures", str))
        if told := difference(ours, theirs):
            self.found.no("重新计票和公布的一致", told)
        else:
            self.found.yes("重新计票和公布的一致", f"{len(ours)} 项的每个数、每个条件和结论都一样")
        self._code(poll, count)
        if len(poll.counts) > 1:
            why = f"只重新计最后一次（第 {len(poll.counts)} 次）；以前各次的数字在账本里，没有改过"
            self.found.open("以前各次计票", why)
        self.found.matters = ours
        names = (
            "title",
            "convener",
            "opens_on",
            "closes_on",
            "closed_at",
            "stage",
            "gap",
            "recount",
        )
        self.found.facts |= {name: poll.row.get(name) for name in names}
        self.found.facts |= {
            "secret": poll.secret,
            "counted_at": count.get("at"),
            "round": count["round"],
        }

    def _code(self, poll: Poll, count: Mapping[str, Any]) -> None:
        ballots = [
            [
                row["position"],
                row["area"],
                row["head"],
                paper["paper"],
                get(paper, "way", str),
                paper["marks"],
            ]
            for row in poll.voters
            for paper in poll.read.get(row["id"], [])
        ]
        names = (("about", str), ("place", int), ("line", int), ("marks", str))
        rulings = [[get(row, name, kind) for name, kind in names] for row in poll.rulings]
        about = [self._told["poll"], bytes_of(poll.row, "roll_digest") or b"", count["figures"]]
        made = sha256(
            encoded([bytes_of(count, "secret"), about, ballots, rulings, poll.boxed])
        ).digest()
        code = "-".join(made.hex()[n : n + 4] for n in range(0, 16, 4)).upper()
        roll = bytes_of(poll.row, "roll_digest") or b""
        self.found.facts |= {
            "code": code,
            "roll": fingerprint(roll.hex()),
            "ballots": fingerprint(made.hex()),
        }
        if made == bytes_of(count, "digest") and self._told.get("code") == code:
            why = f"重新算出的是 {code}，请和张贴的公告核对"
            self.found.yes("校验码", why)
        else:
            self.found.no("校验码", f"重新算出的是 {code}，和包里记下的不一样")


NOT_PROVED = (
    "录入的内容是否真实：以纸质选票、送达登记和监票人签名为准。",
    "没有和纸上的存证码核对过的：同时有数据文件和密钥的人，可以从头重做一份自相一致的。",
    "最后一个核对过的存证码以后的改动；查证包写出的时间和写出人。",
)


def percent(part: int, whole: int) -> str:
    rounded = (2 * part * 10_000 + whole) // (2 * whole) if whole else 0
    return f"{rounded // 100}.{rounded % 100:02d}%" if whole else "—"


def matter_lines(number: int, told: Mapping[str, Any], note: str = "") -> Iterator[str]:
    """One matter as people read it."""
    yield ""
    yield f"第 {number} 项　{clean(told['title'])}{note}"
    yield f"  规则：{clean(told['rule'])}（{clean(told['source'])}）"
    heads, area = told["total_heads"], told["total_area"]
    for line in told["lines"]:
        if line["name"]:
            yield f"  【{clean(line['name'])}】"
        for mark, word in SAID.items():
            yield (
                f"  {word}：{line['doors'][mark]} 户；{line['heads'][mark]}/{heads} {told['unit']}"
                f"（全体的 {percent(line['heads'][mark], heads)}）；面积 {m2(line['area'][mark])}/{m2(area)} ㎡"
                f"（全体的 {percent(line['area'][mark], area)}）"
            )
    yield (
        f"  参加表决：{told['part_heads']}/{heads} {told['unit']}；"
        f"面积 {m2(told['part_area'])}/{m2(area)} ㎡"
    )
    yield from checks_lines(told["checks"], told["unit"])
    for (name, *_, enough), checks in zip(told["standings"], told["standing_checks"], strict=True):
        yield f"  {clean(name)}：{'达到规定的票数' if enough else '没有达到规定的票数'}"
        yield from checks_lines(checks, told["unit"])
    if told["substitutes"]:
        yield f"  候补：{clean('、'.join(told['substitutes']))}"
    for each in told["reasons"]:
        yield f"  原因：{clean(each)}"
    yield f"  结论：{clean(told['word'])}"
    if told["beside"]:
        yield from matter_lines(
            number, told["beside"], f"　（另按“{told['beside']['silence']}”计）"
        )
    if told["original"]:
        yield from matter_lines(number, told["original"], "　（另按修改以前的规则计）")


def checks_lines(checks: Sequence[Mapping[str, Any]], unit: str) -> Iterator[str]:
    for each in checks:
        name = CONDITIONS[each["name"]].replace("人数", f"{unit}数")
        yield f"  {name}：{each['inequality']}　{'符合' if each['holds'] else '不符合'}"


def report(found: Findings) -> Iterator[str]:
    """Everything that was found, in plain Chinese."""
    facts = found.facts
    if found.unreadable:
        yield f"读不出来：{found.unreadable}"
        yield "没有核对任何内容，这份查证包不能作为证据。"
        return
    if "title" in facts:
        yield f"表决：{clean(facts['title'])}（{clean(facts['opens_on'])} 至 {clean(facts['closes_on'])}）"
        yield f"第 {facts['round']} 次计票，{clean(facts['counted_at'])}"
    if "records" in facts:
        yield f"账本 {facts['records']} 条，{clean(facts['from'])} 至 {clean(facts['to'])}（世界时）"
        yield f"账本末尾的存证码：{facts['end']}"
    yield ""
    yield "核对结果"
    for each in found.claims:
        yield f"  【{each.word}】{each.name}：{each.why}"
    for number, told in enumerate(found.matters, 1):
        yield from matter_lines(number, told)
    if facts.get("secret"):
        yield "  无记名表决：一张票算一户、一人，不计面积。"
    yield ""
    if found.code == REJECTED:
        yield "结论：不能采信。上面标明“不成立”的，和查证包里的其他内容矛盾。"
    else:
        open_ = [each.name for each in found.claims if each.holds is None]
        yield "结论：能核对的都成立。" + (f"没有核对的：{'、'.join(open_)}。" if open_ else "")
        yield f"请核对公告上的校验码是不是：{facts['code']}"
        yield f"存证单上的“名册（冻结时）”应为：{facts['roll']}"
        yield f"存证单上的“全部选票和裁定”应为：{facts['ballots']}"
    yield "没有证明的"
    for line in NOT_PROVED:
        yield f"  · {line}"


def as_json(found: Findings) -> str:
    told = {
        "result": {HOLDS: "holds", REJECTED: "rejected", UNREADABLE: "unreadable"}[found.code],
        "why": found.unreadable,
        "claims": [{"name": c.name, "state": c.word, "why": c.why} for c in found.claims],
        "facts": found.facts,
        "matters": found.matters,
        "not_proved": list(NOT_PROVED),
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def verify(path: Path, anchors: Sequence[str] = (), key: str = "") -> Findings:
    """Check a bundle; whatever it is made of, there is an answer."""
    found = Findings()
    try:
        verifier = Verifier(path, anchors, key)
        found = verifier.found
        verifier.run()
    except Unreadable as wrong:
        found.unreadable = str(wrong)
    except Contradiction as wrong:
        found.no("内容自相一致", str(wrong))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as wrong:
        found.unreadable = f"ZIP 文件损坏（{type(wrong).__name__}）"
    except (ValueError, RecursionError, MemoryError) as wrong:
        found.unreadable = f"内容的写法不对，或太大（{type(wrong).__name__}）"
    except Exception as wrong:  # noqa: BLE001 - a stranger's file never ends in a traceback
        found.unreadable = f"内容的写法不对（{type(wrong).__name__}）"
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description="核验一次书面表决的查证包，并重新计票；不写任何文件。"
    )
    parser.add_argument("bundle", type=Path, help="查证包（.zip）")
    parser.add_argument("--anchor", action="append", default=[], help="纸上印的存证码，可以给几个")
    parser.add_argument("--key", default="", help="本单位签名密钥的前几位")
    parser.add_argument("--json", action="store_true", help="给程序读的结果")
    asked = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a console that cannot show a sign shows ?
        sys.stdout.reconfigure(encoding="utf-8" if asked.json else None, errors="replace")
    if asked.key and not re.fullmatch(r"[0-9a-f]{8,64}", plain_key(asked.key)):
        parser.error("--key 至少要八位十六进制")
    for text in asked.anchor:
        try:
            read_anchor(text)
        except Unreadable as wrong:  # what was typed is wrong, not the evidence
            parser.error(f"{wrong}；请对照纸上再抄一遍")
    found = verify(asked.bundle, asked.anchor, asked.key)
    print(as_json(found) if asked.json else "\n".join(report(found)))
    return found.code


if __name__ == "__main__":
    sys.exit(main())
