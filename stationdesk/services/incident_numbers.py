"""Whom to ring in an emergency, in the order in which to dial: the ambulance, the doctor, who is near, the family, the clinic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.health_record import HealthRecord
from stationdesk.registers.incident import Incident
from stationdesk.registers.incident_event import IncidentEvent
from stationdesk.registers.kin import Kin
from stationdesk.registers.resident import Resident
from stationdesk.services.calling_order import Caller, callers
from stationdesk.services.card_places import Entry, directory, first_phone, station_here
from stationdesk.services.doubles import is_child
from stationdesk.services.family_data import FamilyData, family_data
from stationdesk.services.kin_words import is_family, kin_word
from stationdesk.services.known_helpers import helpers_there
from stationdesk.services.shifts import on_duty
from stationdesk.services.standing_in import who_of

AMBULANCE = "120"
DOCTORS, CLINICS = ("village_doctor",), ("clinic", "hospital")


@dataclass(frozen=True, slots=True)
class Number:
    """One line of the list: who it is, a word about him, the number as it is dialled, and how the last call went."""

    line: str
    """What the line is called in the record of the calls; never the number."""
    title: str
    under: str
    number: str
    is_kin: bool = False
    result: str = ""
    """reached or missed; empty where nobody rang yet."""
    at: str = ""
    said: str = ""


def numbers_of(
    session: Session, incident: Incident, events: Iterable[IncidentEvent], now: datetime, *, may_see_children: bool
) -> tuple[Number, ...]:
    """Return the lines, each number once; `now` is local. Of a locked child only the numbers of grown-ups of the household stand in it."""
    on, found = now.date(), list[Number]()
    entries = directory(session, on.isoformat())
    resident = _resident(session, incident)
    found += list(_public(AMBULANCE))
    found += _places(entries, DOCTORS, resident)
    if resident is not None:
        locked = is_child(resident, on) and not may_see_children
        found += [] if locked else _family_doctor(session, resident)
        found += _near(session, resident, on)
        found += _family(session, resident, on, may_see_children=may_see_children)
        found += [] if locked else _own(resident)
    found += _caller(incident)
    found += _on_duty(session, now)
    found += _places(entries, CLINICS, resident)
    found += [line for row in table("emergency_number").given if row.code != AMBULANCE for line in _public(row.code)]
    return tuple(_told(one, events) for one in _once(found))


def _once(found: Iterable[Number]) -> Iterator[Number]:
    """Yield each number where it stands first; that it is family's counts wherever it was said."""
    lines: dict[str, Number] = {}
    for one in found:
        digits = "".join(sign for sign in one.number if sign.isdigit())
        if digits:
            first = lines.setdefault(digits, one)
            lines[digits] = replace(first, is_kin=first.is_kin or one.is_kin)
    yield from lines.values()


def _told(one: Number, events: Iterable[IncidentEvent]) -> Number:
    rung = [event for event in events if event.line == one.line and event.kind in ("reached", "missed")]
    return replace(one, result=rung[-1].kind, at=rung[-1].at, said=rung[-1].text or "") if rung else one


def _resident(session: Session, incident: Incident) -> Resident | None:
    if not incident.resident_id:
        return None
    mine = select(Resident).where(Resident.id == incident.resident_id, Resident.author == incident.author)
    return session.exec(mine).first()


def _public(code: str) -> Iterator[Number]:
    row = table("emergency_number").row(code)
    if row is not None:
        yield Number(f"n:{code}", row.label, row.note or "", code)


def _places(entries: Iterable[Entry], kinds: tuple[str, ...], resident: Resident | None) -> list[Number]:
    group = resident.village_group if resident is not None else None
    near = [one for one in entries if one.place.kind in kinds and one.phone and (group is None or one.place.serves_group(group))]
    near.sort(key=lambda one: kinds.index(one.place.kind or ""))
    lines = []
    for entry in near:
        place = entry.place
        word = table("place_kind").label(place.kind)
        title = f"{word} {place.person}" if place.person else place.short_name or place.name
        under = _("，|joined").join(filter(None, (place.name if place.person else "", place.hours or place.address)))
        lines.append(Number(f"p:{place.id}", title, under, entry.phone))
    return lines


def _family_doctor(session: Session, resident: Resident) -> list[Number]:
    mine = select(HealthRecord).where(
        HealthRecord.resident_id == resident.id, HealthRecord.author == resident.author, col(HealthRecord.removed_at).is_(None)
    )
    found = session.exec(mine.order_by(col(HealthRecord.key).desc())).first()
    if found is None or not found.doctor_phone:
        return []
    return [Number(f"h:{resident.id}", _("Doctor {name}").format(name=found.doctor_name or ""), found.hospital or "", found.doctor_phone)]


def _near(session: Session, resident: Resident, on: date) -> list[Number]:
    """Return who is responsible for the person now, whoever stands in for him, and the leader of the grid."""
    found = []
    who = who_of(session, [resident.id], on).get(resident.id)
    if who is not None and who.who.helper_id:
        helper = helpers_there(session, [who.who.helper_id]).get(who.who.helper_id)
        if helper is not None and first_phone(helper):
            under = who.words() if who.instead_of else helper.card_title or helper.org or ""
            found.append(Number(f"a:{helper.id}", _("Responsible {name}").format(name=helper.name), under, first_phone(helper)))
    station = station_here(session)
    grid = station.grid_of(resident.village_group) if station is not None else None
    if grid is not None and grid.leader_phone:
        found.append(Number(f"g:{grid.code}", _("Grid leader {name}").format(name=grid.leader), grid.name, grid.leader_phone))
    return found


def _family(session: Session, resident: Resident, on: date, *, may_see_children: bool) -> list[Number]:
    """Return the family in the order of calling that its page keeps, said from the person's side; without a household his relatives."""
    if resident.household_id is None:
        return _kin_alone(session, resident)
    data = family_data(session, resident.household_id, on)
    found = []
    for one in callers(data, may_see_children=may_see_children):
        if one.resident_id == resident.id:
            continue
        word, is_kin = _what_he_is(data, resident, one)
        found.append(Number(one.key, f"{word} {one.name}".strip(), one.where, one.number, is_kin=is_kin))
    return found


def _what_he_is(data: FamilyData, resident: Resident, one: Caller) -> tuple[str, bool]:
    """Return what somebody is to the person, in a word, and whether he is family; who lives in the house is."""
    entry = next((kin for kin in data.kin.get(resident.id, ()) if kin.id in one.entries), None)
    relation = data.relation(resident.id, one.resident_id) if one.resident_id else None
    if entry is not None:
        return kin_word(entry.relation, entry.relation_written), is_family(entry.relation or relation, entry.relation_written)
    if relation is None and any(one.resident_id == member.id for member in data.there):
        return one.word, True
    return kin_word(relation) if relation else one.word, is_family(relation or one.relation, one.word)


def _kin_alone(session: Session, resident: Resident) -> list[Number]:
    mine = select(Kin).where(Kin.resident_id == resident.id, Kin.author == resident.author, col(Kin.removed_at).is_(None))
    kept = sorted(session.exec(mine), key=lambda one: (one.contact_order or 99, not one.is_emergency_contact, one.key or 0))
    found = [
        Number(
            f"k:{one.id}",
            f"{kin_word(one.relation, one.relation_written)} {one.name or ''}".strip(),
            one.works_at or one.place or "",
            at,
            is_family(one.relation, one.relation_written),
        )
        for one in kept
        if one.life_state != "deceased" and (at := _first(one.phones))
    ]
    for place, other in enumerate(resident.emergency_contacts):
        if at := _first(other.phones):
            title = f"{other.relation} {other.name}".strip()
            found.append(Number(f"e:{resident.id}:{place}", title, other.place, at, is_family(None, other.relation)))
    return found


def _own(resident: Resident) -> list[Number]:
    number = _first(resident.phones)
    return [Number(f"r:{resident.id}", _("At home: {name}").format(name=resident.name), "", number)] if number else []


def _caller(incident: Incident) -> list[Number]:
    if not incident.caller_phone:
        return []
    return [Number("caller", _("Called us: {name}").format(name=incident.caller or ""), "", incident.caller_phone)]


def _on_duty(session: Session, now: datetime) -> list[Number]:
    found = [
        Number(f"d:{one.id}", _("On duty {name}").format(name=one.who), one.words(), one.phone)
        for one in on_duty(session, now)
        if one.phone
    ]
    station = station_here(session)
    if station is not None and station.duty_phone:
        found.append(Number("d:station", _("The station's phone"), _("day and night"), station.duty_phone))
    return found


def _first(phones: tuple[PhoneNumber, ...]) -> str:
    return next((one.number for one in phones if one.usable is not False), "")
