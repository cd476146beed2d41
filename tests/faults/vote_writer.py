"""A clerk's process that enters random ballots as fast as it can, from several threads.

``python -m tests.faults.vote_writer ADDRESS COMPOUND POLL PAPERS ATTEMPTS THREADS SEED`` prints a line for
every ballot that was acknowledged: its paper and what was entered.
"""

import random
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from uuid import UUID

from desktop.domain.errors import Refusal
from desktop.domain.ids import Ref
from desktop.register import Register


def main(address: str, compound: str, poll_id: str, *numbers: str) -> None:
    papers, attempts, threads, seed = map(int, numbers)
    register = Register(address, f"录入员{seed}")
    poll, lock = Ref(UUID(compound), UUID(poll_id)), Lock()

    def work(number: int) -> None:
        rng = random.Random(seed * 1000 + number)
        for _ in range(attempts // threads):
            paper, key = rng.randint(1, papers), rng.choice("123")
            try:
                register.entries.enter(poll, str(paper), key)
            except Refusal:
                continue
            with lock:
                print(paper, key, flush=True)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
    register.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
