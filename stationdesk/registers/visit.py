"""A visit, a call or any other contact with one resident or one household (domain 1.8)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator
from sqlalchemy import Index, text
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import Clock, CodeText, Day, Draft, coded, coded_list, count, day, listed, pointer, reference, words
from stationdesk.registers.record import Record, Road, Value, one_of_a_kind, still_there


class Visitor(Value):
    """Who came or called."""

    name: str
    helper_id: str = ""
    role: str = ""
    """A code of the table visitor_role."""
    org: str = ""


class CheckItem(Value):
    """One thing looked at: safety of the gas, mood, how the person walks."""

    item: str
    """A code of the table check_item."""
    result: str
    """A code of the table check_result."""
    note: str = ""


class Issue(Value):
    """A problem or a need found on the visit."""

    text: str
    kind: str = ""
    """A code of the table need_kind."""
    request_id: str = ""
    """The request that came of it."""


class HandedOut(Value):
    """Something taken to the person: money or goods."""

    item: str
    quantity: float | None = None
    unit: str = ""
    amount: int | None = None
    """Money or worth, 分."""
    distribution_id: str = ""


class VisitDraft(Draft):
    """A visit before it is kept: one resident, or one household.

    Several residents met on one occasion are one visit each, sharing `occasion_id`: rows are person-times, occasions are visits.
    """

    resident_id: str | None = reference(title=N_("Resident"))
    household_id: str | None = reference(title=N_("Household"))
    occasion_id: str | None = pointer(title=N_("Occasion"))
    visit_no: str | None = words(40, title=N_("Visit number"))
    visited_on: Day = Field(title=N_("Visited on"), max_length=10, index=True)
    start_time: Clock | None = Field(default=None, max_length=5, title=N_("From (time)"))
    end_time: Clock | None = Field(default=None, max_length=5, title=N_("To (time)"))
    place: str | None = words(120, title=N_("Place"))
    mode: CodeText | None = coded("contact_mode", title=N_("How"), default="home")
    kind: CodeText | None = coded("visit_kind", title=N_("Kind of visit"), default="routine")
    outcome: CodeText | None = coded("visit_outcome", title=N_("Result"), default="met")
    visitors: tuple[Visitor, ...] = listed(Visitor, title=N_("Visitors"))
    recorder: str | None = words(72, title=N_("Written down by"))
    met_person: str | None = words(120, title=N_("Who was met"))
    """The kin or neighbour who answered, when it was not the resident."""
    family_situation: str | None = words(1000, title=N_("Family situation"))
    content: str | None = words(4000, title=N_("What was done and said"))
    check_items: tuple[CheckItem, ...] = listed(CheckItem, title=N_("Things looked at"))
    issues: tuple[Issue, ...] = listed(Issue, title=N_("Problems and needs"))
    suggestion: str | None = words(1000, title=N_("Wishes and suggestions"))
    action: str | None = words(1000, title=N_("Done on the spot"))
    next_plan: str | None = words(1000, title=N_("What comes next"))
    follow_up_due: Day | None = day(title=N_("Follow up by"), index=True)
    follow_up_of: str | None = pointer(title=N_("Follows up visit"))
    followed_up_on: Day | None = day(title=N_("Followed up on"))
    handed_out: tuple[HandedOut, ...] = listed(HandedOut, title=N_("Taken along"))
    services: tuple[CodeText, ...] = coded_list("need_kind", title=N_("Services given"))
    satisfaction: CodeText | None = coded("satisfaction", title=N_("Satisfaction"))
    signature_on_paper: bool | None = Field(default=None, title=N_("Signed on paper"))
    photo_ids: tuple[str, ...] = listed(title=N_("Photos"))
    photo_consent: bool | None = Field(default=None, title=N_("Agreed to photos"))
    campaign: str | None = words(80, title=N_("Campaign"))
    survey_round: str | None = words(80, title=N_("Survey round"))
    pairing_id: str | None = pointer(title=N_("Pairing"))
    minutes: int | None = count(title=N_("Minutes"))
    counselling_note: str | None = words(4000, title=N_("Counselling note"))
    source: str | None = words(160, title=N_("Source"))
    remark: str | None = words(1000, title=N_("Remark"))

    @model_validator(mode="after")
    def _is_with_somebody(self) -> VisitDraft:
        if not (self.resident_id or self.household_id):
            raise ValueError("a visit is with a resident or a household")
        return self

    def reached(self) -> bool:
        """Tell whether the person himself was met or spoken to."""
        return self.outcome == "met"

    def given_money(self) -> int:
        """Return what was handed over in money or worth, 分."""
        return sum(thing.amount or 0 for thing in self.handed_out)


class Visit(Record, VisitDraft, table=True):
    """A visit as it is kept."""

    __tablename__ = "visit"
    __table_args__ = (
        *one_of_a_kind(),
        Index("visit_guardian_talk", "resident_id", "visited_on", sqlite_where=text("kind = 'guardianship' AND removed_at IS NULL")),
        still_there("visit_contact", "resident_id", "visited_on", "outcome", "mode", "removed_at"),
        still_there("visit_day", "visited_on", "author", "outcome", "removed_at"),
        still_there("visit_month", "resident_id", "visited_on", "outcome", "mode", "recorded_on", "visitors"),
        still_there("visit_number", "visit_no"),
        Index(
            "visit_follow_open",
            "author",
            "follow_up_due",
            "resident_id",
            "visited_on",
            sqlite_where=text("follow_up_due IS NOT NULL AND followed_up_on IS NULL AND removed_at IS NULL"),
        ),
        Index("visit_emergency", "visited_on", "resident_id", sqlite_where=text("kind = 'emergency' AND removed_at IS NULL")),
    )
    road: ClassVar[Road] = Road.TRAVELLING
    held_back: ClassVar[frozenset[str]] = frozenset({"counselling_note"})

    recorded_on: Day | None = day(title=N_("Written down on"))
    """The day it was written down, which may be later than the day it happened; unknown for what came with a ledger."""
