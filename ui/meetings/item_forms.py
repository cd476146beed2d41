"""Small forms about the item that is up: its tasks, outcome, withdrawn proposals, cuts and joins."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.domain.errors import NameNeeded
from desktop.domain.meeting import read_day
from desktop.domain.proceedings import Item
from desktop.domain.terms import Basis, Outcome, ProposalState, Result
from desktop.services.agendas import ItemPlan
from desktop.services.sessions import Task
from ui.meetings.presenter import MeetingPresenter
from ui.widgets.form import Field, Form, Kind

_NO_ITEM = "请先选一项议题。"


class ItemForms:
    """``time`` tells the moment to record, ``speaker`` whose name is in the line of the speaker."""

    def __init__(
        self,
        parent: QWidget,
        presenter: MeetingPresenter,
        time: Callable[[], str],
        speaker: Callable[[], str],
    ) -> None:
        self._parent, self._presenter = parent, presenter
        self._time, self._speaker = time, speaker

    @property
    def item(self) -> Item | None:
        """The item that is up."""
        told = self._presenter.state.told
        wanted = self._presenter.state.item
        return next((i for i in told.items if i.id == wanted), None) if told else None

    def new(self) -> None:
        """What somebody brings up in the room."""
        told = self._presenter.state.told
        only = told is not None and told.profile.announced_only and told.facts.noticed_on
        explain = (
            "没有写进会议通知的议题，本次会议只能听取意见或延期再议，不能表决。" if only else ""
        )
        fields = [Field("title", "议题"), Field("by", "提出人", value=self._speaker())]
        Form(
            self._parent,
            self._presenter,
            "临时加项",
            fields,
            lambda v: self._presenter.add_item(ItemPlan(str(v["title"]), None, str(v["by"]))),
            explain,
        ).open()

    def split(self) -> None:
        if self.item is None:
            self._presenter.refuse(_NO_ITEM)
            return
        Form(
            self._parent,
            self._presenter,
            f"把“{self.item.title}”拆成两项",
            [Field("title", "拆出来的一项")],
            lambda v: self._presenter.split_item(str(v["title"])),
        ).open()

    def merge(self) -> None:
        told, item = self._presenter.state.told, self.item
        others = [i for i in told.numbered if i is not item] if told else []
        others = [i for i in others if i.outcome is not Outcome.MERGED]
        if item is None or not others:
            self._presenter.refuse(_NO_ITEM if item is None else "没有可以并入的议题。")
            return
        choices = [(i.id, f"{i.number} {i.title}") for i in others]
        fields = [Field("into", "并入", Kind.CHOICE, others[0].id, choices)]
        Form(
            self._parent,
            self._presenter,
            f"“{item.title}”并入另一项",
            fields,
            lambda v: self._presenter.merge_item(v["into"]),  # type: ignore[arg-type]
        ).open()

    def void(self) -> None:
        item = self.item
        rounds = [r for r in item.rounds if r.result is not Result.VOID] if item else []
        if not rounds:
            self._presenter.refuse("这一项还没有表决。")
            return
        fields = [Field("reason", "作废原因")]
        Form(
            self._parent,
            self._presenter,
            f"第{rounds[-1].sequence}次表决作废",
            fields,
            lambda v: self._presenter.void_round(rounds[-1].id, str(v["reason"])),
        ).open()

    def task(self, typed: str, taken: Callable[[str], None]) -> None:
        item = self.item
        fields = [
            Field("text", "事项", Kind.LONG, typed),
            Field("lead", "责任（领办）", value=self._speaker(), hint="单位和负责人，也可以是列席单位"),
            Field("helpers", "协办"),
            Field("charged", "交办"),
            Field("due", "完成时限", hint="如 2026-09-30，可空"),
            Field("basis", "依据", Kind.CHOICE, Basis.VOTE if item and item.rounds else Basis.COMMITMENT,
                  [(b, b.word) for b in Basis]),
        ]  # fmt: skip

        def done(told: dict[str, object]) -> None:
            if not str(told["text"]).strip():
                raise NameNeeded("事项内容")
            due = str(told["due"]).strip()
            task = Task(
                str(told["text"]),
                str(told["lead"]),
                read_day(due) if due else None,
                Basis(str(told["basis"])),
                str(told["charged"]),
                str(told["helpers"]),
            )
            self._presenter.task(task, of_item=item is not None)

        form = Form(self._parent, self._presenter, "议定事项", fields, done)
        form.accepted.connect(lambda: taken(""))
        form.open()

    def withdraw(self) -> None:
        item = self.item
        standing = [p for p in item.proposals if p.state is ProposalState.OPEN] if item else []
        if not standing:
            self._presenter.refuse("这一项没有可以撤回的方案。")
            return
        fields = [
            Field(
                "proposal",
                "方案",
                Kind.CHOICE,
                standing[-1].id,
                [(p.id, f"方案{p.version}：{p.text[:30]}") for p in standing],
            )
        ]
        Form(
            self._parent,
            self._presenter,
            "撤回方案",
            fields,
            lambda v: self._presenter.withdraw(v["proposal"], self._time()),  # type: ignore[arg-type]
        ).open()

    def conclude(self) -> None:
        item = self.item
        if item is None:
            self._presenter.refuse("请先选一项议题。")
            return
        passing = {Outcome.PASSED, Outcome.PASSED_AMENDED}
        sound = [each for each in item.rounds if each.result is not Result.VOID]
        if sound and item.outcome:
            offered = list(dict.fromkeys((item.outcome, Outcome.POSTPONED)))
        elif item.owners_decide:
            offered = [o for o in Outcome if o not in passing | {Outcome.AGREED, Outcome.MERGED}]
        else:
            offered = [o for o in Outcome if o not in passing | {Outcome.MERGED}]
        usual = Outcome.RECOMMENDED if item.owners_decide else Outcome.AGREED
        choices = [(o, o.word) for o in offered]
        fields = [
            Field("outcome", "结果", Kind.CHOICE, item.outcome or usual, choices),
            Field("note", "说明"),
            Field("at", "清点时间", value=self._time(), hint="填写则同时记下到会人数"),
        ]
        Form(
            self._parent,
            self._presenter,
            "确定结果",
            fields,
            lambda v: self._presenter.conclude(
                Outcome(str(v["outcome"])), str(v["note"]), str(v["at"])
            ),
        ).open()
