"""The readers of text, fed by a tool that looks for branches no file has reached yet.

``python -m tests.faults.guided READER SECONDS [FOLDER]``; what FOLDER holds is where it begins, and where it
keeps what was new. It needs atheris (Linux), which is not among the locked parts. It ends with a code other than 0
and writes ``crash-…`` when anything but a refusal in words leaves the reader.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

SUFFIX = {
    "voice_sheet": ".csv",
    "platform_table": ".csv",
    "ballot_table": ".csv",
    "rule_file": ".toml",
}


def main(reader: str, seconds: int, folder: Path) -> None:
    import atheris  # type: ignore[import-not-found]

    with atheris.instrument_imports(include=["desktop"]):
        from tests.faults.parsers import PARSERS, outcome

    read: Callable[[Path], None] = PARSERS[reader]
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / f"文件{SUFFIX.get(reader, '.txt')}"

        def once(data: bytes) -> None:
            path.write_bytes(data)
            if (told := outcome(read, path)).startswith("wrong"):
                raise AssertionError(told)

        folder.mkdir(exist_ok=True)
        limits = [
            f"-max_total_time={seconds}",
            "-max_len=4096",
            "-rss_limit_mb=2000",
            "-timeout=20",
        ]
        atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={folder}/", str(folder)], once)
        atheris.Fuzz()


if __name__ == "__main__":
    main(
        sys.argv[1],
        int(sys.argv[2]),
        Path(sys.argv[3] if len(sys.argv) > 3 else tempfile.mkdtemp()),
    )
