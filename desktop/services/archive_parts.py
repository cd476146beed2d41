"""What describes a package beside its papers: metadata as XML, the meeting's history, four checks."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import UUID
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent
from zipfile import BadZipFile, ZipFile

from sqlalchemy.orm import Session

from desktop.documents.archive_papers import Check
from desktop.domain import chain
from desktop.domain.chain import Record
from desktop.domain.ids import Ref
from desktop.domain.proceedings import MeetingFacts
from desktop.services.minutes import MinutesText, code_of
from desktop.services.paper_kinds import PUBLIC, Paper
from desktop.services.wall import Shield
from desktop.storage import history

Parts = Sequence[tuple[str, bytes]]
_PARENTS = ("meeting_id", "item_id", "round_id", "attendee_id", "resolution_id")


def metadata(facts: MeetingFacts, who: str, at: str, parts: Parts) -> bytes:
    """The description of the package after DA/T 46: title, creator, dates, and every file."""
    root = Element("电子文件元数据", {"标准": "参照 DA/T 46-2009", "软件": "圆桌议事"})
    for name, told in (
        ("聚合层次", "件"),
        ("题名", facts.full_title),
        ("责任者", facts.convener),
        ("立档单位", facts.community),
        ("小区", facts.compound),
        ("文件形成时间", facts.held_on.isoformat()),
        ("会议标识", str(facts.id)),
        ("主持人", facts.chair),
        ("记录人", facts.recorder),
        ("装包人", who),
        ("装包时间", at),
    ):
        if told:
            SubElement(root, name).text = told
    listed = SubElement(root, "文件清单", {"件数": str(len(parts))})
    for place, (name, data) in enumerate(parts, 1):
        one = SubElement(listed, "文件", {"序号": str(place)})
        SubElement(one, "名称").text = name
        SubElement(one, "格式").text = name.rpartition(".")[2].upper()
        SubElement(one, "字节数").text = str(len(data))
        SubElement(one, "SHA256").text = sha256(data).hexdigest()
    indent(root)
    buffer = BytesIO()
    ElementTree(root).write(buffer, "utf-8", xml_declaration=True)
    return buffer.getvalue()


def events(session: Session, meeting: Ref, hide: Shield) -> bytes:
    """Everything that was done to a meeting, out of the chain of history, each link as it is. Where a
    payload names a party to a dispute its hash stands instead: the links hold all the same."""
    known = {str(meeting.id)}
    told = []
    for each in history.records(session, meeting.compound_id):
        if each.key not in known and not _parents(each) & known:
            continue
        known.add(each.key)
        plain = each.payload.decode("utf-8", errors="replace")
        open_ = hide.text(plain) == plain
        told.append(
            {
                "sequence": each.sequence,
                "at": each.at,
                "offset": each.offset,
                "actor": each.actor,
                "action": each.action,
                "noun": each.noun,
                "key": each.key,
                "compound": str(each.compound),
                "algorithm": each.algorithm,
                "previous": each.previous.hex(),
                "payload": b64encode(each.payload).decode() if open_ else "",
                "payload_hash": chain.payload_hash(each.payload).hex(),
                "hash": each.hash.hex(),
            }
        )
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def broken_event(data: bytes) -> int | None:
    """The number of the first event of a package that is not as it was written, if any. Raise
    ``ValueError`` or ``KeyError`` where it is no list of events."""
    for each in json.loads(data):
        record = Record(
            each["algorithm"],
            UUID(each["compound"]),
            each["sequence"],
            bytes.fromhex(each["previous"]),
            each["at"],
            each["offset"],
            each["actor"],
            each["action"],
            each["noun"],
            each["key"],
            b64decode(each["payload"]),
            bytes.fromhex(each["hash"]),
        )
        told = bytes.fromhex(each["payload_hash"]) if "payload_hash" in each else None
        if record.payload and told not in (None, chain.payload_hash(record.payload)):
            return record.sequence
        if chain.seal(record, told) != record.hash:
            return record.sequence
    return None


def false_code(minutes: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a copy of the minutes does not carry the check code of its own text."""
    return any(
        each["code"] != (code_of(str(each["text"]), int(each["version"])) if each["final"] else "")
        for each in minutes
    )


def four_checks(
    session: Session,
    meeting: Ref,
    texts: Sequence[MinutesText],
    parts: Parts,
    left_out: Mapping[Paper, str],
) -> list[Check]:
    """真实、完整、可用、安全 of a package, as far as a program can tell."""
    codes = all(each.final and each.code == code_of(each.text, each.version) for each in texts)
    broken = history.first_broken(session, meeting.compound_id)
    papers = [(name, data) for name, data in parts if name.startswith("文件/")]
    bad = [name for name, data in papers if not _opens(name, data)]
    missing = "；".join(f"没有装入{paper.value}：{why}" for paper, why in left_out.items())
    looked = sum(_packed(paper, papers) for paper in PUBLIC)
    chained = "历史记录首尾相接" if broken is None else f"从第 {broken} 条起对不上"
    return [
        Check(
            "真实性", "纪要正文与校验码一致", "两份纪要都核对过" if codes else "有纪要对不上", codes
        ),
        Check("真实性", "存证链完整", chained, broken is None),
        Check("完整性", "每个文件列入校验清单", f"共 {len(parts)} 个文件", good=True),
        Check("完整性", "会议文件齐全", missing or f"文件 {len(papers)} 个", not missing),
        Check("可用性", "文件能打开", "；".join(bad) or "PDF 和 DOCX 都能读出", not bad),
        Check("可用性", "没有加密、格式公开", "未转换为 PDF/A", good=True),
        Check("安全性", "装入的张贴件没有个人信息", f"逐份检查了 {looked} 份", good=True),
    ]


def _packed(paper: Paper, papers: Parts) -> bool:
    return any(name == f"文件/{paper.value}.pdf" for name, _ in papers)


def _opens(name: str, data: bytes) -> bool:
    if name.endswith(".pdf"):
        return data.startswith(b"%PDF") and b"%%EOF" in data[-64:]
    try:
        with ZipFile(BytesIO(data)) as package:
            return package.testzip() is None
    except BadZipFile:
        return False


def _parents(record: Record) -> set[str]:
    told = chain.decode(record.payload)
    values = told.get("values") if isinstance(told, dict) else None
    if not isinstance(values, dict):
        return set()
    return {str(values[name]) for name in _PARENTS if values.get(name)}
