"""A clerk's process on a server: enters ballots from several threads, and tells how long each took.

``python -m tests.benchmarks.clerk ADDRESS COMPOUND POLL FIRST PAPERS THREADS PAUSE`` says ``ready``, waits
for a line, enters papers FIRST … FIRST+PAPERS-1 (each thread its share, PAUSE seconds between two on
average), and prints the seconds of each on a line.
"""

import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from desktop.domain.ids import Ref
from desktop.register import Register


def main(address: str, compound: str, poll_id: str, *numbers: str) -> None:
    first, papers, threads = map(int, numbers[:3])
    pause, poll = float(numbers[3]), Ref(UUID(compound), UUID(poll_id))
    register = Register(address, f"录入员{first}")
    register.polls.told(poll)  # connected, and everything imported
    print("ready", flush=True)
    sys.stdin.readline()

    def work(number: int) -> list[float]:
        rng, taken = random.Random(first + number), []
        for paper in range(first + number, first + papers, threads):
            time.sleep(pause * rng.uniform(0, 2))
            start = time.perf_counter()
            register.entries.enter(poll, str(paper), rng.choice("123"))
            taken.append(time.perf_counter() - start)
        return taken

    with ThreadPoolExecutor(threads) as pool:
        for taken in pool.map(work, range(threads)):
            print(*taken, sep="\n", flush=True)
    register.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
