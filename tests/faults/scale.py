"""How much of a fault is tried: a little with every submission, all of it for a release.

``ROUNDTABLE_LONG=1`` asks for all of it; ``python3 dev.py faults --long`` sets it.
"""

import os
from typing import TypeVar

T = TypeVar("T")
LONG = bool(os.environ.get("ROUNDTABLE_LONG"))


def many(short: T, long: T) -> T:
    return long if LONG else short
