"""Which papers a meeting has, when each is due, which may hang on a wall, and what makes them."""

from collections.abc import Callable, Mapping
from enum import Enum

from desktop.documents import field_papers, meeting_papers, public_papers
from desktop.documents import notice as notices
from desktop.documents.model import Document
from desktop.documents.signin import invitations, signin, signin_codes
from desktop.domain.errors import NotYet
from desktop.domain.proceedings import Proceedings
from desktop.domain.public_view import PublicProceedings
from desktop.domain.session_errors import UnfinishedNotice
from desktop.domain.terms import Stage
from desktop.domain.wording import Wording
from desktop.services.minutes import FINAL, NOTICE_PAPER


class Paper(Enum):
    COLLECTING = "议题征集表"
    OPINIONS = "党组织前置审核单"
    NOTICE = "会议通知"
    POSTER = "会议公告"
    AGENDA = "议程"
    DELIVERY = "送达登记表"
    SIGN_IN = "签到表"
    SIGN_CODES = "签到表（扫码）"
    INVITATIONS = "签到条"
    CARDS = "座签"
    PROXY = "委托书"
    ON_PAPER = "现场记录表"
    RECORD = "会议记录"
    MINUTES = "会议纪要"
    MINUTES_NOTICE = NOTICE_PAPER
    CORRECTION = "更正公告"
    DECISION = "决议书"
    PUBLICITY = "公示"
    LEDGER = "落实台账"
    PROGRESS = "落实情况公示"
    SLIPS = "答复单"
    OBJECTIONS = "异议登记表"
    CATALOGUE = "归档目录"


BEFORE = (
    Paper.NOTICE, Paper.POSTER, Paper.DELIVERY, Paper.AGENDA, Paper.SIGN_IN, Paper.SIGN_CODES,
    Paper.INVITATIONS, Paper.CARDS, Paper.PROXY, Paper.ON_PAPER, Paper.COLLECTING, Paper.OPINIONS,
)  # fmt: skip
AFTER = (
    Paper.MINUTES, Paper.MINUTES_NOTICE, Paper.CORRECTION, Paper.RECORD, Paper.DECISION, Paper.PUBLICITY,
    Paper.LEDGER, Paper.PROGRESS, Paper.SLIPS, Paper.OBJECTIONS, Paper.CATALOGUE,
)  # fmt: skip
PUBLIC = frozenset(
    {Paper.POSTER, Paper.MINUTES_NOTICE, Paper.CORRECTION, Paper.PUBLICITY, Paper.PROGRESS}
)  # may hang on a wall
# Not in a pack: the plain sheet does for most, and codes are for who has a scanner at the door.
BY_HAND = frozenset({Paper.SIGN_CODES, Paper.INVITATIONS})
HELD = frozenset({Stage.CLOSED, *FINAL})
# What hangs there of a meeting waits for its minutes; how older matters stand does not.
_AFTER_FINAL = PUBLIC & set(AFTER) - {Paper.PROGRESS}

WORDED: Mapping[Paper, Callable[[Proceedings, Wording], Document]] = {
    Paper.NOTICE: notices.notice,
    Paper.PROXY: meeting_papers.proxy,
    Paper.AGENDA: meeting_papers.agenda,
    Paper.DELIVERY: field_papers.delivery,
    Paper.ON_PAPER: field_papers.on_paper,
    Paper.SIGN_CODES: signin_codes,
    Paper.INVITATIONS: invitations,
    Paper.DECISION: meeting_papers.decision,
}
PLAIN: Mapping[Paper, Callable[[Proceedings], Document]] = {
    Paper.SIGN_IN: signin,
    Paper.CARDS: meeting_papers.cards,
    Paper.RECORD: meeting_papers.record,
    Paper.LEDGER: meeting_papers.ledger,
}
# Only from the public view: who hands them the full record is stopped by the type checker.
POSTED: Mapping[Paper, Callable[[PublicProceedings, Wording], Document]] = {
    Paper.POSTER: public_papers.poster,
}


def not_yet(paper: Paper, stage: Stage) -> NotYet | None:
    """Why a paper cannot leave the house at this stage of its meeting, if it cannot."""
    if paper in AFTER and stage not in HELD:
        cancelled = "会议已取消" if stage is Stage.CANCELLED else "会议还没有散会"
        return NotYet(paper.value, cancelled)
    if paper in _AFTER_FINAL and stage not in FINAL:
        return NotYet(paper.value, "纪要还没有定稿，现在只能预览草稿")
    return None


def takes_number(paper: Paper, stage: Stage) -> bool:
    """Whether a paper is what it will stay: a number is spent on nothing else."""
    return not_yet(paper, stage) is None and (paper not in AFTER or stage in FINAL)


def check_whole(paper: Paper, gaps: int) -> None:
    """Raise ``UnfinishedNotice`` for what would be posted with blanks in it."""
    if paper in PUBLIC and gaps:
        raise UnfinishedNotice(paper.value, gaps)
