"""An invented family as one would tell of it: grandfather, son and daughter-in-law away, two grandchildren."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import col, select

from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.kin import Kin
from stationdesk.registers.resident import Resident
from stationdesk.services.family_data import FamilyData, family_data
from stationdesk.services.family_roll import FamilyRoll
from stationdesk.services.family_writing import FamilyDraft, MemberDraft, add_family, says_family
from stationdesk.store.database import Database

ON = date(2026, 11, 23)
OPERATOR = "徐丽华"
AWAY = {"residency_status": "away", "migrant_place": "泉州", "migrant_employer": "鞋厂", "migrant_since": "2026-02-19"}


def born(age: int) -> dict[str, str]:
    return {"birth_date": f"{ON.year - age}-01-02", "birth_precision": "day"}


def phone(number: str) -> dict[str, Any]:
    return {"phones": (PhoneNumber(number=number),)}


def fang(**home: Any) -> FamilyDraft:
    """Return the family of Fang: the grandfather at home with two children, both parents in Quanzhou."""
    members = (
        MemberDraft("head", {"name": "方根水", "sex": "male", **born(72), **phone("13800000117")}),
        MemberDraft("son", {"name": "方小军", **born(41), **AWAY, **phone("13800000118")}),
        MemberDraft("daughter_in_law", {"name": "周丽萍", **born(38), **AWAY, **phone("13800000119")}),
        MemberDraft("granddaughter", {"name": "方晓禾", **born(8), "schooling": "primary"}),
        MemberDraft("grandson", {"name": "方晓树", **born(11), "schooling": "primary", "school": "镇小学", "grade_class": "五年级"}),
    )
    return FamilyDraft({"village": "上徐村", "village_group": "一组", "address": "8 号", "household_no": "0117"} | home, members)


def write(desk: Database, draft: FamilyDraft) -> str:
    """Keep a family; return the id of its household."""
    with desk.writing(OPERATOR, says_family(draft, ON)) as session:
        return add_family(session, draft, ON, OPERATOR).id


def people(desk: Database, home: str) -> dict[str, Resident]:
    with desk.reading() as session:
        return {one.name: one for one in session.exec(select(Resident).where(Resident.household_id == home))}


def data_of(desk: Database, home: str) -> FamilyData:
    with desk.reading() as session:
        return family_data(session, home, ON)


def kin_of(desk: Database, resident: str) -> list[tuple[Any, ...]]:
    with desk.reading() as session:
        rows = session.exec(select(Kin).where(Kin.resident_id == resident, col(Kin.removed_at).is_(None)).order_by(col(Kin.contact_order)))
        return [(one.relation, one.name, one.works_at, one.kin_resident_id is not None, one.contact_order) for one in rows]


def roll(desk: Database) -> FamilyRoll:
    made = FamilyRoll()
    with desk.reading() as session:
        made.follow(session, ON)
    return made


def relations(desk: Database, home: str) -> dict[str, str | None]:
    return {name: one.relation_to_head for name, one in people(desk, home).items()}
