"""The archive package of a meeting, and both as commands."""

import json
from base64 import b64decode
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from desktop.domain.errors import NotYet
from desktop.domain.ids import Ref
from desktop.domain.letterhead import Letterhead
from desktop.domain.session_errors import BadPackage, OtherCompound, PackageKnown
from desktop.domain.terms import Copy, Stage
from desktop.register import Register
from desktop.services.archive_reading import read
from desktop.services.archives import CHECKED, EVENTS, LIST, METADATA, RECORD, SIGNATURES, TEXT
from desktop.services.communities import CompoundFacts
from desktop.services.disputes import DisputePlan
from desktop.services.papers import AFTER, BEFORE, Form, Paper
from desktop.services.sessions import Task
from tests.test_main import run


def test_a_package_is_whole_and_reads_without_us(held, tmp_path):
    register, meeting = held
    with pytest.raises(NotYet):
        register.archives.write(meeting, tmp_path)
    register.attachments.add(meeting, "签到表.jpg", "签到表", b"scan")
    register.minutes.finalise(meeting)
    path = register.archives.write(meeting, tmp_path)
    with ZipFile(path) as package:
        names = package.namelist()
        told = dict(
            reversed(line.split("  ", 1)) for line in package.read(LIST).decode().splitlines()
        )
        assert set(told) == set(names) - {LIST}
        for name, digest in told.items():
            assert sha256(package.read(name)).hexdigest() == digest
        assert package.read("附件/01 签到表 签到表.jpg") == b"scan"
        facts = json.loads(package.read(RECORD))
        assert facts["facts"]["title"] == "2024年第三季度圆桌会议"
        rounds = [each for item in facts["items"] for each in item["rounds"]]
        assert (rounds[0]["for_"], rounds[0]["against"], rounds[0]["abstain"]) == (15, 3, 1)
        text = package.read(TEXT).decode()
        assert "同意 15，反对 3，弃权 1" in text
        papers = [name for name in names if name.startswith("文件/") and name.endswith(".pdf")]
        # nothing to correct, to answer, to collect, and the party organisation had no say
        left_out = {Paper.CORRECTION, Paper.SLIPS, Paper.COLLECTING, Paper.OPINIONS}
        assert len(papers) == len(Paper) - len(left_out)
        pages = PdfReader(BytesIO(package.read("文件/归档目录.pdf"))).pages
        listed = "".join(page.extract_text() for page in pages)
        assert "会议纪要" in listed
        assert "签到表.jpg" in listed
        described = ElementTree.fromstring(package.read(METADATA))
        assert described.findtext("题名") == "金鹭小区2024年第三季度圆桌会议"
        assert described.findtext("文件形成时间") == "2024-08-30"
        files = {f.findtext("名称"): f.findtext("SHA256") for f in described.iter("文件")}
        assert files == {name: told[name] for name in told if name != METADATA}
        events = json.loads(package.read(EVENTS))
        acts = {each["action"] for each in events}
        assert {"meeting.plan", "meeting.open", "minutes.finalise"} <= acts
        assert not {"roster.take_over", "suggestion.add"} & acts  # of this meeting alone
        checked = "".join(p.extract_text() for p in PdfReader(BytesIO(package.read(CHECKED))).pages)
        assert all(word in checked for word in ("真实性", "完整性", "可用性", "安全性", "PDF/A"))
        signed = "".join(
            p.extract_text() for p in PdfReader(BytesIO(package.read(SIGNATURES))).pages
        )
        assert register.minutes.text(meeting, Copy.RECORD).code in signed


def test_both_from_the_command_line(held, tmp_path):
    register, meeting = held
    register.minutes.finalise(meeting)
    where = register.address.path
    register.close()
    done = run("--file", where, "documents", "--meeting", "圆桌会议", "--out", tmp_path / "纸")
    assert done.returncode == 0, done.stderr
    # no suggestion has an answer, nothing was corrected: these two wait, and say so
    assert "答复单" in done.stderr
    assert "更正公告" in done.stderr
    assert len(list((tmp_path / "纸").iterdir())) == 2 * (len(Paper) - 2)
    done = run("--file", where, "archive", "--meeting", meeting.id, "--out", tmp_path / "档")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "档").glob("*.zip"))) == 1
    wrong = run("--file", where, "archive", "--meeting", "没有这个会")
    assert wrong.returncode == 2
    assert "2024年第三季度圆桌会议" in wrong.stderr
    assert run("archive", "--meeting", "x").returncode == 2


def test_a_pack_for_each_step_in_order_with_its_checklist(held, tmp_path):
    register, meeting = held
    with pytest.raises(NotYet):  # 公示 and 张贴件 wait for final minutes
        register.papers.write_pack(meeting, AFTER, tmp_path)
    register.minutes.finalise(meeting)
    for papers, first in ((BEFORE, "01 会议通知.pdf"), (AFTER, "01 会议纪要.pdf")):
        written = register.papers.write_pack(meeting, papers, tmp_path)
        assert [path.name for path in written[:2]] == ["00 打印清单.pdf", first]
        # codes are for who has a scanner; there is nothing to correct
        left_out = {
            Paper.SIGN_CODES, Paper.INVITATIONS, Paper.CORRECTION, Paper.SLIPS, Paper.COLLECTING,
            Paper.OPINIONS,
        }  # fmt: skip
        needed = [paper for paper in papers if paper not in left_out]
        assert len(written) == len(needed) + 1
        told = "".join(page.extract_text() for page in PdfReader(written[0]).pages)
        assert all(paper.value[:3] in told for paper in needed)


def test_a_notice_with_a_blank_is_left_out_and_the_report_says_so(held, tmp_path):
    register, meeting = held
    item = register.papers.told(meeting).numbered[0]
    register.sessions.decide_task(meeting, item.id, Task("补一件没有时限的事", "冯志强", None))
    for copy in Copy:
        text = register.minutes.text(meeting, copy).text
        register.minutes.save(meeting, copy, text.replace("〔待补〕", "另行商定"))
    register.minutes.finalise(meeting)
    with ZipFile(register.archives.write(meeting, tmp_path)) as package:
        names = package.namelist()
        told = "".join(p.extract_text() for p in PdfReader(BytesIO(package.read(CHECKED))).pages)
    assert "文件/公示.pdf" not in names
    assert "文件/会议纪要.pdf" in names
    assert "没有装入公示" in told.replace("\n", "")


class TestBroughtIn:
    def package(self, held, tmp_path):
        register, meeting = held
        register.attachments.add(meeting, "签到表.jpg", "签到表", b"scan")
        register.minutes.finalise(meeting)
        wrong = register.minutes.text(meeting, Copy.RECORD).text.split("\n")[0]
        register.corrections.add(meeting, wrong, "更正后的标题", "笔误", register.now().date())
        return register, meeting, register.archives.write(meeting, tmp_path)

    def test_another_copy_of_the_program_has_the_same_meeting(self, held, tmp_path, clock):
        register, meeting, path = self.package(held, tmp_path)
        other = Register(tmp_path / "另一台.圆桌", "张敏", create=True, now=clock)
        other.communities.set_up("棠梨街道", "柳荫社区")
        compound = other.communities.add(CompoundFacts("金鹭小区"))
        taken = other.archive_imports.bring_in(compound, path)
        assert taken == Ref(compound, meeting.id)
        ours, theirs = register.papers.told(meeting), other.papers.told(taken)
        assert theirs.facts.stage is Stage.ARCHIVED
        assert theirs.attendees == ours.attendees
        assert theirs.profile == ours.profile
        assert theirs.items == tuple(replace(each, suggestions=0) for each in ours.items)
        for copy in Copy:
            mine, yours = register.minutes.text(meeting, copy), other.minutes.text(taken, copy)
            assert (mine.text, mine.code, mine.version) == (yours.text, yours.code, yours.version)
        assert other.corrections.lines(taken) == register.corrections.lines(meeting)
        (file,) = other.attachments.lines(taken)
        assert other.attachments.content(file.ref) == b"scan"
        assert other.papers.preview(taken, Paper.MINUTES).startswith(b"%PDF")
        with pytest.raises(PackageKnown):
            other.archive_imports.bring_in(compound, path)
        other.close()

    def test_what_was_changed_or_is_no_package_is_refused(self, held, tmp_path, clock):
        register, meeting, path = self.package(held, tmp_path)
        with ZipFile(path) as package:
            files = {name: package.read(name) for name in package.namelist()}

        def pack(name, changed):
            made = tmp_path / name
            with ZipFile(made, "w") as package:
                for inside, data in changed.items():
                    package.writestr(inside, data)
            return made

        record = json.loads(files[RECORD])
        newer = json.dumps(record | {"format": "roundtable-meeting/9"}).encode()
        bent = json.dumps({k: v for k, v in record.items() if k != "rule"}).encode()

        def relisted(changed):
            told = [
                f"{sha256(data).hexdigest()}  {name}"
                for name, data in changed.items()
                if name != LIST
            ]
            return changed | {LIST: "\n".join(told).encode()}

        def listed(data):
            lines = files[LIST].decode().splitlines()
            told = [
                f"{sha256(data).hexdigest()}  {RECORD}" if each.endswith(RECORD) else each
                for each in lines
            ]
            return files | {RECORD: data, LIST: "\n".join(told).encode()}

        falsified = json.loads(files[RECORD])
        falsified["minutes"][0]["text"] = falsified["minutes"][0]["text"].replace("15", "16")
        falsified = json.dumps(falsified).encode()
        events = files[EVENTS].replace("何婷".encode(), "李四".encode(), 1)
        elsewhere = register.communities.add(CompoundFacts("另一个小区"))
        other = Register(tmp_path / "另一台.圆桌", "张敏", create=True, now=clock)
        other.communities.set_up("棠梨街道", "柳荫社区")
        there = other.communities.add(CompoundFacts("金鹭小区"))
        with pytest.raises(OtherCompound, match="金鹭小区"):
            register.archive_imports.bring_in(elsewhere, path)
        (tmp_path / "无.zip").write_bytes(b"nothing")
        for made, why in (
            (tmp_path / "无.zip", "不是完好"),
            (pack("改.zip", files | {RECORD: files[RECORD].replace(b"15", b"16")}), "被改过"),
            (pack("多.zip", files | {"多余.txt": b"x"}), "对不上"),
            (pack("空.zip", {}), "没有会议记录"),
            (pack("新.zip", listed(newer)), "更新的版本"),
            (pack("缺.zip", listed(bent)), "缺少内容"),
            (pack("假.zip", listed(falsified)), "校验码"),
            (pack("史.zip", relisted(files | {EVENTS: events})), "事件历史"),
        ):
            with pytest.raises(BadPackage, match=why):
                other.archive_imports.bring_in(there, made)
        other.close()
        with pytest.raises(PackageKnown):
            register.archive_imports.bring_in(meeting.compound_id, path)

    def test_papers_and_numbers_are_as_issued(self, held, tmp_path, clock):
        register, meeting = held
        register.minutes.finalise(meeting)
        convener = register.papers.told(meeting).facts.convener
        letterhead = Letterhead(convener, f"{convener}文件", "金党议〔{年}〕{号}号", ("公示",))
        register.house_style.keep(letterhead)
        issued = register.papers.write(meeting, Paper.PUBLICITY, Form.PDF, tmp_path)
        path = register.archives.write(meeting, tmp_path)
        with ZipFile(path) as package:
            assert package.read("文件/公示.pdf") == issued.read_bytes()
        other = Register(tmp_path / "另一台.圆桌", "张敏", create=True, now=clock)
        other.communities.set_up("棠梨街道", "柳荫社区")
        compound = other.communities.add(CompoundFacts("金鹭小区"))
        taken = other.archive_imports.bring_in(compound, path)
        (number,) = other.house_style.numbers_of(taken)
        assert number == register.house_style.numbers_of(meeting)[0]
        assert number.text == "金党议〔2024〕1号"
        other.close()


def test_a_package_that_hides_a_party_to_a_dispute_can_be_taken_in(held, tmp_path, clock):
    register, meeting = held
    text = register.minutes.text(meeting, Copy.RECORD).text
    named = next(
        each.name
        for each in register.papers.told(meeting).attendees
        if len(each.name) > 2 and each.name in text
    )
    register.attachments.add(meeting, f"{named}家漏水.jpg", "照片", b"scan")
    register.minutes.finalise(meeting)
    parties = f"李和平（3-2-301）与{named}（3-2-302）"
    register.disputes.take(meeting.compound_id, DisputePlan(parties, "漏水"))
    path = register.archives.write(meeting, tmp_path)
    package = read(path)
    assert named not in json.dumps(package.told["minutes"], ensure_ascii=False)
    assert any("issued_code" in each for each in package.told["minutes"])
    with ZipFile(path) as file:
        told = {name: file.read(name) for name in file.namelist()}
    assert any(name.startswith("附件/") and "某" in name for name in told)
    events = json.loads(told[EVENTS])
    assert any(not each["payload"] for each in events)  # its hash stands instead
    payloads = [b64decode(each["payload"]).decode("utf-8", "replace") for each in events]
    plain = [*told, *payloads]
    plain += [
        data.decode() for name, data in told.items() if name.endswith((".json", ".xml", ".md"))
    ]
    plain += [
        "".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).replace("\n", "")
        for name, data in told.items()
        if name.endswith(".pdf") and not name.startswith("文件/")
    ]
    assert [each[:40] for each in plain if named in each] == []
    other = Register(tmp_path / "另一台.圆桌", "张敏", create=True, now=clock)
    other.communities.set_up("棠梨街道", "柳荫社区")
    taken = other.archive_imports.bring_in(other.communities.add(CompoundFacts("金鹭小区")), path)
    (file,) = other.attachments.lines(taken)
    assert (named in file.name, other.attachments.content(file.ref)) == (False, b"scan")
    other.close()
