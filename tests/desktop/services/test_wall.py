"""Nobody's phone number ends up on a wall: whatever a paper was made from, its text is searched."""

import pytest

from desktop.domain.errors import NameNeeded, NotYet, PrivateOnNotice, ReasonNeeded
from desktop.domain.session_errors import NeverShown, SecondNeeded
from desktop.domain.terms import AreaSource, Copy, Progress, Use, Voice
from desktop.register import Register
from desktop.services import wall
from desktop.services.loop_papers import LoopPaper
from desktop.services.paper_files import Form
from desktop.services.papers import PUBLIC, Paper
from desktop.services.poll_papers import PUBLIC as POLL_PUBLIC
from desktop.services.premises import PremisesPlan
from desktop.services.sessions import Task
from desktop.services.suggestions import SuggestionPlan


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请联系 139-1234-5678", ["139-1234-5678"]),
        ("电话：８８７６５４３", ["8876543"]),
        ("欧阳建国同意出资", ["欧阳建国"]),
        ("3-2-501 王** 家漏水", ["3-2-501 王**"]),
        ("潘国庆负责，3栋楼道灯已换", []),
        ("业委会和物业公司提出", []),
        ("身份证 11010519491231002X", ["11010519491231002X"]),
    ],
)
def test_what_must_not_hang_there(register, compound, text, found):
    from desktop.domain.terms import BodyKind

    plan = PremisesPlan("3-2-501", Use.DWELLING, "80", AreaSource.REGISTERED)
    register.premises.add(compound, plan, "欧阳建国", "8876543")
    for who in ("业委会", "物业公司", "网格员小何"):
        register.suggestions.add(compound, SuggestionPlan("装灯", proposer=who))
    body = register.bodies.add(compound, BodyKind.OWNERS_COMMITTEE, "业委会")
    register.bodies.seat(body, "潘国庆", "主任")
    with register._store.reading() as session:
        told = wall.leaks(session, compound, text)
    assert bool(told) == bool(found)
    assert set(found) <= set(told)


def test_every_public_paper_of_the_sample_is_clean_and_a_leak_is_refused(held, tmp_path):
    register, meeting = held
    for paper in set(Paper) - {Paper.CORRECTION}:  # nothing has been corrected
        assert register.papers.write(meeting, paper, Form.PDF, tmp_path).exists()
    register.papers.write(meeting, Paper.CATALOGUE, Form.WORD, tmp_path)
    assert "会议纪要" in register.papers.document(meeting, Paper.CATALOGUE).text
    item = register.papers.told(meeting).numbered[0]
    owner = next(
        line.names
        for line in register.premises.lines(meeting.compound_id)
        if len(line.names) == 3 and "、" not in line.names
    )
    task = Task(f"由{owner}家先行改造", "冯志强", None)
    register.sessions.decide_task(meeting, item.id, task)
    assert Paper.PUBLICITY in PUBLIC
    with pytest.raises(PrivateOnNotice, match=owner):
        register.papers.write(meeting, Paper.PUBLICITY, Form.PDF, tmp_path)
    with pytest.raises(PrivateOnNotice, match=owner):
        register.loop_papers.write(meeting.compound_id, LoopPaper.PROGRESS, Form.PDF, tmp_path)
    assert register.papers.write(meeting, Paper.RECORD, Form.PDF, tmp_path).exists()


def test_progress_and_replies_hold_no_names(held, tmp_path):
    register, meeting = held
    compound = meeting.compound_id
    register.suggestions.add(
        compound, SuggestionPlan("请找司马相如修门，13912345678", proposer="司马相如")
    )
    line = register.resolutions.lines(compound)[0]
    register.resolutions.step(line.ref, Progress.DONE, "已办好，电话13912345678")
    for paper in (LoopPaper.PROGRESS, LoopPaper.REPLIES):
        text = register.loop_papers.document(compound, paper).text
        assert "司马相如" not in text
        assert "13912345678" not in text
        assert register.loop_papers.write(compound, paper, Form.PDF, tmp_path).exists()


class TestShowingMore:
    def leaking(self, held):
        """The sample meeting with an owner's name in a proposal of what will be posted."""
        register, ref = held
        owner = next(
            line.names
            for line in register.premises.lines(ref.compound_id)
            if len(line.names) == 3 and "、" not in line.names
        )
        text = register.minutes.text(ref, Copy.NOTICE).text
        register.minutes.save(ref, Copy.NOTICE, f"{text}\n感谢居民{owner}捐赠灯具。")
        return register, ref, owner

    def test_a_name_is_shown_with_a_reason_and_a_second_person(self, held):
        register, ref, owner = self.leaking(held)
        with pytest.raises(PrivateOnNotice, match=owner):
            register.minutes.finalise(ref)
        for reason, second, refusal in (
            ("", "周洁", ReasonNeeded),
            ("本人同意表扬", "", SecondNeeded),
            ("本人同意表扬", "何婷", SecondNeeded),  # the operator himself
        ):
            with pytest.raises(refusal):
                register.showings.allow(ref, Paper.MINUTES_NOTICE, reason, second)
        assert register.showings.allow(ref, Paper.MINUTES_NOTICE, "本人同意表扬", "周洁") == [owner]
        register.minutes.finalise(ref)
        (line,) = register.showings.lines(ref)
        assert (line.paper, line.reason, line.second, line.who) == (
            Paper.MINUTES_NOTICE.value, "本人同意表扬", "周洁", "何婷",
        )  # fmt: skip
        with pytest.raises(NameNeeded):  # nothing more to show
            register.showings.allow(ref, Paper.MINUTES_NOTICE, "再来", "周洁")

    def test_numbers_are_never_shown(self, held):
        register, ref, _ = self.leaking(held)
        text = register.minutes.text(ref, Copy.NOTICE).text
        register.minutes.save(ref, Copy.NOTICE, f"{text}\n电话13912345678")
        with pytest.raises(NeverShown):
            register.showings.allow(ref, Paper.MINUTES_NOTICE, "方便联系", "周洁")

    def test_what_is_printed_is_looked_at_too(self, held):
        register, ref, owner = self.leaking(held)
        with pytest.raises(PrivateOnNotice, match=owner):
            register.papers.issue(ref, Paper.MINUTES_NOTICE)
        assert register.papers.issue(ref, Paper.POSTER).startswith(b"%PDF")


def test_over_the_whole_sample_no_public_paper_or_file_name_gives_anybody_away(
    sample_file, tmp_path, clock, caplog
):
    path = tmp_path / "示例.圆桌"
    path.write_bytes(sample_file.read_bytes())
    register = Register(path, "何婷", now=clock)
    compound = register.communities.lines()[0].id
    owners = [o for line in register.premises.lines(compound) for o in line.owners]
    acting = {seat.name for body in register.bodies.lines(compound) for seat in body.seats} | {
        "何婷"
    }
    names = {o.name for o in owners if len(o.name) > 2} - acting
    phones = {o.phone for o in owners if o.phone}
    assert len(names) > 100
    assert len(phones) > 100
    out = tmp_path / "写出"
    texts = []
    for meeting in (line.ref for line in register.meetings.lines(compound)):
        for paper in PUBLIC - {Paper.CORRECTION}:  # nothing has been corrected
            register.papers.write(meeting, paper, Form.PDF, out)
            texts.append(register.papers.document(meeting, paper).text)
    for line in register.suggestions.lines(compound)[:3]:
        register.suggestions.answer(line.ref, Voice.HANDLED, "已安排物业处理")
    for paper in (LoopPaper.REPLIES, LoopPaper.PROGRESS):
        register.loop_papers.write(compound, paper, Form.PDF, out)
        texts.append(register.loop_papers.document(compound, paper).text)
    for poll in (line.ref for line in register.polls.lines(compound)):
        for paper in POLL_PUBLIC:
            try:
                register.poll_papers.write(poll, paper, Form.PDF, out)
            except NotYet:
                continue
            texts.append(register.poll_papers.document(poll, paper).text)
    assert len(texts) >= 6
    texts += [path.name for path in out.iterdir()]
    texts.append(caplog.text)
    whole = "\n".join(texts)
    assert not [name for name in names if name in whole]
    assert not [phone for phone in phones if phone in whole]
    register.close()
