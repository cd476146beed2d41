"""The life of a meeting: what may happen when, and what its notice needs."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from desktop.domain.errors import NotADay, NotATime, NoticeTooLate, NotNow, NotYetHappened
from desktop.domain.rule import Profile
from desktop.domain.terms import Act, Stage

# The whole life of a meeting. What is not in this table does not happen.
LIFE: Mapping[tuple[Stage, Act], Stage] = {
    (Stage.DRAFT, Act.PREPARE): Stage.DRAFT,
    (Stage.DRAFT, Act.RESCHEDULE): Stage.DRAFT,
    (Stage.DRAFT, Act.GIVE_NOTICE): Stage.NOTICED,
    (Stage.DRAFT, Act.OPEN): Stage.IN_SESSION,  # only where the profile demands no notice
    (Stage.DRAFT, Act.CANCEL): Stage.CANCELLED,
    (Stage.NOTICED, Act.PREPARE): Stage.NOTICED,
    (Stage.NOTICED, Act.RESCHEDULE): Stage.DRAFT,  # to be noticed anew
    (Stage.NOTICED, Act.OPEN): Stage.IN_SESSION,
    (Stage.NOTICED, Act.LAPSE): Stage.CLOSED,
    (Stage.NOTICED, Act.CANCEL): Stage.CANCELLED,
    (Stage.IN_SESSION, Act.RECORD): Stage.IN_SESSION,
    (Stage.IN_SESSION, Act.LAPSE): Stage.CLOSED,
    (Stage.IN_SESSION, Act.TAKE_BACK): Stage.DRAFT,  # only while nothing is recorded
    (Stage.IN_SESSION, Act.CLOSE): Stage.CLOSED,
    (Stage.CLOSED, Act.CORRECT): Stage.CLOSED,
    (Stage.CLOSED, Act.WRITE_MINUTES): Stage.CLOSED,
    (Stage.CLOSED, Act.FINALISE): Stage.MINUTES_FINAL,
    (Stage.MINUTES_FINAL, Act.REOPEN): Stage.CLOSED,
    (Stage.MINUTES_FINAL, Act.POST): Stage.POSTED,
    (Stage.MINUTES_FINAL, Act.ARCHIVE): Stage.ARCHIVED,
    (Stage.POSTED, Act.REOPEN): Stage.CLOSED,
    (Stage.POSTED, Act.ARCHIVE): Stage.ARCHIVED,
    **{
        (stage, Act.GO_ON): stage
        for stage in (Stage.CLOSED, Stage.MINUTES_FINAL, Stage.POSTED, Stage.ARCHIVED)
    },
    **{
        (stage, Act.ATTACH): stage
        for stage in (Stage.DRAFT, Stage.NOTICED, Stage.IN_SESSION, Stage.CLOSED)
    },
}
RECORDING = frozenset({Stage.IN_SESSION, Stage.CLOSED})


def after(stage: Stage, act: Act) -> Stage:
    """Tell where an act leads; refuse one that is not done at this stage."""
    if (stage, act) not in LIFE:
        raise NotNow(act, stage)
    return LIFE[stage, act]


def allowed(stage: Stage, act: Act) -> bool:
    return (stage, act) in LIFE


def check_notice(profile: Profile, noticed_on: date, held_on: date) -> None:
    """Refuse a notice given too late.

    民法典 art. 201: the day of the notice itself is not counted.
    """
    days = (held_on - noticed_on).days
    if profile.notice_days > days:
        raise NoticeTooLate(profile.notice_source or profile.name, profile.notice_days, days)


def last_notice_day(profile: Profile, held_on: date) -> date:
    """The last day on which notice can still be given in time."""
    return held_on - timedelta(days=profile.notice_days)


def read_time(text: str) -> str:
    """Read a time of day; give it as ``HH:MM``. Accepts ``9:5``, ``15：30``, ``1530``."""
    plain = text.strip().replace("：", ":").replace("点", ":").replace("。", ":").removesuffix("分")
    if plain.isdecimal() and len(plain) in {3, 4}:
        plain = f"{plain[:-2]}:{plain[-2:]}"
    hour, _, minute = plain.partition(":")
    minute = minute or "0"
    short = len(hour) <= 2 and len(minute) <= 2
    if short and hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60:
        return f"{int(hour):02d}:{int(minute):02d}"
    raise NotATime(text)


def read_moment(text: str, now: datetime) -> str:
    """A day and a time as typed (``2026-09-30 15:30``, or a time of today); "" is now. Give it in
    ISO 8601 to the minute. Raise ``NotATime``, ``NotADay``, or ``NotYetHappened``."""
    plain = " ".join(text.replace("T", " ").split())
    if not plain:
        return now.isoformat(timespec="minutes")
    day, _, time = plain.rpartition(" ")
    on = read_day(day) if day else now.date()
    hour, minute = map(int, read_time(time[:5]).split(":"))
    moment = datetime(on.year, on.month, on.day, hour, minute, tzinfo=now.tzinfo)
    if moment > now:
        raise NotYetHappened(plain)
    return moment.isoformat(timespec="minutes")


def read_day(text: str) -> date:
    """Read a day as 2026-09-30, 2026.9.30, 2026/9/30, 2026年9月30日 or 20260930."""
    plain = text.strip().removesuffix("日")
    for mark in ".．/年月":
        plain = plain.replace(mark, "-")
    if plain.isdecimal() and len(plain) == 8:
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    try:
        year, month, day = (int(part) for part in plain.split("-"))
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise NotADay(text) from None


def day_words(day: date) -> str:
    """GB/T 9704: Arabic numerals, the year in full, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def weekday(day: date) -> str:
    return f"星期{'一二三四五六日'[day.weekday()]}"
