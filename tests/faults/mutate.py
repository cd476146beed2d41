"""Bad files out of good ones: bytes and words turned round, also inside packages and their JSON."""

import io
import json
import random
from collections.abc import Callable, Sequence
from hashlib import sha256
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

# What has broken readers before: other digits, signs of direction, huge and odd numbers, markup.
WORDS = tuple(
    word.encode("utf-8", "surrogatepass")
    for word in (
        "", "0", "-1", "1e308", "NaN", "Infinity", "1" * 400, "9" * 5000, "²", "①", "٣", "１２", "㎡", "Ⅳ", "\x00",
        "\u202e", "\u200b", "\ufeff", "\ud800", "\U0001f600", "𠮷", '"', "'", "\\", ",", "\t", "\r", "\n", "\r\n\r\n",
        "=1+1", "<b>", "&lt;", "%s", "{0}", "../x", "房号", "业主", "建筑面积", "1-1-101", "1栋", "0000-00-00",
        "9999-12-31", "2024-02-30", "25:99", "24:00", "1/0", "0/0", "2/3", "1、", "#接龙", "＋1", "同意", "十百千万",
        "[", "]", "{", "}", "[[decision]]", "null", "true", "[" * 2000, "一" * 3000, "２０２４年１３月４５日",
    )
)  # fmt: skip
ODD = (
    None, True, False, 0, -1, 1.5, 10**30, float("inf"), "", "x", "一" * 3000, [], {}, [None], {"a": 1}, "\x00",
    "\ud800", "2024-02-30", "00000000-0000-7000-8000-000000000001", "²", ["x"] * 50,
)  # fmt: skip
Change = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def mutated(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """A few changes to one file; the others lend their parts."""
    for _ in range(rng.choice([1, 1, 2, 3, 6])):
        packed = data[:2] == b"PK" and rng.random() < 0.8
        data = _package(rng, data) if packed else _plain(rng, data, others)
    return data


def _plain(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    at, length = rng.randint(0, len(data)), rng.choice([1, 1, 2, 4, 16, 200])
    match rng.randrange(9):
        case 0 if data:
            place = rng.randrange(len(data))
            return data[:place] + bytes([data[place] ^ 1 << rng.randrange(8)]) + data[place + 1 :]
        case 1:
            return data[:at] + data[at + length :]
        case 2:
            return data[:at] + data[at : at + length] * rng.choice([2, 3, 30]) + data[at + length :]
        case 3:
            return data[:at]
        case 4:
            other = rng.choice(others)
            return data[:at] + other[rng.randint(0, len(other)) :]
        case 5 | 6:
            lines = data.split(b"\n")
            one, two = rng.randrange(len(lines)), rng.randrange(len(lines))
            lines[one], lines[two] = lines[two], lines[one] if rng.random() < 0.5 else b""
            return b"\n".join(lines)
        case _:
            return data[:at] + rng.choice(WORDS) + data[at + rng.choice([0, 0, length]) :]


def _package(rng: random.Random, data: bytes) -> bytes:
    """Change one part of a ZIP; where it lists digests, they are right again half of the time."""
    try:
        with ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except (BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError, EOFError):
        return data
    except Exception:  # noqa: BLE001 - zlib's own
        return data
    if not parts:
        return data
    inner = [name for name in parts if name.endswith((".json", ".xml", ".rels", ".txt"))]
    name = rng.choice(inner or list(parts))
    if rng.random() < 0.05:
        del parts[name]
    elif name.endswith(".json") and rng.random() < 0.85:
        parts[name] = _told(rng, parts[name])
    else:
        parts[name] = _plain(rng, parts[name], list(parts.values()))
    list_again(parts)
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as package:
        for each, content in parts.items():
            package.writestr(each, content)
    return made.getvalue()


def _told(rng: random.Random, data: bytes) -> bytes:
    """JSON with one value turned into something odd, or left out."""
    try:
        told = json.loads(data)
    except ValueError:
        return data
    place = told
    while isinstance(place, dict | list) and place:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = rng.choice(keys)
        if not isinstance(place[key], dict | list) or not place[key] or rng.random() < 0.15:
            if rng.random() < 0.2:
                del place[key]
            else:
                place[key] = rng.choice(ODD)
            break
        place = place[key]
    return json.dumps(told).encode()


def list_again(parts: dict[str, bytes]) -> None:
    """Write the list of digests of an archive package anew, if it is one."""
    from desktop.services.archives import LIST

    if LIST in parts:
        lines = [f"{sha256(parts[n]).hexdigest()}  {n}" for n in sorted(set(parts) - {LIST})]
        parts[LIST] = "\n".join(lines).encode("utf-8", "surrogatepass")
