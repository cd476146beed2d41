"""Red letterheads and the numbers of official papers (GB/T 9704-2012 7.2; 党政机关公文处理工作条例)."""

from dataclasses import dataclass

from desktop.domain.errors import NameNeeded
from desktop.domain.session_errors import WrongPattern

YEAR, NUMBER = "{年}", "{号}"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose papers carry it. ``issuer`` is the convener it belongs to: a 业委会 writes in its own
    name, so a letterhead of the community is never set above its papers. ``pattern`` is
    柳社议〔{年}〕{号}号, or "" for papers without a number; ``papers`` are names of papers."""

    issuer: str
    head: str
    pattern: str = ""
    papers: tuple[str, ...] = ()

    @property
    def series(self) -> str:
        """What numbers are counted under: who issues, whatever the pattern is this month."""
        return self.issuer

    def fits(self, convener: str, paper: str) -> bool:
        return convener.strip() == self.issuer and paper in self.papers


def checked(made: Letterhead) -> Letterhead:
    """A letterhead as it may be kept; raise ``NameNeeded`` or ``WrongPattern``."""
    for what, told in (("发文单位", made.issuer), ("发文机关标志", made.head)):
        if not told.strip():
            raise NameNeeded(what)
    pattern = made.pattern.strip()
    if pattern and not (
        pattern.count(YEAR) == pattern.count(NUMBER) == pattern.count(f"〔{YEAR}〕") == 1
        and pattern.index(YEAR) < pattern.index(NUMBER)
        and pattern.partition("〔")[0].strip()
    ):
        raise WrongPattern(pattern)
    return Letterhead(made.issuer.strip(), made.head.strip(), pattern, made.papers)


def numbered(pattern: str, year: int, number: int) -> str:
    """柳社议〔2026〕12号: the year in full, the number without zeros in front."""
    return pattern.replace(YEAR, str(year)).replace(NUMBER, str(number))


def gaps(numbers: list[int]) -> list[int]:
    """Numbers missing between 1 and the highest; none where the register is whole."""
    known = set(numbers)
    return [each for each in range(1, max(known, default=0)) if each not in known]
