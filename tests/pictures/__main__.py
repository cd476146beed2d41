"""Takes a picture of every page, to be looked at: ``python -m tests.pictures [WIDTHxHEIGHT]``;
with ``handbook`` those that the handbook shows."""

import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QApplication, QTabWidget

from desktop.domain.affair_terms import AffairAct, Every, Listing, Mediated, OpenDayKind
from desktop.domain.ids import Ref
from desktop.domain.session_terms import TurnKind
from desktop.register import Register
from desktop.services.affairs import AffairPlan
from desktop.services.agendas import ItemPlan
from desktop.services.communities import CompoundFacts
from desktop.services.disputes import DisputePlan, MediationPlan
from desktop.services.meetings import MeetingPlan
from desktop.services.open_days import OpenDayPlan
from desktop.services.papers import Paper
from desktop.services.rhythms import RhythmPlan
from desktop.services.suggestions import SuggestionPlan
from desktop.services.three_lists import ListedPlan
from tests.pictures import handbook, renewals
from ui.app import App
from ui.dressing import dress
from ui.widgets.form import Form

OUT = Path(__file__).parent / "out"


def settle(app: App) -> None:
    """Let all work and all painting finish."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        QApplication.processEvents()
        if app.tasks.idle:
            break
        time.sleep(0.01)
    for _ in range(5):
        QApplication.processEvents()


def take(app: App, name: str, size: str) -> None:
    settle(app)
    OUT.mkdir(exist_ok=True)
    app.window.grab().save(str(OUT / f"{size} {name}.png"))


def main(size: str) -> None:
    width, height = map(int, size.split("x"))
    qt = QApplication([])
    dress(qt)
    with tempfile.TemporaryDirectory() as home:
        app = App(qt, Path(home))
        app.last_resort.remove()  # here a fault shall be seen
        app.window.resize(width, height)
        app.window.show()
        app.welcome()
        take(app, "0 welcome", size)
        app.open_sample("何婷")
        settle(app)
        between_meetings(app)
        for place in range(app.window.places.count()):
            app.window.places.setCurrentRow(place)
            name = app.window.places.item(place).text()
            take(app, f"{place + 1} {name}", size)
            for tabs in app.window.pages.currentWidget().findChildren(QTabWidget):
                for tab in range(1, tabs.count()):
                    if tabs.isVisible():
                        tabs.setCurrentIndex(tab)
                        take(app, f"{place + 1} {name} {tabs.tabText(tab)}", size)
        app.window.go("会议")
        app.meetings.open(app.meetings.state.lines[0].ref)
        settle(app)
        page = app.window.pages.currentWidget()
        for tab, paper in ((0, Paper.NOTICE), (1, None), (2, Paper.MINUTES)):
            page.tabs.setCurrentIndex(tab)
            if paper:
                app.meetings.show_paper(paper)
                settle(app)
                until = time.monotonic() + 2  # pages are drawn when they are ready
                while time.monotonic() < until:
                    QApplication.processEvents()
            take(app, f"4 会议 {page.tabs.tabText(tab)}", size)
        room(app, size)
        renewal(app, size)
        votes(app, size)
        app.window.go("会议")
        app.meetings.leave()
        settle(app)
        page.quick.click()
        take(app, "4 会议 简短记录", size)
        page._leave()
        page.add.click()
        settle(app)
        app.window.findChild(Form).grab().save(str(OUT / f"{size} 4 会议 新建会议.png"))
        app.window.findChild(Form).reject()
        for name, homes in (("很小", 6), ("很大", 3_500)):
            compound(app, name, homes)
            for place in ("小区与名册", "意见建议", "会议", "表决"):
                app.window.go(place)
                take(app, f"8 {name}的小区 {place}", size)
        app.window.close()


def between_meetings(app: App) -> None:
    """Something in every list that the sample leaves empty."""
    assert app.register is not None
    waiting(app.register)
    settle(app)


def waiting(register: Register) -> None:
    """Matters, an open day, a dispute, needs and means, a regular meeting."""
    compound = register.communities.lines()[0].id
    lamp = register.affairs.find(
        compound, AffairPlan("3栋2单元楼道灯不亮", "3-2-501", lead="何小芳", due=date(2024, 9, 1))
    )
    register.affairs.act(lamp, AffairAct.ACCEPT)
    register.affairs.whistle(lamp, "供电所", "查线路")
    day = register.open_days.plan(
        compound,
        OpenDayPlan(OpenDayKind.WEEKEND, date(2024, 9, 21), "9:00", "凉亭", ("物业", "城管")),
    )
    for text in ("路面坑洼，老人容易摔", "广场舞太吵"):
        voice = register.open_days.take(day, SuggestionPlan(text, door="2-1-301"))
    register.open_days.settle(voice, "物业", "今晚起七点半前结束")
    dispute = register.disputes.take(
        compound, DisputePlan("甲（5-1-301）、乙（5-1-401）", "楼上卫生间漏水", "漏水")
    )
    register.disputes.mediate(
        dispute, MediationPlan(date(2024, 9, 20), "查明管道老化", Mediated.GOES_ON, "调解室")
    )
    for listing, title, text in (
        (Listing.NEED, "楼道照明", "6栋老人多，夜里摸黑上楼"),
        (Listing.RESOURCE, "电工志愿队", "可以修楼道灯"),
        (Listing.PROJECT, "楼道亮化", "更换声控灯"),
    ):
        register.three_lists.add(compound, listing, ListedPlan(title, text))
    register.rhythms.add(
        compound, RhythmPlan("hamlet", Every.MONTH_END, title="坝坝会", collect_by=15)
    )


def renewal(app: App, size: str) -> None:
    """The renewal plan under way, and back to the compound of the sample."""
    before = app.window.compounds.currentData()
    renewals.show(app, size, take)
    app.window.want(before)
    app.window.go("会议")
    settle(app)


def room(app: App, size: str) -> None:
    """A meeting that goes on right now: who is here, who waits, which item has taken how long."""
    register, compound = app.register, app.meetings.state.compound
    if register is None or compound is None:
        return
    ref = sitting(register, compound, "圆桌会议（进行中）", "00:01", "00:05")
    app.meetings.open(ref)
    settle(app)
    page = app.window.pages.currentWidget()
    page.tabs.setCurrentIndex(1)
    page.during.strip.code.setText("1")
    page.during.strip.code.returnPressed.emit()
    take(app, "4 会议 会中 签到", size)
    page.during.left.setCurrentIndex(1)
    take(app, "4 会议 会中 发言次序", size)
    page.during._hand_round()
    settle(app)
    page.during.kiosk.grab().save(str(OUT / f"{size} 4 会议 传阅签到.png"))
    page.during.kiosk.close()
    page.during._open_big()
    settle(app)
    page.during.big.grab().save(str(OUT / f"{size} 4 会议 大屏.png"))
    page.during.big.close()
    app.meetings.leave()


def sitting(register: Register, compound: UUID, title: str, starts: str, at: str) -> Ref:
    """A meeting under way: fifteen are here, the first item is being talked about."""
    plan = MeetingPlan("roundtable", title, register.now().date(), starts, "议事厅")
    items = ["楼道照明改造", "充电桩选址与收费", "三号楼外墙渗水维修资金的使用", "停车位轮换"]
    ref = register.meetings.plan(compound, plan, [ItemPlan(each, minutes=20) for each in items])
    register.meetings.open(ref)
    for number in range(1, 16):
        register.reception.sign_in(ref, str(number), starts)
    register.agendas.add(ref, ItemPlan("门口积水"))
    told = register.papers.told(ref)
    first, names = told.numbered[0], [each.name for each in told.attendees]
    register.floor.take_up(ref, first.id)
    item = Ref(ref.compound_id, first.id)
    proposal = "每层加装声控灯，共 36 盏，费用从公共收益列支"
    register.sessions.propose(item, names[0], proposal)
    register.sessions.note(ref, first.id, at, names[1], "灯坏了三个月，老人摸黑上楼")
    for person, kind in ((2, TurnKind.SPEECH), (3, TurnKind.SPEECH), (4, TurnKind.ORDER)):
        register.floor.ask(ref, first.id, names[person], 3, kind)
    register.floor.next(ref, first.id)
    return ref


def votes(app: App, size: str) -> None:
    """The written vote of the sample, tab by tab."""
    app.window.go("表决")
    settle(app)
    app.votes.open(app.votes.state.lines[0].ref)
    settle(app)
    tabs = app.window.pages.currentWidget().findChild(QTabWidget)
    for tab in range(tabs.count()):
        tabs.setCurrentIndex(tab)
        settle(app)
        time.sleep(1)  # pages of a paper are drawn when they are ready
        take(app, f"5 表决 {tabs.tabText(tab)}", size)
    app.votes.leave()


def compound(app: App, name: str, homes: int) -> None:
    """A compound of that many households, imported and chosen."""
    register = app.register
    assert register is not None
    made = register.communities.add(CompoundFacts(name))
    lines = ["楼栋,单元,房号,建筑面积,业主姓名,联系电话"]
    for home in range(homes):
        floor, flat = home // 6 % 18 + 1, home % 6 + 1
        lines.append(
            f"{home // 108 + 1}栋,{flat // 4 + 1}单元,{floor}{flat:02d},{80 + home % 40}.5,"
            f"{'王李张刘陈杨'[home % 6]}{'桂国红建明丽'[home // 6 % 6]}{'兰强英华'[home % 4]},139{home:08d}"
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "名册.csv"
        path.write_text("\n".join(lines), "utf-8")
        preview = register.rosters.preview(made, register.rosters.read(path), path)
        register.rosters.take_over(preview)
    app.window.want(made)
    settle(app)


if __name__ == "__main__":
    if sys.argv[1:] == ["handbook"]:
        handbook.main()
    else:
        main(sys.argv[1] if len(sys.argv) > 1 else "1366x768")
