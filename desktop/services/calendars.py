"""The days off: those that are shipped, and those an office has put right or added."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.domain import legal_days
from desktop.domain.affair_errors import DaysReversed, DaysTooMany
from desktop.domain.legal_days import Calendar
from desktop.domain.meeting import read_day
from desktop.services import settings
from desktop.storage.store import Store

_OWN = "days off"
LONGEST = 60  # days of one run: no holidays are longer


@dataclass(frozen=True, slots=True)
class OwnDays:
    """What an office has added: days off, weekends worked, years whose arrangement is entered."""

    off: tuple[date, ...] = ()
    work: tuple[date, ...] = ()
    years: tuple[int, ...] = ()


def shipped(folder: Path) -> Calendar:
    """The days off that come with the program."""
    path = folder / "holidays.toml"
    return legal_days.read(path.name, tomllib.loads(path.read_text("utf-8")))


class Calendars:
    def __init__(self, store: Store, folder: Path) -> None:
        self._store, self._shipped = store, shipped(folder)

    def current(self) -> Calendar:
        """Shipped days with the office's own on top."""
        own = self.own()
        off = (self._shipped.off | set(own.off)) - set(own.work)
        work = (self._shipped.work | set(own.work)) - set(own.off)
        return Calendar(off, work, self._shipped.years | set(own.years))

    def own(self) -> OwnDays:
        with self._store.reading() as session:
            told = settings.read(session, _OWN, {})
        return OwnDays(
            tuple(map(date.fromisoformat, told.get("off", ()))),
            tuple(map(date.fromisoformat, told.get("work", ()))),
            tuple(told.get("years", ())),
        )

    def change(self, off: str, work: str) -> OwnDays:
        """Keep the office's days, one a line or with 、 between; ``2027-10-01/2027-10-07`` is a run.

        A year of which days off are entered is known from then on. Raise ``NotADay`` or ``DaysReversed``.
        """
        days_off, days_worked = _days(off), _days(work)
        years = tuple(sorted({day.year for day in days_off}))
        with self._store.writing("setting.put") as session:
            settings.write(
                session,
                _OWN,
                {
                    "off": [day.isoformat() for day in days_off],
                    "work": [day.isoformat() for day in days_worked],
                    "years": list(years),
                },
            )
        return OwnDays(days_off, days_worked, years)


def _days(text: str) -> tuple[date, ...]:
    found: set[date] = set()
    for part in text.replace("、", "\n").replace("，", "\n").replace(",", "\n").split("\n"):
        if not part.strip():
            continue
        first, mark, last = part.partition("/" if part.count("-") >= 4 else "至")
        begin = read_day(first)
        end = read_day(last) if mark else begin
        if end < begin:  # an empty run would wipe out what was kept before
            raise DaysReversed(begin.isoformat(), end.isoformat())
        if (length := (end - begin).days) > LONGEST:
            raise DaysTooMany(begin.isoformat(), end.isoformat(), LONGEST)
        found |= {begin + number * legal_days.DAY for number in range(length + 1)}
    return tuple(sorted(found))
