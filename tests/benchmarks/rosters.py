"""Jobs 1a–1d: a roster of 45,000 rows read, inserted, taken over whole, and written out."""

import random
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from xml.parsers import expat

from tests.benchmarks.job import Goal, Job, Work

ROWS = 45_000


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def big_roster(path: Path, count: int = ROWS) -> None:
    """A clean roster of one sheet, the same cells every time."""
    import xlsxwriter

    rng = random.Random(count)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("业主清册")
        for column, title in enumerate(
            ("楼栋", "单元", "房号", "建筑面积", "业主姓名", "联系电话", "备注")
        ):
            sheet.write_string(0, column, title)
        for line in range(count):
            home, flat = divmod(line, 8)
            building, floor = divmod(home, 30)
            row = (f"{building + 1}栋", f"{flat % 2 + 1}单元", f"{floor + 1}{flat // 2 + 1:02d}")
            for column, text in enumerate(row):
                sheet.write_string(line + 1, column, text)
            sheet.write_number(line + 1, 3, rng.randint(5800, 14900) / 100)
            name = "".join(rng.choice("王李张刘陈杨黄赵周吴徐孙马朱胡") for _ in range(3))
            sheet.write_string(line + 1, 4, name)
            sheet.write_string(line + 1, 5, f"139{rng.randint(0, 99_999_999):08d}")


def _unzip_and_scan(path: Path) -> int:
    """The physical limit of reading: unzip, and let expat walk over every part."""
    seen = 0

    def started(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal seen
        seen += 1

    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if name.endswith(".xml"):
                parser = expat.ParserCreate()
                parser.Parse(parts.read(name), True)
    return seen


def _openpyxl_rows(path: Path) -> list[tuple[object, ...]]:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    rows = list(book.active.iter_rows(values_only=True))
    book.close()
    return rows


@contextmanager
def job_1a() -> Iterator[Job]:
    from desktop.sheets import reading

    with _folder() as folder:
        path = folder / "big.xlsx"
        big_roster(path)
        assert len(reading.read(path)[1][0].rows) == len(_openpyxl_rows(path)) == ROWS + 1
        works: dict[str, Work] = {
            "ours": lambda: reading.read(path),
            "openpyxl read_only": lambda: _openpyxl_rows(path),
            "unzip + expat (limit)": lambda: _unzip_and_scan(path),
        }
        if find_spec("polars") and find_spec("fastexcel"):
            import polars

            works["polars"] = lambda: polars.read_excel(path, engine="calamine").rows()
        goals = (
            Goal("openpyxl read_only", 0.20),
            Goal("polars", 1.6),
            Goal("unzip + expat (limit)", 2.5),
        )
        yield Job("1a", "read 45k rows of xlsx", works, goals, rounds=3)


@contextmanager
def job_1d() -> Iterator[Job]:
    """The same rows written out again."""
    from desktop.sheets.writing import write_list

    with _folder() as folder:
        big_roster(folder / "in.xlsx")
        header, *rows = [
            tuple("" if cell is None else str(cell) for cell in row)
            for row in _openpyxl_rows(folder / "in.xlsx")
        ]

        def ours() -> None:
            write_list(folder / "ours.xlsx", "名册", header, rows)

        def usual() -> None:
            import openpyxl

            book = openpyxl.Workbook(write_only=True)
            sheet = book.create_sheet("名册")
            for row in (header, *rows):
                sheet.append(row)
            book.save(folder / "usual.xlsx")

        ours()
        usual()
        assert len(_openpyxl_rows(folder / "ours.xlsx")) >= len(rows) + 1
        works = {"ours": ours, "openpyxl write_only": usual}
        yield Job("1d", "write 45k rows of xlsx", works, (Goal("openpyxl write_only", 0.9),), 3)


def _rows_for_insert() -> list[tuple[str, int]]:
    rng = random.Random(1)
    return [(f"{n // 40 + 1}-{n % 2 + 1}-{n % 40}-{n}", rng.randint(1, 10**6)) for n in range(ROWS)]


@contextmanager
def job_1b() -> Iterator[Job]:
    from sqlalchemy.orm import Session

    from desktop.domain.terms import AreaSource, Use
    from desktop.register import Register
    from desktop.services.communities import CompoundFacts
    from desktop.storage import bulk, sqlite
    from desktop.storage.tables import PremisesRecord

    rows = _rows_for_insert()
    with _folder() as folder:
        register = Register(folder / "x.db", "bench", create=True)
        register.communities.set_up("a", "b")
        compound = register.communities.add(CompoundFacts("c"))
        register.close()
        sqlite.settle(folder / "x.db")
        keys = [register._store.key() for _ in rows]
        columns = (
            "compound_id, id, door_key, building, unit, room, use, area, area_source, status, note"
        )
        plain = [
            (str(compound), str(key), door, "1", "1", "1", "dwelling", area, "unknown", "", "")
            for key, (door, area) in zip(keys, rows, strict=True)
        ]
        full = [
            {
                "compound_id": compound, "id": key, "door_key": door, "building": "1", "unit": "1",
                "room": "1", "floor": None, "use": Use.DWELLING, "area": area,
                "area_source": AreaSource.UNKNOWN, "status": "", "note": "",
            }
            for key, (door, area) in zip(keys, rows, strict=True)
        ]  # fmt: skip

        def fresh() -> Path:
            target = folder / "y.db"
            sqlite.clear(target)
            shutil.copy(folder / "x.db", target)
            return target

        def ours() -> None:
            engine = sqlite.engine(fresh()).execution_options(purpose="write")
            with Session(engine) as session, session.begin():
                bulk.insert(session, PremisesRecord, columns.split(", "), plain)
            engine.dispose()

        def orm() -> None:
            engine = sqlite.engine(fresh()).execution_options(purpose="write")
            with Session(engine) as session, session.begin():
                session.add_all([PremisesRecord(**row) for row in full])
            engine.dispose()

        def raw() -> None:
            connection = sqlite.connect(fresh())
            connection.execute("BEGIN IMMEDIATE")
            marks = ", ".join("?" * 11)
            connection.executemany(f"INSERT INTO premises ({columns}) VALUES ({marks})", plain)
            connection.execute("COMMIT")
            connection.close()

        yield Job(
            "1b",
            "insert 45k premises",
            {"ours": ours, "ORM add_all": orm, "raw executemany (limit)": raw},
            (Goal("ORM add_all", 0.12), Goal("raw executemany (limit)", 1.3)),
            rounds=3,
        )


@contextmanager
def job_1c() -> Iterator[Job]:
    from desktop.register import Register
    from desktop.services.communities import CompoundFacts
    from desktop.sheets.child import parse_here
    from desktop.storage import sqlite

    with _folder() as folder:
        path = folder / "big.xlsx"
        big_roster(path)

        def ours() -> None:
            sqlite.clear(folder / "x.db")
            register = Register(folder / "x.db", "bench", create=True)
            register.communities.set_up("a", "b")
            compound = register.communities.add(CompoundFacts("c"))
            preview = register.rosters.preview(compound, parse_here(path), path)
            register.rosters.take_over(preview)
            register.close()

        def usual() -> None:
            sqlite.clear(folder / "y.db")
            connection = sqlite.connect(folder / "y.db", create=True)
            connection.execute(
                "CREATE TABLE h (b TEXT, u TEXT, r TEXT, a REAL, o TEXT, p TEXT, n TEXT)"
            )
            connection.execute("BEGIN IMMEDIATE")
            rows = [tuple(row) + (None,) * (7 - len(row)) for row in _openpyxl_rows(path)[1:]]
            connection.executemany("INSERT INTO h VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            connection.execute("COMMIT")
            connection.close()

        def limit() -> None:
            _unzip_and_scan(path)
            sqlite.clear(folder / "z.db")
            connection = sqlite.connect(folder / "z.db", create=True)
            connection.execute("CREATE TABLE h (k TEXT, a INTEGER)")
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO h VALUES (?, ?)", _rows_for_insert())
            connection.execute("COMMIT")
            connection.close()

        yield Job(
            "1c",
            "import 45k rows end to end, validated, with owners, undo and history",
            {"ours": ours, "openpyxl + raw sqlite": usual, "unzip + expat + raw (limit)": limit},
            (Goal("openpyxl + raw sqlite", 0.40), Goal("unzip + expat + raw (limit)", 4.0)),
            rounds=3,
        )


@contextmanager
def job_6b_find() -> Iterator[Job]:
    """Doors of a roster of 45,000 found by the first letters of a name, as the page lists them: names,
    rooms and numbers are looked through as well."""
    from desktop.register import Register
    from desktop.services.communities import CompoundFacts
    from desktop.sheets.child import parse_here

    with _folder() as folder:
        path = folder / "big.xlsx"
        big_roster(path)
        register = Register(folder / "x.db", "bench", create=True)
        register.communities.set_up("a", "b")
        compound = register.communities.add(CompoundFacts("c"))
        register.rosters.take_over(register.rosters.preview(compound, parse_here(path), path))
        raw = sqlite3.connect(folder / "x.db")
        query = "SELECT id FROM owner WHERE initials LIKE 'wzl%'"
        found = raw.execute(query).fetchall()
        assert len(register.premises.lines(compound, "wzl")) >= len(found) > 0
        works = {
            "ours": lambda: register.premises.lines(compound, "wzl"),
            "LIKE 'x%', the keys alone": lambda: raw.execute(query).fetchall(),
        }
        goals = (Goal("LIKE 'x%', the keys alone", 0.1),)
        yield Job("6b_find", "doors found by letters among 45,000", works, goals)
        raw.close()
        register.close()


ALL = (job_1a, job_1b, job_1c, job_1d, job_6b_find)
