"""A call for help that cannot wait (紧急求助): since when, for whom, what happened and where (domain 1.14, 3.7).

How far it is stands in no field: it is computed from its events.
"""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Clock, Day, Draft, Stamp, reference, words
from stationdesk.registers.record import Record, Road, one_of_a_kind, still_there


class IncidentDraft(Draft):
    """A call for help before it is kept; everything but its moment may come later, while help is on its way."""

    resident_id: str | None = reference(title=N_("Resident"))
    somebody: str | None = words(72, title=N_("Who it is, in words"))
    """Where nobody knows the name, or it is nobody of the register: 骑三轮车的老人."""
    started_at: Stamp = Field(max_length=32, title=N_("Called at (moment)"))
    happened_on: Day = Field(max_length=10, title=N_("Happened on"))
    called_at: Clock = Field(max_length=5, title=N_("Called at"))
    caller: str | None = words(72, title=N_("Who called"))
    caller_phone: str | None = words(40, title=N_("Number that called"))
    what: str | None = words(200, title=N_("What happened|emergency"))
    place: str | None = words(200, title=N_("Where|emergency"))
    way: str | None = words(200, title=N_("How to get there|emergency"))
    """Landmarks for the ambulance, and who waits where."""
    taken_by: str | None = words(72, title=N_("Taken by|emergency"))


class Incident(Record, IncidentDraft, table=True):
    """A call for help as it is kept."""

    __tablename__ = "incident"
    __table_args__ = (
        *one_of_a_kind(),
        still_there("incident_day", "happened_on", "author", "id", "resident_id", "called_at", "removed_at"),
    )
    road: ClassVar[Road] = Road.TRAVELLING
