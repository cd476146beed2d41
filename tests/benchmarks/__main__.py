"""The table of ratios: ours beside what one would use instead, interleaved in one run.

``python3 dev.py bench [job …] [--write]``. A ratio is the median of per-round ratios of CPU time
(children included); a goal is missed only when CPU and wall time both exceed it. A peer that is not
installed is told as skipped, never as passed. ``--write`` puts the lines of the jobs that were run into
``docs/figures.md``, in the place of those that stood there.
"""

import argparse
import gc
import os
import statistics
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from tests.benchmarks.job import Growth, Job

FIGURES = Path(__file__).parents[2] / "docs" / "figures.md"
BEGIN, END = "<!-- bench: {} -->", "<!-- /bench -->"
Spent = tuple[float, float]  # CPU seconds and wall seconds; or twice what a work gave back


def _cpu() -> float:
    try:
        import resource
    except ImportError:  # Windows: whole ticks of its clock
        now = os.times()
        return now.user + now.system + now.children_user + now.children_system
    told = [resource.getrusage(each) for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in told)


def _spent(work: object, unit: str) -> Spent:
    gc.collect()
    cpu, wall = _cpu(), time.perf_counter()
    told = work()  # type: ignore[operator]
    if unit != "ms":
        return float(told), float(told)
    return max(_cpu() - cpu, 1e-9), time.perf_counter() - wall


def measure(job: Job) -> dict[str, list[Spent]]:
    """What every candidate took, round by round, after one warm-up."""
    taken: dict[str, list[Spent]] = {name: [] for name in job.works}
    for number in range(job.rounds + 1):
        for name, work in job.works.items():
            spent = _spent(work, job.unit)
            if number:
                taken[name].append(spent)
    return taken


def _shown(figure: float) -> str:
    return f"{figure:.1f}" if figure >= 1 else f"{figure:.3g}"


def report(job: Job) -> tuple[bool, list[str]]:
    """Print the lines of one job; tell whether its goals are kept, and its rows of the table."""
    if "ours" not in job.works:  # what would tell it is not there
        print(f"\n{job.name}  {job.about}  skipped (cannot be told here)")
        lost = "| — | — | ≤ {:g} | 没有安装，没有量 |"
        return True, [
            f"| {job.name} | {job.about} | {goal.other} {lost.format(goal.most)}"
            for goal in job.goals
        ]
    taken = measure(job)
    ours, kept, rows = "ours", True, []
    scale = 1000 if job.unit == "ms" else 1
    medians = {n: statistics.median(w for _, w in each) * scale for n, each in taken.items()}
    print(
        f"\n{job.name}  {job.about}  ours: {_shown(medians[ours])} {job.unit}, {job.rounds} rounds"
    )
    told = {goal.other: goal.most for goal in job.goals}
    beside = [name for name in job.works if name != ours and name not in told]
    for other in [*told, *beside]:
        most = told.get(other)
        goal = f"≤ {most:g}" if most is not None else "—"
        if other not in taken:
            print(f"   / {other:<34} skipped (not installed)")
            rows.append(
                f"| {job.name} | {job.about} | {other} | — | — | {goal} | 没有安装，没有量 |"
            )
            continue
        pairs = list(zip(taken[ours], taken[other], strict=True))
        cpu = statistics.median(a[0] / b[0] for a, b in pairs)
        wall = statistics.median(a[1] / b[1] for a, b in pairs)
        good = most is None or cpu <= most or wall <= most
        kept = kept and good
        verdict = "" if most is None else "ok" if good else "MISSED"
        print(
            f"   / {other:<34} cpu {cpu:7.3f}  wall {wall:7.3f}  goal {goal:<8}"
            f" {verdict}   ({_shown(medians[other])} {job.unit})"
        )
        judged = {"ok": "达到", "MISSED": "**没有达到**", "": "参考"}[verdict]
        slept = all(theirs[0] < theirs[1] / 20 for theirs in taken[other])  # a time that is allowed
        cells = ("—" if slept else f"{cpu:.3g}", f"{wall:.3g}", goal, judged)
        rows.append(f"| {job.name} | {job.about} | {other} | {' | '.join(cells)} |")
    return kept, rows


def grown(growth: Growth, rounds: int = 3) -> tuple[bool, list[str]]:
    """Print how the cost of one work grows; tell whether it is as promised, and its row."""
    works = {size: growth.of(size) for size in growth.sizes}
    taken: dict[int, list[float]] = {size: [] for size in growth.sizes}
    for number in range(rounds + 1):
        for size, work in works.items():
            spent = _spent(work, "ms")
            if number:
                taken[size].append(spent[0])
    told = {size: statistics.median(each) for size, each in taken.items()}
    cells = [f"{size}：{seconds * 1000:.1f}" for size, seconds in told.items()]
    pairs = list(zip(growth.sizes[1:], growth.sizes[:-1], strict=True))
    factors = [told[big] / told[small] for big, small in pairs]
    good = not growth.most or factors[-1] <= growth.most
    shown = "、".join(f"{each:.1f}" for each in factors)
    print(f"\n{growth.name}  {growth.about}  ms cpu {'  '.join(cells)}  ×{shown}")
    judged = "达到" if good else "**没有达到**"
    row = f"| {growth.name} | {growth.about} | {'，'.join(cells)} | {shown} | ≤ {growth.most:g} | {judged} |"
    return good, [row]


def put(name: str, rows: Iterable[str], text: str) -> str:
    """The figures with these rows in the place of those of the same job."""
    begin, told = BEGIN.format(name), list(rows)
    head, found, rest = text.partition(begin)
    if not found:
        raise SystemExit(f"docs/figures.md has no place {begin}")
    body, _, tail = rest.partition(END)
    jobs = {row.split("|")[1] for row in told}
    kept = [line for line in body.strip().splitlines()[2:] if line.split("|")[1] not in jobs]
    title = body.strip().splitlines()[:2]
    lines = sorted([*kept, *told], key=lambda line: line.split("|")[1])
    return "\n".join([head + begin, *title, *lines, END + tail])


def main() -> int:
    from tests.benchmarks import (
        growth,
        papers,
        renewals,
        rosters,
        server,
        verify,
        voices,
        votes,
        window,
    )

    parser = argparse.ArgumentParser()
    parser.add_argument("jobs", nargs="*", help="names of jobs, e.g. 1a 3a g1; all by default")
    parser.add_argument("--write", action="store_true", help="keep the lines in docs/figures.md")
    asked = parser.parse_args()
    makers = [
        each
        for module in (rosters, votes, papers, voices, renewals, window, verify, server, growth)
        for each in module.ALL
    ]
    missed = []
    for make in makers:
        name = make.__name__.partition("_")[2]
        if asked.jobs and name not in asked.jobs:
            continue
        with make() as told:
            good, rows = grown(told) if isinstance(told, Growth) else report(told)
        if not good:
            missed.append(told.name)
        if asked.write:  # at once: a run may be stopped
            place = "growth" if isinstance(told, Growth) else "ratios"
            text = put(place, rows, FIGURES.read_text("utf-8"))
            FIGURES.write_text(text, "utf-8", newline="\n")
    print(f"\nmissed: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
