"""One thing that happened to a request: judged, sent to somebody, taken on, declined, done, rated, handed over (domain 3.2)."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Clock, CodeText, Day, Draft, LocalMoment, coded, count, day, pointer, words
from stationdesk.registers.record import Record, Road, one_of_a_kind

AGAIN = "removed_at IS NULL AND (kind = 'reopened' OR satisfaction = 'dissatisfied')"
"""What may have opened an ended request again, as SQL."""


class RequestEventDraft(Draft):
    """An event of a request before it is kept; a wrong one is taken back by an undo, never changed into another."""

    request_id: str = Field(max_length=36, title=N_("Request"), index=True)
    kind: CodeText = Field(max_length=40, title=N_("What happened"), schema_extra={"json_schema_extra": {"codes": "request_event"}})
    happened_on: Day | None = day(title=N_("Happened on"))
    happened_at: Clock | None = Field(default=None, max_length=5, title=N_("Happened at"))
    """Without it the event stands at the end of its day."""
    nth: int | None = count(title=N_("Which step"))
    """Settles the order of what happened in one minute, alike at the station and at the county."""
    done_by: str | None = words(72, title=N_("Done by"))
    helper_id: str | None = pointer(title=N_("Helper"))
    team_id: str | None = pointer(title=N_("Team"))
    unit_id: str | None = pointer(title=N_("Unit|request"))
    body: CodeText | None = coded("request_body", title=N_("Handed over to|request"))
    receiver: str | None = words(80, title=N_("Sent to"))
    """The name of the team, the helper, the unit or the body, as it was then."""
    urgency: CodeText | None = coded("urgency", title=N_("How urgent"))
    due_by: LocalMoment | None = Field(default=None, max_length=16, title=N_("To be done by"))
    """Where the event sets a new term."""
    next_by: LocalMoment | None = Field(default=None, max_length=16, title=N_("Next step by"))
    receipt_no: str | None = words(40, title=N_("Number of the receipt"))
    satisfaction: CodeText | None = coded("satisfaction", title=N_("Satisfaction"))
    text: str | None = words(1000, title=N_("In words"))


class RequestEvent(Record, RequestEventDraft, table=True):
    """An event as it is kept."""

    __tablename__ = "request_event"
    __table_args__ = (
        *one_of_a_kind(),
        Index("request_event_of", "request_id", "kind", "removed_at", sqlite_where=text("removed_at IS NULL")),
        Index("request_event_again", "request_id", sqlite_where=text(AGAIN)),
    )
    road: ClassVar[Road] = Road.TRAVELLING
