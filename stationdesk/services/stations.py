"""The station's own record: made when the desk is set up, changed when a number or a name changes."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.division import guessed_kind, whole_code
from stationdesk.registers.grade_scheme import GradeScheme, default_scheme
from stationdesk.registers.org_unit import OrgUnit, OrgUnitDraft
from stationdesk.registers.phone import read_phones
from stationdesk.registers.station import Station, StationDraft
from stationdesk.services.cards import NoStation
from stationdesk.store.database import author_of


def open_station(session: Session, draft: StationDraft) -> Station:
    """Write down the station, its village and the grade scheme that ships: what every station begins with."""
    check_phones(draft)
    author = author_of(session)
    name = draft.village or draft.name
    code = draft.region_code or draft.code if whole_code(draft.region_code or draft.code) else None
    village = OrgUnitDraft(
        name=name,
        unit_kind=guessed_kind(name, code) or "village",
        region_code=code,
        county=draft.county,
        town=draft.town,
        station_code=draft.code,
        has_station=True,
    )
    unit = OrgUnit.model_validate(village, update={"author": author})
    session.add(unit)
    session.add(GradeScheme.model_validate(default_scheme(), update={"author": author}))
    station = Station.model_validate(draft, update={"author": author, "org_unit_id": unit.id})
    session.add(station)
    return station


class UnusablePhone(DeskError):
    """What was given is no phone number that can be dialled."""


def check_phones(draft: StationDraft) -> None:
    """Raise UnusablePhone unless every phone of the station can be dialled: it goes on every card."""
    for written in (draft.duty_phone, draft.office_phone, draft.complaint_phone):
        read = read_phones(written or "")
        if written and (len(read.phones) != 1 or read.rest):
            raise UnusablePhone(_("«{phone}» is no phone number that can be dialled. It would stand on every card.").format(phone=written))


def own_station(session: Session) -> Station:
    """Return the record of this desk's station. Raises NoStation."""
    mine = select(Station).where(Station.author == author_of(session), col(Station.removed_at).is_(None)).order_by(col(Station.key))
    found = session.exec(mine).first()
    if found is None:
        raise NoStation(_("This desk has no record of its own station yet. Make one with «station set --name NAME»."))
    return found


def station_name(session: Session) -> str:
    """Return the name of this desk's station, empty where none is written down yet."""
    try:
        return own_station(session).name
    except NoStation:
        return ""


def change_station(session: Session, changes: dict[str, Any]) -> Station:
    """Change fields of this desk's station, checked as a form would; made now where setting the desk up was cut off.

    Raises ValueError for what no field takes, and NoStation where there is neither a record nor a name for one.
    """
    try:
        station = own_station(session)
    except NoStation:
        if "name" not in changes:
            raise
        return open_station(session, StationDraft(code=author_of(session), **changes))
    fields = station.model_dump(include=set(StationDraft.model_fields))
    draft = StationDraft.model_validate(fields | changes)
    check_phones(draft)
    for name in changes:
        if getattr(station, name) != getattr(draft, name):
            setattr(station, name, getattr(draft, name))
    return station
