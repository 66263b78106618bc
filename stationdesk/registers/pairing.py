"""A helper standing by a resident or a household: 结对 and, with a level, 包保."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, coded, count, day, listed, pointer, reference, words
from stationdesk.registers.person_name import OtherName
from stationdesk.registers.record import Record, Road, Value, one_of_a_kind, still_there

OVER = frozenset({"ended", "changed"})
"""States of a pairing that has an end; where the day of it is known, the day decides."""


class Measure(Value):
    """One line of a pairing's service list."""

    what: str
    every_days: int | None = None
    by: str = ""
    note: str = ""


class PairingDraft(Draft):
    """A pairing before it is kept."""

    helper_id: str | None = reference(title=N_("Helper"))
    helper_name: OtherName = Field(default=None, max_length=72, title=N_("Name of the helper"))
    """As written, while the helper is in no register; a branch or a company may stand here too."""
    resident_id: str | None = reference(title=N_("Resident"))
    household_id: str | None = reference(title=N_("Household"))
    kind: CodeText | None = coded("pairing_kind", title=N_("Kind of pairing"), default="pairing")
    mode: CodeText | None = coded("pairing_mode", title=N_("One to one or many"))
    level: int | None = count(title=N_("Level"))
    """1 is the highest: city or county; n levels of responsibility are kept, three are usual."""
    level_label: str | None = words(40, title=N_("Name of the level"))
    is_lead: bool | None = Field(default=None, title=N_("Leads the helpers"))
    project: str | None = words(80, title=N_("Project"))
    state: CodeText | None = coded("pairing_state", title=N_("State"), default="active")
    proposed_on: Day | None = day(title=N_("Proposed on"))
    start_date: Day | None = day(title=N_("Start"))
    end_date: Day | None = day(title=N_("End"))
    end_reason: CodeText | None = coded("pairing_end_reason", title=N_("Reason of the end"))
    end_note: str | None = words(200, title=N_("Remark on the end"))
    suspended_on: Day | None = day(title=N_("Suspended on"))
    suspended_reason: str | None = words(200, title=N_("Reason of the suspension"))
    rests: tuple[str, ...] = listed(title=N_("Times it rested"))
    """Past suspensions, first and last day: 2026-11-01/2026-11-20."""
    helper_agreed_on: Day | None = day(title=N_("Helper agreed on"))
    resident_agreed_on: Day | None = day(title=N_("Resident or guardian agreed on"))
    agreed_by: str | None = words(72, title=N_("Agreed by"))
    needs: str | None = words(1000, title=N_("Needs"))
    measures: tuple[Measure, ...] = listed(Measure, title=N_("Service list"))
    frequency: str | None = words(120, title=N_("How often, as agreed"))
    contact_every_days: int | None = count(title=N_("Contact every … days"))
    home_visit_every_days: int | None = count(title=N_("Home visit every … days"))
    outcome: str | None = words(1000, title=N_("Outcome"))
    contact_card_given: bool | None = Field(default=None, title=N_("Contact cards exchanged"))
    previous_id: str | None = pointer(title=N_("Pairing before"))
    source: str | None = words(160, title=N_("Source"))
    remark: str | None = words(1000, title=N_("Remark"))

    @model_validator(mode="after")
    def _has_two_sides(self) -> PairingDraft:
        if not (self.resident_id or self.household_id):
            raise ValueError("a pairing is with a resident or a household")
        if not (self.helper_id or self.helper_name):
            raise ValueError("a pairing has a helper")
        return self

    def in_force(self, on: str) -> bool:
        """Tell whether the pairing holds on day `on`; a suspended one does, a proposed one does not.

        One that was ended or changed on a day to come holds until then; one ended on no known day does not.
        """
        if self.state == "proposed" or (self.state in OVER and self.end_date is None):
            return False
        return (self.start_date is None or self.start_date <= on) and (self.end_date is None or on < self.end_date)


class Pairing(Record, PairingDraft, table=True):
    """A pairing as it is kept."""

    __tablename__ = "pairing"
    __table_args__ = (*one_of_a_kind(), still_there("pairing_state", "state", "end_date", "resident_id"))
    road: ClassVar[Road] = Road.TRAVELLING
