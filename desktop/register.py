"""An open file or database: everything the program can do, on one store."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from desktop.documents.fonts import bundled
from desktop.domain.account_errors import SignInNeeded
from desktop.domain.errors import NoOperator, Refusal
from desktop.domain.rights import Operator, Role
from desktop.services.accounts import Accounts
from desktop.services.affairs import Affairs
from desktop.services.agendas import Agendas
from desktop.services.archive_import import ArchiveImports
from desktop.services.archives import Archives
from desktop.services.attachments import Attachments
from desktop.services.backlog import Backlog
from desktop.services.ballots import Ballots
from desktop.services.batches import Batches
from desktop.services.big_screen import BigScreens
from desktop.services.bodies import Bodies
from desktop.services.calendars import Calendars
from desktop.services.communities import Communities
from desktop.services.corrections import Corrections
from desktop.services.counts import Counts
from desktop.services.decisions import Decisions
from desktop.services.desk import Desk
from desktop.services.diagnostics import Diagnostics
from desktop.services.diary import Diary
from desktop.services.disputes import Disputes
from desktop.services.drills import Drills
from desktop.services.duties import Duties
from desktop.services.entries import Entries
from desktop.services.evidence import VERIFIER, Evidences
from desktop.services.first_steps import FirstSteps
from desktop.services.floor import Floor
from desktop.services.follow_ups import FollowUps
from desktop.services.forms import Forms
from desktop.services.groupings import Groupings
from desktop.services.hints import Hints
from desktop.services.house_style import HouseStyle
from desktop.services.lexicons import Lexicons
from desktop.services.lists import Lists
from desktop.services.locking import Locking
from desktop.services.loop_papers import LoopPapers
from desktop.services.meeting_lists import MeetingLists
from desktop.services.meetings import Meetings
from desktop.services.minutes import Minutes
from desktop.services.open_days import OpenDays
from desktop.services.paper_making import PaperMaking, Sources
from desktop.services.papers import Papers
from desktop.services.personal_data import PersonalData
from desktop.services.phrases import Phrases
from desktop.services.platforms import Platforms
from desktop.services.poll_papers import PollPapers
from desktop.services.polls import Polls
from desktop.services.postings import Postings
from desktop.services.premises import Premises
from desktop.services.profiles import Profiles
from desktop.services.publicity import Publicity
from desktop.services.reception import Reception
from desktop.services.reminders import Reminders
from desktop.services.renewal.ledgers import Ledgers
from desktop.services.renewal.lifts import Lifts
from desktop.services.renewal.overview import Overview
from desktop.services.renewal.papers import RenewalPapers
from desktop.services.renewal.plans import Renewals
from desktop.services.renewal.schemes import Schemes
from desktop.services.renewal.surveys import Surveys
from desktop.services.renewal.work_sources import WorkSources
from desktop.services.replies import Replies
from desktop.services.resolutions import Resolutions
from desktop.services.rhythms import Rhythms
from desktop.services.rolls import Rolls
from desktop.services.rosters import Rosters
from desktop.services.scans import Scans
from desktop.services.sessions import Sessions
from desktop.services.settings import Settings
from desktop.services.short_form import ShortForm
from desktop.services.showings import Showings
from desktop.services.suggestions import Suggestions
from desktop.services.table import Table
from desktop.services.three_lists import ThreeLists
from desktop.services.upkeep import Upkeep
from desktop.services.verification import Verification
from desktop.services.voice_imports import VoiceImports
from desktop.services.votes import Votes
from desktop.storage import database
from desktop.storage.conflicts import Position as Position
from desktop.storage.store import Nouns as Nouns
from desktop.storage.store import Store
from desktop.storage.watch import Watch
from desktop.system import clock, folders
from desktop.system.signing import Signer


class Register:
    """The only door to the data. ``who`` is the operator every change is made under; in an office with
    accounts ``password`` proves it, now or ``later`` (``sign_in``). ``key`` opens an encrypted file
    (``services/locking.py``)."""

    def __init__(  # noqa: PLR0913 - what is opened, by whom, with what
        self,
        where: str | Path,
        who: str,
        *,
        password: str | None = None,
        later: bool = False,
        create: bool = False,
        key: bytes | None = None,
        now: Callable[[], datetime] = clock.now,
        resources: Path | None = None,
    ) -> None:
        if not who.strip():
            raise NoOperator
        shipped = resources or folders.resources()
        self.address = database.address(str(where), key)
        engine = (database.create if create else database.open_database)(self.address)
        signer = Signer(folders.data() / "signing.key", clock.randomness)
        self._store = Store(engine, who.strip(), now, clock.randomness, signer)
        self.accounts = Accounts(self._store, shipped / "rules" / "common_passwords.txt")
        try:
            self.accounts.sign_in(who.strip(), password)
        except SignInNeeded:
            if not later:
                engine.dispose()
                raise
            self._store.operator = Operator(who.strip(), Role.VIEWER, frozenset())
        except Refusal:
            engine.dispose()
            raise
        fonts = bundled(shipped / "fonts")
        self.now = now
        self.settings = Settings(self._store)
        self.profiles = Profiles(self._store, shipped / "rules")
        self.communities = Communities(self._store)
        self.premises = Premises(self._store)
        self.rosters = Rosters(self._store)
        self.bodies = Bodies(self._store)
        self.suggestions = Suggestions(self._store)
        self.lexicons = Lexicons(self._store, shipped / "lexicon")
        self.groupings = Groupings(self._store, self.lexicons)
        self.duties = Duties(self._store, self.lexicons)
        self.hints = Hints(self._store, self.lexicons)
        self.voice_imports = VoiceImports(self._store)
        self.meetings = Meetings(self._store, self.profiles)
        self.attachments = Attachments(self._store)
        self.agendas = Agendas(self._store, self.profiles)
        self.backlog = Backlog(
            self._store, self.suggestions, self.agendas, self.profiles, self.lexicons
        )
        self.table = Table(self._store)
        self.reception = Reception(self._store, self.table)
        self.floor = Floor(self._store)
        self.sessions = Sessions(self._store, self.profiles)
        self.short_form = ShortForm(
            self._store, self.profiles, self.meetings, self.table, self.sessions
        )
        self.votes = Votes(self._store, self.profiles)
        self.calendars = Calendars(self._store, shipped / "rules")
        self.rhythms = Rhythms(self._store, self.profiles, self.meetings, self.calendars)
        self.diary = Diary(self._store, self.rhythms)
        self.affairs = Affairs(self._store)
        self.open_days = OpenDays(self._store, self.suggestions, self.affairs)
        self.disputes = Disputes(self._store)
        self.three_lists = ThreeLists(self._store, self.lexicons)
        self.decisions = Decisions(self._store, shipped / "rules")
        self.polls = Polls(self._store, self.decisions, fonts, self.accounts)
        self.rolls = Rolls(self._store)
        self.ballots = Ballots(self._store)
        self.entries = Entries(self._store)
        self.platforms = Platforms(self._store)
        self.counts = Counts(self._store)
        self.publicity = Publicity(self._store, self.calendars)
        self.evidence = Evidences(self._store, self.publicity, shipped / "verifier" / VERIFIER)
        self.scans = Scans(self._store, self.entries, fonts)
        self.poll_papers = PollPapers(
            self._store, self.rolls, self.ballots, self.counts, self.publicity, fonts
        )
        self.resolutions = Resolutions(self._store)
        self.follow_ups = FollowUps(self._store, self.resolutions)
        self.replies = Replies(self._store, self.suggestions)
        self.loop_papers = LoopPapers(
            self._store, self.replies, self.follow_ups, self.disputes, fonts
        )
        self.phrases = Phrases(self._store, shipped / "rules")
        self.minutes = Minutes(self._store, self.profiles, fonts)
        self.corrections = Corrections(self._store, self.minutes)
        self.house_style = HouseStyle(self._store)
        self.postings = Postings(self._store, self.calendars)
        sources = Sources(self.minutes, self.corrections, self.postings, self.loop_papers)
        making = PaperMaking(self._store, sources, self.house_style)
        self.papers = Papers(self._store, making, self.house_style, fonts)
        self.batches = Batches(self.meetings, self.papers)
        self.showings = Showings(self._store, self.papers)
        self.ledgers = Ledgers(self._store)
        self.surveys = Surveys(self._store)
        self.renewals = Renewals(self._store, self.ledgers, self.surveys)
        self.schemes = Schemes(self._store, self.calendars)
        self.lifts = Lifts(self._store)
        self.work_sources = WorkSources(self._store, self.lexicons)
        self.renewal_papers = RenewalPapers(
            self._store, self.renewals, self.schemes, self.lifts, fonts
        )
        self.overview = Overview(self._store, self.renewal_papers, fonts)
        self.big_screens = BigScreens(self._store)
        self.lists = Lists(
            self._store,
            self.suggestions,
            self.groupings,
            self.affairs,
            self.meetings,
            self.resolutions,
            self.premises,
            self.bodies,
            self.three_lists,
            MeetingLists(
                self._store,
                self.meetings,
                self.papers,
                self.house_style,
                (self.polls, self.rolls),
                (self.resolutions, self.rhythms),
            ),
        )
        self.forms = Forms(self._store, self.lists)
        self.archives = Archives(
            self._store,
            self.papers,
            self.minutes,
            self.corrections,
            self.attachments,
            self.house_style,
        )
        self.archive_imports = ArchiveImports(self._store)
        self.first_steps = FirstSteps(self._store)
        reminders = Reminders(self._store, self.rhythms)
        self.desk = Desk(self._store, self.resolutions, reminders, self.first_steps)
        self.verification = Verification(self._store, self.address.path, key)
        self.locking = Locking(self._store, self.address, shipped / "rules", fonts)
        self.drills = Drills(self._store, self.address.path, key)
        self.upkeep = Upkeep(
            self._store, self.address.path, self.drills, self.verification.keep, key
        )
        self.personal_data = PersonalData(self._store, shipped / "rules", fonts, self.upkeep)
        self.diagnostics = Diagnostics(self.upkeep, self.verification, shipped)
        self._watch = Watch(self._store)

    def listen(self, listener: Callable[[Nouns], None]) -> None:
        """Tell ``listener`` after every commit which nouns were touched."""
        self._store.listen(listener)

    @property
    def who(self) -> str:
        """The name every change is made under."""
        return self._store.who

    @property
    def operator(self) -> Operator:
        """Who works now, as what and where."""
        return self._store.operator

    @property
    def waiting(self) -> bool:
        """Whether nobody has signed in yet: till then nothing is shown and nothing can be done."""
        return self.operator.role is not None and self.operator.account is None

    def sign_in(self, name: str, password: str | None) -> None:
        """Somebody (else) works from now on; raise what ``Accounts.sign_in`` raises."""
        self.accounts.sign_in(name, password)

    def news(self) -> Nouns:
        """What others have changed since this was last asked: another window, another computer.

        Also whether an administrator has changed what this person may do: raise ``SignedOut``. First
        of all raise what the disk said while the last step was kept all the same.
        """
        if warning := self._store.warning():
            raise warning
        told = self._watch.news()
        if told & {"account", "account_compound"}:
            self.accounts.refresh()
        return told

    def position(self) -> Position:
        """Up to where the data is known; whoever reads now and writes later says so (``based_on``)."""
        return self._watch.position()

    def based_on(self, seen: Position | None) -> AbstractContextManager[None]:
        """What is written within rests on what was read then; raise ``ChangedMeanwhile`` when
        somebody else has changed the same since."""
        return self._store.based_on(seen)

    def close(self) -> None:
        self._store.engine.dispose()
