"""The place 改造方案 with a plan that is under way, tab by tab, to be looked at."""

import io
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PIL import Image, ImageDraw
from PySide6.QtWidgets import QApplication

from desktop.domain.renewal.terms import Ledger
from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.services.renewal.lifts import LiftPlan
from desktop.services.renewal.plans import RenewalPlan
from ui.app import App
from ui.renewal.page import RenewalPage
from ui.renewal.screen import Tab

TABLES = [
    Path("tests/data") / f"renovation_{name}.csv"
    for name in ("survey", "works", "budget", "funding")
]
PHASES = (
    ("前期和招标", "2024-6-1", "2024-8-15", "街道办事处", "已完成"),
    ("管网和屋面", "2024-8-16", "2024-12-20", "施工单位", "进行中"),
    ("外墙和环境", "2024-11-1", "2025-4-30", "施工单位", "未开始"),
    ("验收", "2025-5-1", "2025-5-31", "社区", "未开始"),
)


def plan(register: Register, compound) -> None:
    """A plan with everything in it."""
    register.renewals.keep(
        compound,
        RenewalPlan(
            "缫丝厂宿舍改造方案", "2/3", "区住建局〔2024〕7号文件第三条",
            about="原缫丝厂职工宿舍，砖混结构，管网老化，屋面漏水。",
            gates=("自管委，2024年5月选出", "停车费和公共收益", "2024年5月居民公约已通过"),
            upkeep="由自管委委托物业，按季公布收支。",
        ),
    )  # fmt: skip
    register.renewals.take_over(compound, register.renewals.read(TABLES))
    for name, since, until, lead, state in PHASES:
        told = {"name": name, "since": since, "until": until, "lead": lead, "state": state}
        register.ledgers.add(compound, Ledger.PHASES, told)
    register.ledgers.add(
        compound, Ledger.REVENUE,
        {"name": "停车", "count": "46", "price": "120", "per": "月", "use": "公共收益"},
    )  # fmt: skip
    register.ledgers.add(
        compound, Ledger.TALKS,
        {
            "on": "2024-9-2", "work": "加装电梯", "unit": "2栋2单元", "door": "2-2-101",
            "who": "何婷", "offer": "一楼补偿五千元", "answer": "同意", "result": "同意",
        },
    )  # fmt: skip
    register.lifts.keep(
        compound, "2", "2",
        LiftPlan(
            cost="480000", subsidy="180000", compensation="5000", running="6000",
            source="市住建局〔2023〕1号第五条",
        ),
    )  # fmt: skip
    register.schemes.fix(compound, "第一版，按入户调查排的")
    told = {
        "work": "绿化及树木修剪",
        "item": "补栽",
        "quantity": "10",
        "unit": "株",
        "price": "120",
    }
    register.ledgers.add(compound, Ledger.COSTS, told)
    register.schemes.fix(compound, "按居民意见补栽行道树")
    scheme = register.schemes.newest(compound)
    register.schemes.approve(
        scheme.ref, "居民代表会议", date(2024, 9, 10), "应到 32 人，到会 28 人，同意 26 人"
    )
    register.schemes.post(scheme.ref, date(2024, 9, 11), 7)
    ref = register.renewals.of(compound).ref
    for kind, colour in (("改造前照片", "#8f8a80"), ("改造后照片", "#8fb08a")):
        register.attachments.with_renewal(ref, f"{kind}.jpg", kind, picture(kind[:3], colour))


def picture(text: str, colour: str) -> bytes:
    """A photo that nobody has to be asked for."""
    image = Image.new("RGB", (1200, 800), colour)
    ImageDraw.Draw(image).rectangle((300, 250, 900, 700), fill="#d8d4cc")
    kept = io.BytesIO()
    image.save(kept, "JPEG")
    return kept.getvalue()


def show(app: App, size: str, take: Callable[[App, str, str], None]) -> None:
    """Every tab of a plan under way, in a compound of its own."""
    register = app.register
    if register is None:
        return
    compound = register.communities.add(
        CompoundFacts("缫丝厂宿舍", address="柳荫街88号", built_year=1986)
    )
    plan(register, compound)
    _wait()
    app.window.want(compound)
    app.window.go("改造方案")
    page = app.window.pages.currentWidget()
    assert isinstance(page, RenewalPage)
    for tab in Tab:
        page.tabs.setCurrentIndex(tab)
        _wait()
        if tab is Tab.LIFTS:
            page.lifts.list.choose([4])
        if tab is Tab.SCHEMES:
            page.schemes.list.choose([0, 1])
            page.schemes._compare()
        if tab is Tab.LEDGERS:
            page.ledgers.which.setCurrentIndex(1)
        _wait()
        take(app, f"9 改造方案 {page.tabs.tabText(tab)}", size)


def _wait(seconds: float = 1.5) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents()
