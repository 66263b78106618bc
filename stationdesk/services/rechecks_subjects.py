"""Whom or what a record is about, however many records lie between: a claim is of a wish, and the wish is somebody's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import select as select_row
from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.catalogue import BY_KIND
from stationdesk.registers.pointing import points_at_resident
from stationdesk.registers.recheck import Recheck
from stationdesk.registers.record import Road
from stationdesk.registers.resident import Resident
from stationdesk.services.merge_records import table_of
from stationdesk.services.rechecks_words import SAID, kind_words, title_of, value_words
from stationdesk.services.returned import called
from stationdesk.store.database import author_of

LEADS: Mapping[str, str] = MappingProxyType(
    {
        "wish_id": "wish",
        "claim_id": "wish_claim",
        "request_id": "service_request",
        "incident_id": "incident",
        "call_id": "family_call",
        "call_wish_id": "call_wish",
        "visit_id": "visit",
        "photo_id": "photo",
        "consent_id": "consent",
        "plan_id": "care_plan",
        "pairing_id": "pairing",
        "household_id": "household",
        "helper_id": "helper",
        "stand_in_helper_id": "helper",
        "team_id": "team",
        "transfer_id": "transfer",
        "task_id": "task",
        "announcement_id": "announcement",
        "scheme_id": "grade_scheme",
    }
)
"""Fields that lead from a record to the one it is about, the nearest to a person first."""
OTHERWISE = {
    ("correction_answer", "request_id"): "correction_request",
    ("transfer_answer", "transfer_id"): "transfer_relay",
    ("household", "merged_into"): "household",
    ("helper", "merged_into"): "helper",
}
CALLED: Mapping[str, str] = MappingProxyType(
    {
        "wish": "wish_no content",
        "service_request": "number text",
        "household": "head_name household_no",
        "bad_weather": "from_date",
        "day_off": "name day",
        "duty_shift": "day name",
        "shift_handover": "handed_on",
        "visit_sheet": "number",
        "export_profile": "title",
        "code": "label",
        "responsibility_level": "label",
        "wish_claim": "claimer",
        "incident": "somebody what happened_on",
        "family_call": "call_on",
        "photo": "caption taken_on",
        "photo_ask": "purpose",
        "team_member": "helper_name",
        "stand_in": "helper_name",
        "pairing": "helper_name",
        "task": "title",
        "task_report": "about",
        "announcement": "title",
        "announcement_read": "about",
        "correction_request": "doubted",
        "correction_answer": "about",
        "transfer_relay": "called",
        "transfer_answer": "called",
    }
)
"""By which fields a record is called that is about nobody, the first that is known; others by their name."""
PAGES: Mapping[str, str] = MappingProxyType(
    {
        "wish": "wishes",
        "service_request": "requests",
        "incident": "emergency",
        "family_call": "calls",
        "household": "family",
        "helper": "helpers",
        "team": "teams",
    }
)
"""The page on which a record of a register is gone on with; what is about a person leads to the person."""
BARE = MappingProxyType({"duty_shift": "shifts", "shift_handover": "shifts", "service_item": "services", "visit_sheet": "visits"})
"""Pages for registers whose records are not opened by themselves."""
ENDS = frozenset({"resident", "helper", "team"})
"""Registers from which nothing leads further: a helper who lives here is not whom the record is about."""
SAY_WHICH = frozenset({"household", "helper", "team", "org_unit"})
"""Registers whose records are called by what they say themselves, whoever else they name."""
_REFERENCE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FAR = 4
"""Records from one to the next until somebody is found."""

Fields = Mapping[str, Any]
Step = tuple[str, str, Fields]
"""Register, id and fields of a record."""


def fields_of(session: Session, kind: str, record: str) -> Fields:
    """Return the fields of a record, also of one that was removed or not put back; nothing where there is none."""
    if kind not in BY_KIND or not record:
        return {}
    table = table_of(kind)
    rows = session.connection().execute(select_row(table).where(table.c.id == record)).mappings().all()
    for row in sorted(rows, key=lambda one: one["author"] != author_of(session)):
        return {str(name): value for name, value in row.items()}
    fallen = select(Recheck).where(Recheck.author == author_of(session), Recheck.record_id == record, Recheck.cause == "refused")
    for one in session.exec(fallen.order_by(col(Recheck.key).desc())):
        for line in one.mine.get("lines", ()):
            if line["id"] == record:
                found: Fields = line["fields"]
                return found
    return {}


def lead(kind: str, name: str) -> str:
    """Return the register that a field leads to, or nothing."""
    return "resident" if points_at_resident(kind, name) else OTHERWISE.get((kind, name), LEADS.get(name, ""))


def leads(session: Session, kind: str, record: str, fields: Fields) -> Iterator[Step]:
    """Yield a record and those it is about, the nearest first."""
    steps, known = [(kind, record, fields)], {record}
    for _far in range(FAR):
        yield from steps
        follow = [step for one in steps for step in _next(session, one)]
        steps = [step for step in follow if step[1] not in known]
        known |= {step[1] for step in steps}


def _next(session: Session, step: Step) -> Iterator[Step]:
    kind, _record, fields = step
    if kind in ENDS:
        return
    nearest = ["", *LEADS]
    names = sorted((name for name in fields if lead(kind, name)), key=lambda name: nearest.index(name if name in LEADS else ""))
    to = [(lead(kind, name), fields[name]) for name in names] + [("resident", one) for one in fields.get("resident_ids") or ()]
    if fields.get("record_kind") in BY_KIND:
        to.append((str(fields["record_kind"]), str(fields.get("record_id") or "")))
    for there, record in to:
        found = fields_of(session, there, str(record or ""))
        if found:
            yield there, str(record), found


def people(session: Session, steps: list[Step]) -> list[Resident]:
    """Return the residents a record is about, the nearest first; helpers and heads of families are none of them."""
    ids = list(dict.fromkeys(record for kind, record, _fields in steps if kind == "resident"))
    found = {one.id: one for one in session.exec(select(Resident).where(col(Resident.id).in_(ids)))}
    return [found[one] for one in ids if one in found]


def subject(person: Resident | None, steps: list[Step], on: date) -> str:
    """Return whom or what it is about, in words: a person, a child by alias; else what the record, or what it leads to, is called."""
    if person is not None:
        return called(person, on, children=False)
    for kind, _record, fields in steps:
        for name in CALLED.get(kind, "name").split():
            if fields.get(name):
                return value_words(kind, name, fields[name], on=on)
    return kind_words(steps[0][0])


def numbered(steps: list[Step]) -> str:
    """Return the number by which a wish or a request is called, where the record is one or hangs on one."""
    for kind, _record, fields in steps:
        number = fields.get("wish_no" if kind == "wish" else "number") if kind in ("wish", "service_request") else None
        if number:
            return str(number)
    return ""


def where_to(person: Resident | None, steps: list[Step]) -> tuple[str, Any]:
    """Return the page, and what to open there, where the record can be gone on with; nothing where there is none."""
    kind = steps[0][0]
    if kind in BARE:
        return BARE[kind], None
    for there, record, fields in steps:
        if there in PAGES and there not in ("household", "helper") and not fields.get("removed_at") and "id" in fields:
            return PAGES[there], record
    if person is not None:
        return "residents", person.id
    for there, record, fields in steps:
        if there in PAGES and not fields.get("removed_at") and "id" in fields:
            return PAGES[there], record
    return "", None


def sentence(session: Session, kind: str, fields: Fields, on: date, *, whole: bool = False) -> str:
    """Return what a record says, its fields in the order one says them; where it says nothing, what it points at does."""
    said = [_said(session, kind, name, fields, on, whole=whole) for name in SAID.get(kind, "").split()]
    parts = list(dict.fromkeys(part for part in said if part))
    return _(", |pause").join(parts) or _("nothing was written in it|recheck")


def changed(session: Session, kind: str, fields: Fields, on: date) -> str:
    """Return what a change of a record says that stands, each field by its name; nothing where it only names other records."""
    parts = []
    for name, value in fields.items():
        if lead(kind, name) or not (isinstance(value, Mapping) or _REFERENCE.fullmatch(str(value))):
            words = _said(session, kind, f"@{name}" if lead(kind, name) else name, fields, on, whole=True)
            parts += [f"{title_of(kind, name)} {words}"] if words else []
    return _(", |pause").join(parts)


def _said(session: Session, kind: str, name: str, fields: Fields, on: date, *, whole: bool) -> str:
    mark, plain = name[0], name.lstrip("+@")
    value = fields.get(plain)
    if value in (None, "", (), [], {}, False):
        return ""
    if mark == "@":
        there = lead(kind, plain)
        found = fields_of(session, there, str(value))
        if there == "resident":
            person = session.exec(select(Resident).where(Resident.id == value)).first()
            return called(person, on, children=False) if person is not None else ""
        return " ".join(value_words(there, one, found[one], on=on) for one in CALLED.get(there, "name").split() if found.get(one))
    words = value_words(kind, plain, value, on=on, whole=whole)
    return f"{title_of(kind, plain)} {words}" if mark == "+" else words


def two_said(session: Session, kind: str, name: str, both: tuple[Any, Any], on: date, *, children: bool) -> tuple[str, str]:
    """Return two values of a field in words; of two records that are called the same it is said which was entered first."""
    mine, theirs = (value_said(session, kind, name, one, on, children=children) for one in both)
    if mine != theirs or both[0] == both[1] or not all(map(_is_reference, both)):
        return mine, theirs
    first, later = _("{name} (entered first)|recheck"), _("{name} (entered later)|recheck")
    ways = (first, later) if both[0] < both[1] else (later, first)
    return ways[0].format(name=mine), ways[1].format(name=theirs)


def value_said(session: Session, kind: str, name: str, value: Any, on: date, *, children: bool) -> str:
    """Return a value of a field in words; what holds another record's id says which record that is."""
    if isinstance(value, list | tuple) and value and all(_is_reference(one) for one in value):
        return _(", ").join(dict.fromkeys(reference_words(session, lead(kind, name), one, on, children=children) for one in value))
    if _is_reference(value):
        return reference_words(session, lead(kind, name), value, on, children=children)
    return value_words(kind, name, value, on=on)


def reference_words(session: Session, there: str, record: str, on: date, *, children: bool) -> str:
    """Return which record an id is of: a person by name, a child by alias; another one by what it is called, and whose it is.

    `there` is its register, where that is known. Of what is a child's only whoever may see children's records is told more.
    """
    kind, fields = there, fields_of(session, there, record)
    if not there:
        found = ((one, fields_of(session, one, record)) for one, register in BY_KIND.items() if register.road is Road.TRAVELLING)
        kind, fields = next(((one, said) for one, said in found if "id" in said), ("", {}))
    if not fields:
        return _("an entry that is not there any more|recheck")
    steps = list(leads(session, kind, record, fields))
    about = people(session, steps)
    whose = called(about[0], on, children=False) if about and kind not in SAY_WHICH else ""
    if kind == "resident" or (not children and any(one.is_minor(on.isoformat()) for one in about)):
        return whose or kind_words(kind)
    names = CALLED.get(kind, "name").split() + [one for one in SAID[kind].split() if one[0] not in "+@"][:2]
    said = dict.fromkeys(value_words(kind, one, fields[one], on=on) for one in names if fields.get(one))
    return " ".join(filter(None, (whose, "" if kind in SAY_WHICH else kind_words(kind), *said))) or kind_words(kind)


def _is_reference(value: Any) -> bool:
    return isinstance(value, str) and _REFERENCE.fullmatch(value) is not None
