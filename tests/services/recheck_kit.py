"""A record of any register, filled as far as its draft asks for, and what is to be checked about it; a new one comes by itself."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session

from stationdesk.registers.catalogue import REGISTERS, kind_of, register_of
from stationdesk.registers.code import table
from stationdesk.registers.field import Draft, codes_of
from stationdesk.registers.pointing import naming, points_at_resident
from stationdesk.registers.recheck import Recheck, RecheckDraft
from stationdesk.registers.record import Record, Road
from stationdesk.store.database import author_of

TRIED = ("汪家那一条", "2026-11-02", "08:00", "2026-11-02T01:00:00Z", "home", 1, "a" * 64)
"""What a field that must be filled is given, the first that it takes."""
NOBODY = "0" * 36
GIVEN: dict[str, dict[str, Any]] = {
    "wish_event": {"kind": "approved"},
    "request_event": {"kind": "judged"},
    "incident_event": {"kind": "note"},
    "claim_end": {"kind": "returned"},
    "recheck": {"cause": "double", "record_kind": "note", "record_id": NOBODY},
    "gap_answer": {"gap": "no_phone", "answer": "none"},
    "health_reading": {"systolic": 140},
    "note": {"text": "腿脚不便"},
    "team_member": {"helper_name": "张三"},
    "stand_in": {"helper_name": "张三"},
    "duty_shift": {"name": "张三", "day": "2026-11-02", "from_time": "18:00", "to_time": "08:00"},
    "kin": {"name": "汪小红", "relation": "child"},
    "pairing": {"kind": "party_member", "helper_name": "李医生"},
    "helper": {"name": "李医生"},
    "resident": {"name": "汪奶奶"},
    "guardian": {"name": "汪大爷"},
}
SOMEBODYS = frozenset({"visit", "category_tag", "service_request", "call_wish", "pairing", "wish", "note"})
"""Registers whose records are a resident's or a household's."""
POINTS_AT = {
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
    "org_unit_id": "org_unit",
    "unit_id": "org_unit",
    "town_id": "org_unit",
    "succeeded_by": "org_unit",
    "kin_id": "kin",
    "child_officer_id": "helper",
    "grid_leader_id": "helper",
    "leader_id": "helper",
    "assessor_id": "helper",
    "handed_over_to": "helper",
    "follow_up_of": "visit",
    "service_item_id": "service_item",
    "ask_id": "photo_ask",
    "guardian_id": "guardian",
    "reprint_of": "card_issue",
    "pairs_with": "category_tag",
    "source_id": "visit",
    "about": "note",
    "photo_ids": "photo",
    "team_ids": "team",
    "helper_ids": "helper",
    "resident_ids": "resident",
}
OF_ITS_OWN = frozenset({"previous_id", "parent_id", "merged_into", "instead_of"})
"""Fields that name another record of the same register."""
NAMES_NOBODY = frozenset({"occasion_id", "measure", "came_from", "record_id", "other_id"})
"""Fields that hold an id which no record of this station has by itself."""
TRAVELLING = [kind_of(one) for one in REGISTERS if one.road is Road.TRAVELLING]


def target(kind: str, name: str) -> str:
    """Return the register a field points at, or nothing; a new reference has to be named here."""
    if points_at_resident(kind, name):
        return "resident"
    if name in OF_ITS_OWN:
        return kind
    return "" if name in NAMES_NOBODY else POINTS_AT[name]


def pointing_at(wanted: str) -> list[tuple[str, str]]:
    """Return every field that points at a register."""
    found = [(kind, name) for kind in TRAVELLING for name in naming(register_of(kind))[0]]
    return [(kind, name) for kind, name in found if target(kind, name) == wanted]


def draft_of(kind: str) -> Any:
    """Return what a register's record is before it is kept."""
    return next(one for one in register_of(kind).__bases__ if issubclass(one, Draft))


def tried(kind: str, name: str) -> tuple[Any, ...]:
    """Return what a field may be given: a code where it takes one."""
    codes = codes_of(draft_of(kind), name)
    return (table(codes).rows[0].code, *TRIED) if codes else ("red", *TRIED) if name == "grade" else TRIED


def filled(kind: str, /, **more: Any) -> dict[str, Any]:
    """Return the fields of a record: what the draft asks for, and what is given."""
    whose = {"resident_id": NOBODY} if kind in SOMEBODYS and not {"resident_id", "household_id"} & more.keys() else {}
    values = GIVEN.get(kind, {}) | whose | more
    places = {name: 0 for name, field in draft_of(kind).model_fields.items() if field.is_required() and name not in values}
    while True:
        try:
            whole = values | {name: tried(kind, name)[place] for name, place in places.items()}
            return dict(draft_of(kind).model_validate(whole).model_dump(exclude_unset=True))
        except ValidationError as error:
            wrong = {str(one["loc"][0]) for one in error.errors() if one["loc"]} & places.keys()
            if not wrong:
                raise
            for name in wrong:
                places[name] += 1


def written(kind: str, /, names: tuple[str, ...], **more: Any) -> dict[str, Any]:
    """Return the fields of a record of which some more are written, as far as they take a word, a code or a day."""
    values = filled(kind, **more)
    for name in (one for one in names if one not in values):
        for given in tried(kind, name):
            with suppress(ValidationError):
                draft_of(kind).model_validate(values | {name: given})
                values[name] = given
                break
    return values


def keep(session: Session, kind: str, /, author: str = "", **more: Any) -> str:
    """Keep a record of a register; return its id."""
    values = filled(kind, **more)
    register: Any = register_of(kind)
    record: Record = register.model_validate(values, update={"author": author or author_of(session)})
    session.add(record)
    session.flush()
    return record.id


def doubted(session: Session, kind: str, record: str, **fields: Any) -> Recheck:
    """Put something into what is to be checked."""
    draft = RecheckDraft.model_validate({"record_kind": kind, "record_id": record, "cause": "double"} | fields)
    row = Recheck.model_validate(draft, update={"author": author_of(session)})
    session.add(row)
    session.flush()
    return row
