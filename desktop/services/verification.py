"""校验账本: database, chains, signed checkpoints, every row against the history, every count again.

And anchors: what was printed or kept on a stick, held against the chain as it is now.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain import checkpoint as anchors
from desktop.domain.chain import Links, Record, Value, decode
from desktop.domain.checkpoint import Anchor
from desktop.domain.ids import OFFICE, Ref
from desktop.domain.trust_errors import NoAnchorsYet, NotAnAnchor, NotAnchorsFile
from desktop.services.ballot_box import open_box
from desktop.services.counts import counted, counts_of, figures_text
from desktop.services.import_lines import Lines
from desktop.services.poll_records import poll_of
from desktop.storage import checkpoints, history, replay, sqlite
from desktop.storage.checkpoints import Kept
from desktop.storage.replay import Stopped, Wrong
from desktop.storage.store import Store
from desktop.storage.tables import (
    CompoundRecord,
    CountRecord,
    ObjectionRecord,
    PollRecord,
    SignerRecord,
)
from desktop.system.files import write_whole
from desktop.system.signing import holds

ANCHORS = ".圆桌存证"
LARGEST = 16 << 20  # bytes; a file of anchors has some thousand lines
_HEADER = "# 圆桌议事存证码。放在U盘或另一台电脑里；以后在“设置—校验”里读入，可以发现数据文件被整个换掉或改过。\n"
Stop = Callable[[str, int], bool]  # told what is checked and how much of it is done; True: stop


@dataclass(frozen=True, slots=True)
class CountAgain:
    """A count as announced, made again from roll, ballots and rulings. ``same``: it is the same."""

    title: str
    code: str
    same: bool


@dataclass(frozen=True, slots=True)
class ChainChecked:
    """What is known of one compound's history and tables.

    ``broken``: the first record that is not as it was written. ``points``: checkpoints, of which
    ``unsigned`` carry no signature; ``false_points``: those that do not agree with the chain, or
    whose signature does not hold; ``strange``: those signed by a key that nobody had introduced by
    then, or by none although there were keys;
    ``missing``: ends of acts that leave a checkpoint, where there is none. ``open``: rows of which the
    history says nothing (written before it did).
    """

    name: str
    length: int
    head: str
    broken: int | None
    points: int
    unsigned: int
    false_points: tuple[int, ...]
    strange: tuple[int, ...]
    missing: tuple[int, ...]
    rows: int
    open: int
    wrong: tuple[Wrong, ...]
    counts: tuple[CountAgain, ...]

    @property
    def sealed(self) -> bool:
        """Whether every checkpoint that is due is there, and every one that is there holds."""
        return not (self.false_points or self.strange or self.missing)

    @property
    def sound(self) -> bool:
        return (
            self.broken is None
            and self.sealed
            and not self.wrong
            and all(count.same for count in self.counts)
        )


@dataclass(frozen=True, slots=True)
class Key:
    """Whose key signs checkpoints, since when; ``mark``: what a paper shows of it."""

    name: str
    since: str
    mark: str


@dataclass(frozen=True, slots=True)
class Checked:
    """``keys``: whoever may have signed. One that nobody of the office knows is a question to ask."""

    database_sound: bool
    chains: tuple[ChainChecked, ...]
    keys: tuple[Key, ...]

    @property
    def sound(self) -> bool:
        return self.database_sound and all(line.sound for line in self.chains)


class Held(Enum):
    """What holding an anchor against the chain showed."""

    SAME = "相符：到这一条为止，历史和那时一样"
    OTHER = "不符：这一条和那时不一样，数据被改过或换过"
    GONE = "不符：历史没有这么长，可能换回了旧的数据文件"


@dataclass(frozen=True, slots=True)
class AnchorHeld:
    """``name``: the compound in whose chain it was found, or all of them that were looked at."""

    shown: str
    name: str
    held: Held


class Verification:
    def __init__(self, store: Store, path: Path | None, key: bytes | None = None) -> None:
        self._store, self._path, self._key = store, path, key
        self._last: Checked | None = None

    @property
    def last(self) -> Checked | None:
        """What the last check found, since the file was opened."""
        return self._last

    def check(self, stop: Stop = lambda *_: False) -> Checked | None:
        """Check everything there is; ``None`` when it was stopped. Nothing is written."""
        sound = sqlite.sound(self._path, key=self._key) if self._path else True
        with self._store.reading() as session:
            names = _names(session)
            try:
                lines = [
                    _chain(session, compound, names[compound], stop)
                    for compound in history.chains(session)
                ]
            except Stopped:
                return None
            keys = tuple(_keys(session))
        self._last = Checked(sound, tuple(lines), keys)
        return self._last

    def hold(self, text: str) -> AnchorHeld:
        """Hold an anchor as scanned or typed against the chains; raise ``NotAnAnchor``."""
        with self._store.reading() as session:
            return _hold(session, anchors.read(text), _names(session))

    def hold_file(self, path: Path) -> list[AnchorHeld]:
        """Hold every anchor of a file that was kept elsewhere; raise ``NotAnchorsFile``."""
        try:
            if path.stat().st_size > LARGEST:
                raise NotAnchorsFile(path.name)
            text = path.read_text("utf-8")
        except (OSError, ValueError) as wrong:
            raise NotAnchorsFile(path.name) from wrong
        told = [line.split()[0] for line in text.splitlines() if line[:4] == "RT1:"]
        if not told:
            raise NotAnchorsFile(path.name)
        try:
            read = [anchors.read(each) for each in told]
        except NotAnAnchor as wrong:
            raise NotAnchorsFile(path.name) from wrong
        with self._store.reading() as session:
            names = _names(session)
            return [_hold(session, each, names) for each in read]

    def keep(self, folder: Path) -> Path:
        """Write the anchors of all chains into a file on a stick; raise ``NoAnchorsYet``."""
        self._store.end_day()
        with self._store.reading() as session:
            names = _names(session)
            lines = [
                f"{kept.checkpoint.full} {kept.checkpoint.at} {names[compound]}\n"
                for compound in history.chains(session)
                for kept in checkpoints.of(session, compound)
            ]
        if not lines:
            raise NoAnchorsYet
        stem = self._path.stem if self._path else "圆桌议事"
        path = folder / f"{stem} {self._store.clock():%Y%m%d-%H%M%S}{ANCHORS}"
        write_whole(path, (_HEADER + "".join(lines)).encode("utf-8"))
        return path


def _names(session: Session) -> dict[UUID, str]:
    rows = session.execute(select(CompoundRecord.id, CompoundRecord.name))
    known = {OFFICE: "社区（公共设置）", **{row[0]: row[1] for row in rows}}
    return {each: known.get(each, "（已删除的小区）") for each in history.chains(session)}


def _chain(session: Session, compound: UUID, name: str, stop: Stop) -> ChainChecked:
    end = history.head(session, compound) or (0, b"")
    if stop(name, 0):
        raise Stopped
    keys = checkpoints.introduced(session)
    since = min(keys.values(), default=None)
    links, closed, lines = Links(), checkpoints.Closed(since), Lines()
    changed: list[Wrong] = []

    def seen(record: Record) -> None:
        links.take(record)
        closed.take(record)
        lines.take(record)
        if record.noun == CountRecord.__tablename__ and not _is_added(record):
            changed.append(Wrong(record.noun, record.key, "", "公布过的计票只会另计，不会改"))

    played = replay.replay(session, compound, lambda done: stop(name, done), seen)
    links.end(history.head(session, compound) or history.NO_HEAD)
    kept = {each.checkpoint.sequence: each for each in checkpoints.of(session, compound)}
    hashes = history.hashes(session, compound, list(kept))
    false = tuple(
        place
        for place, each in kept.items()
        if not _holds(each, hashes) or (place in closed.ends and not closed.ends[place].fits(each))
    )
    return ChainChecked(
        name,
        end[0],
        end[1].hex(),
        links.broken,
        len(kept),
        sum(1 for each in kept.values() if not each.signature),
        false,
        tuple(
            place
            for place, each in kept.items()
            if place not in false and _is_strange(each, keys, since)
        ),
        tuple(place for place in closed.ends if place not in kept),
        played.rows,
        played.open,
        (*played.wrong, *changed, *lines.wrong(session, compound)),
        tuple(_counted_again(session, compound)),
    )


def _keys(session: Session) -> Iterable[Key]:
    for each in session.scalars(select(SignerRecord).order_by(SignerRecord.since)):
        yield Key(each.name, each.since[:10], anchors.fingerprint(each.key))


def _is_added(record: Record) -> bool:
    try:
        told = decode(record.payload)
    except ValueError:
        return False
    return isinstance(told, dict) and told.get("verb") == "add"


def _is_strange(kept: Kept, keys: Mapping[str, datetime], since: datetime | None) -> bool:
    """Whether nobody had introduced this key by then; or nothing is signed, although there were keys."""
    at = checkpoints.moment(kept.checkpoint.at)
    if not kept.signature:
        return since is not None and at >= since.replace(microsecond=0)
    known = keys.get(kept.signer.hex())
    return known is None or at < known.replace(microsecond=0)


def _holds(kept: Kept, hashes: dict[int, bytes]) -> bool:
    point = kept.checkpoint
    if hashes.get(point.sequence) != point.hash:
        return False
    return not kept.signature or holds(kept.signer, point.signed, kept.signature)


def _counted_again(session: Session, compound: UUID) -> Iterable[CountAgain]:
    """The last announced count of every vote, as its ballots are now."""
    wanted = select(PollRecord.id, PollRecord.title).where(PollRecord.compound_id == compound)
    for key, title in session.execute(wanted):
        poll = Ref(compound, key)
        rounds = counts_of(session, poll)
        if not rounds:
            continue
        last = session.scalars(
            select(CountRecord)
            .where(CountRecord.compound_id == compound, CountRecord.poll_id == key)
            .order_by(CountRecord.round.desc())
            .limit(1)
        ).one()
        box = replace(open_box(session, poll), objections=_objections(session, last))
        about: list[Value] = [str(key), poll_of(session, poll).roll_digest or b"", last.figures]
        same = box.digest(last.secret or b"", about) == last.digest
        figures = json.loads(figures_text(counted(box))) == json.loads(last.figures)
        yield CountAgain(title, rounds[-1].code, same and figures)


def _objections(session: Session, count: CountRecord) -> int:
    """How many objections there were when the count was made: keys sort by the time they were made."""
    wanted = select(func.count()).where(
        ObjectionRecord.compound_id == count.compound_id,
        ObjectionRecord.poll_id == count.poll_id,
        ObjectionRecord.late.in_([False]),
        ObjectionRecord.id < count.id,
    )
    return session.scalar(wanted) or 0


def _hold(session: Session, anchor: Anchor, names: dict[UUID, str]) -> AnchorHeld:
    """In a typed anchor the compound is not named: it is that whose record it fits, if any does."""
    full = anchor.checkpoint
    looked = [full.compound] if full else list(names)
    longer = False
    for compound in looked:
        found = history.hashes(session, compound, [anchor.sequence]).get(anchor.sequence)
        if found is None:
            continue
        longer = True
        if anchors.code(compound, anchor.sequence, found) == anchor.letters:
            return AnchorHeld(anchor.shown, names.get(compound, ""), Held.SAME)
    name = names.get(looked[0], "（没有这个小区）") if full else "全部小区"
    return AnchorHeld(anchor.shown, name, Held.OTHER if longer else Held.GONE)
