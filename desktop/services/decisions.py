"""The catalogue of decision rules: what is shipped, and files of an office's own."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from desktop.domain import decision_rule, own_rules
from desktop.domain.decision_rule import DecisionRule
from desktop.domain.errors import BadRules, Gone, NoSuchFile, UnknownProfile
from desktop.services import settings
from desktop.storage.store import Store
from desktop.system.files import read_whole

_OWN = "decision rules"
FILE = "decisions.toml"


class Decisions:
    """What is shipped, and beside it the office's own: new ones, and changed copies."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store, self._shipped = store, shipped(folder)

    def rules(self) -> dict[str, DecisionRule]:
        """All rules by key; the shipped ones first."""
        with self._store.reading() as session:
            return {**self._shipped, **_own(session)}

    def own(self) -> frozenset[str]:
        """The keys of the office's own rules: what can be removed again."""
        return frozenset(self.rules()) - frozenset(self._shipped)

    def get(self, key: str) -> DecisionRule:
        found = self.rules().get(key)
        if found is None:
            raise UnknownProfile(key)
        return found

    def change(self, key: str, changed: DecisionRule, reason: str, source: str) -> DecisionRule:
        """Keep a changed copy under a key of its own; the rule itself stays as it is.

        Raise ``ReasonNeeded`` without a written reason and the document that says so.
        """
        made = decision_rule.copied(self.get(key), changed, reason, source)
        with self._store.writing("decision.change") as session:
            own = _own(session)
            number = 1 + sum(1 for each in own if each.startswith(f"{key}#"))
            made = replace(made, key=f"{key}#{number}")
            _keep(session, {**own, made.key: made})
        return made

    def look(self, path: Path) -> list[DecisionRule]:
        """The rules of a file of the office's own; raise ``BadRules`` when it may not be taken."""
        found = list(read_file(path).values())
        if wrong := own_problems(path):
            raise wrong[0]
        for number, rule in enumerate(found, 1):
            if rule.key in self._shipped:
                why = f"“{rule.key}”与随程序的规则相同，请换一个"
                raise BadRules(path.name, f"decision[{number}].key", why)
        return found

    def take_over(self, path: Path) -> list[DecisionRule]:
        """Add the rules of a file of the office's own; none of them is a law."""
        found = self.look(path)
        with self._store.writing("decision.take_over") as session:
            own = _own(session)
            _keep(session, {**own, **{rule.key: rule for rule in found}})
        return found

    def remove(self, key: str) -> None:
        """Take an own rule off the list; votes that used it keep it."""
        with self._store.writing("decision.remove") as session:
            own = _own(session)
            if own.pop(key, None) is None:
                raise Gone("这条规则")
            _keep(session, own)


def _own(session: Session) -> dict[str, DecisionRule]:
    found = settings.read(session, _OWN, [])
    return {rule.key: rule for rule in map(decision_rule.thaw, found)}


def _keep(session: Session, rules: Mapping[str, DecisionRule]) -> None:
    settings.write(session, _OWN, [decision_rule.told(rule) for rule in rules.values()])


def freeze(rule: DecisionRule) -> str:
    """A rule as it is kept with a vote."""
    return json.dumps(decision_rule.told(rule), ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=64)
def thaw(text: str) -> DecisionRule:
    """A rule that was frozen with a vote; every ballot that is entered asks for it."""
    return decision_rule.thaw(json.loads(text))


def shipped(folder: Path) -> dict[str, DecisionRule]:
    """The rules that come with the program, by key."""
    return read_file(folder / FILE)


def read_file(path: Path) -> dict[str, DecisionRule]:
    """Read a rules file; raise ``BadRules`` with the exact place of what is wrong."""
    if not path.is_file():
        raise NoSuchFile(str(path))
    return decision_rule.read(path.name, _tables(path))


def own_problems(path: Path) -> list[BadRules]:
    """What a file of an office's own may not say, with each place; nothing when all is well."""
    return own_rules.problems(path.name, _tables(path))


def _tables(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_whole(path).decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        raise BadRules(path.name, "全文", "不是 UTF-8 编码的文字文件") from wrong
    except tomllib.TOMLDecodeError as wrong:
        at = re.search(r"at line (\d+), column (\d+)", str(wrong))
        place = f"第 {at[1]} 行第 {at[2]} 列" if at else "结尾"
        raise BadRules(path.name, place, "不合 TOML 的写法") from wrong
