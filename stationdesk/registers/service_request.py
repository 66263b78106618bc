"""Something that is to be done for somebody: a visit, a call, the hotline or a word at the counter brought it up (domain 1.8, 1.14, 3.2).

How far it is stands in no field: it is computed from its events.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator
from sqlalchemy import Index, text
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Clock, CodeText, Day, Draft, coded, day, pointer, reference, words
from stationdesk.registers.record import Record, Road, one_of_a_kind


class ServiceRequestDraft(Draft):
    """A request before it is kept."""

    resident_id: str | None = reference(title=N_("Resident"))
    household_id: str | None = reference(title=N_("Household"))
    number: str | None = words(20, title=N_("Number of the request"))
    """2026-Q7M-0012, of an older one 2026-0012: how paper and telephone call it."""
    kind: CodeText | None = coded("need_kind", title=N_("Kind of need"))
    text: str = Field(max_length=1000, min_length=1, title=N_("What is to be done"))
    source: CodeText | None = coded("request_source", title=N_("Where it came from"), default="counter")
    source_id: str | None = pointer(title=N_("Visit or call it came from"))
    """The visit, call, emergency or task of the county, as `source` says."""
    raised_on: Day | None = day(title=N_("Raised on"), index=True)
    raised_at: Clock | None = Field(default=None, max_length=5, title=N_("Raised at"))
    raised_by: str | None = words(72, title=N_("Written down by"))
    urgency: CodeText | None = coded("urgency", title=N_("How urgent"))
    """Empty until somebody has judged it."""
    due_on: Day | None = day(title=N_("To be done by"))
    due_at: Clock | None = Field(default=None, max_length=5, title=N_("To be done by (time)"))
    """With it the last day ends at a minute. Of a request whose urgency nobody has judged yet: by when that has to be done."""
    helper_id: str | None = pointer(title=N_("Helper"))
    """Who sees to it, if that is settled."""
    asked_by: str | None = words(72, title=N_("Who asked"))
    asker_phone: str | None = words(40, title=N_("Number of the caller"))
    address: str | None = words(160, title=N_("Where to go"))
    """Of somebody who is in no register."""
    sender_body: CodeText | None = coded("request_body", title=N_("Who sent it"))
    sender: str | None = words(80, title=N_("Name of who sent it"))
    """Town, county or a department that handed it to the station: it is never handed back to them."""
    service_item_id: str | None = pointer(title=N_("Service offered"))
    remark: str | None = words(1000, title=N_("Remark"))

    @model_validator(mode="after")
    def _is_for_somebody(self) -> ServiceRequestDraft:
        if not (self.resident_id or self.household_id or self.asked_by):
            raise ValueError("a request is for a resident, a household or somebody with a name")
        return self


class ServiceRequest(Record, ServiceRequestDraft, table=True):
    """A request as it is kept."""

    __tablename__ = "service_request"
    __table_args__ = (
        *one_of_a_kind(),
        Index("service_request_kept", "author", "id", "due_on", "removed_at", sqlite_where=text("removed_at IS NULL")),
    )
    road: ClassVar[Road] = Road.TRAVELLING
