"""A meeting's archive package: papers, files, the record as JSON and Markdown, digests, catalogue.

One ZIP that can be read without this program (DA/T practice: the thing, its description, its
digest). Disputes have no part in it: whoever is party to one is named with a star, also where he
spoke at the meeting.
"""

import json
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from desktop.documents.archive_papers import report, signatures
from desktop.documents.meeting_papers import catalogue
from desktop.documents.pdf import count_pages
from desktop.domain import rulebook
from desktop.domain.errors import NotYet, PrivateOnNotice
from desktop.domain.ids import Ref
from desktop.domain.long_work import Step, going_on
from desktop.domain.proceedings import Proceedings
from desktop.domain.session_errors import UnfinishedNotice
from desktop.domain.terms import Copy
from desktop.services import archive_parts, outgoing
from desktop.services.attachments import AttachmentLine, Attachments
from desktop.services.corrections import Corrections
from desktop.services.house_style import HouseStyle
from desktop.services.minutes import FINAL, Minutes, MinutesText, code_of
from desktop.services.paper_files import Form, rendered
from desktop.services.paper_kinds import BY_HAND
from desktop.services.papers import Paper, Papers
from desktop.services.wall import Shield, shield
from desktop.storage.store import Store
from desktop.system.files import safe_name

FORMAT = "roundtable-meeting/1"  # of the record; a newer one is for a newer program
RECORD, TEXT, LIST = "会议记录.json", "会议记录.md", "sha256.txt"
METADATA, EVENTS = "元数据.xml", "事件历史.json"
SIGNATURES, CHECKED = "归档签名页.pdf", "四性检测报告.pdf"


class Archives:
    def __init__(
        self,
        store: Store,
        papers: Papers,
        minutes: Minutes,
        corrections: Corrections,
        attachments: Attachments,
        style: HouseStyle,
    ) -> None:
        self._store, self._papers, self._style = store, papers, style
        self._minutes, self._corrections = minutes, corrections
        self._attachments, self._fonts = attachments, papers.fonts

    def write(self, meeting: Ref, folder: Path, step: Step = going_on) -> Path:
        """Write the package into a folder; give its path. Raise ``NotYet`` before the minutes are
        final: what goes into the archive changes no more."""
        told = self._papers.told(meeting)
        if told.facts.stage not in FINAL:
            raise NotYet("归档包", "纪要还没有定稿")
        path = folder / safe_name(f"{self._papers.stem(meeting, told)} 归档包.zip")
        return outgoing.put(self._store, path, self.package(meeting, told, step))

    def package(self, meeting: Ref, told: Proceedings, step: Step = going_on) -> bytes:
        """The ZIP itself. What was issued lies in it as it was issued; what never was is made now, and
        looked at as what is issued; what may not be, is left out, and the report says so."""
        at = self._store.clock().isoformat(timespec="seconds")
        texts = [self._minutes.text(meeting, copy, told) for copy in Copy]
        with self._store.reading() as session:
            hide = shield(session, meeting.compound_id)
        papers, left_out = self._finished(meeting, told, hide, step)
        kept, seen = (
            self._kept(meeting, hide),
            hide.whole(told),
        )  # whatever describes them is masked
        parts: list[tuple[str, bytes]] = [
            (RECORD, hide.text(self._record(meeting, told, texts, hide)).encode()),
            (TEXT, hide.text(markdown(told)).encode()),
            *papers,
            *((name, self._attachments.content(line.ref)) for name, line in kept),
        ]
        with self._store.reading() as session:
            parts.append((EVENTS, archive_parts.events(session, meeting, hide)))
            checks = archive_parts.four_checks(session, meeting, texts, parts, left_out)
        codes = [(f"会议纪要（{each.copy.word}）", each.code) for each in texts]
        codes.append(("会议记录数据 SHA-256", sha256(parts[0][1]).hexdigest()))
        for name, document in (
            (SIGNATURES, signatures(seen.facts, codes, len(parts))),
            (CHECKED, report(seen.facts, checks, at)),
        ):
            parts.append((name, rendered(document, Form.PDF, self._fonts, self._store.clock())))
        parts.append((METADATA, archive_parts.metadata(seen.facts, self._store.who, at, parts)))
        return _packed(parts)

    def _finished(
        self, meeting: Ref, told: Proceedings, hide: Shield, step: Step
    ) -> tuple[list[tuple[str, bytes]], dict[Paper, str]]:
        """Every paper of the meeting in both forms, and which are left out, with the reason."""
        parts: list[tuple[str, bytes]] = []
        left_out: dict[Paper, str] = {}
        for number, paper in enumerate(Paper):
            step(number, len(Paper))
            needed = self._papers.needed(meeting, told, paper) or paper in BY_HAND
            if not needed or paper is Paper.CATALOGUE:
                continue
            try:
                document = hide.whole(self._papers.finished(meeting, paper, told))
            except (NotYet, UnfinishedNotice, PrivateOnNotice) as refusal:
                left_out[paper] = hide.text(str(refusal))
                continue
            for form in Form:
                data = self._papers.issued(meeting, paper, form, document)
                parts.append(
                    (
                        f"文件/{paper.value}.{form.value}",
                        data or rendered(document, form, self._fonts, self._store.clock()),
                    )
                )
        return [*parts, *self._catalogue(meeting, hide.whole(told), parts, hide)], left_out

    def _catalogue(
        self, meeting: Ref, told: Proceedings, parts: list[tuple[str, bytes]], hide: Shield
    ) -> list[tuple[str, bytes]]:
        """归档目录 of what lies in this package, with the pages of every paper."""
        long = {
            name.rpartition(".")[0]: count_pages(data)
            for name, data in parts
            if name.endswith(".pdf")
        }
        listed = [
            (name.rpartition(".")[0].removeprefix("文件/"), form.name, pages)
            for name, _ in parts
            for form in Form
            if name.endswith(f".{form.value}")
            for pages in [str(long.get(name.rpartition(".")[0], ""))]
        ]
        listed += [(hide.text(line.name), line.kind, "") for _, line in self._kept(meeting, hide)]
        document = catalogue(told, listed)
        now = self._store.clock()
        return [
            (
                f"文件/{Paper.CATALOGUE.value}.{form.value}",
                rendered(document, form, self._fonts, now),
            )
            for form in Form
        ]

    def _kept(self, meeting: Ref, hide: Shield) -> list[tuple[str, AttachmentLine]]:
        """The files kept with a meeting, each under its name in the package: stars may not stand in
        the name of a file."""
        return [
            (
                f"附件/{number:02d} {line.kind} {hide.text(line.name).replace('*', '某')}",
                line,
            )
            for number, line in enumerate(self._attachments.lines(meeting), 1)
        ]

    def _record(
        self, meeting: Ref, told: Proceedings, texts: list[MinutesText], hide: Shield
    ) -> str:
        """Everything of a meeting as JSON, from which another copy of the program makes it anew."""
        whole = _plain(told) | {
            "format": FORMAT,
            "rule": rulebook.as_table(told.profile),
            "minutes": [_shown(each, hide) for each in texts],
            "numbers": [_plain(each) for each in self._style.numbers_of(meeting)],
            "corrections": [_plain(each) for each in self._corrections.lines(meeting)],
            "attachments": [
                {"file": name, "name": hide.text(line.name), "kind": line.kind}
                for name, line in self._kept(meeting, hide)
            ],
        }
        return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)


def _shown(minutes: MinutesText, hide: Shield) -> dict[str, Any]:
    """One copy of the minutes as the package holds it. Where a party to a dispute is hidden the text is
    not the issued one: it carries its own check code, and ``issued_code`` is the printed one's."""
    text = hide.text(minutes.text)
    code = code_of(text, minutes.version) if minutes.final else ""
    shown: dict[str, Any] = _plain(replace(minutes, text=text, code=code))
    return shown if code == minutes.code else shown | {"issued_code": minutes.code}


def _packed(parts: list[tuple[str, bytes]]) -> bytes:
    listed = "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in parts)
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as package:
        for name, data in [*parts, (LIST, listed.encode())]:
            package.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return buffer.getvalue()


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
