"""A handful of invented people with grades and visits, written as one would say them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, TypeVar

from stationdesk.registers.care_grade import CareGrade, CareGradeDraft
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.record import Record
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.visit import Visit, VisitDraft
from stationdesk.store.database import Database
from tests.store.kit import STATION

R = TypeVar("R", bound=Record)
ON = date(2026, 11, 23)
OPERATOR = "徐丽华"


def ago(days: int) -> str:
    return (ON - timedelta(days=days)).isoformat()


def put(desk: Database, kind: type[R], draft: object, author: str = STATION, says: str = "登记") -> R:
    """Keep a draft."""
    record = kind.model_validate(draft, update={"author": author})
    with desk.writing(OPERATOR, says, receiving=author != STATION) as session:
        session.add(record)
    return record


def person(desk: Database, name: str, age: int | None, grade: str = "", visits: tuple[tuple[Any, ...], ...] = (), **fields: Any) -> str:
    """Keep somebody with the grade given 200 days ago and visits (days ago, mode, outcome); return the id."""
    born = {} if age is None else {"birth_date": f"{ON.year - age}-01-02", "birth_precision": "day"}
    phone = fields.pop("phone", "13800005678")
    draft = ResidentDraft(name=name, phones=(PhoneNumber(number=phone),) if phone else (), **({"village_group": "汪家组"} | born | fields))
    found = put(desk, Resident, draft)
    if grade:
        put(desk, CareGrade, CareGradeDraft(resident_id=found.id, grade=grade, from_date=ago(200)))
    for days, mode, outcome in visits:
        visited(desk, found.id, days, mode, outcome)
    return found.id


def visited(desk: Database, resident: str, days: int, mode: str = "phone", outcome: str = "met", **fields: Any) -> str:
    """Keep a visit so many days ago; return its id."""
    return put(desk, Visit, VisitDraft(resident_id=resident, visited_on=ago(days), mode=mode, outcome=outcome, **fields)).id


def relative(desk: Database, resident: str, relation: str, place: str, phone: str = "", **fields: Any) -> str:
    """Keep a relative; return the id."""
    phones = (PhoneNumber(number=phone),) if phone else ()
    return put(desk, Kin, KinDraft(resident_id=resident, relation=relation, works_at=place, phones=phones, **fields)).id
