"""Settings without their widgets: rules of meetings, backups, checking the file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop.domain import wording
from desktop.domain.count import read_count
from desktop.domain.decision_rule import DecisionRule, Demand
from desktop.domain.letterhead import Letterhead
from desktop.domain.lock_errors import NotUnderstood
from desktop.domain.rule import Profile, Threshold, read_share
from desktop.domain.terms import Base
from desktop.domain.wording import SENTENCES, Wording
from desktop.register import Register
from desktop.services.diagnostics import Shown
from desktop.services.drills import Drill
from desktop.services.house_style import NumberLine, SentenceLine
from desktop.services.minutes import TWO_READERS
from desktop.services.papers import Paper
from desktop.services.profiles import ProfileLine
from desktop.services.upkeep import Backup
from desktop.system.files import write_whole
from ui.presenter import Presenter, Runner, Screen


@dataclass(frozen=True, slots=True)
class SettingsScreen(Screen):
    profiles: tuple[ProfileLine, ...] = ()
    rules: tuple[DecisionRule, ...] = ()
    own_rules: frozenset[str] = frozenset()  # keys of those that are the office's own
    backups: tuple[Backup, ...] = ()
    drill: Drill | None = None
    diagnosis: str = ""
    scans: bool = False
    letterheads: tuple[Letterhead, ...] = ()
    numbers: tuple[NumberLine, ...] = ()
    sentences: tuple[SentenceLine, ...] = ()
    lockable: bool = False  # a file of this computer, which may have a password
    locked: bool = False
    people: tuple[str, ...] = ()  # whose passwords open the file
    old_backups: tuple[Path, ...] = ()  # that anybody can read, though the file has a password
    readers: bool = False  # minutes are read by a second person
    where: str = ""
    who: str = ""


class SettingsPresenter(Presenter[SettingsScreen]):
    nouns = frozenset({"setting", "file_number"})

    def __init__(self, register: Register, runner: Runner) -> None:
        super().__init__(SettingsScreen(where=register.address.shown, who=register.who), runner)
        self._register = register

    def load(self) -> None:
        register = self._register

        def work() -> dict[str, Any]:
            return {
                "profiles": tuple(register.profiles.lines()),
                "backups": tuple(register.upkeep.backups()),
                "drill": register.drills.last(),
                "rules": tuple(register.decisions.rules().values()),
                "own_rules": register.decisions.own(),
                "scans": register.scans.wanted,
                "letterheads": tuple(register.house_style.letterheads()),
                "numbers": tuple(register.house_style.numbers()),
                "sentences": tuple(register.house_style.sentences()),
                "lockable": register.locking.possible,
                "locked": register.locking.on,
                "people": register.locking.people(),
                "old_backups": tuple(register.locking.leftovers()),
                "readers": bool(register.settings.get(TWO_READERS)),
            }

        self._read(work, lambda found: self._change(**found))

    def back_up(self) -> None:
        upkeep = self._register.upkeep
        self._act_long(
            "正在备份",
            lambda: upkeep.back_up("手动", self.long.step),
            "已备份并检查。",
            lambda _: self.load(),
        )

    def folder(self) -> str:
        """Where the backups lie."""
        return str(self._register.upkeep.folder() or "")

    def save_to(self, folder: Path) -> None:
        upkeep = self._register.upkeep
        self._act_long(
            "正在备份",
            lambda: upkeep.save_to(folder, self.long.step),
            f"已备份到 {folder}",
            lambda _: self.load(),
        )

    def diagnose(self, shown: Shown) -> None:
        """List what a helper needs to know."""
        diagnostics = self._register.diagnostics
        self._read(lambda: diagnostics.text(shown), lambda text: self._change(diagnosis=text))

    def save_diagnosis(self, path: Path) -> None:
        text = self.state.diagnosis
        self._act(lambda: write_whole(path, text.encode()), f"已存到 {path}")

    def said(self, done: str) -> None:
        """Say what was done without any work."""
        self._change(done=done, problem="")

    # -- the password of the file --------------------------------------------------------------------

    @property
    def locked(self) -> bool:
        """Whether the file that is open has a password."""
        return self._register.locking.on

    def check_new(self, told: Mapping[str, object]) -> tuple[str, str]:
        """The name and the first password of a file as a form gave them; raise what is wrong."""
        if not told["understood"]:
            raise NotUnderstood
        name, password = str(told["name"]).strip(), str(told["password"])
        self._register.locking.check(name, password, str(told["again"]))
        return name, password

    def set_password(self, name: str, password: str, again: str, proof: str) -> None:
        self._act(
            lambda: self._register.locking.set_password(name, password, again, proof),
            f"{name.strip()} 以后用这个密码打开。",
            lambda _: self.load(),
        )

    def remove_person(self, name: str) -> None:
        self._act(
            lambda: self._register.locking.remove(name),
            f"{name} 的密码打不开这个文件了；以前的备份里，原来的密码还有效。",
            lambda _: self.load(),
        )

    def sheet(self, then: Callable[[bytes], None]) -> None:
        """The recovery key on one page, to be printed."""
        self._act(self._register.locking.sheet, "", then)

    def remove_old_backups(self) -> None:
        self._act(
            self._register.locking.remove_leftovers,
            "已另做一份加密的备份，未加密的旧备份已删除。",
            lambda _: self.load(),
        )

    def change_passing(
        self, profile: Profile, quorum: str, passing: str, days: str, source: str
    ) -> None:
        """Change a rule: shares as ``2/3`` (以上) or ``>1/2``; blank means none."""
        changed = replace(
            profile,
            quorum=_threshold(quorum, profile.quorum, source),
            passing=_threshold(passing, profile.passing, source),
            notice_days=read_count(days),
        )
        self._act(lambda: self._register.profiles.change(changed), "已改为本单位的规则。")

    def want_scans(self, *, on: bool) -> None:
        self._act(
            lambda: self._register.scans.want(on=on),
            "已打开。表决的“票”一栏会出现“识读扫描件…”。" if on else "已关闭。",
        )

    # -- papers --------------------------------------------------------------------------------------

    def want_readers(self, *, on: bool) -> None:
        self._act(
            lambda: self._register.settings.put(TWO_READERS, on),
            "纪要定稿前要有第二个人核对。" if on else "不再要求第二个人核对。",
        )

    def keep_head(self, letterhead: Letterhead) -> None:
        self._act(lambda: self._register.house_style.keep(letterhead), "已保存红头。")

    def remove_head(self, letterhead: Letterhead) -> None:
        self._act(
            lambda: self._register.house_style.remove(letterhead.issuer),
            "已不用这个红头；编过的文号仍在登记簿里。",
        )

    def word(self, key: str, words: str) -> None:
        self._act(lambda: self._register.house_style.word(key, words), "已保存。")

    def try_words(self, key: str, words: str, then: Callable[[bytes], None]) -> None:
        """The paper of the latest meeting as it would be in these words; nothing without one."""
        register = self._register
        wording.check(key, words)
        paper = next(p for p in Paper if p.value == SENTENCES[key].paper)

        def work() -> bytes:
            lines = register.meetings.lines()
            tried = Wording({**register.house_style.wording().own, key: words})
            return register.papers.preview(lines[0].ref, paper, words=tried) if lines else b""

        self._act(work, "", then)

    def try_head(self, letterhead: Letterhead, then: Callable[[bytes], None]) -> None:
        """A paper of the latest meeting under a letterhead, whoever convened it; its number is still to
        come."""
        register = self._register
        used = [p for p in Paper if p.value in letterhead.papers and p is not Paper.SLIPS]

        def work() -> bytes:
            lines = register.meetings.lines()
            if not lines:
                return b""
            paper = used[0] if used else Paper.NOTICE
            return register.papers.preview_under(lines[0].ref, paper, letterhead)

        self._act(work, "", then)

    def change_decision(
        self, rule: DecisionRule, participation: str, approval: str, reason: str, source: str
    ) -> None:
        """Keep a changed copy of a decision rule: shares as ``2/3`` (以上) or ``>1/2``."""
        changed = replace(
            rule,
            participation=_demands(participation, rule.participation, source),
            approval=_demands(approval, rule.approval, source),
        )
        decisions = self._register.decisions
        self._act(
            lambda: decisions.change(rule.key, changed, reason, source),
            "已另存为本单位规则；原规则不变。",
        )

    def look_at_rules(self, path: Path, then: Callable[[list[DecisionRule]], None]) -> None:
        """Read a rule file of the office's own and show it; nothing is taken over yet."""
        self._act(lambda: self._register.decisions.look(path), "", then)

    def take_over_rules(self, path: Path) -> None:
        self._act(
            lambda: self._register.decisions.take_over(path),
            "已收进本单位的规则，新建表决事项时可以选用。",
        )

    def remove_decision(self, rule: DecisionRule) -> None:
        self._act(lambda: self._register.decisions.remove(rule.key), "已删除。")

    def take_back(self, profile: Profile) -> None:
        self._act(lambda: self._register.profiles.take_back(profile.key), "已恢复默认规则。")


def shown(threshold: Threshold | None) -> str:
    """A threshold as the form writes it: 2/3, or >1/2."""
    return threshold.short if threshold else ""


def shown_demands(demands: Sequence[Demand]) -> str:
    """The share of a rule's demands; all measures of ours have the same one."""
    return shown(demands[0].threshold) if demands else ""


def _demands(text: str, old: tuple[Demand, ...], source: str) -> tuple[Demand, ...]:
    """The same measures with another share; blank asks for nothing."""
    if not old:
        return ()
    share = _threshold(text, old[0].threshold, source)
    return tuple(Demand(each.measure, share) for each in old) if share else ()


def _threshold(text: str, old: Threshold | None, source: str) -> Threshold | None:
    if not text.strip():
        return None
    base = old.base if old else Base.PRESENT
    return Threshold(*read_share(text), base, source.strip() or "本社区议事规则")
