"""Who a resident is: the fields of the basic register (domain 1.1)."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator
from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.contact import EmergencyContact, PhoneNumber
from stationdesk.registers.field import (
    CodeText,
    Day,
    Draft,
    MonthDay,
    PartialDay,
    RegionCode,
    check_day,
    coded,
    coded_list,
    count,
    day,
    listed,
    pointer,
    reference,
    words,
)
from stationdesk.registers.person_name import OtherName, PersonName


class IdentityFields(Draft):
    """Name, birth, papers, household, address, work away, phones, residency."""

    name: PersonName = Field(title=N_("Name"), max_length=72, index=True)
    former_name: OtherName = Field(default=None, max_length=72, title=N_("Former name"))
    nickname: str | None = words(72, title=N_("Nickname"))
    """What the village calls the person: 老三家的."""
    alias: str | None = words(72, title=N_("Name to publish"))
    """A pseudonym (化名) for prose, wish cards and walls."""
    sex: CodeText | None = coded("sex", title=N_("Sex"))
    ethnicity: CodeText | None = coded("ethnicity", title=N_("Ethnic group"))
    birth_date: PartialDay | None = Field(default=None, max_length=10, title=N_("Birth date"), index=True)
    birth_precision: CodeText | None = coded("birth_precision", title=N_("Birth date known to"))
    birth_calendar: CodeText | None = coded("birth_calendar", title=N_("Calendar of the birth date"))
    birth_written: str | None = words(60, title=N_("Birth date as written"))
    birthday: MonthDay | None = Field(default=None, max_length=5, title=N_("Birthday kept"))
    """The day the family keeps, MM-DD, where it is not the day on the papers."""
    birthday_calendar: CodeText | None = coded("birth_calendar", title=N_("Calendar of the birthday kept"))
    id_type: CodeText | None = coded("id_type", title=N_("Kind of paper"))
    id_no: str | None = words(40, title=N_("ID number"), index=True)
    id_state: CodeText | None = coded("id_state", title=N_("State of the ID number"))
    household_id: str | None = reference(title=N_("Household"))
    relation_to_head: CodeText | None = coded("relation", title=N_("Relation to the head"))
    head_name: OtherName = Field(default=None, max_length=72, title=N_("Name of the head"))
    region_code: RegionCode | None = Field(default=None, max_length=12, title=N_("Division code"))
    village: str | None = words(80, title=N_("Village"))
    village_group: str | None = words(40, title=N_("Village group"), index=True)
    hamlet: str | None = words(40, title=N_("Hamlet"))
    registered_address: str | None = words(200, title=N_("Registered address"))
    current_address: str | None = words(200, title=N_("Current address"))
    grid_code: str | None = words(32, title=N_("Grid"))
    grid_leader_id: str | None = pointer(title=N_("Grid leader"))
    household_reg_type: CodeText | None = coded("household_reg_type", title=N_("Kind of household registration"))
    has_hukou: bool | None = Field(default=None, title=N_("Household registered"))
    is_separated_residence: bool | None = Field(default=None, title=N_("Lives apart from the registered address"))
    marital_status: CodeText | None = coded("marital_status", title=N_("Marital status"))
    education: CodeText | None = coded("education", title=N_("Education"))
    political_status: CodeText | None = coded("political_status", title=N_("Political status"))
    standing: tuple[CodeText, ...] = coded_list("standing", title=N_("Special standing"))
    """Old party member, former village official, veteran…"""
    occupation: str | None = words(80, title=N_("Occupation"))
    labor_capacity: CodeText | None = coded("labor_capacity", title=N_("Ability to work"))
    is_migrant: bool | None = Field(default=None, title=N_("Works away"))
    migrant_place: str | None = words(120, title=N_("Works in"))
    migrant_employer: str | None = words(120, title=N_("Employer away"))
    migrant_since: PartialDay | None = day(title=N_("Away since"))
    expected_return: PartialDay | None = day(title=N_("Expected back"))
    phones: tuple[PhoneNumber, ...] = listed(PhoneNumber, title=N_("Phones"))
    emergency_contacts: tuple[EmergencyContact, ...] = listed(EmergencyContact, title=N_("Emergency contacts"))
    residency_status: CodeText | None = coded("residency_status", title=N_("Residency"), default="living", index=True)
    residency_since: Day | None = day(title=N_("Residency since"))
    residency_place: str | None = words(120, title=N_("Where to"))
    """Where an absent person is, the hospital or home, or the village moved to."""
    merged_into: str | None = pointer(title=N_("Merged into resident"))
    came_from: str | None = pointer(title=N_("Came from another station's record"))
    enrolled_on: Day | None = day(title=N_("Enrolled on"))
    closed_on: Day | None = day(title=N_("Record closed on"))
    close_reason: CodeText | None = coded("close_reason", title=N_("Reason for closing"))
    route_order: int | None = count(title=N_("Order on the route"))
    source: str | None = words(160, title=N_("Source"))
    remark: str | None = words(2000, title=N_("Remark"))

    @model_validator(mode="after")
    def _was_born_on_a_day_there_is(self) -> Self:
        if self.birth_date and len(self.birth_date) == 10 and self.birth_calendar != "lunar":
            check_day(self.birth_date)
        return self
