"""From what rows say about one person to what the registers should hold of him: fields, relatives, tags, helpers, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from stationdesk.registers.code import table
from stationdesk.registers.id_number import read_disability_number, read_id_number
from stationdesk.services.import_plan import FilePlan, RowPlan, SheetPlan

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
_LEVELS = (("市", 1), ("县", 1), ("区", 1), ("镇", 2), ("乡", 2), ("街", 2), ("村", 3), ("社区", 3))
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
_HEADINGS = {
    "wish": ("wish", "微心愿"),
    "need": ("need", "需求"),
    "remark": ("remark", "备注"),
    "ethnicity": ("ledger", "民族"),
    "education": ("ledger", "文化程度"),
    "marital": ("ledger", "婚姻状况"),
    "political": ("ledger", "政治面貌"),
    "self_care": ("health", "自理能力"),
    "living": ("family", "居住情况"),
    "status": ("ledger", "人口状态"),
    "relation_to_head": ("family", "与户主关系"),
}
"""Word of a record → kind and heading of the note it becomes when no field can hold it (what a ledger says is Chinese)."""


@dataclass(slots=True)
class NoteWanted:
    """A note to keep with the person, and the place it comes from."""

    kind: str
    heading: str
    text: str
    file: str
    sheet: str
    row: int


@dataclass(slots=True)
class PersonWanted:
    """What the rows about one person want the registers to hold."""

    known: str | None
    values: Values = field(default_factory=dict)
    kin: list[Values] = field(default_factory=list)
    guardians: list[Values] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    grade: str | None = None
    helpers: list[Values] = field(default_factory=list)
    head: Values = field(default_factory=dict)
    household_no: str | None = None
    notes: list[NoteWanted] = field(default_factory=list)
    rows: list[tuple[FilePlan, SheetPlan, RowPlan]] = field(default_factory=list)


PlannedRow = tuple[FilePlan, SheetPlan, RowPlan]


def rows_by_person(rows: Iterable[PlannedRow]) -> list[list[PlannedRow]]:
    """Return a plan's rows person by person, in the order of their first rows."""
    found: dict[str, list[PlannedRow]] = {}
    for row in rows:
        found.setdefault(row[2].person, []).append(row)
    return list(found.values())


def person_wanted(rows: Sequence[PlannedRow]) -> PersonWanted:
    """Return what the rows about one person want the registers to hold."""
    person = PersonWanted(rows[0][2].known, rows=list(rows))
    for file, sheet, row in rows:
        _take(person, file, sheet, row)
    return person


@cache
def _code(name: str, text: str) -> str | None:
    return table(name).code_for(text)


def _take(person: PersonWanted, file: FilePlan, sheet: SheetPlan, row: RowPlan) -> None:
    record = row.record
    fresh = _values(record, row.problems)
    loose = {name: record[name] for name in _HEADINGS if name in record and name not in fresh["taken"]}
    for name, value in fresh["values"].items():
        _set(person, name, value, file, sheet, row)
    for name, text in loose.items():
        kind, heading = _HEADINGS[name]
        person.notes.append(NoteWanted(kind, heading, str(text), file.file, sheet.sheet, row.row))
    person.notes.extend(
        NoteWanted("ledger", label[:120], text, file.file, sheet.sheet, row.row) for label, text in row.notes.items() if text
    )
    person.categories.extend(code for code in record.get("categories", ()) if code not in person.categories)
    if record.get("care_grade"):
        grade = record["care_grade"]
        if person.grade not in (None, grade):
            person.notes.append(NoteWanted("doubt", "分级", str(grade), file.file, sheet.sheet, row.row))
        person.grade = person.grade or grade
    _add(person.kin, [_kin(one) for one in record.get("kin", ())])
    if record.get("guardian"):
        _guardian(person, record["guardian"], file, sheet, row)
    _add(person.helpers, [dict(one) for one in record.get("helpers", ())], name="name")
    if record.get("head", {}).get("name"):
        person.head = person.head or dict(record["head"])
    person.household_no = person.household_no or record.get("household_no")


def _set(person: PersonWanted, name: str, value: Any, file: FilePlan, sheet: SheetPlan, row: RowPlan) -> None:
    """Take a value where none is yet; join lists; a better ID number or finer date wins; another value is kept as a note."""
    have = person.values.get(name)
    if have in (None, ()):
        person.values[name] = value
    elif name in ("phones", "emergency_contacts", "chronic"):
        person.values[name] = joined(have, value)
    elif have == value:
        return
    elif name == "id_no" and person.values.get("id_state") not in ("ok", "ok_upgraded_from_15") and read_id_number(value).valid:
        person.notes.append(NoteWanted("doubt", "id_no", str(have), file.file, sheet.sheet, row.row))
        person.values["id_no"] = value
        person.values["id_state"] = read_id_number(value).state.value
    elif name == "birth_date" and str(value).startswith(str(have)):
        person.values["birth_date"] = value
        person.values["birth_precision"] = {4: "year", 7: "month"}.get(len(value), "day")
    elif name in ("birth_date", "birth_precision", "birth_calendar", "id_state", "disability_no_state", "is_migrant") and (
        name != "birth_date" or str(have).startswith(str(value)) or person.values.get("birth_precision") == "age"
    ):
        return
    else:
        person.notes.append(NoteWanted("doubt", name, say(value), file.file, sheet.sheet, row.row))


def say(value: Any) -> str:
    """Return a value as a note says it."""
    if isinstance(value, list | tuple):
        return "、".join(say(one) for one in value)
    return str(value.get("number", value)) if isinstance(value, Mapping) else str(value)


def joined(have: Sequence[Any], more: Sequence[Any]) -> tuple[Any, ...]:
    """Return a list with what `more` adds to it, by number, name or kind."""

    def key(one: Any) -> Any:
        return one.get("number") or one.get("name") or one.get("kind") if isinstance(one, Mapping) else one

    seen = {key(one) for one in have}
    return (*have, *(one for one in more if key(one) not in seen))


def _phones(numbers: Iterable[str], owners: Mapping[str, str] | None = None) -> tuple[Values, ...]:
    said = owners or {}
    return tuple({"number": number, "owner": said[number]} if number in said else {"number": number} for number in numbers)


def _values(record: Mapping[str, Any], problems: Sequence[str]) -> dict[str, Any]:
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
    for word, codes in _CODED.items():
        code = _code(codes, record[word]) if record.get(word) else None
        if code:
            values[_FIELD_OF.get(word, word)] = code
            taken.add(word)
    _condition(record, values)
    if record.get("relation_to_head"):
        code = _code("relation", record["relation_to_head"])
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


def _condition(record: Mapping[str, Any], values: Values) -> None:
    """Add health, disability and school to the fields."""
    health = record.get("health")
    if health:
        values["health_note"] = health[:1000]
        code = _code("health_status", health)
        if code:
            values["health_status"] = code
        illnesses = [_code("illness", part) for part in re.split(r"[、,，;；/\s]+", health) if part]
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
        code = _code("schooling", school)
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


def _kin(one: Mapping[str, Any]) -> Values:
    values: Values = {name: one[name] for name in ("name", "birth_date", "works_at") if one.get(name)}
    if one.get("relation"):
        values["relation_written"] = one["relation"][:40]
        code = _code("relation", one["relation"])
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


def _guardian(person: PersonWanted, one: Mapping[str, Any], file: FilePlan, sheet: SheetPlan, row: RowPlan) -> None:
    if not one.get("name"):
        said = "、".join(say(value) for value in one.values())
        person.notes.append(NoteWanted("family", "监护人", said, file.file, sheet.sheet, row.row))
        return
    values = _kin(one)
    if "place" in values:
        values["address"] = values.pop("place")
    if "remark" in values:
        values["special_note"] = values.pop("remark")[:500]
    _add(person.guardians, [values])


def _add(have: list[Values], more: Sequence[Values], name: str = "name") -> None:
    """Add people to a list; one already there by name only gains what he lacked."""
    for one in more:
        same = next((h for h in have if h.get(name) and h.get(name) == one.get(name)), None)
        if same is None:
            if one and one not in have:
                have.append(one)
        else:
            for key, value in one.items():
                if key == "phones":
                    same[key] = joined(same.get(key, ()), value)
                else:
                    same.setdefault(key, value)


def pairing_of(title: str) -> Values:
    """Return kind, level and level's name of a pairing from the title its column gave the helper (`镇级包保干部`)."""
    kind = _code("pairing_kind", title) or (
        "responsibility" if re.search(r"包保|包联|包[户组片干]|责任", title) else "caring_mother" if "爱心妈妈" in title else "pairing"
    )
    level = next((number for word, number in _LEVELS if re.search(rf"{word}(?:级|包|联|干)", title)), None)
    label = re.search(r"[市县区镇乡街村]级|社区", title)
    return {"kind": kind, "level": level, "level_label": label[0] if label else None}


def helper_type_of(title: str) -> str | None:
    """Return the kind of helper a column's title names, or None."""
    bare = re.sub(r"^[市县区镇乡街村]级", "", title)
    kind = _code("helper_type", bare)
    if kind is None and "包保" in bare:
        kind = "responsible_officer"
    return kind or ("grid_leader" if "网格" in bare else None)
