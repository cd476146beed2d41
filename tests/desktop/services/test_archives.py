"""The archive package of a meeting, and both as commands."""

import json
from hashlib import sha256
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from desktop.domain.errors import NotYet
from desktop.services.archives import LIST, RECORD, TEXT
from desktop.services.papers import AFTER, BEFORE, Paper
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
        assert len([name for name in names if name.endswith(".pdf")]) == len(Paper)


def test_both_from_the_command_line(held, tmp_path):
    register, meeting = held
    register.minutes.finalise(meeting)
    where = register.address.path
    register.close()
    done = run("--file", where, "documents", "--meeting", "圆桌会议", "--out", tmp_path / "纸")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "纸").iterdir())) == 2 * len(Paper)
    done = run("--file", where, "archive", "--meeting", meeting.id, "--out", tmp_path / "档")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "档").glob("*.zip"))) == 1
    wrong = run("--file", where, "archive", "--meeting", "没有这个会")
    assert wrong.returncode == 2
    assert "2024年第三季度圆桌会议" in wrong.stderr
    assert run("archive", "--meeting", "x").returncode == 2


def test_a_pack_for_each_step_in_order_with_its_checklist(held, tmp_path):
    register, meeting = held
    for papers, first in ((BEFORE, "01 会议通知.pdf"), (AFTER, "01 会议纪要.pdf")):
        written = register.papers.write_pack(meeting, papers, tmp_path)
        assert [path.name for path in written[:2]] == ["00 打印清单.pdf", first]
        assert len(written) == len(papers) + 1
        told = "".join(page.extract_text() for page in PdfReader(written[0]).pages)
        assert all(paper.value[:3] in told for paper in papers)
