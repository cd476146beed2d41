"""Every list as a table; the street's own forms filled; papers of many meetings in one go."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document as Word
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.datavalidation import DataValidation

from desktop.domain.blank_form import NUMBER, Place
from desktop.domain.errors import Gone, UnreadableSheet
from desktop.domain.ids import Ref
from desktop.domain.letterhead import Letterhead
from desktop.domain.session_errors import NotABlankForm, NothingPointed, NotOneRow
from desktop.domain.terms import BodyKind, Outcome
from desktop.services.agendas import ItemPlan
from desktop.services.lists import COLUMNS, Listed
from desktop.services.meetings import MeetingPlan
from desktop.services.papers import Form, Paper
from desktop.services.proceedings import proceedings
from desktop.services.suggestions import SuggestionPlan
from desktop.sheets import forms
from desktop.sheets.writing import write_list

THIN = Side(style="thin")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def say(register, compound, count):
    for number in range(count):
        register.suggestions.add(
            compound, SuggestionPlan(f"=楼道灯坏了{number}", door=f"3-1-{number + 101}")
        )


@pytest.mark.parametrize("kind", Listed)
def test_every_list_has_its_columns(held, kind):
    register, ref = held
    table = register.lists.table(ref.compound_id, kind)
    assert table.columns == COLUMNS[kind]
    assert all(len(row) == len(table.columns) for row in table.rows)
    if kind not in {
        Listed.AFFAIRS, Listed.THREE_LISTS, Listed.GROUPS, Listed.NUMBERS, Listed.PAPERS,
    }:  # fmt: skip
        assert table.rows


def test_numbers_and_papers_are_listed_once_there_are_any(held, tmp_path):
    register, ref = held
    convener = register.papers.told(ref).facts.convener
    register.house_style.keep(Letterhead(convener, "文件", "金议〔{年}〕{号}号", ("会议通知",)))
    register.papers.write(ref, Paper.NOTICE, Form.PDF, tmp_path)
    (number,) = register.lists.table(ref.compound_id, Listed.NUMBERS).rows
    assert number[:4] == ("金议〔2024〕1号", "2024", "1", "会议通知")
    (paper,) = register.lists.table(ref.compound_id, Listed.PAPERS).rows
    assert paper[2:4] == ("会议通知", "PDF")


def test_no_list_has_a_telephone_number(held):
    register, ref = held
    phones = {
        owner.phone
        for line in register.premises.lines(ref.compound_id)
        for owner in line.owners
        if owner.phone
    }
    told = "".join(
        cell
        for kind in Listed
        for row in register.lists.table(ref.compound_id, kind).rows
        for cell in row
    )
    assert phones
    assert not [phone for phone in phones if phone in told]


def test_a_list_as_a_file(register, compound, tmp_path):
    say(register, compound, 3)
    table = register.lists.table(compound, Listed.SUGGESTIONS)
    path = tmp_path / "清单.xlsx"
    write_list(path, table.kind.value, table.columns, table.rows)
    sheet = load_workbook(path).active
    assert [cell.value for cell in sheet[1]] == list(table.columns)
    assert sheet["D2"].value == "=楼道灯坏了0"
    assert sheet["D2"].data_type == "s"


def blank_book(path: Path, lines: int = 2) -> Path:
    """A street's ledger: a title over all columns, a heading, blank framed lines, a foot."""
    book = Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet.merge_cells("A1:D1")
    sheet["A1"] = "意见建议登记台账"
    sheet["A2"] = "填表单位："
    for column, word in enumerate(("序号", "内容", "房号", "处理"), 1):
        sheet.cell(3, column, word).border = FRAME
    for row in range(4, 4 + lines):
        for column in range(1, 5):
            cell = sheet.cell(row, column)
            cell.border, cell.font = FRAME, Font(name="仿宋", size=11)
        sheet.row_dimensions[row].height = 33
    foot = 4 + lines
    sheet.merge_cells(start_row=foot, start_column=1, end_row=foot, end_column=4)
    sheet.cell(foot, 1, "负责人签字：")
    book.save(path)
    return path


PLACES = (
    Place(0, 1, 1, "社区", down=False),
    Place(0, 3, 0, NUMBER, down=True),
    Place(0, 3, 1, "内容", down=True),
    Place(0, 3, 2, "房号", down=True),
)


@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_a_ledger_is_filled_and_stays_what_it_was(register, compound, tmp_path, count):
    say(register, compound, count)
    form = register.forms.load(blank_book(tmp_path / "街道台账.xlsx"), Listed.SUGGESTIONS)
    assert register.forms.grids(form)[0].rows[2][:4] == ("序号", "内容", "房号", "处理")
    register.forms.point(form, PLACES, Listed.SUGGESTIONS)
    path = register.forms.fill(form, compound, tmp_path / "填好")
    sheet = load_workbook(path).active
    assert sheet["B2"].value == "柳荫社区"
    told = [(sheet.cell(4 + n, 1).value, sheet.cell(4 + n, 2).value) for n in range(count)]
    assert told == [(n + 1, f"=楼道灯坏了{n}") for n in range(count)]
    assert all(sheet.cell(4 + n, 2).data_type == "s" for n in range(count))
    foot = 4 + max(2, count)
    assert sheet.cell(foot, 1).value == "负责人签字："
    assert f"A{foot}:D{foot}" in {str(each) for each in sheet.merged_cells.ranges}
    for row in range(4, foot):
        assert sheet.cell(row, 3).border.left.style == "thin"
        assert sheet.cell(row, 3).font.name == "仿宋"
        assert sheet.row_dimensions[row].height == 33


def test_what_is_printed_entered_and_coloured_grows_with_the_form():
    book = Workbook()
    sheet = book.active
    for row in range(1, 8):
        for column in range(1, 4):
            sheet.cell(row, column).border = FRAME
    sheet.cell(7, 1, "合计")
    sheet["C2"].number_format = "0.00"
    for row in range(2, 7):
        sheet.cell(row, 3).number_format = "0.00"
    sheet.print_area = "A1:C7"
    sheet.auto_filter.ref = "A1:C6"
    rule = DataValidation(type="list", formula1='"是,否"')
    rule.add("B2:B6")
    below = DataValidation(type="whole", formula1="$C$7")
    below.add("C7")
    sheet.add_data_validation(rule)
    sheet.add_data_validation(below)
    sheet.conditional_formatting.add("A2:C6", CellIsRule(operator="equal", formula=["0"]))
    buffer = io.BytesIO()
    book.save(buffer)
    places = [Place(0, 1, n, what, down=True) for n, what in enumerate((NUMBER, "房号", "钱"))]
    rows = [{NUMBER: str(n + 1), "房号": "0101", "钱": "12.50"} for n in range(13)]
    made = load_workbook(io.BytesIO(forms.filled("x.xlsx", buffer.getvalue(), places, {}, rows)))
    sheet = made.active
    assert sheet.print_area.endswith("$A$1:$C$15")
    assert sheet.auto_filter.ref == "A1:C14"
    first, second = sheet.data_validations.dataValidation
    assert str(first.sqref) == "B2:B14"
    assert (str(second.sqref), second.formula1) == ("C15", "$C$15")
    assert [str(each.sqref) for each in sheet.conditional_formatting] == ["A2:C14"]
    assert (sheet["A14"].value, sheet["B14"].value, sheet["C14"].value) == (13, "0101", 12.5)
    assert sheet["A15"].value == "合计"


def test_sums_and_merged_cells_grow_with_the_form():
    book = Workbook()
    sheet = book.active
    for row in range(1, 5):
        for column in range(1, 4):
            sheet.cell(row, column).border = FRAME
    for row in (2, 3, 4):
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)
    sheet["A5"], sheet["B5"], sheet["C5"] = "合计", "=COUNTA(A2:A4)", "=B5*2+$A$1"
    buffer = io.BytesIO()
    book.save(buffer)
    rows = [{"内容": str(n)} for n in range(200)]
    places = (Place(0, 1, 1, "内容", down=True),)
    done = load_workbook(io.BytesIO(forms.filled("台账.xlsx", buffer.getvalue(), places, {}, rows)))
    sheet = done.active
    assert sheet["A202"].value == "合计"
    assert sheet["B202"].value == "=COUNTA(A2:A201)"
    assert sheet["C202"].value == "=B202*2+$A$1"
    assert sheet["B201"].value == "199"
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert {"B2:C2", "B100:C100", "B201:C201"} <= merged


@pytest.mark.parametrize("count", [1, 5])
def test_a_word_form_is_filled_too(register, compound, tmp_path, count):
    say(register, compound, count)
    paper = Word()
    paper.add_paragraph("意见建议登记表")
    table = paper.add_table(rows=4, cols=3)
    for cell, word in zip(table.rows[0].cells, ("社区", "", ""), strict=True):
        cell.text = word
    for cell, word in zip(table.rows[1].cells, ("序号", "内容", "房号"), strict=True):
        cell.text = word
    table.rows[3].cells[0].text = "备注"
    path = tmp_path / "登记表.docx"
    paper.save(str(path))
    form = register.forms.load(path, Listed.SUGGESTIONS)
    places = (
        Place(0, 0, 1, "社区", down=False),
        Place(0, 2, 0, NUMBER, down=True),
        Place(0, 2, 1, "内容", down=True),
    )
    register.forms.point(form, places, Listed.SUGGESTIONS)
    done = Word(str(register.forms.fill(form, compound, tmp_path / "填好"))).tables[0]
    assert done.rows[0].cells[1].text == "柳荫社区"
    assert [done.rows[2 + n].cells[1].text for n in range(count)] == [
        f"=楼道灯坏了{n}" for n in range(count)
    ]
    assert done.rows[-1].cells[0].text == "备注"


def test_what_cannot_be_a_form_is_refused(file_register, tmp_path):
    for name, data in (("坏.xlsx", b"PK nonsense"), ("坏.docx", b"no"), ("表.pdf", b"%PDF")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises((NotABlankForm, UnreadableSheet)):
            file_register.forms.load(tmp_path / name, Listed.MEETINGS)
    empty = Word()
    empty.save(str(tmp_path / "空.docx"))
    with pytest.raises(UnreadableSheet, match="没有表格"):
        file_register.forms.load(tmp_path / "空.docx", Listed.MEETINGS)


def test_pointing_is_checked_and_a_form_can_go(register, compound, tmp_path):
    form = register.forms.load(blank_book(tmp_path / "台账.xlsx"), Listed.SUGGESTIONS)
    with pytest.raises(NothingPointed):
        register.forms.fill(form, compound, tmp_path)
    rows = (Place(0, 3, 0, "内容", down=True), Place(0, 4, 1, "房号", down=True))
    with pytest.raises(NotOneRow):
        register.forms.point(form, rows, Listed.SUGGESTIONS)
    register.forms.remove(form)
    assert register.forms.lines() == []
    with pytest.raises(Gone):
        register.forms.remove(form)


class TestBatch:
    def many(self, register, compound, count):
        made = []
        for number in range(count):
            day = register.now().date() - timedelta(days=number)
            plan = MeetingPlan(
                "courtyard", f"第{number}次院坝会", day, "15:00", "院坝", "社区", "张敏"
            )
            ref = register.meetings.plan(compound, plan, [ItemPlan("楼道灯")])
            register.table.add(ref, "李四", BodyKind.OWNERS)
            register.meetings.open(ref)
            register.reception.sign_in(ref, "1", "15:00")
            register.meetings.close(ref, "16:00")
            made.append(ref)
        return made

    def test_it_stops_goes_on_and_skips_what_is_there(self, register, compound, tmp_path):
        refs = self.many(register, compound, 5)
        assert set(register.batches.held()) == set(refs)
        told = []

        def after_two(done: int) -> bool:
            told.append(done)
            return done == 2

        papers, folder = (Form.PDF, Form.WORD), tmp_path / "批"
        first = register.batches.write(refs, Paper.RECORD, papers, folder, after_two)
        assert (first.written, first.skipped, first.stopped) == (4, 0, True)
        assert told == [0, 1, 2]
        second = register.batches.write(refs, Paper.RECORD, papers, folder)
        assert (second.written, second.skipped, second.stopped) == (6, 4, False)
        assert len(list(folder.iterdir())) == 10
        register.sessions.note(refs[0], None, "15:10", "李四", "补一句")
        third = register.batches.write(refs, Paper.RECORD, papers, folder)
        assert (third.written, third.skipped) == (2, 8)
        assert third.words == "写出 2 份，8 份以前写过"

    def test_the_record_is_read_once_for_a_paper_in_both_forms(
        self, register, compound, tmp_path, monkeypatch
    ):
        refs = self.many(register, compound, 3)
        register.batches.write(refs, Paper.MINUTES, (Form.PDF, Form.WORD), tmp_path / "批")
        times = []

        def counted(session, ref, matters):
            times.append(ref)
            return proceedings(session, ref, matters)

        monkeypatch.setattr("desktop.services.minutes.proceedings", counted)
        for _ in range(2):  # written anew, and found to lie there
            times.clear()
            register.batches.write(refs, Paper.MINUTES, (Form.PDF, Form.WORD), tmp_path / "批")
            assert sorted(times, key=str) == sorted(refs, key=str)
            for path in (tmp_path / "批").iterdir():
                path.unlink()

    def test_one_refused_paper_does_not_stop_the_others(self, register, compound, tmp_path):
        refs = self.many(register, compound, 3)
        item = register.papers.told(refs[1]).numbered[0]
        for ref in (refs[0], refs[2]):
            for each in register.papers.told(ref).numbered:
                register.sessions.conclude(Ref(compound, each.id), Outcome.HEARD)
            register.minutes.finalise(ref)
        assert item.title == "楼道灯"
        done = register.batches.write(refs, Paper.MINUTES_NOTICE, (Form.PDF,), tmp_path)
        assert done.written == 2
        ((title, why),) = done.refused
        assert "第1次院坝会" in title
        assert "还没有定稿" in why
        assert Ref(compound, refs[1].id) == refs[1]
        assert io.BytesIO(next(iter(tmp_path.iterdir())).read_bytes()).read(4) == b"%PDF"
