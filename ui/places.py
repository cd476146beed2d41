"""The eleven places of the window, built for whoever works now."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from desktop.system import folders
from ui.affairs.page import AffairsPage
from ui.affairs.presenter import AffairPresenter
from ui.app import MEETINGS, VOTES
from ui.desk.page import DeskPage
from ui.desk.presenter import DeskPresenter
from ui.diary.page import DiaryPage
from ui.diary.presenter import DiaryPresenter
from ui.meetings.page import MeetingsPage
from ui.meetings.presenter import MeetingPresenter
from ui.papers.page import PapersPage
from ui.papers.presenter import PapersPresenter
from ui.presenter import Presenter
from ui.renewal.district_presenter import DistrictPresenter
from ui.renewal.page import RenewalPage
from ui.renewal.presenter import RenewalPresenter
from ui.resolutions.page import FollowPage
from ui.resolutions.presenter import FollowPresenter
from ui.roster.page import RosterPage
from ui.roster.presenter import RosterPresenter
from ui.settings.display import DisplayTab
from ui.settings.page import SettingsPage
from ui.settings.people import PeopleTab
from ui.settings.people_presenter import PeoplePresenter
from ui.settings.personal import PersonalTab
from ui.settings.personal_presenter import PersonalPresenter
from ui.settings.presenter import SettingsPresenter
from ui.settings.verify import VerifyTab
from ui.settings.verify_presenter import VerifyPresenter
from ui.suggestions.page import VoicePage
from ui.suggestions.presenter import VoicePresenter
from ui.suggestions.replies import ReplyPresenter
from ui.votes.page import VotesPage
from ui.votes.presenter import VotePresenter

if TYPE_CHECKING:
    from desktop.register import Register
    from ui.app import App


@dataclass
class Places:
    """``presenters`` hear of every change; ``use`` is told which compound is looked at."""

    meetings: MeetingPresenter
    votes: VotePresenter
    presenters: list[Presenter[Any]]
    use: list[Callable[[UUID | None], None]]


def build(app: "App", register: "Register") -> Places:
    """Make every page with its presenter, and put them into the window."""
    papers = Path(app.preferences.paper_folder or folders.documents())
    desk = DeskPresenter(register.desk, app.tasks)
    roster = RosterPresenter(register, app.tasks, app.window.want)
    voices = VoicePresenter(register, app.tasks)
    replies = ReplyPresenter(register, app.tasks)
    affairs = AffairPresenter(register, app.tasks)
    diary = DiaryPresenter(register, app.tasks)
    meetings = MeetingPresenter(register, app.tasks)
    follow = FollowPresenter(register, app.tasks)
    votes = VotePresenter(register, app.tasks)
    renewal = RenewalPresenter(register, app.tasks)
    district = DistrictPresenter(register, app.tasks)
    written = PapersPresenter(register, app.tasks)
    settings = SettingsPresenter(register, app.tasks)
    personal = PersonalPresenter(register, app.tasks)
    people = PeoplePresenter(register, app.tasks)
    swaps = app.swaps
    verify = VerifyPresenter(register, app.tasks)
    more = (
        ("校验", VerifyTab(verify, app.window)),
        ("显示", DisplayTab(app.preferences.look, app.choose_look, app.window)),
        ("个人信息", PersonalTab(personal, app.window)),
        ("人员", PeopleTab(people, lambda: app.signing.begin(register), app.window)),
    )
    places = (
        (
            "工作台",
            DeskPage(desk, app.open_meeting, app.window.go, app.first_steps.take_up),
        ),
        ("小区与名册", RosterPage(roster)),
        ("意见建议", VoicePage(voices, replies, papers)),
        ("办事", AffairsPage(affairs, papers)),
        ("日程", DiaryPage(diary, papers)),
        (MEETINGS, MeetingsPage(meetings, papers)),
        (VOTES, VotesPage(votes, papers)),
        ("决议落实", FollowPage(follow, papers)),
        ("改造方案", RenewalPage(renewal, district, papers)),
        ("文件", PapersPage(written, papers)),
        (
            "设置",
            SettingsPage(settings, more, swaps, app.about),
        ),
    )
    for name, page in places:
        app.window.add_page(name, page)
    desk.load()
    settings.load()
    return Places(
        meetings,
        votes,
        [
            desk, roster, voices, replies, affairs, diary, meetings, votes, follow, written, settings,
            personal, people, verify, renewal, district,
        ],
        [
            roster.use, voices.use, replies.use, affairs.use, diary.use, meetings.use, votes.use,
            follow.use, written.use, renewal.use,
        ],
    )  # fmt: skip
