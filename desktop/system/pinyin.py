"""Pinyin initials of names, with the readings surnames really have."""

from functools import cache

# Surnames that are read differently from the same character elsewhere.
SURNAMES = {
    "曾": "z", "翟": "z", "查": "z", "单": "s", "解": "x", "仇": "q", "区": "o", "覃": "q",
    "盖": "g", "缪": "m", "乐": "y", "员": "y", "种": "c", "朴": "p", "尉": "y", "万": "w",
    "重": "c", "折": "s", "黑": "h", "秘": "b", "冼": "x", "洗": "x", "能": "n", "召": "s",
    "繁": "p", "纪": "j", "卜": "b", "葛": "g", "宁": "n", "燕": "y", "车": "c", "长": "z",
    "哈": "h", "石": "s", "撒": "s", "盛": "s", "那": "n", "阚": "k", "任": "r", "华": "h",
}  # fmt: skip
COMPOUND_SURNAMES = {"尉迟": "yc", "万俟": "mq", "长孙": "zs", "单于": "cy", "澹台": "tt"}


@cache
def _initial(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    from pypinyin import Style, lazy_pinyin  # slow to import; only when a name is first read

    letters = lazy_pinyin(character, style=Style.FIRST_LETTER, errors="ignore")
    return letters[0][:1] if letters else ""


def initials(name: str) -> str:
    """王桂兰 → wgl; 曾娜 → zn; 张伟、李娜 → zw ln."""
    words = name.replace("、", " ").replace("/", " ").split()
    return " ".join(filter(None, map(_of_word, words)))


def _of_word(word: str) -> str:
    for surname, letters in COMPOUND_SURNAMES.items():
        if word.startswith(surname):
            return letters + "".join(map(_initial, word[len(surname) :]))
    first = SURNAMES.get(word[:1]) or _initial(word[:1])
    return first + "".join(map(_initial, word[1:]))


@cache
def _syllable(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    from pypinyin import lazy_pinyin  # slow to import; only when somebody types letters

    letters = lazy_pinyin(character, errors="ignore")
    return letters[0] if letters else ""


def spelled(text: str) -> str:
    """楼道灯 → loudaodeng ldd: both ways in which people type what they look for."""
    syllables = [_syllable(character) for character in text]
    return f"{''.join(syllables)} {''.join(each[:1] for each in syllables)}"
