"""A meeting's archive package: papers, files, the record as JSON and Markdown, digests, catalogue.

One ZIP that can be read without this program (DA/T practice: the thing, its description, its
digest). Disputes have no part in it: whoever is party to one is named with a star, also where he
spoke at the meeting.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from desktop.documents.fonts import Fonts
from desktop.domain import rulebook
from desktop.domain.errors import NotYet
from desktop.domain.ids import Ref
from desktop.domain.proceedings import Proceedings
from desktop.domain.terms import Copy, Stage
from desktop.services.attachments import AttachmentLine, Attachments
from desktop.services.corrections import Corrections
from desktop.services.minutes import Minutes
from desktop.services.paper_files import Form, rendered
from desktop.services.papers import Paper, Papers
from desktop.services.wall import shield
from desktop.storage.store import Store
from desktop.system.files import safe_name, write_whole

FORMAT = "roundtable-meeting/1"  # of the record; a newer one is for a newer program
RECORD, TEXT, LIST = "会议记录.json", "会议记录.md", "sha256.txt"
_FINAL = frozenset({Stage.MINUTES_FINAL, Stage.POSTED, Stage.ARCHIVED})


class Archives:
    def __init__(
        self,
        store: Store,
        papers: Papers,
        minutes: Minutes,
        corrections: Corrections,
        attachments: Attachments,
        fonts: Fonts,
    ) -> None:
        self._store, self._papers = store, papers
        self._minutes, self._corrections = minutes, corrections
        self._attachments, self._fonts = attachments, fonts

    def write(self, meeting: Ref, folder: Path) -> Path:
        """Write the package into a folder; give its path. Raise ``NotYet`` before the minutes are
        final: what goes into the archive changes no more."""
        told = self._papers.told(meeting)
        if told.facts.stage not in _FINAL:
            raise NotYet("归档包", "纪要还没有定稿")
        name = f"{told.facts.held_on.isoformat()} {told.facts.full_title} 归档包.zip"
        path = folder / safe_name(name)
        write_whole(path, self.package(meeting, told))
        return path

    def package(self, meeting: Ref, told: Proceedings) -> bytes:
        """The ZIP itself: the same facts give the same bytes but for the papers' own dates."""
        now = self._store.clock()
        with self._store.reading() as session:
            hide = shield(session, meeting.compound_id)
        parts: list[tuple[str, bytes]] = [
            (RECORD, hide.text(self._record(meeting, told)).encode()),
            (TEXT, hide.text(markdown(told)).encode()),
        ]
        for paper in Paper:
            try:
                document = hide.whole(self._papers.document(meeting, paper))
            except NotYet:  # nothing was corrected: no paper says so
                continue
            parts += [
                (f"文件/{paper.value}.{form.value}", rendered(document, form, self._fonts, now))
                for form in Form
            ]
        parts += [(name, self._attachments.content(line.ref)) for name, line in self._kept(meeting)]
        listed = "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in parts)
        buffer = BytesIO()
        with ZipFile(buffer, "w", ZIP_DEFLATED) as package:
            for name, data in [*parts, (LIST, listed.encode())]:
                package.writestr(ZipInfo(name), data, ZIP_DEFLATED)
        return buffer.getvalue()

    def _kept(self, meeting: Ref) -> list[tuple[str, AttachmentLine]]:
        """The files kept with a meeting, each under its name in the package."""
        return [
            (f"附件/{number:02d} {line.kind} {line.name}", line)
            for number, line in enumerate(self._attachments.lines(meeting), 1)
        ]

    def _record(self, meeting: Ref, told: Proceedings) -> str:
        """Everything of a meeting as JSON, from which another copy of the program makes it anew."""
        whole = _plain(told) | {
            "format": FORMAT,
            "rule": rulebook.as_table(told.profile),
            "minutes": [_plain(self._minutes.text(meeting, copy)) for copy in Copy],
            "corrections": [_plain(each) for each in self._corrections.lines(meeting)],
            "attachments": [
                {"file": name, "name": line.name, "kind": line.kind}
                for name, line in self._kept(meeting)
            ],
        }
        return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)


def _plain(value: Any) -> Any:
    """Facts as plain data: terms by their kept value, days in ISO 8601, keys as text."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID | date):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple | list | frozenset):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    return value if isinstance(value, str | int | bool | None) else str(value)


def markdown(told: Proceedings) -> str:
    """The record as text that any editor opens."""
    facts = told.facts
    lines = [
        f"# {facts.full_title}",
        "",
        f"- 时间：{facts.held_on.isoformat()} {facts.starts}—{facts.ends}",
        f"- 地点：{facts.place}",
        f"- 召集：{facts.convener}　主持：{facts.chair}　记录：{facts.recorder}",
        f"- 应到 {len(told.voters)} 人，到会 {sum(each.came for each in told.voters)} 人",
        "",
    ]
    for item in told.items:
        lines += [f"## {item.number}. {item.title}" if item.number else f"## {item.title}", ""]
        lines += [
            f"- {note.at} {note.speaker}〔{note.kind.word}〕{note.text}"
            + (f"（已划去：{note.struck}）" if note.struck else "")
            for note in item.notes
        ]
        lines += [
            f"- 方案{p.version}（{p.by}）：{p.text}〔{p.state.word}〕" for p in item.proposals
        ]
        lines += [
            f"- {each.at} {each.method.word}：应到 {each.entitled}，到会 {each.present}，"
            f"同意 {each.for_}，反对 {each.against}，弃权 {each.abstain}；{each.inequality}，"
            f"{each.result.word}"
            for each in item.rounds
        ]
        lines += [f"- 结果：{item.outcome.word}"] if item.outcome else []
        lines += [
            f"- 议定：{task.text}（责任：{task.lead}；时限：{task.due or '未定'}；{task.state.word}）"
            for task in item.resolutions
        ]
        lines.append("")
    if told.seal:
        lines.append(f"存证链：{told.seal}")
    return "\n".join(lines) + "\n"
