"""From what rows say about one person to what the registers should hold of him: fields, relatives, tags, helpers, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stationdesk.registers.id_number import read_id_number
from stationdesk.services.import_fields import Values, code_of, joined, relative_of, values_of
from stationdesk.services.import_plan import FilePlan, RowPlan, SheetPlan, subject_of

_LEVELS = (("市", 1), ("县", 1), ("区", 1), ("镇", 2), ("乡", 2), ("街", 2), ("村", 3), ("社区", 3))
_HEADINGS = {
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
    events: list[tuple[FilePlan, SheetPlan, RowPlan]] = field(default_factory=list)
    """The rows among them that tell of a wish, a visit or a pairing."""
    wishes: list[tuple[str, str]] = field(default_factory=list)
    """Wishes that stand in lists of residents: words and file."""


PlannedRow = tuple[FilePlan, SheetPlan, RowPlan]
EVENTS = frozenset({"wishes", "visits", "pairings"})
"""Kinds of ledgers whose rows tell of something, each about a resident."""


def remainder(row: PlannedRow, *, only_notes: bool = False) -> str:
    """Return in words what a row says: what has no field of its own, or everything in it."""
    _file, sheet, planned = row
    if only_notes:
        more = {"备注": planned.record["remark"]} if planned.record.get("remark") else {}
        return "；".join(f"{label}：{text}" for label, text in {**more, **planned.notes}.items() if text)
    labels = [column.heading for column in sheet.tables[planned.table].columns] if sheet.tables else []
    places = [column.at for column in sheet.tables[planned.table].columns] if sheet.tables else []
    cells = [
        (label, planned.raw[at]) for label, at in zip(labels, places, strict=True) if at < len(planned.raw) and planned.raw[at].strip()
    ]
    return "；".join(f"{label}：{text}" for label, text in cells)[:8000]


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


def _take(person: PersonWanted, file: FilePlan, sheet: SheetPlan, row: RowPlan) -> None:
    is_event = sheet.ledger in EVENTS
    record = subject_of(row.record)
    fresh = values_of(record, row.problems)
    if is_event:
        person.events.append((file, sheet, row))
        fresh["values"].pop("residency_status", None)
    if record.get("wish"):
        person.wishes.append((str(record["wish"]), file.file))
    loose = {name: record[name] for name in _HEADINGS if name in record and name not in fresh["taken"]}
    for name, value in fresh["values"].items():
        _set(person, name, value, file, sheet, row)
    for name, text in loose.items():
        kind, heading = _HEADINGS[name]
        person.notes.append(NoteWanted(kind, heading, str(text), file.file, sheet.sheet, row.row))
    if not is_event:
        person.notes.extend(
            NoteWanted("ledger", label[:120], text, file.file, sheet.sheet, row.row) for label, text in row.notes.items() if text
        )
    person.categories.extend(code for code in record.get("categories", ()) if code not in person.categories)
    if record.get("care_grade"):
        grade = record["care_grade"]
        if person.grade not in (None, grade):
            person.notes.append(NoteWanted("doubt", "分级", str(grade), file.file, sheet.sheet, row.row))
        person.grade = person.grade or grade
    _add(person.kin, [relative_of(one) for one in record.get("kin", ())])
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


def _guardian(person: PersonWanted, one: Mapping[str, Any], file: FilePlan, sheet: SheetPlan, row: RowPlan) -> None:
    if not one.get("name"):
        said = "、".join(say(value) for value in one.values())
        person.notes.append(NoteWanted("family", "监护人", said, file.file, sheet.sheet, row.row))
        return
    values = relative_of(one)
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
    kind = code_of("pairing_kind", title) or (
        "responsibility" if re.search(r"包保|包联|包[户组片干]|责任", title) else "caring_mother" if "爱心妈妈" in title else "pairing"
    )
    level = next((number for word, number in _LEVELS if re.search(rf"{word}(?:级|包|联|干)", title)), None)
    label = re.search(r"[市县区镇乡街村]级|社区", title)
    return {"kind": kind, "level": level, "level_label": label[0] if label else None}


def helper_type_of(title: str) -> str | None:
    """Return the kind of helper a column's title names, or None."""
    bare = re.sub(r"^[市县区镇乡街村]级", "", title)
    kind = code_of("helper_type", bare)
    if kind is None and "包保" in bare:
        kind = "responsible_officer"
    return kind or ("grid_leader" if "网格" in bare else None)
