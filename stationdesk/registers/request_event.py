"""One thing that happened to a request: solved, dropped, taken up again (domain 3.2)."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, day, pointer, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class RequestEventDraft(Draft):
    """An event of a request before it is kept; a wrong one is taken back by an undo, never changed into another."""

    request_id: str = Field(max_length=36, title=N_("Request"), index=True)
    kind: CodeText = Field(max_length=40, title=N_("What happened"), schema_extra={"json_schema_extra": {"codes": "request_event"}})
    happened_on: Day | None = day(title=N_("Happened on"))
    done_by: str | None = words(72, title=N_("Done by"))
    helper_id: str | None = pointer(title=N_("Helper"))
    text: str | None = words(1000, title=N_("In words"))


class RequestEvent(Record, RequestEventDraft, table=True):
    """An event as it is kept."""

    __tablename__ = "request_event"
    __table_args__ = (
        *one_of_a_kind(),
        Index("request_event_of", "request_id", "kind", "removed_at", sqlite_where=text("removed_at IS NULL")),
    )
    road: ClassVar[Road] = Road.TRAVELLING
