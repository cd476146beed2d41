"""校验: database, chains, checkpoints, every row, every count; anchors from paper and from a stick."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.services.verification import ANCHORS, AnchorHeld, ChainChecked, Held
from ui.actions import button
from ui.settings.verify_presenter import VerifyPresenter, VerifyScreen
from ui.theme import mark
from ui.widgets.flow import Flow
from ui.widgets.page import entry, hint, row, section
from ui.widgets.table import Table, TableColumn

PROVES = (
    "校验从头到尾检查历史的每一条、每个存证点的签名、表里的每一行，并把公布过的计票重算一遍。"
    "它能发现事后的改动，不能证明当初录入的内容真实；整份文件被换掉，只有和印在纸上、存在U盘里的存证码核对才能发现。"
)


class VerifyTab(QWidget):
    def __init__(self, presenter: VerifyPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.database = QLabel()
        self.keys = hint("")
        self.keys.setVisible(False)
        self.chains: Table[ChainChecked] = Table(
            [
                TableColumn("存证链", lambda c: c.name, 170),
                TableColumn("条数", lambda c: str(c.length), 80, right=True),
                TableColumn("历史", _history, 130, ink=lambda c: _ink(c.broken is None)),
                TableColumn("存证点", _points, 150, ink=lambda c: _ink(c.sealed)),
                TableColumn("表里的数据", _rows, 0, ink=lambda c: _ink(not c.wrong)),
                TableColumn(
                    "计票重算", _counts, 190, ink=lambda c: _ink(all(n.same for n in c.counts))
                ),
            ],
            "点“校验”，从头到尾检查每一条历史、每一行数据、每一次公布的计票。",
        )
        self.anchor: QLineEdit = entry("存证码，如 128-7K3M-…；也可以扫二维码", 380)
        self.anchor.returnPressed.connect(self._hold)
        self.held: Table[AnchorHeld] = Table(
            [
                TableColumn("存证码", lambda a: a.shown, 250),
                TableColumn("小区", lambda a: a.name, 170),
                TableColumn(
                    "核对结果",
                    lambda a: a.held.value,
                    0,
                    ink=lambda a: _ink(a.held is Held.SAME),
                ),
            ],
            "存证码印在定稿的纪要、表决结果公告和存证单上。输入一个，点“核对”；或者点“读U盘上的…”。",
        )
        whole = QVBoxLayout(self)
        whole.addLayout(row(button(self, "verify", presenter.verify), self.database, None))
        whole.addWidget(self.said)
        whole.addWidget(self.chains, stretch=3)
        whole.addWidget(self.keys)
        whole.addLayout(
            Flow(
                section("核对存证码"),
                self.anchor,
                button(self, "anchor.hold", self._hold),
                button(self, "anchor.file", self._file),
                None,
                button(self, "anchor.keep", self._keep),
            )
        )
        whole.addWidget(self.held, stretch=2)
        whole.addWidget(hint(PROVES))
        presenter.watch(self.show_state)

    def show_state(self, state: VerifyScreen) -> None:
        told = state.problem or state.done
        mark(self.said, "problem" if state.problem else "hint").setText(told)
        self.said.setVisible(bool(told))
        self.held.set_rows(state.held)
        if state.checked is not None:
            sound = state.checked.database_sound
            words = "全部相符" if state.checked.sound else "有不符的地方，看下面红字"
            self.database.setText(words if sound else "数据库有损坏，请从备份恢复")
            mark(self.database, "good" if state.checked.sound else "bad")
            self.chains.set_rows(state.checked.chains)
            keys = "；".join(
                f"{each.name}（{each.since}起）{each.mark}" for each in state.checked.keys
            )
            self.keys.setText(f"签名的密钥，不认识的要查：{keys}" if keys else "")
            self.keys.setVisible(bool(keys))

    def _hold(self) -> None:
        self._presenter.hold(self.anchor.text())

    def _file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选择存证码文件", "", f"存证码 (*{ANCHORS})")
        if name:
            self._presenter.hold_file(Path(name))

    def _keep(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, "存到哪个U盘、哪个文件夹"):
            self._presenter.keep(Path(folder))


def _ink(good: bool) -> str:  # noqa: FBT001 - one question, one answer
    return "good" if good else "bad"


def _history(chain: ChainChecked) -> str:
    return "完好" if chain.broken is None else f"第 {chain.broken} 条起不符"


def _points(chain: ChainChecked) -> str:
    if chain.false_points:
        return f"第 {chain.false_points[0]} 条处不符"
    if chain.strange:
        return f"第 {chain.strange[0]} 条处没有签名，或签名不认识"
    if chain.missing:
        return f"第 {chain.missing[0]} 条处的被拿掉了"
    if not chain.points:
        return "还没有"
    unsigned = f"，{chain.unsigned} 个没有签名" if chain.unsigned else ""
    return f"{chain.points} 个，相符{unsigned}"


def _rows(chain: ChainChecked) -> str:
    if chain.wrong:
        first = chain.wrong[0]
        what = f"{first.noun} {first.column}".strip()
        return f"{len(chain.wrong)} 处不符：{what}（{first.key[:8]}）{first.why}"
    old = f"，其中 {chain.open} 行是旧版本写的，无从核对" if chain.open else ""
    return f"{chain.rows} 行，相符{old}"


def _counts(chain: ChainChecked) -> str:
    wrong = [count for count in chain.counts if not count.same]
    if wrong:
        return f"{wrong[0].title}：与公布的不同"
    return f"{len(chain.counts)} 次，相同" if chain.counts else "没有"
