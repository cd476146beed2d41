"""Finding words: the same as LIKE in SQLite, and by pinyin."""

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.finding import Finder
from desktop.system.pinyin import spelled

LETTERS = st.text(st.sampled_from("楼道灯停车A a1b\n"), max_size=8)


@given(
    st.lists(LETTERS, max_size=12),
    st.text(st.sampled_from("楼道灯停车Aa1"), min_size=1, max_size=3),
)
def test_it_finds_what_like_finds(texts, wanted):
    file = sqlite3.connect(":memory:")
    file.execute("CREATE TABLE t (n INTEGER, text TEXT)")
    file.executemany("INSERT INTO t VALUES (?, ?)", enumerate(texts))
    found = file.execute("SELECT n FROM t WHERE text LIKE ? ORDER BY n", [f"%{wanted}%"])
    assert Finder(texts).literally(wanted) == [row[0] for row in found]
    file.close()


def test_all_words_must_be_there_and_pinyin_will_do():
    texts = ["4栋楼道灯坏了", "楼道堆杂物", "停车位不够", "LED灯太亮"]
    find = Finder(texts, spelled).find
    assert find("楼道 灯") == [0]
    assert find("") == [0, 1, 2, 3]
    assert find("led") == [3]
    assert find("loudao") == [0, 1]
    assert find("tcw") == [2]
    assert find("ldd 坏") == [0]
    assert find("没有") == []
    assert Finder(texts).find("ldd") == []


def test_texts_do_not_run_into_one_another():
    assert Finder(["停车", "位少"]).find("车位") == []
    assert Finder(["a\0b"]).literally("a b") == [0]
    assert Finder([]).find("x") == []
    assert Finder(["x"]).literally("\0") == []
    assert len(Finder(["x", "y"])) == 2
