"""The history of a compound: a chain of records, each carrying the hash of the one before.

This encoding is permanent: files written with it must verify for ever. Algorithm ``1``:

- a *value* is one type byte, eight bytes of length (big-endian), and that many bytes:
  ``n`` null, ``t`` true, ``f`` false (all empty); ``i`` an integer in decimal ASCII; ``s`` text in
  UTF-8 as it is; ``b`` bytes; ``l`` a list: its values one after the other; ``m`` a map: key and
  value by turns, keys are text and sorted by their UTF-8 bytes;
- ``payload_hash = SHA-256(PAYLOAD_TAG + value(payload))``;
- ``hash = SHA-256(RECORD_TAG + value(list of all fields but the hash, in the order of Record))``.

A link that was changed, moved or taken out breaks the chain where it stood. Links cut off the end
do not; therefore the head is kept apart and papers print it.

Personal values never enter a payload: in their place stands
``commitment = HMAC-SHA-256(salt, COMMITMENT_TAG + value([name, value]))``. Erasing the value
together with its salt leaves the chain valid and says nothing about the person.
"""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

ALGORITHM = 1
RECORD_TAG = b"roundtable/history/record/1\n"
PAYLOAD_TAG = b"roundtable/history/payload/1\n"
COMMITMENT_TAG = b"roundtable/history/commitment/1\n"
ZERO = bytes(32)

Value = None | bool | int | str | bytes | list["Value"] | dict[str, "Value"]
_NOTHING: Mapping[int, Value] = {0x6E: None, 0x74: True, 0x66: False}


class Record(NamedTuple):
    """One row of history. ``at`` is UTC (ISO 8601, ms), ``offset`` the writer's own (+08:00).

    A tuple: of a million of them, making them is what a check of the history would wait for.
    """

    algorithm: int
    compound: UUID
    sequence: int
    previous: bytes
    at: str
    offset: str
    actor: str
    action: str  # the business act, e.g. meeting.open
    noun: str
    key: str
    payload: bytes  # the canonical encoding of what was done; readable by ``decode``
    hash: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """Something done to one thing, before it is written down."""

    compound: UUID
    noun: str
    key: str
    verb: str  # add / edit / remove / import …
    values: Mapping[str, Value]
    changed: tuple[str, ...] = ()  # of an edit that tells all columns: those that it changed


def encode(value: Value) -> bytes:
    """Write a value down in the one way there is."""
    match value:
        case None:
            return _framed(b"n", b"")
        case bool():
            return _framed(b"t" if value else b"f", b"")
        case int():
            return _framed(b"i", str(value).encode("ascii"))
        case str():
            return _framed(b"s", value.encode("utf-8"))
        case bytes():
            return _framed(b"b", value)
        case list():
            return _framed(b"l", b"".join(encode(each) for each in value))
        case dict():
            ordered = sorted(value.items(), key=lambda pair: pair[0].encode("utf-8"))
            return _framed(b"m", b"".join(encode(name) + encode(each) for name, each in ordered))
    raise TypeError(f"{value!r} has no canonical form")  # floats above all


def decode(data: bytes) -> Value:
    """Read a canonical encoding back; raise ``ValueError`` for anything else."""
    try:
        value, end = _take(data, 0, len(data))
    except RecursionError as wrong:
        raise ValueError("lists in lists without end") from wrong
    if end != len(data):
        raise ValueError("more bytes than one value")
    return value


def commitment(salt: bytes, name: str, value: Value) -> bytes:
    """What stands in a payload in place of a personal value."""
    return hmac.digest(salt, COMMITMENT_TAG + encode([name, value]), "sha256")


def payload_hash(payload: bytes) -> bytes:
    """What a record's hash rests on instead of the payload: that may be left out of a copy."""
    return sha256(PAYLOAD_TAG + payload).digest()


def seal(record: Record, known: bytes | None = None) -> bytes:
    """The hash that a record must carry; ``known``: the hash of a payload that is left out."""
    fields = (
        encode(record.algorithm),
        _framed(b"b", record.compound.bytes),
        encode(record.sequence),
        _framed(b"b", record.previous),
        encode(record.at),
        _known_text(record.offset),
        _known_text(record.actor),
        _known_text(record.action),
        _known_text(record.noun),
        encode(record.key),
        _framed(b"b", known or payload_hash(record.payload)),
    )
    return sha256(RECORD_TAG + _framed(b"l", b"".join(fields))).digest()


@lru_cache(maxsize=1024)
def _known_text(text: str) -> bytes:
    """Of people and acts there are few, in a million records as in one."""
    return encode(text)


def link(
    compound: UUID, head: tuple[int, bytes], at: tuple[str, str], who: str, act: str, change: Change
) -> Record:
    """The next record after ``head`` (its sequence number and hash)."""
    told: dict[str, Value] = {"verb": change.verb, "values": dict(change.values)}
    if change.changed:
        told["changed"] = [*change.changed]
    payload = encode(told)
    bare = Record(
        algorithm=ALGORITHM,
        compound=compound,
        sequence=head[0] + 1,
        previous=head[1],
        at=at[0],
        offset=at[1],
        actor=who,
        action=act,
        noun=change.noun,
        key=change.key,
        payload=payload,
        hash=b"",
    )
    return bare._replace(hash=seal(bare))


class Links:
    """Records of a chain taken one after the other; ``broken``: the first that does not hold."""

    def __init__(self) -> None:
        self.broken: int | None = None
        self._last, self._previous = 0, ZERO

    def take(self, record: Record) -> None:
        if self.broken is not None:
            return
        place = (record.sequence, record.previous)
        if record.algorithm != ALGORITHM or place != (self._last + 1, self._previous):
            self.broken = self._last + 1
        elif record.hash != seal(record):
            self.broken = record.sequence
        else:
            self._last, self._previous = record.sequence, record.hash

    def end(self, head: tuple[int, bytes]) -> None:
        """``head``: what the head row says; a chain shorter or other than that is broken after its end."""
        if self.broken is None and head != (self._last, self._previous):
            self.broken = self._last + 1


def first_broken(records: Iterable[Record], head: tuple[int, bytes] | None = None) -> int | None:
    """The sequence number of the first broken record, if any; ``head`` as in ``Links.end``."""
    links = Links()
    for each in records:
        links.take(each)
        if links.broken is not None:
            return links.broken
    if head is not None:
        links.end(head)
    return links.broken


def _framed(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(8, "big") + body


def _take(data: bytes, at: int, limit: int) -> tuple[Value, int]:
    """The value that begins there, and where it ends; only as ``encode`` would have written it."""
    start = at + 9
    end = start + int.from_bytes(data[at + 1 : start], "big")
    if start > limit or end > limit:
        raise ValueError("cut short")
    match data[at]:
        case 0x73:  # s
            return data[start:end].decode("utf-8"), end
        case 0x69:  # i
            return _number(data[start:end].decode("ascii")), end
        case 0x62:  # b
            return data[start:end], end
        case 0x6E | 0x74 | 0x66 if start == end:  # n t f
            return _NOTHING[data[at]], end
        case 0x6C:  # l
            return _list(data, start, end), end
        case 0x6D:  # m
            return _map(data, start, end), end
    raise ValueError(f"unknown kind {data[at : at + 1]!r}")


def _number(text: str) -> int:
    if str(number := int(text)) != text:
        raise ValueError("not the canonical form")
    return number


def _list(data: bytes, start: int, end: int) -> list[Value]:
    told: list[Value] = []
    while start < end:
        value, start = _take(data, start, end)
        told.append(value)
    return told


def _map(data: bytes, start: int, end: int) -> dict[str, Value]:
    told: dict[str, Value] = {}
    last = b""
    while start < end:
        # a key is read here, not by ``_take``: half of all values of a history are keys
        body = start + 9
        after = body + int.from_bytes(data[start + 1 : body], "big")
        name = data[body:after]
        if data[start] != 0x73 or after >= end or (told and name <= last):
            raise ValueError("a map's keys are texts in order, each with a value")
        told[name.decode("utf-8")], start = _take(data, after, end)
        last = name
    return told
