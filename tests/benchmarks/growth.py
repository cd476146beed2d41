"""Jobs g1–g5: the same work for 1, 10 and 100 times as much; what grows faster than its input shows."""

import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.job import Growth
from tests.benchmarks.rosters import big_roster
from tests.benchmarks.verify import ledger
from tests.benchmarks.voices import grouped, texts
from tests.benchmarks.votes import fill, vote


@contextmanager
def growth_g1() -> Iterator[Growth]:
    """A roster read, judged and taken over, each time into a file of its own."""
    from desktop.register import Register
    from desktop.services.communities import CompoundFacts

    with tempfile.TemporaryDirectory() as name:
        turns = iter(range(1000))

        def of(rows: int) -> Callable[[], object]:
            path = Path(name) / f"{rows}.xlsx"
            big_roster(path, rows)

            def work() -> None:
                register = Register(Path(name) / f"{next(turns)}.圆桌", "张敏", create=True)
                register.communities.set_up("街道", "社区")
                compound = register.communities.add(CompoundFacts("小区"))
                rosters = register.rosters
                rosters.take_over(rosters.preview(compound, rosters.read(path), path))
                register.close()

            return work

        yield Growth("g1", "roster imported, rows", (450, 4_500, 45_000), of, 12)


@contextmanager
def growth_g2() -> Iterator[Growth]:
    """A vote counted: every ballot in."""
    from desktop.register import Register

    with tempfile.TemporaryDirectory() as name:
        opened = []

        def of(doors: int) -> Callable[[], object]:
            folder = Path(name) / str(doors)
            folder.mkdir()
            register, poll = vote(folder, doors)
            register.close()
            fill(folder / "社区.圆桌", poll)
            register = Register(folder / "社区.圆桌", "张敏")
            register.polls.close(poll)
            opened.append(register)
            return lambda: register.counts.preview(poll)

        yield Growth("g2", "vote counted, ballots", (450, 4_500, 45_000), of, 12)
        for register in opened:
            register.close()


@contextmanager
def growth_g3() -> Iterator[Growth]:
    """A table in Word and in PDF."""
    from desktop.documents.model import Document, Grid, Title
    from desktop.documents.pdf import pdf
    from desktop.documents.word import word
    from tests.benchmarks.papers import our_fonts

    fonts = our_fonts()

    def of(rows: int) -> Callable[[], object]:
        rng = random.Random(rows)
        told = tuple((str(n), *(f"张{rng.randint(1, 99)}" for _ in range(5))) for n in range(rows))
        made = Document("表", (Title("表"), Grid(tuple("序甲乙丙丁戊"), told, (1, 2, 2, 2, 2, 2))))
        return lambda: (word(made, fonts), pdf(made, fonts))

    yield Growth("g3", "table as Word and PDF, rows", (40, 400, 4_000), of, 12)


@contextmanager
def growth_g4() -> Iterator[Growth]:
    """Suggestions grouped."""

    def of(count: int) -> Callable[[], object]:
        many = [f"{text} {number}" for number, text in enumerate(texts(count))]
        return lambda: grouped(many)

    yield Growth("g4", "suggestions grouped", (1_000, 10_000, 100_000), of, 15)


@contextmanager
def growth_g5() -> Iterator[Growth]:
    """A ledger checked: chain, replay, every row."""
    with tempfile.TemporaryDirectory() as name:
        opened = []

        def of(records: int) -> Callable[[], object]:
            register = ledger(Path(name) / f"{records}.圆桌", records)
            opened.append(register)
            return register.verification.check

        yield Growth("g5", "ledger checked, records", (1_000, 10_000, 100_000), of, 12)
        for register in opened:
            register.close()


ALL = (growth_g1, growth_g2, growth_g3, growth_g4, growth_g5)
