"""Something that is to be done for somebody: a need that a visit, a call or a word at the counter brought up (domain 1.8, 3.2).

How far it is stands in no field: it is computed from its events.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator
from sqlalchemy import Index, text
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, coded, day, pointer, reference, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class ServiceRequestDraft(Draft):
    """A request before it is kept."""

    resident_id: str | None = reference(title=N_("Resident"))
    household_id: str | None = reference(title=N_("Household"))
    kind: CodeText | None = coded("need_kind", title=N_("Kind of need"))
    text: str = Field(max_length=1000, min_length=1, title=N_("What is to be done"))
    source: CodeText | None = coded("request_source", title=N_("Where it came from"), default="counter")
    source_id: str | None = pointer(title=N_("Visit or call it came from"))
    raised_on: Day | None = day(title=N_("Raised on"), index=True)
    raised_by: str | None = words(72, title=N_("Written down by"))
    urgency: CodeText | None = coded("urgency", title=N_("How urgent"), default="blue")
    due_on: Day | None = day(title=N_("To be done by"))
    helper_id: str | None = pointer(title=N_("Helper"))
    """Who sees to it, if that is settled."""
    remark: str | None = words(1000, title=N_("Remark"))

    @model_validator(mode="after")
    def _is_for_somebody(self) -> ServiceRequestDraft:
        if not (self.resident_id or self.household_id):
            raise ValueError("a request is for a resident or a household")
        return self


class ServiceRequest(Record, ServiceRequestDraft, table=True):
    """A request as it is kept."""

    __tablename__ = "service_request"
    __table_args__ = (
        *one_of_a_kind(),
        Index("service_request_kept", "author", "id", "due_on", "removed_at", sqlite_where=text("removed_at IS NULL")),
    )
    road: ClassVar[Road] = Road.TRAVELLING
