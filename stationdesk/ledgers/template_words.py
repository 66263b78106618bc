"""What the words of a county's empty form ask for: facts for its columns, and what its single cells want."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stationdesk.ledgers.labels import Meaning, tidy_label
from stationdesk.registers.code import table
from stationdesk.services.form_facts import facts

_OWN: Mapping[str, str] = MappingProxyType(
    {
        "serial": "serial",
        "name": "resident.name",
        "alias": "resident.nickname",
        "sex": "resident.sex",
        "ethnicity": "resident.ethnicity",
        "birth": "resident.birth_date",
        "age": "resident.age",
        "id_no": "resident.id_no",
        "disability_no": "resident.disability_no",
        "disability_kind": "resident.disability_kind",
        "disability_grade": "resident.disability_grade",
        "disability": "resident.disability",
        "phone": "resident.phones",
        "address": "resident.lives",
        "village_group": "resident.village_group",
        "village": "resident.village",
        "category": "tags",
        "health": "resident.health_words",
        "living": "resident.living_arrangement",
        "self_care": "resident.self_care",
        "care_grade": "grade",
        "school": "resident.school_class",
        "wish": "resident.first_wish",
        "need": "resident.need_words",
        "works_at": "resident.migrant_place",
        "relation_to_head": "resident.relation_to_head",
        "remark": "resident.remark",
        "education": "resident.education",
        "marital": "resident.marital_status",
        "political": "resident.political_status",
        "household_no": "household.household_no",
        "status": "resident.residency_status",
        "pair_date": "pairing.start_date",
        "visit_date": "visit.visited_on",
        "visitor": "visit.visitor_names",
        "visit_text": "visit.content",
        "visit_mode": "visit.mode",
    }
)
_OTHERS = {
    "name": "name",
    "sex": "sex",
    "birth": "birth_date",
    "id_no": "id_no",
    "phone": "phones",
    "works_at": "works_at",
    "relation": "said_relation",
    "health": "health_status",
    "org": "org",
    "post": "post",
    "political": "political_status",
    "ethnicity": "ethnicity",
}
_ROLES = {
    "祖父": "grandfather",
    "爷爷": "grandfather",
    "祖母": "grandmother",
    "奶奶": "grandmother",
    "外祖父": "mothers_father",
    "外公": "mothers_father",
    "姥爷": "mothers_father",
    "外祖母": "mothers_mother",
    "外婆": "mothers_mother",
    "姥姥": "mothers_mother",
    "配偶": "spouse",
    "丈夫": "spouse",
    "妻子": "spouse",
    "老伴": "spouse",
    "爱人": "spouse",
}
STATION, DAY, CUT_OFF, OPERATOR, COUNT, PHONE = "station", "day", "cut_off", "operator", "count", "phone"
_FURNITURE = (
    (STATION, r"填报单位|报送单位|上报单位|制表单位|单位名称|站点名称|填报村|村\(社区\)名称"),
    (DAY, r"填报日期|填报时间|填表日期|填表时间|制表日期|制表时间|上报时间|上报日期|报送时间|报送日期"),
    (CUT_OFF, r"统计截止时点|统计截止时间|统计截止日期|统计截止|截止时间|截止日期|统计时间"),
    (OPERATOR, r"填表人|填报人|制表人|经办人|录入人"),
    (PHONE, r"单位电话|站点电话|填表人电话"),
)
_LABELS = [(what, re.compile(rf"(?:{words})")) for what, words in _FURNITURE]
_SEAL = r"(?:[（(]\s*(?:盖章|公章|章)\s*[）)])?"
_BLANK = r"[\s_＿—\-.…]*(?:年[\s_＿]*月[\s_＿]*日)?[\s_＿]*"
_SIGNED = re.compile(r"^\s*[（(]?\s*(?:签名|签字|签章)")
TOTAL = re.compile(r"(?:合|总|共)\s*计|小\s*计")
PLACEHOLDER = re.compile(r"[{｛]([^{}｛｝]{1,24})[}｝]")


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in a text where something is to be put: from where to where, and what."""

    start: int
    end: int
    what: str


def fact_for(meaning: Meaning) -> str:
    """Return the path of the fact a header asks for, "" where none is known."""
    person, name, word = meaning.person, meaning.field, meaning.word
    if person in ("", "self"):
        if name == "flag":
            code = table("resident_category").code_for(word) or ""
            return f"tag.{code}.held" if f"tag.{code}.held" in facts() else ""
        return _OWN.get(name, "")
    if person == "head":
        return "head.name" if name == "name" else ""
    if person == "teacher":
        return {"name": "resident.teacher_name", "phone": "resident.teacher_phone"}.get(name, "")
    if person == "officer":
        return "resident.child_officer_name" if name == "name" else ""
    prefix = _prefix(person, word)
    known = _OTHERS.get(name, "")
    if name == "address":
        known = "address" if person == "guardian" else "place"
    if person in ("kin", "contact", "father", "mother") and name == "org":
        known = "employer"
    return f"{prefix}.{known}" if f"{prefix}.{known}" in facts() else ""


def _prefix(person: str, word: str) -> str:
    if person == "helper":
        return "officer" if re.search(r"包保|包联|责任|网格", word) else "helper"
    if person == "kin":
        return f"kin.{_ROLES.get(word, 'child_1')}"
    return {"father": "kin.father", "mother": "kin.mother", "contact": "kin.contact_1", "guardian": "guardian"}.get(person, "guardian")


def gaps(text: str) -> list[Gap]:
    """Return where in a cell's text something is to be put behind a label: 填报单位：____ 填报日期：  年 月 日.

    What is to be signed by hand is left; so is what is filled in already.
    """
    found = []
    labels = sorted((match.start(), match.end(), what) for what, label in _LABELS for match in label.finditer(text))
    last = -1
    for start, end, what in labels:
        if start < last:
            continue
        match = re.compile(rf"{_SEAL}\s*[:：]({_BLANK})").match(text, end)
        if match is None or _SIGNED.match(text[end:]):
            continue
        last = match.end()
        after = text[match.end() :].lstrip()
        if match.end() == len(text) or match[1] or any(label.match(after) for _what, label in _LABELS):
            found.append(Gap(match.start(1), match.end(1), what))
    return found


def label_alone(text: str) -> str:
    """Return what a cell that is nothing but a label asks for in the cell beside it, "" if it is none."""
    bare = re.sub(r"[（(]\s*(?:盖章|公章|章)\s*[）)]", "", tidy_label(text)).rstrip(":：")
    return next((what for what, label in _LABELS if label.fullmatch(bare)), "")


def is_total(text: str) -> bool:
    """Tell whether a cell heads the line of totals."""
    return bool(TOTAL.fullmatch(text.strip().rstrip(":：")))
