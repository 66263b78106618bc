"""What the one record holds that two become: from which side each field comes, what is kept twice, what is put together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.id_number import read_id_number
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.services.likeness import name_key

LEFT, RIGHT, BOTH = "left", "right", "both"
GROUPS: Mapping[str, tuple[str, ...]] = {
    "birth_date": ("birth_date", "birth_precision", "birth_calendar", "birth_written"),
    "birthday": ("birthday", "birthday_calendar"),
    "id_no": ("id_no", "id_type", "id_state"),
    "household_id": ("household_id", "relation_to_head", "head_name"),
    "residency_status": ("residency_status", "residency_since", "residency_place", "closed_on", "close_reason"),
    "is_migrant": ("is_migrant", "migrant_place", "migrant_employer", "migrant_since", "expected_return"),
    "father_status": ("father_status", "mother_status", "parents_evidence", "parents_evidence_on"),
}
"""Fields that say one thing together, by the one that is chosen: they come from one side."""
_GROUPED = {name: lead for lead, names in GROUPS.items() for name in names}
TOGETHER = frozenset({"remark", "counselling_note", "study_note"})
"""Texts that are put one below the other where both sides have one."""
NEVER = frozenset({"merged_into", "came_from", "enrolled_on", "alias"})
"""What the kept record does not take over where it has its own."""
TEXT_LIMIT = 2000


def leads() -> tuple[str, ...]:
    """Return the fields one can choose a side for, in the register's order: of fields that belong together the leading one."""
    return tuple(name for name in ResidentDraft.model_fields if _GROUPED.get(name, name) == name and name != "merged_into")


def is_list(name: str) -> bool:
    """Tell whether a field holds a list, of which both sides can be kept."""
    return bool(ResidentDraft.model_fields[name].default == ())


def nothing(value: Any) -> bool:
    """Tell whether a value says nothing."""
    return value in (None, "", ())


def differs(left: Resident, right: Resident, lead: str) -> bool:
    """Tell whether both sides say something in a field, and not the same."""
    one, other = getattr(left, lead), getattr(right, lead)
    if nothing(one) or nothing(other):
        return False
    if lead == "phones":
        return {phone.number for phone in one} != {phone.number for phone in other}
    if lead == "name":
        return str(one) != str(other)
    if lead == "birth_date":
        return (one, left.birth_calendar or "solar") != (other, right.birth_calendar or "solar")
    return bool(one != other)


def proposed(left: Resident, right: Resident, lead: str) -> str:
    """Return the side a field is taken from until the operator says otherwise.

    The finer birth date, the sound ID number, the one known to have died; lists from both; else what the kept record says.
    """
    one, other = getattr(left, lead), getattr(right, lead)
    if nothing(one) != nothing(other):
        return RIGHT if nothing(one) else LEFT
    if is_list(lead) or lead in TOGETHER:
        return BOTH if differs(left, right, lead) else LEFT
    if lead == "birth_date" and differs(left, right, lead):
        return RIGHT if _fineness(right) > _fineness(left) else LEFT
    if lead == "id_no" and one != other:
        return RIGHT if read_id_number(other or "").valid and not read_id_number(one or "").valid else LEFT
    if lead == "residency_status":
        return RIGHT if other == "deceased" != one else LEFT
    return LEFT


def _fineness(person: Resident) -> tuple[int, bool]:
    """Return how much a birth date says: its length, none for one worked out from an age; of two alike the solar one."""
    length = 0 if person.birth_precision == "age" else len(person.birth_date or "")
    return length, person.birth_calendar != "lunar"


def merged_values(left: Resident, right: Resident, chosen: Mapping[str, str]) -> dict[str, Any]:
    """Return every field in which the kept record (`left`) changes, with its new value; `chosen` is the side by leading field."""
    found: dict[str, Any] = {}
    for lead in leads():
        side = chosen.get(lead) or proposed(left, right, lead)
        for name in GROUPS.get(lead, (lead,)):
            found[name] = _value(left, right, lead, name, side)
    found |= _kept_twice(left, right, found)
    return {name: value for name, value in found.items() if value != getattr(left, name)}


def _value(left: Resident, right: Resident, lead: str, name: str, side: str) -> Any:
    one, other = getattr(left, name), getattr(right, name)
    if name in NEVER:
        return other if nothing(one) else one
    if is_list(name):
        return one if side == LEFT and not nothing(one) else other if side == RIGHT else both_lists(one, other)
    if name in TOGETHER and side == BOTH:
        parts = list(dict.fromkeys(part for part in (one, other) if part))
        return "\n".join(parts)[:TEXT_LIMIT] or None
    same = getattr(left, lead) == getattr(right, lead)
    taken, rest = (other, one) if side == RIGHT else (one, other)
    if lead in GROUPS and not same:
        return taken
    return rest if nothing(taken) else taken


def both_lists(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the items of both lists, each once; a phone number counts once whatever stands beside it."""
    seen = {_item(item) for item in one}
    return (*one, *(item for item in other if _item(item) not in seen))


def _item(item: Any) -> Any:
    return item.number if isinstance(item, PhoneNumber) else str(item)


def _kept_twice(left: Resident, right: Resident, found: Mapping[str, Any]) -> dict[str, Any]:
    """Return where the name and the birthday that were not chosen are kept beside the chosen ones."""
    kept: dict[str, Any] = {}
    name = found["name"]
    known = {name, found["former_name"], found["nickname"]}
    for other in dict.fromkeys((left.name, right.name, right.former_name, right.nickname, left.former_name, left.nickname)):
        if other and other not in known and name_key(other) != name_key(name):
            place = next((place for place in ("former_name", "nickname") if nothing(kept.get(place, found[place]))), None)
            if place is None:
                break
            kept[place] = other
            known.add(other)
    for person in (left, right):
        born = person.birth_date or ""
        other_day = (born, person.birth_calendar or "solar") != (found["birth_date"], found["birth_calendar"] or "solar")
        if len(born) == 10 and other_day and nothing(found["birthday"]):
            kept |= {"birthday": born[5:], "birthday_calendar": person.birth_calendar or "solar"}
    return kept
