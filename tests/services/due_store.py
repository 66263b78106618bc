"""A made-up village written into a real store."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from stationdesk.registers.bad_weather import BadWeather, BadWeatherDraft
from stationdesk.registers.care_grade import CareGrade, CareGradeDraft
from stationdesk.registers.day_off import DayOff, DayOffDraft
from stationdesk.registers.grade_scheme import GradeScheme
from stationdesk.registers.guardian import Guardian, GuardianDraft
from stationdesk.registers.health_reading import HealthReading, HealthReadingDraft
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.registers.record import Record, new_id
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.stand_in import StandIn, StandInDraft
from stationdesk.registers.station import Grid, Station, StationDraft
from stationdesk.registers.status_change import StatusChange, StatusChangeDraft
from stationdesk.registers.visit import Visit
from stationdesk.store.clock import VILLAGE_TIME, stamp
from tests.services.due_tales import FESTIVALS, HELPERS, scheme_draft
from tests.services.due_village import Tale, Village
from tests.store.kit import STATION


def keep(session: Session, village: Village) -> dict[str, str]:
    """Write a village into a store; return the ids of its people by name."""

    def put(kind: type[Record], draft: Any) -> Any:
        record = kind.model_validate(draft, update={"author": STATION})
        session.add(record)
        return record

    for scheme in village.schemes[1:]:
        put(GradeScheme, scheme_draft(scheme))
        session.flush()
    for day, rest in village.rests.items():
        put(DayOff, DayOffDraft(day=day.isoformat(), kind="rest" if rest else "workday"))
    for day in village.festivals:
        if day not in FESTIVALS:
            put(DayOff, DayOffDraft(day=day.isoformat(), kind="festival", name="加的"))
    for begins, ends in village.weathers:
        put(BadWeather, BadWeatherDraft(from_date=begins.isoformat(), to_date=ends.isoformat() if ends else None, text="寒潮"))
    helpers = {name: put(Helper, HelperDraft(name=name)).id for name in HELPERS}
    grids = tuple(
        Grid(code=f"G{nth}", helper_id=helpers[who], leader=who, groups=(group,))
        for nth, (group, who) in enumerate(village.leaders.items())
    )
    put(Station, StationDraft(code=STATION, name="本站", grids=grids))
    for helper, begins, ends, other in village.away:
        draft = StandInDraft(
            helper_id=helpers[helper],
            from_date=begins.isoformat(),
            to_date=ends.isoformat() if ends else None,
            stand_in_helper_id=helpers.get(other or ""),
            stand_in_name=None if other in helpers else other,
        )
        put(StandIn, draft)
        session.flush()
    homes = {home: put(Household, HouseholdDraft(household_no=home)).id for home in {tale.household for tale in village.people}}
    return {tale.name: _keep_tale(put, tale, homes, helpers, session) for tale in village.people}


def _keep_tale(put: Any, tale: Tale, homes: dict[str, str], helpers: dict[str, str], session: Session) -> str:
    last = tale.moves[-1] if tale.moves else None
    own = ResidentDraft(
        name=tale.name,
        village_group=tale.group,
        household_id=homes[tale.household],
        residency_status=last[2] if last else "living",
        residency_since=last[0].isoformat() if last else None,
    )
    who: str = put(Resident, own).id
    session.flush()
    for begins, ends, grade, cause in tale.grades:
        since, until = begins.isoformat() if begins else None, ends.isoformat() if ends else None
        put(CareGrade, CareGradeDraft(resident_id=who, scheme_code="own", grade=grade, cause=cause, from_date=since, to_date=until))
        session.flush()
    for day, before, after, clock in tale.moves:
        written = stamp(datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=VILLAGE_TIME).astimezone(UTC)) if clock else None
        put(
            StatusChange,
            StatusChangeDraft(resident_id=who, happened_on=day.isoformat(), from_status=before, to_status=after, recorded_at=written),
        )
        session.flush()
    _keep_contacts(put, tale, who, helpers, session)
    return who


def _keep_contacts(put: Any, tale: Tale, who: str, helpers: dict[str, str], session: Session) -> None:
    visits = [
        {
            "id": new_id(),
            "author": STATION,
            "resident_id": who,
            "visited_on": day.isoformat(),
            "mode": mode,
            "outcome": outcome,
            "kind": kind,
            "start_time": clock or None,
        }
        for day, mode, outcome, kind, clock in tale.contacts
    ]
    if visits:
        session.connection().execute(insert(Visit), visits)
    for day, clock in tale.falls:
        put(HealthReading, HealthReadingDraft(resident_id=who, taken_on=day.isoformat(), at=clock or None, symptoms=("fall",)))
    for day in tale.guardians_end:
        put(Guardian, GuardianDraft(resident_id=who, name="某监护", to_date=day.isoformat()))
    for helper, begun, over, every, leads, level, rests in tale.pairings:
        draft = PairingDraft(
            helper_id=helpers[helper],
            resident_id=who,
            start_date=begun.isoformat(),
            end_date=over.isoformat() if over else None,
            contact_every_days=every,
            is_lead=leads,
            level=level,
            state="suspended" if rests else "active",
            suspended_on=rests.isoformat() if rests else None,
        )
        put(Pairing, draft)
    session.flush()
