"""A unit of the county's tree: county, town, village or community; the denominators of coverage."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, RegionCode, coded, count, day, listed, pointer, words
from stationdesk.registers.record import Record, Road, Value, one_of_a_kind


class Equipment(Value):
    """A thing of a call room: a computer, a screen, a tripod."""

    name: str
    count: int = 1
    note: str = ""


class OrgUnitDraft(Draft):
    """What is known of a unit before it is kept."""

    name: str = Field(title=N_("Unit name"), max_length=80)
    full_name: str | None = words(160, title=N_("Full name of the unit"))
    unit_kind: CodeText | None = coded("unit_kind", title=N_("Kind of unit"))
    level: CodeText | None = coded("station_level", title=N_("Centre, office or station"))
    region_code: RegionCode | None = Field(default=None, max_length=12, title=N_("Division code"), index=True)
    """Twelve digits at most; codes are retired when villages merge, so it is never a key."""
    former_codes: tuple[str, ...] = listed(title=N_("Former division codes"))
    urban_rural: str | None = words(3, title=N_("Urban or rural class"))
    parent_id: str | None = pointer(title=N_("Unit above"))
    county: str | None = words(80, title=N_("County"))
    town: str | None = words(80, title=N_("Town"))
    town_id: str | None = pointer(title=N_("Town unit"))
    sort_order: int | None = count(title=N_("Order in lists"))
    has_station: bool | None = Field(default=None, title=N_("Has a station"))
    station_code: str | None = words(32, title=N_("Station code"), index=True)
    opened_on: Day | None = day(title=N_("Opened on"))
    closed_on: Day | None = day(title=N_("Closed on"))
    succeeded_by: str | None = pointer(title=N_("Succeeded by"))
    has_call_room: bool | None = Field(default=None, title=N_("Has a call room"))
    call_room_opened_on: Day | None = day(title=N_("Call room opened on"))
    call_room_equipment: tuple[Equipment, ...] = listed(Equipment, title=N_("Call room equipment"))
    contact_name: str | None = words(72, title=N_("Contact person"))
    contact_phone: str | None = words(40, title=N_("Contact phone"))
    household_count: int | None = count(title=N_("Number of households"))
    resident_count: int | None = count(title=N_("Number of residents"))
    remark: str | None = words(2000, title=N_("Remark"))

    def counts_on(self, on: str) -> bool:
        """Tell whether the unit exists on day `on`, and so belongs to a denominator."""
        return (self.opened_on is None or self.opened_on <= on) and (self.closed_on is None or on < self.closed_on)


class OrgUnit(Record, OrgUnitDraft, table=True):
    """A unit as it is kept; the county writes its tree, a station may write its own village."""

    __tablename__ = "org_unit"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
