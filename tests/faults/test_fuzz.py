"""Bad files do no harm: whatever a stranger's file holds, only a refusal in words leaves a reader.

Files that once broke a reader stay in ``corpus/``, named after the reader. A reader that runs in a child of its own
in the program may die there; here, too, each runs in a child with limits.
"""

import os
import shutil
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

import pytest

from desktop.domain.errors import UnreadableSheet
from desktop.services.communities import CompoundFacts
from desktop.sheets.writing import write_list, write_template
from desktop.system.apart import stream_apart
from tests.conftest import DATA, ROOT
from tests.faults.mutate import list_again
from tests.faults.parsers import PARSERS, outcome, tried
from tests.faults.scale import many

CORPUS = Path(__file__).parent / "corpus"
RUNS = int(os.environ.get("ROUNDTABLE_RUNS", "0")) or many(60, 20_000)
WANTED = os.environ.get("ROUNDTABLE_READERS", "").split() or list(PARSERS)
SLOW = {
    "backup": 30,
    "scan": 20,
    "package": 8,
    "roster": 4,
    "blank_form": 5,
    "picture": 3,
}  # times fewer
SECONDS = 60  # as long as one file may take
APART = {"roster", "voice_sheet", "platform_table", "plan_table", "figures_table", "blank_form", "scan"}  # fmt: skip
pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(os.name == "nt", reason="memory is limited with setrlimit"),
]
CHAIN = "#接龙\n例 1、3-2-501 张三 楼道灯坏了\n\n1、3-2-501 王桂兰 楼道灯坏了三个月\n2、1栋2单元 同意\n3、收到\n"
PLATFORM = (
    "楼栋,单元,房号,选聘物业服务企业,事项二\n1栋,1单元,101,同意,反对\n1栋,1单元,102,弃权,同意\n"
)
DAYS = "2027-10-01/2027-10-07\n2027-10-09、2027年2月6日至2027-02-12，2027-05-01"
FIELDS = "3-2-501 89.53 15:30 2026-09-30 2/3 >1/2 1234567890123 1栋2单元301室 12月3日 PX-1-2-3"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory, held_file, sample_file):
    """A folder of good files for every reader."""
    home = tmp_path_factory.mktemp("seeds")
    for name in PARSERS:
        (home / name).mkdir()

    def put(name, *files):
        for each in files:
            shutil.copy(each, home / name / each.name)

    put("roster", DATA / "业主信息登记表.xlsx", DATA / "房屋清册.csv")
    write_template(home / "roster" / "空表.xlsx")
    put("chain", DATA / "suggestions_jielong.txt")
    (home / "chain" / "接龙.txt").write_text(CHAIN, "utf-8")
    lines = (DATA / "voices_indirect.csv").read_text("utf-8").splitlines(keepends=True)[:40]
    (home / "voice_sheet" / "话.csv").write_text("".join(lines), "utf-8")
    said = ["灯坏了", "张三", "1-1-101", "2026-09-30"]
    write_list(home / "voice_sheet" / "话.xlsx", "话", ["内容", "姓名", "房号", "日期"], [said])
    (home / "platform_table" / "平台.csv").write_text(PLATFORM, "utf-8")
    plans = [DATA / f"renovation_{kind}.csv" for kind in ("budget", "funding", "survey", "works")]
    put("plan_table", *plans)
    put("plan_meta", DATA / "renovation_meta.json")
    put("ballot_table", DATA / "owners_vote.csv")
    put("meta", DATA / "owners_vote.meta.json")
    put("rule_file", *(ROOT / "resources/rules").glob("*.toml"))
    (home / "days" / "日子.txt").write_text(DAYS, "utf-8")
    for number, word in enumerate(FIELDS.split()):
        (home / "typed" / f"{number}.txt").write_text(word, "utf-8")
    (home / "chosen" / "p.json").write_text(
        '{"operator": "张敏", "recent": ["a"], "operators": ["b"]}'
    )
    _written(home, held_file, sample_file)
    return home


def _written(home, held_file, sample_file):
    """What the program itself writes: packages, backups, figures, pictures, forms."""
    from docx import Document
    from PIL import Image

    from desktop.register import Register

    path = home / "示例.圆桌"
    path.write_bytes(held_file.read_bytes())
    register = Register(path, "何婷")
    meeting = register.meetings.lines()[0].ref
    register.attachments.add(meeting, "签到表.jpg", "签到表", b"scan")
    register.minutes.finalise(meeting)
    written = register.archives.write(meeting, home / "写出")
    with ZipFile(written) as whole, ZipFile(home / "package" / "归档.zip", "w") as slim:
        parts = {n: whole.read(n) for n in whole.namelist() if not n.startswith("文件/")}
        list_again(parts)  # without its papers, a thousand of them are read in a minute
        for name, data in parts.items():
            slim.writestr(name, data)
    register.communities.add(CompoundFacts("另一个小区"))
    shutil.copy(register.overview.write(home), home / "figures_table" / "汇总.xlsx")
    shutil.copy(register.upkeep.back_up("手动"), home / "backup" / "备份.圆桌备份")
    register.close()
    write_list(home / "blank_form" / "表.xlsx", "表", ["序号", "事项"], [["1", "灯"], ["", ""]])
    document = Document()
    document.add_table(rows=3, cols=3).cell(0, 0).text = "事项"
    document.save(str(home / "blank_form" / "表.docx"))
    picture = Image.effect_mandelbrot((90, 60), (-2, -1, 1, 1), 20)
    for kind in ("png", "jpg", "gif", "bmp", "tiff"):
        picture.save(home / "picture" / f"图.{kind}")
        if kind != "gif":
            picture.save(home / "scan" / f"图.{kind}")
    picture.save(home / "scan" / "图.pdf")


def test_no_reader_breaks(seeds, record_property):
    jobs = [(name, max(RUNS // SLOW.get(name, 1), 5)) for name in WANTED]
    runs, done, died = sum(count for _, count in jobs), 0, Counter()
    told, wrong = Counter(), {}
    reader = jobs[0][0]
    while done < runs:
        try:
            for each in stream_apart(tried, (jobs, seeds, done), "坏文件", lambda: False, SECONDS):
                done += 1
                reader = each.reader
                told[each.outcome.split(" ")[0]] += 1
                if each.outcome.startswith("wrong"):
                    wrong.setdefault((each.reader, each.outcome), each.data)
        except UnreadableSheet as ended:
            died[f"{reader} after {done}: {ended.why}"] += 1
            done += 1
    for number, ((name, _), data) in enumerate(wrong.items()):
        (seeds / f"{name}-{number}").write_bytes(data)
    record_property(
        "figure",
        f"{runs} bad files for {len(jobs)} readers: {told['read']} read, {told['refused']} refused in words, "
        f"{died.total()} ended the child; {len(wrong)} faults",
    )
    assert not wrong, (list(wrong), str(seeds))
    assert all(each.split(" ")[0] in APART for each in died), died


@pytest.mark.parametrize("path", sorted(CORPUS.iterdir()), ids=lambda path: path.name)
def test_what_once_broke_a_reader_does_no_more(path, tmp_path):
    name = path.name.partition("-")[0]
    copied = tmp_path / f"坏{path.suffix}"
    shutil.copy(path, copied)
    assert name not in APART  # those may end their process
    assert outcome(PARSERS[name], copied) in {"read", "refused"}
