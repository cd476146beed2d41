"""Start the program: its window, or one command without it."""

import multiprocessing
import sys


def main(arguments: list[str]) -> int:
    """Run a command, or open the window; Qt is loaded only when there is one to show."""
    from desktop.commands import parser, run

    options = parser().parse_args(arguments)
    if options.command:
        return run(options)
    from ui.app import start

    return start(options.file, options.operator, sample=options.sample)


if __name__ == "__main__":
    multiprocessing.freeze_support()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
