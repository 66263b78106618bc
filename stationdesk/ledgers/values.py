"""How people write the small values of a ledger: sex, group, category, grade, disability, yes and no."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from stationdesk.ledgers.vocabulary import CROSSES, NOTHING, TICKS
from stationdesk.registers.birth_date import han_number
from stationdesk.registers.code import of_codes, table

_SEX = {
    "男": "male",
    "女": "female",
    "1": "male",
    "2": "female",
    "M": "male",
    "F": "female",
    "MALE": "male",
    "FEMALE": "female",
    "男性": "male",
    "女性": "female",
    "男孩": "male",
    "女孩": "female",
    "男生": "male",
    "女生": "female",
    "♂": "male",
    "♀": "female",
    "0": "",
    "男士": "male",
    "女士": "female",
}
GRADES = {
    "红": "red",
    "黄": "yellow",
    "绿": "green",
    "蓝": "blue",
    "橙": "orange",
    "RED": "red",
    "YELLOW": "yellow",
    "GREEN": "green",
    "BLUE": "blue",
    "ORANGE": "orange",
}
_GROUP = re.compile(r"第?([零〇一二三四五六七八九十两]{1,3}|\d{1,3})(?:村民)?(小组|组|社|队|生产队|生产小组|网格|屯|号)?")
_GROUP_INSIDE = re.compile(r"第?([零〇一二三四五六七八九十两]{1,3}|\d{1,3})(?:村民)?(小组|组|社|队|生产队|屯)(?!长|区)")
_HAMLET = re.compile(r"[\u3400-\u9fff]{1,6}(?:屯|湾|庄|寨|坪|沟|自然村|小组|组|冲|塆|坳|坝|岭|堡|园|里|弄|片|队|社)")
_VILLAGE = re.compile(r"^(?:.*?[省市县区镇乡])?[\u3400-\u9fff]{1,8}?(?:行政村|村委会|社区|居委会|村)")

CATEGORY_WORDS: dict[str, str] = {
    word: code
    for code, words in {
        "left_behind_elder": "留守老人 留守老年人 农村留守老人",
        "left_behind_child": "留守儿童 农村留守儿童 留守幼儿 留守学生",
        "left_behind": "留守",
        "living_alone": "独居 独居老人 独居老年人 单独居住 独自居住 一人独居 分散独居",
        "empty_nest": "空巢 空巢老人 双老 空巢老年人 双老户 空巢家庭",
        "kinless": "孤寡 孤寡老人 孤老 无子女 孤寡老年人 三无老人",
        "bereaved_of_only_child": "失独 失独老人 失独家庭 计划生育特殊家庭 计生特殊家庭 计生特殊",
        "oldest_old": "高龄 高龄老人 高龄老年人 80岁以上",
        "disabled_function": "失能 失能老人 完全失能 全失能",
        "partly_dependent": "半失能 半失能老人 部分失能",
        "subsistence_allowance": "低保 低保户 低保对象 最低生活保障 农村低保 城市低保 低保家庭 享受低保",
        "marginal_allowance": "低保边缘 低保边缘户 低保边缘家庭 低边 低边户",
        "destitute_support": "特困 特困人员 特困供养 五保 五保户 特困户 特困供养人员 分散供养 集中供养 五保老人 特困老人",
        "monitored_household": "监测户 监测对象 防返贫监测 防返贫监测对象 三类户 监测",
        "unstable_exit": "脱贫不稳定户 脱贫不稳定",
        "near_poverty": "边缘易致贫户 边缘易致贫 边缘户",
        "sudden_hardship": "突发严重困难户 突发严重困难",
        "lifted_from_poverty": "脱贫户 脱贫人口 建档立卡 建档立卡户 建档立卡贫困户",
        "orphan": "孤儿 孤",
        "de_facto_unattended_child": "事实无人抚养 事实无人抚养儿童 事实孤儿 无人抚养",
        "child_in_need": "困境 困境儿童 困境家庭儿童 困难儿童",
        "single_parent": "单亲 单亲家庭 单亲儿童 单亲家庭儿童",
        "disabled": "残疾 残疾人 残疾儿童 持证残疾人 残疾户 残疾老人",
        "severe_disability": "重残 重度残疾 重度残疾人 重病重残 重残儿童 重度残疾儿童",
        "serious_illness": "重病 大病 重大疾病 大病户 患重病",
        "left_behind_woman": "留守妇女",
        "veteran": "退役军人 优抚对象 优抚 退伍军人",
    }.items()
    for word in words.split()
}
CHILD_CODES = frozenset(["left_behind_child", "orphan", "de_facto_unattended_child", "child_in_need", "single_parent"])
ELDER_CODES = frozenset(["left_behind_elder", "living_alone", "empty_nest", "kinless", "bereaved_of_only_child", "oldest_old"])
_ABOUT = re.compile("多|左右|上下|约|来岁|几")
_SPLIT = re.compile(r"[、,，;；/\s+|\n和及&兼。.]+")
_NEGATED = re.compile(r"(?:非|不是|不属于|无)$")

DISABILITY_KINDS = {
    "视力": 1,
    "听力": 2,
    "言语": 3,
    "肢体": 4,
    "智力": 5,
    "精神": 6,
    "多重": 7,
    "语言": 3,
    "视": 1,
    "听": 2,
    "言": 3,
    "肢": 4,
    "智": 5,
    "精": 6,
    "多": 7,
    "盲": 1,
    "聋": 2,
    "哑": 3,
}
_DISABILITY_GRADE = re.compile(r"([一二三四1-4壹贰叁肆ⅠⅡⅢⅣI]{1,3})\s*[级等]?")
_GRADE_DIGITS = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
}


@lru_cache(maxsize=65536)
def tidy(text: str) -> str:
    """Return `text` half-width, without invisible characters and without space at its ends."""
    return re.sub(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]", "", unicodedata.normalize("NFKC", text)).strip()


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Return `text` without anything but its characters: half-width, no space at all."""
    return re.sub(r"\s+", "", tidy(text))


def is_nothing(text: str) -> bool:
    """Return whether a cell's text only says that there is nothing (`无`, `/`, `—`, a spreadsheet's error)."""
    return plain(text).upper() in NOTHING


def is_about(text: str) -> bool:
    """Return whether a text says only about how much (`八十多`, `70左右`)."""
    return bool(_ABOUT.search(plain(text)))


def is_tick(text: str) -> bool | None:
    """Return True for √ and its like, False for × and its like, None for anything else."""
    word = plain(text).upper()
    return True if word in TICKS else False if word in CROSSES else None


@lru_cache(maxsize=4096)
def sex_of(text: str) -> str | None:
    """Return male or female; "" where the cell says neither, None where it is not a sex."""
    word = plain(text).upper().removesuffix(".0")
    if word in NOTHING:
        return ""
    return _SEX.get(word, _SEX.get(re.sub(r"[(\[].*", "", word)))


@lru_cache(maxsize=8192)
def group_of(text: str) -> str | None:
    """Return a village group in its one spelling (`3组` for 3, 三组, 第三村民小组); a hamlet's name stays; None if unreadable."""
    word = plain(text).removesuffix(".0")
    if word.upper() in NOTHING:
        return ""
    match = _GROUP.fullmatch(word)
    if match and han_number(match[1]) > 0:
        return f"{han_number(match[1])}{_suffix(match[2])}"
    inside = _GROUP_INSIDE.search(word)
    if inside and han_number(inside[1]) > 0:
        return f"{han_number(inside[1])}{_suffix(inside[2])}"
    rest = _VILLAGE.sub("", word) or word
    return rest if len(rest) <= 12 and not rest.isdigit() else None


def _suffix(word: str | None) -> str:
    return word if word in ("社", "队", "屯") else "组"


@lru_cache(maxsize=65536)
def group_in_address(text: str) -> str | None:
    """Return the village group an address names (`上徐村三组12号` → `3组`), or None."""
    word = plain(text)
    match = _GROUP_INSIDE.search(word)
    if match and han_number(match[1]) > 0:
        return f"{han_number(match[1])}{_suffix(match[2])}"
    rest = _VILLAGE.sub("", word)
    found = _HAMLET.match(rest) if rest != word else None
    return found[0] if found else None


@of_codes
@cache
def category_words() -> dict[str, str]:
    """Return every word for a category, the longest first, with its code: the table's with the county's, and what ledgers write."""
    rows = [row for row in table("resident_category").rows if not row.group and row.code != "other"]
    words = {word: row.code for row in rows for word in (row.label, *row.synonyms)} | CATEGORY_WORDS
    return {word: words[word] for word in sorted(words, key=len, reverse=True)}


@of_codes
@lru_cache(maxsize=8192)
def category_codes(text: str) -> tuple[str, ...]:
    """Return the codes of the categories a text names, in its order (`left_behind` stands for an age not yet known)."""
    word = plain(text)
    found: dict[str, int] = {}
    for part in _SPLIT.split(word):
        _scan(re.sub(r"[(（)）\[\]]", "", part), found)
    return tuple(found)


def _scan(part: str, found: dict[str, int]) -> None:
    taken = part
    spots: list[tuple[int, str]] = []
    words = category_words()
    for word in words:
        at = taken.find(word)
        if at >= 0 and (len(word) > 1 or word == part) and not _NEGATED.search(part[:at]):
            spots.append((at, words[word]))
            taken = taken[:at] + "\0" * len(word) + taken[at + len(word) :]
    for at, code in sorted(spots):
        found.setdefault(code, at)


@of_codes
@lru_cache(maxsize=8192)
def leftover(text: str) -> str:
    """Return what a category cell says beyond the categories it names."""
    word = plain(text)
    for known in category_words():
        if len(known) > 1:
            word = word.replace(known, "、")
    return re.sub(r"[、,，;；/\s+|和及&兼。.()（）]+", " ", re.sub(r"老人|儿童|家庭|户|对象|人员|人|类|等", "", word)).strip()


def is_category_word(label: str) -> bool:
    """Return whether a whole label is one category (`低保户`, `独居老人`)."""
    words = category_words()
    return label in words or label.removesuffix("老人") in words or label.removesuffix("户") in words


@lru_cache(maxsize=1024)
def grade_of(text: str) -> str | None:
    """Return the colour code of a care grade (`红`, `红色`, `红码`), "" for nothing, None for another scheme's word."""
    word = plain(text).upper()
    if word in NOTHING:
        return ""
    colour = re.sub(r"[色码牌级档灯标区类签(].*$|等级$", "", word)
    return GRADES.get(colour, GRADES.get(word))


@lru_cache(maxsize=4096)
def disability_of(text: str) -> tuple[int | None, int | None]:
    """Return (kind 1–7, grade 1–4) from `肢体二级`, `二级肢体`, `肢二`, `听力残疾`, `4级`, `42`."""
    word = plain(text).upper().removesuffix(".0").replace("残疾", "")
    if re.fullmatch(r"[1-7][1-4]", word):
        return int(word[0]), int(word[1])
    kinds = [(word.find(name), kind) for name, kind in DISABILITY_KINDS.items() if name in word]
    names = {kind for _at, kind in kinds}
    kind = 7 if len(names) > 1 else min(kinds)[1] if kinds else None
    match = _DISABILITY_GRADE.search(word)
    grade = _GRADE_DIGITS.get(match[1]) if match else None
    return kind, grade


@lru_cache(maxsize=256)
def disability_kind_of(text: str) -> int | None:
    """Return the kind of disability alone: a word, or its digit on the certificate."""
    word = plain(text).removesuffix(".0")
    return int(word) if re.fullmatch(r"[1-7]", word) else disability_of(word)[0]
