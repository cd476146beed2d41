"""Start the program: its window, or one command without it."""

import multiprocessing
import sys

FILE = ".圆桌"


def main(arguments: list[str]) -> int:
    """Run a command, or open the window; Qt is loaded only when there is one to show."""
    from desktop.commands import parser, run
    from desktop.system import platform_check, windows

    if why := platform_check.problem():
        windows.tell(why)
        return 2
    windows.announce(windows.kernel())
    options = parser().parse_args(told(arguments))
    if options.command == "handbook":
        from ui.help.keys import whole

        options.read = whole  # with every key of the window
    if options.command:
        return run(options)
    from ui.start import start

    return start(options.file, options.operator, sample=options.sample)


def told(arguments: list[str]) -> list[str]:
    """A file dropped on the program, or opened with it, comes without ``--file``."""
    if len(arguments) == 1 and arguments[0].endswith(FILE):
        return ["--file", *arguments]
    return arguments


if __name__ == "__main__":
    multiprocessing.freeze_support()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
