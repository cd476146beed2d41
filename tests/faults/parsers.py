"""Every reader of what strangers give us, each as a function of a file. For the fuzzing child."""

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import NamedTuple

from desktop.documents.photos import photo
from desktop.domain import area, ballot, door, meeting, platform, rule, sign_code, voice_table
from desktop.domain.count import read_count
from desktop.domain.decision_rule import DecisionRule
from desktop.domain.errors import Refusal, UnreadableSheet
from desktop.domain.poll import Matter
from desktop.domain.renewal import survey_code
from desktop.domain.renewal.figures import read_figures
from desktop.domain.renewal.plan_files import PlanFiles, read_book
from desktop.domain.renewal.plan_meta import read_meta as read_plan_meta
from desktop.domain.renewal.survey import natural
from desktop.domain.roster import parse
from desktop.domain.sheet import Sheet
from desktop.domain.terms import MatterKind
from desktop.register import Register
from desktop.services import calendars, decisions
from desktop.services.archive_reading import read as read_package
from desktop.services.decisions import own_problems, read_file
from desktop.sheets import ballots, forms, voices
from desktop.sheets.child import sheets_here
from desktop.storage import backups
from desktop.system import preferences
from desktop.system.folders import resources
from tests.faults.mutate import mutated

NOW = datetime(2026, 11, 1, 9, 0, tzinfo=timezone(timedelta(hours=8)))


class Tried(NamedTuple):
    """What became of one bad file, and the file where a reader broke."""

    reader: str
    outcome: str
    data: bytes


def tables(path: Path) -> list[Sheet]:
    """As the child of the program reads a table: whatever breaks there, is the file's fault."""
    try:
        return sheets_here(path)
    except Refusal:
        raise
    except Exception as wrong:
        raise UnreadableSheet(path.name, "") from wrong


@cache
def rules() -> dict[str, DecisionRule]:
    return decisions.shipped(resources() / "rules")


@cache
def register() -> tuple[Register, Path]:
    """An empty register of this process's own, and its folder."""
    home = Path(tempfile.mkdtemp())
    made = Register(home / "社区.圆桌", "张敏", create=True)
    made.communities.set_up("街道", "社区")
    return made, home


def roster(path: Path) -> None:
    parse(path.name, "utf-8", tables(path), None)


def voice_sheet(path: Path) -> None:
    found = voice_table.find(sheets := tables(path)) or voice_table.unnamed(sheets)
    if found is not None:
        voices.plain(voice_table.rows(found))


def chain(path: Path) -> None:
    voices.plain(voices.chain(path))


def platform_table(path: Path) -> None:
    each = next(iter(rules().values()))
    matters = tuple(
        Matter(name, "", MatterKind.DECISION, each) for name in ("选聘物业服务企业", "改造")
    )
    if (found := platform.find(tables(path), matters)) is not None:
        platform.rows(found, matters)


def plan_table(path: Path) -> None:
    read_book(PlanFiles(), tables(path), path.name)


def figures_table(path: Path) -> None:
    read_figures(tables(path), path.name)


def blank_form(path: Path) -> None:
    try:
        forms.grids(path.name, path.read_bytes())
    except Refusal:
        raise
    except Exception as wrong:
        raise UnreadableSheet(path.name, "") from wrong


def meta(path: Path) -> None:
    told = ballots.read_meta(path, rules())
    ballots.read(path.with_name("票.csv"), told)


def ballot_table(path: Path) -> None:
    beside = Path(__file__).parents[1] / "data" / "owners_vote.meta.json"
    ballots.read(path, ballots.read_meta(beside, rules()))


def plan_meta(path: Path) -> None:
    read_plan_meta(ballots.read_json(path))


def rule_file(path: Path) -> None:
    read_file(path)
    own_problems(path)


def days(path: Path) -> None:
    text = path.read_text("utf-8", "replace")
    calendars._days(text)


def package(path: Path) -> None:
    taking, _ = register()
    facts = read_package(path).told["facts"]
    name = str(facts["compound"]) if isinstance(facts, dict) else ""
    known = {line.facts.name: line.id for line in taking.communities.lines()}
    if not known:
        from desktop.services.communities import CompoundFacts

        known = {name: taking.communities.add(CompoundFacts(name or "小区"))}
    taking.archive_imports.bring_in(next(iter(known.values())), path)


def backup(path: Path) -> None:
    home = register()[1]
    backups.check(path)
    backups.restore(path, home / "恢复.圆桌")
    again = Register(home / "恢复.圆桌", "张敏")
    try:
        again.verification.check()
        again.desk.today()
    finally:
        again.close()


def picture(path: Path) -> None:
    photo(path.read_bytes())


def scan(path: Path) -> None:
    from desktop.scans.pages import pages

    for image in pages(path):
        image.load()


def chosen(path: Path) -> None:
    preferences.load(path)


def typed(path: Path) -> None:
    """What is typed into single fields, or scanned into them."""
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    for read in FIELDS:
        try:
            read(text)
        except Refusal:
            continue


ELECTION = Matter(
    "选举", "", MatterKind.ELECTION, next(iter(rules().values())), ("甲", "乙", "丙"), 2
)
FIELDS: tuple[Callable[[str], object], ...] = (
    door.read, area.units, meeting.read_time, meeting.read_day, rule.read_share, ballot.read_number,
    sign_code.is_sign_code, survey_code.read_code, survey_code.want_of, survey_code.lift_of,
    voice_table.day_of, read_count, natural, door.only_number,
    lambda text: survey_code.works_of(text, ((1, "路灯"),), "改造内容"), lambda text: calendars._days(text),
    lambda text: meeting.read_moment(text, NOW), lambda text: ballot.answered(ELECTION, text),
    lambda text: voice_table.day_of(text, NOW.year),
)  # fmt: skip
PARSERS: dict[str, Callable[[Path], None]] = {
    each.__name__: each
    for each in (
        roster, voice_sheet, chain, platform_table, plan_table, figures_table, blank_form, meta, ballot_table,
        plan_meta, rule_file, days, package, backup, picture, scan, chosen, typed,
    )
}  # fmt: skip


def tried(jobs: Sequence[tuple[str, int]], seeds: Path, done: int) -> Iterator[Tried]:
    """Mutate and read so many files for each reader; tell what ended each. ``done`` are behind us."""
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, mine) in enumerate((n, i) for n, runs in jobs for i in range(runs)):
            if number < done:
                continue
            files, whole = _seeds(seeds / name)
            rng = random.Random(f"{name} {mine}")
            place = rng.randrange(len(files))
            path = Path(folder) / f"坏{files[place].suffix}"
            path.write_bytes(mutated(rng, whole[place], whole))
            told = outcome(PARSERS[name], path)
            yield Tried(name, told, path.read_bytes() if told.startswith("wrong") else b"")


@cache
def _seeds(folder: Path) -> tuple[list[Path], list[bytes]]:
    files = sorted(each for each in folder.iterdir() if each.is_file())
    return files, [each.read_bytes() for each in files]


def outcome(read: Callable[[Path], None], path: Path) -> str:
    """``read``, ``refused`` in words, or ``wrong`` with the place of the fault."""
    import traceback

    try:
        read(path)
    except Refusal as refusal:
        str(refusal)
        return "refused"
    except Exception as wrong:  # noqa: BLE001 - that is what is looked for
        places = traceback.extract_tb(wrong.__traceback__)
        ours = [p for p in places if "/desktop/" in p.filename] or places
        at = ours[-1]
        return f"wrong {wrong!r:.200} at {Path(at.filename).name}:{at.lineno} {at.name}"
    return "read"
