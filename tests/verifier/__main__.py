"""``python -m tests.verifier [VOTES MUTANTS SEED]``: random votes on which the verifier must agree with
the program, and mutants of their evidence, each of which it must reject."""

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.verifier.forging import Bundle, verifier
from tests.verifier.mutants import Mutant, mutants
from tests.verifier.votes import world

ONCE = 25  # votes of one office


def main(votes: int = 1000, several: int = 1000, seed: int = 1) -> int:
    told: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    began = time.monotonic()
    for first in range(0, votes, ONCE):
        number = min(ONCE, votes - first)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            with world(folder, seed + first) as here:
                paths = [here.bundle()[1] for _ in range(number)]
            for path in paths:
                found = verifier.verify(path, Bundle(path).anchors)
                told["votes"] += 1
                told["agreed"] += found.code == verifier.HOLDS
                if found.code != verifier.HOLDS:
                    wrong = [each for each in found.claims if each.holds is False]
                    print("differs:", seed + first, path.name, found.unreadable, wrong, flush=True)
                kinds.update(f"verdict {each['verdict']}" for each in found.matters)
            made = mutants(paths, random.Random(seed + first))
            for _ in range(several * (first + number) // votes - several * first // votes):
                _try(next(made), folder, told, kinds)
        print(f"{time.monotonic() - began:.0f} s", dict(told), flush=True)
    for kind, count in sorted(kinds.items()):
        print(f"{count:6} {kind}")
    return int(told["agreed"] < told["votes"] or told["rejected"] < told["mutants"])


def _try(mutant: Mutant, folder: Path, told: Counter[str], kinds: Counter[str]) -> None:
    path = folder / "改过.zip"
    path.write_bytes(mutant.data)
    rejected = verifier.verify(path, mutant.anchors).code != verifier.HOLDS
    told["mutants"] += 1
    told["rejected"] += rejected
    kinds[mutant.name] += 1
    if mutant.anchored:
        told["only by an anchor"] += verifier.verify(path).code == verifier.HOLDS
    if not rejected:
        print("passed:", mutant.name, flush=True)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
