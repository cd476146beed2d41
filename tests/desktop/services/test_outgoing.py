"""Who may not write papers out leaves no file behind, whatever he asks for."""

import pytest

from desktop.domain.account_errors import NotAllowed
from desktop.domain.renewal.terms import Ledger
from desktop.domain.rights import Role
from desktop.register import Register
from desktop.services.lists import Listed
from desktop.services.loop_papers import LoopPaper
from desktop.services.paper_files import Form
from desktop.services.paper_kinds import BEFORE
from desktop.services.papers import Paper
from desktop.services.personal_finding import Sought
from desktop.services.poll_papers import PollPaper
from desktop.services.renewal.plans import RenewalPlan
from tests.conftest import ROOT

BOSS, GUEST = "书记的一句话-8", "只看看的密码-8"


@pytest.fixture
def guest(sample_file, tmp_path, clock):
    """Somebody who may look only, in the sample community, and its meeting, its vote and compound."""
    path = tmp_path / "示例.圆桌"
    path.write_bytes(sample_file.read_bytes())
    register = Register(path, "何婷", now=clock)
    register.accounts.add("何婷", Role.ADMIN, BOSS, BOSS, None)
    register.accounts.add("访客", Role.VIEWER, GUEST, GUEST, None)
    meeting, poll = register.meetings.lines()[0].ref, register.polls.lines()[0].ref
    register.minutes.finalise(meeting)
    register.renewals.keep(meeting.compound_id, RenewalPlan("改造方案", "2/3", "区文件第三条"))
    told = {"category": "基础类", "work": "楼道照明", "lead": "施工单位"}
    register.ledgers.add(meeting.compound_id, Ledger.WORKS, told)
    register.surveys.list_from_roster(meeting.compound_id)
    register.accounts.sign_in("访客", GUEST)
    yield register, meeting, poll
    register.close()


def ways(register, meeting, poll):
    """Every way a file leaves, by what it is called."""
    compound, papers, renewal = meeting.compound_id, register.papers, register.renewal_papers
    return {
        "纪要": lambda to: papers.write(meeting, Paper.MINUTES, Form.PDF, to),
        "改过的": lambda to: papers.write_changed(meeting, Paper.MINUTES, (Form.WORD,), to),
        "打印包": lambda to: papers.write_pack(meeting, BEFORE, to),
        "归档包": lambda to: register.archives.write(meeting, to),
        "表决": lambda to: register.poll_papers.write(poll, PollPaper.PROXY, Form.PDF, to),
        "表决票": lambda to: register.poll_papers.write_ballots(poll, to),
        "存证": lambda to: register.evidence.write(poll, "李四", "核对", to / "存证.zip"),
        "征集表": lambda to: register.loop_papers.write(
            compound, LoopPaper.COLLECTING, Form.PDF, to
        ),
        "改造方案": lambda to: renewal.write(compound, Form.PDF, to),
        "调查表": lambda to: renewal.sheets(compound, to),
        "项目清单": lambda to: register.ledgers.write(compound, Ledger.WORKS, to),
        "汇总表": lambda to: register.overview.write(to),
        "日历": lambda to: register.diary.write(to / "日历.ics", compound),
        "我的信息": lambda to: register.personal_data.export(Sought("何婷"), to),
    } | {
        kind.value: lambda to, kind=kind: register.lists.write(compound, kind, to)
        for kind in Listed
    }


def test_a_guest_gets_no_file(guest, tmp_path):
    register, meeting, poll = guest
    for name, way in ways(register, meeting, poll).items():
        folder = tmp_path / name
        folder.mkdir()
        with pytest.raises(NotAllowed):
            way(folder)
        assert not list(folder.iterdir()), name


def test_a_guest_sees_no_count_before_it_is_announced_and_no_draft(guest):
    register, meeting, poll = guest
    with pytest.raises(NotAllowed):
        register.counts.preview(poll)
    place = f"note/{meeting.id}/1"
    with pytest.raises(NotAllowed):
        register.sessions.keep_draft(place, "改一改")
    register.accounts.sign_in("何婷", BOSS)
    register.sessions.keep_draft(place, "说到一半")
    register.accounts.sign_in("访客", GUEST)
    assert register.sessions.draft(place) == ""


def test_whoever_may_gets_it(guest, tmp_path):
    register, meeting, poll = guest
    register.accounts.sign_in("何婷", BOSS)
    for name in ("日历", "汇总表", Listed.SUGGESTIONS.value):
        ways(register, meeting, poll)[name](tmp_path)
    assert len([each for each in tmp_path.iterdir() if each.suffix in {".ics", ".xlsx"}]) == 3


def test_nothing_of_the_services_leaves_by_another_door():
    """What writes a file by itself: the anchors, for every doubter, and the keyring of the file."""
    doors = ("write_whole(", "write_list(", ".write_bytes(", ".write_text(")
    own = {
        path.name
        for path in (ROOT / "desktop" / "services").rglob("*.py")
        if any(each in path.read_text("utf-8") for each in doors)
    }
    assert own == {"outgoing.py", "verification.py"}
