"""Somebody who helps: caring mother, officer, party member, grid leader, doctor, volunteer."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.field import CodeText, Day, Draft, PartialDay, coded, coded_list, count, day, listed, pointer, words
from stationdesk.registers.person_name import PersonName
from stationdesk.registers.record import Record, Road, one_of_a_kind


class HelperDraft(Draft):
    """What is known of a helper before he is kept."""

    name: PersonName = Field(title=N_("Name"), max_length=72, index=True)
    sex: CodeText | None = coded("sex", title=N_("Sex"))
    birth_date: PartialDay | None = day(title=N_("Birth date"))
    helper_type: CodeText | None = coded("helper_type", title=N_("Kind of helper"))
    roles: tuple[CodeText, ...] = coded_list("visitor_role", title=N_("Roles"))
    org: str | None = words(120, title=N_("Organisation"))
    org_unit_id: str | None = pointer(title=N_("Unit"))
    post: str | None = words(80, title=N_("Post"))
    org_level: CodeText | None = coded("org_level", title=N_("Level of the organisation"))
    origin: CodeText | None = coded("helper_origin", title=N_("Where the helper comes from"))
    political_status: CodeText | None = coded("political_status", title=N_("Political status"))
    phones: tuple[PhoneNumber, ...] = listed(PhoneNumber, title=N_("Phones"))
    wechat: str | None = words(80, title=N_("WeChat"))
    village: str | None = words(80, title=N_("Village"))
    grid_code: str | None = words(32, title=N_("Grid"))
    resident_id: str | None = pointer(title=N_("Same person as resident"))
    volunteer_no: str | None = words(40, title=N_("Volunteer number"))
    skills: tuple[str, ...] = listed(title=N_("Skills"))
    free_times: str | None = words(120, title=N_("When free"))
    most_pairings: int | None = count(title=N_("Pairings at most"))
    card_title: str | None = words(40, title=N_("Title on cards"))
    """What stands before the name on a contact card: 网格长, 村医…"""
    joined_on: Day | None = day(title=N_("Joined on"))
    left_on: Day | None = day(title=N_("Left on"))
    leave_reason: str | None = words(200, title=N_("Reason of leaving"))
    handed_over_to: str | None = pointer(title=N_("Handed over to"))
    merged_into: str | None = pointer(title=N_("Written down twice: kept as"))
    instead_of: str | None = pointer(title=N_("Instead of the county's record"))
    """The county's record of the same person, in whose place the station's own stands here; the county sees what differs."""
    source: str | None = words(160, title=N_("Source"))
    remark: str | None = words(1000, title=N_("Remark"))

    def helps(self, on: str) -> bool:
        """Tell whether the helper is there on day `on`."""
        return (self.joined_on is None or self.joined_on <= on) and (self.left_on is None or on < self.left_on)


class Helper(Record, HelperDraft, table=True):
    """A helper as he is kept."""

    __tablename__ = "helper"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
