"""One of those who speak in a family call at this end, and with whom: several residents and several relatives share one call."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.call_wish import OtherEnd
from stationdesk.registers.field import CodeText, Day, Draft, coded, day, listed, pointer
from stationdesk.registers.record import Record, Road, one_of_a_kind, still_there


class CallPersonDraft(Draft):
    """Somebody in a call before he is kept."""

    call_id: str = Field(max_length=36, title=N_("Call"))
    resident_id: str = Field(max_length=36, title=N_("Resident"))
    household_id: str | None = pointer(title=N_("Household"))
    """The household he lived in when the call was written down; households are counted by it."""
    others: tuple[OtherEnd, ...] = listed(OtherEnd, title=N_("With whom"))
    dropped_on: Day | None = day(title=N_("Not in the call any more since"))
    drop_reason: CodeText | None = coded("call_cancel_reason", title=N_("Why not any more"))


class CallPerson(Record, CallPersonDraft, table=True):
    """Somebody in a call as he is kept."""

    __tablename__ = "call_person"
    __table_args__ = (
        *one_of_a_kind(),
        still_there("call_person_resident", "resident_id", "call_id", "dropped_on"),
        still_there("call_person_call", "call_id", "author", "dropped_on", "resident_id"),
    )
    road: ClassVar[Road] = Road.TRAVELLING
