"""The county's word on a transfer: the person, to the station he moved to; what came of it, to the one he left."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, TextMap, coded, day, mapped, words
from stationdesk.registers.record import Record, Road, one_of_a_kind

PERSON, OUTCOME = "person", "outcome"


class TransferRelayDraft(Draft):
    """A relay before it is kept."""

    transfer_id: str = Field(max_length=36, title=N_("Transfer"), index=True)
    kind: CodeText = Field(default=PERSON, max_length=40, title=N_("Person or outcome"))
    from_station: str = Field(max_length=32, title=N_("From which station"))
    from_name: str | None = words(80, title=N_("From which village"))
    to_station: str | None = words(32, title=N_("To which station"))
    to_name: str | None = words(80, title=N_("To which village|transfer"))
    called: str | None = words(72, title=N_("Called|transfer"))
    """A child's name for others."""
    record_id: str | None = words(36, title=N_("Record at the station of before"))
    moved_on: Day | None = day(title=N_("Moved on"))
    person: TextMap = mapped(title=N_("What goes with the person"))
    """Empty again once the other station has answered, or the sender has taken it back."""
    note: str | None = words(500, title=N_("Word for the other station"))
    withdrawn_on: Day | None = day(title=N_("Taken back on"))
    outcome: CodeText | None = coded("transfer_answer", title=N_("Outcome"))
    reason: str | None = words(500, title=N_("Reason"))
    answered_on: Day | None = day(title=N_("Answered on"))
    answered_by: str | None = words(72, title=N_("Answered by"))


class TransferRelay(Record, TransferRelayDraft, table=True):
    """A relay as it is kept; only the county writes one."""

    __tablename__ = "transfer_relay"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
