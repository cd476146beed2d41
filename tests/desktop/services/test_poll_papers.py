"""Papers of a written vote: what they say, what they never say, ballots in stacks."""

import io
from datetime import date, datetime

import pytest
from pypdf import PdfReader

from desktop.documents import poll_result
from desktop.documents.ballot_paper import BallotFace, BallotForm, ballots
from desktop.domain import errors, poll_errors
from desktop.domain.ballot import Number
from desktop.domain.poll import HouseRules, Matter
from desktop.domain.tally import Mark
from desktop.domain.terms import MatterKind
from desktop.services.decisions import shipped
from desktop.services.paper_files import Form
from desktop.services.poll_papers import AFTER, BEFORE, PollPaper
from tests.conftest import CHINA, ROOT
from tests.desktop.services.test_polls import CLOSES, DOORS, MATTERS, enter, line_of, opened, roster
from tests.support.stopping import stopped_everywhere

__all__ = ["roster"]  # the fixture


@pytest.fixture
def compound(file_register):
    from desktop.services.communities import CompoundFacts

    file_register.communities.set_up("棠梨街道", "柳荫社区")
    return file_register.communities.add(CompoundFacts("锦屏雅筑"))


@pytest.fixture
def register(file_register):
    return file_register


@pytest.fixture
def settled(register, roster):
    poll = opened(register, roster)
    marks = [
        ("1-1-101", "11"), ("1-1-102", "12"), ("1-1-201", "11"), ("1-1-202", "13"),
        ("2-1-101", "11"), ("2-1-102", "11"), ("2-1-201", "20"),
    ]  # fmt: skip
    enter(register, poll, marks)
    register.polls.close(poll)
    register.counts.settle(poll)
    return poll


def text_of(data: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).replace(
        "\n", ""
    )


def test_the_result_can_be_checked_with_a_pocket_calculator(register, settled):
    register.publicity.post(settled, date(2024, 10, 21))
    told = text_of(register.poll_papers.preview(settled, PollPaper.RESULT))
    told = told.replace(" ", "").replace("\u3000", "")
    for words in (
        "3×600.00≥2×645.50✓", "2×4>5✓", "4×2<3×4✗", "结果：通过（业主共同决定）", "民法典第二百七十八条第二款",
        "交回7=有效7+无效0+重复0", "印制8=留存0+发出8", "发出8=交回7+未交回1+作废换发0", "参加的80.00%", "全体的83.33%",
        "自2024年10月21日张贴的次日起算，至2024年10月28日止", "民法典第二百八十条",
    ):  # fmt: skip
        assert words in told, words


def test_no_name_is_ever_posted(register, settled):
    for paper in (
        PollPaper.RESULT,
        PollPaper.PARTICIPATION,
        PollPaper.ANNOUNCEMENT,
        PollPaper.EVIDENCE,
    ):
        told = register.poll_papers.document(settled, paper).text
        assert not [n for n in ("张伟", "李娜", "王强", "赵敏", "孙丽", "1390000") if n in told]
    rooms = register.poll_papers.document(settled, PollPaper.PARTICIPATION).text
    assert "1栋1单元101已交回" in rooms
    assert "1栋商铺S01未交回" in rooms
    assert not [mark for mark in ("赞成", "反对", "弃权") if mark in rooms]


@pytest.mark.parametrize("paper", [*BEFORE, *AFTER])
def test_every_paper_is_written_twice_or_says_why_not(register, settled, paper, tmp_path):
    if paper in {PollPaper.EXTENSION, PollPaper.DIFFERENCES}:
        with pytest.raises(errors.NotYet):
            register.poll_papers.preview(settled, paper)
        return
    for form in Form:
        path = register.poll_papers.write(settled, paper, form, tmp_path)
        assert path.suffix == f".{form.value}"
        assert path.stat().st_size > 3_000
    line = register.papers.lines()[0]
    assert (line.meeting, line.title) == ("2024年业主大会书面表决", paper.value)


def test_a_recount_prints_its_difference(register, settled):
    register.counts.recount(settled, "业主申请")
    register.entries.correct(line_of(register, settled, "1-1-101").ref, "21", "看错")
    register.counts.rule(settled, register.counts.cases(settled)[0], "A", "本人确认")
    register.counts.settle(settled)
    told = register.poll_papers.document(settled, PollPaper.DIFFERENCES).text
    assert "同意（㎡）540.00450.00" in told
    assert (
        "第 2 次计票，原因：业主申请"
        in register.poll_papers.document(settled, PollPaper.RESULT).text
    )


def test_ballots_come_in_stacks_and_can_be_stopped(register, settled, tmp_path):
    paths = register.poll_papers.write_ballots(settled, tmp_path)
    assert [path.name for path in paths] == [
        "2024年业主大会书面表决 表决票 1栋 5张.pdf", "2024年业主大会书面表决 表决票 2栋 3张.pdf",
    ]  # fmt: skip
    pages = PdfReader(paths[1]).pages
    assert len(pages) == 3
    number = line_of(register, settled, "2-1-101").number
    told = pages[0].extract_text()
    assert number.shown in told
    assert "2 栋 1 单元 101" in told or "2栋1单元101" in told.replace(" ", "")
    assert [m.title for m in MATTERS if m.title not in told.replace("\n", "")] == []
    seen = []
    assert register.poll_papers.write_ballots(
        settled, tmp_path / "停", lambda n: seen.append(n) or n == 6
    ) == [tmp_path / "停" / "2024年业主大会书面表决 表决票 1栋 5张.pdf"]
    assert seen == [1, 2, 3, 4, 5, 6]


def test_codes_on_the_ballot_are_read_back(register, settled, tmp_path):
    zxingcpp = pytest.importorskip("zxingcpp")
    import subprocess

    from PIL import Image

    path = register.poll_papers.write_ballots(settled, tmp_path)[1]
    try:
        subprocess.run(
            ["pdftoppm", "-r", "150", "-l", "1", "-png", path, tmp_path / "page"], check=True
        )
    except FileNotFoundError:
        pytest.skip("pdftoppm is not installed")
    image = Image.open(next(tmp_path.glob("page*.png"))).convert("L")
    found = {(each.format.name, each.text) for each in zxingcpp.read_barcodes(image)}
    code = line_of(register, settled, "2-1-101").number.code
    assert {("QRCode", code), ("Code128", code)} <= found | {
        ("QRCode" if "QR" in name else name, text) for name, text in found
    }


def test_who_inspects_is_on_record_before_anything_is_shown(register, settled, tmp_path):
    with pytest.raises(errors.NameNeeded):
        register.publicity.inspect(settled, "赵敏", "")
    path = register.poll_papers.write_detail(settled, "赵敏", "核对本户", tmp_path)
    told = text_of(path.read_bytes())
    assert "张伟" in told
    assert "不得张贴" in told
    assert [(i.reader, i.reason, i.who) for i in register.publicity.inspections(settled)] == [
        ("赵敏", "核对本户", "张敏")
    ]


def test_nobody_inspects_while_the_vote_runs(register, roster):
    poll = opened(register, roster)
    with pytest.raises(poll_errors.PollNotNow):
        register.publicity.inspect(poll, "赵敏", "看看")
    assert register.publicity.inspections(poll) == []


def test_objections_are_taken_while_it_is_posted(register, settled, clock):
    clock.at = datetime(2024, 10, 21, 9, 0, tzinfo=CHINA)
    with pytest.raises(poll_errors.PollNotNow):
        register.publicity.object(settled, CLOSES, "1-1-101", "张伟", "没有收到票")
    register.publicity.post(settled, date(2024, 9, 27))
    posting = register.publicity.posting(settled)
    assert (posting.until, posting.known_year) == (
        date(2024, 10, 8),
        True,
    )  # the week of 国庆 is off
    with pytest.raises(poll_errors.TooLate):
        register.publicity.object(settled, date(2024, 10, 22), "1-1-101", "张伟", "明天的事")
    objection = register.publicity.object(settled, CLOSES, "1-1-101", "张伟", "没有收到票")
    register.publicity.answer(objection, "送达登记在案，10月9日投入信报箱", CLOSES)
    assert [o.answer for o in register.publicity.objections(settled)] == [
        "送达登记在案，10月9日投入信报箱"
    ]
    assert Mark.FOR.value not in repr(register.publicity.objections(settled))


def test_two_schemes_that_differ_at_the_end_differ_on_the_ballot(fonts):
    same = "由安和物业续聘三年，物业费不变，公共收益全部归业主，并承担全部电梯的日常维修保养费用"
    schemes = (f"方案甲：{same}以及门禁改造费用", f"方案乙：{same}，但不承担门禁改造费用")
    rule = shipped(ROOT / "resources/rules")["ordinary"]
    matter = Matter("选聘方案", "", MatterKind.CHOICE, rule, options=schemes)
    form = BallotForm(
        "表决",
        "小区",
        "业委会",
        date(2024, 10, 8),
        CLOSES,
        (matter,),
        HouseRules().lines,
        by_area=True,
    )
    paper = ballots(form, [BallotFace(Number(1, 1), "1栋1单元101", 900_000)], fonts)
    told = "".join(PdfReader(io.BytesIO(paper)).pages[0].extract_text().split())
    for scheme in schemes:
        assert scheme in told


def test_who_must_agree_besides_is_told_with_the_reason(register, roster):
    from desktop.services.polls import MatterPlan

    poll = opened(register, roster, [MatterPlan("加装电梯", "lift")])
    voter = register.rolls.lines(poll)[0]
    register.rolls.must_agree([voter.ref], "电梯井占用其专有部分，见设计图第3页", asked=True)
    register.rolls.correct_owner(voter.ref, "张伟伟", "1-1-201", "登记簿")
    enter(register, poll, [(str(paper), "1") for paper in range(1, 9)])
    register.polls.close(poll)
    register.counts.settle(poll)
    told = register.poll_papers.document(poll, PollPaper.RESULT).text
    assert f"{voter.door}：另行同意由 不须另行同意 更正为 须其同意" in told
    assert "原因：电梯井占用其专有部分，见设计图第3页" in told
    assert "另有业主信息更正 1 处" in told


def test_an_inspection_copy_can_be_counted_again(register, roster):
    """From the paper alone: heads by number, area by door, what counts and what does not."""
    poll = opened(register, roster)
    enter(
        register,
        poll,
        [
            ("1-1-101", "11"), ("1-1-201", "21"), ("1-1-102", "11"), ("1-1-202", "22"),
            ("2-1-101", "11"), ("2-1-102", "11"),
        ],
    )  # fmt: skip
    paper = line_of(register, poll, "1-1-102").number.paper
    second = register.ballots.receive_besides(poll, str(paper), "夫妻各交一张").number.paper
    enter(register, poll, [(str(second), "22")])
    register.polls.close(poll)
    for case in register.counts.cases(poll):
        choice = case.choices[1][0] if case.line < 0 else "F"
        register.counts.rule(poll, case, choice, "本人到场确认")
    (first, _) = register.counts.settle(poll).matters
    told = register.publicity.inspect(poll, "赵敏", "核对")
    counted = [row for row in told.rows if row.counted.startswith("计入")]
    areas = dict.fromkeys(("同意", "反对"), 0)
    heads = {mark: set() for mark in ("同意", "反对")}
    for row in counted:
        areas[row.marks[0]] += row.area
        heads[row.marks[0]].add(row.head)
    assert areas == {"同意": first.lines[0].area["for"], "反对": first.lines[0].area["against"]}
    split = heads["同意"] & heads["反对"]
    assert len(split) == 1  # 张伟, as it was ruled
    assert len(heads["同意"]) == first.lines[0].heads["for"]
    assert len(heads["反对"] - split) == first.lines[0].heads["against"]
    heads_of_all = {head for _, head, _ in told.away} | heads["同意"] | heads["反对"]
    assert len(heads_of_all) == first.total_heads
    assert sum(a for *_, a in told.away) + sum(areas.values()) == first.total_area
    assert [row.counted for row in told.rows if row.door == "1-1-102"] == [
        "未计入：裁定", "计入：裁定",
    ]  # fmt: skip
    paper = poll_result.detail(register.polls.told(poll), told, "赵敏").text
    for words in ("没有交回票的户", "2-1-201", "裁定", "本人到场确认", "编号", "计入：裁定"):
        assert words in paper
    assert sorted(ruling[2] for ruling in told.rulings) == ["事项1：人数计为同意", "反对；反对"]


def test_objections_come_in_time_from_the_roll_and_late_ones_change_nothing(
    register, settled, clock
):
    clock.at = datetime(2024, 11, 5, 9, 0, tzinfo=CHINA)
    register.publicity.post(settled, date(2024, 10, 21))
    take, days = register.publicity.object, {"in_time": date(2024, 10, 28)}
    with pytest.raises(poll_errors.TooLate, match="早于结果公告"):
        take(settled, date(2024, 10, 20), "1-1-101", "张伟", "没有收到票")
    with pytest.raises(poll_errors.NotInElectorate):
        take(settled, days["in_time"], "99-9-999", "路人", "不同意")
    one = take(settled, days["in_time"], "1-1-101", "张伟", "没有收到票")
    take(settled, date(2024, 10, 29), "1-1-102", "李娜", "迟了一天")
    assert [o.late for o in register.publicity.objections(settled)] == [False, True]
    with pytest.raises(poll_errors.TooLate, match="早于提出异议"):
        register.publicity.answer(one, "已答复", date(2024, 10, 1))


@pytest.mark.parametrize("objected", [True, False])
def test_what_nobody_may_object_to_waits_for_the_end_of_publicity(
    register, roster, tmp_path, clock, objected
):
    from desktop.services.polls import MatterPlan

    path = tmp_path / "own.toml"
    path.write_text(
        '[[decision]]\nkey = "own"\nname = "公示无异议"\nelectorate = "owners"\n'
        'source = "议事规则第九条"\ntext = "公示无异议的通过。"\nno_objection = true\n'
        '[[decision.approval]]\nmeasures = ["heads"]\nnumerator = 1\ndenominator = 2\n'
        'comparison = "more_than"\nbase = "participating"\nsource = "x"\n',
        "utf-8",
    )
    register.decisions.take_over(path)
    poll = opened(register, roster, [MatterPlan("种树", "own")])
    enter(register, poll, [(str(paper), "1") for paper in range(1, 9)])
    register.polls.close(poll)
    (told,) = register.counts.settle(poll).matters
    assert (told.word, told.verdict) == ("待公示期满", "undetermined")
    clock.at = datetime(2024, 10, 22, 9, 0, tzinfo=CHINA)
    register.publicity.post(poll, date(2024, 10, 21))
    assert "结果：待公示期满" in register.poll_papers.document(poll, PollPaper.RESULT).text
    if objected:
        register.publicity.object(poll, date(2024, 10, 22), "1-1-101", "张伟", "挡光")
    clock.at = datetime(2024, 11, 1, 9, 0, tzinfo=CHINA)
    said = register.poll_papers.document(poll, PollPaper.RESULT).text
    want = (
        "结果：未通过。理由：公示期内收到书面异议 1 件" if objected else "结果：通过（公示无异议）"
    )
    assert want in said


def test_residents_are_not_called_owners(register, roster):
    from desktop.services.polls import MatterPlan, PollPlan

    days = date(2026, 3, 1), date(2026, 3, 9)
    plan = PollPlan("居民会议", *days, "社区居委会", noticed_on=date(2026, 2, 1))
    poll = register.polls.plan(roster, plan, [MatterPlan("改不改", "residents")])
    register.polls.freeze(poll)
    announced = register.poll_papers.document(poll, PollPaper.ANNOUNCEMENT).text
    assert "锦屏雅筑全体居民：" in announced
    assert "共 8 户。每户一票。" in announced
    register.polls.open(poll)
    register.ballots.issue_all(poll)
    enter(register, poll, [(str(paper), "1") for paper in range(1, 9)])
    register.polls.close(poll)
    register.counts.settle(poll)
    told = register.poll_papers.document(poll, PollPaper.RESULT).text
    assert "二百八十条" not in told
    assert "参加表决的户数：2×8 > 8" in told
    assert not [word for word in ("全体业主", "人数：", "业主认为") if word in told]


def test_every_candidate_is_told_with_his_inequality(register, roster):
    from desktop.services.polls import MatterPlan

    election = MatterPlan("选主任", kind=MatterKind.ELECTION, options=("甲", "乙"), seats=1)
    poll = opened(register, roster, [election])
    enter(register, poll, [(door, ["2" if door == "1-1-102" else "1"]) for door, *_ in DOORS])
    register.polls.close(poll)
    (matter,) = register.counts.settle(poll).matters
    assert len(matter.standing_checks) == len(matter.standings) == 2
    told = register.poll_papers.document(poll, PollPaper.RESULT).text
    for (name, *_), checks in zip(matter.standings, matter.standing_checks, strict=True):
        for check in checks:
            assert check.inequality in told, name
    assert "同意人数（占参加）" in told
    assert register.counts.rounds(poll)[0].matters[0] == matter


def test_a_paper_that_is_stopped_is_not_written(register, roster, tmp_path):
    poll, folder = opened(register, roster), tmp_path / "文件"

    def nothing_written():
        assert not folder.exists()

    def act(stop):
        register.poll_papers.write(poll, PollPaper.ISSUE_REGISTER, Form.PDF, folder, step=stop)

    assert stopped_everywhere(act, nothing_written)
    assert list(folder.iterdir())
