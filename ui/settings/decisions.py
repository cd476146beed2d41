"""表决规则: the catalogue; a changed copy needs a reason and a source; scans read only if asked for."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QVBoxLayout, QWidget

from desktop.domain.decision_rule import DecisionRule
from ui.actions import button
from ui.settings.presenter import SettingsPresenter, SettingsScreen, shown_demands
from ui.widgets.form import Field, Form
from ui.widgets.page import hint, row
from ui.widgets.table import Table, TableColumn


class DecisionsTab(QWidget):
    def __init__(self, presenter: SettingsPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.rules: Table[DecisionRule] = Table(
            [
                TableColumn("规则", lambda r: r.name, 260),
                TableColumn("由谁决定", lambda r: r.electorate.word, 190),
                TableColumn("参加", lambda r: shown_demands(r.participation) or "—", 70),
                TableColumn("同意", lambda r: shown_demands(r.approval), 70),
                TableColumn("依据", lambda r: r.source, 0),
                TableColumn("", self._kind, 90, ink=lambda r: "" if r.statutory else "warn"),
            ],
            "没有表决规则，程序的文件不全：请重新安装。",
        )
        self.scans = QCheckBox("识读扫描的选票（复印机扫成的 PDF 或图片；每张都要人确认后才计入）")
        whole = QVBoxLayout(self)
        whole.addLayout(
            row(
                button(self, "decision.load", self._load),
                button(self, "decision.change", self._change),
                button(self, "decision.remove", self._remove),
                None,
            )
        )
        whole.addWidget(
            hint(
                "法律规定的规则不能改；可以改成本单位规则另存，须写明原因和依据，"
                "改过的不再叫原来的名称，也不算业主共同决定。"
            )
        )
        whole.addWidget(self.rules)
        whole.addWidget(self.scans)
        self.rules.opened.connect(self._change)
        self.scans.clicked.connect(lambda on: presenter.want_scans(on=on))

    def show_state(self, state: SettingsScreen) -> None:
        self.rules.set_rows(state.rules)
        self.scans.setChecked(state.scans)

    def _chosen(self) -> DecisionRule | None:
        rule = self.rules.chosen()
        if rule is None:
            self._presenter.refuse("请先选中一条规则。")
        return rule

    def _change(self) -> None:
        rule = self._chosen()
        if rule is None:
            return
        fields = [
            Field("quorum", "参加表决的比例", value=shown_demands(rule.participation), hint="如 2/3，留空为不要求"),
            Field("share", "同意的比例", value=shown_demands(rule.approval), hint="如 3/4，或 >1/2"),
            Field("why", "修改原因"),
            Field("source", "依据", hint="如 本小区议事规则第十二条，第3页"),
        ]  # fmt: skip
        Form(
            self, self._presenter, f"修改成本单位规则：{rule.name}", fields,
            lambda told: self._presenter.change_decision(
                rule, str(told["quorum"]), str(told["share"]), str(told["why"]), str(told["source"])
            ),
            rule.text,
        ).open()  # fmt: skip

    def _load(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选择规则文件", "", "规则文件 (*.toml)")
        if name:
            self.look_at(Path(name))

    def look_at(self, path: Path) -> None:
        """Show what is in a rule file before it is taken over; what is wrong is told on the page."""

        def ask(found: list[DecisionRule]) -> None:
            Form(
                self, self._presenter, f"载入规则文件：{path.name}", [],
                lambda _: self._presenter.take_over_rules(path),
                "\n\n".join(map(_told, found)) + "\n\n以上规则都不算业主共同决定。收进来吗？",
            ).open()  # fmt: skip

        self._presenter.look_at_rules(path, ask)

    def _kind(self, rule: DecisionRule) -> str:
        if rule.statutory:
            return "法定"
        return "本单位" if rule.key in self._presenter.state.own_rules else "约定"

    def _remove(self) -> None:
        rule = self._chosen()
        if rule is None:
            return
        if rule.key not in self._presenter.state.own_rules:
            self._presenter.refuse("随程序的规则不能删除，只能删除本单位的。")
            return
        self._presenter.remove_decision(rule)


def _told(rule: DecisionRule) -> str:
    """One rule of a file in words."""
    since = f"　自 {rule.valid_from.isoformat()} 起" if rule.valid_from else ""
    lines = "\n".join(f"　　{line}" for line in rule.lines)
    return f"{rule.name}　由{rule.electorate.word}决定{since}\n{lines}\n　　依据：{rule.source}"
