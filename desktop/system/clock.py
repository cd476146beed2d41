"""The computer's clock and randomness; everything else gets them as arguments."""

import os
from datetime import datetime


def now() -> datetime:
    """This moment, with the computer's own UTC offset."""
    return datetime.now().astimezone()


def randomness(count: int) -> bytes:
    return os.urandom(count)
