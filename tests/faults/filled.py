"""An old file with many rows in every table, whatever its schema: for upgrades that are killed."""

from desktop.storage import database, sqlite

COMPOUND = "00000000-0000-7000-8000-000000000000"


def make(path, version, rows):
    """A file of an old schema with ``rows`` rows in each table, where its keys allow."""
    database.create(database.address(str(path)), version).dispose()
    connection = sqlite.connect(path)
    connection.execute("PRAGMA foreign_keys=OFF")  # tables are filled in the order of their names
    connection.execute("BEGIN")
    for table in tables(connection):
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        marks = ", ".join("?" * len(columns))
        names = ", ".join(f'"{column[1]}"' for column in columns)
        connection.executemany(
            f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})",
            ([_value(column, number) for column in columns] for number in range(rows)),
        )
    # where only one row of a compound may be (its plan), what hangs on the others has nothing to hang on
    while lost := connection.execute("PRAGMA foreign_key_check").fetchall():
        for table, rowid, *_ in lost:
            connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))
    connection.execute("COMMIT")
    connection.close()
    sqlite.settle(path)


def tables(connection):
    found = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite_%'"
        " AND name != 'alembic_version' ORDER BY name"
    )
    return [row[0] for row in found]


def counts(path):
    """How many rows each table of a file has."""
    connection = sqlite.look(path)
    try:
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in tables(connection)
        }
    finally:
        connection.close()


def schema(path):
    """Everything a file's schema says."""
    connection = sqlite.look(path)
    try:
        told = connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name")
        return [(name, " ".join((sql or "").split())) for name, sql in told]
    finally:
        connection.close()


def _value(column, number):
    _, name, kind, *_ = column
    if name == "compound_id":
        return COMPOUND
    if name == "id" or name.endswith("_id"):  # every table has a row of each number
        return f"00000000-0000-7000-8000-{number:012d}"
    return {"TEXT": f"{name} {number}", "INTEGER": number, "BLOB": bytes(16)}[kind]
