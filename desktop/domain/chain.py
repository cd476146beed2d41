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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from uuid import UUID

ALGORITHM = 1
RECORD_TAG = b"roundtable/history/record/1\n"
PAYLOAD_TAG = b"roundtable/history/payload/1\n"
COMMITMENT_TAG = b"roundtable/history/commitment/1\n"
ZERO = bytes(32)

Value = None | bool | int | str | bytes | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Record:
    """One row of history. ``at`` is UTC (ISO 8601, ms), ``offset`` the writer's own (+08:00)."""

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
    value, rest = _take(data)
    if rest:
        raise ValueError("more bytes than one value")
    if encode(value) != data:
        raise ValueError("not the canonical form")
    return value


def commitment(salt: bytes, name: str, value: Value) -> bytes:
    """What stands in a payload in place of a personal value."""
    return hmac.digest(salt, COMMITMENT_TAG + encode([name, value]), "sha256")


def payload_hash(payload: bytes) -> bytes:
    """What a record's hash rests on instead of the payload: that may be left out of a copy."""
    return sha256(PAYLOAD_TAG + payload).digest()


def seal(record: Record, known: bytes | None = None) -> bytes:
    """The hash that a record must carry; ``known``: the hash of a payload that is left out."""
    fields: list[Value] = [
        record.algorithm,
        record.compound.bytes,
        record.sequence,
        record.previous,
        record.at,
        record.offset,
        record.actor,
        record.action,
        record.noun,
        record.key,
        known or payload_hash(record.payload),
    ]
    return sha256(RECORD_TAG + encode(fields)).digest()


def link(
    compound: UUID, head: tuple[int, bytes], at: tuple[str, str], who: str, act: str, change: Change
) -> Record:
    """The next record after ``head`` (its sequence number and hash)."""
    payload = encode({"verb": change.verb, "values": dict(change.values)})
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
    return replace(bare, hash=seal(bare))


def first_broken(records: Iterable[Record], head: tuple[int, bytes] | None = None) -> int | None:
    """The sequence number of the first broken record, if any.

    ``head`` is what the head row says; a chain shorter or other than that is broken after its end.
    """
    last, previous = 0, ZERO
    for each in records:
        if each.algorithm != ALGORITHM or (each.sequence, each.previous) != (last + 1, previous):
            return last + 1
        if each.hash != seal(each):
            return each.sequence
        last, previous = each.sequence, each.hash
    if head is not None and head != (last, previous):
        return last + 1
    return None


def _framed(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(8, "big") + body


def _take(data: bytes) -> tuple[Value, bytes]:
    kind, length = data[:1], int.from_bytes(data[1:9], "big")
    body, rest = data[9 : 9 + length], data[9 + length :]
    if len(data) < 9 or len(body) != length:
        raise ValueError("cut short")
    match kind:
        case b"n" | b"t" | b"f" if not body:
            return {b"n": None, b"t": True, b"f": False}[kind], rest
        case b"i":
            return int(body.decode("ascii")), rest
        case b"s":
            return body.decode("utf-8"), rest
        case b"b":
            return body, rest
        case b"l":
            return list(_all(body)), rest
        case b"m":
            parts = list(_all(body))
            names = [name for name in parts[::2] if isinstance(name, str)]
            if len(parts) != 2 * len(names):
                raise ValueError("a map's keys are text, each with a value")
            return dict(zip(names, parts[1::2], strict=True)), rest
    raise ValueError(f"unknown kind {kind!r}")


def _all(body: bytes) -> Iterator[Value]:
    while body:
        value, body = _take(body)
        yield value
