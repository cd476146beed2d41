"""恢复密钥: the key of a file on one page, twice, to be cut and sealed; nothing else of the file."""

from collections.abc import Sequence
from datetime import date

from desktop.documents.model import Align, Big, Block, Document, Paragraph
from desktop.documents.words import or_gap

EACH_LINE, TITLE, SIZE = 5, 22, 20  # groups on a line; points
COPIES = ("第一份", "第二份")
_WHAT_FOR = (
    "忘了密码，或钥匙文件丢了，凭它能打开这个数据文件和它的备份。谁拿到它，谁就能打开："
    "请装进信封封好，一份锁在本单位，一份存到别处；不要拍照，不要和电脑、U盘放在一起。"
)


def recovery_sheet(office: str, file_name: str, day: date, groups: Sequence[str]) -> Document:
    """Both copies of the sheet; ``groups`` as ``recovery_key.written`` gives them."""
    first, second = (_copy(each, office, file_name, day, groups) for each in COPIES)
    cut = Paragraph("－　" * 14, indent=False, align=Align.CENTER)
    return Document(f"恢复密钥（{file_name}）", (*first, cut, *second), office)


def _copy(copy: str, office: str, file_name: str, day: date, groups: Sequence[str]) -> list[Block]:
    starts = range(0, len(groups), EACH_LINE)
    whose = f"{or_gap(office)}　{file_name}　{day.isoformat()}"
    return [
        Big(f"恢复密钥（{copy}，密封存放）", TITLE),
        Paragraph(whose, indent=False, align=Align.CENTER),
        *(Big("　".join(groups[start : start + EACH_LINE]), SIZE) for start in starts),
        Paragraph(f"共 {len(groups)} 组，从左到右、从上到下。{_WHAT_FOR}"),
    ]
