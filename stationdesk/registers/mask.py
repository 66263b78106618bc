"""How personal data are covered before others see them (domain 5.6): the defaults of practice, a county may choose more."""

from __future__ import annotations

import re
from datetime import date

from stationdesk.registers.person_name import DOT, normal_name
from stationdesk.registers.resident import ResidentDraft

COMPOUND_SURNAMES = frozenset(
    re.findall(
        "..",
        (
            "欧阳诸葛司马上官司徒夏侯皇甫尉迟公孙慕容令狐宇文长孙轩辕端木东方南宫西门独孤司空闻人申屠"
            "太史公羊澹台公冶宗政濮阳淳于单于太叔钟离鲜于闾丘亓官呼延万俟赫连东郭百里第五拓跋歐陽諸葛"
        ),
    )
)
_MOBILE = re.compile(r"\d{11}")
_LANDLINE = re.compile(r"(0\d{2,3})-?(\d{7,8})")
_VILLAGE = re.compile(r"^.*?(?:村委会|社区|居委会|[村屯寨湾庄](?![委民市县镇乡])|小组|组|队|社)")
_GROUP = re.compile(r"^(.*?(?:[村屯寨社湾庄]|社区|居委会|小组|组|队))(?!委|民)")
_GROUP = re.compile(r"^.*[\d一二三四五六七八九十](?:组|村民小组|小组|社|队)")


def masked_name(name: str) -> str:
    """Cover a name: 张明 → 张*, 张小明 → 张*明, 欧阳明 → 欧阳*, 欧阳小明 → 欧阳*明, 阿卜杜拉·买买提 → 阿卜杜拉·*."""
    name = normal_name(name)
    if DOT in name:
        return name.split(DOT)[0] + DOT + "*"
    if name.isascii():
        return name[:1] + "*" if name else ""
    surname = name[:2] if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else name[:1]
    given = name[len(surname) :]
    if not given:
        return "*" * len(name)
    return surname + ("*" if len(given) == 1 else "*" * (len(given) - 1) + given[-1])


def masked_child(name: str, alias: str | None = None) -> str:
    """Return what a child is called in public: the alias given, else 小 and the last character of the name, never the surname."""
    if alias:
        return alias
    name = normal_name(name)
    if DOT in name or name.isascii() or len(name) < 2:
        return "小朋友"
    last = name[-1]
    return "小" + last if last != "小" else "小朋友"


def masked_id_no(number: str) -> str:
    """Cover an ID number: six digits of the county, stars, the last four.

    What is too short for one is covered whole, and so is a disability number, which tells kind and grade in its last digits.
    """
    if not 15 <= len(number) <= 18:
        return "*" * len(number)
    return number[:6] + "*" * (len(number) - 10) + number[-4:]


def masked_phone(number: str) -> str:
    """Cover a phone number: 138****5678, 0936-****21; a short or odd one keeps its last two digits."""
    if _MOBILE.fullmatch(number) and not number.startswith("0"):
        return f"{number[:3]}****{number[-4:]}"
    if landline := _LANDLINE.fullmatch(number):
        return f"{landline[1]}-****{landline[2][-2:]}"
    return "*" * (len(number) - 2) + number[-2:] if len(number) > 5 else "*" * len(number)


def masked_account(number: str) -> str:
    """Cover a bank account: the last four digits only."""
    return "*" * max(len(number) - 4, 0) + number[-4:] if len(number) > 8 else "*" * len(number)


def masked_address(address: str) -> str:
    """Cut an address off behind the village group, or the village; one that names neither is covered whole."""
    if group := _GROUP.match(address):
        return group[0]
    if village := _VILLAGE.match(address):
        return village[0]
    return "*"


def masked_birth(birth_date: str) -> str:
    """Return the year of a birth date only."""
    return birth_date[:4]


def public_name(resident: ResidentDraft, on: date) -> str:
    """Return what a resident is called where strangers read it; one whose age is unknown is treated as a child if in school."""
    minor = resident.is_minor(on.isoformat())
    if minor or (minor is None and (resident.schooling or resident.school)):
        return masked_child(resident.name, resident.alias)
    return masked_name(resident.name)
