"""Behaviour of screens without Qt: state in, state out, refusals in words."""

from datetime import date

import pytest

from desktop.documents.model import Sheet
from desktop.domain.ids import Ref
from desktop.domain.terms import Copy, Progress, Stage
from desktop.register import Register
from desktop.services.papers import Paper
from desktop.services.suggestions import SuggestionPlan
from tests.conftest import DATA
from tests.support.inline import Inline
from ui.desk.presenter import DeskPresenter
from ui.meetings.presenter import MeetingPresenter
from ui.resolutions.presenter import FollowPresenter
from ui.roster.presenter import RosterPresenter
from ui.settings.presenter import SettingsPresenter
from ui.settings.verify_presenter import VerifyPresenter
from ui.suggestions.presenter import VoicePresenter


@pytest.fixture
def meetings(held):
    register, ref = held
    presenter = MeetingPresenter(register, Inline())
    register.listen(presenter.changed)
    presenter.use(ref.compound_id)
    presenter.open(ref)
    return presenter


def test_a_refusal_is_told_in_words_and_then_forgotten(meetings):
    meetings.begin()
    assert meetings.state.problem == "会议已闭会，现在不能开会。"
    assert not meetings.state.busy
    meetings.finalise()
    assert meetings.state.problem == ""
    assert meetings.state.told.facts.stage is Stage.MINUTES_FINAL


def test_a_bug_is_not_a_refusal(held):
    register, _ = held
    presenter = DeskPresenter(register.desk, Inline())
    with pytest.raises(ZeroDivisionError):
        presenter._act(lambda: 1 / 0)
    assert not presenter.state.busy


def test_what_others_change_comes_back(meetings, held):
    register, ref = held
    register.minutes.save(ref, Copy.RECORD, "改过的纪要")
    assert next(m for m in meetings.state.minutes if m.copy is Copy.RECORD).text == "改过的纪要"


def test_a_preview_is_a_pdf(meetings):
    meetings.show_paper(Paper.NOTICE)
    assert meetings.state.preview.startswith(b"%PDF")
    assert meetings.state.preview_of == (meetings.state.ref, Paper.NOTICE, Sheet.A4)


def test_typing_is_kept_for_its_place(meetings):
    meetings.keep_draft(meetings.draft_place(), "正在打字")
    heard = []
    meetings.read_draft(heard.append)
    assert heard == ["正在打字"]
    meetings.choose_item(meetings.state.told.numbered[1].id)
    meetings.read_draft(heard.append)
    assert heard == ["正在打字", ""]


def test_the_desk_tells_what_is_due(held):
    register, ref = held
    desk = DeskPresenter(register.desk, Inline())
    desk.load()
    today = desk.state.today
    assert today.day == date(2024, 9, 20)
    assert len(today.overdue) == 11
    assert [line.due.isoformat() for line in today.soon] == []
    assert [(m.ref, m.todo) for m in today.meetings] == [(ref, "纪要待定稿")]
    assert today.waiting == 1


def test_an_import_is_shown_before_it_is_written(file_register):
    presenter = RosterPresenter(file_register, Inline(), lambda key: presenter.use(key))
    file_register.listen(presenter.changed)
    presenter.read(DATA / "房屋清册.csv")
    assert presenter.state.problem == "请先登记小区，再导入名册。"
    from desktop.services.communities import CompoundFacts

    presenter.add_compound(CompoundFacts("澜岸印象"), "街道", "社区")
    presenter.read(DATA / "房屋清册.csv")
    assert len(presenter.state.preview.lines) == 512
    assert presenter.state.premises == ()
    presenter.confirm()
    assert len(presenter.state.premises) == 507
    presenter.undo()
    assert presenter.state.premises == ()
    presenter.undo()
    assert presenter.state.problem == "没有可以撤销的导入。"


def test_one_key_moves_one_matter_and_leaves_the_others_in_their_order(held):
    register, ref = held
    presenter = VoicePresenter(register, Inline())
    register.listen(presenter.changed)
    presenter.use(ref.compound_id)
    for text in ("高空抛物砸到车", "楼道灯坏了", "楼道灯不亮", "车位太少", "垃圾桶太臭"):
        presenter.add(SuggestionPlan(text))
    before = [each.title for each in presenter.state.candidates]
    assert len(before) >= 4
    last = presenter.state.candidates[-2]
    presenter.move_candidate(last, -1)
    wanted = before[:]
    place = wanted.index(last.title)
    wanted[place - 1], wanted[place] = wanted[place], wanted[place - 1]
    assert [each.title for each in presenter.state.candidates] == wanted
    presenter.move_candidate(presenter.state.candidates[0], -1)
    assert [each.title for each in presenter.state.candidates] == wanted
    # only what was moved has a home of its own by that: the others may still be put together
    assert sum(1 for each in presenter.state.candidates if each.fixed) == 1
    for by in (-1, +1, +1, -1, +1):
        place = wanted.index(last.title)
        if 0 <= place + by < len(wanted):
            wanted[place], wanted[place + by] = wanted[place + by], wanted[place]
        now = next(each for each in presenter.state.candidates if each.title == last.title)
        presenter.move_candidate(now, by)
        assert [each.title for each in presenter.state.candidates] == wanted
    second = presenter.state.candidates[1]
    presenter.move_candidate(second, -1)  # past one that has a place, too
    wanted[0], wanted[1] = wanted[1], wanted[0]
    assert [each.title for each in presenter.state.candidates] == wanted


def test_every_step_of_putting_together_is_taken_back_in_its_turn(held):
    register, ref = held
    presenter = VoicePresenter(register, Inline())
    register.listen(presenter.changed)
    presenter.use(ref.compound_id)
    for text in ("电梯异响", "电梯有响声", "电梯响得吓人", "水压太小", "水压不够", "水压低"):
        presenter.add(SuggestionPlan(text))
    presenter.propose()
    first, second = presenter.state.proposals[:2]
    presenter.accept(first)
    aside = second.members[0]
    presenter.set_aside(second, aside)
    presenter.undo()
    assert "剔出" in presenter.state.done
    assert aside.ref in {m.ref for each in presenter.state.proposals for m in each.members}
    groups = len(presenter.state.groups)
    presenter.undo()
    assert first in presenter.state.proposals
    assert len(presenter.state.groups) == groups - (first.group is None)
    presenter.skip(second)
    presenter.undo()
    assert {m.ref for m in second.members} in [
        {m.ref for m in each.members} for each in presenter.state.proposals
    ]
    presenter.undo()
    assert presenter.state.problem == "没有可以撤销的归并。"


def test_suggestions_are_merged_and_split(held):
    register, ref = held
    presenter = VoicePresenter(register, Inline())
    register.listen(presenter.changed)
    presenter.use(ref.compound_id)
    presenter.add(SuggestionPlan("新的一条"))
    assert presenter.state.lines[0].text == "新的一条"
    presenter.merge(presenter.state.lines[:1], "x")
    assert "两条以上" in presenter.state.problem
    presenter.merge(presenter.state.lines[:2], "垃圾")
    assert {line.group for line in presenter.state.lines[:2]} == {"垃圾"}
    presenter.split(presenter.state.lines[:1])
    assert presenter.state.lines[0].group == ""


def test_progress_needs_its_reason(held):
    register, ref = held
    presenter = FollowPresenter(register, Inline())
    register.listen(presenter.changed)
    presenter.use(ref.compound_id)
    line = presenter.state.lines[0]
    presenter.step(line, Progress.CANNOT, "")
    assert presenter.state.problem == "请写明无法办理的原因。"
    presenter.step(line, Progress.DONE, "见照片")
    assert [step.text for step in presenter.state.steps] == ["见照片"]


def test_a_rule_is_changed_for_the_office_and_taken_back(held):
    register, ref = held
    presenter = SettingsPresenter(register, Inline())
    register.listen(presenter.changed)
    presenter.load()
    profile = presenter.state.profiles[0].profile
    presenter.change_passing(profile, "1/2", ">2/3", "3", "议事规则第九条")
    line = presenter.state.profiles[0]
    assert line.own
    assert line.profile.passing.words == "超过到会有表决权人数的三分之二"
    assert register.papers.told(ref).profile.passing.words == "超过到会有表决权人数的半数"
    presenter.take_back(profile)
    assert presenter.state.profiles[0].profile == profile
    verifying = VerifyPresenter(register, Inline())
    verifying.verify()
    assert verifying.state.checked.sound
    assert Ref(ref.compound_id, ref.id) == ref


def test_minutes_of_two_writers_are_not_overwritten_unseen(held):
    register, ref = held
    presenter = MeetingPresenter(register, Inline())
    presenter.use(ref.compound_id)
    presenter.open(ref)
    basis = presenter.basis()
    other = Register(register.address.path, "李四")
    text = other.minutes.text(ref, Copy.RECORD).text
    other.minutes.save(ref, Copy.RECORD, f"{text}\n李四加的一句。")
    other.close()
    presenter.save_minutes(Copy.RECORD, f"{text}\n何婷加的一句。", basis)
    assert "李四 在" in presenter.state.problem
    assert "李四加的一句" in register.minutes.text(ref, Copy.RECORD).text
    presenter.save_minutes(Copy.RECORD, f"{text}\n何婷加的一句。", basis)  # seen, and wanted
    assert "何婷加的一句" in register.minutes.text(ref, Copy.RECORD).text
