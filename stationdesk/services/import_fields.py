"""From the words of a ledger's record to the fields of the registers: codes where a table knows the word, else nothing taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from stationdesk.registers.code import of_codes, table
from stationdesk.registers.id_number import read_disability_number, read_id_number

Values = dict[str, Any]
LIMITS = {
    "health_note": 1000,
    "remark": 2000,
    "current_address": 200,
    "registered_address": 200,
    "school": 120,
    "migrant_place": 120,
    "village": 80,
    "village_group": 40,
}
_SCHOOL = re.compile(
    r"(.*?(?:小学|中学|幼儿园|学校|初中|高中|中专|职高|学院))((?:[一二三四五六七八九初高小大中\d].{0,8}(?:年级|班).{0,8})|(?:[大中小]班))?$"
)
_CODED = {
    "ethnicity": "ethnicity",
    "education": "education",
    "marital": "marital_status",
    "political": "political_status",
    "self_care": "self_care",
    "living": "living_arrangement",
    "status": "residency_status",
}
_FIELD_OF = {"marital": "marital_status", "political": "political_status", "living": "living_arrangement", "status": "residency_status"}


@of_codes
@cache
def code_of(name: str, text: str) -> str | None:
    """Return the code of table `name` that a word stands for, or None."""
    return table(name).code_for(text)


def joined(have: Sequence[Any], more: Sequence[Any]) -> tuple[Any, ...]:
    """Return a list with what `more` adds to it, by number, name or kind."""

    def key(one: Any) -> Any:
        return one.get("number") or one.get("name") or one.get("kind") if isinstance(one, Mapping) else one

    seen = {key(one) for one in have}
    return (*have, *(one for one in more if key(one) not in seen))


def _phones(numbers: Iterable[str], owners: Mapping[str, str] | None = None) -> tuple[Values, ...]:
    said = owners or {}
    return tuple({"number": number, "owner": said[number]} if number in said else {"number": number} for number in numbers)


def values_of(record: Mapping[str, Any], problems: Sequence[str]) -> dict[str, Any]:
    """Return the fields of a resident a record gives, and which of its words they take up."""
    values: Values = {}
    taken: set[str] = set()
    for name in ("name", "sex", "birth_date", "birth_precision", "birth_calendar", "village_group", "former_name", "residency_status"):
        if record.get(name):
            values[name] = record[name]
    if record.get("alias"):
        values["nickname"] = record["alias"][:72]
    if record.get("id_no"):
        values["id_no"] = record["id_no"][:40]
        values["id_state"] = read_id_number(record["id_no"]).state.value
    elif "id_no:lost_digits" in problems:
        values["id_state"] = "lost_digits"
    _place(record, values)
    for word, codes in _CODED.items():
        code = code_of(codes, record[word]) if record.get(word) else None
        if code:
            values[_FIELD_OF.get(word, word)] = code
            taken.add(word)
    _condition(record, values)
    if record.get("relation_to_head"):
        code = code_of("relation", record["relation_to_head"])
        if code:
            values["relation_to_head"] = code
            taken.add("relation_to_head")
    if record.get("contacts"):
        values["emergency_contacts"] = tuple(
            {
                "name": one.get("name") or one.get("relation") or "?",
                "relation": one.get("relation", ""),
                "phones": _phones(one.get("phones", ())),
            }
            for one in record["contacts"]
        )
    return {"values": values, "taken": taken}


def _place(record: Mapping[str, Any], values: Values) -> None:
    """Add phones, addresses and where the person works to the fields."""
    if record.get("phones"):
        values["phones"] = _phones(record["phones"], record.get("phone_owners"))
    for word, name in (("address", "current_address"), ("registered_address", "registered_address"), ("works_at", "migrant_place")):
        if record.get(word):
            values[name] = record[word][: LIMITS[name]]
    if "migrant_place" in values:
        values["is_migrant"] = True
    village = "".join(filter(None, (record.get("town"), record.get("village"))))
    if village:
        values["village"] = village[:80]


def _condition(record: Mapping[str, Any], values: Values) -> None:
    """Add health, disability and school to the fields."""
    health = record.get("health")
    if health:
        values["health_note"] = health[:1000]
        code = code_of("health_status", health)
        if code:
            values["health_status"] = code
        illnesses = [code_of("illness", part) for part in re.split(r"[、,，;；/\s]+", health) if part]
        if any(illnesses):
            values["chronic"] = tuple({"kind": code} for code in dict.fromkeys(illnesses) if code)
    if record.get("disability_no"):
        values["disability_no"] = record["disability_no"][:40]
        paper = read_disability_number(record["disability_no"])
        values["disability_no_state"] = paper.id_number.state.value if paper.kind else "bad_length"
    for name in ("disability_kind", "disability_grade"):
        if record.get(name):
            values[name] = str(record[name])
    school = record.get("school")
    if school:
        code = code_of("schooling", school)
        match = _SCHOOL.fullmatch(school)
        if code:
            values["schooling"] = code
        else:
            values["school"] = (match[1] if match else school)[:120]
            if match and match[2]:
                values["grade_class"] = match[2][:60]
            kind = (
                "kindergarten"
                if "幼儿园" in school
                else "primary"
                if "小学" in school
                else "junior"
                if "中学" in school or "初中" in school
                else None
            )
            if kind:
                values["schooling"] = kind


def relative_of(one: Mapping[str, Any]) -> Values:
    """Return the fields of a relative or guardian out of what a row says of him."""
    values: Values = {name: one[name] for name in ("name", "birth_date", "works_at") if one.get(name)}
    if one.get("relation"):
        values["relation_written"] = one["relation"][:40]
        code = code_of("relation", one["relation"])
        if code:
            values["relation"] = code
    values |= _papers(one)
    if one.get("phones"):
        values["phones"] = _phones(one["phones"])
    if one.get("sex") in ("male", "female"):
        values["sex"] = one["sex"]
    if one.get("address"):
        values["place"] = one["address"][:120]
    rest = [
        str(one[name]) for name in ("note", "org", "post", "health", "remark", "birth_written", "education", "political") if one.get(name)
    ]
    if rest:
        values["remark"] = "；".join(rest)[:1000]
    if "works_at" in values:
        values["works_at"] = values["works_at"][:120]
    return values


def _papers(one: Mapping[str, Any]) -> Values:
    if not one.get("id_no"):
        return {}
    return {"id_no": str(one["id_no"])[:40], "id_state": read_id_number(str(one["id_no"])).state.value}
