"""Many clerks at once: no ballot is entered twice, and a closed count is the ballots it counted."""

import random
import subprocess
import sys
from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from desktop.domain.errors import Refusal
from desktop.domain.terms import AreaSource, PollStage, Use
from desktop.register import Register
from desktop.services.polls import MatterPlan, PollPlan
from desktop.services.premises import PremisesPlan
from desktop.storage.tables import BallotRecord, EntryRecord
from tests.conftest import ROOT
from tests.faults.scale import many

pytestmark = pytest.mark.faults
ATTEMPTS, RACES = many((4_000, 100), (100_000, 1_000))  # half on each database
PROCESSES, THREADS, PAPERS = 8, 5, 60
PLAN = PollPlan("书面表决", date(2024, 10, 8), date(2099, 12, 31), noticed_on=date(2024, 9, 20))


def opened(register, compound, doors):
    for number in range(1, doors + 1):
        plan = PremisesPlan(f"1-1-{number:03d}", Use.DWELLING, "80.00", AreaSource.REGISTERED)
        if not register.premises.lines(compound, plan.door):
            register.premises.add(compound, plan, f"业主{number}", f"139{number:08d}")
    return another(register, compound)


def another(register, compound):
    poll = register.polls.plan(compound, PLAN, (MatterPlan("续聘物业"),))
    register.polls.freeze(poll)
    register.polls.open(poll)
    register.ballots.issue_all(poll)
    return poll


def test_forty_clerks_never_enter_a_ballot_twice(where, register, compound, record_property):
    poll = opened(register, compound, PAPERS)
    arguments = [
        where, str(compound), str(poll.id), str(PAPERS), str(ATTEMPTS // 2 // PROCESSES), str(THREADS),
    ]  # fmt: skip
    clerks = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.vote_writer", *arguments, str(seed)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in range(PROCESSES)
    ]
    told = [
        line.split() for clerk in clerks for line in clerk.communicate(timeout=1800)[0].splitlines()
    ]
    assert [clerk.returncode for clerk in clerks] == [0] * PROCESSES
    acknowledged = {int(paper): key for paper, key in told}
    assert len(acknowledged) == len(told) == PAPERS  # each paper once, and none was left out
    with register.entries._store.reading() as session:
        entries = select(func.count()).select_from(EntryRecord)
        assert session.scalar(entries) == PAPERS
        rows = session.execute(select(BallotRecord.paper, BallotRecord.marks))
        kept = {row.paper: row.marks for row in rows}
    letters = {"1": "F", "2": "A", "3": "X"}
    assert kept == {paper: letters[key] for paper, key in acknowledged.items()}
    assert register.verification.check().sound
    figure = (
        f"{ATTEMPTS // 2} attempts by {PROCESSES * THREADS} clerks, each of {PAPERS} papers once"
    )
    record_property("figure", figure)


def test_a_count_is_the_ballots_that_were_in(where, register, compound, record_property):
    poll, other = opened(register, compound, 6), Register(where, "李四", now=register.now)
    rng = random.Random(7)
    try:
        for _ in range(RACES // 2):  # this test runs on both databases
            race(register, other, poll, rng)
            poll = another(register, compound)
    finally:
        other.close()
    record_property("figure", f"{RACES // 2} raced closes, each count its ballots")


def race(register, other, poll, rng):
    """One clerk enters while another closes and counts at some moment."""
    entered, start, pause = [], Barrier(2), rng.randint(0, 8)

    def enter():
        start.wait()
        for paper in range(1, 7):
            try:
                other.entries.enter(poll, str(paper), "1")
            except Refusal:
                continue
            entered.append(paper)

    clerk = Thread(target=enter)
    clerk.start()
    start.wait()
    for _ in range(pause):
        register.polls.told(poll)  # lets some ballots in
    register.polls.close(poll)
    count = register.counts.settle(poll)
    clerk.join()
    assert register.polls.told(poll).stage is PollStage.SETTLED
    counted = count.matters[0].lines[0].doors["for"]
    assert counted == len(entered)
    assert register.ballots.reconcile(poll).entered == counted
    assert register.counts.preview(poll)[0] == count.matters[0]  # nothing came in afterwards
