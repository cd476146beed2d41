"""The list widget: who gets the room, and what is left to scroll."""

from PySide6.QtWidgets import QHeaderView

from ui.widgets.table import LEAST, LEAST_FIGURE, Table, TableColumn


def test_the_column_that_takes_the_rest_is_never_squeezed_to_nothing(qtbot):
    table: Table[str] = Table(
        [
            TableColumn("号", str, 100),
            TableColumn("内容", str, 0),
            TableColumn("元", str, 0, right=True),
        ],
        "空",
    )
    qtbot.addWidget(table)
    header = table.horizontalHeader()
    table.resize(900, 200)
    table.show()
    assert header.sectionSize(1) > 2 * LEAST
    table.resize(260, 200)
    assert (header.sectionSize(1), header.sectionSize(2)) == (LEAST, LEAST_FIGURE)
    assert header.length() > table.viewport().width()  # it scrolls
    table.resize(900, 200)
    assert header.sectionResizeMode(1) is QHeaderView.ResizeMode.Stretch
    assert header.length() == table.viewport().width()


def test_it_has_its_room_also_where_the_table_was_never_wide(qtbot):
    table: Table[str] = Table([TableColumn("号", str, 100), TableColumn("内容", str, 0)], "空")
    qtbot.addWidget(table)
    header = table.horizontalHeader()
    table.resize(230, 200)
    table.show()
    assert header.sectionSize(1) == LEAST
    header.resizeSection(1, LEAST + 60)  # drawn wider by hand
    table.resize(225, 200)
    assert header.sectionSize(1) == LEAST + 60
