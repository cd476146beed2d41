"""Takes the pictures of the handbook anew, of the sample community: ``python -m tests.pictures handbook``.

On a day of the sample's own, so that the same program always shows the same.
"""

import io
import re
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PIL import Image, ImageDraw
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget

from desktop import demo
from desktop.domain.ids import Ref
from desktop.domain.rights import Role
from desktop.domain.terms import Stage
from desktop.register import Register
from desktop.services.agendas import ItemPlan
from desktop.services.meetings import MeetingPlan
from desktop.services.papers import Paper
from desktop.services.suggestions import SuggestionPlan
from desktop.system import folders
from tests.conftest import Clock
from tests.pictures import renewals
from ui.app import App
from ui.dressing import dress
from ui.settings.people import PeopleTab
from ui.settings.verify import VerifyTab

OUT = folders.resources() / "handbook" / "pictures"
SMALL, MIDDLE, LARGE = (1024, 690), (1180, 710), (1366, 768)  # the smaller, the larger its words
COLOURS = 200
FRAME = "#cfd4da"
WHERE = (
    "数据：D:\\社区\\柳荫社区数据.圆桌\u3000经办人：何婷"  # of this computer it is nobody's concern
)
PASSWORD = "槐树下的第三把椅"
ALIKE = (
    "楼顶漏水，下雨天屋里滴水",
    "顶楼漏雨，天花板都霉了",
    "屋面渗水没人修",
    "电动车在楼道充电，怕起火",
)


def settle(app: App, seconds: float = 0.4) -> None:
    """Let all work, all painting and all setting of papers finish."""
    until = time.monotonic() + seconds
    while time.monotonic() < until or not app.tasks.idle:
        QApplication.processEvents()
        time.sleep(0.005)


def keep(app: App, name: str, size: tuple[int, int] = SMALL, high: int = 0) -> None:
    """The window as it is now, its upper ``high`` pixels: few colours, a thin frame."""
    app.window.resize(*size)
    settle(app, 1)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    app.window.grab().save(buffer, "PNG")
    image = Image.open(io.BytesIO(buffer.data().data())).convert("RGB")
    image = image.crop((0, 0, image.width, high or image.height))
    ImageDraw.Draw(image).rectangle((0, 0, image.width - 1, image.height - 1), outline=FRAME)
    # by coverage: a word in red is small, and is what the picture is about
    few = image.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(OUT / f"{name}.png", optimize=True)


def go(app: App, place: str, tab: int = 0) -> None:
    app.window.go(place)
    settle(app)
    shown = [t for t in app.window.pages.currentWidget().findChildren(QTabWidget) if t.isVisible()]
    if shown:
        shown[0].setCurrentIndex(tab)
    settle(app)


def main() -> None:
    qt = QApplication([])
    dress(qt)
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        app = App(qt, Path(home))
        app.last_resort.remove()  # here a fault shall be seen
        app.window.setMinimumSize(1, 1)
        app.window.resize(*SMALL)
        app.window.show()
        app.welcome()
        assert app.start_page is not None
        app.start_page.operator.setCurrentText("何婷")
        keep(app, "welcome", high=470)
        _first_steps(app, Path(home))
        clock = Clock()
        register = Register(Path(home) / "示例.圆桌", "何婷", create=True, now=clock)
        meeting = demo.fill(register, folders.resources() / "sample")
        _between(register, meeting)
        app.take(register)
        settle(app)
        for take in (_desk, _roster, _voices, _affairs, _meetings, _votes, _follow):
            take(app)
        for hour, why in ((11, "导入前"), (14, "定时"), (17, "手动")):
            clock.at = clock.at.replace(hour=hour)
            register.upkeep.back_up(why)
        _settings(app)
        _renewal(app)
        _trust(app)
        _people(app)
        app.window.close()
    print(f"{sum(path.stat().st_size for path in OUT.glob('*.png')) // 1024} KB in {OUT}")


def _first_steps(app: App, home: Path) -> None:
    """The page of a new file that asks for the compound, and the one for bodies and their members."""
    path = home / "柳荫社区.圆桌"
    register = Register(path, "何婷", create=True)
    register.communities.set_up("棠梨街道", "柳荫社区")
    register.close()
    app.open_file(str(path), "何婷")
    settle(app, 1)
    steps = app.first_steps.wizard
    assert steps is not None
    told = {"name": "金鹭小区", "address": "棠梨街道金鹭路18号", "households": "312"}
    steps.page.questions.fill(told)
    keep(app, "first-compound", high=300)
    steps.next.click()
    settle(app)
    steps.skip.click()  # the roster comes later
    settle(app, 1)
    for line, (name, duty) in enumerate((("欧阳建国", "书记"), ("何婷", "委员"))):
        steps.page.grid.cell(line, 1).setText(name)
        steps.page.grid.cell(line, 2).setText(duty)
    keep(app, "first-bodies", high=600)
    app.welcome()
    settle(app, 1)


def _between(register: Register, meeting: Ref) -> None:
    """What the sample leaves empty, and a meeting that is to come."""
    from tests.pictures.__main__ import waiting

    waiting(register)
    for number, text in enumerate(ALIKE, 1):
        plan = SuggestionPlan(text, door=f"{number}-1-101")
        register.suggestions.add(meeting.compound_id, plan)
    plan = MeetingPlan(
        "roundtable", "2024年第四季度圆桌会议", date(2024, 10, 18), "15:00", "议事厅",
        "柳荫社区居民委员会", "欧阳建国", "何婷",
    )  # fmt: skip
    titles = ["楼道照明改造", "充电桩选址与收费", "三号楼外墙渗水维修资金的使用", "停车位轮换"]
    ref = register.meetings.plan(
        meeting.compound_id, plan, [ItemPlan(each, minutes=20) for each in titles]
    )
    register.meetings.give_notice(ref, register.now().date())


def _desk(app: App) -> None:
    go(app, "工作台")
    keep(app, "desk")


def _roster(app: App) -> None:
    sample = folders.resources() / "sample" / demo.ROSTER
    lines = sample.read_text("utf-8-sig").splitlines()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "金鹭小区房屋清册（新）.csv"
        lines[2] = re.sub(r"\d+\.\d+", "八十九", lines[2], count=1)
        lines[3] = re.sub(r"\d+\.\d+", "91.20", lines[3], count=1)
        path.write_text("\n".join([*lines, lines[1].replace("101", "2601", 1)]), "utf-8")
        go(app, "小区与名册")
        page = app.window.pages.currentWidget()
        page._presenter.read(path)
        settle(app, 1)
        keep(app, "roster-preview")
        page._presenter.give_up()
    go(app, "小区与名册", 1)
    page.seats.bodies.choose([1])
    keep(app, "seats")


def _voices(app: App) -> None:
    go(app, "意见建议")
    page = app.window.pages.currentWidget()
    page.door.setText("3-2-501")
    page.text.setText("楼道灯又不亮了，晚上看不见")
    settle(app, 1)
    page.text.setFocus()
    keep(app, "voices")
    page.text.clear()
    go(app, "意见建议", 1)
    page.sorting._presenter.propose()
    settle(app, 1)
    page.sorting.proposals.choose([0])
    keep(app, "sorting", MIDDLE)


def _affairs(app: App) -> None:
    go(app, "办事")
    app.window.pages.currentWidget().matters.list.choose([0])
    keep(app, "affairs", MIDDLE)


def _meetings(app: App) -> None:
    lines = app.meetings.state.lines
    coming = next(line.ref for line in lines if line.stage is Stage.NOTICED)
    held = next(line.ref for line in lines if line.stage is Stage.CLOSED)
    app.window.go("会议")
    app.meetings.open(coming)
    go(app, "会议", 0)
    app.meetings.show_paper(Paper.NOTICE)
    settle(app, 2)
    keep(app, "meeting-before", MIDDLE)
    app.meetings.leave()
    settle(app)
    app.meetings.open(held)
    go(app, "会议", 2)
    page = app.window.pages.currentWidget()
    page.after.text.setFocus()
    app.meetings.show_paper(Paper.MINUTES)
    settle(app, 2)
    keep(app, "meeting-after", MIDDLE)
    app.meetings.leave()
    settle(app)
    from tests.pictures.__main__ import sitting

    assert app.register is not None
    app.meetings.open(sitting(app.register, held.compound_id, "圆桌会议", "08:45", "08:56"))
    go(app, "会议", 1)
    keep(app, "meeting-during", LARGE)
    app.meetings.leave()
    settle(app)


def _votes(app: App) -> None:
    register = app.register
    assert register is not None
    app.window.go("表决")
    settle(app)
    poll = app.votes.state.lines[0].ref
    app.votes.open(poll)
    go(app, "表决", 2)
    page = app.window.pages.currentWidget()
    app.votes.scan(str(app.votes.state.typing.next.door))
    settle(app)
    app.votes.key("1")
    keep(app, "vote-entry", high=420)
    app.votes.cancel()
    settle(app)
    register.polls.close(poll)
    register.counts.settle(poll)
    app.votes.load()
    settle(app)
    page.tabs.setCurrentIndex(4)
    keep(app, "vote-count")
    app.votes.leave()


def _follow(app: App) -> None:
    go(app, "决议落实")
    app.window.pages.currentWidget().list.choose([0])
    keep(app, "follow", MIDDLE)


def _settings(app: App) -> None:
    go(app, "设置", 3)
    page = app.window.pages.currentWidget()
    page.copies.setColumnHidden(3, True)  # where things lie on this computer is nobody's concern
    page.where.setText(WHERE)
    keep(app, "backup", high=362)


def _tab(app: App, kind: type[QWidget]) -> QWidget:
    """A tab of the settings, in front."""
    app.window.go("设置")
    page = app.window.pages.currentWidget()
    found = page.findChildren(kind)[-1]
    page.tabs.setCurrentWidget(found)
    settle(app)
    page.where.setText(WHERE)
    return found


def _trust(app: App) -> None:
    tab = _tab(app, VerifyTab)
    tab._presenter.verify()
    settle(app, 2)
    app.window.pages.currentWidget().where.setText(WHERE)
    keep(app, "verify", MIDDLE)


def _people(app: App) -> None:
    """An office with three people; then the page on which they sign in."""
    assert app.register is not None
    for name, role in (("何婷", Role.ADMIN), ("小李", Role.CLERK), ("赵敏", Role.TELLER)):
        app.register.accounts.add(name, role, PASSWORD, PASSWORD, None)
    app.rebuild()
    _tab(app, PeopleTab)
    keep(app, "people", MIDDLE)
    app.signing.change()
    keep(app, "sign-in", high=430)


def _renewal(app: App) -> None:
    taken: dict[str, Callable[[], None]] = {"方案": lambda: keep(app, "renewal", MIDDLE)}

    def take(_: App, name: str, _size: str) -> None:
        taken.get(name.rpartition(" ")[2], lambda: None)()

    renewals.show(app, "", take)
