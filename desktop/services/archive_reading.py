"""Reading an archive package: every file as listed, minutes as their check code says, events unbroken."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from lzma import LZMAError
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from desktop.domain.session_errors import BadPackage
from desktop.services.archive_parts import broken_event, false_code
from desktop.services.archives import EVENTS, FORMAT, LIST, RECORD

MOST_FILES, MOST_BYTES = 1_000, 400 << 20  # of one package, unpacked
# What the library raises at a damaged package, and what JSON of another shape makes of ours.
_NO_PACKAGE = (
    BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError, zlib.error, LZMAError,
)  # fmt: skip
_NO_RECORD = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)
Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Package:
    """A package that was read and found whole."""

    told: Told
    files: Mapping[str, bytes]

    @property
    def title(self) -> str:
        return str(self.told["facts"]["title"])

    @property
    def compound(self) -> str:
        return str(self.told["facts"]["compound"])


def read(path: Path) -> Package:
    """Read a package and check every digest; raise ``BadPackage`` with what is wrong."""
    try:
        with ZipFile(path) as package:
            infos = package.infolist()
            if len(infos) > MOST_FILES or sum(each.file_size for each in infos) > MOST_BYTES:
                raise BadPackage(path.name, "里面的文件太多或太大")
            files = {each.filename: package.read(each) for each in infos}
    except _NO_PACKAGE as wrong:
        raise BadPackage(path.name, "不是完好的归档包") from wrong
    if LIST not in files or RECORD not in files:
        raise BadPackage(path.name, "里面没有会议记录或校验清单")
    _check_digests(path.name, files)
    try:
        told = json.loads(files[RECORD])
        known = isinstance(told, dict) and told.get("format") == FORMAT
        false = known and false_code(told["minutes"])
        broken = broken_event(files.get(EVENTS, b"[]"))
    except _NO_RECORD as wrong:
        raise BadPackage(path.name, "会议记录读不出来") from wrong
    if false:
        raise BadPackage(path.name, "纪要和它的校验码对不上，被改过")
    if broken is not None:
        raise BadPackage(path.name, f"事件历史第 {broken} 条被改过")
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise BadPackage(path.name, "会议记录的格式不认识，可能出自更新的版本")
    return Package(told, files)


def _check_digests(name: str, files: Mapping[str, bytes]) -> None:
    listed = {}
    for line in files[LIST].decode("utf-8", "replace").splitlines():
        digest, _, file = line.partition("  ")
        listed[file] = digest
    if set(listed) != set(files) - {LIST}:
        raise BadPackage(name, "文件和校验清单对不上")
    for file, digest in listed.items():
        if sha256(files[file]).hexdigest() != digest:
            raise BadPackage(name, f"“{file}”被改过")
