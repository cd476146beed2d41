"""Nothing is lost: every promise with the fault that tests it, one line each.

    python3 dev.py faults                    what there is, and the short form of all
    python3 dev.py faults kill disk          these alone
    python3 dev.py faults --list             only tell what there is
    python3 dev.py faults --long [NAME …]    as for a release; hours, with all of them

A line says the goal, what was promised, what was measured, how long it took and whether it was kept. The exit code is
1 when one was not. What a machine cannot do (mount a small disk, trace a process, run a server) is told as skipped.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Goal:
    name: str
    number: str  # in docs/reliability.md
    tests: str  # of this folder, and which of them
    promised: str


GOALS = (
    Goal("kill", "G1", "test_kill.py::test_no_write_is_lost", "0 lost in 1,000 kills"),
    Goal("power", "G2", "test_power.py", "0 lost, 0 damaged in 10,000 power cuts"),
    Goal("disk", "G3", "test_disk.py", "0 lost and 0 false words in 500 disk errors and on full disks"),
    Goal("upgrade", "G4", "test_kill.py::test_no_upgrade_is_half_done", "0 half-way in 200 kills, every schema"),
    Goal("votes", "G5", "test_votes.py::test_forty_clerks_never_enter_a_ballot_twice", "0 twice of 100,000"),
    Goal("close", "G6", "test_votes.py::test_a_count_is_the_ballots_that_were_in", "0 wrong of 1,000 races"),
    Goal("rot", "G11", "test_rot.py", "none of 3,000 turned bits breaks the check, none in the history is unseen"),
    Goal("backups", "G12", "test_backups.py", "0 bad in 200 under load; drill of 300,000 events in 5 min"),
    Goal("server", "G14", "test_server.py", "0 lost, 0 twice, 0 false words in 40 crashes; back in 5 s"),
    Goal("files", "G17", "test_fuzz.py", "only refusals leave a reader"),
    Goal("typing", "G20", "test_typing.py", "at most 5 s of typing lost at a kill"),
    Goal("soak", "G21", "test_soak.py", "at most 50 MB more, handles and threads level"),
)  # fmt: skip


def run(goal: Goal, *, long: bool) -> bool:
    """Run one goal's tests in a process of their own; print its line; tell whether it was kept."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.setdefault("ROUNDTABLE_SOAK", "30" if long else "1")
    if long:
        environment["ROUNDTABLE_LONG"] = "1"
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.xml"
        done = subprocess.run(
            [
                sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(HERE / goal.tests),
                f"--basetemp={folder}/tests", f"--junitxml={told}", "-o", "junit_family=xunit1",
            ],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        cases = list(ElementTree.parse(told).iter("testcase")) if told.exists() else []
    figures = [each.get("value", "") for case in cases for each in case.iter("property")]
    skipped = [each.get("message", "") for case in cases for each in case.iter("skipped")]
    kept = done.returncode == 0 and bool(cases)
    result = "MISSED" if not kept else "skipped" if len(skipped) == len(cases) else "kept"
    measured = "; ".join([*figures, *(f"skipped: {why}" for why in sorted(set(skipped)))])
    seconds = time.monotonic() - begun
    print(
        f"{goal.number:>4} {goal.name:<8} {result:<7} {seconds:6.0f} s  promised: {goal.promised}"
    )
    print(f"{'':>22}measured: {measured or 'nothing'}", flush=True)
    if not kept:
        print(done.stdout[-4000:], done.stderr[-2000:], file=sys.stderr)
    return kept


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(g.name for g in GOALS))
    parser.add_argument("--long", action="store_true", help="as for a release")
    parser.add_argument("--list", action="store_true", help="only tell what there is")
    wanted = parser.parse_args()
    unknown = set(wanted.names) - {goal.name for goal in GOALS}
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    goals = [goal for goal in GOALS if not wanted.names or goal.name in wanted.names]
    if not wanted.list and not wanted.long:
        print(
            "short form: fewer rounds than are promised, and nothing that hangs on the speed of the machine"
        )
    if wanted.list:
        for goal in goals:
            print(f"{goal.number:>4} {goal.name:<8} {goal.promised}  ({goal.tests})")
        return 0
    missed = [goal.name for goal in goals if not run(goal, long=wanted.long)]
    print(f"\nmissed: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
