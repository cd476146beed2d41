"""Makes what an office is given. ``python dev.py package`` calls this in a venv of the locked parts.

Without options, on Windows: dist/ gets the installer, the portable ZIP, the bill of materials and
SHA256SUMS.txt; on Linux the ZIP becomes a .tar.gz and there is no installer. The frozen program is
tried (smoke.py) before anything is packed.

    --smoke     freeze and try, pack nothing      --nsis   compile the installer around a stub
    --sums      only write SHA256SUMS.txt anew, after signing
    --frozen    use what was frozen last time     --pictures DIR   keep pictures of the windows
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import bill
import shipped
import smoke

ROOT = shipped.ROOT
WORK, DIST = ROOT / "build", ROOT / "dist"
FROZEN = WORK / "dist" / shipped.NAME
LICENCES, BILL, SUMS = "许可", "sbom.cdx.json", "SHA256SUMS.txt"
INSTALLER = ROOT / "packaging" / "installer.nsi"
WINDOWS = sys.platform == "win32"
EPOCH = (1980, 1, 1, 0, 0, 0)  # of every file in the ZIP: the same parts make the same archive


def main(arguments: list[str]) -> int:
    told = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    told.add_argument("--smoke", action="store_true")
    told.add_argument("--nsis", action="store_true")
    told.add_argument("--frozen", action="store_true")
    told.add_argument("--sums", action="store_true")
    told.add_argument("--pictures", type=Path)
    options = told.parse_args(arguments)
    if options.sums:
        write_sums()
        return 0
    if options.nsis:
        with tempfile.TemporaryDirectory(prefix="安装 测试 ") as scratch:
            print(size(installer(stub(Path(scratch)), Path(scratch) / "安装.exe")))
        if not options.smoke:
            return 0
    if not options.frozen:
        freeze()
    smoke.run(FROZEN, options.pictures)
    if not options.smoke:
        pack()
    return 0


def freeze() -> None:
    """PyInstaller's folder, with the licences and the bill inside."""
    began = time.monotonic()
    environment = {**os.environ, "PYTHONHASHSEED": "1"}  # the same parts make the same program
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN",
         "--distpath", str(FROZEN.parent), "--workpath", str(WORK / "work"),
         str(ROOT / "packaging" / "roundtable.spec")], check=True, cwd=ROOT, env=environment)  # fmt: skip
    lock = bill.LOCK.read_text("utf-8")
    without = bill.collect(FROZEN / LICENCES, lock)
    if stray := set(without) - {"pyside6-addons", "pyside6-essentials", "shiboken6"}:
        raise SystemExit(f"no licence text came with {', '.join(sorted(stray))}")
    write_json(FROZEN / BILL, bill.bill(shipped.version(), lock))
    print(f"{size(FROZEN)}, {time.monotonic() - began:.0f} s")


def pack() -> None:
    """Everything in dist/, and its digests."""
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    name, version = shipped.NAME, shipped.version()
    if WINDOWS:
        made = [
            installer(FROZEN, DIST / f"{name}-{version}-安装程序.exe"),
            zipped(FROZEN, DIST / f"{name}-{version}-免安装.zip"),
        ]
    else:
        base = DIST / f"{name}-{version}-linux"
        made = [Path(shutil.make_archive(str(base), "gztar", FROZEN.parent, FROZEN.name))]
    made.append(Path(shutil.copy(FROZEN / BILL, DIST / f"{name}-{version}-{BILL}")))
    for path in made:
        print(size(path))
    write_sums()


def write_sums() -> None:
    made = sums([path for path in DIST.iterdir() if path.is_file() and path.name != SUMS])
    (DIST / SUMS).write_text(made, "utf-8", newline="\n")
    print(made, end="")


def installer(frozen: Path, out: Path) -> Path:
    """Compile the installer around a frozen folder; a warning is an error."""
    made = makensis()
    if made is None:
        raise SystemExit("makensis is missing: install NSIS 3.08 or later")
    subprocess.run(
        [made, "-V2", "-WX", "-INPUTCHARSET", "UTF8", f"-DVERSION={shipped.version()}",
         f"-DDIST={frozen}", f"-DOUT={out}", f"-DSIZE={max(weight(frozen) >> 10, 1)}", INSTALLER.name],
        check=True, cwd=INSTALLER.parent)  # fmt: skip
    return out


def makensis() -> str | None:
    """NSIS's compiler: on the path, or where its own installer puts it."""
    if found := shutil.which("makensis"):
        return found
    for folder in filter(None, map(os.environ.get, ("PROGRAMFILES(X86)", "PROGRAMFILES"))):
        path = Path(folder) / "NSIS" / "makensis.exe"
        if path.is_file():
            return str(path)
    return None


def stub(place: Path) -> Path:
    """A folder that looks like a frozen program and weighs nothing."""
    folder = place / shipped.NAME
    names = (
        f"{shipped.NAME}.exe", f"{shipped.COMMAND}.exe", BILL, "_internal/python3.dll",
        "_internal/resources/sample/意见建议.csv", f"{LICENCES}/说明.txt", f"{LICENCES}/alembic/LICENSE",
    )  # fmt: skip
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, "utf-8")
    return folder


def zipped(folder: Path, out: Path) -> Path:
    """A ZIP that unpacks into one folder, the same bytes for the same files."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(
                    f"{folder.name}/{path.relative_to(folder).as_posix()}", EPOCH
                )
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = (0o755 if os.access(path, os.X_OK) else 0o644) << 16
                archive.writestr(entry, path.read_bytes())
    return out


def sums(paths: list[Path]) -> str:
    """Digests as ``sha256sum -c`` and ``certutil -hashfile FILE SHA256`` understand them."""
    lines = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in paths)
    return "".join(sorted(lines, key=lambda line: line[66:]))


def write_json(path: Path, told: object) -> None:
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")


def weight(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(each.stat().st_size for each in files if each.is_file() and not each.is_symlink())


def size(path: Path) -> str:
    return f"{path.name}: {weight(path) / 1e6:.1f} MB"


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
