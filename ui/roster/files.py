"""Which file a roster is read from, and where a blank one or a list of problems is put."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.roster.presenter import RosterPresenter

_TABLES = "名册 (*.xlsx *.xls *.csv *.et *.xlsm *.txt)"


def ask_roster(parent: QWidget, presenter: RosterPresenter) -> None:
    """Choose a table and read it for a preview."""
    name, _ = QFileDialog.getOpenFileName(parent, "选择名册", "", _TABLES)
    if name:
        presenter.read(Path(name))


def ask_template(parent: QWidget, presenter: RosterPresenter) -> None:
    """Save a blank roster to be filled in."""
    name, _ = QFileDialog.getSaveFileName(
        parent, "保存空白模板", "业主名册模板.xlsx", "表格 (*.xlsx)"
    )
    if name:
        presenter.save_template(Path(name))


def ask_problems(parent: QWidget, presenter: RosterPresenter) -> None:
    """Save what is wrong with the table, for the person who must fix it."""
    name, _ = QFileDialog.getSaveFileName(
        parent, "保存问题清单", "名册问题清单.xlsx", "表格 (*.xlsx)"
    )
    if name:
        presenter.save_problems(Path(name))
