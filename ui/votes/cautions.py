"""What a step that cannot be taken back would mean, in words, before it is taken."""

from datetime import date

from desktop.domain.poll_facts import PollFacts, Reconciliation


def before_opening(told: PollFacts, today: date) -> str:
    """What somebody who begins a vote may have forgotten; "" when nothing."""
    found = []
    if told.noticed_on is None:
        found.append("还没有记下公告日期")
    if today < told.opens_on:
        days = (told.opens_on - today).days
        found.append(f"公告的开始日期是 {told.opens_on.isoformat()}，还有 {days} 天")
    return "；".join(found)


def before_closing(told: PollFacts, papers: Reconciliation, today: date) -> str:
    """What closing now would mean."""
    found = []
    if today < told.closes_on:
        days = (told.closes_on - today).days
        found.append(f"离截止（{told.closes_on.isoformat()}）还有 {days} 天")
    if papers.outstanding:
        found.append(f"还有 {papers.outstanding} 张票没有登记交回")
    return "；".join([*found, "截止后不能再登记交回，也不能撤回"]) + "。"
