"""Versions of a scheme: never changed, compared, approved behind the gate, posted by legal days."""

from datetime import date

import pytest

from desktop.domain.errors import NameNeeded, ReasonNeeded
from desktop.domain.renewal.errors import (
    ConsentShort,
    GateOpen,
    NoScheme,
    NothingChanged,
    NothingToApprove,
    RenewalNotNow,
)
from desktop.domain.renewal.terms import Ledger, RenewalStage
from desktop.services.renewal.papers import RenewalPaper
from desktop.services.renewal.plans import RenewalPlan

ROOF = {"category": "基础类", "work": "屋面", "quantity": "10", "price": "9.5"}
GATES = ("自管委", "停车费", "5月通过")


@pytest.fixture
def planned(register, compound):
    register.renewals.keep(compound, RenewalPlan("方案", gates=GATES))
    register.ledgers.add(compound, Ledger.COSTS, ROOF)
    return compound


def test_a_version_stays_what_it_was(register, planned):
    schemes = register.schemes
    schemes.fix(planned, "第一版")
    assert register.renewals.of(planned).stage is RenewalStage.SCHEME
    with pytest.raises(NothingChanged):
        schemes.fix(planned, "又一版")
    line = register.ledgers.lines(planned, Ledger.COSTS)[0]
    register.ledgers.change(line.ref, {**ROOF, "price": "12"})
    (found,) = schemes.changed(planned, 1, 0)
    assert (found.column, found.before, found.after) == ("单价", "9.5", "12")
    schemes.fix(planned, "涨价")
    assert [each.number for each in schemes.lines(planned)] == [2, 1]
    told = register.renewal_papers.document(planned, RenewalPaper.CHANGES).text
    assert "第 1 版与第 2 版对照" in told
    assert "9.512" in told
    assert register.verification.check().sound


def test_only_the_newest_is_approved_and_only_behind_the_gate(register, planned):
    schemes = register.schemes
    with pytest.raises(NoScheme):
        schemes.newest(planned)
    first = schemes.fix(planned, "第一版")
    register.ledgers.add(planned, Ledger.COSTS, {**ROOF, "work": "外墙"})
    second = schemes.fix(planned, "第二版")
    how = "2024年9月10日居民代表会议，同意 26 人"
    with pytest.raises(RenewalNotNow):
        schemes.approve(first, "居民代表会议", date(2024, 9, 10), how)
    with pytest.raises(NameNeeded):
        schemes.approve(second, " ", date(2024, 9, 10), how)
    with pytest.raises(ReasonNeeded):
        schemes.approve(second, "居民代表会议", date(2024, 9, 10), "")
    with pytest.raises(RenewalNotNow):
        schemes.post(second, date(2024, 9, 11), 7)
    register.renewals.keep(planned, RenewalPlan("方案", gates=("自管委", "停车费", " ")))
    with pytest.raises(GateOpen):
        schemes.approve(second, "居民代表会议", date(2024, 9, 10), how)
    register.renewals.keep(planned, RenewalPlan("方案", gates=GATES))
    with pytest.raises(NothingToApprove):
        schemes.approve(second, "居民代表会议", date(2024, 9, 10), how)
    register.ledgers.add(planned, Ledger.WORKS, {"category": "基础类", "work": "外墙"})
    third = schemes.fix(planned, "第三版")
    with pytest.raises(ConsentShort, match="还没有调查"):
        schemes.approve(third, "居民代表会议", date(2024, 9, 10), how)
    schemes.approve(third, "居民代表会议", date(2024, 9, 10), how, below=True)
    assert register.renewals.of(planned).stage is RenewalStage.APPROVED
    # the day it is posted is not counted, and the last day is moved off 国庆
    assert schemes.post(third, date(2024, 9, 24), 7) == date(2024, 10, 8)
    assert register.renewals.of(planned).stage is RenewalStage.PUBLICITY
    told = register.renewal_papers.document(planned, RenewalPaper.PUBLICITY).text
    assert "第 3 版已于2024年9月10日由居民代表会议通过" in told
    assert "2024年9月24日张贴，自次日起 7 天，至2024年10月8日止" in told
    assert "自管委" in told


def test_photos_of_before_and_after_are_on_the_wall_and_come_back_in_words(register, planned):
    from tests.pictures.renewals import picture

    ref = register.renewals.of(planned).ref
    keep = register.attachments.with_renewal
    keep(ref, "前.jpg", "改造前照片", picture("前", "#888888"))
    keep(ref, "不是图.jpg", "改造后照片", b"nothing")
    keep(ref, "图纸.pdf", "图纸", b"%PDF-1.4")
    document = register.renewal_papers.document(planned, RenewalPaper.PUBLICITY)
    (photos,) = [block for block in document.blocks if hasattr(block, "pictures")]
    assert [words for _, words in photos.pictures] == ["改造前"]
    line = register.attachments.lines(ref)[0]
    name, kind, content = register.attachments.remove_of_renewal(line.ref)
    keep(ref, name, kind, content)
    assert len(register.attachments.lines(ref)) == 3
    told = register.renewal_papers.document(planned, RenewalPaper.PLAN).text
    assert "图纸 1 份（存档）" in told
