"""From what people say to a plan that was carried out and judged: nothing on the way is lost."""

from datetime import date

from desktop.domain.renewal.survey import LIFT
from desktop.domain.renewal.terms import Ledger, RenewalStage, SurveyWay
from desktop.services.paper_files import Form
from desktop.services.premises import PremisesPlan
from desktop.services.renewal.papers import RenewalPaper
from desktop.services.renewal.plans import RenewalPlan
from desktop.services.renewal.surveys import Keyed
from desktop.services.suggestions import SuggestionPlan
from tests.pictures.renewals import picture

VOICES = (
    ("3单元楼道灯坏了半年，老人摸黑上楼", "楼道照明"),
    ("楼梯间一到晚上漆黑一片", "楼道照明"),
    ("下水道又堵了，一楼返水", "排水管网"),
    ("快递柜不够用", ""),
)
WORKS = ("楼道照明", "排水管网")


def test_from_voices_to_a_plan_that_was_carried_out(register, compound, tmp_path):
    for text, _ in VOICES:
        register.suggestions.add(compound, SuggestionPlan(text))
    register.renewals.keep(
        compound,
        RenewalPlan(
            "锦屏雅筑改造方案", "2/3", "区文件第三条", gates=("业委会", "停车费", "5月通过"),
            upkeep="业委会聘物业。",
        ),
    )  # fmt: skip
    numbers = {text: n for n, (text, _) in enumerate(VOICES, 1)}
    for work in WORKS:
        found = register.work_sources.voices(compound, work)
        assert {number for number, _ in found} == {
            numbers[text] for text, about in VOICES if about == work
        }
        told = {
            "category": "基础类", "work": work, "lead": "施工单位",
            "voices": "、".join(str(number) for number, _ in found),
            "resolution": "2024年9月圆桌会议",
        }  # fmt: skip
        register.ledgers.add(compound, Ledger.WORKS, told)
        cost = {"work": work, "quantity": "10", "unit": "项", "price": "1000"}
        register.ledgers.add(compound, Ledger.COSTS, cost)
    register.ledgers.add(
        compound, Ledger.SOURCES, {"name": "区级补助", "by": "总额", "value": "19700"}
    )
    register.ledgers.add(
        compound, Ledger.SOURCES, {"name": "居民出资", "by": "每户", "value": "100"}
    )
    for room in ("101", "102", "201", "202"):
        register.premises.add(compound, PremisesPlan(f"1-1-{room}", area="60"))
    register.surveys.list_from_roster(compound)
    for room, want in (("101", "1"), ("102", "1"), ("201", "1"), ("202", "2")):
        keyed = Keyed(
            f"1-1-{room}", want, "1 2", "1" if room != "101" else "2", way=SurveyWay.MEETING
        )
        register.surveys.enter(compound, keyed)
    facts = register.renewals.facts(compound)
    assert facts.consent.reached(facts.wish)
    assert facts.paid.gap(facts.bill.total) == 0
    # who is against a lift has said so without writing a second word
    assert facts.open == ["异议没有谈妥的：加装电梯 1 户；只影响这几项，其他各项不受影响"]
    talk = {"work": LIFT, "door": "1-1-101", "offer": "一楼补偿", "result": "不再反对"}
    register.ledgers.add(compound, Ledger.TALKS, talk)
    assert register.renewals.facts(compound).open == []
    register.ledgers.add(
        compound, Ledger.PHASES,
        {"name": "施工", "since": "2024-10-1", "until": "2024-12-1", "lead": "施工单位"},
    )  # fmt: skip
    register.schemes.fix(compound, "第一版")
    scheme = register.schemes.newest(compound)
    register.schemes.approve(scheme.ref, "业主大会", date(2024, 9, 18), "书面表决，通过")
    register.schemes.post(scheme.ref, date(2024, 9, 19), 7)
    for stage in (RenewalStage.IN_WORKS, RenewalStage.ACCEPTED, RenewalStage.EVALUATED):
        register.renewals.move(compound, stage)
    ref = register.renewals.of(compound).ref
    for kind in ("改造前照片", "改造后照片"):
        register.attachments.with_renewal(ref, f"{kind}.jpg", kind, picture(kind, "#999999"))
    for score in ("5", "4", "2"):
        register.ledgers.add(compound, Ledger.RATINGS, {"score": score})
    register.renewals.keep(
        compound, RenewalPlan("锦屏雅筑改造方案", source="区文件第三条", area_name="锦屏片区",
                              gates=("业委会", "停车费", "5月通过"))
    )  # fmt: skip
    for paper in RenewalPaper:
        for form in Form:
            path = register.renewal_papers.write(compound, form, tmp_path, paper=paper)
            assert path.stat().st_size > 5_000
    told = register.renewal_papers.document(compound, RenewalPaper.PLAN).text
    assert "共征集意见建议 4 条" in told
    assert "建议 1、2 号；2024年9月圆桌会议；4 户选为优先" in told
    assert "4×3 ≥" not in told  # the consent is 3 of 4 under two thirds
    assert "3×3 ≥ 2×4，达到" in told
    assert "资金与预算相符" in told
    assert "方案第 1 版" in told
    assert "改造前照片 1 份（存档）" in told
    judged = register.renewal_papers.document(compound, RenewalPaper.RATINGS).text
    assert "很满意和满意的占收到评价的 66.67%" in judged
    (line,) = register.overview.lines()
    assert (line.stage, line.overdue) == ("已评价", 0)
    assert register.verification.check().sound
