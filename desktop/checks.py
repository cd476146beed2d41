"""Commands that look at tables and say what they find: no data file is opened."""

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from desktop.domain.errors import NameNeeded, NoSuchFile


def check_roster(options: Namespace) -> int:
    from desktop.domain.errors import NoRosterFound
    from desktop.sheets.child import parse_apart
    from desktop.sheets.told import as_json

    if not options.table.is_file():
        raise NoSuchFile(str(options.table))
    parsed = parse_apart(options.table)
    if not parsed.layouts:
        raise NoRosterFound(options.table.name)
    told = as_json(parsed)
    if options.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return 0
    print(f"小区：{parsed.compound or '（未写明）'}　读到 {len(parsed.rows)} 行")
    for each in told["problems"]:
        line = each.get("line", each.get("row"))
        print(f"第 {line} 行 {each['field']} “{each['value']}”：{each['reason']}")
    return 0


def check_suggestions(options: Namespace) -> int:
    from desktop.domain.jielong import Chain
    from desktop.sheets import voices, voices_told

    found = voices.read(options.table)
    if isinstance(found, Chain):
        told = voices_told.chain_json(found)
        wrong = [f"第 {line} 行未计入：{text}" for line, text in found.ignored]
        wrong += [f"第 {each.line} 行请核对：{each.reason}（{each.text}）" for each in found.doubts]
        counts = told["counts"]
        said = f"接龙 {counts['entries']} 条，其中建议 {counts['suggestions']} 条，回复 {counts['replies']} 条"
    else:
        told = voices_told.table_json(found)
        wrong = [f"第 {e.line} 行 {e.field.value} “{e.value}”：{e.reason}" for e in found.problems]
        said = f"可登记 {len(found.rows)} 条，问题 {len(found.problems)} 处"
    if options.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return 0
    print("\n".join([said, *wrong]))
    return 0


def group_suggestions(options: Namespace) -> int:
    from desktop.domain.grouping import propose
    from desktop.services.lexicons import shipped
    from desktop.sheets import voices, voices_told
    from desktop.system import folders

    lexicon = shipped(folders.resources() / "lexicon")
    told = voices_told.groups_json(propose(voices.plain(voices.read(options.table)), lexicon))
    if options.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return 0
    for each in told:
        why = "、".join(f"{word['word']}×{word['voices']}" for word in each["why"])
        print(f"{each['title']}（{each['category']}，{len(each['ids'])} 条）　{why}")
    return 0


def plan(options: Namespace) -> int:
    from desktop.domain.renewal import plan_files
    from desktop.domain.renewal.errors import BadPlanMeta
    from desktop.domain.renewal.plan_meta import read_meta
    from desktop.domain.sheet import Sheet
    from desktop.sheets import ballots, plan_told
    from desktop.sheets.child import sheets_apart

    def sheets(path: Path | None) -> list[Sheet]:
        if path is not None and not path.is_file():
            raise NoSuchFile(str(path))
        return sheets_apart(path) if path is not None else []

    meta = ballots.read_json(options.meta, BadPlanMeta) if options.meta is not None else {}
    compound = read_meta(meta).compound  # what cannot be is told before any table is read
    survey, works = sheets(options.survey), sheets(options.works)
    budget, money = sheets(options.budget), sheets(options.funding)
    found = plan_files.read_all(survey, works, budget, money, meta)
    told = plan_told.plan_json(found, compound)
    if options.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return 1 if found.problems else 0
    wish = told["wish"]
    print(f"{told['compound']}：{told['households']} 户，愿意改 {wish['yes']}，不改 {wish['no']}，")
    print(
        f"未答 {wish['noanswer']}；愿意的占全部 {wish['yes_of_all'] or '—'}%（只是意愿，不是表决）"
    )
    for each in told["priorities_all"][:5]:
        print(f"{each['rank']}. {each['work']}（{each['score']} 分，{each['mentions']} 户提到）")
    budget, funding = told["budget"], told["funding"]
    print(f"预算 {budget['total']} 元，资金 {funding['total']} 元，缺口 {funding['gap']} 元")
    for each in found.problems:
        print(f"{each.file} 第 {each.line} 行：{each.reason}")
    return 1 if found.problems else 0


def tally(options: Namespace) -> int:
    from desktop.services.decisions import shipped
    from desktop.sheets import ballots, tallied
    from desktop.system import folders

    rules = shipped(folders.resources() / "rules")
    if (options.totals is None) == (options.ballots is None):
        raise NameNeeded("票的表格，或 --totals 公布的合计数（二者选一）")
    if options.totals is not None:
        told = tallied.check_published(options.totals, ballots.read_json(options.totals), rules)
        if options.json:
            print(json.dumps(told, ensure_ascii=False, indent=1))
            return 0
        for each in told["conditions"]:
            word = {True: "成立", False: "不成立", None: "看不出"}[each["holds"]]
            print(f"{each['name']}：{each['left']} {each['op']} {each['right']}　{word}")
        print("；".join([*told["inconsistencies"], f"结果：{told['result']}"]))
        return 0
    if options.meta is None:
        raise NameNeeded("--meta（表决事项和图例）")
    read = ballots.read(options.ballots, ballots.read_meta(options.meta, rules))
    told = tallied.as_json(read)
    for warning in read.warnings:
        print(f"注意：{warning}", file=sys.stderr)
    if options.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return 0
    _say(told)
    return 0


def _say(told: dict[str, Any]) -> None:
    """A tally in lines: what took part and agreed, and what could still turn it."""
    totals = told["totals"]
    print(
        f"{totals['units']} 户，{totals['heads']} 人，{totals['area']} ㎡，收票 {totals['ballots']} 张"
    )
    for matter in told["matters"].values():
        one = matter["primary"]
        quorum, approval = one["quorum"], one["approval"]
        print(
            f"{matter['title']}：参与 面积 {quorum['area_percent']}% 人数 {quorum['heads_percent']}%，"
            f"同意 面积 {approval['area_percent']}% 人数 {approval['heads_percent']}%，"
            f"{'通过' if one['result'] == 'passed' else '未通过'}"
        )
        for name in matter["outcome_depends_on"]:
            print(f"　　换一种计法结果就不同：{_OTHERWISE[name]}")


_OTHERWISE = {
    "invalid_as_participating": "无效票计入参加表决",
    "duplicates_first": "一户两票不一致的，以先收到的为准",
    "duplicates_last": "一户两票不一致的，以后收到的为准",
}


def rules(options: Namespace) -> int:
    from desktop.services import decisions
    from desktop.system import folders

    shipped, wrong = folders.resources() / "rules", []
    if options.act == "check":
        if options.table is None:
            raise NameNeeded("要检查的规则文件")
        found = decisions.read_file(options.table)
        if options.table.resolve() != (shipped / decisions.FILE).resolve():
            wrong = decisions.own_problems(options.table)
    else:
        found = decisions.shipped(shipped)
    for rule in found.values():
        print(f"{rule.key}　{rule.name}　{rule.electorate.word}")
        for line in rule.lines:
            print(f"　　{line}")
        print(f"　　依据：{rule.source}")
        if rule.warning:
            print(f"　　注意：{rule.warning}")
    for each in wrong:
        print(each, file=sys.stderr)
    return 1 if wrong else 0
