"""The table of ratios: ours beside what one would use instead, interleaved in one run.

``python3 dev.py bench [job …]``. A ratio is the median of per-round ratios of CPU time (children
included); a goal is missed only when CPU and wall time both exceed it. A peer that is not
installed is told as skipped, never as passed.
"""

import argparse
import gc
import os
import statistics
import sys
import time

from tests.benchmarks.job import Job


def _cpu() -> float:
    now = os.times()
    return now.user + now.system + now.children_user + now.children_system


def measure(job: Job) -> dict[str, list[tuple[float, float]]]:
    """CPU and wall seconds of every candidate, round by round, after one warm-up."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in job.works}
    for number in range(job.rounds + 1):
        for name, work in job.works.items():
            gc.collect()
            cpu, wall = _cpu(), time.perf_counter()
            work()
            spent = (max(_cpu() - cpu, 1e-9), time.perf_counter() - wall)
            if number:
                taken[name].append(spent)
    return taken


def report(job: Job) -> bool:
    """Print the lines of one job; tell whether its goals are kept."""
    taken = measure(job)
    ours = next(iter(job.works))
    kept = True
    medians = {n: statistics.median(w for _, w in each) * 1000 for n, each in taken.items()}
    print(f"\n{job.name}  {job.about}  ours: {medians[ours]:.1f} ms wall, {job.rounds} rounds")
    for goal in job.goals:
        if goal.other not in taken:
            print(f"   / {goal.other:<34} skipped (not installed)")
            continue
        pairs = list(zip(taken[ours], taken[goal.other], strict=True))
        cpu = statistics.median(a[0] / b[0] for a, b in pairs)
        wall = statistics.median(a[1] / b[1] for a, b in pairs)
        good = cpu <= goal.most or wall <= goal.most
        kept = kept and good
        print(
            f"   / {goal.other:<34} cpu {cpu:7.3f}  wall {wall:7.3f}  goal ≤ {goal.most:<6}"
            f" {'ok' if good else 'MISSED'}   ({medians[goal.other]:.1f} ms)"
        )
    return kept


def main() -> int:
    from tests.benchmarks import papers, renewals, rosters, voices, votes, window

    parser = argparse.ArgumentParser()
    parser.add_argument("jobs", nargs="*", help="names of jobs, e.g. 1a 3a; all by default")
    wanted = parser.parse_args().jobs
    missed = []
    for make in (*rosters.ALL, *votes.ALL, *papers.ALL, *voices.ALL, *renewals.ALL, *window.ALL):
        name = make.__name__.removeprefix("job_")
        if wanted and name not in wanted:
            continue
        with make() as job:
            if not report(job):
                missed.append(job.name)
    print(f"\nmissed: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
