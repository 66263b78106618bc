"""A household: where it lives, how big it is, how to get there."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, RegionCode, coded, coded_list, count, day, pointer, words
from stationdesk.registers.person_name import OtherName
from stationdesk.registers.record import Record, Road, one_of_a_kind


class HouseholdDraft(Draft):
    """What is known of a household before it is kept."""

    household_no: str | None = words(32, title=N_("Household number"), index=True)
    head_id: str | None = pointer(title=N_("Head of the household"))
    head_name: OtherName = Field(default=None, max_length=72, title=N_("Name of the head"))
    """As written in a ledger, when the head is not in the register."""
    region_code: RegionCode | None = Field(default=None, max_length=12, title=N_("Division code"))
    village: str | None = words(80, title=N_("Village"))
    village_group: str | None = words(40, title=N_("Village group"), index=True)
    hamlet: str | None = words(40, title=N_("Hamlet"))
    grid_code: str | None = words(32, title=N_("Grid"))
    address: str | None = words(200, title=N_("Current address"))
    registered_address: str | None = words(200, title=N_("Registered address"))
    household_reg_type: CodeText | None = coded("household_reg_type", title=N_("Kind of household registration"))
    household_size: int | None = count(title=N_("People in the household"))
    resident_size: int | None = count(title=N_("People living at home"))
    phone: str | None = words(40, title=N_("Home phone"))
    route_order: int | None = count(title=N_("Order on the route"))
    is_remote: bool | None = Field(default=None, title=N_("Lives far out"))
    directions: str | None = words(200, title=N_("How to get there"))
    housing_structure: CodeText | None = coded("housing_structure", title=N_("Structure of the house"))
    housing_grade: CodeText | None = coded("housing_grade", title=N_("Safety grade of the house"))
    heating: str | None = words(40, title=N_("Heating"))
    utilities: tuple[CodeText, ...] = coded_list("utility", title=N_("Gas, electricity, water"))
    housing_note: str | None = words(500, title=N_("Remark on the house"))
    moved_in_on: Day | None = day(title=N_("Moved in on"))
    moved_out_on: Day | None = day(title=N_("Moved out on"))
    merged_into: str | None = pointer(title=N_("Merged into household"))
    source: str | None = words(160, title=N_("Source"))
    remark: str | None = words(2000, title=N_("Remark"))


class Household(Record, HouseholdDraft, table=True):
    """A household as it is kept."""

    __tablename__ = "household"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
