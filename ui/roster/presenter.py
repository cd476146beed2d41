"""小区与名册 without its widgets: compounds, premises, bodies, and an import being looked at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from desktop.domain.errors import NameNeeded
from desktop.domain.ids import Ref
from desktop.domain.personal_errors import NoNumberThere
from desktop.domain.sheet import Column
from desktop.domain.terms import AreaSource, BodyKind
from desktop.register import Register
from desktop.services.bodies import BodyLine, SeatLine
from desktop.services.communities import CompoundFacts, CompoundLine
from desktop.services.personal_data import OWNER_NUMBERS, SEEN
from desktop.services.premises import PastOwnership, PremisesLine, PremisesPlan
from desktop.services.rosters import ImportLine, Preview
from ui.presenter import Presenter, Runner, Screen


@dataclass(frozen=True, slots=True)
class RosterScreen(Screen):
    compounds: tuple[CompoundLine, ...] = ()
    compound: UUID | None = None
    words: str = ""
    premises: tuple[PremisesLine, ...] = ()
    bodies: tuple[BodyLine, ...] = ()
    imports: tuple[ImportLine, ...] = ()
    preview: Preview | None = None
    path: Path | None = None

    @property
    def here(self) -> CompoundLine | None:
        return next((line for line in self.compounds if line.id == self.compound), None)


class RosterPresenter(Presenter[RosterScreen]):
    nouns = frozenset(
        {"compound", "community", "premises", "owner", "ownership", "body", "seat", "person"}
        | {"roster_import"}
    )

    def __init__(
        self, register: Register, runner: Runner, want: Callable[[UUID], None] = lambda _: None
    ) -> None:
        super().__init__(RosterScreen(), runner)
        self._register, self._want = register, want

    def use(self, compound: UUID | None) -> None:
        self._change(compound=compound, premises=(), bodies=(), imports=(), preview=None)
        self.load()

    def load(self) -> None:
        register, compound, words = self._register, self.state.compound, self.state.words

        def everything() -> tuple[
            list[CompoundLine], list[PremisesLine], list[BodyLine], list[ImportLine]
        ]:
            compounds = register.communities.lines()
            if compound is None:
                return compounds, [], [], []
            return (
                compounds,
                register.premises.lines(compound, words),
                register.bodies.lines(compound),
                register.rosters.imports(compound),
            )

        def loaded(
            found: tuple[list[CompoundLine], list[PremisesLine], list[BodyLine], list[ImportLine]],
        ) -> None:
            self._change(
                compounds=tuple(found[0]),
                premises=tuple(found[1]),
                bodies=tuple(found[2]),
                imports=tuple(found[3]),
            )

        self._read(everything, loaded)

    def search(self, words: str) -> None:
        self._change(words=words)
        self.load()

    # -- compounds -----------------------------------------------------------------------------

    def add_compound(self, facts: CompoundFacts, subdistrict: str, community: str) -> None:
        """Register a compound; the window goes to it."""
        if not facts.name.strip():
            raise NameNeeded("小区名称")

        def work() -> UUID:
            self._register.communities.set_up(subdistrict, community)
            return self._register.communities.add(facts)

        self._act(work, f"已登记{facts.name.strip()}。可以导入名册了。", self._want)

    def change_compound(self, facts: CompoundFacts, subdistrict: str, community: str) -> None:
        compound = self.state.compound
        if not facts.name.strip():
            raise NameNeeded("小区名称")
        if compound is None:
            return

        def work() -> None:
            self._register.communities.set_up(subdistrict, community)
            self._register.communities.change(compound, facts)

        self._act(work, "已保存。")

    # -- premises and people -------------------------------------------------------------------

    def add_premises(self, plan: PremisesPlan, owners: str, phone: str) -> None:
        compound = self.state.compound
        if compound is not None:
            self._act(
                lambda: self._register.premises.add(compound, plan, owners, phone), "已添加。"
            )

    def change_premises(self, line: PremisesLine, area: str, source: AreaSource, note: str) -> None:
        self._act(
            lambda: self._register.premises.change(line.ref, area, source, note),
            f"{line.door.words} 已更正，改前的数留在历史里。",
        )

    def past(self, line: PremisesLine, then: Callable[[list[PastOwnership]], None]) -> None:
        self._read(lambda: self._register.premises.past(line.ref), then)

    def rename_body(self, body: Ref, name: str) -> None:
        self._act(lambda: self._register.bodies.rename(body, name), "已改名。")

    def remove_body(self, body: Ref) -> None:
        self._act(lambda: self._register.bodies.remove(body), "已删除。")

    def show_owner_numbers(self, line: PremisesLine) -> None:
        """Say the owners' full numbers on the page, once it is on record who looked."""
        data = self._register.personal_data

        def work() -> str:
            told = [
                f"{owner.name} {data.unmask('owner', Ref(line.ref.compound_id, owner.id), OWNER_NUMBERS)}"
                for owner in line.owners
                if owner.phone or owner.id_tail
            ]
            if not told:
                raise NoNumberThere("电话")
            return f"{line.door.words}：{'；'.join(told)}{SEEN}"

        self._act(work, "", lambda told: self._change(done=told))

    def show_seat_number(self, seat: SeatLine) -> None:
        """The same of somebody in a body."""
        data, person = self._register.personal_data, Ref(seat.ref.compound_id, seat.person_id)
        self._act(
            lambda: data.unmask("person", person, ("phone",)),
            "",
            lambda told: self._change(done=f"{seat.name} {told}{SEEN}"),
        )

    def change_seat(self, seat: Ref, duty: str, phone: str, since: date | None) -> None:
        self._act(lambda: self._register.bodies.change_seat(seat, duty, phone, since), "已更正。")

    def transfer(self, line: PremisesLine, owners: str, phone: str, on: date, reason: str) -> None:
        self._act(
            lambda: self._register.premises.transfer(line.ref, owners, phone, on, reason),
            f"{line.door.words} 已办理过户，原业主保留在历史里。",
        )

    def add_body(self, kind: BodyKind, name: str) -> None:
        compound = self.state.compound
        if compound is not None:
            self._act(lambda: self._register.bodies.add(compound, kind, name), "已添加机构。")

    def seat(self, body: Ref, name: str, duty: str, phone: str, since: date | None = None) -> None:
        if not name.strip():
            raise NameNeeded("姓名")
        self._act(
            lambda: self._register.bodies.seat(body, name, duty, phone, since), f"已添加{name}。"
        )

    def leave_seat(self, seat: SeatLine, on: date) -> None:
        self._act(
            lambda: self._register.bodies.leave_seat(seat.ref, on), f"{seat.name} 的任期已结束。"
        )

    def today(self) -> date:
        return self._register.now().date()

    # -- import --------------------------------------------------------------------------------

    def read(self, path: Path, told: Mapping[str, Mapping[Column, int]] | None = None) -> None:
        """Read a file in a child process and show what an import would do."""
        compound = self.state.compound
        if compound is None:
            self.refuse("请先登记小区，再导入名册。")
            return

        def work() -> Preview:
            parsed = self._register.rosters.read(path, told, lambda: self.long.stopped)
            return self._register.rosters.preview(compound, parsed, path)

        def shown(preview: Preview) -> None:
            if self.state.compound == compound:  # another one may have been chosen meanwhile
                self._change(preview=preview)

        if not self.state.doing:
            self._change(path=path, preview=None)
        self._act_long(f"正在读取 {path.name}", work, then=shown)

    def confirm(self) -> None:
        preview = self.state.preview
        if preview is not None and not preview.taken:
            self.refuse("表里没有可以导入的行。")
        elif preview is not None:

            def work() -> None:
                self._register.upkeep.back_up("导入前", self.long.step)
                self._register.rosters.take_over(preview, self.long.step)

            self._act_long(
                "正在导入名册",
                work,
                "已导入。发现不对可以点“撤销导入”恢复原状。",
                lambda _: self._change(preview=None),
                keeps=True,
            )

    def give_up(self) -> None:
        self._change(preview=None, problem="", done="")

    def undo(self) -> None:
        last = next((line for line in self.state.imports if not line.undone), None)
        if last is None:
            self.refuse("没有可以撤销的导入。")
            return
        self._act_long(
            "正在撤销导入",
            lambda: self._register.rosters.undo(last.ref, self.long.step),
            f"已撤销“{last.file}”的导入。",
            keeps=True,
        )

    def save_template(self, path: Path) -> None:
        self._act(lambda: self._register.rosters.export_template(path), f"空白模板已存到 {path}")

    def save_problems(self, path: Path) -> None:
        preview = self.state.preview
        if preview is not None:
            parsed = preview.parsed
            self._act(
                lambda: self._register.rosters.export_problems(parsed, path),
                f"问题清单已存到 {path}",
            )
