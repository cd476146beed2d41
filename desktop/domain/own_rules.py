"""What a rule file of an office's own may not say: that it is the law, or what only the law does."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from desktop.domain.errors import BadRules
from desktop.domain.rules_file import Reader

_NOISE = re.compile(r"[\s《》〈〉“”\"'‘’「」『』【】·．.,，、:：()（）\[\]-]")
_NUMERALS = str.maketrans("壹贰叁肆伍陆柒捌玖零〇两佰拾", "一二三四五六七八九〇〇二百十")
# 民法典 art. 278 and 279, however the number is written.
_ARTICLE = re.compile("(二百七十?[八九]|二七[八九]|27[89])条")
_JOINT = "业主共同决定"
_LAWS_OWN = {
    "statutory": "本单位规则不是法定规则",
    "items": "第二百七十八条的各项只归法定规则",
    "copied_from": "由别的规则改成的，请在“表决规则”里修改另存",
    "copy_reason": "由别的规则改成的，请在“表决规则”里修改另存",
    "original": "由别的规则改成的，请在“表决规则”里修改另存",
}
LONGEST = 200  # characters of a name or a source on paper
_NEEDED = ("key", "name", "source", "text")


def problems(file: str, tables: Mapping[str, Any]) -> list[BadRules]:
    """Everything that a file of an office's own may not say, with its place, in its order."""
    found = []
    for reader in Reader(file, "", tables).tables("decision"):
        found += [reader.wrong(n, why) for n, why in _LAWS_OWN.items() if reader.table.get(n)]
        for name in _NEEDED:
            if why := _wrong(name, str(reader.table.get(name, ""))):
                found.append(reader.wrong(name, why))
    return found


def _wrong(name: str, text: str) -> str:
    said = plain(text)
    if not said:
        return "不能空着"
    if name != "text" and ("\n" in text or len(text) > LONGEST):
        return f"要写成一行，不超过 {LONGEST} 个字"
    if name == "key":
        return "不能有 / 和 #" if set(text) & set("/#") else ""
    if _JOINT in said:
        return f"不能说是{_JOINT}"
    if _ARTICLE.search(said):
        return "不能写成民法典第二百七十八条、第二百七十九条的规定，请写本单位的文件和页码"
    return ""


def plain(text: str) -> str:
    """A text without the marks and the ways of writing numbers by which it could be disguised."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).translate(_NUMERALS)
