"""One thing that happened in an emergency, stamped by one key: somebody reached, the doctor there, taken away, over (domain 3.7)."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Clock, CodeText, Day, Draft, Stamp, day, words
from stationdesk.registers.record import Record, Road, one_of_a_kind, still_there


class IncidentEventDraft(Draft):
    """An event before it is kept; a wrong one is taken back by an undo, never changed into another."""

    incident_id: str = Field(max_length=36, title=N_("Emergency"), index=True)
    kind: CodeText = Field(max_length=40, title=N_("What happened|step"), schema_extra={"json_schema_extra": {"codes": "incident_event"}})
    happened_at: Stamp = Field(max_length=32, title=N_("Moment"))
    happened_on: Day = Field(max_length=10, title=N_("Happened on"))
    at: Clock = Field(max_length=5, title=N_("Time"))
    whom: str | None = words(72, title=N_("Who was called"))
    line: str | None = words(80, title=N_("Line of the list of numbers"))
    """Which number it was, by the name of its line; never the number."""
    is_kin: bool | None = Field(default=None, title=N_("Is family"))
    text: str | None = words(500, title=N_("In words"))
    follow_up_on: Day | None = day(title=N_("To be looked after on"))
    follow_up_at: Clock | None = Field(default=None, max_length=5, title=N_("To be looked after at"))
    follow_up_by: str | None = words(72, title=N_("Who looks after it"))
    done_by: str | None = words(72, title=N_("Done by"))


class IncidentEvent(Record, IncidentEventDraft, table=True):
    """An event as it is kept."""

    __tablename__ = "incident_event"
    __table_args__ = (
        *one_of_a_kind(),
        still_there("incident_event_of", "incident_id", "kind", "author", "happened_on", "follow_up_on", "removed_at"),
    )
    road: ClassVar[Road] = Road.TRAVELLING
