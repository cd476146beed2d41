"""That the data can be spread over several servers by compound: every key leads with it, or is known here."""

from sqlalchemy import UniqueConstraint

from desktop.storage.tables import Table

TABLES = Table.metadata.sorted_tables
# Of the office, not of one compound: small, read everywhere, a copy on every server (reference tables).
REFERENCE = {
    "account", "community", "compound", "draft", "form", "renewal_figures", "setting", "sign_in",
    "signer",
}  # fmt: skip
# One series of numbers for all compounds of an office. Spread, it needs a table of its own for the last number.
ACROSS = {("file_number", ("series", "year", "number"))}


def test_every_table_is_kept_under_a_compound_or_is_of_the_office():
    assert {table.name for table in TABLES if "compound_id" not in table.columns} == REFERENCE


def test_every_key_leads_with_the_compound():
    wrong = set()
    for table in TABLES:
        if table.name in REFERENCE:
            continue
        keys = [tuple(column.name for column in table.primary_key)]
        keys += [
            tuple(column.name for column in each.columns)
            for each in table.constraints
            if isinstance(each, UniqueConstraint)
        ]
        keys += [tuple(c.name for c in each.columns) for each in table.indexes if each.unique]
        wrong |= {(table.name, key) for key in keys if key[0] != "compound_id"}
    assert wrong == ACROSS


def test_no_foreign_key_leaves_the_compound():
    for table in TABLES:
        for key in table.foreign_key_constraints:
            to = [element.column for element in key.elements]
            if table.name in REFERENCE or to[0].table.name in REFERENCE:
                assert to[0].table.name in REFERENCE, table.name  # a copy of it is everywhere
            else:
                assert key.column_keys[0] == "compound_id", table.name
                assert to[0].name == "compound_id", table.name


def test_no_key_is_counted_by_the_server():
    """Sequences are not copied by logical replication, and are a bottleneck where data is spread."""
    counted = [
        (table.name, column.name)
        for table in TABLES
        for column in table.primary_key
        if column.autoincrement is True
        or column.default is not None
        or column.server_default is not None
    ]
    assert counted == []
