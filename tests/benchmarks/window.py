"""Jobs 7a–7f: long tables, the start of the window, and how late it is while work is done behind it."""

import itertools
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.cold import cold
from tests.benchmarks.job import Goal, Job

if TYPE_CHECKING:
    from PySide6.QtSql import QSqlTableModel
    from PySide6.QtWidgets import QTableView

    from ui.widgets.table import Table


def _qt():  # type: ignore[no-untyped-def]
    from PySide6.QtWidgets import QApplication

    return QApplication.instance() or QApplication([])


@contextmanager
def job_7a() -> Iterator[Job]:
    from PySide6.QtWidgets import QTableView, QTableWidget, QTableWidgetItem

    from ui.widgets.table import Table, TableColumn

    app = _qt()
    rows = _rows(100_000)
    model = _sql_model(rows)
    columns = [TableColumn(str(n), lambda row, n=n: row[n]) for n in range(3)]

    def ours() -> None:
        table = Table(columns, "")
        table.resize(800, 600)
        table.set_rows(rows)
        table.show()
        app.processEvents()
        table.close()

    def widget() -> None:
        table = QTableWidget(len(rows), 3)
        table.resize(800, 600)
        for line, row in enumerate(rows):
            for column, text in enumerate(row):
                table.setItem(line, column, QTableWidgetItem(text))
        table.show()
        app.processEvents()
        table.close()

    def sql() -> None:
        model.select()
        table = QTableView()
        table.resize(800, 600)
        table.setModel(model)
        table.show()
        app.processEvents()
        table.close()

    def empty() -> None:
        table = Table(columns, "")
        table.resize(800, 600)
        table.show()
        app.processEvents()
        table.close()

    yield Job(
        "7a",
        "show 100k rows",
        {
            "ours": ours,
            "QTableWidget": widget,
            "QSqlTableModel, 256 rows": sql,
            "empty view (limit)": empty,
        },
        (
            Goal("QTableWidget", 0.05),
            Goal("QSqlTableModel, 256 rows", 2.5),
            Goal("empty view (limit)", 3.5),
        ),
        rounds=3,
    )


@contextmanager
def _two_tables(count: int) -> "Iterator[tuple[Table[tuple[str, str, str]], QTableView]]":
    """The same rows in our table, and in Qt's own model over a database (QSqlTableModel)."""
    from PySide6.QtWidgets import QTableView

    from ui.widgets.table import Table, TableColumn

    app = _qt()
    rows = _rows(count)
    model = _sql_model(rows)
    theirs = QTableView()
    theirs.setModel(model)
    ours: Table[tuple[str, str, str]] = Table(
        [TableColumn(str(n), lambda row, n=n: row[n]) for n in range(3)], ""
    )
    ours.set_rows(rows)
    for view in (ours, theirs):
        view.resize(800, 600)
        view.show()
    app.processEvents()
    yield ours, theirs
    ours.close()
    theirs.close()


def _rows(count: int) -> list[tuple[str, str, str]]:
    return [(str(n), f"张{n}", "89.53") for n in range(count)]


_NUMBERS = itertools.count()  # each connection has a name of its own


def _sql_model(rows: "list[tuple[str, str, str]]") -> "QSqlTableModel":
    """Qt's own model over a table of its own, with these rows."""
    from PySide6.QtSql import QSqlDatabase, QSqlQuery, QSqlTableModel

    number = next(_NUMBERS)
    database = QSqlDatabase.addDatabase("QSQLITE", f"bench{number}")
    database.setDatabaseName(":memory:")
    assert database.open()
    database.transaction()
    QSqlQuery("CREATE TABLE p (a TEXT, b TEXT, c TEXT)", database)
    query = QSqlQuery(database)
    query.prepare("INSERT INTO p VALUES (?, ?, ?)")
    for row in rows:
        for value in row:
            query.addBindValue(value)
        assert query.exec()
    database.commit()
    model = QSqlTableModel(None, database)
    model.setTable("p")
    model.select()
    return model


@contextmanager
def job_7b() -> Iterator[Job]:
    from PySide6.QtSql import QSqlTableModel

    app = _qt()
    with _two_tables(100_000) as (ours, theirs):

        def scroll() -> None:
            ours.scrollToTop()
            ours.scrollToBottom()
            app.processEvents()

        def fetch_and_scroll() -> None:
            model = theirs.model()
            assert isinstance(model, QSqlTableModel)
            model.select()
            while model.canFetchMore():
                model.fetchMore()
            theirs.scrollToBottom()
            app.processEvents()

        works = {"ours": scroll, "QSqlTableModel": fetch_and_scroll}
        yield Job("7b", "scroll to the end of 100k rows", works, (Goal("QSqlTableModel", 0.2),))


@contextmanager
def job_7d() -> Iterator[Job]:
    app = _qt()
    with _two_tables(20_000) as views:

        def pages(view: "QTableView") -> None:
            bar = view.verticalScrollBar()
            bar.setValue(0)
            for number in range(20):
                bar.setValue(number * 15)
                view.viewport().repaint()
            app.processEvents()

        works = {"ours": lambda: pages(views[0]), "QSqlTableModel": lambda: pages(views[1])}
        yield Job("7d", "paint 20 pages of a table", works, (Goal("QSqlTableModel", 2.0),))


@contextmanager
def job_7c() -> Iterator[Job]:
    from PySide6.QtCore import QSortFilterProxyModel
    from PySide6.QtWidgets import QTableView

    from ui.widgets.table import Table, TableColumn, TableModel

    app = _qt()
    rng = random.Random(5)
    rows = [(str(rng.random()), f"张{n}", "89.53") for n in range(20_000)]
    columns = [TableColumn(str(n), lambda row, n=n: row[n]) for n in range(3)]
    table = Table(columns, "")
    model = TableModel(columns)
    model.set_rows(rows)
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(model)
    view = QTableView()
    view.setModel(proxy)

    def ours() -> None:
        table.set_rows(sorted(rows, key=lambda row: row[0]))
        table.set_rows([row for row in rows if "99" in row[1]])
        app.processEvents()

    def theirs() -> None:
        proxy.sort(0)
        proxy.setFilterKeyColumn(1)
        proxy.setFilterFixedString("99")
        app.processEvents()
        proxy.setFilterFixedString("")
        proxy.sort(-1)

    yield Job(
        "7c",
        "sort and filter 20k rows",
        {"ours": ours, "QSortFilterProxyModel": theirs},
        (Goal("QSortFilterProxyModel", 0.2),),
        rounds=3,
    )


@contextmanager
def job_7c_filter() -> Iterator[Job]:
    """The rows of a long table that hold some words: looked for as pages do, where all texts stand ready
    since the table was read, and shown."""
    import sqlite3

    from PySide6.QtSql import QSqlTableModel

    from desktop.domain.finding import Finder

    app = _qt()
    with _two_tables(100_000) as (ours, theirs):
        rows, model = list(ours.source.rows), theirs.model()
        file = sqlite3.connect(":memory:")
        file.execute("CREATE TABLE p (a TEXT, b TEXT, c TEXT)")
        file.executemany("INSERT INTO p VALUES (?, ?, ?)", rows)
        like = " OR ".join(f"{column} LIKE '%99%'" for column in "abc")
        finder = Finder(["\n".join(row) for row in rows])

        def filtered() -> None:
            ours.set_rows([rows[number] for number in finder.literally("99")])
            app.processEvents()

        def set_filter() -> None:
            assert isinstance(model, QSqlTableModel)
            model.setFilter(like)
            while model.canFetchMore():  # it shows 256 rows at first
                model.fetchMore()
            app.processEvents()

        def raw() -> list[tuple[str, str, str]]:
            return file.execute(f"SELECT a, b, c FROM p WHERE {like}").fetchall()

        filtered()
        set_filter()
        assert list(ours.source.rows) == raw()
        assert model.rowCount() == len(raw())
        works = {
            "ours": filtered,
            "QSqlTableModel.setFilter, all fetched": set_filter,
            "the raw SQL": raw,
        }
        goals = (Goal("QSqlTableModel.setFilter, all fetched", 1.0), Goal("the raw SQL", 1.3))
        yield Job("7c_filter", "filter 100k rows", works, goals)
        file.close()


PAINT = "w.show(); app.processEvents()"
BARE = (
    "from PySide6.QtWidgets import QApplication, QMainWindow; app=QApplication([]); "
    f"w=QMainWindow(); {PAINT}"
)


def first_page(path: str, home: str) -> None:
    """Start the program on a file, until the first page shows what is in it."""
    from PySide6.QtWidgets import QApplication

    from ui.app import App
    from ui.dressing import dress

    qt = QApplication([])
    dress(qt)
    app = App(qt, Path(home))
    app.window.show()
    qt.processEvents()
    app.open_file(path, "何婷")
    until = time.monotonic() + 60
    while app.places is None and time.monotonic() < until:
        qt.processEvents()
        time.sleep(0.001)

    from ui.desk.page import DeskPage
    from ui.widgets.table import Table

    tables = app.window.findChild(DeskPage).findChildren(Table)
    while not any(table.source.rows for table in tables) and time.monotonic() < until:
        qt.processEvents()
        time.sleep(0.001)
    app.window.repaint()
    os._exit(time.monotonic() > until)  # closing, with its backup, is not what is measured


@contextmanager
def job_7e_data() -> Iterator[Job]:
    """From nothing to the first page with what is in the file."""
    from desktop import demo
    from desktop.system import folders

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "示例.圆桌"
        demo.make(path, "何婷", folders.resources() / "sample")
        code = (
            f"from tests.benchmarks.window import first_page; first_page({str(path)!r}, {folder!r})"
        )
        yield Job(
            "7e_data",
            "cold start to the first page with its data",
            {"ours": lambda: cold(code), "bare window (limit)": lambda: cold(BARE)},
            (Goal("bare window (limit)", 3.0),),
        )


@contextmanager
def job_7e() -> Iterator[Job]:
    paint, bare = PAINT, BARE
    eager = (
        "import sqlalchemy, sqlalchemy.orm, alembic.command, reportlab.platypus, docx, openpyxl; "
        "from PySide6.QtWidgets import QApplication, QMainWindow; from qt_material import apply_stylesheet; "
        f"app=QApplication([]); apply_stylesheet(app, 'light_blue.xml'); w=QMainWindow(); {paint}"
    )
    with tempfile.TemporaryDirectory() as folder:
        ours = (
            "from pathlib import Path; from PySide6.QtWidgets import QApplication; from ui.app import App; "
            "from ui.dressing import dress; "
            f"app=QApplication([]); dress(app); a=App(app, Path({folder!r})); w=a.window; a.welcome(); {paint}"
        )
        yield Job(
            "7e",
            "cold start to a painted main window",
            {"ours": lambda: cold(ours), "eager imports + qt_material": lambda: cold(eager),
             "bare window (limit)": lambda: cold(bare)},
            (Goal("eager imports + qt_material", 0.4), Goal("bare window (limit)", 1.8)),
        )  # fmt: skip


LATE, EVERY = 400, 5  # how often lateness is measured, and after how many milliseconds


@contextmanager
def job_7f() -> Iterator[Job]:
    """How late the window's own clock rings while a batch of papers is made behind it: 99 of 100 times."""
    from PySide6.QtCore import QElapsedTimer, Qt, QTimer

    from desktop.documents.pdf import pdf
    from tests.benchmarks.papers import our_document, our_fonts
    from ui.tasks import Tasks

    app = _qt()
    document, fonts = our_document(), our_fonts()
    sys.setswitchinterval(0.001)  # as the program does at its start

    def late() -> float:
        """Milliseconds, the 99th of 100."""
        found: list[float] = []
        clock, timer = QElapsedTimer(), QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)

        def rang() -> None:
            found.append(clock.nsecsElapsed() / 1e6 - EVERY)
            clock.restart()

        timer.timeout.connect(rang)
        clock.start()
        timer.start(EVERY)
        while len(found) < LATE:
            app.processEvents()
            time.sleep(0.0002)
        timer.stop()
        return sorted(found)[LATE * 99 // 100]

    def busy() -> float:
        tasks, ended = Tasks(), threading.Event()

        def work() -> None:
            while not ended.is_set():
                pdf(document, fonts)

        tasks.run(work, lambda _: None, lambda _: None)
        told = late()
        ended.set()
        while not tasks.idle:
            app.processEvents()
        tasks.close()
        return told

    works = {"ours": busy, "idle + 5 ms": lambda: late() + 5}
    goals = (Goal("idle + 5 ms", 1.0),)
    yield Job("7f", "lateness of the window during a batch", works, goals, rounds=3, unit="ms late")


ALL = (job_7a, job_7b, job_7c, job_7c_filter, job_7d, job_7e, job_7e_data, job_7f)
