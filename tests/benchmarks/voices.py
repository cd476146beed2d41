"""Jobs 5a–5c, 6a, 6b: suggestions grouped, hints while typing, words and names found in many thousands."""

import csv
import random
import re
import sqlite3
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.cold import TOLD_BY, memory
from tests.benchmarks.job import Goal, Job, Work

SAMPLE = Path(__file__).parents[1] / "data" / "suggestions_labelled.csv"
BEFORE = ("", "请问", "物业能不能管管：", "反映一下，", "再说一次，", "强烈建议", "上次说过，")
AFTER = ("", "，谢谢", "，很久了", "，老人不方便", "，孩子受影响", "，希望尽快", "，没人管")


def texts(count: int) -> list[str]:
    """Sentences of the sample with other numbers and other manners, all of one seed."""
    with SAMPLE.open(encoding="utf-8-sig", newline="") as file:
        told = [row["text"] if "text" in row else row["内容"] for row in csv.DictReader(file)]
    rng = random.Random(5)
    made = []
    for _ in range(count):
        text = re.sub(r"\d+", lambda _: str(rng.randint(1, 30)), rng.choice(told))
        made.append(f"{rng.choice(BEFORE)}{text}{rng.choice(AFTER)}")
    return made


def _normal(made: list[str]) -> list[str]:
    """What every way of grouping begins with: one spelling, and each text once."""
    return list(dict.fromkeys(unicodedata.normalize("NFKC", text).strip() for text in made))


def grouped(made: list[str]) -> object:
    from desktop.domain.grouping import Voice, propose

    return propose([Voice(n, text) for n, text in enumerate(made)], lexicon())


def lexicon():
    from desktop.register import Register

    with tempfile.TemporaryDirectory() as name:
        register = Register(Path(name) / "x.圆桌", "张敏", create=True)
        try:
            return register.lexicons.current()
        finally:
            register.close()


def _cdist(made: list[str]) -> object:
    from rapidfuzz import fuzz, process

    once = _normal(made)
    return process.cdist(once, once, scorer=fuzz.ratio, score_cutoff=60, dtype="uint8", workers=1)


def _sparse(made: list[str]) -> object:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    matrix = TfidfVectorizer(analyzer="char", ngram_range=(1, 3)).fit_transform(_normal(made))
    return sp_matmul_topn(matrix, matrix.T.tocsr(), top_n=50, threshold=0.8, n_threads=1)


def _has_sparse() -> bool:
    try:
        import sklearn
        import sparse_dot_topn
    except ImportError:
        return False
    return bool(sklearn and sparse_dot_topn)


@contextmanager
def job_5a() -> Iterator[Job]:
    few = texts(10_000)
    yield Job(
        "5a",
        "10,000 suggestions grouped",
        {
            "ours": lambda: grouped(few),
            "rapidfuzz cdist after dedup": lambda: _cdist(few),
            "normalise + dedup (limit)": lambda: _normal(few),
        },
        (Goal("rapidfuzz cdist after dedup", 0.3), Goal("normalise + dedup (limit)", 20)),
        rounds=3,
    )


@contextmanager
def job_5b() -> Iterator[Job]:
    many = texts(100_000)
    works = {
        "ours": lambda: grouped(many),
        "normalise + dedup (limit)": lambda: _normal(many),
    }
    if _has_sparse():
        works["sparse-dot-topn 0.8"] = lambda: _sparse(many)
    yield Job(
        "5b",
        "100,000 suggestions grouped",
        works,
        (Goal("sparse-dot-topn 0.8", 0.6), Goal("normalise + dedup (limit)", 40)),
        rounds=1,
    )


@contextmanager
def job_5b_memory() -> Iterator[Job]:
    code = "from tests.benchmarks.voices import grouped, texts; grouped(texts(100_000))"
    works: dict[str, Work] = {"450 MB": lambda: 450}
    if TOLD_BY.exists():
        works["ours"] = lambda: memory(code)
    yield Job(
        "5b_memory",
        "memory of a process that has grouped 100,000 suggestions",
        works,
        (Goal("450 MB", 1.0),),
        rounds=1,
        unit="MB",
    )


WANTED = ("灯", "停车", "充电桩", "2栋漏水", "楼道灯坏了", "没有这句话的")


@contextmanager
def job_6a() -> Iterator[Job]:
    from desktop.domain.finding import Finder

    many = [f"{text} {number}" for number, text in enumerate(texts(100_000))]
    finder = Finder(many)
    whole = "\0".join(text.lower() for text in many)
    file = sqlite3.connect(":memory:")
    file.execute("CREATE TABLE suggestion (n INTEGER PRIMARY KEY, text TEXT)")
    file.executemany("INSERT INTO suggestion VALUES (?, ?)", enumerate(many))

    def like() -> list[list[int]]:
        query = "SELECT n FROM suggestion WHERE text LIKE ? ORDER BY n"
        return [[row[0] for row in file.execute(query, [f"%{word}%"])] for word in WANTED]

    def ours() -> list[list[int]]:
        return [finder.literally(word) for word in WANTED]

    def limit() -> int:
        return sum(whole.count(word) for word in WANTED)

    if ours() != like():
        raise AssertionError("not the same hits as LIKE")
    yield Job(
        "6a",
        "words found in 100,000 suggestions",
        {"ours": ours, "LIKE '%…%'": like, "str.count scan (limit)": limit},
        (Goal("LIKE '%…%'", 0.15), Goal("str.count scan (limit)", 1.0)),
    )
    file.close()


@contextmanager
def job_6b() -> Iterator[Job]:
    """The letters by which 45,000 names are found, made for all of them."""
    from pypinyin import lazy_pinyin

    from desktop.system import pinyin

    rng = random.Random(6)
    given = "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀兰霞平刚桂英建国志华玉珍文斌海燕"
    names = [
        rng.choice("王李张刘陈杨黄赵周吴徐孙马朱胡曾单解") + "".join(rng.choices(given, k=2))
        for _ in range(45_000)
    ]

    def ours() -> list[str]:
        pinyin._initial.cache_clear()
        return [pinyin.initials(name) for name in names]

    def usual() -> list[str]:
        return ["".join(each[0] for each in lazy_pinyin(name)) for name in names]

    assert sum(a != b for a, b in zip(ours(), usual(), strict=True)) < 9_000  # surnames it misreads
    works = {"ours": ours, "lazy_pinyin": usual}
    yield Job("6b", "letters of 45,000 names", works, (Goal("lazy_pinyin", 0.1),), 3)


@contextmanager
def job_5c() -> Iterator[Job]:
    """While typing, among a hundred thousand that are known; the limit is what an eye can see."""
    from desktop.register import Register
    from desktop.services.communities import CompoundFacts

    with tempfile.TemporaryDirectory() as name:
        register = Register(Path(name) / "x.圆桌", "张敏", create=True)
        register.communities.set_up("街道", "社区")
        compound = register.communities.add(CompoundFacts("小区"))
        path = Path(name) / "建议.csv"
        known = (f"{text}（第{number}次）" for number, text in enumerate(texts(100_000)))
        with path.open("w", encoding="utf-8", newline="") as out:
            made = csv.writer(out)
            made.writerow(("内容", "日期"))
            made.writerows((text, "2024-09-01") for text in known)
        preview = register.voice_imports.read(compound, path)
        register.voice_imports.take_over(preview)
        register.hints.like(compound, "楼道灯坏了没人修")
        asked = list(texts(300)[::10])
        yield Job(
            "5c",
            "30 hints while typing, 100,000 distinct texts known",
            {
                "ours": lambda: [register.hints.like(compound, text) for text in asked],
                "50 ms a hint": lambda: time.sleep(0.05 * len(asked)),
            },
            (Goal("50 ms a hint", 1.0),),
        )
        register.close()


ALL = (job_5a, job_5b, job_5b_memory, job_5c, job_6a, job_6b)
