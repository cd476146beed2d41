"""A child that writes on a disk in trouble and tells what the program said of every write.

``python -m tests.faults.disk_writer PATH COMPOUND WRITES REFUSALS`` prints ``kept``, ``lost``, ``unsure`` or
``wrong`` with the text, then dies without closing anything, after so many refusals or at the end.
"""

import os
import signal
import sys
from uuid import UUID

from desktop.domain.errors import Refusal
from desktop.domain.storage_errors import NOT_KEPT, UNSURE
from desktop.register import Register
from desktop.services.suggestions import SuggestionPlan


def tell(*words: object) -> None:
    print(*words, flush=True)


def main(path: str, compound: str, writes: str, refusals: str) -> None:
    left = int(refusals)
    try:
        register = Register(path, "写入者")
    except Refusal as refusal:
        tell("refused", refusal)
        return
    for number in range(int(writes)):
        text = f"{os.getpid()}-{number}-{'字' * (number * 37 % 1900)}"
        try:
            register.suggestions.add(UUID(compound), SuggestionPlan(text))
        except Refusal as refusal:
            said = str(refusal)
            outcome = "lost" if NOT_KEPT in said else "unsure" if UNSURE in said else "wrong"
            tell(outcome, text)
            left -= 1
            if not left:
                break
        except Exception as wrong:  # noqa: BLE001 - that is what is looked for
            tell("wrong", text, repr(wrong))
        else:
            tell("kept", text)
        try:
            register.news()
        except Refusal:
            tell("warned")
    os.kill(os.getpid(), signal.SIGKILL)  # what the log holds is found by the next start


if __name__ == "__main__":
    main(*sys.argv[1:])
