"""What one header path (group label over label) says about its column: whose it is and which field."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from stationdesk.ledgers.values import category_codes, is_category_word
from stationdesk.ledgers.vocabulary import FIELDS, GROUP_WORDS, KIN_WORDS, PERSONS
from stationdesk.registers.code import of_codes


class Meaning(NamedTuple):
    """What a column holds: a field of a person. `person` is "" where the label leaves open whose it is.

    `word` is the relative named by the label (`爷爷`, `父亲`), the category of a ticked column, or a helper's title.
    """

    person: str
    field: str
    word: str = ""
    sure: bool = True


UNKNOWN = Meaning("", "", "", False)
_PERSON_WORDS = sorted([*PERSONS, *KIN_WORDS], key=len, reverse=True)
_FIELD_WORDS = sorted((w for w in FIELDS if len(w) > 1), key=len, reverse=True)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_LEVEL = re.compile(r"[省市县区镇乡村街]级|街道|社区")
_LEVEL_BEFORE = re.compile(r"(?:街道|社区|[省市县区镇乡街村])级?(?=包保|包联|帮扶|结对|联系|责任)")
_TRIM = re.compile(r"^(?:是否为?|有无|属于|当前|现在|目前|主要|具体|第[一二三]|[一二三1-3甲乙][、.]?)|(?:情况|信息|[1-9一二三])$")
_HINTS = re.compile(
    r"[(](?:[^()]*(?:填写|必填|选填|可多选|多选|单选|格式|如:|例如|位|√|打勾|元|万元|岁|年月日|年|月|日|人|附后|[/、])[^()]*)[)]"
)


@lru_cache(maxsize=4096)
def tidy_label(text: str) -> str:
    """Return a label without spaces, line breaks, marks of obligation and full-width forms."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[\s\u200b-\u200f\ufeff*★☆:：。?？_'\"“”]+", "", text)
    text = _HINTS.sub("", text)
    return text.removesuffix("()").upper()


@of_codes
@lru_cache(maxsize=4096)
def read_label(text: str) -> Meaning:
    """Return what one label says by itself; UNKNOWN if it says nothing."""
    label = tidy_label(text)
    if not label or len(label) > 24:
        return UNKNOWN
    bracketed = "".join(_BRACKETS.findall(label))
    plain = _BRACKETS.sub("", label)
    found = _read(plain or label)
    if bracketed and (found is UNKNOWN or not found.person):
        inner = _read(bracketed)
        if found is UNKNOWN:
            found = inner
        elif inner.person and inner.person != "self" and inner.field in ("name", ""):
            found = found._replace(person=inner.person, word=inner.word)
    return found


def _read(label: str) -> Meaning:
    if label in GROUP_WORDS:
        return UNKNOWN
    if label in FIELDS and label not in PERSONS:
        return Meaning(_whose(FIELDS[label], label), FIELDS[label])
    if label in PERSONS:
        return Meaning(PERSONS[label], "name", label if PERSONS[label] in ("father", "mother", "helper") else "")
    if label in KIN_WORDS:
        return Meaning("kin", "name", label)
    if label.endswith("姓名") and FIELDS.get(label[:-2]) in ("visitor", "wish_more"):
        return Meaning("", FIELDS[label[:-2]])
    if "关系" in label:
        return _read_relation(label)
    flag = _read_flag(label)
    if flag:
        return flag
    person, word, rest = _split_person(label)
    field = _read_field(rest)
    if field:
        return Meaning(person or _whose(field, rest), field, word)
    if person and not rest:
        return Meaning(person, "name", word)
    return Meaning(person, "", word, sure=False) if person else UNKNOWN


def _whose(field: str, label: str) -> str:
    """Return the person a label without a person word is about by its own nature."""
    if field in ("org", "post") and label[:2] in ("帮扶", "包保", "结对", "责任", "联系", "包联"):
        return "helper"
    return ""


def _read_relation(label: str) -> Meaning:
    if "户主" in label:
        return Meaning("self", "relation_to_head")
    who = re.sub(r"^与|的?关系.*$", "", label)
    person = PERSONS.get(who, "")
    if person == "self" or who in ("本人", "其", "老人", "儿童"):
        return Meaning("", "relation")
    before = _split_person(label.split("与", maxsplit=1)[0])[0] if "与" in label[1:] else ""
    return Meaning(before or (person if person in ("guardian", "kin", "contact") else ""), "relation")


def _read_flag(label: str) -> Meaning | None:
    """Return the meaning of a column that is ticked: `是否独居`, `低保户`, `留守`, `有无残疾`."""
    stripped = _TRIM.sub("", label)
    stripped = stripped.removesuffix("情况")
    if is_category_word(stripped):
        return Meaning("self", "flag", stripped)
    return None


def _split_person(label: str) -> tuple[str, str, str]:
    """Return (person, word, what is left of the label) by the longest person word in it."""
    level = _LEVEL_BEFORE.match(label)
    if level:
        person, word, rest = _split_person(label[level.end() :])
        if person == "helper":
            return person, level[0] + word, rest
    for word in _PERSON_WORDS:
        at = label.find(word)
        if (
            at < 0
            or (word in ("父", "母") and len(label) > 4)
            or (word in ("紧急", "应急", "结对", "帮扶", "包保", "监护", "个人", "人员", "对象", "人群") and at > 0)
        ):
            continue
        rest = label[:at] + label[at + len(word) :]
        rest = _LEVEL.sub("", rest, count=1) if word in PERSONS and PERSONS[word] == "helper" else rest
        rest = rest.removeprefix("的")
        if word in KIN_WORDS:
            return "kin", word, rest
        return PERSONS[word], word if PERSONS[word] in ("father", "mother", "helper") else "", rest
    return "", "", label


def _read_field(rest: str) -> str:
    if rest in FIELDS:
        return FIELDS[rest]
    trimmed = _TRIM.sub("", rest)
    if trimmed in FIELDS:
        return FIELDS[trimmed]
    if rest.endswith("姓名") and len(rest) <= 8:
        return "name"
    if rest[:1] in ("及", "和", "、", "/") and FIELDS.get(rest[1:]) in ("phone", "org", "post", "relation"):
        return "name_more"
    parts = re.split(r"[/、,，及和与或]", rest)
    fields = [FIELDS[part] for part in parts if part in FIELDS]
    if len(fields) == len(parts) and len(parts) > 1:
        return _joined(fields)
    for word in _FIELD_WORDS:
        if word in rest and FIELDS[word] not in ("elsewhere", "visit_more") and len(word) * 2 >= len(rest):
            return FIELDS[word]
    return ""


def _joined(fields: list[str]) -> str:
    """Return the one field for a label that names several (`姓名及电话`, `类别及等级`)."""
    kinds = set(fields)
    if "name" in kinds and kinds <= {"name", "phone", "org", "post", "relation", "works_at"} and len(kinds) > 1:
        return "name_more"
    if kinds <= {"org", "post"}:
        return "org"
    if kinds <= {"village_group", "village", "town", "address"}:
        return "address" if "address" in kinds else "village_group"
    return fields[0] if len(kinds) == 1 else ""


@of_codes
@lru_cache(maxsize=4096)
def read_path(path: tuple[str, ...]) -> Meaning:
    """Return what a column's labels, from the top one down, say together."""
    labels = [label for label in dict.fromkeys(path) if tidy_label(label)]
    if not labels:
        return UNKNOWN
    leaf = read_label(labels[-1])
    if len(labels) == 1:
        return leaf
    return _under(read_path(tuple(labels[:-1])), labels, leaf)


def _under(group: Meaning, labels: list[str], leaf: Meaning) -> Meaning:
    group_text, leaf_text = tidy_label(labels[-2]), tidy_label(labels[-1])
    if group.field == "sex" and leaf_text in ("男", "女"):
        return Meaning("self", "sex_tick", leaf_text)
    if group.field in ("category", "flag") and category_codes(leaf_text):
        return Meaning("self", "flag", leaf_text)
    if group.field in ("disability", "disability_kind", "disability_grade", "disability_no") or "残疾" in group_text:
        found = {"category": "disability_kind", "care_grade": "disability_grade", "id_no": "disability_no"}.get(leaf.field)
        if found or leaf_text in ("种类", "等级", "级别", "程度", "类别", "类型", "类"):
            return Meaning("self", found or ("disability_grade" if leaf_text in ("等级", "级别", "程度") else "disability_kind"))
    same = leaf is UNKNOWN or leaf.field == group.field or (group.field == "health" and leaf.field == "flag")
    if group.field in ("health", "self_care", "living", "care_grade") and same and not leaf.person.strip("self"):
        return Meaning("self", f"{group.field}_tick", leaf_text)
    person = group.person or (PERSONS.get(group_text, "") if group_text in PERSONS else "")
    if leaf is UNKNOWN and person and leaf_text in ("地点", "省市", "地址", "地区", "城市", "时间"):
        return Meaning(person, "works_at", group.word) if leaf_text != "时间" else UNKNOWN
    if leaf is UNKNOWN and "务工" in group_text and leaf_text in ("地点", "省市", "地址", "地区", "城市"):
        return Meaning(person, "works_at", group.word)
    if leaf.field and person and (not leaf.person or (leaf.person == "self" and leaf.field == "name")):
        return leaf._replace(person=person, word=leaf.word or group.word)
    if leaf.person in ("father", "mother") and leaf.field == "name" and group.field == "works_at" and "名" not in leaf_text:
        return Meaning(leaf.person, "works_at", leaf.word)
    if leaf.person in ("father", "mother") and leaf.field == "name" and group.field in ("phone", "id_no") and "名" not in leaf_text:
        return Meaning(leaf.person, group.field, leaf.word)
    return leaf
