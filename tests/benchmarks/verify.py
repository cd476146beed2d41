"""Job 9a: a ledger of many records checked from end to end, beside what hashing them alone costs."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import insert, update

from tests.benchmarks.job import Goal, Job

RECORDS = 50_000


def ledger(path: Path, count: int) -> Any:
    """An open file whose history tells ``count`` times more of the same two hundred suggestions."""
    from desktop.domain import chain
    from desktop.register import Register
    from desktop.services.communities import CompoundFacts
    from desktop.services.suggestions import SuggestionPlan
    from desktop.storage import history
    from desktop.storage.tables import HeadRecord, HistoryRecord

    register = Register(path, "何婷", create=True)
    register.communities.set_up("街道", "社区")
    compound = register.communities.add(CompoundFacts("小区"))
    for number in range(200):
        register.suggestions.add(compound, SuggestionPlan(f"{number}号楼道灯坏了，请修一修"))
    with register._store.reading() as session:
        kept = list(history.records(session, compound))
        head = history.head(session, compound)
    told = [record for record in kept if record.noun == "suggestion"]
    rows = []
    for number in range(count):
        old = told[number % len(told)]
        values = chain.decode(old.payload)["values"]
        made = old._replace(
            sequence=head[0] + 1,
            previous=head[1],
            payload=chain.encode({"verb": "edit", "values": values}),
        )
        made = made._replace(hash=chain.seal(made))
        head = (made.sequence, made.hash)
        row = made._asdict()
        row["compound_id"] = row.pop("compound")
        rows.append(row)
    with register._store.engine.begin() as connection:
        connection.execute(insert(HistoryRecord), rows)
        connection.execute(
            update(HeadRecord)
            .where(HeadRecord.compound_id == compound)
            .values(sequence=head[0], hash=head[1])
        )
    return register


@contextmanager
def job_9a() -> Iterator[Job]:
    with tempfile.TemporaryDirectory() as name:
        register = ledger(Path(name) / "账.圆桌", RECORDS)
        assert register.verification.check().sound
        connection = register._store.engine.raw_connection()

        def hashing() -> None:
            """Every payload read, and two hashes each: no chain can be checked for less."""
            for row in connection.cursor().execute("SELECT payload, hash FROM history"):
                sha256(sha256(row[0]).digest() + row[1]).digest()

        yield Job(
            "9a",
            f"ledger of {RECORDS} records checked: chain, checkpoints, replay, every row",
            {
                "ours": register.verification.check,
                "15 µs a record": lambda: time.sleep(15e-6 * RECORDS),
                "reading and hashing alone": hashing,
            },
            (Goal("15 µs a record", 1.0),),
            rounds=3,
        )
        connection.close()
        register.close()


ALL = (job_9a,)
