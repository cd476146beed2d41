"""The reader of the handbook: what it knows, and that it passes over nothing it does not know."""

import pytest

from desktop.documents.markdown import (
    Figure,
    Piece,
    Section,
    Step,
    Table,
    UnknownMarkup,
    Words,
    read,
    words,
)


def test_everything_the_handbook_is_written_in():
    text = (
        "# 章\n\n一段**粗**话，见[别处](02-x.md#节)。\n\n## 节\n\n1. 甲\n2. 乙\n\n"
        "![图](pictures/a-1.png)\n\n3. 丙\n\n- 丁\n- 戊\n\n| 一 | 二 |\n| --- | --- |\n| 三 | **四** |\n"
    )
    assert read(text) == (
        Section("章", 1),
        Words(
            (Piece("一段"), Piece("粗", bold=True), Piece("话，见"), Piece("别处", link="02-x.md#节"), Piece("。"))
        ),
        Section("节", 2),
        Step((Piece("甲"),), 1),
        Step((Piece("乙"),), 2),
        Figure("pictures/a-1.png", "图"),
        Step((Piece("丙"),), 3),
        Step((Piece("丁"),)),
        Step((Piece("戊"),)),
        Table(((Piece("一"),), (Piece("二"),)), (((Piece("三"),), (Piece("四", bold=True),)),)),
    )  # fmt: skip


def test_lines_of_one_paragraph_are_one():
    assert read("按 F1\nF2 键\n打开\n") == (Words((Piece("按 F1 F2 键打开"),)),)
    assert read("1. 甲\n   乙\n- 丙\n  丁\n") == (Step((Piece("甲乙"),), 1), Step((Piece("丙丁"),)))


def test_the_words_of_a_table_are_told_by_cell():
    (table,) = read("| 一 | 二 |\n| - | - |\n| 三 | 四 |\n")
    assert list(words(table)) == ["一", "二", "三", "四"]


@pytest.mark.parametrize(
    "text",
    [
        "> 引文",
        "* 项",
        "+ 项",
        "2. 从二开始",
        "1. 一\n3. 三",
        "一个 `词`",
        "<b>粗</b>",
        "行尾有空格 ",
        "\t缩进",
        "    缩进",
        "### 三级",
        "#没有空格",
        "# 有**粗**的标题",
        "段落\n# 标题",
        "段落\n- 项",
        "- 项\n没有缩进",
        "1. 项\n  缩进不够",
        "| 没有 | 分隔 |\n| 行 | 的 |",
        "| 少 | 格 |\n| - | - |\n| 一 |",
        "段落\n| 表 |",
        "| 表 |\n| - |\n段落",
        "一个*斜体*词",
        "没有配对的**粗",
        "![图](别处/x.png)",
        "文字里的![图](pictures/x.png)",
        "[没有写完](",
        "见 https://example.org",
        "反斜\\杠",
        "---",
    ],
)
def test_anything_else_is_named_with_its_line(text):
    with pytest.raises(UnknownMarkup, match=r"x\.md:\d"):
        read(text, "x.md")
