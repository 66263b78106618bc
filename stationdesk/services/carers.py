"""A child whose carer is in hospital, missing or dead, or with whom no grown-up is at home: said at the head of its page."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.guardian import Guardian
from stationdesk.registers.resident import ADULT, Resident, may_be_under
from stationdesk.services.due import PRESENT
from stationdesk.store.database import author_of

LOOKED_AFTER_BY = ("delegated", "caregiver", "legal")
TROUBLE = frozenset({"hospital", "institution", "missing", "deceased", "moved_out"})
"""States in which somebody cannot look after a child; who is only away has usually left it with somebody."""


def carer_trouble(session: Session, child: Resident, on: date) -> tuple[str, ...]:
    """Return in a word or two what is wrong with the care of a child; empty where nothing is known to be."""
    found = [_("carer: {state}").format(state=table("residency_status").label(state)) for state in _carers(session, child, on)]
    if child.household_id and not _grown_up_at_home(session, child, on):
        found.append(_("no grown-up at home"))
    return tuple(dict.fromkeys(found))


def _carers(session: Session, child: Resident, on: date) -> list[str]:
    """Return the states of those who look after a child and cannot: guardianships in force, and those a death or the like has ended."""
    held = select(Guardian).where(
        Guardian.resident_id == child.id,
        col(Guardian.removed_at).is_(None),
        col(Guardian.kind).in_(LOOKED_AFTER_BY),
        col(Guardian.guardian_resident_id).is_not(None),
    )
    theirs = list(session.exec(held))
    if not theirs:
        return []
    ids = [one.guardian_resident_id for one in theirs]
    asked = select(Resident.id, Resident.residency_status).where(col(Resident.id).in_(ids), Resident.author == author_of(session))
    states = dict(session.exec(asked).all())
    able = [one for one in theirs if one.in_force(on.isoformat()) and states.get(one.guardian_resident_id or "") not in TROUBLE]
    return [] if able else sorted({state for state in states.values() if state in TROUBLE and state is not None})


def _grown_up_at_home(session: Session, child: Resident, on: date) -> bool:
    """Tell whether a grown-up of the household is at home; one whose age is unknown counts as grown up."""
    house = select(Resident.birth_date, Resident.birth_precision, Resident.birth_calendar, Resident.residency_status).where(
        Resident.household_id == child.household_id,
        Resident.id != child.id,
        Resident.author == child.author,
        col(Resident.removed_at).is_(None),
    )
    there = session.exec(house).all()
    day = on.isoformat()
    return not there or any(
        status in (*PRESENT, None) and may_be_under(ADULT, birth, precision, calendar, day) is not True
        for birth, precision, calendar, status in there
    )
