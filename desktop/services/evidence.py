"""The evidence of a vote (查证包): all that is needed to count it again and to check it, as one ZIP.

The format stands in ``docs/evidence.md``; the verifier (``resources/verifier``) knows it from there and
from nothing else. No names are in it; how every door voted is: it is for those who may inspect.
"""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain import chain
from desktop.domain.chain import Record, Value
from desktop.domain.ids import Ref
from desktop.domain.rights import Right
from desktop.services import outgoing
from desktop.services.counts import counts_of
from desktop.services.poll_records import poll_of
from desktop.services.publicity import Publicity
from desktop.storage import checkpoints, history, seals
from desktop.storage.store import Store
from desktop.storage.tables import (
    BallotRecord,
    CountRecord,
    ObjectionRecord,
    PollMatterRecord,
    PollRecord,
    RulingRecord,
    SecretBallotRecord,
    SignerRecord,
    Table,
    VoterRecord,
)

FORMAT = "roundtable-evidence/1"
VERIFIER = "verify_evidence.py"
ROWS, CHAIN, POINTS, LIST, ABOUT = (
    "evidence.json", "chain.jsonl", "checkpoints.json", "manifest.json", "说明.txt",
)  # fmt: skip
TABLES: tuple[type[Table], ...] = (
    PollRecord,
    PollMatterRecord,
    VoterRecord,
    BallotRecord,
    SecretBallotRecord,
    RulingRecord,
    ObjectionRecord,
    CountRecord,
)
_NOUNS = frozenset(table.__tablename__ for table in TABLES)
# Personal values without which nothing can be counted; they come with the salt of their row.
_SHOWN: Mapping[type[Table], frozenset[str]] = {
    BallotRecord: frozenset({"marks"}),
    RulingRecord: frozenset({"marks", "reason"}),
}
EXPLAINED = """\
这是一次书面表决的查证包。里面有每户怎么投的票（没有姓名和电话），只能交给法院、主管部门和依法查阅的人，不得张贴、转发。

怎么核验
1. 在任何一台装有 Python 3.11 以上的电脑上运行：python verify_evidence.py 查证包.zip
   核验程序只有一个文件，不需要安装别的东西，也不使用圆桌议事的任何代码。包里附有一份；不放心的，请用另外得到的一份。
2. 把纸上印的存证码告诉它：python verify_evidence.py 查证包.zip --anchor 128-7K3M-…
   存证码印在表决结果公告、存证单和定稿的纪要上。纸上的码和包里的对上，才说明整份数据没有被换过。

能证明什么
· 名册、选票、裁定、计票结果和账本里的记录一致，账本从头到尾没有改过、抽过、换过顺序。
· 按同样的规则重新计票，结果和公布的一样；公告上的校验码就是这一次的。
· 存证点由本单位电脑的密钥签名；和纸上的存证码对上的，那一刻以前的内容没有被改过。

不能证明什么
· 录入的内容是否真实：以纸质选票、送达登记和监票人签名为准。
· 没有与纸上的存证码核对过的：拿到数据文件和密钥的人，可以从头重做一份自相一致的。
· 最后一个存证点之后的改动。
"""


class Evidences:
    def __init__(self, store: Store, publicity: Publicity, verifier: Path) -> None:
        self._store, self._publicity, self._verifier = store, publicity, verifier

    def write(self, poll: Ref, reader: str, reason: str, path: Path) -> Path:
        """Write the evidence of an announced count; who gets it and why is on record first.

        Raise what ``Publicity.inspect`` raises, and ``CannotWrite``.
        """
        self._store.operator.demand(Right.COUNT)
        self._publicity.inspect(poll, reader, reason)
        with self._store.reading() as session:
            poll_of(session, poll)
            parts = {
                ROWS: _told(self._rows(session, poll)),
                CHAIN: b"".join(_told(line) for line in _records(session, poll)),
                POINTS: _told(_points(session, poll)),
                ABOUT: EXPLAINED.encode("utf-8"),
                VERIFIER: self._verifier.read_bytes(),
            }
        parts[LIST] = _told({name: sha256(data).hexdigest() for name, data in parts.items()})
        return outgoing.put(self._store, path, _zipped(parts), Right.COUNT)

    def _rows(self, session: Session, poll: Ref) -> dict[str, Any]:
        tables = {table.__tablename__: _table(session, poll, table) for table in TABLES}
        return {
            "format": FORMAT,
            "compound": str(poll.compound_id),
            "poll": str(poll.id),
            "made_at": self._store.clock().isoformat(timespec="seconds"),
            "made_by": self._store.who,
            "code": counts_of(session, poll)[-1].code,
            "tables": tables,
        }


def _table(session: Session, poll: Ref, table: type[Table]) -> list[dict[str, Any]]:
    own = "id" if table is PollRecord else "poll_id"
    where = {"compound_id": poll.compound_id, own: poll.id}
    here, shown = seals.layout(table), _SHOWN.get(table, frozenset())
    kept = [
        (place, name)
        for place, name in enumerate(here.columns)
        if place in here.plain or name in shown or (shown and name == "salt")
    ]
    made = []
    for row in seals.rows(session.connection(), table, where):
        told = {name: _value(row[place]) for place, name in kept}
        if here.private and not shown:
            salt = row[here.salt] if here.salt is not None else None
            told["private"] = seals.private(row, here.private, salt or b"").hex()
        made.append(told)
    return sorted(made, key=lambda each: str(each["id"]))


def _value(value: Any) -> Any:
    return {"hex": bytes(value).hex()} if isinstance(value, bytes | memoryview) else value


def _records(session: Session, poll: Ref) -> Iterator[dict[str, Any]]:
    """The compound's chain; what is not of this vote without its payload."""
    mine = {str(poll.id)}
    for record in history.records(session, poll.compound_id):
        shown = record.noun in _NOUNS and _of_poll(record, str(poll.id), mine)
        yield {
            "algorithm": record.algorithm,
            "sequence": record.sequence,
            "previous": record.previous.hex(),
            "at": record.at,
            "offset": record.offset,
            "actor": record.actor,
            "action": record.action,
            "noun": record.noun,
            "key": record.key,
            "payload": b64encode(record.payload).decode("ascii") if shown else None,
            "payload_hash": chain.payload_hash(record.payload).hex(),
            "hash": record.hash.hex(),
        }


def _of_poll(record: Record, poll: str, mine: set[str]) -> bool:
    """Whether a record tells of this vote; its key is remembered, for edits do not name the vote."""
    if record.key in mine:
        return True
    payload = chain.decode(record.payload)
    values: Value = payload.get("values") if isinstance(payload, dict) else None
    if isinstance(values, dict) and values.get("poll_id") == poll:
        mine.add(record.key)
        return True
    return False


def _points(session: Session, poll: Ref) -> dict[str, Any]:
    signers = session.scalars(select(SignerRecord).order_by(SignerRecord.key))
    return {
        "checkpoints": [
            {
                "sequence": each.checkpoint.sequence,
                "hash": each.checkpoint.hash.hex(),
                "at": each.checkpoint.at,
                "action": each.action,
                "noun": each.noun,
                "key": each.key,
                "signer": each.signer.hex(),
                "signature": each.signature.hex(),
            }
            for each in checkpoints.of(session, poll.compound_id)
        ],
        "signers": [{"key": s.key, "name": s.name, "since": s.since} for s in signers],
    }


def _told(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return (text + "\n").encode("utf-8")


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    """One moment for all, so that the same facts give the same bytes."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as made:
        for name, data in sorted(parts.items()):
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            made.writestr(entry, data)
    return buffer.getvalue()
