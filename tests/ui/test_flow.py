"""Buttons that go on in the next line."""

from PySide6.QtWidgets import QPushButton, QWidget

from ui.widgets.flow import Flow


def test_what_does_not_fit_goes_on_below_and_is_never_narrower_than_its_words(qtbot):
    buttons = [QPushButton(word) for word in ("归并", "拆出", "社区事项清单…", "撤回导入")]
    host = QWidget()
    host.setLayout(Flow(*buttons[:2], None, *buttons[2:]))
    qtbot.addWidget(host)
    host.resize(900, 200)
    host.show()
    assert len({each.y() for each in buttons}) == 1
    assert buttons[-1].geometry().right() > 800  # what comes after the gap stands at the right
    host.resize(buttons[2].sizeHint().width() + 40, 200)
    assert len({each.y() for each in buttons}) >= 3
    assert all(each.width() >= each.sizeHint().width() for each in buttons)
    buttons[2].hide()
    assert host.layout().heightForWidth(900) == buttons[0].sizeHint().height()
