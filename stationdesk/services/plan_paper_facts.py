"""What stands on a printed care plan beside the plan itself: who it is, who answers for it; without illness where visitors may read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.care_plan import CarePlan
from stationdesk.registers.code import of_codes, table
from stationdesk.registers.helper import Helper
from stationdesk.registers.kin import Kin
from stationdesk.registers.mask import masked_phone
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.resident import Resident
from stationdesk.registers.station import Station
from stationdesk.services.contacts import known_of
from stationdesk.services.day_words import day_words
from stationdesk.services.due import due
from stationdesk.services.elder_axes import codes_in_force
from stationdesk.services.kin_words import kin_word
from stationdesk.services.person_writing import own_resident
from stationdesk.services.plan_proposing import body_words, shown_situation
from stationdesk.services.plans import name_said
from stationdesk.services.resident_list import grade_of_row
from stationdesk.store.database import author_of

SIBLINGS = frozenset({"2", "3"})
"""First figure of the national code of sons and daughters (GB/T 4761)."""
FEW = 3


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The words around a plan."""

    name: str
    facts: tuple[str, ...]
    grade: str
    grade_words: str
    situation: str
    charge: tuple[tuple[str, str, str, str], ...]
    before: str


def plan_facts(session: Session, plan: CarePlan, on: date, *, for_visitors: bool = False) -> PlanFacts:
    """Return the words around a plan as they are printed on day `on`. Raises NoSuchResident."""
    resident = own_resident(session, plan.resident_id)
    known = known_of(session, [resident.id], on)[resident.id]
    grade, word = grade_of_row(known, due(known, on))
    every = known.grade.contact_every_days if known.grade else None
    rhythm = _rhythm(every)
    age = resident.age(on.isoformat())
    child = name_said(resident, on) != resident.name
    facts = (
        _("{years} years").format(years=age) if age is not None else "",
        table("sex").label(resident.sex) if resident.sex in ("male", "female") else "",
        "" if child else resident.shown_address() or resident.village_group or "",
    )
    return PlanFacts(
        _("{alias} (alias)").format(alias=name_said(resident, on)) if child else resident.name,
        tuple(filter(None, facts)),
        grade,
        "  ".join(filter(None, (word, rhythm))),
        _situation(session, resident, on, for_visitors=for_visitors or child),
        tuple(_charge(session, resident, on)),
        _before(session, plan, on),
    )


def _rhythm(every: int | None) -> str:
    usual = {None: "", 1: _("contact every day|plan"), 7: _("contact every week|plan"), 30: _("contact every month|plan")}
    found = usual.get(every)
    return found if found is not None else _("contact every {count} days|plan").format(count=every)


def _situation(session: Session, resident: Resident, on: date, *, for_visitors: bool) -> str:
    words = shown_situation(resident, sorted(codes_in_force(session, resident, on)), for_visitors=for_visitors)
    kin = select(Kin).where(Kin.resident_id == resident.id, Kin.author == author_of(session), col(Kin.removed_at).is_(None))
    known, away = table("relation"), []
    for one in session.exec(kin.order_by(col(Kin.key))):
        where = one.works_at or one.place
        if where and one.life_state != "deceased" and (known.national(one.relation or "") or "")[:1] in SIBLINGS:
            away.append(_("{relation} {name} in {place}").format(relation=kin_word(one.relation), name=one.name or "", place=where))
    sentences = [part for part in (words, "，".join(away[:FEW])) if part]
    return "".join(f"{part}。" for part in sentences)


def _charge(session: Session, resident: Resident, on: date) -> list[tuple[str, str, str, str]]:
    """Return who answers for the person: the levels from the top, then those who stand by him, then the grid leader."""
    day = on.isoformat()
    mine = select(Pairing).where(
        Pairing.resident_id == resident.id, Pairing.author == author_of(session), col(Pairing.removed_at).is_(None)
    )
    held = [one for one in session.exec(mine) if one.in_force(day) and one.state != "suspended"]
    ids = {one.helper_id for one in held if one.helper_id}
    helpers = {one.id: one for one in session.exec(select(Helper).where(col(Helper.id).in_(ids)))} if ids else {}
    rows = [_row(one, helpers.get(one.helper_id or "")) for one in sorted(held, key=lambda one: (one.level or 99, one.key or 0))]
    station = session.exec(select(Station).where(Station.author == author_of(session), col(Station.removed_at).is_(None))).first()
    leader = _grid_leader(station, resident)
    return [*rows, *([leader] if leader and leader[1] not in {row[1] for row in rows} else [])]


def _row(pairing: Pairing, helper: Helper | None) -> tuple[str, str, str, str]:
    kind = pairing.level_label or table("pairing_kind").label(pairing.kind)
    name = helper.name if helper else pairing.helper_name or ""
    what = (helper.card_title or helper.post or helper.org or "") if helper else ""
    number = next((phone.number for phone in helper.phones if phone.usable is not False), "") if helper else ""
    return kind, name, what, number


def _grid_leader(station: Station | None, resident: Resident) -> tuple[str, str, str, str] | None:
    grid = station.grid_of(resident.village_group) if station else None
    if grid is None or not grid.leader:
        return None
    return _("Grid leader"), grid.leader, resident.village_group or "", grid.leader_phone


def _before(session: Session, plan: CarePlan, on: date) -> str:
    if not plan.previous_id:
        return ""
    asked = select(CarePlan.made_on).where(CarePlan.id == plan.previous_id, CarePlan.author == author_of(session))
    made = session.exec(asked).first()
    return _("version before {day}|plan").format(day=day_words(date.fromisoformat(made), on)) if made else ""


def covered_numbers(charge: Sequence[tuple[str, str, str, str]]) -> tuple[tuple[str, str, str, str], ...]:
    """Return who answers with the numbers covered, as visitors may read them."""
    return tuple((level, name, what, masked_phone(number) if number else "") for level, name, what, number in charge)


def tells_of_body(text: str) -> bool:
    """Tell whether a line of a plan speaks of the body: names an illness, a medicine, a reading or a complaint."""
    return any(word in text for word in _body_words())


@of_codes
@cache
def _body_words() -> frozenset[str]:
    words = set(body_words())
    for name in ("illness", "symptom"):
        for row in table(name).rows:
            words |= {one for one in (row.label, *row.synonyms) if len(one) > 1 and row.code not in ("other", "none")}
    return frozenset(words)
