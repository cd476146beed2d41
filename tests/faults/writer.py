"""A child that keeps writing and tells, down a pipe, only what was acknowledged."""

import os
import sys
from uuid import UUID

from desktop.register import Register
from desktop.services.suggestions import SuggestionPlan


def main(path: str, compound: str) -> None:
    register = Register(path, "写入者")
    number = 0
    while True:
        number += 1
        text = f"{os.getpid()}-{number}"
        register.suggestions.add(UUID(compound), SuggestionPlan(text))
        os.write(1, f"{text}\n".encode())  # the acknowledgement: after the commit returned


if __name__ == "__main__":
    main(*sys.argv[1:])
