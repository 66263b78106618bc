"""A family call (亲情连线) as an appointment between two places, and how it went (domain 1.11, 3.3).

Who speaks at this end stands in `call_person`, one record a person. Each step keeps its day and who took it; a call that came to
nothing or was moved stays as it was, and the next one names it as `previous_id`.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Clock, CodeText, Day, Draft, Stamp, coded, coded_list, day, listed, pointer, words
from stationdesk.registers.record import Record, Road, one_of_a_kind, still_there
from stationdesk.registers.visit import Visitor

BOOKED, CONFIRMED, RUNNING, COMPLETED, NO_ANSWER, MOVED, CANCELLED = (
    "booked",
    "confirmed",
    "in_progress",
    "completed",
    "no_answer",
    "moved",
    "cancelled",
)
COMING = frozenset({BOOKED, CONFIRMED})
OPEN = COMING | {RUNNING}
ENDED = frozenset({COMPLETED, NO_ANSWER, MOVED, CANCELLED})


class FamilyCallDraft(Draft):
    """A family call before it is kept."""

    call_on: Day = Field(title=N_("Day of the call"), max_length=10)
    """The day it is booked for, or on which it took place."""
    call_at: Clock | None = Field(default=None, max_length=5, title=N_("Time of the call"))
    booked_for: Day | None = day(title=N_("Booked for"))
    """The day it was booked for first; none where nothing was booked."""
    booked_on: Day | None = day(title=N_("Booked on"))
    booked_by: str | None = words(72, title=N_("Booked by"))
    source: CodeText | None = coded("call_source", title=N_("Who asked for it"))
    call_wish_id: str | None = pointer(title=N_("Wish for calls"))
    previous_id: str | None = pointer(title=N_("Call before"))
    state: CodeText = Field(
        default=BOOKED, max_length=40, title=N_("State|call"), schema_extra={"json_schema_extra": {"codes": "call_state"}}
    )
    place: CodeText | None = coded("call_place", title=N_("Where|call"), default="station")
    address: str | None = words(120, title=N_("Address"))
    room: str | None = words(40, title=N_("Room"))
    mode: CodeText | None = coded("call_mode", title=N_("By what|call"), default="wechat")
    device: str | None = words(60, title=N_("Device"))
    helpers: tuple[Visitor, ...] = listed(Visitor, title=N_("Who helps"))
    agreed_on: Day | None = day(title=N_("Other end agreed on"))
    agreed_by: str | None = words(72, title=N_("Agreed with the other end by"))
    agreed_words: str | None = words(200, title=N_("What the other end said"))
    started_at: Stamp | None = Field(default=None, max_length=32, title=N_("Began (moment)"))
    start_time: Clock | None = Field(default=None, max_length=5, title=N_("From (time)"))
    end_time: Clock | None = Field(default=None, max_length=5, title=N_("To (time)"))
    minutes: int | None = Field(default=None, ge=0, le=600, title=N_("Minutes"))
    mood: CodeText | None = coded("call_mood", title=N_("Mood"))
    said: str | None = words(4000, title=N_("What was said"))
    services: tuple[CodeText, ...] = coded_list("call_service", title=N_("Done at the same time"))
    need: str | None = words(1000, title=N_("To be done"))
    wish_id: str | None = pointer(title=N_("Small wish"))
    """The wish that came of what was asked for."""
    request_id: str | None = pointer(title=N_("Request"))
    photo_taken: bool | None = Field(default=None, title=N_("Photos were taken"))
    photo_consent: bool | None = Field(default=None, title=N_("Agreed to photos"))
    recorded_on: Day | None = day(title=N_("Recorded on"))
    """The day on which the result was written down; later than `call_on` where it was added late."""
    recorded_by: str | None = words(72, title=N_("Recorded by"))
    cancel_reason: CodeText | None = coded("call_cancel_reason", title=N_("Reason of the cancelling"))
    cancel_note: str | None = words(200, title=N_("Remark on the cancelling"))

    def took_place(self) -> bool:
        """Tell whether the two ends spoke with each other."""
        return self.state == COMPLETED

    def late(self) -> bool:
        """Tell whether the result was written down after its day."""
        return self.recorded_on is not None and self.recorded_on > self.call_on


class FamilyCall(Record, FamilyCallDraft, table=True):
    """A family call as it is kept."""

    __tablename__ = "family_call"
    __table_args__ = (
        *one_of_a_kind(),
        still_there("family_call_day", "call_on", "state", "author", "id"),
        still_there("family_call_known", "id", "author", "state", "call_on"),
        Index("ix_family_call_previous", "previous_id"),
    )
    road: ClassVar[Road] = Road.TRAVELLING
    held_back: ClassVar[frozenset[str]] = frozenset({"said"})
