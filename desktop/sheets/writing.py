"""Tables we hand out: the blank roster, the problem list. Cells are text, never formulas."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from desktop.domain.errors import CannotWrite
from desktop.domain.roster import Parsed

_TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
TEMPLATE = (
    "楼栋",
    "单元",
    "房号",
    "建筑面积",
    "面积来源",
    "用途",
    "业主姓名",
    "联系电话",
    "证件号后四位",
    "备注",
)
EXAMPLES = (
    ("1", "1", "101", "89.53", "登记", "住宅", "张三、李四", "139********", "1234", "示例，请删除"),
    ("1", "1", "102", "102.36", "合同", "住宅", "开发商(未售)", "", "", "示例，请删除"),
    ("1", "", "S01", "42.16", "登记", "商铺", "某某有限公司", "", "", "示例，请删除"),
)
PROBLEMS = ("工作表", "行号", "级别", "代码", "栏目", "原值", "问题", "处理意见")


def write_template(path: Path) -> None:
    _write(path, "业主名册", TEMPLATE, EXAMPLES, (8, 8, 10, 12, 12, 10, 24, 18, 16, 30))


def write_problems(parsed: Parsed, path: Path) -> None:
    rows = [
        (
            each.sheet,
            str(each.line),
            "错误" if each.severity == "error" else "提醒",
            each.code,
            each.field,
            each.value,
            each.reason,
            "",
        )
        for each in parsed.problems
    ]
    _write(path, "问题清单", PROBLEMS, rows, (14, 8, 8, 20, 14, 24, 36, 30))


def write_list(path: Path, name: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A list of the program as a table, columns as wide as what stands in them."""
    widths = [
        min(60, max(8, 2 + max((_wide(row[n]) for row in rows[:500]), default=0), _wide(title) + 2))
        for n, title in enumerate(header)
    ]
    _write(path, name, header, rows, widths)


def _wide(text: str) -> int:
    """How wide a text is in characters of a Latin face."""
    return sum(1 if character.isascii() else 2 for character in text)


def _write(
    path: Path,
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[int],
) -> None:
    import xlsxwriter  # only who writes a table waits for it

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with xlsxwriter.Workbook(str(path), _TEXT_ONLY) as book:
            bold = book.add_format({"bold": True, "border": 1, "bg_color": "#EEF1F5"})
            plain = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for column, (title, width) in enumerate(zip(header, widths, strict=True)):
                sheet.set_column(column, column, width)
                sheet.write_string(0, column, title, bold)
            for line, row in enumerate(rows, 1):
                for column, text in enumerate(row):
                    sheet.write_string(line, column, text[:32_000], plain)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as wrong:
        raise CannotWrite(str(path), "文件可能正在 Excel 或 WPS 中打开") from wrong
