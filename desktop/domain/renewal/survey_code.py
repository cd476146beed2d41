"""The code on a printed survey sheet, and what is keyed in from the sheet."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from desktop.domain.check_digits import SURVEY, checked, with_check
from desktop.domain.count import is_count
from desktop.domain.renewal.errors import NotASurveyAnswer
from desktop.domain.renewal.survey import SCORES, Lift, Want

WANTS = {"1": Want.YES, "2": Want.NO, "0": Want.NONE, "": Want.NONE}
LIFTS = {"1": Lift.AGREE, "2": Lift.OPPOSE, "3": Lift.NEUTRAL, "0": Lift.NONE, "": Lift.NONE}
WANT_WORDS = {Want.YES: "改", Want.NO: "不改", Want.NONE: "未答"}
LIFT_WORDS = {Lift.AGREE: "同意", Lift.OPPOSE: "反对", Lift.NEUTRAL: "无所谓", Lift.NONE: "未答"}


class SheetCode(NamedTuple):
    """Which plan, and which household of its list (from 1)."""

    plan: int
    household: int

    @property
    def code(self) -> str:
        """The twelve digits that are scanned."""
        return with_check(f"{self.plan:05d}{self.household:05d}", SURVEY)

    @property
    def shown(self) -> str:
        """As it is printed for people: 00003-00017-62."""
        code = self.code
        return f"{code[:5]}-{code[5:10]}-{code[10:]}"


def read_code(text: str) -> SheetCode | None:
    """A scanned or typed code; ``None`` for anything else, such as a door."""
    plain = checked(text, SURVEY)
    return SheetCode(int(plain[:5]), int(plain[5:10])) if plain else None


def want_of(key: str) -> Want:
    """改不改 as it is keyed: 1 改, 2 不改, 0 未答."""
    return _one_of("改不改", WANTS, key, "1 改、2 不改、0 未答")


def lift_of(key: str) -> Lift:
    """加装电梯 as it is keyed: 1 同意, 2 反对, 3 无所谓, 0 未答."""
    return _one_of("加装电梯", LIFTS, key, "1 同意、2 反对、3 无所谓、0 未答")


T = TypeVar("T")


def _one_of(what: str, known: Mapping[str, T], key: str, told: str) -> T:
    plain = unicodedata.normalize("NFKC", key).strip()
    if plain not in known:
        raise NotASurveyAnswer(what, key, told)
    return known[plain]


def works_of(
    keys: str, works: Sequence[tuple[int, str]], what: str, most: int = len(SCORES)
) -> list[str]:
    """Works by their numbers on the sheet (``3 7 1``); other words stay as they are written."""
    known, found = dict(works), []
    for piece in re.split(r"[\s,，、;；]+", unicodedata.normalize("NFKC", keys).strip()):
        if not piece:
            continue
        if is_count(piece):
            if int(piece) not in known:
                raise NotASurveyAnswer(what, piece, f"编号是 {'、'.join(map(str, known))}")
            found.append(known[int(piece)])
        else:
            found.append(piece)
    if len(found) > most:
        raise NotASurveyAnswer(what, keys, f"最多 {most} 项")
    return found
