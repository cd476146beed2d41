"""Imports of suggestions: what is the same voice and what is not, and what becomes of replies."""

from datetime import date

import pytest

from desktop.domain.errors import NotYetHappened, TooLong, UnreadableSheet
from desktop.domain.terms import Channel
from desktop.services.suggestions import SuggestionPlan
from desktop.services.voice_imports import insist
from desktop.services.voice_lines import Verdict
from desktop.sheets.child import sheets_here


def table(tmp_path, text, name="表.csv"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def take(register, compound, path):
    preview = register.voice_imports.read(compound, path)
    register.voice_imports.take_over(preview)
    return preview.taken


def test_numbers_of_their_own_make_voices_of_their_own(register, compound, tmp_path):
    path = table(tmp_path, "id,text\n1,楼道灯坏了\n2,楼道灯坏了\n")
    assert take(register, compound, path) == 2
    assert take(register, compound, path) == 0  # the same file once more brings nothing
    other = table(tmp_path, "id,text\n7,楼道灯坏了\n", "七.csv")
    assert take(register, compound, other) == 1
    assert len(register.suggestions.lines(compound)) == 3


def test_nameless_slips_are_counted(register, compound, tmp_path):
    assert take(register, compound, table(tmp_path, "内容\n停车难\n停车难\n停车难\n")) == 3
    assert take(register, compound, table(tmp_path, "内容\n停车难\n停车难\n停车难\n")) == 0
    assert take(register, compound, table(tmp_path, "内容\n停车难\n停车难\n停车难\n停车难\n")) == 1


def test_another_day_or_channel_is_another_voice(register, compound, tmp_path):
    row = "内容,姓名,日期,来源\n灯坏,王芳,{},{}\n"
    for day, source in (
        ("2024-03-04", "意见箱"),
        ("2024-03-05", "意见箱"),
        ("2024-03-04", "12345"),
    ):
        assert take(register, compound, table(tmp_path, row.format(day, source))) == 1
    assert take(register, compound, table(tmp_path, row.format("2024-03-05", "意见箱"))) == 0


def test_a_count_of_rows_is_no_number_of_a_suggestion(register, compound, tmp_path):
    assert take(register, compound, table(tmp_path, "序号,内容,姓名\n1,灯坏,王芳\n")) == 1
    moved = table(tmp_path, "序号,内容,姓名\n1,狗叫,李四\n2,灯坏,王芳\n")
    assert take(register, compound, moved) == 1


def test_what_looks_known_is_registered_all_the_same_when_somebody_says_so(
    register, compound, tmp_path
):
    path = table(tmp_path, "内容,姓名\n灯坏,王芳\n灯坏,王芳\n")
    assert take(register, compound, path) == 1
    preview = register.voice_imports.read(compound, path)
    assert [line.verdict for line in preview.lines] == [Verdict.KNOWN, Verdict.KNOWN]
    wanted = insist(preview, preview.lines[1:])
    assert wanted.taken == 1
    register.voice_imports.take_over(wanted)
    assert [line.proposer for line in register.suggestions.lines(compound)] == ["王芳", "王芳"]


CHAIN = """#接龙
1. 王芳 3-2-501 楼道灯坏
   ↳ 李四：坚决反对
   ↳ 何平 3-2-301：我家也漏水，楼道灯也坏了
   ↳ 周兰：+1
1. 赵六 3-2-502 停车难
   ↳ 钱七：我也同意，另外门也坏了
2. 孙八 附议1号
3. 郑九 同楼上
"""


def test_only_who_says_so_backs_an_entry_and_every_reply_is_kept(register, compound):
    preview = register.voice_imports.paste(compound, CHAIN)
    told = {line.line: line for line in preview.lines}
    assert (told[2].supporters, told[6].supporters) == (1, 3)  # the latest with that number
    assert [told[n].verdict for n in (3, 4, 5, 7)] == [
        Verdict.OFFERED, Verdict.OFFERED, Verdict.NOTHING, Verdict.OFFERED,
    ]  # fmt: skip
    assert preview.taken == 2
    register.voice_imports.take_over(insist(preview, [told[4]]))
    lines = {line.proposer: line for line in register.suggestions.lines(compound)}
    assert "李四：坚决反对" in lines["王芳"].details
    assert (lines["何平"].door, lines["何平"].text) == ("3-2-301", "我家也漏水，楼道灯也坏了")
    again = {line.line: line for line in register.voice_imports.paste(compound, CHAIN).lines}
    assert again[4].verdict is Verdict.KNOWN


def test_a_chain_has_the_day_somebody_says_and_is_known_again(register, compound):
    preview = register.voice_imports.paste(compound, "1. 王芳 灯坏\n2. 李四 13800000000 狗叫")
    register.voice_imports.take_over(preview, date(2024, 6, 12))
    lines = register.suggestions.lines(compound)
    assert {line.received_on for line in lines} == {date(2024, 6, 12)}
    assert {line.channel for line in lines} == {Channel.GROUP_CHAT}
    assert register.voice_imports.paste(compound, "1. 王芳 灯坏").taken == 0
    with pytest.raises(NotYetHappened):
        register.voice_imports.take_over(preview, date(2999, 1, 1))


def test_nothing_is_said_in_days_to_come_nor_behind_endless_doors(register, compound):
    with pytest.raises(NotYetHappened):
        register.suggestions.add(compound, SuggestionPlan("灯坏", received_on=date(2999, 1, 1)))
    with pytest.raises(TooLong):
        register.suggestions.add(compound, SuggestionPlan("灯坏", door="三" * 3_000))


def test_a_chain_saved_as_a_table_is_a_chain(register, compound, tmp_path):
    text = "#接龙\n小区意见建议接龙\n1. 王芳 3-2-501 楼道灯坏\n2. 李伟 3-2-502 停车难\n3. 收到\n"
    preview = register.voice_imports.read(compound, table(tmp_path, text))
    assert [(line.proposer, line.place) for line in preview.lines if line.proposer] == [
        ("王芳", "3-2-501"), ("李伟", "3-2-502"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("空.csv", b"", "文件是空的"),
        ("空.txt", b"", "文件是空的"),
        ("空白.csv", "\ufeff\n".encode(), "文件是空的"),
        ("混.csv", "内容\n灯坏了\n".encode() + "停车难\n".encode("gb18030"), "两种文字编码"),
        ("混.txt", "1. 灯坏了\n".encode() + "2. 停车难\n".encode("gb18030"), "两种文字编码"),
    ],
)
def test_what_cannot_be_read_says_why(register, compound, tmp_path, name, data, why):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableSheet, match=why):
        register.voice_imports.read(compound, path)


def test_more_suggestions_fit_a_table_than_homes(register, compound, tmp_path):
    path = table(tmp_path, "内容\n" + "\n".join(f"第{n}盏灯坏了" for n in range(60_000)))
    assert register.voice_imports.read(compound, path).taken == 60_000
    with pytest.raises(UnreadableSheet, match="按楼栋"):
        sheets_here(path)


def test_what_was_put_right_is_not_registered_again_with_its_old_words(
    register, compound, tmp_path
):
    path = tmp_path / "建议.csv"
    path.write_text("建议内容,房号,姓名\n楼到灯坏了,3-2-501,王芳\n井盖响,1-1-101,\n", "utf-8")
    imports = register.voice_imports
    imports.take_over(imports.read(compound, path))
    first = next(v for v in register.suggestions.lines(compound) if v.text == "楼到灯坏了")
    register.suggestions.correct(first.ref, "楼道灯坏了", "3-2-501", "王芳")
    register.suggestions.correct(first.ref, "楼道灯坏了", "3-2-502", "")
    again = imports.read(compound, path)
    assert {line.verdict for line in again.lines} == {Verdict.KNOWN}
    path.write_text("建议内容,房号,姓名\n" + "楼到灯坏了,3-2-501,王芳\n" * 2, "utf-8")
    told = [line.verdict for line in imports.read(compound, path).lines]
    assert told.count(Verdict.NEW) == 0  # the second is equal to the first of this very file
    path.write_text("建议内容,房号,姓名\n楼到灯坏了,3-2-503,王芳\n", "utf-8")
    assert [line.verdict for line in imports.read(compound, path).lines] == [Verdict.NEW]
